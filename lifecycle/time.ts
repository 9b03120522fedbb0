import { DateTime } from 'luxon';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

// What Date.parse reads the same way in every engine and time zone; ten times faster than luxon, which takes the rest.
const STRICT_ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const DATE_ONLY = /^\d{4}-\d\d-\d\d$/;
const DIGITS = /^\d+(\.\d+)?$/;
const BASIC_ISO = /^(?:19|20|21)\d{6}(?:T|$)/;
// The year first; a month and day may lack their zeros.
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?(?=$|[T ])(.*)$/i;
const ISO_WEEK = /^\d{4}-?W\d\d/i;
const LONG_YEAR = /^[+-]\d{6}-/;
const NAMED_MONTH = /^(?:\p{L}{3,9},? )?\d{1,2}[ -]\p{L}{3}[ -]\d{2,4}\b/u;
const LATEST = 8.64e15;

/**
 * An instant in epoch milliseconds, or undefined when the value cannot be read as one. Reads ISO 8601 (text without
 * an offset is taken as UTC, so that a score does not depend on the machine), SQL and HTTP dates, dates with the year
 * first (`2026/04/13 10:00`), epoch seconds, milliseconds, microseconds and nanoseconds from March 1973 on, Date and
 * luxon DateTime. Never a guess: `03/04/2026`, `10:00`, 30 February and a spreadsheet's number of a day give undefined;
 * {@link howToWriteTime} says why.
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
	if (BASIC_ISO.test(text) || ISO_WEEK.test(text) || LONG_YEAR.test(text)) return parsed(text, [DateTime.fromISO]);
	if (DIGITS.test(text)) return epochToInstant(Number(text));
	const yearFirst = YEAR_FIRST.exec(text);
	if (yearFirst) return parsed(padded(yearFirst), [DateTime.fromISO, DateTime.fromSQL]);
	return NAMED_MONTH.test(text) || /^\p{L}{3}/u.test(text)
		? parsed(text, [DateTime.fromHTTP, DateTime.fromRFC2822])
		: undefined;
}

type ReadDate = (text: string, options: { zone: string }) => DateTime;

function parsed(text: string, readers: readonly ReadDate[]): number | undefined {
	for (const read of readers) {
		const date = read.call(DateTime, text, { zone: 'utc' });
		if (date.isValid) return date.toMillis();
	}
	return undefined;
}

function padded([, year, , month, day, rest]: RegExpExecArray): string {
	const written = [year, month.padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])].join('-');
	return written + rest;
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

// What a count of seconds, milliseconds, microseconds or nanoseconds since 1970 starts from, March 1973 in each, up to a
// year that no nanosecond reaches.
const EPOCH_UNITS: ReadonlyArray<readonly [from: number, milliseconds: number]> = [
	[1e17, 1e-6],
	[1e14, 1e-3],
	[1e11, 1],
	[1e8, SECOND],
];
const FIRST_BEYOND = 1e20;

function epochToInstant(value: number): number | undefined {
	const [, unit] = value < FIRST_BEYOND ? (EPOCH_UNITS.find(([from]) => value >= from) ?? []) : [];
	return unit === undefined ? undefined : finite(unit < 1 ? Math.floor(value * unit) : Math.round(value * unit));
}

const finite = (milliseconds: number): number | undefined => (isInstant(milliseconds) ? milliseconds : undefined);

/** Whether a value is epoch milliseconds that a date can hold. */
export const isInstant = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= LATEST;

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

const SPREADSHEET_DAYS = { from: 10_000, to: 110_000 };
const DAY_BEFORE_YEAR = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/;

/** What to do about a value that {@link asInstant} cannot read: the advice of a fault. */
export function howToWriteTime(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : value;
	const number = typeof text === 'string' && DIGITS.test(text) ? Number(text) : text;
	if (typeof number === 'number' && number >= SPREADSHEET_DAYS.from && number <= SPREADSHEET_DAYS.to)
		return 'This looks like the number by which a spreadsheet counts days: format the column as text or as a date and write, e.g., 2026-04-13.';
	if (typeof text === 'string' && DAY_BEFORE_YEAR.test(text))
		return 'Day and month cannot be told apart in this form: write the year first, e.g. 2026-04-13T10:00:00Z.';
	return 'Give the time in ISO 8601, e.g. 2026-03-29T14:05:00Z.';
}

/** A stretch of time: `from` belongs to it, `to` does not. Epoch milliseconds. */
export interface Span {
	from: number;
	to: number;
}

const DAY_OR_MONTH = /^\d{4}[-/]\d{1,2}([-/]\d{1,2})?$/;

/**
 * The whole day that a date without a time names (`2026-06-30`), or the whole month (`2026-06`), in a time zone;
 * undefined for anything else. In a zone that is not known it is the day in UTC.
 */
export function spanOf(value: unknown, zone: string): Span | undefined {
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	const shape = DAY_OR_MONTH.exec(text);
	const start = shape ? asInstant(text) : undefined;
	if (!shape || start === undefined) return undefined;
	const inUtc = DateTime.fromMillis(start, { zone: 'utc' });
	const local = inUtc.setZone(zone, { keepLocalTime: true });
	const from = local.isValid ? local : inUtc;
	const to = from.plus(shape[1] === undefined ? { months: 1 } : { days: 1 });
	return { from: from.toMillis(), to: to.toMillis() };
}
