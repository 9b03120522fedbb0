import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { PredictConversion } from '../../nodes/PredictConversion/PredictConversion.node';
import { ENDS, type InputName, type OperationName } from '../../nodes/PredictConversion/ends';
import { itemsOf, jsonOf, runAsTool, runNode, type NodeRun } from '../support/engine';
import { describeOperationDocs } from '../support/operation-docs';
import { madeUpLeads } from '../support/predict';

const AS_OF = '2026-06-30T12:00:00Z';

type Tables = Partial<Record<InputName, IDataObject[]>>;

const FORM: INodeParameters = {
	leadShape: 'generic',
	outcomesFrom: 'field',
	options: { asOf: AS_OF, method: 'logistic' },
};

function run(operation: OperationName, tables: Tables, { parameters, ...more }: NodeRun = {}) {
	return runNode(PredictConversion, {
		parameters: { operation, ...FORM, ...parameters },
		inputs: ENDS[operation].inputs.map((name) => itemsOf(tables[name] ?? [{}])),
		...more,
	});
}

function tablesOf(count: number, signal = 1): Tables {
	const leads = madeUpLeads(count, { signal });
	return {
		Leads: leads.map(({ fields }) => ({ ...fields })),
		Activities: leads.flatMap(({ activities }) => activities.map((activity) => ({ ...activity }))),
	} as Tables;
}

interface Report extends IDataObject {
	sentences: string[];
	report: IDataObject;
}

const tables = tablesOf(400);

