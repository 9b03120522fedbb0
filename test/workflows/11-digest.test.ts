import { LeadDigest } from '../../nodes/LeadDigest/LeadDigest.node';
import digest from '../../workflows/11-digest.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';

const TRIGGER = 'Every morning';
const MONDAY = '2026-03-02T08:00:00.000Z';
const TUESDAY = '2026-03-03T08:00:00.000Z';

/** Runs the template at a moment; what it starts is noted. */
async function run(tables: DataTables, timestamp = MONDAY) {
	const started: string[] = [];
	const result = await runWorkflow(digest as unknown as WorkflowFile, {
		tables,
		nodeTypes: [LeadDigest],
		pinData: { [TRIGGER]: itemsOf([{ timestamp }]) },
		onStart: (id: string) => void started.push(id),
	});
	expect(result.error).toBeUndefined();
	return { started, messages: jsonOf(result.output('Lead Digest')) };
}

function tablesOf(...outbox: object[]): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.leadBook, {
		lead: 'ana@acme.example',
		name: 'Ana Ruiz',
		stage: 'mql',
		handedOffAt: '2026-03-02T07:00:00.000Z',
	});
	tables.insert(TABLES.stageLog, {
		lead: 'ana@acme.example',
		from: 'nurture',
		to: 'mql',
		at: '2026-03-02T07:00:00.000Z',
		by: '02-score',
		why: '',
	});
	tables.insert(TABLES.state, { name: 'delivery', workflow: 'id of 10', until: '' });
	tables.insert(TABLES.outbox, ...(outbox as never[]));
	return tables;
}

describe('11 Digest', () => {
	it('shows which rules cannot be read', async () => {
		const tables = tablesOf();
		tables.insert(TABLES.rules, { rule: 'Typo', dimension: 'engagment', event: 'page_view', points: 5 });
		const { messages } = await run(tables, TUESDAY);
		expect(messages).toMatchObject([{ audience: 'sales' }]);
		expect(messages[0].text).toContain('Row 1 (“Typo”), column “dimension”');
	});

	it('puts the digests into the outbox and starts 10', async () => {
		const tables = tablesOf({ key: 'x', status: 'undelivered', error: 'Slack: channel_not_found.' });
		const { started } = await run(tables);
		const rows = tables.all(TABLES.outbox).filter(({ kind }) => kind === 'digest');
		expect(rows.map(({ key, audience, channel, status }) => [key, audience, channel, status])).toEqual([
			['digest:daily:2026-03-02:sales', 'sales', 'slack,teams', 'new'],
			['digest:weekly:2026-W10:manager', 'manager', 'email', 'new'],
			['digest:weekly:2026-W10:marketing', 'marketing', 'email', 'new'],
		]);
		expect(String(rows[0].text).split('\n').slice(0, 3)).toEqual([
			'Handed over: 1 (Ana Ruiz)',
			'Waiting for an answer: 1 (Ana Ruiz since Mon 2 Mar, nobody)',
			'Not delivered yet: 1, see ll_outbox. Slack: channel_not_found.',
		]);
		expect(started).toEqual(['id of 10']);
	});

	it('names rows of the outbox that somebody misspelt, and tasks without a CRM; what was sent is fine', async () => {
		const tables = tablesOf(
			{ key: 'a', status: 'undeliverd', channel: 'slack', kind: 'hand_off' },
			{ key: 'b', status: 'new', channel: 'slak', kind: 'hand_off' },
			{ key: 'c', status: 'new', channel: 'crm', kind: 'crm', at: '2026-03-01T08:00:00.000Z', attempts: 0 },
			{ key: 'd', status: 'sent', channel: 'slak', kind: 'hand_off' },
		);
		const { messages } = await run(tables);
		const text = messages[0].text as string;
		expect(text).toContain('row 1, column “status”');
		expect(text).toContain('row 2, column “channel”');
		expect(text).toContain('1 task waits for a CRM');
		expect(text).not.toContain('Not delivered yet');
	});

	it('brings nothing, and starts nothing, on a day without news', async () => {
		const tables = new DataTables();
		tables.insert(TABLES.state, { name: 'delivery', workflow: 'id of 10', until: '' });
		const { started, messages } = await run(tables, '2026-03-03T08:00:00.000Z');
		expect({ started, messages, outbox: tables.all(TABLES.outbox) }).toEqual({ started: [], messages: [], outbox: [] });
	});

	it.each([
		['02 never ran', [], true],
		['02 has taken the first of two entries', [{ name: 'scoring', position: 0, seen: 1 }], true],
		['02 has taken both', [{ name: 'scoring', position: 0, seen: 2 }], false],
	])('says that activities wait to be scored, or not: %s', async (_, state, isSaid) => {
		const tables = tablesOf();
		tables.insert(TABLES.state, ...state);
		tables.insert(TABLES.activityLog, { activity: 'a1', lead: 'x' }, { activity: 'a2', lead: 'y' });
		const { messages } = await run(tables, TUESDAY);
		expect((messages[0].text as string).includes('that is not scored yet came')).toBe(isSaid);
	});

	it('puts each digest into the outbox once when it runs twice', async () => {
		const tables = tablesOf();
		await run(tables);
		const { started } = await run(tables, '2026-03-02T11:00:00.000Z');
		expect(started).toEqual([]);
		const keys = tables.all(TABLES.outbox).map(({ key }) => key);
		expect([keys.length, new Set(keys).size]).toEqual([3, 3]);
	});

	it('follows the settings', async () => {
		const tables = tablesOf();
		tables.insert(TABLES.settings, { name: 'language', value: 'fr' });
		const { messages } = await run(tables);
		expect(messages[0].title).toBe('Leads, lun. 2 mars : 1 transmis, 1 en attente');
	});
});
