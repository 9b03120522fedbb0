import { attributeName, attributesOf } from '../../lifecycle/activity/attributes';
import { nearestType, typeOfName } from '../../lifecycle/activity/names';
import { pageKind } from '../../lifecycle/activity/page';
import { emailOf, instantOf } from '../../lifecycle/activity/values';
import words from '../cases/activity-words.json';

describe('names that people give', () => {
	it.each(words.types as [string, string, object][])('event “%s” is %s', (name, type, properties) => {
		expect(typeOfName(name)).toEqual({ type, properties });
	});

	it.each(words.silent)('event “%s” says nothing the lead did', (name) => {
		expect(typeOfName(name)).toEqual({ nothing: expect.stringMatching(/./) });
	});

	it.each([
		['Formular geschlossen', 'form_submit'],
		['webinar_foo', 'webinar_register'],
		['Quarterly report opened', 'email_open'],
		['xyz', ''],
	])('“%s” has most to do with “%s”', (name, type) => {
		expect(nearestType(name)).toBe(type);
	});

	it.each(words.pages as [string, string][])('address “%s” is a page of kind “%s”', (address, kind) => {
		expect(pageKind(address)).toBe(kind);
	});

	it.each(words.attributes as [string, string][])('field “%s” is %s', (label, name) => {
		expect(attributeName(label)).toBe(name);
	});
});

describe('attributesOf', () => {
	it('puts the name together, and drops what is empty', () => {
		expect(attributesOf({ fname: 'Ada', lname: 'Lovelace', org: '', zip: null })).toEqual({
			firstName: 'Ada',
			lastName: 'Lovelace',
			name: 'Ada Lovelace',
		});
		expect(attributesOf({ name: 'Ada', firstname: 'A.' })).toEqual({ name: 'Ada', firstName: 'A.' });
		expect(attributesOf({ score: 0, optIn: false })).toEqual({ score: 0, optIn: false });
	});
});

describe('values of vendors', () => {
	it.each([
		['Ada@Example.COM', 'ada@example.com'],
		[' ada@example.com ', 'ada@example.com'],
		['Ada Lovelace <ada@example.com>', 'ada@example.com'],
		['"Lovelace, Ada" <ada@example.com>', 'ada@example.com'],
		['ada@example.com, bob@example.com', 'ada@example.com'],
		[['ada@example.com', 'bob@example.com'], 'ada@example.com'],
		['invalid@invalid', 'invalid@invalid'],
		['ada', ''],
		['@example.com', ''],
		['a b@example.com', ''],
		[42, ''],
		[null, ''],
		[{ email: 'ada@example.com' }, ''],
	])('address in %j: “%s”', (value, address) => {
		expect(emailOf(value)).toBe(address);
	});

	it.each([
		['123456789', Date.UTC(1973, 10, 29, 21, 33, 9)],
		['1464824548', Date.UTC(2016, 5, 1, 23, 42, 28)],
		[1521243339.873676, 1521243339874],
		['2009-03-26 21:31:21', Date.UTC(2009, 2, 26, 21, 31, 21)],
		['2022-09-02T14:29:19.1234567Z', Date.UTC(2022, 8, 2, 14, 29, 19, 123)],
		['2026-03-01T10:00:00.000+0000', Date.UTC(2026, 2, 1, 10)],
		['soon', undefined],
		['', undefined],
		[{}, undefined],
		[Number.NaN, undefined],
		[1e300, undefined],
	])('time %j', (value, instant) => {
		expect(instantOf(value)).toBe(instant);
	});
});
