import { toHundredths } from '../../points';
import type { Rule } from '../rule';

export const isGain = (rule: Rule): boolean => rule.points > 0;

/**
 * The best a dimension can give when every rule hits once, in hundredths; of rules that ask for one field of the lead,
 * the best alone counts.
 */
export function bestOnce(rules: readonly Rule[], dimension: Rule['dimension'], weight = 100): number {
	const best = new Map<string, number>();
	for (const rule of rules.filter((each) => each.dimension === dimension && isGain(each))) {
		const [first] = rule.conditions;
		const key = first.subject === 'lead' ? `lead ${first.field}` : `rule ${rule.name}`;
		const times = first.subject === 'activity' && rule.per === 'each' ? first.count : 1;
		best.set(key, Math.max(best.get(key) ?? 0, Math.min(rule.points * times, rule.max ?? Infinity)));
	}
	return ([...best.values()].reduce((sum, points) => sum + points, 0) * weight) / 100;
}

/** The most a dimension can give, in hundredths, of rules that count more than once up to their limit. */
export const mostOf = (rules: readonly Rule[], dimension: Rule['dimension'], weight = 100): number =>
	(rules
		.filter((rule) => rule.dimension === dimension && isGain(rule))
		.reduce(
			(sum, rule) =>
				sum + (rule.per === 'once' ? Math.min(rule.points, rule.max ?? Infinity) : (rule.max ?? rule.points)),
			0,
		) *
		weight) /
	100;

/** At most the cap, which is in points. */
export const capped = (hundredths: number, cap: number | undefined): number =>
	cap === undefined ? hundredths : Math.min(hundredths, toHundredths(cap));
