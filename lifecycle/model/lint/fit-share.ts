import type { Fault } from '../../fault';
import { toPoints } from '../../points';
import type { Rule } from '../rule';
import type { Check, Weights } from './model-check';
import { bestOnce, capped } from './most-points';

const TO_DO =
	'A good fit that shows no interest is not ready for sales: keep fit at half or less, by lower points or the option “Fit Cap”';

export const fitShare: Check = {
	severity: 'doubtful',
	what: 'Fit that outweighs engagement',
	find: findFitShare,
};

function findFitShare(rules: readonly Rule[], weights: Weights): Fault[] {
	const fit = capped(bestOnce(rules, 'fit', weights.fitWeight), weights.fitCap);
	const engagement = capped(bestOnce(rules, 'engagement', weights.engagementWeight), weights.engagementCap);
	if (engagement === 0 || fit <= engagement) return [];
	const share = Math.round((100 * fit) / (fit + engagement));
	return [
		{
			message: `Fit makes up ${share} % of the score of a lead that meets every rule once (${toPoints(fit)} of ${toPoints(fit + engagement)} points)`,
			hint: TO_DO,
		},
	];
}
