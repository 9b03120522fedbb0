import type { Fault } from '../../fault';
import type { Rule } from '../rule';
import type { Check } from './model-check';

const TO_DO = 'Clear the column “max” or raise it';

export const limitOfNothing: Check = {
	severity: 'broken',
	what: 'A rule that may give at most 0 points',
	find: (rules) => rules.flatMap(limitedToNothing),
};

function limitedToNothing(rule: Rule): Fault[] {
	if (rule.max !== 0) return [];
	return [{ message: `${rule.row} may give at most 0 points`, hint: TO_DO }];
}
