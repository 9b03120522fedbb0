import type { IDataObject } from 'n8n-workflow';
import { messageIn } from '../../lifecycle/message/stored';
import { PredictConversion } from '../../nodes/PredictConversion/PredictConversion.node';
import learn from '../../workflows/21-learn-from-deals.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { madeUpLeads } from '../support/predict';

const MONTHLY = 'On the first of each month';
const MORNING = 'Every morning at 5';
const file = learn as unknown as WorkflowFile;

/** A year of leads that were won or lost by the same laws, and some that are still open. */
function tablesOf(count: number, { signal = 1.5, open = 20 } = {}): DataTables {
	const tables = new DataTables();
	const leads = madeUpLeads(count + open, { signal });
	for (const [index, { lead, fields, activities }] of leads.entries()) {
		const isOpen = index >= count;
		const stage = isOpen ? 'mql' : fields.outcome === 'won' ? 'won' : 'lost';
		const { industry, employees, region } = fields;
		const attributes = JSON.stringify({ industry, employees, region });
		tables.insert(TABLES.leadBook, { lead, email: lead, stage, version: 1 });
		tables.made(TABLES.leadBook, { lead }, fields.createdAt as string);
		const came: Row = { lead, type: 'form_submit', at: fields.createdAt as string, attributes, properties: '{}' };
		tables.insert(TABLES.activityLog, { ...came, activity: `${lead}-form`, channel: 'web', source: 'canonical' });
		for (const { activity, type, at } of activities)
			tables.insert(TABLES.activityLog, {
				...{ activity: activity as string, lead, type: type as string, at: at as string },
				...{ channel: 'web', source: 'canonical', properties: '{}', attributes: '{}' },
			});
		if (!isOpen)
			tables.insert(TABLES.stageLog, {
				lead,
				from: 'mql',
				to: stage,
				at: fields.outcomeAt as string,
				by: 'crm',
				why: '',
			});
	}
	tables.insert(TABLES.settings, { name: 'audience_manager', value: 'boss@team.example', note: '' });
	tables.insert(TABLES.state, { name: 'delivery', workflow: 'id of 10', until: '' });
	return tables;
}

async function run(trigger: string, tables: DataTables) {
	const started: string[] = [];
	const result = await runWorkflow(file, {
		...{ tables, nodeTypes: [PredictConversion], startNode: trigger },
		pinData: { [trigger]: itemsOf([{}]) },
		onStart: (id) => void started.push(id),
	});
	return { started, error: result.error?.message, result };
}

const ownCells = ({ id: _id, createdAt: _made, updatedAt: _written, ...row }: Row): Row => row;
const models = (tables: DataTables): Row[] => tables.all(TABLES.predictors);
const chances = (tables: DataTables): Array<[unknown, unknown]> =>
	tables.all(TABLES.leadBook).map(({ chance, chanceWhy }) => [chance ?? null, chanceWhy ?? null]);

/** The same tables, for another run. */
function copyOf(tables: DataTables): DataTables {
	const copy = new DataTables();
	for (const table of Object.values(TABLES)) {
		for (const row of tables.all(table)) {
			copy.insert(table, ownCells(row));
			copy.made(table, { id: copy.all(table).length }, row.createdAt as string);
		}
	}
	return copy;
}

let trained: DataTables;
beforeAll(async () => {
	trained = tablesOf(240);
	const { started, error } = await run(MONTHLY, trained);
	expect([error, started]).toEqual([undefined, ['id of 10']]);
});

