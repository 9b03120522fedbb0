import { DateTime } from 'luxon';
import { CRM_HISTORY } from '../../lifecycle/crm/history';
import type { CrmHistory } from '../../lifecycle/crm/history/crm-history';
import { readPage } from '../../lifecycle/crm/history/history-page';
import { afterPage, beginImport, planImport, readProgress } from '../../lifecycle/crm/history/import-progress';
import { newActivities } from '../../lifecycle/crm/history/new-activities';
import { beginLeads, type ImportedStage } from '../../lifecycle/crm/history/new-leads';
import { readRow } from '../../lifecycle/lead/row';
import type { Fields } from '../../lifecycle/path';
import table from '../cases/crm-imports.json';
import { parsed } from '../support/templates';

const NOW = '2026-03-04T12:00:00.000Z';
const asOf = DateTime.fromISO(NOW, { zone: 'utc' });
const minutesAgo = (minutes: number): string => asOf.minus({ minutes }).toUTC().toISO() ?? '';

type Crm = 'hubspot' | 'odoo';
const historyOf = (crm: string): CrmHistory => CRM_HISTORY[crm as Crm] as CrmHistory;

interface Row extends Record<string, unknown> {
	minutesAgo?: number;
}

describe('which import is to run', () => {
	const plans = table.plans as Array<{
		name: string;
		why: string;
		row: Row;
		onlyInterrupted?: boolean;
		expected?: Fields & { isNew?: boolean };
	}>;

	it.each(plans)('$name: $why', ({ row: { minutesAgo: minutes, ...row }, onlyInterrupted = false, expected }) => {
		const at = minutes === undefined ? {} : { lastPageAt: minutesAgo(minutes) };
		const plan = planImport({ source: 'hubspot', ...row, ...at }, { asOf, onlyInterrupted });
		if (expected === undefined) return expect(plan).toBeUndefined();
		const { isNew = false, ...on } = expected;
		const none = { cursor: '', done: 0, activities: 0, leads: 0, total: null, startedAt: NOW, finishedAt: null };
		expect(plan).toMatchObject({ source: 'hubspot', status: 'running', lastPageAt: NOW, ...(isNew ? none : on) });
	});
});

describe('how many records there are', () => {
	const counts = table.counts as Array<{
		name: string;
		why: string;
		crm: Crm;
		cursor: string;
		answers: Fields[];
		expected?: Fields;
		fault?: string;
	}>;

	it.each(counts)('$name: $why', ({ crm, cursor, answers, expected, fault }) => {
		const begun = beginImport({ source: crm, status: 'running', cursor, done: 5 }, answers, historyOf(crm));
		if (!begun.ok) return expect(begun.message).toBe(fault);
		expect(begun.value).toMatchObject({ source: crm, status: 'running', done: 5, ...expected });
	});
});

describe('what a page holds', () => {
	const pages = table.pages as Array<{
		name: string;
		why: string;
		crm: Crm;
		cursor: string;
		records: Fields[];
		messages?: Fields[];
		expected?: { next: string; ids: unknown[]; messages?: unknown[] };
		fault?: string;
	}>;

	it.each(pages)('$name: $why', ({ crm, cursor, records, messages = [], expected, fault }) => {
		const read = readPage({ records, messages }, cursor, historyOf(crm), asOf);
		if (!read.ok) return expect(read.message).toBe(fault);
		expect({ next: read.value.next, records: read.value.records }).toEqual({
			next: expected?.next,
			records: expected?.ids.length,
		});
		const page = historyOf(crm).page(records, messages, cursor);
		const held = page.ok ? page.value.records : [];
		expect(held.map(({ id }) => id)).toEqual(expected?.ids);
		const ids = held.map((record) => ((record.messages ?? []) as Fields[]).map(({ id }) => id));
		expect(ids).toEqual(expected?.messages ?? held.map(() => []));
	});

	it('is read as activities, with what to look up, and a record that cannot be read keeps none back', () => {
		const contact = (id: string, createdate: string) => ({
			id,
			properties: { hs_object_id: id, email: `p${id}@acme.example`, createdate, lastmodifieddate: createdate },
		});
		const day = '2026-01-01T00:00:00Z';
		const results = [contact('9', day), contact('10', 'yesterday'), contact('11', day)];
		const read = readPage({ records: [{ results }], messages: [] }, '', historyOf('hubspot'), asOf);
		if (!read.ok) throw new Error(read.message);
		const { activities, ids, leads, skipped } = read.value;
		const all = activities.map(({ activity }) => activity);
		expect(all.length).toBeGreaterThan(2);
		expect(all.every((id) => id >= String(ids?.from) && id <= String(ids?.to))).toBe(true);
		expect(leads).toEqual(['p9@acme.example', 'p11@acme.example']);
		expect(skipped).toEqual([{ what: 'record 10 of HubSpot', why: expect.stringContaining('yesterday') as string }]);
	});
});

