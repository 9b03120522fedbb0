import type { Fault } from '../../fault';
import type { Rule } from '../rule';
import type { Check } from './model-check';

const TO_DO = 'Give it points, mark it as a key moment, or switch it off';

export const noPoints: Check = {
	severity: 'broken',
	what: 'A rule that gives no points, is no key moment and excludes nobody',
	find: (rules) => rules.flatMap(giveNothing),
};

function giveNothing(rule: Rule): Fault[] {
	if (rule.points !== 0 || rule.dimension === 'exclude' || rule.moment) return [];
	return [{ message: `${rule.row} gives 0 points`, hint: TO_DO }];
}