describe('the monthly run', () => {
	it('puts a model into use and tells the verdict by mail', () => {
		const tables = copyOf(trained);
		expect(models(tables)).toEqual([
			expect.objectContaining({ status: 'live', verdict: expect.stringMatching(/^(Ready|Weak)$/) as string }),
		]);
		const [mail, ...more] = tables.all(TABLES.outbox);
		expect(more).toEqual([]);
		expect(mail).toMatchObject({ audience: 'manager', channel: 'email', kind: 'digest', status: 'new' });
		expect(mail.key).toMatch(/^learnt:\d{4}-\d\d:manager$/);
		expect(mail.text).toMatch(/AUC 0\.\d+, 95 % interval/);
		const message = messageIn(mail.details) as unknown as { file: { name: string; html: string } };
		expect(message.file.name).toMatch(/^learnt-from-deals-.*\.html$/);
		expect(message.file.html).toContain('Do the forecasts come true?');
	});

	it('keeps the model in use where nothing new came to an end, says so, and mails once a month', async () => {
		const tables = copyOf(trained);
		const [before] = models(tables);
		const { result } = await run(MONTHLY, tables);
		expect(models(tables)).toEqual([before]);
		expect(tables.all(TABLES.outbox)).toHaveLength(1);
		const [report] = jsonOf(result.output('Learn from won and lost', 3)) as Array<
			IDataObject & { sentences: string[] }
		>;
		expect(report.sentences.join('\n')).toContain('The live model stays: since it was trained 0 leads came to an end');
	});

	it('has a better one take its place, and keeps the former one to go back to', async () => {
		const tables = tablesOf(480);
		// The one in use was learnt from the first half.
		const early = copyOf(tables);
		early.remove(TABLES.leadBook, ({ id }) => Number(id) > 240);
		await run(MONTHLY, early);
		tables.insert(TABLES.predictors, ...models(early).map(ownCells));
		await run(MONTHLY, tables);
		expect(models(tables).map(({ status }) => status)).toEqual(['former', 'live']);
		// Going back is two cells.
		tables.change(TABLES.predictors, { status: 'live' }, { status: 'former' });
		tables.change(TABLES.predictors, { id: models(tables)[0].id }, { status: 'live' });
		await run(MORNING, tables);
		const backTo = chances(tables);
		tables.change(TABLES.predictors, { id: models(tables)[0].id }, { status: 'former' });
		tables.change(TABLES.predictors, { id: models(tables)[1].id }, { status: 'live' });
		await run(MORNING, tables);
		expect(chances(tables)).not.toEqual(backTo);
	});

	it('makes no model where there is nothing to learn, and says why', async () => {
		const tables = tablesOf(60);
		const { error } = await run(MONTHLY, tables);
		expect(error).toBeUndefined();
		expect(models(tables)).toEqual([]);
		expect(tables.all(TABLES.outbox)[0].text).toMatch(/^Not usable\. Too few outcomes to learn from/m);
	});
});

describe('the morning run', () => {
	it('gives open leads a chance with its reason, and those that ended none', async () => {
		const tables = copyOf(trained);
		const { error } = await run(MORNING, tables);
		expect(error).toBeUndefined();
		for (const { stage, chance, chanceWhy, version } of tables.all(TABLES.leadBook)) {
			if (stage === 'mql') {
				expect(chance).toBeGreaterThanOrEqual(0);
				expect(chanceWhy).toMatch(/^[A-D]: ./);
			} else expect([chance ?? null, chanceWhy ?? null]).toEqual([null, null]);
			// Other writers of the row are in nobody's way.
			expect(version).toBe(1);
		}
	});

	it('writes what changed and nothing else', async () => {
		const tables = copyOf(trained);
		await run(MORNING, tables);
		const again = await run(MORNING, tables);
		expect(jsonOf(again.result.output('Save their chance'))).toEqual([]);
		const [{ id }] = tables.all(TABLES.leadBook).filter(({ stage }) => stage === 'mql');
		tables.change(TABLES.leadBook, { id }, { stage: 'won' });
		const closed = await run(MORNING, tables);
		expect(jsonOf(closed.result.output('Save their chance'))).toEqual([
			expect.objectContaining({ id, chance: null, chanceWhy: null }),
		]);
	});

	it('does nothing without a model', async () => {
		const tables = tablesOf(50);
		const { error, result } = await run(MORNING, tables);
		expect(error).toBeUndefined();
		expect(result.runData['Predict who will buy']).toBeUndefined();
	});
});
