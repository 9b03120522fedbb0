import fc from 'fast-check';
import { chooseModel } from '../../lifecycle/predict/keep';
import { predictionOf } from '../../lifecycle/predict/predict';
import { readModel } from '../../lifecycle/predict/read-model';
import type { Example } from '../../lifecycle/predict/snapshot';
import { MOST_CHARACTERS, type StoredModel } from '../../lifecycle/predict/stored-model';
import { train, type Training, type TrainTerms } from '../../lifecycle/predict/train';
import type { PastLead } from '../../lifecycle/review/cohort';
import { DAY, toIso } from '../../lifecycle/time';
import { activity, AS_OF, examplesOf, madeUpLeads, shuffled, turned } from '../support/predict';

const TRAIN: TrainTerms = { asOf: AS_OF, method: 'logistic', confirmed: new Set(), ageDays: 14, windowDays: 90 };

function trained(examples: readonly Example[], terms: Partial<TrainTerms> = {}): Training {
	const result = train(examples, { ...TRAIN, ...terms });
	if (!result.ok) throw new Error(result.message);
	return result.value;
}

function modelOf(training: Training): StoredModel {
	if (training.model === undefined) throw new Error(training.why);
	return training.model;
}

const leads = madeUpLeads(700);
const examples = examplesOf(leads);
const training = trained(examples);
const model = modelOf(training);
const forest = modelOf(trained(examples.slice(0, 400), { method: 'trees' }));

describe('training', () => {
	it('finds the signal, and says how sure it is', () => {
		expect(training.verdict).not.toBe('Not usable');
		expect(training.why).toMatch(/AUC 0\.\d+, 95 % interval 0\.\d+ to 0\.\d+, on the 2\d\d newest leads/);
		expect(training.time?.auc).toBeGreaterThan(0.65);
		expect(training.random?.auc).toBeGreaterThan(0.6);
		expect(training.leaks).toEqual([]);
		expect(JSON.stringify(model).length).toBeLessThan(MOST_CHARACTERS);
	});

	it('is the same to the last bit whatever the order of leads, activities and keys', () => {
		const mixed = shuffled(leads).map((lead) => turned({ ...lead, activities: shuffled(lead.activities) }) as PastLead);
		expect(JSON.stringify(trained(examplesOf(mixed)))).toBe(JSON.stringify(training));
	});

	it('looks at nothing that came later, however it is planted', () => {
		const later = (lead: PastLead, days: number, type: string) => {
			const came = Date.parse(String(lead.fields.createdAt));
			return {
				...activity(lead.lead, type, toIso(came + 14 * DAY + 1 + Math.round(days * DAY)), 100 + Math.round(days * 1e6)),
				attributes: { industry: 'Software', secret: String(lead.fields.outcome) },
			};
		};
		fc.assert(
			fc.property(
				fc.array(
					fc.tuple(fc.double({ min: 0, max: 300, noNaN: true }), fc.constantFrom('demo_request', 'page_view', 'new')),
					{
						minLength: 1,
						maxLength: 3,
					},
				),
				(planted) => {
					const withLater = leads.slice(0, 150).map((lead) => ({
						...lead,
						activities: [...lead.activities, ...planted.map(([days, type]) => later(lead, days, type))],
					}));
					const plain = examplesOf(leads.slice(0, 150));
					const other = examplesOf(withLater);
					const known = ({ later: _, ...rest }: Example) => ({
						...rest,
						activities: rest.activities.map(({ id, at }) => [id, at]),
					});
					expect(other.map(known)).toEqual(plain.map(known));
					const predict = predictionOf(model);
					expect(other.map(predict)).toEqual(plain.map(predict));
				},
			),
			{ numRuns: 10 },
		);
		// An activity on the very instant counts, so that the comparison can fail.
		const [first] = leads;
		const onTime = activity(
			first.lead,
			'demo_request',
			toIso(Date.parse(String(first.fields.createdAt)) + 14 * DAY),
			100,
		);
		const [changed] = examplesOf([{ ...first, activities: [...first.activities, onTime] }]);
		expect(predictionOf(model)(changed)).not.toEqual(predictionOf(model)(examplesOf([first])[0]));
	});

	it('refuses too few outcomes, and says how many are missing', () => {
		const few = examples.filter(({ converted }, row) => !converted || row < 60);
		const { verdict, why, model: none } = trained(few);
		expect([verdict, none]).toEqual(['Not usable', undefined]);
		expect(why).toMatch(/^Too few outcomes to learn from: needed are \d+ more leads that converted \(\d+ of 40\)\.$/);
		expect(trained([]).why).toContain(
			'40 more leads that converted (0 of 40) and 40 more leads that did not convert (0 of 40)',
		);
	});

	it('says so where there is nothing to tell', () => {
		const { verdict, why, model: none } = trained(examplesOf(madeUpLeads(700, { signal: 0 })));
		expect([verdict, none]).toEqual(['Not usable', undefined]);
		expect(why).toMatch(/^No usable signal: .*0\.5 is chance/);
	});

	it('asks for dates where all leads came in at once', () => {
		const result = train(
			examples.map((example) => ({ ...example, cameInAt: AS_OF })),
			TRAIN,
		);
		expect(result).toMatchObject({ ok: false, message: expect.stringContaining('came in at the same time') });
	});
});

