import { DateTime } from 'luxon';
import { readRow } from '../../lifecycle/lead/row';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { advance } from '../../lifecycle/stage/advance';
import { policyOf } from '../../lifecycle/stage/policy';
import { TABLES } from '../../workflows/src/tables';
import { AdvanceLead } from '../../nodes/AdvanceLead/AdvanceLead.node';
import { DataTables } from '../support/data-tables';
import { itemsOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { parsed } from '../support/templates';

const file = parsed('04-sla-watch') as unknown as WorkflowFile;

const LEAD = 'ana@acme.example';

describe('the promises that come with it', () => {
	const policyAt = (asOf: string) =>
		policyOf(readSettings([]).settings, {
			asOf: DateTime.fromISO(asOf, { zone: 'UTC' }),
			...{ by: '04-sla-watch', batch: '1', zone: 'UTC' },
		});
	const monday = '2026-03-02T09:00:00Z';

	it.each([
		['a hot lead', { stage: 'mql', cell: 'A2', handedOffAt: monday }, '2026-03-02T13:00'],
		['another lead', { stage: 'mql', cell: 'B2', handedOffAt: monday }, '2026-03-02T17:00'],
		[
			'an accepted lead',
			{ stage: 'accepted', cell: 'A1', handedOffAt: monday, acceptedAt: monday },
			'2026-03-13T17:00',
		],
	])('%s has one', (_title, lead, due) => {
		const sla = policyAt(monday).slaOf(readRow({ lead: LEAD, ...lead }).row);
		expect(sla?.policies).toHaveLength(1);
		expect([sla?.dueAt, sla?.state]).toEqual([`${due}:00.000Z`, 'on_track']);
	});

	it('are watched level by level, each told once', () => {
		let { row } = readRow({ lead: LEAD, stage: 'mql', cell: 'A1', handedOffAt: monday, owner: 'ben@sales.example' });
		const told = [
			'2026-03-02T11:59:00Z',
			'2026-03-02T12:00:00Z',
			'2026-03-02T12:05:00Z',
			'2026-03-02T13:05:00Z',
			'2026-03-02T16:55:00Z',
			'2026-03-03T09:00:00Z',
			'2026-03-09T09:00:00Z',
		].map((asOf) => {
			const policy = policyAt(asOf);
			const sla = policy.slaOf(row);
			const { after } = advance(row, sla === null ? [] : [{ kind: 'deadline', sla }], policy);
			const before = row.news.messages.length;
			row = after ?? row;
			return row.news.messages.slice(before).map(({ key }) => key.replace(`sla:${LEAD}:`, ''));
		});
		const since = '2026-03-02T09:00:00.000Z';
		expect(told).toEqual([
			[],
			[`at_risk:${since}:ben@sales.example`],
			[],
			[`breached:${since}:ben@sales.example`, `breached:${since}:manager`],
			[],
			[`manager:${since}:manager`],
			[],
		]);
	});
});

describe('04 SLA watch', () => {
	const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
	const always = { name: 'business_hours', value: 'Mon-Sun 00:00-24:00' };
	const overdue = {
		...{ lead: LEAD, stage: 'mql', cell: 'A1', handedOffAt: hoursAgo(5), owner: 'ben@sales.example', version: 3 },
	};

	async function watch(rows: Array<Record<string, string | number | null>>, executionId = '41') {
		const tables = new DataTables();
		tables.insert(TABLES.settings, always);
		for (const row of rows) tables.insert(TABLES.leadBook, row);
		tables.insert(TABLES.state, { name: 'scoring', workflow: 'workflow of 02' });
		return { tables, ...(await again(tables, executionId)) };
	}

	async function again(tables: DataTables, executionId: string) {
		const started: string[] = [];
		const result = await runWorkflow(file, {
			...{ tables, executionId, nodeTypes: [AdvanceLead], onStart: (id) => started.push(id) },
			pinData: { 'Every 5 minutes': itemsOf([{}]) },
		});
		expect(result.error).toBeUndefined();
		return { result, started };
	}

	it('writes the alert with its messages, and has them sent', async () => {
		const { tables, started } = await watch([overdue]);
		const [row] = tables.all(TABLES.leadBook);
		expect(row).toMatchObject({ version: 4, batch: '41' });
		expect(row.slaAlerts).toContain('|breached|');
		expect((JSON.parse(String(row.news)) as { messages: Array<{ audience: string }> }).messages).toMatchObject([
			{ audience: 'ben@sales.example' },
			{ audience: 'manager' },
		]);
		expect(started).toEqual(['workflow of 02']);
	});

	it('is quiet the second time, and where nothing is due', async () => {
		const { tables } = await watch([overdue]);
		expect((await again(tables, '42')).started).toEqual([]);
		expect(tables.all(TABLES.leadBook)[0].version).toBe(4);
		const { started } = await watch([
			{ ...overdue, handedOffAt: hoursAgo(1) },
			{ ...overdue, lead: 'b', stage: 'won' },
		]);
		expect(started).toEqual([]);
	});

	it('goes on past a row that makes no sense', async () => {
		const { tables } = await watch([{ ...overdue, lead: 'b', handedOffAt: 'soon' }, overdue]);
		expect(tables.all(TABLES.leadBook).map(({ version }) => version)).toEqual([3, 4]);
	});

	it('leaves a row that somebody wrote meanwhile to the next run', async () => {
		const tables = new DataTables();
		tables.insert(TABLES.settings, always);
		tables.insert(TABLES.leadBook, { ...overdue, stage: 'accepted', version: 4 });
		const [{ id }] = tables.all(TABLES.leadBook);
		const result = await runWorkflow(file, {
			...{ tables, executionId: '41', nodeTypes: [AdvanceLead] },
			pinData: { 'Every 5 minutes': itemsOf([{}]), 'Read leads with sales': itemsOf([{ id, ...overdue }]) },
		});
		expect(result.error).toBeUndefined();
		expect(result.output('Advance Lead')).toHaveLength(1);
		expect(tables.all(TABLES.leadBook)[0]).toMatchObject({ stage: 'accepted', version: 4, slaAlerts: null });
	});
});
