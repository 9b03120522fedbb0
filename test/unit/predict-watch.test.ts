import { DateTime } from 'luxon';
import { emptyRow, type LeadRow } from '../../lifecycle/lead/row';
import { chanceWrite } from '../../lifecycle/predict/book-chance';
import { driftOf, driftSentences } from '../../lifecycle/predict/drift';
import { scaleOf } from '../../lifecycle/predict/grade';
import { chooseModel } from '../../lifecycle/predict/keep';
import type { Prediction } from '../../lifecycle/predict/predict';
import { trainingReport } from '../../lifecycle/predict/report';
import type { Example } from '../../lifecycle/predict/snapshot';
import type { StoredModel } from '../../lifecycle/predict/stored-model';
import { train } from '../../lifecycle/predict/train';
import { trainingSentences } from '../../lifecycle/predict/training-words';
import { AS_OF, examplesOf, madeUpLeads } from '../support/predict';

const all = examplesOf(madeUpLeads(1200, { signal: 1.5 }));
const [first, last] = [all.slice(0, 700), all.slice(700)];
const trained = train(first, { asOf: AS_OF, method: 'logistic', confirmed: new Set(), ageDays: 14, windowDays: 90 });
if (!trained.ok || trained.value.model === undefined) throw new Error('The made-up leads give a model.');
const training = trained.value;
const live: StoredModel = trained.value.model;
const movedOf = (examples: readonly Example[]) =>
	Object.fromEntries(driftOf(examples, live).scales.map(({ of, moved }) => [of, moved]));

describe('the watch over the live model', () => {
	it('finds nothing where leads go on as before', () => {
		const drift = driftOf(all, live);
		expect(drift).toMatchObject({ leads: 500, calibrated: true });
		expect(drift.scales.map(({ moved }) => moved)).toEqual(['no', 'no', 'no']);
		expect(driftSentences(drift)).toEqual([expect.stringMatching(/^The live model still fits: it foretold \d/)]);
	});

	it('says whether more or fewer convert than it foretells', () => {
		const more = last.map((example, row) => ({ ...example, converted: example.converted || row % 3 === 0 }));
		expect(driftOf(more, live).calibrated).toBe(false);
		expect(driftSentences(driftOf(more, live))[0]).toMatch(/^The live model foretells too little: /);
		const fewer = last.map((example, row) => ({ ...example, converted: example.converted && row % 3 === 0 }));
		expect(driftSentences(driftOf(fewer, live))[0]).toMatch(/^The live model foretells too much: /);
	});

	it('says what has changed: who the leads are, or what they do', () => {
		const others = last.map((example) => ({
			...example,
			attributes: new Map<string, unknown>([
				['industry', 'Software'],
				['employees', 990],
			]),
		}));
		expect(movedOf(others)).toMatchObject({ fit: 'much', engagement: 'no' });
		expect(driftSentences(driftOf(others, live)).join('\n')).toMatch(/^Who the leads are changed much since then/m);
		const silent = last.map((example) => ({ ...example, activities: [] }));
		expect(movedOf(silent)).toMatchObject({ fit: 'no', engagement: 'much' });
	});

	it('takes no leads that the model was trained with, and says when they are too few', () => {
		expect(driftOf(first, live)).toMatchObject({ leads: 0, foretold: null, calibrated: null, scales: [] });
		expect(driftSentences(driftOf(all.slice(0, 730), live))).toEqual([
			expect.stringMatching(/^Whether the live model still fits cannot be told yet: .* 30 leads came to an end/),
		]);
	});

	it('does not take leads that are alike for a change', () => {
		// All of the leads learnt from had one sum: whatever comes is in the one part there is.
		const alike = { ...live, scales: { ...live.scales, fit: scaleOf(Array.from({ length: 50 }, () => 0)) } };
		expect(driftOf(last, alike).scales[1].index).toBe(0);
	});
});

describe('the report of a training', () => {
	const choice = chooseModel(first, training, undefined);
	const sentences = trainingSentences(training, choice);
	const parts = { asOf: DateTime.fromMillis(AS_OF, { zone: 'Europe/Berlin' }), training, choice, sentences };

	it('has a plot of foretold and actual shares, and the table behind it', () => {
		const { title, page } = trainingReport({ ...parts, points: [], halfLives: [] });
		expect(title).toBe('Learnt from deals, 30 June 2026');
		const rows = training.time?.reliability ?? [];
		// Once for wide and once for narrow screens.
		expect(page.html.match(/<circle /g)).toHaveLength(2 * rows.length);
		expect(rows.length).toBe(10);
		expect(page.html).toContain(
			'Percent foretold and percent that converted, by tenth of the newest leads. The table below',
		);
		expect(page.html).toContain('No rule sets won and lost leads apart beyond chance.');
		expect(page.html).not.toMatch(/NaN|undefined|<script/);
	});

	it('shows the words of leads as text', () => {
		const rule = {
			rule: 'industry is <b>',
			points: 12,
			field: 'industry',
			operator: 'is',
			value: '<img src=x>',
			note: '+12',
		};
		const { page } = trainingReport({ ...parts, points: [rule], halfLives: [] });
		expect(page.html).toContain('industry is &lt;b&gt;');
		expect(page.html).not.toMatch(/<img|<b>/);
	});
});

describe('what the lead book keeps of a prediction', () => {
	const prediction = { percent: 45, grade: 'B', summary: 'demo request +0.9' } as Prediction;
	const row = (more: Partial<LeadRow>): LeadRow => ({ ...emptyRow('ana@x.example'), id: 7, ...more });
	it.each<[why: string, before: Partial<LeadRow>, expected: object | undefined]>([
		['a first chance', {}, { id: 7, chance: 45, chanceWhy: 'B: demo request +0.9' }],
		['another percent', { chance: 44, chanceWhy: 'B: x' }, { id: 7, chance: 45, chanceWhy: 'B: demo request +0.9' }],
		['another grade', { chance: 45, chanceWhy: 'C: x' }, { id: 7, chance: 45, chanceWhy: 'B: demo request +0.9' }],
		['only days passed', { chance: 45, chanceWhy: 'B: demo request, last 3 days ago +0.9' }, undefined],
		['a cell that somebody emptied', { chance: 45 }, { id: 7, chance: 45, chanceWhy: 'B: demo request +0.9' }],
		['a lead that was won', { stage: 'won', chance: 45, chanceWhy: 'B: x' }, { id: 7, chance: null, chanceWhy: null }],
		['a lead that was lost long ago', { stage: 'lost' }, undefined],
		[
			'a row that became another lead',
			{ mergedInto: 'bo@x.example', chance: 3 },
			{ id: 7, chance: null, chanceWhy: null },
		],
		['a row without a number', { id: undefined }, undefined],
	])('%s', (_why, before, expected) => {
		expect(chanceWrite(row(before), prediction)).toEqual(expected);
	});
	it('says something where nothing sets the lead apart', () => {
		expect(chanceWrite(row({}), { ...prediction, summary: '' })?.chanceWhy).toBe('B: nothing that sets it apart');
	});
});