describe('the leak alarm', () => {
	const withField = (name: string, valueOf: (lead: PastLead, row: number) => unknown): PastLead[] =>
		leads.map((lead, row) => ({ ...lead, fields: { ...lead.fields, [name]: valueOf(lead, row) } }));
	const hasWon = ({ fields }: PastLead): boolean => fields.outcome === 'won';

	it.each<{ why: string; field: string; valueOf: (lead: PastLead, row: number) => unknown; says: RegExp }>([
		{
			why: 'the outcome in other words',
			field: 'status',
			valueOf: (lead) => (hasWon(lead) ? 'Customer' : 'Gone'),
			says: /all by itself/,
		},
		{
			why: 'filled for those that won',
			field: 'contract',
			valueOf: (lead, row) => (hasWon(lead) ? `C${row}` : ''),
			says: /whether it is filled/,
		},
		{
			why: 'filled for some that lost',
			field: 'lostReason',
			valueOf: (lead, row) => (!hasWon(lead) && row % 3 === 0 ? 'price' : ''),
			says: /only filled for leads that did not convert/,
		},
		{
			why: 'dated later',
			field: 'closedOn',
			valueOf: ({ fields }) => String(fields.outcomeAt).slice(0, 10),
			says: /later than the day/,
		},
		{
			why: 'a count over all time',
			field: 'visits',
			valueOf: ({ activities }) => activities.length * 2,
			says: /did after the day/,
		},
	])('names a column that knows the outcome: $why', ({ field, valueOf, says, why }) => {
		const made = why === 'a count over all time' ? withLaterVisits() : withField(field, valueOf);
		const { leaks, model: found } = trained(examplesOf(made));
		expect(leaks).toEqual([{ field, why: expect.stringMatching(says) }]);
		expect(JSON.stringify(found)).not.toContain(`"${field}"`);
	});

	/** Visits after the day, more for some, and a column that counts them. */
	function withLaterVisits(): PastLead[] {
		return leads.map((lead, row) => {
			const came = Date.parse(String(lead.fields.createdAt));
			const more = Array.from({ length: (row * 7) % 12 }, (_, visit) =>
				activity(lead.lead, 'page_view', toIso(came + (20 + visit) * DAY), 50 + visit),
			);
			const activities = [...lead.activities, ...more];
			return { ...lead, activities, fields: { ...lead.fields, visits: activities.length } };
		});
	}

	it('says nothing of a column that is merely good, and uses one that was confirmed', () => {
		const good = withField('hint', (lead, row) => (hasWon(lead) === (row % 4 !== 0) ? 'warm' : 'cold'));
		expect(trained(examplesOf(good)).leaks).toEqual([]);
		const sure = withField('status', (lead) => (hasWon(lead) ? 'Customer' : 'Gone'));
		const { leaks, time } = trained(examplesOf(sure), { confirmed: new Set(['status']) });
		expect(leaks).toEqual([]);
		expect(time?.auc).toBe(1);
	});
});

