import { shown, type Fault } from '../../fault';
import { fold } from '../../text';
import type { Rule } from '../rule';
import type { Check } from './model-check';

const TO_DO = 'Do not score people by age, gender, origin, religion, health and the like: drop the rule';

// What the law of most countries forbids to decide by; a word within a longer name ("agent") is none of them.
const PROTECTED =
	/(^|[^a-z])(age|birth(day|date|year)?|gender|sex|religion|ethnicity|race|nationality|disab(ility|led)|pregnan(t|cy)|marital|sexual|political|union|handicap|grossesse|origine|alter|geschlecht)([^a-z]|$)/;

export const protectedTrait: Check = {
	severity: 'doubtful',
	what: 'A rule that scores a protected trait',
	find: (rules) => rules.flatMap(protectedTraits),
};

function protectedTraits(rule: Rule): Fault[] {
	const field = rule.conditions.map((condition) => condition.field).find((each) => PROTECTED.test(spaced(each)));
	if (field === undefined && !PROTECTED.test(spaced(rule.name))) return [];
	return [
		{
			message: `${rule.row} scores a protected trait${field === undefined ? '' : ` (${shown(field)})`}`,
			hint: TO_DO,
		},
	];
}

const spaced = (name: string): string => fold(name.replace(/([a-z])([A-Z])/g, '$1 $2'));
