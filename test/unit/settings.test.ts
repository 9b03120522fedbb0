import { DateTime } from 'luxon';
import type { Audience, Settings } from '../../lifecycle/settings/settings';
import { inZone, readSettings } from '../../lifecycle/settings/read-settings';
import { SETTING_ROWS } from '../../lifecycle/settings/setting-defaults';
import { compileSla } from '../../lifecycle/sla';
import cases from '../cases/settings.json';

interface Case {
	why: string;
	/** Rows, or their names and values. */
	rows: Array<object | [name: string, value: string]>;
	settings?: object;
	cells?: Record<string, string>;
	audiences?: Record<string, Partial<Audience>>;
	channels?: Record<string, string>;
	promises?: object[];
	hours?: Array<[days: string, opens: string, closes: string]>;
	holidays?: string[];
	reasons?: Record<string, object>;
	withoutReasons?: string[];
	faults?: Array<[message: string, hint: string]>;
}

const rowsOf = (rows: Case['rows']): object[] =>
	rows.map((row) => (Array.isArray(row) ? { name: row[0], value: row[1], note: null } : row));

const cellsOf = ({ grid }: Settings, route: string): string =>
	[...grid.routes]
		.filter(([, each]) => each === route)
		.map(([cell]) => cell)
		.join(' ');

function expectLists(settings: Settings, { cells = {}, audiences = {}, channels = {}, ...given }: Case): void {
	for (const [route, list] of Object.entries(cells)) expect(cellsOf(settings, route)).toBe(list);
	expect(Object.fromEntries(settings.audiences)).toMatchObject(audiences);
	const channelLists = [...settings.channels].map(([kind, list]) => [kind, list.join(' ')]);
	expect(Object.fromEntries(channelLists)).toMatchObject(channels);
	const reasons = Object.fromEntries(settings.reasons.map((reason) => [reason.reason, reason]));
	expect(reasons).toMatchObject(given.reasons ?? {});
	for (const reason of given.withoutReasons ?? []) expect(reasons).not.toHaveProperty(reason);
}

function expectTimes({ sla }: Settings, { promises, hours, holidays }: Case): void {
	if (promises) {
		expect(sla.policies).toHaveLength(promises.length);
		expect(sla.policies).toMatchObject(promises);
	}
	const spans = sla.openingHours.map(({ days, opens, closes }) => [(days as string[]).join(' '), opens, closes]);
	if (hours) expect(spans).toEqual(hours);
	if (holidays) expect(sla.holidays).toEqual(holidays);
}

describe('readSettings', () => {
	it.each(cases as Case[])('$why', (given) => {
		const { settings, faults } = readSettings(rowsOf(given.rows));
		const expectedFaults = given.faults ?? [];
		expect(faults).toHaveLength(expectedFaults.length);
		faults.forEach(({ message, hint }, index) => {
			expect(message).toContain(expectedFaults[index][0]);
			expect(hint).toContain(expectedFaults[index][1]);
		});
		expect(settings).toMatchObject(given.settings ?? {});
		expectLists(settings, given);
		expectTimes(settings, given);
	});

	it.each([
		[[null]],
		[['x']],
		[[3, undefined, []]],
		[[{ name: {}, value: [] }]],
		[[{ name: 'constructor', value: 'x' }]],
		[[{ name: '__proto__', value: 'x' }]],
	])('never throws: %j', (rows) => {
		expect(readSettings(rows).settings).toMatchObject({ language: 'en' });
	});

	it('names every fault at once', () => {
		const { faults } = readSettings(
			rowsOf([
				['language', 'x'],
				['sales_cells', 'x'],
				['nonsense', 'x'],
			]),
		);
		expect(faults).toHaveLength(3);
	});
});

describe('the rows to start with', () => {
	const defaults = readSettings([]);
	const loaded = readSettings(SETTING_ROWS);

	it('say what holds without them', () => {
		expect(defaults.faults).toEqual([]);
		expect(loaded).toEqual(defaults);
	});

	it('hold each setting once, with a note', () => {
		const names = SETTING_ROWS.map(({ name }) => name);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
		expect(SETTING_ROWS.filter(({ note }) => note === '')).toEqual([]);
	});

	it('are promises that Check SLA takes', () => {
		const { settings } = loaded;
		expect(settings.sla.policies).toMatchObject([
			{ name: 'Hot lead first response', cells: ['A1', 'A2', 'B1'], target: 4, unit: 'business hours', warnAt: 75 },
			{ name: 'First response', cells: [], stages: ['mql'], target: 8 },
			{ name: 'Accepted lead next step', stages: ['accepted'], startField: 'acceptedAt', target: 80 },
		]);
		const asOf = DateTime.fromISO('2026-02-02T15:00:00Z');
		const check = compileSla(inZone(settings, 'Europe/Paris').sla, asOf);
		const lead = { cell: 'A1', stage: 'mql', handedOffAt: '2026-02-02T08:00:00Z', slaAlerts: null };
		// Due at 13:00 in Paris, four business hours after nine o'clock.
		expect(check.ok && check.value(lead)).toMatchObject({
			ok: true,
			value: { sla: { policy: 'Hot lead first response', dueAt: '2026-02-02T12:00:00.000Z', alert: 'breached' } },
		});
	});
});

it('takes the time zone of the settings before that of n8n', () => {
	const { settings } = readSettings(rowsOf([['time_zone', 'Europe/Paris']]));
	expect(inZone(settings, 'UTC')).toMatchObject({ timeZone: 'Europe/Paris', sla: { timeZone: 'Europe/Paris' } });
	expect(inZone(readSettings([]).settings, 'UTC')).toMatchObject({ timeZone: 'UTC', sla: { timeZone: 'UTC' } });
});
