import { shown, type Fault } from '../../fault';
import { asText, fold } from '../../text';
import type { Rule } from '../rule';
import type { Check } from './model-check';

const TO_DO = 'Use one row with the operator “in” and both values';

export const contradictingTexts: Check = {
	severity: 'broken',
	what: 'A rule that asks one field to be two things',
	find: (rules) => rules.flatMap(contradictions),
};

function contradictions(rule: Rule): Fault[] {
	const asked = new Map<string, string>();
	for (const { subject, field, operator, value } of rule.conditions) {
		if (subject !== 'lead' || operator !== 'is') continue;
		const wanted = fold(asText(value));
		const other = asked.get(field);
		if (other !== undefined && other !== wanted) {
			const message = `${rule.row} can never apply: ${shown(field)} would have to be ${shown(other)} and ${shown(wanted)}`;
			return [{ message, hint: TO_DO }];
		}
		asked.set(field, wanted);
	}
	return [];
}
