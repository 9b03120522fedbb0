import { AggregateAccount } from '../../nodes/AggregateAccount/AggregateAccount.node';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { parsed } from '../support/templates';

const file = parsed('03-account-rollup') as unknown as WorkflowFile;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const reasons = (...named: Array<[rule: string, points: number, dimension: string]>): string =>
	JSON.stringify({
		reasons: named.map(([rule, points, dimension]) => ({
			...{ rule, points, dimension, count: 1, lastAt: daysAgo(2), text: `${rule} +${points}` },
		})),
	});
const lead = (key: string, total: number, more: Row = {}): Row => ({
	...{ lead: key, email: key, stage: 'nurture', total, engagement: 5, version: 5, ...more },
});
const ACME = [
	lead('ann@acme.example', 40, {
		...{ name: 'Ann', title: 'Buyer', company: 'Acme' },
		leadScore: reasons(['Pricing page', 12, 'engagement'], ['Director', 9, 'fit']),
	}),
	lead('bob@acme.example', 30, { name: 'Bob', leadScore: reasons(['Manager', 7, 'fit']) }),
];

function tablesWith(leads: readonly Row[]): DataTables {
	const tables = new DataTables();
	for (const row of leads) tables.insert(TABLES.leadBook, row);
	tables.insert(TABLES.settings, { name: 'time_zone', value: 'UTC' });
	tables.insert(TABLES.state, { name: 'delivery', workflow: 'workflow of delivery' });
	return tables;
}

async function run(tables: DataTables, executionId: string, startNode = 'Every morning', workflow = file) {
	const started: string[] = [];
	const result = await runWorkflow(
		{ ...workflow, id: 'workflow 03' },
		{
			...{ tables, executionId, startNode, nodeTypes: [AggregateAccount], onStart: (id) => started.push(id) },
			pinData: { [startNode]: itemsOf([{}]) },
		},
	);
	return { started, ...result };
}

async function rollUp(tables: DataTables, executionId = '41', startNode?: string) {
	const result = await run(tables, executionId, startNode);
	expect(result.error).toBeUndefined();
	return result;
}

const points = (tables: DataTables, key: string, total: number): void =>
	tables.change(TABLES.leadBook, { lead: key }, { total });

