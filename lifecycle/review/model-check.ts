import { isEmpty } from '../empty';
import { leadView } from '../lead/fields';
import type { Severity } from '../model/lint/model-check';
import type { CompiledModel } from '../model/compiled';
import { asNumber } from '../number';
import { DateTime } from 'luxon';
import type { Backtest } from './backtest';
import { counted, percentOf, rounded } from './figures';
import { grouped } from './grouped';
import type { ScoredCase } from './scored-case';
import { stabilityIndex } from './statistics/drift';
import { median, quantile } from './statistics/quantile';

/** Something about a model that only its leads show. */
export interface Finding {
	readonly check: string;
	readonly severity: Severity;
	readonly message: string;
	/** Name of the rule or field, where the check may find several. */
	readonly about?: string;
	readonly evidence: string;
	readonly hint: string;
}

export interface CheckedModel {
	readonly model: CompiledModel;
	readonly scored: readonly ScoredCase[];
	readonly backtest: Backtest;
	/** Totals of the same leads at the last review; empty where there was none. */
	readonly before: readonly number[];
	/** Totals of the leads that were known then, now. */
	readonly now: readonly number[];
}

type Check = (checked: CheckedModel) => readonly Finding[];

/** Fewer leads say nothing about what a rule does. */
const LEAST_LEADS = 100;

/** Asks of a model what its leads show. In the order in which people read it: what is broken first. */
export function checkModel(checked: CheckedModel): Finding[] {
	if (checked.scored.length < LEAST_LEADS) return [tooFew(checked.scored.length)];
	const checks: readonly Check[] = [
		neverFires,
		emptyFields,
		alwaysTogether,
		thresholdOutOfLine,
		noNegativeRule,
		inflation,
		drift,
		overridesByHand,
	];
	const findings = checks.flatMap((check) => check(checked));
	return findings.sort((one, other) => Number(other.severity === 'broken') - Number(one.severity === 'broken'));
}

const tooFew = (leads: number): Finding => ({
	check: 'too few leads',
	severity: 'doubtful',
	message: `${counted(leads, 'lead')} with a known outcome are too few to check the model`,
	evidence: `At least ${LEAST_LEADS} are needed.`,
	hint: 'Wait for more outcomes, or import the history of the CRM.',
});

function neverFires({ model, scored }: CheckedModel): Finding[] {
	const fired = new Set(scored.flatMap(({ rules }) => rules));
	return model.rules
		.filter(({ index, rule }) => !fired.has(index) && rule.dimension !== 'exclude')
		.map(({ rule }) => ({
			check: 'never fires',
			severity: 'broken',
			message: `${rule.row} never applied`,
			about: rule.name,
			evidence: `0 of ${counted(scored.length, 'lead')}.`,
			hint: 'Check its event, field and value against the activity log, or remove the rule.',
		}));
}

const MOSTLY_EMPTY = 80;

function emptyFields({ model, scored }: CheckedModel): Finding[] {
	const asked = grouped(
		model.rules.flatMap(({ rule }) =>
			rule.conditions.filter(({ subject }) => subject === 'lead').map(({ field }) => ({ field, rule: rule.name })),
		),
		({ field }) => field,
	);
	return [...asked].flatMap(([field, rules]) => {
		const read = model.fieldOf(field);
		const empty = scored.filter(({ of, taught }) => isEmpty(read(leadView(of.fields, taught)))).length;
		const percent = percentOf(empty, scored.length);
		if (percent < MOSTLY_EMPTY) return [];
		return [
			{
				check: 'empty field',
				severity: percent === 100 ? ('broken' as const) : ('doubtful' as const),
				message: `The field “${field}” is empty for ${percent} % of leads`,
				about: field,
				evidence: `Rules that read it: ${[...new Set(rules.map(({ rule }) => rule))].slice(0, 5).join(', ')}.`,
				hint: 'Ask for it in a form, enrich it (template 07), or map it in “Field Mapping”.',
			},
		];
	});
}

const ALWAYS = 0.98;
const LEAST_TOGETHER = 30;

function alwaysTogether({ model, scored }: CheckedModel): Finding[] {
	const alone = new Map<number, number>();
	const both = new Map<string, number>();
	for (const { rules } of scored) {
		for (const [place, rule] of rules.entries()) {
			alone.set(rule, (alone.get(rule) ?? 0) + 1);
			for (const other of rules.slice(place + 1)) {
				const pair = `${rule} ${other}`;
				both.set(pair, (both.get(pair) ?? 0) + 1);
			}
		}
	}
	return [...both].flatMap(([pair, times]) => {
		const [one, other] = pair.split(' ').map(Number);
		const either = (alone.get(one) ?? 0) + (alone.get(other) ?? 0) - times;
		const everybody = (alone.get(one) ?? 0) === scored.length;
		if (times < LEAST_TOGETHER || times / either < ALWAYS || everybody) return [];
		const [first, second] = [one, other].map((index) => model.rules[index].rule.name);
		return [
			{
				check: 'always together',
				severity: 'doubtful' as const,
				message: `The rules “${first}” and “${second}” nearly always apply together`,
				about: `${first} and ${second}`,
				evidence: `${counted(times, 'lead')} met both, ${counted(either, 'lead')} met either.`,
				hint: 'Both count the same thing twice: keep one, or halve their points.',
			},
		];
	});
}

