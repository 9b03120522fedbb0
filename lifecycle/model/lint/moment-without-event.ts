import type { Fault } from '../../fault';
import type { Rule } from '../rule';
import type { Check } from './model-check';

const TO_DO = 'A key moment is something the lead does: name an activity type in “event”';

export const momentWithoutEvent: Check = {
	severity: 'broken',
	what: 'A key moment that is nothing the lead does',
	find: (rules) => rules.flatMap(momentsWithoutEvent),
};

function momentsWithoutEvent(rule: Rule): Fault[] {
	if (!rule.moment || rule.conditions[0].subject === 'activity') return [];
	return [{ message: `${rule.row} is a key moment without an event`, hint: TO_DO }];
}