describe('Predict Conversion', () => {
	let model: IDataObject = {};
	let outputs: IDataObject[][] = [];

	beforeAll(async () => {
		const trained = await run('train', tables);
		expect(trained.error).toBeUndefined();
		outputs = trained.outputs.map(jsonOf);
		[[model]] = outputs;
	});

	it('trains a model that fits into a cell, and says how sure it is', () => {
		const [, , , [report]] = outputs;
		expect(outputs[0]).toHaveLength(1);
		expect(model).toMatchObject({ name: 'conversion 2026-06-30', leads: 400, why: 'There is no live model yet.' });
		expect((model.model as string).length).toBeLessThan(200_000);
		expect((report as Report).sentences[0]).toMatch(/^(Ready|Weak)\. .*AUC 0\.\d+, 95 % interval/);
		expect((report as Report).report).toMatchObject({
			published: true,
			leaks: [{ field: 'outcomeAt' }],
			time: { leads: expect.any(Number) },
		});
	});

	it('suggests points with their uncertainty, and how fast interest fades', () => {
		const [, points, halfLives] = outputs;
		expect(points).toContainEqual(
			expect.objectContaining({
				...{ rule: 'demo_request', dimension: 'engagement', event: 'demo_request', per: 'once', model: 'draft' },
				note: expect.stringMatching(/^\+\d+ \(95 % interval \d+ to \d+\), learnt from \d+ leads of 400$/),
			}),
		);
		expect(halfLives.map(({ type }) => type)).toEqual(expect.arrayContaining(['demo_request', 'page_view']));
		for (const { verdict } of halfLives) expect(verdict).toMatch(/^(fades|no evidence of fading|no effect|too few)$/);
	});

	it('predicts, with reasons that add up, and keeps what came in', async () => {
		const Leads = (tables.Leads ?? []).slice(0, 20);
		const { outputs: found, error } = await run('predict', { ...tables, Leads, Model: [model] });
		expect(error).toBeUndefined();
		const items = jsonOf(found[0]);
		expect(items).toHaveLength(20);
		for (const [index, item] of items.entries()) {
			const { prediction, ...rest } = item as {
				prediction: { logOdds: number; grade: string; reasons: Array<{ logOdds: number }> };
			};
			expect(rest).toEqual(Leads[index]);
			const sum = prediction.reasons.reduce((total, { logOdds }) => total + Math.round(logOdds * 1e4), 0);
			expect(sum).toBe(Math.round(prediction.logOdds * 1e4));
			expect(prediction.grade).toMatch(/^[ABCD]$/);
		}
		expect(found[0][3].pairedItem).toMatchObject({ item: 3 });
	});

	it('gives a fault for the lead that cannot be read, and the others beside it', async () => {
		const Leads = [
			{ lead: '', industry: 'Bank' },
			{ lead: 'ana@x.example', industry: 'Software' },
		];
		const { outputs: found, error } = await run(
			'predict',
			{ Leads, Model: [model] },
			{ onError: 'continueRegularOutput' },
		);
		expect(error).toBeUndefined();
		const [broken, good] = jsonOf(found[0]);
		expect(broken).toEqual({ error: expect.stringContaining('The lead has nothing in “lead”') });
		expect(good.prediction).toMatchObject({ probability: expect.any(Number) });
	});

	it('says when leads are younger than those learnt from, and puts the result where it is asked to', async () => {
		const Leads = [{ lead: 'new@x.example', createdAt: '2026-06-29T12:00:00Z' }];
		const parameters = { outputField: 'forecast.deal' };
		const { outputs: found, hints } = await run('predict', { Leads, Model: [model] }, { parameters });
		expect(hints.map(({ message }) => message)).toContainEqual(
			expect.stringContaining('1 of 1 lead are younger than the 14 days'),
		);
		expect(jsonOf(found[0])[0]).toMatchObject({ forecast: { deal: { early: true } } });
	});

	it('keeps the live model where nothing newer can be measured', async () => {
		const again = await run('train', { ...tables, 'Live Model': [model] });
		expect(jsonOf(again.outputs[0])).toEqual([]);
		expect((jsonOf(again.outputs[3])[0] as Report).sentences.slice(-2)).toEqual([
			expect.stringContaining('The live model stays: since it was trained 0 leads'),
			expect.stringMatching(/^Whether the live model still fits cannot be told yet: /),
		]);
	});

	it('gives no model where there is nothing to predict', async () => {
		const { outputs: found, error } = await run('train', tablesOf(400, 0));
		expect(error).toBeUndefined();
		expect(found[0]).toEqual([]);
		expect((jsonOf(found[3])[0] as Report).sentences[0]).toMatch(/^Not usable\. /);
	});

	it('names a column that knows the outcome, and leaves it out', async () => {
		const Leads = (tables.Leads ?? []).map((lead) => ({
			...lead,
			status: lead.outcome === 'won' ? 'Customer' : 'Closed',
		}));
		const { outputs: found } = await run('train', { ...tables, Leads });
		const { sentences } = jsonOf(found[3])[0] as Report;
		expect(sentences).toContainEqual(expect.stringMatching(/^Left out: “status”, because /));
	});

	it.each<{ why: string; operation: OperationName; given: Tables; parameters?: INodeParameters; message: string }>([
		{ why: 'no lead', operation: 'train', given: {}, message: 'The input “Leads” brought no lead' },
		{
			why: 'a key field that no lead has',
			operation: 'train',
			given: tables,
			parameters: { leadKeyField: 'mail' },
			message: 'No lead has a value in “mail”',
		},
		{ why: 'no model', operation: 'predict', given: tables, message: 'The input “Model” brought no model' },
		{
			why: 'a model in another field',
			operation: 'predict',
			given: { ...tables, Model: [{ text: 'x' }] },
			message: 'empty is not a model of Predict Conversion',
		},
		{
			why: 'a model that is none',
			operation: 'predict',
			given: { ...tables, Model: [{ model: '{"a":1}' }] },
			message: '“{"a":1}” is not a model of Predict Conversion',
		},
		{
			why: 'days that are no number',
			operation: 'train',
			given: tables,
			parameters: { ageDays: '={{ "soon" }}' },
			message: '“Days After They Came In” is “soon”, which is not a number of 0 or more',
		},
	])('says what is wrong: $why', async ({ operation, given, parameters, message }) => {
		const { error } = await run(operation, given, { parameters });
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(/\w/);
	});

	it('answers an agent', async () => {
		const parameters = {
			operation: 'predict',
			leadShape: 'generic',
			modelSource: 'json',
			model: model.model as string,
		};
		const item = { lead: 'ana@x.example', industry: 'Software', createdAt: '2026-01-01' };
		const { error, response } = await runAsTool(PredictConversion, { via: 'request', parameters, item });
		expect(error).toBeUndefined();
		expect(JSON.stringify(response)).toContain('industry: Software +');
	});
});

describeOperationDocs({
	page: 'predict-conversion',
	properties: new PredictConversion().description.properties,
	ends: ENDS,
	run: (operation, tables, more) => run(operation, tables as Tables, more),
	examples: 3,
});
