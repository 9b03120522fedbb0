import { decayFactor, parseDecay } from '../../lifecycle/decay/curve';
import { parseModelJson } from '../../lifecycle/model/json';
import { compileModel } from '../../lifecycle/model/compile';
import { isEmpty } from '../../lifecycle/empty';
import { compileOperator } from '../../lifecycle/model/operators';
import { parseModel } from '../../lifecycle/model/parse';
import type { Operator } from '../../lifecycle/model/rule';
import { starterModel } from '../../lifecycle/model/starter';
import { wildcardMatcher } from '../../lifecycle/model/wildcard';
import { DAY } from '../../lifecycle/time';
import decayTexts from '../cases/decay-text.json';
import faultCases from '../cases/model-faults.json';
import operatorCases from '../cases/operators.json';

const asOf = Date.parse('2026-11-01T00:00:00Z');
const rule = { rule: 'A', dimension: 'engagement', event: 'page_view', points: 1 };

describe('operators', () => {
	it.each(operatorCases as Array<[Operator, unknown, unknown, boolean]>)(
		'%s %j on %j is %s',
		(operator, value, field, expected) => {
			const test = compileOperator(operator, value);
			if (!test.ok) throw new Error(test.message);
			expect(test.value(field, asOf)).toBe(expected);
		},
	);

	it('an operator never crashes on a field of another type', () => {
		const odd: unknown[] = [
			undefined,
			null,
			Number.NaN,
			Infinity,
			{},
			[],
			[[]],
			[null],
			() => 1,
			new Date(Number.NaN),
			Symbol('x'),
			10n,
		];
		for (const [operator, value] of operatorCases as Array<[Operator, unknown]>) {
			const test = compileOperator(operator, value);
			for (const field of odd) expect(test.ok && typeof test.value(field, asOf)).toBe('boolean');
		}
		for (const field of odd) expect(typeof isEmpty(field)).toBe('boolean');
	});

	it('a wildcard with many stars ends on hostile text, where backtracking would not', () => {
		expect(wildcardMatcher(`${'*a'.repeat(30)}*b`)('a'.repeat(20_000))).toBe(false);
	});
});

describe('decay texts', () => {
	it.each(decayTexts.readable)('%j is %s', (text, kind) => {
		const curve = parseDecay(text);
		expect(curve.ok && curve.value.kind).toBe(kind);
	});

	it.each(decayTexts.unreadable)('%j is refused with the forms that can be read', (text) => {
		expect(parseDecay(text)).toMatchObject({ ok: false, hint: expect.stringMatching(/half-life 30d|percentage/) });
	});

	it.each(decayTexts.factors as Array<[string, number, number]>)(
		'%s after %d days leaves %d',
		(text, days, expected) => {
			const curve = parseDecay(text);
			expect(curve.ok && decayFactor(curve.value, days * DAY)).toBeCloseTo(expected, 12);
		},
	);
});

describe('faults of a table of rules', () => {
	it.each(faultCases.map((each) => [each.why, each] as const))('%s', (_why, { rows, says, hints }) => {
		const parsed = parseModel(rows);
		const result = parsed.ok ? compileModel(parsed.value) : parsed;
		if (result.ok) throw new Error('the rules were taken');
		const messages = result.faults.map(({ message }) => message);
		for (const text of says) expect(messages).toContainEqual(expect.stringContaining(text));
		for (const text of hints) expect(result.faults[0].hint).toContain(text);
		expect(messages).toHaveLength(says.length);
	});

	it('columns are found whatever their case; blank rows and unknown columns are left alone', () => {
		const parsed = parseModel([
			{
				' Rule ': 'A',
				DIMENSION: 'Fit',
				Field: 'title',
				Operator: 'Is Not',
				value: 'x',
				Points: '−1,5'.replace(',', '.'),
				row_number: 7,
				id: 3,
			},
			{},
			{ rule: '', points: '' },
		]);
		expect(parsed).toMatchObject({
			ok: true,
			value: { rules: [{ name: 'A', points: -150, conditions: [{ operator: 'is_not' }] }] },
		});
		expect(parsed.ok && parsed.value.rules).toHaveLength(1);
	});

	it('the model of a table is chosen by name, and an unknown name lists those there are', () => {
		const rows = [
			{ ...rule, model: 'Old' },
			{ ...rule, rule: 'B', model: 'New' },
		];
		expect(parseModel(rows, { modelName: 'new' })).toMatchObject({
			ok: true,
			value: { name: 'new', rules: [{ name: 'B' }] },
		});
		expect(parseModel(rows, { modelName: 'other' })).toMatchObject({
			ok: false,
			faults: [{ hint: expect.stringContaining('Old, New') }],
		});
	});

	it('the version of a table changes with its rules and with nothing else', () => {
		const version = (rows: unknown[]) => {
			const parsed = parseModel(rows);
			return parsed.ok ? parsed.value.version : 'fault';
		};
		expect(version([rule])).toBe(version([{ ...rule, id: 9 }, {}]));
		expect(version([rule])).not.toBe(version([{ ...rule, points: 2 }]));
	});
});

describe('a model as JSON', () => {
	it('is a list of rows or an object with name, version, rules and options', () => {
		expect(parseModelJson(JSON.stringify([rule]))).toMatchObject({ ok: true, value: { name: 'rules' } });
		expect(parseModelJson({ name: 'mine', version: 3, rules: [rule], options: { threshold: 50 } })).toMatchObject({
			ok: true,
			value: { name: 'mine', version: '3', options: { threshold: 50 } },
		});
	});

	it.each([
		['[\n  { "rule": "A" "points": 1 }\n]', 'line 2, column 17'],
		['[{ "rule": "A", }]', 'line 1, column 17'],
		['hello', 'line 1, column 1'],
		['[{ "rule": "A"', 'the text ends too early'],
		['', 'line 1, column 1'],
	])('%j is refused with the place where it breaks', (text, place) => {
		const parsed = parseModelJson(text);
		expect(parsed).toMatchObject({ ok: false, faults: [{ message: expect.stringContaining(place) }] });
	});

	it.each([
		[{ rules: [rule], options: { treshold: 5 } }, /treshold/],
		[{ rules: [rule], options: { threshold: '5' } }, /options\.threshold/],
		[{ rules: {} }, /“rules”/],
		['"text"', /neither a list of rules nor an object/],
	])('%j is refused', (model, message) => {
		const parsed = parseModelJson(model);
		expect(parsed.ok ? '' : parsed.faults[0].message).toMatch(message);
	});
});

describe('options', () => {
	const compiled = (options: Parameters<typeof compileModel>[1]) => {
		const starter = starterModel();
		if (!starter.ok) throw new Error(starter.faults[0].message);
		return compileModel(starter.value, options);
	};

	it.each([
		[{ decay: 'slowly' }, 'The option “Decay”'],
		[{ floor: 10, totalCap: 5 }, '“Floor” (10) lies above “Total Cap” (5)'],
		[{ totalCap: 50, totalCapUnless: ['No such rule'] }, '“No such rule”, which is not a rule of the model'],
	])('%j is refused by name', (options, message) => {
		const result = compiled(options);
		expect(result.ok ? '' : result.faults[0].message).toContain(message);
	});
});
