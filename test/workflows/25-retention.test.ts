import { ApplyRetention } from '../../nodes/ApplyRetention/ApplyRetention.node';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile } from '../support/engine';
import { scoreAll } from '../support/lifecycle';
import { parsed } from '../support/templates';

const file = parsed('25-retention') as unknown as WorkflowFile;

const ANA = 'ana@acme.example';
const DAY = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
let last = 0;
const did = (lead: string, type: string, days: number, more: Row = {}): Row => ({
	...{ activity: `a${++last}`, lead, type, at: ago(days), channel: 'web', source: 'segment', quarantine: '' },
	...{ properties: '{}', attributes: '{}' },
	...more,
});
const rule = (name: string, event: string, more: Row): Row => ({
	...{ rule: name, dimension: 'engagement', event, points: 5, per: 'each', active: true },
	...more,
});
const VISITS = rule('Visits', 'page_view', { days: 30 });
const DEMO = rule('Demo request', 'demo_request', { decay: 'half-life 30d' });
const KEEP: Row[] = ['activities', 'messages', 'stage_log', 'score_log'].map((name) => ({
	name: `keep_${name}`,
	value: '12 months',
}));

/** Ana with an old visitor id, and as many other leads as two slices have. */
async function scored(settings: Row[] = KEEP, rules: Row[] = [VISITS, DEMO]): Promise<DataTables> {
	const tables = new DataTables();
	tables.insert(TABLES.rules, ...rules);
	tables.insert(TABLES.settings, ...settings);
	tables.insert(TABLES.state, { name: 'scoring', until: '', next: '10' });
	tables.insert(
		TABLES.activityLog,
		did('visitor-1', 'page_view', 800),
		did(ANA, 'form_submit', 700, { properties: '{"alsoKnownAs":["visitor-1"]}', attributes: '{"title":"Director"}' }),
		...[did(ANA, 'page_view', 600), did(ANA, 'page_view', 500), did(ANA, 'page_view', 10), did(ANA, 'page_view', 5)],
		...[did(ANA, 'demo_request', 650), did(ANA, 'demo_request', 450), did(ANA, 'email_unsubscribe', 640)],
		...Array.from({ length: 102 }, (_, index) => [
			did(`lead-${index}`, 'page_view', 900 + index),
			did(`lead-${index}`, 'page_view', 500),
			did(`lead-${index}`, 'page_view', 2),
		]).flat(),
	);
	await scoreAll(tables);
	for (const status of ['sent', 'new'])
		for (const days of [500, 5])
			tables.insert(TABLES.outbox, { key: `${status}${days}`, kind: 'hand_off', lead: ANA, status, at: ago(days) });
	for (const table of [TABLES.stageLog, TABLES.scoreLog])
		for (const days of [500, 5]) tables.insert(table, { lead: 'old', at: ago(days), by: 'test' });
	return tables;
}

async function run(tables: DataTables): Promise<void> {
	const result = await runWorkflow(file, {
		...{ tables, executionId: '77', nodeTypes: [ApplyRetention], startNode: 'Every Sunday' },
	});
	if (result.error) throw new Error(`${result.error.message} ${result.error.description ?? ''}`);
}

/** Whom the log still knows at which age, in days. */
const logOf = (tables: DataTables, lead: string): Array<[type: unknown, days: number]> =>
	tables
		.all(TABLES.activityLog)
		.filter((row) => row.lead === lead)
		.map(({ type, at }) => [type, Math.round((Date.now() - Date.parse(String(at))) / DAY)]);
const scores = (tables: DataTables) =>
	tables.all(TABLES.leadBook).map(({ lead, total, fit, engagement, cell, stage, summary, lastActivityAt }) => ({
		...{ lead, total, fit, engagement, cell, stage, summary, lastActivityAt },
	}));
const rescore = async (tables: DataTables): Promise<void> => {
	tables.change(TABLES.state, { name: 'scoring' }, { sweep: null });
	await scoreAll(tables, 300);
	await scoreAll(tables, 400);
};

