import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { ReviewScoring } from '../../nodes/ReviewScoring/ReviewScoring.node';
import { TABLES } from '../../workflows/src/tables';
import type { DataTables, Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { scoreAll, tablesAfterSetUp } from '../support/lifecycle';
import { parsed } from '../support/templates';

const PAGE_OF_TEST = 30;
const TRY = { wish: 'Try a draft' };
const GO_BACK = { wish: 'Go back to the former version' };

/** The template with pages small enough that the leads of a test need several. */
function file(): WorkflowFile {
	const workflow = JSON.parse(JSON.stringify(parsed('20-try-a-model'))) as WorkflowFile;
	for (const { name, parameters } of workflow.nodes) {
		if (name === 'Read leads') parameters.limit = PAGE_OF_TEST;
		if (name === 'Try a Model') parameters.options = { pageSize: PAGE_OF_TEST };
	}
	return workflow;
}

interface Answers {
	/** What is filled in on the page with the preview. */
	readonly answer?: IDataObject;
	readonly executionId?: string;
}

/** Fills in the form, and the page behind it, as n8n's form would hand it on. */
async function fillIn(tables: DataTables, asked: IDataObject, { answer, executionId = '77' }: Answers = {}) {
	const started: string[] = [];
	const pages: IDataObject[] = [];
	const workflow = file();
	const shown = answer ?? { answer: 'Change nothing' };
	const result = await runWorkflow(workflow, {
		...{ tables, executionId, nodeTypes: [ReviewScoring], startNode: 'Try a model form' },
		onStart: (id) => started.push(id),
		onCall: async (_id, items) => {
			const page = await pageOf(tables, workflow, items);
			pages.push(...jsonOf(page));
			return page;
		},
		pinData: {
			'Try a model form': itemsOf([asked]),
			'Show the preview': itemsOf([shown]),
			'Show the answer': itemsOf([{}]),
		},
	});
	const said = jsonOf(result.output('What next?', 3))[0];
	return { error: result.error, said, pages, preview: pages.at(-1) ?? {}, started, result };
}

async function pageOf(tables: DataTables, workflow: WorkflowFile, items: INodeExecutionData[]) {
	const { error, output } = await runWorkflow(workflow, {
		...{ tables, nodeTypes: [ReviewScoring], startNode: 'When a page is asked for' },
		pinData: { 'When a page is asked for': items },
	});
	if (error) throw new Error(error.message);
	return output('Try a Model');
}

/** Previews a draft and publishes it. */
async function publish(tables: DataTables) {
	const { preview } = await fillIn(tables, TRY);
	const { draft, lead, mark } = preview;
	const published = await fillIn(tables, TRY, { answer: { answer: 'Publish it', draft, lead, mark } });
	return { ...published, preview };
}

/** Tables as 00 leaves them, with the name that it gives the rules. */
function tablesWithRules(): DataTables {
	const tables = tablesAfterSetUp();
	tables.change(TABLES.rules, {}, { model: 'starter' });
	return tables;
}

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

/** Leads that 02 scored by the starter model, some of them long ago handed over and decided. */
async function bookOf(count: number): Promise<DataTables> {
	const random = seededRandom(11);
	const tables = tablesWithRules();
	for (let index = 0; index < count; index++) {
		const lead = `lead-${index}@x${index % 7}.example`;
		const did = (type: string, hours: number, more: Row = {}): Row => ({
			...{ activity: `a${index}-${type}-${hours}`, lead, type, at: ago(hours), channel: 'web', source: 'canonical' },
			...{ properties: '{}', attributes: '{}', quarantine: '', ...more },
		});
		const title = random() < 0.5 ? 'Director of Sales' : 'Clerk';
		const attributes = JSON.stringify({ name: `Lead {{ 6 * 7 }} ${index}`, title, country: 'US', industry: 'Finance' });
		tables.insert(TABLES.activityLog, did('form_submit', 900 + index, { attributes }));
		for (let visit = Math.floor(random() * 5); visit > 0; visit--)
			tables.insert(TABLES.activityLog, did('page_view', 24 * visit + 1, { properties: '{"path":"/pricing"}' }));
		if (random() < 0.2) tables.insert(TABLES.activityLog, did('webinar_attend', 30));
	}
	await scoreAll(tables, 200);
	return tables;
}

/** A copy of the live rules in which some points differ. */
function insertDraft(tables: DataTables, change: (row: Row) => Row, model = 'draft'): void {
	const live = tables.all(TABLES.rules).filter((row) => row.model === 'starter');
	tables.insert(
		TABLES.rules,
		...live.map(({ id: _, createdAt: _made, updatedAt: _changed, ...row }) => change({ ...row, model })),
	);
}
const otherPoints = (row: Row): Row => ({
	...row,
	points: row.rule === 'Pricing page' ? 25 : row.rule === 'Director' ? 3 : row.points,
});

const standing = (tables: DataTables): Map<unknown, Row> =>
	new Map(
		tables
			.all(TABLES.leadBook)
			.map(({ lead, total, cell, stage, fit, engagement }) => [lead, { total, cell, stage, fit, engagement }]),
	);
const sent = (tables: DataTables, kind: string): number =>
	tables.all(TABLES.outbox).filter((row) => row.kind === kind).length;
const models = (tables: DataTables): unknown[] => [...new Set(tables.all(TABLES.rules).map(({ model }) => model))];

describe('20 Try a Model', () => {
	it('previews page by page, publishes what it showed to the point, and goes back to the same scores', async () => {
		const tables = await bookOf(70);
		insertDraft(tables, otherPoints);
		const before = standing(tables);
		const untouched = JSON.stringify(tables.all(TABLES.leadBook));

		const seen = await fillIn(tables, { ...TRY, lead: 'LEAD-3@x3.example' });
		expect(seen.error).toBeUndefined();
		expect(seen.pages.map(({ next }) => next)).toEqual(['page', 'page', 'ask']);
		expect(seen.said).toEqual({ answer: 'Change nothing' });
		expect(JSON.stringify(tables.all(TABLES.leadBook))).toBe(untouched);
		expect(models(tables)).toEqual(['starter', 'draft']);
		expect(seen.preview.html as string).not.toMatch(/[{}$]/);
		const report = seen.preview.report as IDataObject & { one: IDataObject };
		expect(report.one).toMatchObject({ lead: 'lead-3@x3.example' });

		const { said, started, preview, error } = await publish(tables);
		expect(error).toBeUndefined();
		expect(said).toMatchObject({ title: 'Published', message: expect.stringContaining('kept as “former 2') as string });
		expect(started).toEqual(['02']);
		expect(models(tables).sort()).toEqual([expect.stringMatching(/^former \d{4}/), 'starter']);
		const handedOver = sent(tables, 'hand_off');
		const demoted = sent(tables, 'demoted');
		await scoreAll(tables, 200);
		const after = standing(tables);
		const shown = preview.report as Record<string, number> & { moves: unknown[] };
		const changed = [...after].filter(([lead, row]) => row.total !== before.get(lead)?.total);
		const moved = [...after].filter(([lead, row]) => row.cell !== before.get(lead)?.cell);
		expect(changed.length).toBe(shown.otherScore);
		expect(moved.length).toBe(shown.otherCell);
		expect(changed.length).toBeGreaterThan(10);
		expect(sent(tables, 'hand_off') - handedOver).toBe(shown.handedOver);
		expect(shown.handedOver).toBeGreaterThan(0);
		expect(sent(tables, 'demoted') - demoted).toBe(shown.takenBack);

		const back = await fillIn(tables, GO_BACK);
		expect(back.said).toMatchObject({ title: 'Published' });
		await scoreAll(tables, 200);
		const points = (rows: Map<unknown, Row>) =>
			[...rows].map(([lead, { total, fit, engagement }]) => [lead, total, fit, engagement]);
		expect(points(standing(tables))).toEqual(points(before));
	});

	it('shows lead by lead what comes of it', async () => {
		// On one page: they come out with the last one.
		const tables = await bookOf(PAGE_OF_TEST - 1);
		insertDraft(tables, otherPoints);
		const workflow = file();
		const run = await runWorkflow(workflow, {
			...{ tables, nodeTypes: [ReviewScoring], startNode: 'When a page is asked for' },
			pinData: { 'When a page is asked for': itemsOf([TRY]) },
		});
		const foretold = new Map(jsonOf(run.output('Try a Model', 1)).map((row) => [row.lead, row]));
		const before = standing(tables);
		await publish(tables);
		await scoreAll(tables, 200);
		for (const [lead, { total, cell, stage }] of standing(tables)) {
			const told = foretold.get(lead as string);
			const was = before.get(lead) ?? {};
			const expected = told ? [told.newTotal, told.newCell, told.newStage] : [was.total, was.cell, was.stage];
			expect([lead, total, cell, stage]).toEqual([lead, ...expected]);
		}
		expect(foretold.size).toBeGreaterThan(5);
	});

	describe('with a small book', () => {
		let tables: DataTables;
		beforeEach(async () => {
			tables = await bookOf(3);
		});

		it.each<{ why: string; draft: (row: Row) => Row; message: RegExp }>([
			{
				why: 'a row with a fault',
				draft: (row) => (row.rule === 'Pricing page' ? { ...row, dimension: 'engagment' } : otherPoints(row)),
				message: /Row \d+ \(“Pricing page”\), column “dimension”: “engagment” is not a dimension/,
			},
			{ why: 'nothing that differs', draft: (row) => row, message: /holds the same \d+ rows as the live model/ },
		])('does not offer to publish a draft with $why', async ({ draft, message }) => {
			insertDraft(tables, draft);
			const { said, result } = await fillIn(tables, TRY);
			expect(said).toMatchObject({
				title: 'The draft cannot be tried',
				message: expect.stringMatching(message) as string,
			});
			expect(result.runData['Show the preview']).toBeUndefined();
		});

		it('names the drafts that there are where the one that is asked for is not', async () => {
			insertDraft(tables, otherPoints, 'draft autumn');
			const { said } = await fillIn(tables, { ...TRY, draft: 'autumn' });
			expect(said.message).toBe('No draft is called “autumn”. The column “model” of ll_rules holds: “draft autumn”.');
		});

		it('says so where there is no draft, and no version to go back to', async () => {
			expect((await fillIn(tables, TRY)).said.message).toMatch(/^The rules hold no draft\./);
			expect((await fillIn(tables, GO_BACK)).said).toMatchObject({ title: 'There is no former version' });
			expect(models(tables)).toEqual(['starter']);
		});

		it('publishes a draft where no rule is live, and says what that means', async () => {
			insertDraft(tables, otherPoints);
			tables.change(TABLES.rules, { model: 'starter' }, { model: 'former 2020-01-01 00:00:00' });
			const { preview, said } = await publish(tables);
			expect(preview.html).toContain('No rule is live today');
			expect(said.message).toMatch(/No rule was live before\./);
			expect(models(tables)).toEqual(['former 2020-01-01 00:00:00', 'live']);
		});

		it('shows a lead that was pasted, and says what is wrong with one that cannot be read', async () => {
			insertDraft(tables, otherPoints);
			const at = ago(1);
			const pasted = { title: 'Director', activities: [{ type: 'page_view', at, properties: { path: '/pricing' } }] };
			const { preview } = await fillIn(tables, { ...TRY, lead: JSON.stringify(pasted) });
			const { one } = preview.report as { one: { live: IDataObject; draft: IDataObject } };
			expect(Number(one.draft.total) - Number(one.live.total)).toBe(25 - 12 + 3 - 12);
			expect((await fillIn(tables, { ...TRY, lead: '{"title"' })).preview.html).toContain('not JSON');
			expect((await fillIn(tables, { ...TRY, lead: 'nobody@x.example' })).preview.html).toContain(
				'No lead “nobody@x.example” is in the lead book.',
			);
		});

		it('notices an edit after the preview, publishes nothing and previews again', async () => {
			insertDraft(tables, otherPoints);
			const { preview } = await fillIn(tables, TRY);
			const { draft, lead, mark } = preview;
			tables.change(TABLES.rules, { model: 'draft', rule: 'Pricing page' }, { points: 40 });
			const workflow = file();
			// Once is enough: the form of the test would approve for ever.
			workflow.connections.Publish.main[2] = [];
			const result = await runWorkflow(workflow, {
				...{ tables, executionId: '78', nodeTypes: [ReviewScoring], startNode: 'Try a model form' },
				onCall: () => Promise.resolve(itemsOf([preview])),
				pinData: {
					'Try a model form': itemsOf([TRY]),
					'Show the preview': itemsOf([{ answer: 'Publish it', draft, lead, mark }]),
				},
			});
			expect(jsonOf(result.output('Publish', 2))).toEqual([
				{
					next: 'page',
					draft: 'draft',
					lead: '',
					notice: expect.stringMatching(/^Somebody changed the draft/) as string,
				},
			]);
			expect(models(tables)).toEqual(['starter', 'draft']);
			const again = await pageOf(tables, workflow, result.output('Publish', 2));
			expect(again[0].json.html).toContain('Somebody changed the draft or the live rules after this preview');
		});

		it('begins the preview anew where the rules change between two pages', async () => {
			insertDraft(tables, otherPoints);
			const soFar = { mark: 'of other rules', asOf: ago(0), after: 0, preview: {}, pairs: [], one: null };
			const [{ json }] = await pageOf(tables, file(), itemsOf([{ ...TRY, next: 'page', soFar }]));
			expect(json).toMatchObject({
				next: 'page',
				notice: expect.stringContaining('while the preview was made') as string,
			});
			expect(json.soFar).toBeUndefined();
		});

		it('lets one of two publish who approve at once', async () => {
			insertDraft(tables, otherPoints);
			const { preview } = await fillIn(tables, TRY);
			const { draft, lead, mark } = preview;
			const answer = { answer: 'Publish it', draft, lead, mark };
			const both = await Promise.all(['81', '82'].map((executionId) => fillIn(tables, TRY, { answer, executionId })));
			const titles = both.map(({ said }) => said.title).sort();
			expect(titles[0]).toBe('Published');
			expect(['Somebody else is publishing', 'The draft is gone']).toContain(titles[1]);
			expect(models(tables).sort()).toEqual([expect.stringMatching(/^former /), 'starter']);
			expect(tables.all(TABLES.rules).filter(({ model }) => model === 'starter')).toHaveLength(
				tables.all(TABLES.rules).length / 2,
			);
		});

		it('leaves a whole model live wherever it is killed, and the next publishing tidies up', async () => {
			insertDraft(tables, otherPoints);
			const { preview } = await fillIn(tables, TRY);
			const { draft, lead, mark } = preview;
			const answer = { answer: 'Publish it', draft, lead, mark };
			const size = tables.all(TABLES.rules).length / 2;
			for (const writes of [2, 3, 10, size + 2, size + 3]) {
				const killed = tablesWithRules();
				insertDraft(killed, otherPoints);
				killed.dieAfter(writes);
				await fillIn(killed, TRY, { answer: { ...answer, mark } });
				killed.dieAfter();
				const points = await livePoints(killed);
				expect([12, 25]).toContain(points);
				// A run that was killed keeps others waiting for a minute.
				killed.change(TABLES.state, { name: 'publishing' }, { until: '' });
				await fillIn(killed, GO_BACK, { executionId: '79' });
				expect(models(killed).filter((model) => String(model).startsWith('publishing'))).toEqual([]);
			}
		});
	});

	it('previews an empty lead book', async () => {
		const tables = tablesWithRules();
		insertDraft(tables, otherPoints);
		const { preview, error } = await fillIn(tables, TRY);
		expect(error).toBeUndefined();
		expect(preview).toMatchObject({ next: 'ask', report: { leads: 0 } });
	});
});

/** What a visit of the pricing page gives by the rules that score now. */
async function livePoints(tables: DataTables): Promise<number> {
	tables.insert(TABLES.activityLog, {
		...{ activity: `p${tables.all(TABLES.activityLog).length}`, lead: 'new@x.example', type: 'page_view', at: ago(1) },
		...{ channel: 'web', source: 'canonical', properties: '{"path":"/pricing"}', attributes: '{}', quarantine: '' },
	});
	await scoreAll(tables, 200);
	return Number(tables.all(TABLES.leadBook).find(({ lead }) => lead === 'new@x.example')?.total);
}