describe('columns of any kind', () => {
	it.each<{ why: string; valueOf: (row: number) => unknown; name?: string }>([
		{ why: 'the same for all', valueOf: () => 'x' },
		{ why: 'missing for all', valueOf: () => null },
		{ why: 'another text for each', valueOf: (row) => `text ${row}` },
		{ why: 'infinities and no numbers', valueOf: (row) => [Infinity, -Infinity, NaN, 5][row % 4] },
		{
			why: 'the largest and the least number',
			valueOf: (row) => [Number.MAX_VALUE, 5e-324, -Number.MAX_VALUE, 1][row % 4],
		},
		{ why: 'text among numbers', valueOf: (row) => (row % 10 === 0 ? 'about 5' : row) },
		{ why: 'lists and objects', valueOf: (row) => (row % 2 === 0 ? [row] : { deep: { deeper: { deepest: row } } }) },
		{ why: 'a prototype as a name', name: '__proto__', valueOf: (row) => `p${row % 3}` },
		{ why: 'a constructor as a name', name: 'constructor', valueOf: (row) => `p${row % 3}` },
		{ why: 'prototypes as values', valueOf: (row) => ['__proto__', 'constructor', 'toString'][row % 3] },
		{ why: 'dates that are none', valueOf: (row) => ['2026-13-45', '2026-02-30', '2025-01-01'][row % 3] },
		{ why: 'very long text', valueOf: (row) => 'x'.repeat(5000) + (row % 2) },
		{ why: 'true and false', valueOf: (row) => row % 2 === 0 },
	])('do no harm: $why', ({ valueOf, name = 'odd' }) => {
		const odd = leads.slice(0, 300).map((lead, row) => {
			const fields: Record<string, unknown> = { ...lead.fields };
			Object.defineProperty(fields, name, { value: valueOf(row), enumerable: true });
			return { ...lead, fields };
		});
		const { model: found, time } = trained(examplesOf(odd));
		expect(time?.auc).toBeGreaterThan(0.5);
		expect(Object.prototype).not.toHaveProperty('p1');
		if (found === undefined) return;
		const read = readModel(JSON.stringify(found));
		if (!read.ok) throw new Error(read.message);
		for (const example of examplesOf(odd.slice(0, 20)))
			expect(Number.isFinite(predictionOf(read.value)(example).logOdds)).toBe(true);
	});
});

describe('a prediction', () => {
	const [example] = examples;

	it.each(['logistic', 'trees'] as const)('has reasons that add up, and says them in words: %s', (method) => {
		const own = method === 'logistic' ? model : forest;
		const predict = predictionOf(own, 3);
		for (const each of examples.slice(0, 100)) {
			const { reasons, logOdds, probability, summary } = predict(each);
			const sum = reasons.reduce((total, reason) => total + Math.round(reason.logOdds * 10_000), 0);
			expect(sum).toBe(Math.round(logOdds * 10_000));
			expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 3);
			expect(summary).not.toContain('what any lead begins with');
		}
		expect(predict(example).reasons.at(-1)).toMatchObject({
			dimension: 'usual',
			text: expect.stringMatching(/^what any lead begins with [+−]/),
		});
	});

	it('tells a lead that asked for a demo and one that did not', () => {
		const predict = predictionOf(model);
		const texts = examples.slice(0, 50).flatMap((each) => predict(each).reasons.map(({ text }) => text));
		expect(texts).toContainEqual(expect.stringMatching(/^demo request, last [\d.]+ days? ago \+\d/));
		expect(texts).toContainEqual(expect.stringMatching(/^no demo request −/));
		expect(texts).toContainEqual(expect.stringMatching(/^industry: Software \+/));
	});

	it('grades about a tenth of the leads learnt from with A', () => {
		const grades = examples.map((each) => predictionOf(model)(each).grade);
		const share = grades.filter((grade) => grade === 'A').length / grades.length;
		expect(share).toBeGreaterThan(0.07);
		expect(share).toBeLessThan(0.13);
	});

	it('is the same by the model as it is stored', () => {
		const read = readModel(JSON.stringify(model));
		expect(read.ok && predictionOf(read.value)(example)).toEqual(predictionOf(model)(example));
	});
});

