import type { Fault } from '../../fault';
import { toPoints } from '../../points';
import type { Rule } from '../rule';
import type { Check } from './model-check';

const TO_DO = 'Mail programs and robots open mail by themselves: give an open 2 points at most, and score clicks';

/** Hundredths. */
const MOST_FOR_AN_OPEN = 200;

export const openScoredHigh: Check = {
	severity: 'doubtful',
	what: 'Many points for opening an e-mail',
	find: (rules) => rules.flatMap(opensScoredHigh),
};

function opensScoredHigh(rule: Rule): Fault[] {
	const isOpen = rule.conditions[0].events.includes('email_open');
	if (!isOpen || rule.points <= MOST_FOR_AN_OPEN) return [];
	return [
		{
			message: `${rule.row} gives ${toPoints(rule.points)} points for opening an e-mail`,
			hint: TO_DO,
		},
	];
}
