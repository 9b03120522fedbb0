import type { IDataObject } from 'n8n-workflow';
import { AggregateAccount } from '../../nodes/AggregateAccount/AggregateAccount.node';
import { PersonRecord } from '../../nodes/PersonRecord/PersonRecord.node';
import { TABLES } from '../../workflows/src/tables';
import type { DataTables, Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { score02, scoreAll, tablesAfterSetUp } from '../support/lifecycle';
import { parsed } from '../support/templates';

const file = parsed('23-one-person') as unknown as WorkflowFile;
const rollUp = parsed('03-account-rollup') as unknown as WorkflowFile;

const ANA = 'ana.ruiz@acme.example';
const BEN = 'ben@acme.example';
const CY = 'cy@other.example';
/** A tablet at a fair, on which Ana signed in first and Cy after her. */
const TABLET = 'tablet-9';
const NAMES = [ANA, 'visitor-1', 'u-17', 'Ana Ruiz'];

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
let last = 0;
const did = (lead: string, type: string, hours: number, properties: object = {}, attributes: object = {}): Row => ({
	...{ activity: `a${++last}`, lead, type, at: ago(hours), channel: 'web', source: 'segment', quarantine: '' },
	...{ properties: JSON.stringify(properties), attributes: JSON.stringify(attributes) },
});
const DIRECTOR = { title: 'Director of Marketing', country: 'US', industry: 'Software' };

/** Ana under three keys and for a while on a tablet, in a company with Ben; Cy mentions her. */
async function somebody(): Promise<DataTables> {
	const tables = tablesAfterSetUp();
	tables.insert(
		TABLES.activityLog,
		did('visitor-1', 'page_view', 50, { path: '/pricing' }),
		did(TABLET, 'page_view', 49, { path: '/product' }),
		did(
			ANA,
			'form_submit',
			48,
			{ form: 'contact', alsoKnownAs: ['visitor-1', 'u-17', TABLET] },
			{ ...DIRECTOR, name: 'Ana Ruiz' },
		),
		did('u-17', 'demo_request', 47),
		did(ANA, 'webinar_attend', 46),
		did(BEN, 'form_submit', 45, { form: 'contact' }, { ...DIRECTOR, name: 'Ben Okafor' }),
		did(BEN, 'page_view', 44, { path: '/pricing' }),
		did(TABLET, 'page_view', 43, { path: '/pricing' }),
		did(CY, 'form_submit', 42, { form: 'contact', alsoKnownAs: [TABLET], message: `${ANA} told me of you` }),
	);
	await scoreAll(tables);
	await runWorkflow(rollUp, { tables, executionId: '7', nodeTypes: [AggregateAccount], startNode: 'Every morning' });
	tables.insert(TABLES.outbox, {
		title: 'Monday',
		kind: 'digest',
		text: 'Accepted: Ana Ruiz, Ben Okafor',
		status: 'sent',
		key: 'digest:1',
	});
	tables.insert(TABLES.outbox, {
		...{ title: 'acme.example crossed', kind: 'account_crossed', lead: 'acme.example', status: 'sent' },
		...{
			text: 'Ana Ruiz and Ben',
			details: JSON.stringify({ people: [{ lead: ANA }, { lead: BEN }] }),
			key: 'account:acme.example:1',
		},
	});
	return tables;
}

async function ask(
	tables: DataTables,
	person: string,
	answer: string,
	{ sure = 'Yes, erase this person', asOf = '' } = {},
) {
	const started: string[] = [];
	const ends = Object.fromEntries(
		['Show the page', 'Give the file', 'Show the result'].map((name) => [name, itemsOf([{}])]),
	);
	const result = await runWorkflow(file, {
		...{ tables, executionId: '90', nodeTypes: [PersonRecord], startNode: 'One person form' },
		onStart: (id) => void started.push(id),
		pinData: { 'One person form': itemsOf([{ person, answer, asOf }]), 'Ask again': itemsOf([{ sure }]), ...ends },
	});
	if (result.error) throw new Error(`${result.error.message} ${result.error.description ?? ''}`);
	const runs = result.runData['Person Record'].map(({ data }) => data?.main[0] ?? []);
	const given = runs.flatMap((items) => jsonOf(items));
	return { result, started, kinds: given.map(({ kind }) => kind), answers: given, items: runs.flat() };
}

const textIn = (tables: DataTables): string =>
	JSON.stringify(Object.values(TABLES).map((table) => [table.name, tables.all(table)]));
const found = (tables: DataTables, words: readonly string[]): string[] =>
	words.filter((word) => textIn(tables).toLowerCase().includes(word.toLowerCase()));
const ofOthers = (tables: DataTables): Row[] =>
	tables.all(TABLES.leadBook).filter(({ lead }) => lead === BEN || lead === CY);

describe('23 One person', () => {
	it('is closed to strangers, and n8n keeps none of its executions', () => {
		expect(parsed('23-one-person').nodes.find(({ type }) => type.endsWith('.formTrigger'))?.parameters).toMatchObject({
			authentication: 'basicAuth',
		});
		expect(parsed('23-one-person').settings).toMatchObject({
			...{ saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none', saveManualExecutions: false },
		});
	});

	it.each([ANA, ANA.toUpperCase(), 'visitor-1', 'u-17'])(
		'erases everybody’s trace of Ana, asked for as %s',
		async (key) => {
			const tables = await somebody();
			const before = ofOthers(tables);
			expect(found(tables, NAMES)).toEqual(NAMES);
			const { kinds } = await ask(tables, key, 'Erase');
			expect(kinds).toEqual(['preview', 'erased']);
			expect(found(tables, NAMES)).toEqual([]);
			expect(ofOthers(tables)).toEqual(before);
		},
	);

	it('leaves the scores of others as they are, also when they are scored again', async () => {
		const [tables, untouched] = [await somebody(), await somebody()];
		await ask(tables, ANA, 'Erase');
		const more = [did(BEN, 'page_view', 1, { path: '/product' }), did(TABLET, 'page_view', 1, { path: '/product' })];
		for (const each of [tables, untouched]) {
			each.insert(TABLES.activityLog, ...more);
			await scoreAll(each, 300);
		}
		const scores = (each: DataTables) =>
			ofOthers(each).map(({ lead, total, activities }) => ({ lead, total, activities }));
		expect(scores(tables)).toEqual(scores(untouched));
		expect(scores(tables)).toMatchObject([{ activities: 3 }, { activities: 3 }]);
		expect(found(tables, NAMES)).toEqual([]);
	});

	it('keeps the company, without her; the crossing stays known by its key', async () => {
		const tables = await somebody();
		const { started } = await ask(tables, ANA, 'Erase');
		const [company] = tables.all(TABLES.accountBook).filter(({ account }) => account === 'acme.example');
		expect(JSON.parse(String(company.topLeads))).toMatchObject([{ lead: BEN }]);
		expect(tables.all(TABLES.outbox).filter(({ kind }) => kind === 'account_crossed')).toMatchObject([
			{ key: 'account:acme.example:1', status: 'sent', title: 'Company crossed', text: '' },
		]);
		expect(started).toHaveLength(1);
		await runWorkflow(rollUp, { tables, executionId: '8', nodeTypes: [AggregateAccount], startNode: 'Every morning' });
		expect(tables.all(TABLES.accountBook).filter(({ account }) => account === 'acme.example')).toMatchObject([
			{ members: 1 },
		]);
	});

	it('deletes a company of which nobody else is known', async () => {
		const tables = await somebody();
		await ask(tables, CY, 'Erase');
		expect(tables.all(TABLES.accountBook).map(({ account }) => account)).toEqual(['acme.example']);
		expect(found(tables, NAMES)).toEqual(NAMES);
	});

	it('changes nothing before it is confirmed, and lets nobody else wait', async () => {
		const tables = await somebody();
		const before = textIn(tables);
		const { kinds, answers } = await ask(tables, ANA, 'Erase', { sure: 'No, keep everything' });
		expect(kinds).toEqual(['preview']);
		expect(answers[0].html).toContain('<li>5 rows of ll_activity_log: what they did</li>');
		expect(answers[0].html).toContain('visitor-1');
		expect(textIn(tables)).toBe(before);
	});

	it('waits while 02 is at work, which would write the row back', async () => {
		const tables = await somebody();
		const [state] = tables.all(TABLES.state);
		tables.change(TABLES.state, { id: state.id }, { holder: '41', until: new Date(Date.now() + 3000).toISOString() });
		const { kinds } = await ask(tables, ANA, 'Erase');
		expect(kinds).toEqual(['preview', 'erased']);
		expect(tables.all(TABLES.state)).toMatchObject([{ holder: '90', until: '' }, {}]);
	});

	it('is not undone by a run of 02 that read her before and is slower than its lease', async () => {
		const tables = await somebody();
		tables.insert(TABLES.activityLog, did(ANA, 'page_view', 1, { path: '/pricing' }));
		let isErased = false;
		tables.beforeUpdate = (table) => {
			if (table !== TABLES.leadBook.name || isErased) return;
			for (const each of [
				TABLES.activityLog,
				TABLES.leadBook,
				TABLES.outbox,
				TABLES.stageLog,
				TABLES.scoreLog,
				TABLES.aliasBook,
			])
				tables.remove(each, (row) => NAMES.some((name) => JSON.stringify(row).includes(name)));
			isErased = true;
		};
		await score02(tables, '41');
		expect(isErased).toBe(true);
		expect(tables.all(TABLES.leadBook).map(({ lead }) => lead)).not.toContain(ANA);
		await scoreAll(tables, 400);
		await ask(tables, ANA, 'Erase');
		expect(found(tables, [ANA])).toEqual([]);
	});

	it('takes what comes in meanwhile along, and starts a new record with what comes after', async () => {
		const tables = await somebody();
		tables.onRead(TABLES.stageLog, () => tables.insert(TABLES.activityLog, did('visitor-1', 'page_view', 1)), 2);
		await ask(tables, ANA, 'Erase');
		expect(found(tables, NAMES)).toEqual([]);
		tables.insert(TABLES.activityLog, did(ANA, 'page_view', 0, { path: '/pricing' }));
		await scoreAll(tables, 300);
		expect(tables.all(TABLES.leadBook).filter(({ lead }) => lead === ANA)).toMatchObject([
			{ activities: 1, stage: 'nurture' },
		]);
	});

	it('says twice that nothing is held, when asked twice', async () => {
		const tables = await somebody();
		await ask(tables, ANA, 'Erase');
		expect((await ask(tables, ANA, 'Erase')).kinds).toEqual(['nothing']);
		expect((await ask(tables, ANA, 'Explain')).kinds).toEqual(['nothing']);
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 8])('can be begun again when n8n stops after write %i', async (writes) => {
		const tables = await somebody();
		tables.dieAfter(writes);
		await ask(tables, ANA, 'Erase').catch(() => undefined);
		tables.dieAfter();
		tables.change(TABLES.state, { name: 'scoring' }, { until: '' });
		await ask(tables, ANA, 'Erase');
		expect(found(tables, NAMES)).toEqual([]);
	});

	it('explains on one page what is held, by which rules, and who was told', async () => {
		const tables = await somebody();
		const { answers } = await ask(tables, 'u-17', 'Explain');
		expect(answers).toMatchObject([{ kind: 'explain', title: 'Held about Ana Ruiz' }]);
		const html = answers[0].html as string;
		const [{ total }] = tables.all(TABLES.leadBook).filter(({ lead }) => lead === ANA);
		expect(html).toContain(`<td class="number">${String(total)}</td></tr></tbody></table>`);
		for (const words of [
			'Demo request',
			'visitor-1',
			'Director of Marketing',
			'Who was told, and when',
			'What would lift it',
			'ready',
		])
			expect(html).toContain(words);
		expect(html).not.toContain('Okafor');
	});

	it('exports everything that is held, and nothing that is not', async () => {
		const tables = await somebody();
		const { items } = await ask(tables, ANA, 'Export');
		const [{ binary }] = items;
		expect(binary?.data).toMatchObject({ fileName: 'person.json', mimeType: 'application/json' });
		const data = JSON.parse(Buffer.from(String(binary?.data.data), 'base64').toString()) as Record<
			string,
			IDataObject[]
		>;
		expect(data.keys).toEqual([ANA, TABLET, 'u-17', 'visitor-1']);
		expect(data.ll_activity_log.map(({ lead }) => lead).sort()).toEqual([ANA, ANA, TABLET, 'u-17', 'visitor-1'].sort());
		expect(data.ll_lead_book).toMatchObject([{ lead: ANA, name: 'Ana Ruiz' }]);
		expect(Object.keys(data)).toEqual(
			expect.arrayContaining(['ll_outbox', 'll_stage_log', 'll_score_log', 'll_alias_book', 'elsewhere']),
		);
		expect(JSON.stringify(data.ll_outbox)).not.toContain(BEN);
	});
});
