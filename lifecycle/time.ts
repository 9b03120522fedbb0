import { DateTime } from 'luxon';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

// What Date.parse reads the same way in every engine and time zone; ten times faster than luxon, which takes the rest.
const STRICT_ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const DATE_ONLY = /^\d{4}-\d\d-\d\d$/;
const EPOCH = /^\d{10}(\.\d+)?$|^\d{13}$/;
const LATEST = 8.64e15;
const FIRST_MILLISECOND_EPOCH = 1e11;

/**
 * An instant in epoch milliseconds, or undefined when the value cannot be read as one. Reads ISO 8601 (text without
 * an offset is taken as UTC, so that a score does not depend on the machine), SQL and HTTP dates, epoch seconds and
 * milliseconds, Date and luxon DateTime.
 */
export function asInstant(value: unknown): number | undefined {
	if (typeof value === 'string') return textToInstant(value.trim());
	if (typeof value === 'number') return epochToInstant(value);
	if (value instanceof Date) return finite(value.getTime());
	return DateTime.isDateTime(value) ? finite(value.toMillis()) : undefined;
}

function textToInstant(text: string): number | undefined {
	const usual = usualToInstant(text);
	if (usual !== undefined) return usual;
	if (STRICT_ISO.test(text)) return strictToInstant(text);
	if (text === '' || text.length > 60) return undefined;
	if (EPOCH.test(text)) return epochToInstant(Number(text));
	const utc = { zone: 'utc' };
	for (const read of [DateTime.fromISO, DateTime.fromSQL, DateTime.fromHTTP, DateTime.fromRFC2822]) {
		const parsed = read.call(DateTime, text, utc);
		if (parsed.isValid) return parsed.toMillis();
	}
	return undefined;
}

const DIGIT_PLACES = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18];
const MILLI_PLACES = [20, 21, 22];
const ZERO = 48;

// A log holds little else than 2026-03-29T14:05:00Z or ….000Z, and reading the digits is several times faster than
// Date.parse. Anything unusual is left to the general way.
function usualToInstant(text: string): number | undefined {
	if (!isUsual(text)) return undefined;
	const millis = text.length === 24 ? pair(text, 20) * 10 + text.charCodeAt(22) - ZERO : 0;
	const year = pair(text, 0) * 100 + pair(text, 2);
	const month = pair(text, 5);
	const day = pair(text, 8);
	const [hour, minute, second] = [pair(text, 11), pair(text, 14), pair(text, 17)];
	if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return undefined;
	return Date.UTC(year, month - 1, day, hour, minute, second, millis);
}

function isUsual(text: string): boolean {
	if (text.length === 24) {
		if (text[19] !== '.' || !hasDigits(text, MILLI_PLACES)) return false;
	} else if (text.length !== 20) return false;
	return text.endsWith('Z') && hasMarks(text) && hasDigits(text, DIGIT_PLACES);
}

const hasMarks = (text: string): boolean =>
	text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';

// Date.UTC takes the years 0 to 99 for 1900 to 1999.
const isDay = (year: number, month: number, day: number): boolean =>
	year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

function hasDigits(text: string, places: readonly number[]): boolean {
	for (const place of places) {
		const digit = text.charCodeAt(place) - ZERO;
		if (digit < 0 || digit > 9) return false;
	}
	return true;
}

const pair = (text: string, at: number): number => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

// Date.parse turns 30 February into 2 March.
function strictToInstant(text: string): number | undefined {
	const day = Number(text.slice(8, 10));
	if (day > 28 && day > daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return undefined;
	return finite(Date.parse(text));
}

function daysInMonth(year: number, month: number): number {
	if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function epochToInstant(value: number): number | undefined {
	if (!Number.isFinite(value) || value < 0) return undefined;
	return finite(Math.round(value < FIRST_MILLISECOND_EPOCH ? value * SECOND : value));
}

const finite = (milliseconds: number): number | undefined =>
	Number.isFinite(milliseconds) && Math.abs(milliseconds) <= LATEST ? milliseconds : undefined;

/** Epoch milliseconds as ISO 8601 in UTC, e.g. 2026-03-29T14:05:00.000Z. */
export function toIso(instant: number): string {
	if (instant === lastInstant) return lastText;
	const minute = Math.floor(instant / MINUTE);
	const rest = instant - minute * MINUTE;
	const millis = rest % SECOND;
	lastInstant = instant;
	lastText = textOfMinute(minute) + SECONDS[(rest - millis) / SECOND] + MILLIS[millis];
	return lastText;
}

// A run writes its own time into every item, and writing out dates is what costs: many activities share their minute.
let lastInstant = 0;
let lastText = '1970-01-01T00:00:00.000Z';
const SECONDS = Array.from({ length: 60 }, (_, second) => String(second).padStart(2, '0'));
const MILLIS = Array.from({ length: 1000 }, (_, millis) => `.${String(millis).padStart(3, '0')}Z`);
const minutes = new Map<number, string>();
const MOST_MINUTES = 10_000;

function textOfMinute(minute: number): string {
	const known = minutes.get(minute);
	if (known !== undefined) return known;
	const text = new Date(minute * MINUTE).toISOString().slice(0, -7);
	if (minutes.size >= MOST_MINUTES) minutes.clear();
	minutes.set(minute, text);
	return text;
}

/** True for text that names a day without a time of day (2026-03-29). */
export const isDateOnly = (value: unknown): boolean => typeof value === 'string' && DATE_ONLY.test(value.trim());