describe('03 Account roll-up', () => {
	it('writes the company and its leads, tells sales of the crossing, and has it sent', async () => {
		const tables = tablesWith([...ACME, lead('eve@gmail.com', 50)]);
		const { started } = await rollUp(tables);
		expect(tables.all(TABLES.accountBook)).toMatchObject([
			{ account: 'acme.example', name: 'Acme', score: 70, members: 2, qualified: true, transition: 'entered' },
		]);
		// Its own column alone: what is scored meanwhile is not disturbed.
		expect(tables.all(TABLES.leadBook)).toMatchObject([
			{ account: 'acme.example', version: 5, total: 40 },
			{ account: 'acme.example', version: 5 },
			{ account: null, version: 5 },
		]);
		const [message, ...others] = tables.all(TABLES.outbox);
		expect(others).toEqual([]);
		expect(message).toMatchObject({
			...{ kind: 'account_crossed', audience: 'sales', status: 'new', lead: 'acme.example', attempts: 0 },
			...{ key: 'account_crossed:acme.example:1', title: 'A company is ready: Acme, 70 points' },
		});
		expect(started).toEqual(['workflow of delivery']);
	});

	it('says who, why now, the strongest reasons of each and what to do next', async () => {
		const tables = tablesWith(ACME);
		for (let visit = 0; visit < 9; visit++)
			tables.insert(TABLES.activityLog, {
				...{ activity: `v${visit}`, lead: 'ann@acme.example', type: 'page_view', at: daysAgo(1 + visit / 10) },
			});
		await rollUp(tables);
		const [{ text, at }] = tables.all(TABLES.outbox);
		const lines = String(text).split('\n');
		expect(lines[0]).toBe('Who: Acme (acme.example), 2 people, 2 of them active');
		expect(lines[1]).toMatch(
			/^Why now: On \d+ \w+ \d{4} \d\d:\d\d UTC its people crossed 65 points together\. None of them is ready alone, and none is with sales\. Interest is rising: 9 activities in 7 days/,
		);
		expect(lines.slice(2)).toEqual([
			'Strongest reasons:',
			'- Ann, Buyer (ann@acme.example): 40 points, Pricing page +12 · Director +9',
			'- Bob (bob@acme.example): 30 points, Manager +7',
			'Next step: Get in touch with Ann. Start with what they viewed: Pricing page. Then bring in Bob.',
		]);
		expect(tables.all(TABLES.accountBook)[0].qualifiedAt).toBe(at);
	});

	it('is quiet the second time, and tells of the next crossing', async () => {
		const tables = tablesWith(ACME);
		await rollUp(tables);
		const once = tables.all(TABLES.accountBook);
		expect((await rollUp(tables, '42')).started).toEqual([]);
		expect(tables.all(TABLES.accountBook)).toEqual(once);
		points(tables, 'bob@acme.example', 3);
		await rollUp(tables, '43');
		expect(tables.all(TABLES.accountBook)).toMatchObject([{ qualified: false, transition: 'left', score: 43 }]);
		points(tables, 'bob@acme.example', 33);
		expect((await rollUp(tables, '44')).started).toEqual(['workflow of delivery']);
		expect(tables.all(TABLES.outbox).map(({ key }) => key)).toEqual([
			'account_crossed:acme.example:1',
			'account_crossed:acme.example:2',
		]);
	});

	it('tells nothing where one person explains it, and tells it when that person is sent back', async () => {
		const withSales = lead('cem@acme.example', 2, { stage: 'mql' });
		const tables = tablesWith([...ACME, withSales]);
		await rollUp(tables);
		expect(tables.all(TABLES.accountBook)).toMatchObject([{ qualified: true, crossings: 1 }]);
		expect(tables.all(TABLES.outbox)).toEqual([]);
		tables.change(TABLES.leadBook, { lead: 'cem@acme.example' }, { stage: 'recycled' });
		await rollUp(tables, '42');
		expect(tables.all(TABLES.outbox)).toMatchObject([{ key: 'account_crossed:acme.example:1' }]);
		const ready = tablesWith([lead('ann@acme.example', 70), lead('bob@acme.example', 5)]);
		await rollUp(ready);
		expect(ready.all(TABLES.outbox)).toEqual([]);
	});

	it('reads threshold, audience, language and channels from the settings', async () => {
		const tables = tablesWith(ACME);
		tables.insert(TABLES.settings, { name: 'account_threshold', value: '71' });
		tables.insert(TABLES.settings, { name: 'audience_sales', value: '#ventes, fr' });
		await rollUp(tables);
		expect(tables.all(TABLES.outbox)).toEqual([]);
		tables.change(TABLES.settings, { name: 'account_threshold' }, { value: '70' });
		await rollUp(tables, '42');
		expect(tables.all(TABLES.outbox)).toMatchObject([{ title: 'Une entreprise est prête : Acme, 70 points' }]);
	});

	it('leaves out who is disqualified, and keeps a company of which nobody is left', async () => {
		const tables = tablesWith([...ACME, lead('dee@acme.example', 60, { stage: 'disqualified' })]);
		await rollUp(tables);
		expect(tables.all(TABLES.accountBook)).toMatchObject([{ score: 70, members: 2 }]);
		tables.change(TABLES.leadBook, {}, { stage: 'disqualified' });
		await rollUp(tables, '42');
		expect(tables.all(TABLES.accountBook)).toMatchObject([{ score: 0, members: 0, qualified: false }]);
	});

	it('can be started by another workflow, and notes under which name', async () => {
		const tables = tablesWith(ACME);
		await rollUp(tables, '41', 'When started by another workflow');
		expect(tables.all(TABLES.outbox)).toHaveLength(1);
		expect(tables.all(TABLES.state)).toContainEqual(
			expect.objectContaining({ name: 'accounts', workflow: 'workflow 03' }),
		);
	});

	it('reads a bounded piece of the log, up to what was there when the run began', async () => {
		const tables = tablesWith(ACME);
		tables.insert(TABLES.activityLog, { activity: 'a', lead: 'ann@acme.example', type: 'page_view', at: daysAgo(60) });
		tables.insert(TABLES.activityLog, { activity: 'b', lead: 'ann@acme.example', type: 'page_view', at: daysAgo(1) });
		// Read once for the newest entry, and then for all of them.
		const late = { activity: 'c', lead: 'ann@acme.example', type: 'page_view', at: daysAgo(0) };
		tables.onRead(TABLES.activityLog, () => tables.insert(TABLES.activityLog, late), 2);
		const { output } = await rollUp(tables);
		expect(output('Read the last weeks of the log').map(({ json }) => json.activity)).toEqual(['b']);
	});

	it('goes on past rows that somebody edited to nonsense', async () => {
		const tables = tablesWith([...ACME, lead('zed@other.example', 9, { attributes: '{broken', slaAlerts: 'x' })]);
		tables.insert(TABLES.accountBook, { account: 'acme.example', qualifiedAt: 'soon', topLeads: 'nonsense' });
		tables.insert(TABLES.accountBook, { account: null, name: 'Mine' });
		await rollUp(tables);
		expect(tables.all(TABLES.accountBook)).toMatchObject([
			{ account: 'acme.example', qualified: true, crossings: 1, version: 0 },
			{ account: null, name: 'Mine', version: null },
			{ account: 'other.example', score: 9 },
		]);
	});

	it('sends nothing and writes nothing where the form makes no sense, and says so once', async () => {
		const broken = structuredClone(file);
		const node = broken.nodes.find(({ name }) => name === 'Aggregate Account');
		Object.assign(node?.parameters ?? {}, { method: 'topN', topCount: 0 });
		const tables = tablesWith(ACME);
		const { error } = await run(tables, '41', 'Every morning', broken);
		expect(error?.message).toBe('“Strongest Leads” is “0”');
		expect([tables.all(TABLES.accountBook), tables.all(TABLES.outbox)]).toEqual([[], []]);
		expect(tables.all(TABLES.leadBook).map(({ account }) => account)).toEqual([null, null]);
	});
});

