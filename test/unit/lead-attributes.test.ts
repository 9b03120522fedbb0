import { countryCode, isEnglishSpeaking } from '../../lifecycle/lead/country';
import { CODES } from '../../lifecycle/lead/country-names';
import { isFreeMail, readEmail } from '../../lifecycle/lead/email';
import { nameHasDigits } from '../../lifecycle/lead/name';
import { readAmount } from '../../lifecycle/lead/ranges';
import { timelineMonths } from '../../lifecycle/lead/timeline';
import { readTitle } from '../../lifecycle/lead/title';
import countries from '../cases/lead-country.json';
import emails from '../cases/lead-email.json';
import names from '../cases/lead-name.json';
import ranges from '../cases/lead-ranges.json';
import timelines from '../cases/lead-timeline.json';
import titles from '../cases/lead-title.json';

type Row<Input, Result> = [input: Input, expected: Result];

describe('readEmail', () => {
	it.each(emails as Array<[string, string, string | null]>)('%s is %s', (text, expected, domain) => {
		expect(readEmail(text)).toEqual({ class: expected, domain: domain ?? undefined });
	});

	it('knows a free-mail domain however it is written', () => {
		expect(['GMail.com ', 'gmx.at', 'mailinator.com', 'x.yopmail.com'].map(isFreeMail)).toEqual([
			true,
			true,
			true,
			true,
		]);
		expect(['acme.com', 'mail.acme.com', '', 'com'].map(isFreeMail)).toEqual([false, false, false, false]);
	});
});

describe('countryCode', () => {
	it.each(countries as Array<Row<string, string | null>>)('%j is %s', (text, expected) => {
		expect(countryCode(text)).toBe(expected ?? undefined);
	});

	it.each(['en', 'fr', 'de', 'es'])('reads the name of every country in %s, and both its codes', (language) => {
		const names = new Intl.DisplayNames([language], { type: 'region' });
		const wrong = CODES.filter(([alpha2, alpha3]) =>
			[names.of(alpha2) ?? '', alpha2, alpha3].some((text) => countryCode(text) !== alpha2),
		);
		expect(wrong).toEqual([]);
	});

	it('tells where English is an official language', () => {
		const yes = ['US', 'GB', 'IE', 'CA', 'AU', 'NZ', 'ZA', 'SG', 'IN', 'NG', 'KE', 'PH', 'MT', 'JM', 'gb'];
		expect(yes.filter((code) => !isEnglishSpeaking(code))).toEqual([]);
		expect(['FR', 'DE', 'NL', 'SE', 'JP', 'AE', 'IL', ''].filter(isEnglishSpeaking)).toEqual([]);
	});
});

describe('readAmount', () => {
	type Expected = [low: number, high: number | null, value: number, currency?: string] | null;
	it.each(ranges as Array<Row<string | number, Expected>>)('%j', (input, expected) => {
		const result = readAmount(input);
		const row = result && [
			result.low,
			result.high ?? null,
			result.value,
			...(result.currency ? [result.currency] : []),
		];
		expect(row ?? null).toEqual(expected);
	});
});

describe('timelineMonths', () => {
	it.each(timelines as Array<Row<string | number, number | null>>)('%j is %s', (input, expected) => {
		const months = timelineMonths(input);
		if (expected === null) expect(months).toBeUndefined();
		else expect(months).toBeCloseTo(expected, 10);
	});
});

describe('nameHasDigits', () => {
	it.each(names as Array<Row<string, boolean | null>>)('%j is %s', (name, expected) => {
		expect(nameHasDigits(name)).toBe(expected ?? undefined);
	});
});

describe('readTitle', () => {
	it.each(titles as Array<[string, string | null, string | null]>)('%j is %s in %s', (title, seniority, department) => {
		const expected = seniority === null ? undefined : { seniority, function: department };
		expect(readTitle(title)).toEqual(expected);
	});
});
