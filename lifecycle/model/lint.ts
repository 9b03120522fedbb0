import { ACTIVITY_TYPES } from '../activity/catalogue';
import { shown, type Fault } from '../fault';
import { asWrittenNumber } from '../number';
import { toHundredths, toPoints } from '../points';
import { asText, fold } from '../text';
import { DEFAULT_THRESHOLD, mergeOptions } from './options';
import type { Condition, Model, Rule, ScoreOptions } from './rule';

type Weights = Pick<
	ScoreOptions,
	'threshold' | 'totalCap' | 'fitCap' | 'engagementCap' | 'fitWeight' | 'engagementWeight'
>;

/**
 * Remarks about a model that is valid but may not do what its author wants. Each names the rule's row and what to do;
 * none of them stops a run.
 */
export function lintModel(model: Model, options: Weights = {}): Fault[] {
	const merged = mergeOptions(model.options, options);
	return [
		...fitShare(model.rules, merged),
		...unreachableThreshold(model.rules, merged),
		...model.rules.flatMap(deadRule),
		...overlaps(model.rules),
		...model.rules.flatMap(protectedTrait),
		...model.rules.flatMap(opensScoredHigh),
	];
}

const isGain = (rule: Rule): boolean => rule.points > 0;

/**
 * The best a dimension can give when every rule hits once, in hundredths; of rules that ask for one field of the lead,
 * the best alone counts.
 */
function bestOnce(rules: readonly Rule[], dimension: Rule['dimension'], weight = 100): number {
	const best = new Map<string, number>();
	for (const rule of rules.filter((each) => each.dimension === dimension && isGain(each))) {
		const [first] = rule.conditions;
		const key = first.subject === 'lead' ? `lead ${first.field}` : `rule ${rule.name}`;
		const times = first.subject === 'activity' && rule.per === 'each' ? first.count : 1;
		best.set(key, Math.max(best.get(key) ?? 0, Math.min(rule.points * times, rule.max ?? Infinity)));
	}
	return ([...best.values()].reduce((sum, points) => sum + points, 0) * weight) / 100;
}

const capped = (hundredths: number, cap: number | undefined): number =>
	cap === undefined ? hundredths : Math.min(hundredths, toHundredths(cap));

function fitShare(rules: readonly Rule[], options: Weights): Fault[] {
	const fit = capped(bestOnce(rules, 'fit', options.fitWeight), options.fitCap);
	const engagement = capped(bestOnce(rules, 'engagement', options.engagementWeight), options.engagementCap);
	if (engagement === 0 || fit <= engagement) return [];
	const share = Math.round((100 * fit) / (fit + engagement));
	return [
		{
			message: `Fit makes up ${share} % of the score of a lead that meets every rule once (${toPoints(fit)} of ${toPoints(fit + engagement)} points)`,
			hint: 'A good fit that shows no interest is not ready for sales: keep fit at half or less, by lower points or the option “Fit Cap”',
		},
	];
}

function unreachableThreshold(rules: readonly Rule[], options: Weights): Fault[] {
	const threshold = options.threshold ?? DEFAULT_THRESHOLD;
	const isOpenEnded = rules.some(
		(rule) => rule.dimension === 'engagement' && isGain(rule) && rule.per !== 'once' && rule.max === undefined,
	);
	const engagement = isOpenEnded ? Infinity : mostOf(rules, 'engagement', options.engagementWeight);
	const fit = rules.some(
		(rule) => rule.dimension === 'fit' && isGain(rule) && rule.per === 'unit' && rule.max === undefined,
	)
		? Infinity
		: bestOnce(rules, 'fit', options.fitWeight);
	const most = capped(
		capped(fit, options.fitCap) + capped(engagement, options.engagementCap) + mostOf(rules, 'quality'),
		options.totalCap,
	);
	if (most >= toHundredths(threshold)) return [];
	return [
		{
			message: `No lead can reach the threshold of ${threshold}: the rules give at most ${toPoints(most)} points`,
			hint: 'Lower the option “Threshold”, raise points, or lift a limit',
		},
	];
}

