import { DERIVED_FIELDS } from '../../lifecycle/lead/derived';
import { memoised } from '../../lifecycle/memoised';

const derive = (name: string, value: unknown): unknown => DERIVED_FIELDS.get(name)?.derive(value);

describe('DERIVED_FIELDS', () => {
	it.each([
		['emailClass', 'email', 'ann@gmail.com', 'free'],
		['emailDomain', 'email', 'Ann <ann@ACME.com>', 'acme.com'],
		['seniority', 'title', 'Directrice marketing', 'director'],
		['function', 'title', 'Directrice marketing', 'marketing'],
		['country', 'country', 'Deutschland', 'DE'],
		['englishSpeaking', 'country', 'Ireland', true],
		['englishSpeaking', 'country', 'USA', true],
		['englishSpeaking', 'country', 'France', false],
		['employees', 'employees', '1,001-5,000', 3000.5],
		['employees', 'employees', 250, 250],
		['revenue', 'revenue', '50 M€', 50_000_000],
		['timelineMonths', 'timeline', '3-8 months', 5.5],
		['timelineMonths', 'timeline', 2, 2],
		['nameHasDigits', 'name', 'Ann L33', true],
	])('%s reads %s %j as %j', (name, from, value, expected) => {
		expect(DERIVED_FIELDS.get(name)?.from).toBe(from);
		expect(derive(name, value)).toBe(expected);
		expect(derive(name, value)).toBe(expected);
	});

	it('keeps the order and the names that rules use', () => {
		expect([...DERIVED_FIELDS.keys()]).toEqual([
			'emailClass',
			'emailDomain',
			'seniority',
			'function',
			'country',
			'englishSpeaking',
			'employees',
			'revenue',
			'timelineMonths',
			'nameHasDigits',
		]);
		for (const [key, { name, describe: text }] of DERIVED_FIELDS) expect([key, text.length > 0]).toEqual([name, true]);
	});

	it.each([...DERIVED_FIELDS.keys()])('%s says nothing about a missing, blank or foreign value', (name) => {
		const values = [
			undefined,
			null,
			'',
			' \t\n',
			{},
			[],
			['ann@gmail.com'],
			true,
			NaN,
			Infinity,
			1n,
			Symbol('x'),
			new Date(0),
			() => 'x',
		];
		expect(values.map((value) => derive(name, value))).toEqual(values.map(() => undefined));
	});
});

describe('memoised', () => {
	const counted = (): { calls: string[]; read: (text: string) => string | undefined } => {
		const calls: string[] = [];
		const read = memoised((text) => {
			calls.push(text);
			return text === 'nothing' ? undefined : text.toUpperCase();
		});
		return { calls, read };
	};

	it('reads a text once, even when it says nothing', () => {
		const { calls, read } = counted();
		expect([read('a'), read('a'), read('nothing'), read('nothing')]).toEqual(['A', 'A', undefined, undefined]);
		expect(calls).toEqual(['a', 'nothing']);
	});

	it('forgets what was not asked for during 10,000 others, and keeps what was', () => {
		const { calls, read } = counted();
		read('forgotten');
		for (let other = 0; other < 10_000; other++) {
			read(`other ${other}`);
			if (other % 1000 === 0) read('kept');
		}
		read('forgotten');
		read('kept');
		expect(calls.filter((text) => text === 'forgotten')).toHaveLength(2);
		expect(calls.filter((text) => text === 'kept')).toHaveLength(1);
	});

	it('does not keep long texts', () => {
		const { calls, read } = counted();
		const long = 'x'.repeat(321);
		expect(read(long)).toBe(read(long));
		expect(calls).toHaveLength(2);
	});
});
