import { z } from 'zod';
import { ACTIVITY_TYPES } from '../activity/catalogue';
import { ACTIVITY_FIELD_NAMES } from '../activity/scored-activity';
import { asBoolean } from '../boolean';
import { parseDecay, type DecayCurve } from '../decay/curve';
import { isBlank } from '../empty';
import { shown } from '../fault';
import { asWrittenNumber } from '../number';
import { toHundredths } from '../points';
import { asText, fold, splitList } from '../text';
import { DIMENSIONS, IMPORTANCE, OPERATORS, PER, type Dimension, type Operator, type Per } from './rule';

const BLANK = Symbol('blank');

// About a quarter of an hour: rules count in days, and no window may shrink to nothing.
const LEAST_DAYS = 0.01;

/** Reads one cell; blank cells give undefined, a cell that cannot be read adds an issue with its hint. */
function cell<T>(
	read: (value: unknown) => T | typeof BLANK,
	message: (value: unknown) => string,
	hint: string,
	isEmptyCell = isBlank,
) {
	return z.unknown().transform((value, context): T | undefined => {
		if (isEmptyCell(value)) return undefined;
		const result = read(value);
		if (result !== BLANK) return result;
		context.addIssue({ code: 'custom', message: message(value), params: { hint } });
		return z.NEVER;
	});
}

const text = z.unknown().transform((value) => asText(value).trim());

const choice = <T extends string>(choices: readonly T[], what: string) =>
	cell<T>(
		(value) => choices.find((each) => each === fold(asText(value)).replace(/[\s-]+/g, '_')) ?? BLANK,
		(value) => `${shown(value)} is not ${what}`,
		`Use one of: ${choices.join(', ')}.`,
	);

/** A number above 0. Tables and forms turn an empty cell of a column of numbers into 0, so 0 is empty. */
const number = (least: number, what: string, hint: string) =>
	cell<number>(
		(value) => {
			const result = asWrittenNumber(value);
			return result !== undefined && result >= least ? result : BLANK;
		},
		(value) => `${shown(value)} is not ${what}`,
		hint,
		isZeroOrBlank,
	);

const isZeroOrBlank = (value: unknown): boolean => isBlank(value) || value === false || asWrittenNumber(value) === 0;

const yesNo = cell<boolean>(
	(value) => asBoolean(value) ?? BLANK,
	(value) => `${shown(value)} is neither true nor false`,
	'Write true or false, or leave the cell empty.',
);

const dimension = cell<Dimension>(
	(value) => {
		const plain = fold(asText(value));
		const product = /^product\s*:\s*(.+)$/.exec(
			asText(value)
				.trim()
				.replace(/^product/i, 'product'),
		);
		if (product) return `product:${product[1].trim()}`;
		return DIMENSIONS.find((each) => each === plain) ?? BLANK;
	},
	(value) => `${shown(value)} is not a dimension`,
	`Use one of: ${DIMENSIONS.join(', ')}, product:<name>.`,
);

const decay = z.unknown().transform((value, context): DecayCurve | undefined => {
	// `none` is a decay, and no empty cell.
	if (isBlank(value) && fold(asText(value)) !== 'none') return undefined;
	const result = parseDecay(asText(value));
	if (result.ok) return result.value;
	context.addIssue({ code: 'custom', message: result.message, params: { hint: result.hint } });
	return z.NEVER;
});

/** How hits are counted, and by which property. */
interface Counting {
	per: Per;
	distinctBy: string;
}

const PROPERTIES: ReadonlySet<string> = new Set([...ACTIVITY_TYPES.values()].flatMap(({ properties }) => properties));
const ONCE_PER = /^(?:once )?per /i;

/** `once`, `each`, `unit`, or the property by whose values hits are counted once: `message`, `once per sku`. */
function readCounting(value: unknown): Counting | typeof BLANK {
	const text = asText(value).trim();
	const per = PER.find((each) => each === fold(text));
	if (per) return { per, distinctBy: '' };
	const property = text.replace(ONCE_PER, '').trim();
	const own = ACTIVITY_FIELD_NAMES.find((name) => name === fold(property) || name === `$activity.${fold(property)}`);
	const known = own ?? [...PROPERTIES].find((name) => fold(name) === fold(property));
	const isNamed = ONCE_PER.test(text) && property !== '';
	return known !== undefined || isNamed ? { per: 'distinct', distinctBy: known ?? property } : BLANK;
}

/** One row of a rule table, whatever table it came from: every cell may be blank, a number or text. */
export const rowSchema = z.object({
	rule: text,
	dimension,
	event: z.unknown().transform((value) => splitList(asText(value)).map(fold)),
	field: text,
	operator: choice<Operator>(OPERATORS, 'an operator'),
	value: z.unknown(),
	points: cell<number>(
		(value) => {
			const points = asWrittenNumber(value);
			return points === undefined || Math.abs(points) > 1e9 ? BLANK : toHundredths(points);
		},
		(value) => `${shown(value)} is not a number`,
		'Write the points as a number, e.g. 12 or -5.',
	),
	per: cell<Counting>(
		readCounting,
		(value) => `${shown(value)} is not a way to count`,
		`Use one of: ${PER.join(', ')}, or a property to count once by, such as message, campaign, form or asset (any other: once per sku).`,
	),
	max: cell<number>(
		(value) => {
			const points = asWrittenNumber(value);
			return points === undefined ? BLANK : Math.abs(toHundredths(points));
		},
		(value) => `${shown(value)} is not a number`,
		'Write the most points this rule may give one lead, e.g. 20, or leave the cell empty.',
		isZeroOrBlank,
	),
	count: number(1, 'a count', 'Write how many activities it takes, 1 or more, or leave the cell empty.'),
	days: number(LEAST_DAYS, 'a number of days', 'Write a number of days above 0, or leave the cell empty.'),
	every: number(LEAST_DAYS, 'a number of days', 'Write a number of days above 0, or leave the cell empty.'),
	decay,
	importance: choice(IMPORTANCE, 'an importance'),
	moment: yesNo,
	active: yesNo,
	note: text,
	model: text,
});

export type RuleRow = z.output<typeof rowSchema>;
