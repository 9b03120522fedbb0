import { FOLLOW_DEFAULTS } from '../../lifecycle/log/follow';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Collation, type Row } from '../support/data-tables';
import { score02, scoreAll, tablesAfterSetUp } from '../support/lifecycle';

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

/** All that tells time but the date. */
const CLOCKS_KEPT = [
	...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
	...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];
const PRICING = { properties: '{"path":"/pricing"}' };

let last = 0;
const did = (lead: string, type: string, hours = 1, more: Row = {}): Row => ({
	...{ activity: `a${++last}`, lead, type, at: ago(hours), channel: 'web', source: 'canonical' },
	...{ properties: '{}', attributes: '{}', quarantine: '' },
	...more,
});
/** A row of the rules as n8n's table has it when somebody presses “Add Row”. */
const EMPTY_RULE: Row = Object.fromEntries(TABLES.rules.columns.map(({ name }) => [name, null]));
/** Enough for the cells of sales. */
const crossing = (lead: string): Row[] => [
	did(lead, 'form_submit', 3, {
		attributes: JSON.stringify({
			name: 'Ana Ruiz',
			title: 'Director of Marketing',
			country: 'US',
			industry: 'Software',
		}),
	}),
	did(lead, 'demo_request', 2),
	did(lead, 'webinar_attend', 2),
	did(lead, 'page_view', 1, PRICING),
];