describe('a stored model', () => {
	const broken = (change: (copy: Record<string, never>) => void): unknown => {
		const copy = JSON.parse(JSON.stringify(model)) as Record<string, never>;
		change(copy);
		return copy;
	};
	it.each<{ why: string; value: unknown; says: string }>([
		{ why: 'nothing', value: '', says: 'The model is empty' },
		{
			why: 'cut off',
			value: JSON.stringify(model).slice(0, 500),
			says: 'The model is not JSON; it may have been cut off',
		},
		{ why: 'something else', value: '{"a":1}', says: '“{"a":1}” is not a model of Predict Conversion' },
		{
			why: 'of a later version',
			value: broken((copy) => Object.assign(copy, { version: 2 })),
			says: 'The model has version “2”, and this node reads version 1',
		},
		{
			why: 'a weight less',
			value: broken(({ predictor }) => void (predictor as { form: { weights: number[] } }).form.weights.pop()),
			says: 'The model cannot be read: its part “predictor” makes no sense',
		},
		{
			why: 'a scale that is none',
			value: broken((copy) => Object.assign(copy, { scales: { all: [] } })),
			says: 'The model cannot be read: its part “scales” makes no sense',
		},
	])('is refused where it cannot be read: $why', ({ value, says }) => {
		expect(readModel(value)).toMatchObject({ ok: false, message: says, hint: expect.any(String) });
	});

	it('of trees is refused where a walk down would never end', () => {
		const copy = JSON.parse(JSON.stringify(forest)) as {
			predictor: { form: { trees: Array<{ children: number[] }> } };
		};
		expect(readModel(copy).ok).toBe(true);
		copy.predictor.form.trees[0].children[0] = 0;
		expect(readModel(copy)).toMatchObject({ ok: false });
	});
});

describe('a new model', () => {
	// Learnt from the leads that came in first, so that the others are new to both.
	const before = modelOf(trained(examples.slice(0, 400)));

	it('is published where none is live, and where it is not worse', () => {
		expect(chooseModel(examples, training, undefined)).toMatchObject({ publish: true, difference: null });
		expect(chooseModel(examples, training, before)).toMatchObject({
			publish: true,
			why: expect.stringContaining('not worse'),
		});
	});

	it('is not where it ranks worse', () => {
		const noise = trained(examplesOf(madeUpLeads(700, { signal: 0.45, seed: 5 })));
		const worse = {
			...training,
			onFirst: noise.onFirst &&
				training.onFirst && {
					...training.onFirst,
					predictor: { ...noise.onFirst.predictor, calibration: { shift: 0, slope: -1 } },
				},
		};
		expect(chooseModel(examples, worse, before)).toMatchObject({
			publish: false,
			why: expect.stringContaining('ranks worse'),
		});
	});

	it('is not where too few leads came to an end since', () => {
		expect(chooseModel(examples, training, model)).toMatchObject({
			publish: false,
			why: expect.stringContaining('since it was trained 0 leads came to an end'),
		});
	});

	it('is not where there is none', () => {
		const { why } = chooseModel(
			examples,
			{ ...training, verdict: 'Not usable', why: 'No usable signal.', model: undefined },
			model,
		);
		expect(why).toBe('No model is made: No usable signal. The live model stays.');
	});
});
