import { CRM_NAMES } from '../../workflows/src/parts/crm/crm';
import { TABLES } from '../../workflows/src/tables';
import { runCrm } from '../support/crm/flow';
import { personIn } from '../support/crm/held';
import { SmallCrm, type Fault } from '../support/crm/small-crm';
import { DataTables, type Row } from '../support/data-tables';

jest.setTimeout(240_000);

const START = '2026-03-04T12:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();

const rowOf = (lead: string, more: Row = {}): Row => ({
	...{ lead, email: lead, name: 'Ana Example', title: 'Director', company: 'Acme', owner: null },
	...{
		total: 74,
		fit: 27,
		engagement: 47,
		cell: 'A2',
		label: 'Hot',
		stage: 'mql',
		summary: 'Director +12',
		version: 7,
	},
	...more,
});

/** What 01 knows of a lead that it has just handed over. */
const handedOver = (row: Row) => ({
	...row,
	mayCreate: true,
	tasks: [
		{
			key: `task:${String(row.lead)}:${START}`,
			subject: 'Follow up',
			text: `Who: Ana\ntask:${String(row.lead)}:${START}`,
			due: after(240),
		},
	],
});

describe.each(CRM_NAMES)('with %s', (crm) => {
	let server: SmallCrm;
	let tables: DataTables;
	beforeEach(async () => {
		server = await SmallCrm.open(crm);
		tables = new DataTables();
	});
	afterEach(async () => {
		await server.close();
	});

	const outbox = (): Row[] => tables.all(TABLES.outbox);
	const states = () => outbox().map(({ key, status, attempts, nextAt }) => ({ key, status, attempts, nextAt }));
	const flow = { crm, from: 'News' };
	const handOver = async (rows: Row[], minutes = 0): Promise<void> => {
		const given = { scoreLog: [], stageLog: [], crm: rows.map(handedOver), retold: [], messages: [] };
		await runCrm(server, { ...flow, file: '01-capture-and-score', given, tables, asOf: after(minutes) });
	};
	const sweep = async (minutes: number, more: { isOff?: boolean } = {}) =>
		await runCrm(server, { crm, file: '10-deliver', from: 'What may be due', tables, asOf: after(minutes), ...more });

	/** Does what it was asked to, now and then, and says that it did not. */
	const liar: Record<string, Fault['on']> = {
		hubspot: 'POST /engagements',
		salesforce: 'POST /services/data/v59.0/sobjects/task',
		pipedrive: 'POST /api/v2/activities',
		odoo: 'POST /json/2/mail.activity/create',
	};

	it('down for ten minutes during 200 hand-offs: 200 are delivered in the end, none twice', async () => {
		const rows = Array.from({ length: 200 }, (_, index) => rowOf(`lead-${index}@acme.example`));
		tables.insert(TABLES.leadBook, ...rows);
		for (let minute = 0; minute < 10; minute++) {
			server.fails({ on: '', status: [500, 429, 503][minute % 3] });
			if (minute > 0) await sweep(minute);
			await handOver(rows.slice(minute * 20, minute * 20 + 20), minute);
		}
		expect(server.held.people).toEqual([]);
		expect(outbox()).toHaveLength(400);
		server.fails({ on: liar[crm], status: { after: 500 }, times: 7 });
		let minute = 10;
		for (; outbox().some(({ status }) => status !== 'sent') && minute < 60; minute++) await sweep(minute);
		expect(states().filter(({ status }) => status !== 'sent')).toEqual([]);
		const leads = rows.map(({ lead }) => lead).sort();
		expect(server.held.people.map(({ email }) => email).sort()).toEqual(leads);
		expect(server.held.tasks).toHaveLength(200);
		expect(new Set(server.held.tasks.map(({ person }) => person)).size).toBe(200);
	});

	it('writes what the book says now, not what it said then', async () => {
		tables.insert(TABLES.leadBook, rowOf('ana@acme.example', { total: 88 }));
		server.held.people.push(personIn(crm, 'ana@acme.example', undefined));
		server.fails({ on: '', status: 500 });
		await handOver([rowOf('ana@acme.example')]);
		server.fails();
		await sweep(1);
		expect(Object.values(server.held.people[0].fields)).toContain(88);
		expect(outbox().map(({ status, error, nextAt }) => [status, error, nextAt])).toEqual([
			['sent', null, null],
			['sent', null, null],
		]);
	});

	it('waits longer each time, and gives up after days', async () => {
		tables.insert(TABLES.leadBook, rowOf('ana@acme.example'));
		server.fails({ on: '', status: 500 });
		await handOver([rowOf('ana@acme.example')]);
		const waits: number[] = [];
		for (let minute = 1; waits.length < 5;) {
			await sweep(minute);
			const next = (Date.parse(String(outbox()[0].nextAt)) - Date.parse(START)) / 60_000;
			waits.push(next - minute);
			minute = next;
		}
		expect(waits).toEqual([1, 2, 4, 8, 15]);
		await expect(sweep(3 * 24 * 60)).rejects.toThrow('crm:ana@acme.example');
		expect(outbox().map(({ status }) => status)).toEqual(['failed', 'failed']);
	});

	it('two sweeps at once write once', async () => {
		tables.insert(TABLES.leadBook, rowOf('ana@acme.example'));
		server.fails({ on: '', status: 500 });
		await handOver([rowOf('ana@acme.example')]);
		server.fails();
		await Promise.all([sweep(1), sweep(1)]);
		expect(server.held.people).toHaveLength(1);
		expect(server.held.tasks).toHaveLength(1);
	});

	it('one record that is refused keeps no other from being written', async () => {
		const [good, bad] = [rowOf('ana@acme.example'), rowOf('bob..@acme.example')];
		tables.insert(TABLES.leadBook, good, bad);
		server.fails({ on: '', status: 500 });
		await handOver([bad, good]);
		server.fails();
		await sweep(1);
		const stateOf = (lead: Row) =>
			outbox()
				.filter((row) => row.lead === lead.lead)
				.map(({ status }) => status);
		expect(stateOf(good)).toEqual(['sent', 'sent']);
		expect(stateOf(bad)).toEqual(crm === 'hubspot' ? ['undelivered', 'undelivered'] : ['sent', 'sent']);
	});

	it('keeps what waits while its steps are switched off', async () => {
		tables.insert(TABLES.leadBook, rowOf('ana@acme.example'));
		server.fails({ on: '', status: 500 });
		await handOver([rowOf('ana@acme.example')]);
		await sweep(1, { isOff: true });
		expect(outbox()).toMatchObject([
			{ status: 'undelivered', error: expect.stringContaining('switched off') as string },
			{ status: 'undelivered' },
		]);
	});
});
