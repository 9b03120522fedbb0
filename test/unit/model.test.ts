import { decayFactor, parseDecay } from '../../lifecycle/decay/curve';
import { parseModelJson } from '../../lifecycle/model/json';
import { compileModel } from '../../lifecycle/model/compile';
import { isEmpty } from '../../lifecycle/empty';
import { compileOperator } from '../../lifecycle/model/operators';
import { parseModel, readRules, usableRules } from '../../lifecycle/model/parse';
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
	// null: the value of the rule is refused.
	it.each(operatorCases as Array<[Operator, unknown, unknown, boolean | null]>)(
		'%s %j on %j is %s',
		(operator, value, field, expected) => {
			const test = compileOperator(operator, value);
			expect(test.ok ? test.value(field, asOf) : null).toBe(expected);
		},
	);

	it('Odoo gives false for what is empty, which is no answer “no” there either', () => {
		const reading = { zone: 'utc', falseIsEmpty: true };
		const holds = (operator: Operator): boolean => {
			const test = compileOperator(operator, '', reading);
			return test.ok && test.value(false, asOf);
		};
		expect([holds('is_empty'), holds('is_not_empty'), holds('is_false')]).toEqual([true, false, true]);
	});

	it('a day is a day of the zone, in the rule and in the field', () => {
		const reading = { zone: 'America/New_York', falseIsEmpty: false };
		const isOnDay = compileOperator('is', '2026-06-30', reading);
		const isUpTo = compileOperator('lte', '2026-06-30', reading);
		for (const test of [isOnDay, isUpTo]) {
			expect(test.ok && test.value('2026-07-01T03:59:00Z', asOf)).toBe(true);
			expect(test.ok && test.value('2026-07-01T04:00:00Z', asOf)).toBe(false);
			expect(test.ok && test.value('2026-06-30', asOf)).toBe(true);
			expect(test.ok && test.value('2026-07-01', asOf)).toBe(false);
		}
	});

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
			for (const field of odd) if (test.ok) expect(typeof test.value(field, asOf)).toBe('boolean');
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

describe('the rules of a table that can be used', () => {
	const good = { rule: 'Good', dimension: 'engagement', event: 'page_view', points: 2 };
	const read = (rows: unknown[]) => usableRules(rows);

	it('a faulty row leaves out its rule, all rows of it, and the others stay', () => {
		const { rules, faults, drafts } = read([
			good,
			{ rule: 'Bad', dimension: 'engagment', event: 'page_view', points: 1 },
			{ rule: 'Two', dimension: 'fit', field: 'title', operator: 'is', value: 'x', points: 3 },
			{ rule: 'two', field: 'company', operator: 'gte', value: 'many' },
			{ rule: 'Derived', dimension: 'fit', field: '$lead.height', operator: 'gt', value: '2', points: 1 },
		]);
		expect(rules.map(({ name }) => name)).toEqual(['Good']);
		expect(faults.map(({ message }) => message)).toEqual([
			'Row 2 (“Bad”), column “dimension”: “engagment” is not a dimension',
			'Row 4 (“two”), column “value”: “many” is not a number',
			'Row 5 (“Derived”), column “field”: “$lead.height” is not a derived field',
		]);
		expect(drafts).toEqual([]);
	});

	it.each([
		['a name alone', { rule: 'New' }],
		['as a table fills it', { rule: 'New', points: 0, max: 0, count: 0, days: 0, every: 0, moment: false, field: '' }],
		['with a note', { rule: 'New', note: 'ask Eve', active: true, model: '' }],
	])('a row with %s is a draft', (_what, row) => {
		expect(read([good, row])).toMatchObject({ rules: [{ name: 'Good' }], faults: [], drafts: ['New'] });
		expect(parseModel([good, row])).toMatchObject({ ok: true, value: { rules: [{ name: 'Good' }] } });
	});

	it('a half-typed row is faulty, and a row that is off is neither', () => {
		const half = read([good, { rule: 'New', dimension: 'engagement' }, { rule: 'Off', active: false }]);
		expect(half).toMatchObject({ rules: [{ name: 'Good' }], drafts: [] });
		expect(half.faults.length).toBeGreaterThan(0);
	});

	it('the version of the model is that of the rules in force', () => {
		const alone = readRules([good]);
		const beside = readRules([good, { rule: 'Bad', dimension: 'x', points: 1 }, { rule: 'New' }]);
		expect(alone.ok && beside.ok && alone.value.model.version).toBe(beside.ok && beside.value.model.version);
	});

	it('no rule left is no model', () => {
		expect(readRules([{ rule: 'Bad', dimension: 'x', points: 1 }]).ok).toBe(false);
		expect(read([{ rule: 'Bad', dimension: 'x', points: 1 }])).toMatchObject({ rules: [], drafts: [] });
	});

	it('0 in a column of numbers is an empty cell', () => {
		const parsed = parseModel([{ ...good, max: 0, count: '0', days: 0, every: 0 }]);
		expect(parsed).toMatchObject({ ok: true, value: { rules: [{ max: undefined, every: undefined }] } });
		expect(parsed.ok && parsed.value.rules[0].conditions[0]).toMatchObject({ count: 1, days: undefined });
	});

	it.each<[unknown, object | undefined]>([
		['message', { per: 'distinct', distinctBy: 'message' }],
		['Asset', { per: 'distinct', distinctBy: '$activity.asset' }],
		['once per sku', { per: 'distinct', distinctBy: 'sku' }],
		['each', { per: 'each', distinctBy: '' }],
		['fortnight', undefined],
	])('per %j', (per, expected) => {
		const parsed = parseModel([{ ...good, per }]);
		if (expected === undefined) expect(parsed.ok).toBe(false);
		else expect(parsed).toMatchObject({ ok: true, value: { rules: [expected] } });
	});

	it('once by a property is only for activities', () => {
		const fact = { rule: 'A', dimension: 'fit', field: 'title', operator: 'is', value: 'x', points: 1, per: 'message' };
		expect(parseModel([fact])).toMatchObject({
			ok: false,
			faults: [{ message: 'Row 1 (“A”), column “per”: “message” is only for activities' }],
		});
	});
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
