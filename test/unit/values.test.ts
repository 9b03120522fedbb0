import { asBoolean } from '../../lifecycle/boolean';
import { isBlank, isEmpty, isPlaceholder } from '../../lifecycle/empty';
import { sameKey } from '../../lifecycle/lead/key';
import { asNumber, asWrittenNumber } from '../../lifecycle/number';
import { splitEntries, splitList } from '../../lifecycle/text';
import { asInstant, howToWriteTime, spanOf, toIso } from '../../lifecycle/time';
import cases from '../cases/values.json';

type Row = [why: string, written: unknown, expected: unknown];

describe('numbers', () => {
	it.each(cases.numbers as Row[])('%s: %j is %j', (_why, written, expected) => {
		expect(asNumber(written) ?? null).toBe(expected);
		if (expected !== null) expect(asWrittenNumber(written)).toBe(expected);
	});

	it.each(cases.writtenNumbers as Row[])('%s: %j is %j', (_why, written, expected) => {
		expect(asWrittenNumber(written)).toBe(expected);
		expect(asNumber(written)).toBeUndefined();
	});
});

describe('times', () => {
	it.each(cases.times as Row[])('%s: %j is %j', (_why, written, expected) => {
		const instant = asInstant(written);
		expect(instant === undefined ? null : toIso(instant)).toBe(expected);
	});

	it('says why a time cannot be read', () => {
		expect(howToWriteTime('08/09/2026')).toContain('year first');
		expect(howToWriteTime('9.8.26 10:00')).toContain('year first');
		expect(howToWriteTime(46243)).toContain('spreadsheet');
		expect(howToWriteTime('46243')).toContain('spreadsheet');
		expect(howToWriteTime('tomorrow')).toContain('ISO 8601');
	});

	it('a date without a time is its day, and a month its month, in a zone', () => {
		expect(spanOf('2026-03-29', 'Europe/Paris')).toEqual({
			from: Date.parse('2026-03-28T23:00:00Z'),
			to: Date.parse('2026-03-29T22:00:00Z'),
		});
		expect(spanOf('2026-02', 'utc')).toEqual({
			from: Date.parse('2026-02-01T00:00:00Z'),
			to: Date.parse('2026-03-01T00:00:00Z'),
		});
		expect(spanOf('2026-02', 'DEFAULT')).toEqual(spanOf('2026-02', 'utc'));
		for (const other of ['2026-02-30', '2026-02-01T00:00:00Z', '2026', 20_260_201]) {
			expect(spanOf(other, 'utc')).toBeUndefined();
		}
	});
});

describe('yes and no', () => {
	it.each(cases.booleans as Array<[unknown, boolean | null]>)('%j is %j', (written, expected) => {
		expect(asBoolean(written) ?? null).toBe(expected);
	});
});

describe('what says nothing', () => {
	it.each(cases.placeholders)('%j', (text) => {
		expect([isPlaceholder(text), isBlank(text), isEmpty(text)]).toEqual([true, true, true]);
	});

	it.each(cases.noPlaceholders)('not %j', (text) => {
		expect([isPlaceholder(text), isEmpty(text)]).toEqual([false, false]);
	});
});

describe('keys of leads', () => {
	it.each(cases.keys as Row[])('%s: %j', (_why, written, expected) => {
		expect(sameKey(written)).toBe(expected);
	});

	it('two ids of Salesforce that differ in capitals are two', () => {
		expect(sameKey('0035g00000XyZaB')).not.toBe(sameKey('0035g00000xyzab'));
	});
});

describe('lists', () => {
	it.each(cases.entries as Array<[string, string[]]>)('a multiple choice %j', (text, expected) => {
		expect(splitEntries(text)).toEqual(expected);
	});

	it.each(cases.lists as Array<[string, string[]]>)('a list in a rule %j', (text, expected) => {
		expect(splitList(text)).toEqual(expected);
	});
});