const mostOf = (rules: readonly Rule[], dimension: Rule['dimension'], weight = 100): number =>
	(rules
		.filter((rule) => rule.dimension === dimension && isGain(rule))
		.reduce(
			(sum, rule) =>
				sum + (rule.per === 'once' ? Math.min(rule.points, rule.max ?? Infinity) : (rule.max ?? rule.points)),
			0,
		) *
		weight) /
	100;

function deadRule(rule: Rule): Fault[] {
	const faults: Fault[] = [];
	if (rule.points === 0 && rule.dimension !== 'exclude' && !rule.moment) {
		faults.push({
			message: `${rule.row} gives 0 points`,
			hint: 'Give it points, mark it as a key moment, or switch it off',
		});
	}
	if (rule.max === 0)
		faults.push({
			message: `${rule.row} may give at most 0 points`,
			hint: 'Clear the column “max” or raise it',
		});
	if (rule.moment && rule.conditions[0].subject !== 'activity') {
		faults.push({
			message: `${rule.row} is a key moment without an event`,
			hint: 'A key moment is something the lead does: name an activity type in “event”',
		});
	}
	for (const condition of rule.conditions) faults.push(...unknownEvents(condition));
	return [...faults, ...contradiction(rule)];
}

function unknownEvents(condition: Condition): Fault[] {
	return condition.events
		.filter((event) => !event.includes('*') && !ACTIVITY_TYPES.has(event))
		.flatMap((event) => {
			const near = nearest(event);
			return near === undefined
				? []
				: [
						{
							message: `${condition.row}, column “event”: no known activity is called ${shown(event)}`,
							hint: `Did you mean ${near}? If the name is your own, leave it`,
						},
					];
		});
}

/** A known type that differs by a slip of the pen: two letters exchanged, left out, added or replaced. */
function nearest(event: string): string | undefined {
	return [...ACTIVITY_TYPES.keys()].find(
		(type) => Math.abs(type.length - event.length) <= 2 && distance(type, event) <= 2,
	);
}

function distance(left: string, right: string): number {
	let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
	for (let row = 1; row <= left.length; row++) {
		const current = [row];
		for (let column = 1; column <= right.length; column++) {
			const substitution = previous[column - 1] + (left[row - 1] === right[column - 1] ? 0 : 1);
			current.push(Math.min(substitution, previous[column] + 1, current[column - 1] + 1));
		}
		previous = current;
	}
	return previous[right.length];
}

/** Numbers a condition lets through, both ends included. */
interface Band {
	low: number;
	high: number;
}

function bandOf({ operator, value }: Condition): Band | undefined {
	const [from, to] = asText(value)
		.split(/\.\.|…/)
		.map(asWrittenNumber);
	if (from === undefined) return undefined;
	const step = Number.EPSILON * Math.max(1, Math.abs(from));
	switch (operator) {
		case 'gt':
			return { low: from + step, high: Infinity };
		case 'gte':
			return { low: from, high: Infinity };
		case 'lt':
			return { low: -Infinity, high: from - step };
		case 'lte':
			return { low: -Infinity, high: from };
		case 'between':
			return to === undefined ? undefined : { low: from, high: to };
		default:
			return undefined;
	}
}

const meet = (left: Band, right: Band): Band => ({
	low: Math.max(left.low, right.low),
	high: Math.min(left.high, right.high),
});

const isNothing = (band: Band): boolean => band.low > band.high;

/** The band of numbers that a rule about one numeric field asks for, all its rows together. */
function ruleBand(rule: Rule): { field: string; band: Band } | undefined {
	const [{ field, subject }] = rule.conditions;
	if (subject !== 'lead' || field === '' || rule.conditions.some((condition) => condition.field !== field))
		return undefined;
	const bands = rule.conditions.map(bandOf);
	if (!bands.every((band) => band !== undefined)) return undefined;
	return { field, band: bands.reduce(meet) };
}

