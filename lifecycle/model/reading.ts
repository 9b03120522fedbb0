import { isEmpty } from '../empty';
import { asInstant, spanOf } from '../time';

/** A compiled comparison. `asOf` (epoch milliseconds) matters to `newer_than` and `older_than` alone. */
export type Test = (value: unknown, asOf: number) => boolean;

/** How the fields of a lead are to be read. */
export interface Reading {
	/** The time zone in which a date without a time is a day: IANA name. */
	zone: string;
	/** Odoo gives false for every field that is empty. */
	falseIsEmpty: boolean;
}

export const PLAIN_READING: Reading = { zone: 'utc', falseIsEmpty: false };

/** Whether a field holds nothing, the way its lead's shape says so. */
export const saysNothing = (value: unknown, { falseIsEmpty }: Reading): boolean =>
	isEmpty(value) || (falseIsEmpty && value === false);

/** The instant a field holds: a date without a time is the start of its day. */
export const momentOf = (value: unknown, zone: string): number | undefined =>
	spanOf(value, zone)?.from ?? asInstant(value);
