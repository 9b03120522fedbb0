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
	if (typeof value === 'string') return usualToInstant(value) ?? textToInstant(value.trim());
	if (typeof value === 'number') return epochToInstant(value);
	if (value instanceof Date) return finite(value.getTime());
	return DateTime.isDateTime(value) ? finite(value.toMillis()) : undefined;
}

function textToInstant(text: string): number | undefined {
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

const ZERO = 48;

// A log holds little else than 2026-03-29T14:05:00Z or ….000Z, and reading the digits is several times faster than
// Date.parse. Anything unusual is left to the general way.
function usualToInstant(text: string): number | undefined {
	const hasMillis = text.length === 24;
	if (!hasMillis && text.length !== 20) return undefined;
	if (!hasMarks(text)) return undefined;
	const year = pair(text, 0) * 100 + pair(text, 2);
	const month = pair(text, 5);
	const day = pair(text, 8);
	const hour = pair(text, 11);
	const minute = pair(text, 14);
	const second = pair(text, 17);
	const millis = hasMillis ? millisOf(text) : 0;
	if (!isDay(year, month, day) || !isTime(hour, minute, second, millis)) return undefined;
	return dayNumber(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + millis;
}

const [DASH, COLON, POINT, LETTER_T, LETTER_Z] = Array.from('-:.TZ', (mark) => mark.charCodeAt(0));

const hasMarks = (text: string): boolean =>
	text.charCodeAt(4) === DASH &&
	text.charCodeAt(7) === DASH &&
	text.charCodeAt(10) === LETTER_T &&
	text.charCodeAt(13) === COLON &&
	text.charCodeAt(16) === COLON &&
	text.charCodeAt(text.length - 1) === LETTER_Z;

const millisOf = (text: string): number =>
	text.charCodeAt(19) === POINT ? pair(text, 20) * 10 + digit(text, 22) : NO_DIGIT;

const isDay = (year: number, month: number, day: number): boolean =>
	year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

const isTime = (hour: number, minute: number, second: number, millis: number): boolean =>
	hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59 && millis >= 0;

// Makes every number it is part of negative, and so out of range.
const NO_DIGIT = -1_000_000;

const pair = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

function digit(text: string, at: number): number {
	const value = text.charCodeAt(at) - ZERO;
	return value >= 0 && value <= 9 ? value : NO_DIGIT;
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_BEFORE_1970 = 719_528;

/** Days since 1 January 1970 in the Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
	const passed = year - 1;
	const leapDays = Math.trunc(passed / 4) - Math.trunc(passed / 100) + Math.trunc(passed / 400);
	const ownLeapDay = month > 2 && isLeapYear(year) ? 1 : 0;
	return 365 * year + leapDays + DAYS_BEFORE_MONTH[month - 1] + ownLeapDay + day - DAYS_BEFORE_1970;
}

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

// Date.parse turns 30 February into 2 March.
function strictToInstant(text: string): number | undefined {
	const day = Number(text.slice(8, 10));
	if (day > 28 && day > daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return undefined;
	return finite(Date.parse(text));
}

function daysInMonth(year: number, month: number): number {
	if (month === 2) return isLeapYear(year) ? 29 : 28;
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
	lastText = writeIso(instant);
	lastInstant = instant;
	return lastText;
}

/** Like {@link toIso}, for the instant that was read from `source`: text in that very form is given back as it is. */
export const isoOf = (instant: number, source: unknown): string =>
	typeof source === 'string' && isIso(source) ? source : toIso(instant);

// Of what reads as an instant, nothing else has these marks at these places, but for the hour 24 of the day before.
const isIso = (text: string): boolean =>
	text.length === 24 && hasMarks(text) && text.charCodeAt(19) === POINT && !text.startsWith('24', 11);

function writeIso(instant: number): string {
	const day = Math.floor(instant / DAY);
	const time = instant - day * DAY;
	const millis = time % SECOND;
	const seconds = (time - millis) / SECOND;
	const minutes = Math.floor(seconds / 60);
	const hour = TWO_DIGITS[Math.floor(minutes / 60)];
	return `${textOfDay(day)}${hour}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}.${THREE_DIGITS[millis]}Z`;
}

// A run writes its own time into every item, and Date.toISOString, several times the cost of the rest, is needed once
// a day of the log.
let lastInstant = 0;
let lastText = '1970-01-01T00:00:00.000Z';
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const THREE_DIGITS = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));
const days = new Map<number, string>();
const MOST_DAYS = 10_000;

/** `2026-03-29T` */
function textOfDay(day: number): string {
	const known = days.get(day);
	if (known !== undefined) return known;
	const text = new Date(day * DAY).toISOString().slice(0, -13);
	if (days.size >= MOST_DAYS) days.clear();
	days.set(day, text);
	return text;
}

/** True for text that names a day without a time of day (2026-03-29). */
export const isDateOnly = (value: unknown): boolean => typeof value === 'string' && DATE_ONLY.test(value.trim());