describe('25 Retention', () => {
	it('deletes what no score needs, of all leads, and changes no score', async () => {
		const tables = await scored();
		const before = scores(tables);
		await run(tables);
		expect(logOf(tables, 'visitor-1')).toEqual([]);
		expect(logOf(tables, ANA)).toEqual([
			...[
				['form_submit', 700],
				['page_view', 500],
				['page_view', 10],
				['page_view', 5],
			],
			...[
				['demo_request', 650],
				['demo_request', 450],
				['email_unsubscribe', 640],
			],
		]);
		expect(logOf(tables, 'lead-101')).toEqual([
			['page_view', 500],
			['page_view', 2],
		]);
		await rescore(tables);
		expect(scores(tables)).toEqual(before);
	});

	it('deletes old rows of the other tables, but no message that waits', async () => {
		const tables = await scored();
		await run(tables);
		expect(
			tables
				.all(TABLES.outbox)
				.filter(({ kind }) => kind === 'hand_off')
				.map(({ key }) => key),
		).toEqual(['sent5', 'new500', 'new5']);
		for (const table of [TABLES.stageLog, TABLES.scoreLog])
			expect(tables.all(table).filter(({ lead }) => lead === 'old')).toHaveLength(1);
	});

	it('leaves leads that are scored as before when they do something', async () => {
		const [tables, untouched] = [await scored(), await scored()];
		await run(tables);
		for (const each of [tables, untouched]) {
			each.insert(TABLES.activityLog, did('lead-3', 'page_view', 0));
			await scoreAll(each, 300);
		}
		const of = (each: DataTables) => scores(each).find(({ lead }) => lead === 'lead-3');
		expect(of(tables)).toMatchObject({ total: 10 });
		expect(of(tables)?.total).toBe(of(untouched)?.total);
	});

	it('names to marketing, once a month, the rules that need older activities', async () => {
		const tables = await scored();
		await run(tables);
		await run(tables);
		const [message, ...more] = tables.all(TABLES.outbox).filter(({ kind }) => kind === 'fault');
		expect(more).toEqual([]);
		expect(message).toMatchObject({ audience: 'marketing', status: 'new' });
		expect(message.text).toContain('The rule “Demo request” reads activities of any age');
		expect(message.text).toContain('expire 365d');
		expect(message.text).not.toContain('Visits');
	});

	it.each<[string, Row[], boolean?]>([
		['with the settings to start with', []],
		['where a setting cannot be read', KEEP.map((row) => ({ ...row, value: '12 moons' }))],
		['that are shorter than pages look back', KEEP.map((row) => ({ ...row, value: '30 days' }))],
		['of activities without rules', KEEP.slice(0, 1), true],
	])('deletes nothing %s', async (_, settings, isWithoutRules = false) => {
		const tables = await scored(settings, [VISITS]);
		if (isWithoutRules) tables.remove(TABLES.rules, () => true);
		const before = [TABLES.activityLog, TABLES.outbox, TABLES.stageLog, TABLES.scoreLog].map((table) =>
			tables.all(table),
		);
		await run(tables);
		expect(
			[TABLES.activityLog, TABLES.outbox, TABLES.stageLog, TABLES.scoreLog].map((table) => tables.all(table)),
		).toEqual(before);
	});

	it.each([5, 7])('goes on when n8n stops after write %i, and no lead is left unscored', async (writes) => {
		const tables = await scored();
		const before = scores(tables);
		tables.dieAfter(writes);
		await run(tables).catch(() => undefined);
		tables.dieAfter();
		tables.change(TABLES.state, { name: 'scoring' }, { until: '' });
		for (const lead of ['lead-3', 'lead-101']) tables.insert(TABLES.activityLog, did(lead, 'page_view', 0));
		await scoreAll(tables, 300);
		const total = (lead: string) => scores(tables).find((row) => row.lead === lead)?.total;
		expect([total('lead-3'), total('lead-101')]).toEqual([10, 10]);
		await run(tables);
		expect(logOf(tables, 'lead-101')).toHaveLength(3);
		expect(before.map(({ lead }) => lead)).toEqual(scores(tables).map(({ lead }) => lead));
	});
});
