import fc from 'fast-check';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { companyKey } from '../../lifecycle/account/company';
import { LEGAL_FORMS } from '../../lifecycle/account/legal-forms';
import cases from '../cases/account-companies.json';

describe('companyKey', () => {
	it.each(cases.same)('gives one key to %s and its other spellings', (...spellings) => {
		const keys = new Map(spellings.map((spelling) => [spelling, companyKey(spelling)]));
		const [first] = keys.values();
		expect(first).toBeTruthy();
		expect(Object.fromEntries(keys)).toEqual(Object.fromEntries(spellings.map((spelling) => [spelling, first])));
	});

	it.each(cases.different)('keeps %s and %s apart', (one, other) => {
		expect(companyKey(one)).toBeTruthy();
		expect(companyKey(one)).not.toBe(companyKey(other));
	});

	it.each(cases.none)('finds no company in “%s”', (text) => {
		expect(companyKey(text)).toBeUndefined();
	});

	it.each(cases.kept)('leaves a word of “%s”', (name, key) => {
		expect(companyKey(name)).toBe(key);
	});

	it('is a fixed point: the key of a key is that key, unless a form has become its end', () => {
		const word = fc.stringMatching(/^[b-df-hj-np-tv-z]{6,12}$/);
		fc.assert(
			fc.property(word, fc.constantFrom('Inc', 'GmbH & Co. KG', 'S.A. de C.V.', 'Pty. Ltd.', 'ООО'), (name, form) => {
				expect(companyKey(`The ${name.toUpperCase()}, ${form}`)).toBe(name);
			}),
		);
	});

	it('never throws, and never gives an empty key', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
				expect(companyKey(text)).not.toBe('');
			}),
		);
	});
});

describe('LEGAL_FORMS', () => {
	it('covers at least 70 countries, each entry filled in', () => {
		expect(new Set(LEGAL_FORMS.map(({ country }) => country)).size).toBeGreaterThanOrEqual(70);
		expect(LEGAL_FORMS.filter(({ country, form }) => country === '' || form === '' || /[\^~.:]/.test(form))).toEqual(
			[],
		);
	});

	it('wants a form written the same way in every country', () => {
		const ways = new Map<string, Set<string>>();
		for (const { form, written } of LEGAL_FORMS) ways.set(form, (ways.get(form) ?? new Set()).add(written));
		expect([...ways].filter(([, set]) => set.size > 1)).toEqual([]);
	});

	it.each([...new Set(LEGAL_FORMS.map(({ country }) => country))])('takes off the forms of %s', (country) => {
		const left = LEGAL_FORMS.filter((form) => form.country === country).flatMap(({ form, written, mayStandBefore }) => {
			const spelled = written === 'anyhow' ? form : [...form.toUpperCase()].join('.');
			const names = [`Zebrano Trading ${spelled}`, ...(mayStandBefore ? [`${spelled} Zebrano Trading`] : [])];
			return names.filter((name) => companyKey(name) !== 'zebranotrading');
		});
		expect(left).toEqual([]);
	});
});

const PUBLIC_LIST = join(__dirname, '../../../shared/data/company-names/legal-forms.json');
const measured = existsSync(PUBLIC_LIST) ? describe : describe.skip;

measured(`a public list of legal forms in 70 countries (skipped where ../shared is absent)`, () => {
	const read = () => JSON.parse(readFileSync(PUBLIC_LIST, 'utf8')) as { terms_by_country: Record<string, string[]> };

	function coverage(spell: (term: string) => string): { share: number; byCountry: Map<string, number> } {
		const lists = Object.entries(read().terms_by_country);
		const takenOff = (term: string) => companyKey(`Zebrano Trading ${spell(term)}`) === 'zebranotrading';
		const terms = lists.flatMap(([, list]) => list);
		const byCountry = new Map(lists.map(([country, list]) => [country, list.filter(takenOff).length / list.length]));
		return { share: terms.filter(takenOff).length / terms.length, byCountry };
	}

	it('is covered for the most part, as written there and in capitals', () => {
		const written = coverage((term) => term);
		const capitals = coverage((term) => term.toUpperCase());
		console.log(`legal forms taken off: ${percent(written.share)} as written, ${percent(capitals.share)} in capitals`);
		expect(written.share).toBeGreaterThanOrEqual(0.84);
		expect(capitals.share).toBeGreaterThanOrEqual(0.88);
		const weakest = [...capitals.byCountry].filter(([, share]) => share < 0.5);
		expect(weakest).toEqual([]);
	});
});

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