function contradiction(rule: Rule): Fault[] {
	const numbers = ruleBand(rule);
	if (numbers && isNothing(numbers.band)) {
		return [
			{
				message: `${rule.row} can never apply: its conditions on ${shown(numbers.field)} leave no number`,
				hint: 'Correct the values; rows that share a rule name must all hold',
			},
		];
	}
	const asked = new Map<string, string>();
	for (const { subject, field, operator, value } of rule.conditions) {
		if (subject !== 'lead' || operator !== 'is') continue;
		const wanted = fold(asText(value));
		const other = asked.get(field);
		if (other !== undefined && other !== wanted) {
			return [
				{
					message: `${rule.row} can never apply: ${shown(field)} would have to be ${shown(other)} and ${shown(wanted)}`,
					hint: 'Use one row with the operator “in” and both values',
				},
			];
		}
		asked.set(field, wanted);
	}
	return [];
}

function overlaps(rules: readonly Rule[]): Fault[] {
	return [...twins(rules), ...overlappingBands(rules)];
}

function twins(rules: readonly Rule[]): Fault[] {
	const seen = new Map<string, Rule>();
	const faults: Fault[] = [];
	for (const rule of rules) {
		const asked = rule.conditions.map(({ subject, events, field, operator, value, count, days }) => [
			subject,
			events,
			field,
			operator,
			fold(asText(value)),
			count,
			days,
		]);
		const key = JSON.stringify([rule.dimension, asked]);
		const twin = seen.get(key);
		if (twin) faults.push(twinFault(rule, twin));
		seen.set(key, rule);
	}
	return faults;
}

function overlappingBands(rules: readonly Rule[]): Fault[] {
	const banded = rules.flatMap((rule) => {
		const numbers = ruleBand(rule);
		return numbers ? [{ rule, ...numbers }] : [];
	});
	return banded.flatMap((left, index) =>
		banded.slice(index + 1).flatMap((right) => {
			if (left.field !== right.field || left.rule.dimension !== right.rule.dimension || isSame(left.band, right.band))
				return [];
			const common = meet(left.band, right.band);
			if (isNothing(common)) return [];
			return [
				{
					message: `${left.rule.row} and ${right.rule.row} both apply when ${shown(left.field)} is ${written(common)}`,
					hint: 'If only one of them should, make their ranges meet without overlapping',
				},
			];
		}),
	);
}

const isSame = (left: Band, right: Band): boolean => left.low === right.low && left.high === right.high;

const written = ({ low, high }: Band): string =>
	low === -Infinity ? `up to ${high}` : high === Infinity ? `${low} or more` : `${low} to ${high}`;

const twinFault = (rule: Rule, twin: Rule): Fault => ({
	message: `${rule.row} asks for the same as ${twin.row}${Math.sign(rule.points) === -Math.sign(twin.points) ? ', with points against it' : ''}`,
	hint: 'Keep one of the two',
});

// What the law of most countries forbids to decide by; a word within a longer name ("agent") is none of them.
const PROTECTED =
	/(^|[^a-z])(age|birth(day|date|year)?|gender|sex|religion|ethnicity|race|nationality|disab(ility|led)|pregnan(t|cy)|marital|sexual|political|union|handicap|grossesse|origine|alter|geschlecht)([^a-z]|$)/;

function protectedTrait(rule: Rule): Fault[] {
	const field = rule.conditions.map((condition) => condition.field).find((each) => PROTECTED.test(spaced(each)));
	if (field === undefined && !PROTECTED.test(spaced(rule.name))) return [];
	return [
		{
			message: `${rule.row} scores a protected trait${field === undefined ? '' : ` (${shown(field)})`}`,
			hint: 'Do not score people by age, gender, origin, religion, health and the like: drop the rule',
		},
	];
}

const spaced = (name: string): string => fold(name.replace(/([a-z])([A-Z])/g, '$1 $2'));

const MOST_FOR_AN_OPEN = 200;

function opensScoredHigh(rule: Rule): Fault[] {
	const isOpen = rule.conditions[0].events.includes('email_open');
	if (!isOpen || rule.points <= MOST_FOR_AN_OPEN) return [];
	return [
		{
			message: `${rule.row} gives ${toPoints(rule.points)} points for opening an e-mail`,
			hint: 'Mail programs and robots open mail by themselves: give an open 2 points at most, and score clicks',
		},
	];
}