describe('two runs at the same moment', () => {
	it('leave one row per company and one message per key, also where both find the company new', async () => {
		const tables = tablesWith(ACME);
		await Promise.all([rollUp(tables, '41'), rollUp(tables, '42')]);
		const keys = new Set(tables.all(TABLES.outbox).map(({ key }) => key));
		expect([...keys]).toEqual(['account_crossed:acme.example:1']);
		await rollUp(tables, '43');
		expect(tables.all(TABLES.accountBook)).toMatchObject([{ id: 1, account: 'acme.example', crossings: 1 }]);
	});

	it('a row that another run wrote meanwhile is left to the next run', async () => {
		const tables = tablesWith(ACME);
		tables.insert(TABLES.accountBook, {
			account: 'acme.example',
			score: 1,
			crossings: 0,
			qualified: false,
			version: 3,
		});
		tables.beforeUpdate = (table) => {
			if (table !== TABLES.accountBook.name) return;
			tables.beforeUpdate = () => undefined;
			tables.change(TABLES.accountBook, { id: 1 }, { score: 2, version: 4 });
		};
		await rollUp(tables);
		expect(tables.all(TABLES.accountBook)).toMatchObject([{ score: 2, version: 4, qualified: false }]);
		await rollUp(tables, '42');
		expect(tables.all(TABLES.accountBook)).toMatchObject([{ score: 70, version: 5, qualified: true }]);
		expect(tables.all(TABLES.outbox).map(({ key }) => key)).toEqual(['account_crossed:acme.example:1']);
	});
});

describe('a run that is killed', () => {
	it.each([0, 1, 2, 3, 4])('after %i writes is made up for by the next one, with one message', async (writes) => {
		const tables = tablesWith(ACME);
		tables.dieAfter(writes);
		expect((await run(tables, '41')).error).toBeDefined();
		tables.dieAfter();
		await rollUp(tables, '42');
		expect(tables.all(TABLES.accountBook)).toMatchObject([{ account: 'acme.example', qualified: true, crossings: 1 }]);
		expect(tables.all(TABLES.outbox).map(({ key }) => key)).toEqual(['account_crossed:acme.example:1']);
		expect(tables.all(TABLES.leadBook).map(({ account }) => account)).toEqual(['acme.example', 'acme.example']);
	});
});
