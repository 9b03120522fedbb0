import { asBoolean } from '../boolean';
import { ok, type Result } from '../fault';
import { ageChangesAt, compileAge, compileOrder, compileRange, type OrderOperator } from './order-tests';
import { PLAIN_READING, saysNothing, type Reading, type Test } from './reading';
import type { Operator } from './rule';
import { compileText } from './text-tests';

/** Operators whose answer changes as time passes. */
export const isTimed = (operator: Operator | undefined): boolean =>
	operator === 'newer_than' || operator === 'older_than';

/**
 * Compiles an operator and the value of its rule to a test of a field. A field of the wrong type does not match and
 * does not crash; the negative operators (`is_not`, `not_in`, `not_contains`) are the exact opposites of the positive
 * ones, so an empty field `is_not` anything. A field that holds a list or a multiple choice (`A;B`) matches when one of
 * its entries does.
 */
export function compileOperator(operator: Operator, value: unknown, reading: Reading = PLAIN_READING): Result<Test> {
	switch (operator) {
		case 'is_empty':
		case 'is_not_empty':
			return ok((field) => saysNothing(field, reading) === (operator === 'is_empty'));
		case 'is_true':
		case 'is_false':
			return ok((field) => asBoolean(field) === (operator === 'is_true'));
		case 'newer_than':
		case 'older_than':
			return compileAge(operator, value, reading);
		case 'between':
			return compileRange(value, reading);
		default:
			return isOrder(operator) ? compileOrder(operator, value, reading) : compileText(operator, value, reading);
	}
}

const ORDERS: ReadonlySet<Operator> = new Set<OrderOperator>(['gt', 'gte', 'lt', 'lte']);
const isOrder = (operator: Operator): operator is OrderOperator => ORDERS.has(operator);

/** The instant at which a timed operator changes its answer for this field, if it ever does. */
export const changesAt = (
	operator: Operator,
	value: unknown,
	field: unknown,
	reading: Reading = PLAIN_READING,
): number | undefined => (isTimed(operator) ? ageChangesAt(value, field, reading) : undefined);
