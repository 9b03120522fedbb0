/** What an installation of the first version holds, recorded from its templates, is taken over as it is. */
import { LEAD_COLUMNS, printRow, readRow } from '../../lifecycle/lead/row';
import { ReportFaults } from '../../nodes/ReportFaults/ReportFaults.node';
import { TABLES, type Table } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile } from '../support/engine';
import { parsed } from '../support/templates';
import { scoreAll } from '../support/lifecycle';
import recorded from '../cases/old-installation.json';

const OLD_ROWS: Readonly<Record<string, Row[]>> = recorded as unknown as Record<string, Row[]>;
/** Came with `ll_settings` and `ll_state`. */
const NEW_COLUMNS = new Set(['news', 'batch', 'crm', 'mergedInto']);
const OLD_TABLES: readonly Table[] = Object.values(TABLES)
	.filter(({ name }) => !['ll_settings', 'll_state'].includes(name))
	.map((table) => ({ ...table, columns: table.columns.filter(({ name }) => !NEW_COLUMNS.has(name)) }));

function installation(tables: readonly Table[]): DataTables {
	const made = new DataTables(tables);
	for (const [name, rows] of Object.entries(OLD_ROWS)) made.insert({ name }, ...rows);
	made.insert(TABLES.rules, { rule: 'Mine', dimension: 'engagement', event: 'demo_request', points: 90, active: true });
	return made;
}

const setUp = (tables: DataTables) =>
	runWorkflow(parsed('00-set-up') as unknown as WorkflowFile, {
		tables,
		nodeTypes: [ReportFaults],
		startNode: 'Set up',
	});

describe('an installation of the first version', () => {
	it('is asked for the columns it lacks, before anything is changed', async () => {
		const tables = installation(OLD_TABLES);
		const { error } = await setUp(tables);
		for (const column of NEW_COLUMNS) expect(error?.message).toContain(`${column} (String)`);
		expect(tables.names()).toHaveLength(OLD_TABLES.length);
	});

	it('gets the new tables and the settings, and keeps its rules and rows', async () => {
		const withColumns = OLD_TABLES.map((table) => (table.name === 'll_lead_book' ? TABLES.leadBook : table));
		const tables = installation(withColumns);
		const before = Object.keys(OLD_ROWS).map((name) => tables.all({ name }));
		expect((await setUp(tables)).error).toBeUndefined();
		expect(tables.all(TABLES.rules)).toHaveLength(1);
		expect(tables.all(TABLES.settings).length).toBeGreaterThan(40);
		expect(Object.keys(OLD_ROWS).map((name) => tables.all({ name }))).toEqual(before);
	});

	it.each(OLD_ROWS.ll_lead_book)('has a row of $lead that is read without a fault, and printed as it was', (old) => {
		const { row, faults } = readRow(old);
		expect(faults).toEqual([]);
		const printed: Row = printRow(row);
		const same = LEAD_COLUMNS.map(([name]) => name).filter((name) => !['leadScore', 'attributes'].includes(name));
		for (const name of same) expect([name, printed[name]]).toEqual([name, old[name] ?? null]);
		// Of the whole score only what can not be worked out again from the log.
		const { reasons } = JSON.parse(String(old.leadScore)) as { reasons: unknown[] };
		expect(row.leadScore.reasons).toEqual(reasons);
	});
});