describe('02', () => {
	it('scores a new lead, hands it over, tells of it once, and lets go', async () => {
		const tables = tablesAfterSetUp();
		tables.insert(TABLES.activityLog, ...crossing('ana@acme.example'));
		const { error, started } = await score02(tables, '41');
		expect(error).toBeUndefined();
		expect(tables.all(TABLES.leadBook)).toMatchObject([
			{ lead: 'ana@acme.example', stage: 'mql', name: 'Ana Ruiz', logged: 4, version: 0, news: null, batch: null },
		]);
		expect(tables.all(TABLES.outbox).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['hand_off']));
		expect(tables.all(TABLES.stageLog).map(({ to, by }) => [to, by])).toEqual([
			['nurture', '02-score'],
			['mql', '02-score'],
		]);
		expect(tables.all(TABLES.scoreLog)).toHaveLength(1);
		expect(tables.all(TABLES.state)).toMatchObject([{ position: 4, seen: 4, until: '', holder: '41', workflow: '02' }]);
		expect(started).toContain('10');
		await scoreAll(tables);
		expect(tables.all(TABLES.outbox).filter(({ kind }) => kind === 'hand_off')).toHaveLength(1);
		expect(tables.all(TABLES.leadBook)).toMatchObject([{ version: 0 }]);
	});

	it.each([
		['a dimension that is misspelt', { rule: 'Typo', dimension: 'engagment', event: 'page_view', points: 5 }],
		['a row that is half typed', { rule: 'Half', points: 5 }],
		['a row with only a name', { rule: 'Draft' }],
		['a blank row', {}],
	])('scores by the other rules beside %s', async (_what, row) => {
		const tables = tablesAfterSetUp();
		const plain = tablesAfterSetUp();
		tables.insert(TABLES.rules, { ...EMPTY_RULE, ...row });
		for (const each of [tables, plain]) {
			each.insert(TABLES.activityLog, ...crossing('ana@acme.example'));
			expect((await score02(each, '41')).error).toBeUndefined();
		}
		const told = (each: DataTables) => each.all(TABLES.leadBook).map(({ stage, total }) => ({ stage, total }));
		expect(told(tables)).toEqual(told(plain));
		expect(told(tables)).toMatchObject([{ stage: 'mql' }]);
	});

	it('scores by the former version of a rule while its row is edited to nonsense', async () => {
		const tables = tablesAfterSetUp();
		await score02(tables, '40');
		tables.change(TABLES.rules, { rule: 'Demo request' }, { dimension: 'engagment', points: 1 });
		tables.change(TABLES.rules, { rule: 'Pricing page' }, { rule: null });
		tables.insert(TABLES.activityLog, ...crossing('ana@acme.example'));
		const plain = tablesAfterSetUp();
		plain.insert(TABLES.activityLog, ...crossing('ana@acme.example'));
		const { error, runData } = await score02(tables, '41');
		await score02(plain, '41');
		expect(error).toBeUndefined();
		const told = (each: DataTables) => each.all(TABLES.leadBook).map(({ stage, total }) => ({ stage, total }));
		expect(told(tables)).toEqual(told(plain));
		const said = (runData['Follow Log'][0].hints ?? []).map(({ message }) => message);
		expect(said).toHaveLength(2);
		expect(said.join('\n')).toContain('The former version of the rule “Demo request” applies until its row is mended.');
		// Mended, the new version applies.
		tables.change(TABLES.rules, { rule: 'Demo request' }, { dimension: 'engagement' });
		tables.change(TABLES.rules, { rule: null }, { rule: 'Pricing page' });
		tables.insert(TABLES.activityLog, did('ana@acme.example', 'email_open', 1, { quarantine: 'proxy_open' }));
		await scoreAll(tables, 50);
		expect(Number(told(tables)[0].total)).toBeLessThan(Number(told(plain)[0].total));
	});

	it('forgets the former version of a rule that was deleted', async () => {
		const tables = tablesAfterSetUp();
		await score02(tables, '40');
		const before = String(tables.all(TABLES.state)[0].rules);
		expect(before).toContain('Demo request');
		const fewer = new DataTables();
		const rules = STARTER_ROWS.filter(({ rule }) => rule !== 'Demo request');
		fewer.insert(TABLES.rules, ...rules.map((row) => ({ ...row })));
		fewer.insert(TABLES.state, { name: 'scoring', until: '', rules: before });
		await score02(fewer, '41');
		const after = String(fewer.all(TABLES.state)[0].rules);
		expect(after).toContain('Pricing page');
		expect(after).not.toContain('Demo request');
	});

	it('scores a row again that somebody else wrote just before it', async () => {
		const tables = tablesAfterSetUp();
		tables.insert(TABLES.activityLog, did('ana@acme.example', 'page_view', 3));
		await scoreAll(tables);
		tables.insert(TABLES.activityLog, did('ana@acme.example', 'page_view', 2));
		let isFirst = true;
		tables.beforeUpdate = (table) => {
			if (table !== TABLES.leadBook.name || !isFirst) return;
			isFirst = false;
			tables.change(TABLES.leadBook, { lead: 'ana@acme.example' }, { version: 7 });
		};
		await scoreAll(tables, 200);
		expect(tables.all(TABLES.leadBook)).toMatchObject([{ activities: 2, logged: 2, version: 8 }]);
		expect(tables.all(TABLES.state)).toMatchObject([{ position: 2, seen: 2, tries: 0 }]);
	});

	it('goes on with the other leads where a row can never be written', async () => {
		const tables = tablesAfterSetUp();
		tables.insert(TABLES.activityLog, did('ana@acme.example', 'page_view', 3), did('bo@acme.example', 'page_view', 3));
		await scoreAll(tables);
		tables.change(TABLES.leadBook, { lead: 'ana@acme.example' }, { version: 2 ** 53 });
		tables.insert(TABLES.activityLog, did('ana@acme.example', 'page_view', 2), did('bo@acme.example', 'page_view', 2));
		await scoreAll(tables, 200);
		expect(tables.all(TABLES.leadBook)).toMatchObject([{ activities: 1 }, { activities: 2 }]);
		expect(tables.all(TABLES.state)).toMatchObject([{ position: 4, seen: 4, until: '' }]);
	});

	it('does nothing while another run is at work, and takes over when that one is dead', async () => {
		const tables = tablesAfterSetUp();
		const [state] = tables.all(TABLES.state);
		tables.change(TABLES.state, { id: state.id }, { holder: '40', until: new Date(Date.now() + 30_000).toISOString() });
		tables.insert(TABLES.activityLog, did('ana@acme.example', 'page_view'));
		await score02(tables, '41');
		expect(tables.all(TABLES.leadBook)).toEqual([]);
		tables.change(TABLES.state, { id: state.id }, { until: ago(1) });
		await score02(tables, '42');
		expect(tables.all(TABLES.leadBook)).toHaveLength(1);
	});

	it('never writes more rows than its lease lasts for, and goes on until all are done', async () => {
		const tables = tablesAfterSetUp();
		const { mostLeads } = FOLLOW_DEFAULTS;
		const count = 2 * mostLeads + 20;
		const leads = Array.from({ length: count }, (_, index) => `lead-${index}@x.example`);
		const visit = () => tables.insert(TABLES.activityLog, ...leads.map((lead) => did(lead, 'page_view', 1, PRICING)));
		await scoreAll(tables);
		visit();
		expect(await scoreAll(tables, 200)).toBe(3);
		visit();
		const writes: number[] = [];
		for (let more = true; more;) {
			const before = tables.all(TABLES.leadBook);
			const { started } = await score02(tables, String(300 + writes.length));
			writes.push(tables.all(TABLES.leadBook).filter(({ version }, index) => version !== before[index].version).length);
			more = started.includes('02');
		}
		expect(writes).toEqual([mostLeads, mostLeads, 20]);
		expect(tables.all(TABLES.leadBook).every(({ activities }) => activities === 2)).toBe(true);
	});

	it('starts itself again when something came in meanwhile, and 10 only when there is a message', async () => {
		const tables = tablesAfterSetUp();
		await scoreAll(tables);
		tables.insert(TABLES.activityLog, did('ana@acme.example', 'page_view'));
		const quiet = await score02(tables, '51');
		expect(quiet.started.filter((id) => id === '10' || id === '02')).toEqual([]);
		// The rows that wait come first, the rows of the leads come after the log was read.
		tables.onRead(TABLES.leadBook, () => tables.insert(TABLES.activityLog, did('bo@acme.example', 'page_view')), 2);
		tables.insert(TABLES.activityLog, did('ana@acme.example', 'page_view'));
		const busy = await score02(tables, '52');
		expect(busy.started).toContain('02');
	});
});

