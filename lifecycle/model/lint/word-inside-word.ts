import { FUNCTION_WORDS, SENIORITY_WORDS } from '../../lead/title-words';
import type { Fault } from '../../fault';
import { asText, fold, splitList } from '../../text';
import type { Condition, Rule } from '../rule';
import type { Check } from './model-check';

const TO_DO = 'To find whole words alone, use the operator has_word';
const LONGEST_VALUE = 6;

// Words that stand in many titles and industries, and hold a shorter word that means something else.
const COMMON_WORDS =
	`director doctor factory coordinator international internal security recruiter architect auditor editor digital capital
	facility hospital partner department procurement president product project process retail campaign chair training
	leadership headquarters headhunter marketing advertising manager management engineer technician administrator
	accountant consultant association negotiator operator vice-president commercial communications hospitality
	christian three-shift through`.split(/\s+/);

const WORDS: ReadonlySet<string> = new Set(
	[SENIORITY_WORDS, FUNCTION_WORDS].flatMap((table) =>
		Object.values(table).flatMap((terms) => terms.split(',').map((term) => term.trim())),
	),
);

export const wordInsideWord: Check = {
	severity: 'doubtful',
	what: 'A short word that “contains” finds inside longer ones',
	find: (rules) => rules.flatMap(({ conditions }: Rule) => conditions.flatMap(insideWord)),
};

function insideWord({ row, subject, operator, value }: Condition): Fault[] {
	if (subject !== 'lead' || (operator !== 'contains' && operator !== 'not_contains')) return [];
	for (const written of Array.isArray(value) ? value.map(asText) : splitList(asText(value))) {
		const word = fold(written);
		if (word.length > LONGEST_VALUE || !WORDS.has(word)) continue;
		const longer = COMMON_WORDS.find((common) => common !== word && common.includes(word));
		if (longer !== undefined)
			return [{ message: `${row}, column “value”: “${written}” also stands inside “${longer}”`, hint: TO_DO }];
	}
	return [];
}
