import type { Fault } from '../../fault';
import { toHundredths, toPoints } from '../../points';
import { DEFAULT_THRESHOLD } from '../options';
import type { Rule } from '../rule';
import type { Check, Weights } from './model-check';
import { bestOnce, capped, isGain, mostOf } from './most-points';

const TO_DO = 'Lower the option “Threshold”, raise points, or lift a limit';

export const unreachableThreshold: Check = {
	severity: 'broken',
	what: 'A threshold that no lead can reach',
	find: findThreshold,
};

function findThreshold(rules: readonly Rule[], weights: Weights): Fault[] {
	const threshold = weights.threshold ?? DEFAULT_THRESHOLD;
	const isOpenEnded = rules.some(
		(rule) => rule.dimension === 'engagement' && isGain(rule) && rule.per !== 'once' && rule.max === undefined,
	);
	const engagement = isOpenEnded ? Infinity : mostOf(rules, 'engagement', weights.engagementWeight);
	const fit = rules.some(
		(rule) => rule.dimension === 'fit' && isGain(rule) && rule.per === 'unit' && rule.max === undefined,
	)
		? Infinity
		: bestOnce(rules, 'fit', weights.fitWeight);
	const most = capped(
		capped(fit, weights.fitCap) + capped(engagement, weights.engagementCap) + mostOf(rules, 'quality'),
		weights.totalCap,
	);
	if (most >= toHundredths(threshold)) return [];
	return [
		{
			message: `No lead can reach the threshold of ${threshold}: the rules give at most ${toPoints(most)} points`,
			hint: TO_DO,
		},
	];
}