describe('a lead that does nothing any more', () => {
	const DAY = 24 * HOUR;
	const nights = async (tables: DataTables, count: number): Promise<void> => {
		for (let night = 0; night < count; night++) {
			jest.setSystemTime(Date.now() + DAY);
			await scoreAll(tables, 1000 * (night + 1));
		}
	};

	beforeEach(() => {
		// Only the day goes on; what n8n waits for takes its time.
		jest.useFakeTimers({ doNotFake: CLOCKS_KEPT, now: new Date('2026-03-02T12:00:00Z') });
	});
	afterEach(() => {
		jest.useRealTimers();
	});

	it('loses points night by night, is taken back the night it leaves the cells of sales, and is told of once', async () => {
		const tables = tablesAfterSetUp();
		tables.change(TABLES.rules, { rule: 'Pricing page' }, { decay: 'expire 10d' });
		tables.change(TABLES.rules, { rule: 'Demo request' }, { decay: 'linear 50% per 10d' });
		tables.insert(TABLES.activityLog, ...crossing('ana@acme.example'));
		await scoreAll(tables);
		const [{ total }] = tables.all(TABLES.leadBook);
		expect(tables.all(TABLES.leadBook)).toMatchObject([{ stage: 'mql' }]);
		tables.change(TABLES.leadBook, { lead: 'ana@acme.example' }, { crm: '77' });
		await nights(tables, 45);
		const lines = tables.all(TABLES.scoreLog).slice(1);
		const totals = [total, ...lines.map((line) => line.total)].map(Number);
		expect(totals.length).toBeGreaterThan(3);
		expect(totals).toEqual([...totals].sort((left, right) => right - left));
		const sold = ['A1', 'A2', 'A3', 'B1', 'B2', 'C1'];
		const left = lines.find(({ cell }) => !sold.includes(String(cell)));
		expect(tables.all(TABLES.stageLog).map(({ to, at }) => [to, at])).toEqual([
			['nurture', '2026-03-02T12:00:00.000Z'],
			['mql', '2026-03-02T12:00:00.000Z'],
			['nurture', left?.at],
		]);
		expect(String(left?.at) > '2026-03-10').toBe(true);
		expect(tables.all(TABLES.leadBook)).toMatchObject([
			{ stage: 'nurture', track: 're_engage', handedOffAt: null, crm: 'due 77', total: totals.at(-1) },
		]);
		expect(tables.all(TABLES.outbox).filter(({ kind }) => kind === 'demoted')).toHaveLength(1);
	});

	// Of punctuation and of what is no letter many collations take no notice.
	const withoutMarks = (text: string): string => text.replace(/[^a-z0-9 ]/g, '');
	it.each<[string, Collation | undefined]>([
		['bytes', undefined],
		['letters alone', (left, right) => withoutMarks(left).localeCompare(withoutMarks(right))],
		['bytes, backwards', (left, right) => right.localeCompare(left)],
	])(
		'is reached in the same night wherever it is in a book of several slices, whose keys are in the order of %s',
		async (_order, collation) => {
			const tables = tablesAfterSetUp();
			if (collation) tables.collation = collation;
			const count = FOLLOW_DEFAULTS.sliceRows + 50;
			const marks = ['-', '_', '.', '+'];
			const leads = Array.from(
				{ length: count },
				(_, index) => `lead${marks[index % 4]}${String((index * 37) % count).padStart(5, '0')}@x.example`,
			);
			tables.insert(TABLES.activityLog, ...leads.map((lead) => did(lead, 'page_view', 1, PRICING)));
			await scoreAll(tables);
			const fresh = tables.all(TABLES.leadBook);
			expect(fresh).toHaveLength(count);
			jest.setSystemTime(Date.now() + 400 * DAY);
			// One for the day, two slices: within the hour, since each starts the next.
			expect(await scoreAll(tables, 500)).toBe(3);
			expect(tables.all(TABLES.state)[0].sweep).toMatch(/ done$/);
			expect((await score02(tables, '600')).output('Read rows that wait')).toEqual([
				expect.objectContaining({ json: {} }),
			]);
			const before = new Map(fresh.map(({ lead, total }) => [lead, Number(total)]));
			const faded = tables.all(TABLES.leadBook).filter(({ lead, total }) => Number(total) < Number(before.get(lead)));
			expect(faded).toHaveLength(count);
		},
	);
});

