import type { Fault } from '../../fault';
import { asText, fold } from '../../text';
import type { Rule } from '../rule';
import type { Check } from './model-check';

const TO_DO = 'Keep one of the two';

export const twinRules: Check = {
	severity: 'doubtful',
	what: 'Two rules of one dimension that ask for the same',
	find: findTwins,
};

function findTwins(rules: readonly Rule[]): Fault[] {
	const seen = new Map<string, Rule>();
	const faults: Fault[] = [];
	for (const rule of rules) {
		const asked = rule.conditions.map(({ subject, events, field, operator, value, count, days }) => [
			subject,
			events,
			field,
			operator,
			fold(asText(value)),
			count,
			days,
		]);
		const key = JSON.stringify([rule.dimension, asked]);
		const twin = seen.get(key);
		if (twin) faults.push(twinFault(rule, twin));
		seen.set(key, rule);
	}
	return faults;
}

const twinFault = (rule: Rule, twin: Rule): Fault => ({
	message: `${rule.row} asks for the same as ${twin.row}${Math.sign(rule.points) === -Math.sign(twin.points) ? ', with points against it' : ''}`,
	hint: TO_DO,
});
