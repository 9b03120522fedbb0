import type { ScoredActivity } from '../../activity/scored-activity';
import { decayFactor } from '../../decay/curve';
import type { CompiledRule } from '../../model/compiled';
import { roundHalfAway } from '../../points';
import { countedHits, pointsOf, type Outcome } from '../../score/outcome';
import { countsInTotal, partsOf, type Part } from '../../score/shares';
import { lineOf, type Changes } from './changes';
import type { Scored } from './scored';

/** Adds what changed between two scores of one lead by one model, of which the second is later and no recycling lies between. */
export function changesOverTime(before: Scored, after: Scored, changes: Changes): void {
	const earlier = byRule(before.outcomes);
	const later = byRule(after.outcomes);
	for (const rule of new Set([...earlier.keys(), ...later.keys()])) {
		const parts = changesOfRule(rule, { before, after, was: earlier.get(rule), is: later.get(rule) });
		for (const [kind, { hundredths, count }] of parts) changes.add(kind, lineOf(rule.rule), hundredths, count);
	}
	changes.addRetained('faded', before, after);
	changes.addLimits('capped', before, after);
}

const byRule = (outcomes: readonly Outcome[]): Map<CompiledRule, Outcome> =>
	new Map(outcomes.filter(countsInTotal).map((outcome) => [outcome.rule, outcome]));

/** A rule at both ends of the time. */
interface Ends {
	readonly before: Scored;
	readonly after: Scored;
	readonly was: Outcome | undefined;
	readonly is: Outcome | undefined;
}

type TimeKind = 'earned' | 'faded' | 'expired' | 'capped';
type Kinds = ReadonlyArray<readonly [TimeKind, { hundredths: number; count: number }]>;

function changesOfRule(rule: CompiledRule, ends: Ends): Kinds {
	const { net: was } = ends.was ?? NOTHING;
	const { net: is } = ends.is ?? NOTHING;
	if (rule.trigger.kind === 'activity') return apportioned(amountsByKind(rule, ends), is - was);
	return [[Math.abs(is) > Math.abs(was) ? 'earned' : 'expired', { hundredths: is - was, count: 1 }]];
}

const NOTHING = { net: 0 };

/** What an activity rule gained and lost, exactly; hundredths, not rounded. */
interface Amounts {
	earned: number;
	faded: number;
	expired: number;
	capped: number;
	/** Activities that came to count, and that ceased to. */
	came: number;
	went: number;
}

function amountsByKind(rule: CompiledRule, { before, after, was, is }: Ends): Amounts {
	const earlier = was ? partsOf(rule, before.lead, before.at) : [];
	const later = is ? partsOf(rule, after.lead, after.at) : [];
	const amounts: Amounts = { earned: 0, faded: 0, expired: 0, capped: 0, came: 0, went: 0 };
	const left = new Map(earlier.map(({ hit, amount }) => [hit, amount]));
	for (const part of later) {
		const known = left.get(part.hit);
		left.delete(part.hit);
		if (known !== undefined) amounts.faded += part.amount - known;
		else addNew(part, rule, before.at, amounts);
	}
	// A newer activity of which a rule counts only the last takes the place of the one before.
	const replaced = is ? new Set(countedHits(rule, after.lead, after.at)) : new Set<ScoredActivity>();
	for (const [hit, amount] of left) {
		if (replaced.has(hit) && decayFactor(rule.decay, after.at - hit.at) !== 0) amounts.earned -= amount;
		else {
			amounts.expired -= amount;
			amounts.went++;
		}
	}
	amounts.capped = (is ? is.net - sumOf(later) : 0) - (was ? was.net - sumOf(earlier) : 0);
	return amounts;
}

function addNew({ hit, amount }: Part, rule: CompiledRule, since: number, amounts: Amounts): void {
	// One that is older began to count now, as it is: another condition of the rule came to be met.
	const whole = hit.at > since ? pointsOf(rule, hit) * rule.weight : amount;
	amounts.earned += whole;
	amounts.faded += amount - whole;
	amounts.came++;
}

const sumOf = (parts: readonly Part[]): number => parts.reduce((sum, { amount }) => sum + amount, 0);

// Beyond it, hundredths of a point are no whole numbers any more.
const MOST_EXACT = 1e15;

/** Rounds the amounts to hundredths that sum exactly to `hundredths`; the largest takes what rounding leaves over. */
function apportioned({ earned, faded, expired, capped, came, went }: Amounts, hundredths: number): Kinds {
	const isRounding = Math.abs(capped) < 1;
	const kinds: Array<[TimeKind, { hundredths: number; count: number }]> = [
		['earned', { hundredths: earned, count: Math.max(1, came) }],
		['faded', { hundredths: faded, count: 1 }],
		['expired', { hundredths: expired, count: Math.max(1, went) }],
		['capped', { hundredths: isRounding ? 0 : capped, count: 1 }],
	];
	const sizes = kinds.map(([, each]) => Math.abs(each.hundredths));
	const largest = kinds[sizes.indexOf(Math.max(...sizes))] ?? kinds[0];
	const isExact = sizes.every((size) => size < MOST_EXACT);
	for (const [, each] of kinds) each.hundredths = isExact ? roundHalfAway(each.hundredths) : 0;
	largest[1].hundredths += hundredths - kinds.reduce((sum, [, each]) => sum + each.hundredths, 0);
	return kinds;
}
