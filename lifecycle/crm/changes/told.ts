import { cleaned } from '../../delivery/failure';
import { isFields, type Fields } from '../../path';
import { asText } from '../../text';
import { asInstant, toIso } from '../../time';
import { failureIn } from '../../failure';

/** Times of CRMs, epoch milliseconds, ISO 8601, or “2026-03-04 12:00:00” in UTC, as ISO 8601; else nothing. */
export function timeIn(value: unknown): string | null {
	const instant = value === null || value === undefined || value === '' ? undefined : asInstant(value);
	return instant === undefined ? null : toIso(instant);
}

/** A field that is an object, or an empty one. */
export const partOf = (fields: Fields, name: string): Fields => {
	const part = fields[name];
	return isFields(part) ? part : {};
};

/** ` It said: …`, where one of the answers is a failure. */
export function whatWasSaid(answers: readonly Fields[]): string {
	const failure = answers.map(failureIn).find((each) => each !== undefined);
	return failure === undefined || failure.said === '' ? '' : ` It said: ${cleaned(failure.said)}`;
}

/** Why a CRM did not name somebody: what it said, or that nobody asked it. */
export const whyNoUser = (users: readonly Fields[]): string =>
	whatWasSaid(users) === '' ? ': choose a credential in *Get CRM users* and activate it.' : `.${whatWasSaid(users)}`;

/** Each once, in the order in which they come. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** An id that is a whole number above zero, as the CRM gives it: a number or its digits. */
export function wholeNumber(value: unknown): number | undefined {
	const number = typeof value === 'number' ? value : /^\d+$/.test(asText(value)) ? Number(value) : NaN;
	return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
