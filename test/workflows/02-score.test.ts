import { TABLES } from '../../workflows/src/tables';
import type { Row } from '../support/data-tables';
import { score02, scoreAll, tablesAfterSetUp } from '../support/lifecycle';

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

let last = 0;
const did = (lead: string, type: string, hours = 1, more: Row = {}): Row => ({
	...{ activity: `a${++last}`, lead, type, at: ago(hours), channel: 'web', source: 'canonical' },
	...{ properties: '{}', attributes: '{}', quarantine: '' },
	...more,
});
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
	did(lead, 'page_view', 1, { properties: '{"path":"/pricing"}' }),
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