describe('how a new lead begins', () => {
	interface Case {
		name: string;
		why: string;
		crm: Crm;
		isKnown?: boolean;
		attributes: Fields[];
		row?: Fields & { why?: string };
		logged: Fields[];
	}
	const users: Record<Crm, Fields[]> = {
		hubspot: [{ results: [{ id: '9001', email: 'rep@sales.example' }] }],
		odoo: [
			{ id: 2, name: 'Marc Demo', login: 'marc', email: 'marc@sales.example' },
			{ id: 3, name: 'Mia', login: 'mia', email: false },
		],
	};
	/** What the template says, so that the cases hold for it. */
	const stagesOf = (crm: Crm): Map<string, ImportedStage> => {
		const file = crm === 'hubspot' ? '13-import-from-hubspot' : '14-import-from-odoo';
		const { parameters } = parsed(file).nodes.find(({ name }) => name === 'Begin new leads') ?? {};
		const { values } = (parameters as { stages: { values: Array<{ word: string; stage: ImportedStage }> } }).stages;
		return new Map(values.map(({ word, stage }) => [word, stage]));
	};
	const activity = (attributes: Fields, index: number): Fields => ({
		activity: `a${index}`,
		lead: 'ann@acme.example',
		type: 'lead_import',
		attributes: JSON.stringify(attributes),
	});

	it.each(table.leads as Case[])('$name: $why', ({ crm, isKnown = false, attributes, row, logged }) => {
		const known = isKnown ? ['Ann@Acme.example'] : ['bo@acme.example'];
		const told = [{ activity: 'o', lead: 'ann@acme.example', type: 'email_open', attributes: '{}' }];
		const { rows, activities } = beginLeads([...told, ...attributes.map(activity)], known, {
			history: historyOf(crm),
			stages: stagesOf(crm),
			users: users[crm],
			asOf: NOW,
			by: '13 Import from HubSpot',
		});
		expect(activities.slice(1).map(({ attributes: text }) => JSON.parse(String(text)) as Fields)).toEqual(logged);
		expect(activities[0]).toEqual(told[0]);
		expect(rows).toHaveLength(row === undefined ? 0 : 1);
		if (row === undefined) return;
		const { why, ...columns } = row;
		const at = (value: unknown): unknown => (value === 'now' ? NOW : value);
		expect(rows[0]).toMatchObject(
			Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, at(value)])),
		);
		const read = readRow(rows[0]);
		expect(read.faults).toEqual([]);
		expect(read.row).toMatchObject({ lead: 'ann@acme.example', email: 'ann@acme.example', version: 0, total: null });
		const [line] = read.row.news.stages;
		expect(line).toMatchObject({ from: 'new', to: read.row.stage, at: NOW, by: '13 Import from HubSpot' });
		if (why !== undefined) expect(line.why).toBe(why);
	});
});

describe('what is new', () => {
	const page = ['a', 'b', 'b', 'c'].map((activity) => ({ activity, lead: 'x' }));

	it('is what the log does not have, each once', () => {
		expect(newActivities(page, [{ activity: 'a' }]).map(({ activity }) => activity)).toEqual(['b', 'c']);
	});

	it('is nothing when all of it was read before', () => {
		expect(newActivities(page, page)).toEqual([]);
	});
});

describe('how far an import is after a page', () => {
	const before = readProgress({
		source: 'odoo',
		status: 'running',
		cursor: '100 of 250',
		total: 240,
		done: 90,
		leads: 7,
	});
	const page = { records: 95, activities: 200, leads: 3 };

	it('is the next page, and what the page held', () => {
		expect(afterPage(before, { ...page, next: '200 of 250' }, asOf)).toEqual({
			...before,
			...{ status: 'running', cursor: '200 of 250', done: 185, activities: 200, leads: 10 },
			...{ lastPageAt: NOW, finishedAt: null },
		});
	});

	it('is done where no page is left', () => {
		const after = afterPage(before, { ...page, next: '' }, asOf);
		expect(after).toMatchObject({ status: 'done', cursor: '', finishedAt: NOW });
	});
});