describe('02, killed after any of its writes', () => {
	const leads = ['ana@acme.example', 'bo@acme.example'];
	const link = (lead: string, key: string) =>
		did(lead, 'lead_identify', 1, { properties: JSON.stringify({ alsoKnownAs: [key] }) });
	/** A known lead that crosses, a new one, a visitor that turns out to be one, and what is there at the end. */
	async function play(killedAfter: number) {
		const tables = tablesAfterSetUp();
		tables.insert(TABLES.activityLog, did(leads[0], 'page_view'), did('anon-1', 'page_view', 5));
		await scoreAll(tables);
		tables.insert(TABLES.activityLog, ...leads.flatMap(crossing), link(leads[1], 'anon-1'));
		tables.dieAfter(killedAfter);
		const { error } = await score02(tables, '60');
		tables.dieAfter();
		const [{ id, until }] = tables.all(TABLES.state);
		// A minute later.
		if (until !== '') tables.change(TABLES.state, { id }, { until: ago(1) });
		await scoreAll(tables, 200);
		const lines = (rows: Row[], ...columns: string[]): string[] => [
			...new Set(rows.map((row) => columns.map((column) => String(row[column])).join(' '))),
		];
		return {
			isKilled: error !== undefined,
			book: lines(tables.all(TABLES.leadBook), 'lead', 'stage', 'total', 'activities', 'mergedInto', 'news').sort(),
			outbox: lines(tables.all(TABLES.outbox), 'lead', 'kind').sort(),
			keys: new Set(tables.all(TABLES.outbox).map(({ key }) => key)).size,
			stages: lines(tables.all(TABLES.stageLog), 'lead', 'from', 'to'),
			links: lines(tables.all(TABLES.aliasBook), 'alias', 'lead'),
			free: tables.all(TABLES.state)[0].until,
		};
	}

	it('counts everything, tells everything with one key, and lets go', async () => {
		const { isKilled, ...whole } = await play(Infinity);
		expect(isKilled).toBe(false);
		expect(whole.book).toEqual([
			expect.stringMatching(/^ana@acme.example mql [\d.]+ 5 null null$/),
			expect.stringMatching(/^anon-1 nurture .* bo@acme.example null$/),
			expect.stringMatching(/^bo@acme.example mql [\d.]+ 6 null null$/),
		]);
		expect(whole).toMatchObject({ free: '', links: ['anon-1 bo@acme.example'] });
		let writes = 0;
		for (let killed = true; killed; writes++) {
			const { isKilled: wasKilled, ...after } = await play(writes);
			expect({ writes, ...after }).toEqual({ writes, ...whole });
			killed = wasKilled;
		}
		expect(writes).toBeGreaterThan(8);
	});
});