function thresholdOutOfLine({ model, scored, backtest }: CheckedModel): Finding[] {
	const { recommended } = backtest;
	const { threshold } = model.options;
	const won = scored.filter(({ of }) => of.converted);
	const below = won.filter(({ total }) => total < threshold).length;
	const percent = percentOf(below, won.length);
	const isOutside =
		recommended !== null && (threshold < recommended.interval.low || threshold > recommended.interval.high);
	if (!isOutside) return [];
	const isHigh = threshold > recommended.interval.high;
	const { leads, converted } = backtest.today;
	return [
		{
			check: 'threshold',
			severity: 'doubtful',
			message: isHigh
				? `The threshold of ${threshold} points is too high: ${percent} % of the leads that converted were below it`
				: `The threshold of ${threshold} points is too low: ${percentOf(leads - converted, leads)} % of the leads above it did not convert`,
			evidence: `${below} of ${counted(won.length, 'lead')} that converted were below ${threshold} points. Scores separate best at ${recommended.threshold} (${rounded(recommended.interval.low, 1)} to ${rounded(recommended.interval.high, 1)}).`,
			hint: `Set “Threshold” in Score Lead to ${recommended.threshold}, and hand over the cells that convert (“sales_cells” in ll_settings).`,
		},
	];
}

function noNegativeRule({ model, scored }: CheckedModel): Finding[] {
	if (model.rules.some(({ rule }) => rule.points < 0 && rule.dimension !== 'exclude')) return [];
	return [
		{
			check: 'no negative rule',
			severity: 'doubtful',
			message: 'No rule takes points away',
			evidence: `${model.rules.length} rules give points to ${counted(scored.length, 'lead')}.`,
			hint: 'Add rules for what speaks against buying: careers page, student, unsubscribed, a month of silence.',
		},
	];
}

const LEAST_A_MONTH = 20;
const INFLATED = 1.25;

function inflation({ scored }: CheckedModel): Finding[] {
	const months = [...grouped(scored, ({ of }) => DateTime.fromMillis(of.lookedAt, { zone: 'utc' }).toFormat('yyyy-MM'))]
		.filter(([, leads]) => leads.length >= LEAST_A_MONTH)
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([month, leads]) => ({
			month,
			total: median(leads.map(({ total }) => total)),
			ratio: percentOf(leads.filter(({ of }) => of.converted).length, leads.length),
		}));
	const [first, last] = [months.at(0), months.at(-1)];
	if (!first || !last || months.length < 3 || first.total <= 0) return [];
	if (last.total < first.total * INFLATED || last.ratio >= first.ratio * INFLATED) return [];
	return [
		{
			check: 'inflation',
			severity: 'doubtful',
			message: `Scores rise from month to month, and conversions do not`,
			evidence:
				months
					.map(({ month, total, ratio }) => `${month}: median ${rounded(total, 1)}, ${ratio} % converted`)
					.join('; ') + '.',
			hint: 'Let engagement fade (column “decay”), or cap rules that count each activity (column “max”).',
		},
	];
}

const STEADY = 0.1;
const ANOTHER_POPULATION = 0.25;
const BANDS = 10;

function drift({ before, now }: CheckedModel): Finding[] {
	if (before.length < LEAST_LEADS || now.length < LEAST_LEADS) return [];
	const edges = Array.from({ length: BANDS - 1 }, (_, index) => quantile(before, (index + 1) / BANDS));
	const countsOf = (totals: readonly number[]): number[] => {
		const counts = new Array<number>(BANDS).fill(0);
		for (const total of totals) counts[edges.filter((edge) => total > edge).length]++;
		return counts;
	};
	const index = rounded(stabilityIndex(countsOf(before), countsOf(now)), 3);
	if (index < STEADY) return [];
	return [
		{
			check: 'drift',
			severity: 'doubtful',
			message: `The distribution of scores has ${index >= ANOTHER_POPULATION ? 'changed a lot' : 'shifted'} since the last review`,
			evidence: `Population stability index ${index}; below ${STEADY} is steady. Median ${rounded(median(before), 1)} then, ${rounded(median(now), 1)} now.`,
			hint: 'Look for a new source, a campaign or a changed form; then check the threshold.',
		},
	];
}

const MANY_BY_HAND = 10;

function overridesByHand({ scored }: CheckedModel): Finding[] {
	const adjusted = scored.filter(({ of }) => (asNumber(of.fields.scoreAdjustment) ?? 0) !== 0).length;
	const percent = percentOf(adjusted, scored.length);
	if (percent < MANY_BY_HAND) return [];
	return [
		{
			check: 'changed by hand',
			severity: 'doubtful',
			message: `${percent} % of scores are changed by hand`,
			evidence: `${adjusted} of ${counted(scored.length, 'lead')} have a score adjustment.`,
			hint: 'Read the notes (column scoreAdjustmentNote) and make rules of what they say.',
		},
	];
}