describe('its first scoring run', () => {
	/** Recorded a minute before its last entry; here that is an hour ago. */
	const RECORDED_AT = Date.parse('2026-03-02T09:05:00.000Z');
	const shift = Date.now() - 3_600_000 - RECORDED_AT;
	const moved = (iso: string): string => new Date(Date.parse(iso) + shift).toISOString();
	const recent = (text: string): string => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, moved);
	const rowsOf = (name: string): Row[] =>
		OLD_ROWS[name].map((row) =>
			Object.fromEntries(
				Object.entries(row).map(([column, cell]) => [column, typeof cell === 'string' ? recent(cell) : cell]),
			),
		);

	const ACCEPTED_AT = moved('2026-03-02T09:04:30.000Z');
	const CHANGES: Readonly<Record<string, Row | undefined>> = {
		'cy@core.example': { stage: 'accepted', acceptedAt: ACCEPTED_AT, owner: 'max@sales.example' },
		'di@delta.example': {
			...{ stage: 'recycled', handedOffAt: null, recycles: 1, recycledAt: ACCEPTED_AT, retained: 42 },
			...{ coolOffUntil: moved('2026-06-02T09:00:00.000Z'), track: 'budget_cycle' },
		},
		// Killed after its row was scored and before the hand-off was claimed.
		'gus@gamma.example': { stage: 'nurture', handedOffAt: null },
		// Killed after its row was made sure of.
		'bo@beta.example': Object.fromEntries(
			LEAD_COLUMNS.map(([name]) => [name, name === 'lead' ? 'bo@beta.example' : null]),
		),
	};
	const WITHOUT_ROW = 'eve@epsilon.example';

	async function takenOver(): Promise<DataTables> {
		const tables = new DataTables();
		for (const name of ['ll_stage_log', 'll_score_log']) tables.insert({ name }, ...rowsOf(name));
		const keptKeys = rowsOf('ll_outbox').filter(
			({ lead, kind }) => lead !== 'gus@gamma.example' || kind !== 'hand_off',
		);
		tables.insert(TABLES.outbox, ...keptKeys.map((row) => ({ ...row, status: 'sent' })));
		tables.insert(TABLES.leadBook, ...rowsOf('ll_lead_book').map((row) => ({ ...row, ...CHANGES[String(row.lead)] })));
		const log = rowsOf('ll_activity_log');
		tables.insert(TABLES.activityLog, ...log);
		// Answered 202, and killed before anything else.
		const ofEve = log.filter(({ lead }) => lead === 'ana@acme.example');
		tables.insert(
			TABLES.activityLog,
			...ofEve.map((row) => JSON.parse(JSON.stringify(row).replaceAll('ana@acme.example', WITHOUT_ROW)) as Row),
		);
		expect((await setUp(tables)).error).toBeUndefined();
		await scoreAll(tables);
		return tables;
	}

	it('hands nobody over twice, and nobody is forgotten', async () => {
		const tables = await takenOver();
		const stages = Object.fromEntries(tables.all(TABLES.leadBook).map(({ lead, stage }) => [lead, stage]));
		expect(stages).toEqual({
			'ana@acme.example': 'mql',
			'bo@beta.example': 'nurture',
			'cy@core.example': 'accepted',
			'di@delta.example': 'recycled',
			'gus@gamma.example': 'mql',
			[WITHOUT_ROW]: 'mql',
		});
		const handOffs = tables.all(TABLES.outbox).filter(({ kind }) => kind === 'hand_off');
		expect(handOffs.map(({ lead }) => lead).sort()).toEqual(
			['ana@acme.example', 'cy@core.example', 'di@delta.example', WITHOUT_ROW, 'gus@gamma.example'].sort(),
		);
		expect(new Set(tables.all(TABLES.outbox).map(({ key }) => key)).size).toBe(tables.all(TABLES.outbox).length);
	});

	it('tells no key moment again', async () => {
		const tables = await takenOver();
		const moments = tables.all(TABLES.outbox).filter(({ kind }) => kind === 'moment');
		expect(moments.map(({ lead }) => lead).sort()).toEqual(
			[
				...rowsOf('ll_outbox')
					.filter(({ kind }) => kind === 'moment')
					.map(({ lead }) => lead),
				WITHOUT_ROW,
			].sort(),
		);
	});

	it('keeps what people and sales wrote', async () => {
		const tables = await takenOver();
		const [cy] = tables.all(TABLES.leadBook).filter(({ lead }) => lead === 'cy@core.example');
		expect(cy).toMatchObject({ owner: 'max@sales.example', acceptedAt: ACCEPTED_AT });
	});

	it('is done once: the second run writes nothing', async () => {
		const tables = await takenOver();
		const before = [TABLES.leadBook, TABLES.outbox, TABLES.stageLog].map((table) => tables.all(table));
		await scoreAll(tables);
		expect([TABLES.leadBook, TABLES.outbox, TABLES.stageLog].map((table) => tables.all(table))).toEqual(before);
	});
});
