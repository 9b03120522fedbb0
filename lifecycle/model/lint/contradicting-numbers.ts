import { shown, type Fault } from '../../fault';
import type { Rule } from '../rule';
import type { Check } from './model-check';
import { isNothing, ruleBand } from './number-band';

const TO_DO = 'Correct the values; rows that share a rule name must all hold';

export const contradictingNumbers: Check = {
	severity: 'broken',
	what: 'A rule whose conditions on a number leave no number',
	find: (rules) => rules.flatMap(contradictions),
};

function contradictions(rule: Rule): Fault[] {
	const numbers = ruleBand(rule);
	if (!numbers || !isNothing(numbers.band)) return [];
	const message = `${rule.row} can never apply: its conditions on ${shown(numbers.field)} leave no number`;
	return [{ message, hint: TO_DO }];
}
