import { asWrittenNumber } from '../../number';
import { rangeIn } from '../order-tests';
import type { Condition, Rule } from '../rule';

/** Numbers a condition lets through, both ends included. */
export interface Band {
	low: number;
	high: number;
}

/** The band of numbers that a rule about one numeric field asks for, all its rows together. */
export function ruleBand(rule: Rule): { field: string; band: Band } | undefined {
	const [{ field, subject }] = rule.conditions;
	if (subject !== 'lead' || field === '' || rule.conditions.some((condition) => condition.field !== field))
		return undefined;
	const bands = rule.conditions.map(bandOf);
	if (!bands.every((band) => band !== undefined)) return undefined;
	return { field, band: bands.reduce(meet) };
}

function bandOf({ operator, value }: Condition): Band | undefined {
	const [from, to] = (operator === 'between' ? rangeIn(value) : [value]).map(asWrittenNumber);
	if (from === undefined) return undefined;
	const step = Number.EPSILON * Math.max(1, Math.abs(from));
	switch (operator) {
		case 'gt':
			return { low: from + step, high: Infinity };
		case 'gte':
			return { low: from, high: Infinity };
		case 'lt':
			return { low: -Infinity, high: from - step };
		case 'lte':
			return { low: -Infinity, high: from };
		case 'between':
			return to === undefined ? undefined : { low: from, high: to };
		default:
			return undefined;
	}
}

export const meet = (left: Band, right: Band): Band => ({
	low: Math.max(left.low, right.low),
	high: Math.min(left.high, right.high),
});

export const isNothing = (band: Band): boolean => band.low > band.high;
