import * as fc from 'fast-check';
import { DERIVED_FIELDS } from '../../lifecycle/lead/derived';
import { countryCode, isEnglishSpeaking } from '../../lifecycle/lead/country';
import { isFreeMail, readEmail } from '../../lifecycle/lead/email';
import { readAmount } from '../../lifecycle/lead/ranges';
import { readTitle } from '../../lifecycle/lead/title';
import { timelineMonths } from '../../lifecycle/lead/timeline';

const MEGABYTE = 1_000_000;
const FIELDS = [...DERIVED_FIELDS.values()];

const HUGE = ['a', ' ', '1', '1,', 'a@', '@', '.', 'é', '😀', '<', '-', 'manager ', '$1M-', 'a.', '1 000 ', 'x, '].map(
	(part) => part.repeat(Math.ceil(MEGABYTE / part.length)),
);

// As long as each reader still reads, and shaped to make a backtracking expression try every split.
const STUBBORN = [
	...[
		'a',
		'1',
		'a-',
		'a.',
		'1,',
		'1 000',
		'1.',
		'1-',
		'+',
		'+ a',
		'"',
		'(',
		'<a@',
		'a@a',
		'le',
		' ',
		'é',
		'﷽',
		'a ',
		', ',
	].map((part) => part.repeat(Math.floor(119 / part.length))),
	`${'a'.repeat(64)}@${'a-'.repeat(31)}.${'b'.repeat(63)}.${'c'.repeat(63)}!`,
	`${'1,000'.repeat(20)}x`,
	`x@${'a.'.repeat(120)}1`,
	`"${'\\"'.repeat(30)}@acme.com`,
	`${'more '.repeat(20)}than 5`,
];

describe('derived fields against hostile values', () => {
	it.each(FIELDS.map((field) => [field.name, field] as const))('%s refuses a megabyte', (_name, { derive }) => {
		for (const text of HUGE) {
			expect([undefined, 'invalid']).toContain(derive(text));
		}
	});

	it.each(FIELDS.map((field) => [field.name, field] as const))(
		'%s comes to an end with stubborn text',
		(_name, { derive }) => {
			for (const text of STUBBORN) {
				expect(() => derive(text)).not.toThrow();
			}
		},
	);

	it('never throws, and gives only plain answers', () => {
		const trap = new Proxy(
			{},
			{
				get: () => {
					throw new Error('read');
				},
				ownKeys: () => {
					throw new Error('read');
				},
			},
		);
		const thrower = {
			toString: () => {
				throw new Error('called');
			},
			valueOf: () => {
				throw new Error('called');
			},
		};
		const odd = [
			trap,
			thrower,
			Object.create(null),
			new String('ann@gmail.com'),
			[['x']],
			Symbol.iterator,
			-0,
			Number.MAX_VALUE,
			10n ** 40n,
		];
		for (const { derive } of FIELDS) for (const value of odd) expect(() => derive(value)).not.toThrow();
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary', maxLength: 400 })), (value) => {
				for (const { derive } of FIELDS)
					expect(['undefined', 'string', 'number', 'boolean']).toContain(typeof derive(value));
			}),
			{ numRuns: 2000 },
		);
	});

	it('gives the same answer the second time, whatever came in between', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 20 }), (texts) => {
				for (const { derive } of FIELDS) expect(texts.map(derive)).toEqual(texts.map(derive));
			}),
		);
	});

	it('finds nothing on the prototypes', () => {
		for (const text of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf']) {
			expect(DERIVED_FIELDS.get(text)).toBeUndefined();
			expect(countryCode(text)).toBeUndefined();
			expect(isEnglishSpeaking(text)).toBe(false);
			expect(isFreeMail(text)).toBe(false);
			expect(readEmail(`${text}@acme.com`).class).toBe('business');
			expect(readAmount(`5 ${text}`)).toEqual({ low: 5, high: 5, value: 5 });
			expect(timelineMonths(text)).toBeUndefined();
			expect(readTitle(text)).toEqual({ seniority: 'professional', function: 'other' });
		}
	});
});

describe('readAmount on any text', () => {
	const amounts = fc.oneof(
		fc.string({ maxLength: 60 }),
		fc
			.array(
				fc.constantFrom('1', '500', '1,000', '2.5', '-', 'to', '+', '<', 'over', 'k', 'M', '€', '$', 'mil', ' ', '%'),
				{ maxLength: 12 },
			)
			.map((parts) => parts.join('')),
	);
	it('gives ordered, finite, non-negative numbers or nothing', () => {
		fc.assert(
			fc.property(amounts, (text) => {
				const result = readAmount(text);
				if (result === undefined) return;
				expect([result.low, result.value].every((number) => Number.isFinite(number) && number >= 0)).toBe(true);
				expect(result.value).toBeGreaterThanOrEqual(result.low);
				expect(result.high ?? result.value).toBeGreaterThanOrEqual(result.value);
			}),
			{ numRuns: 5000 },
		);
	});

	it('reads back what it is written as', () => {
		const whole = fc.integer({ min: 1, max: 999_999_999 });
		fc.assert(
			fc.property(
				whole,
				whole,
				fc.constantFrom(['en', '-'], ['de', ' – '], ['fr', ' à ']),
				(one, other, [language, joint]) => {
					const [low, high] = [Math.min(one, other), Math.max(one, other)];
					const written = new Intl.NumberFormat(language, { useGrouping: 'always' });
					const result = readAmount(`${written.format(low)}${joint}${written.format(high)}`);
					expect(result).toEqual({ low, high, value: (low + high) / 2 });
				},
			),
		);
	});
});

describe('readEmail on generated addresses', () => {
	it('accepts every ordinary address', () => {
		fc.assert(
			fc.property(fc.emailAddress({ size: 'small' }), (address) => {
				const [, domain] = address.split('@');
				expect(readEmail(address)).toEqual({
					class: expect.not.stringMatching('invalid'),
					domain: domain.toLowerCase(),
				});
			}),
		);
	});
});
