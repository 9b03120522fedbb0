import { DateTime } from 'luxon';
import deadlines from '../cases/sla-deadlines.json';
import faults from '../cases/sla-faults.json';
import leads from '../cases/sla-leads.json';
import { compileSla, type Sla, type SlaSettings } from '../../lifecycle/sla';
import type { Fields } from '../../lifecycle/path';

const POLICY = {
	name: 'First response',
	startField: 'handedOffAt',
	stopField: 'acceptedAt',
	target: 4,
	unit: 'business hours',
	warnAt: 75,
};
const SETTINGS: SlaSettings = {
	policies: [POLICY],
	policyMatch: 'all',
	timeZone: 'UTC',
	openingHours: [{ days: 'monday, tuesday, wednesday, thursday, friday', opens: '9:00', closes: '17:00' }],
	holidays: [],
	pauses: [],
	cellField: 'cell',
	stageField: 'stage',
	alertsField: 'slaAlerts',
	pausesField: 'slaPauses',
	timeZoneField: 'ownerTimeZone',
};
const DAYS = new Map([
	['all', 'monday, tuesday, wednesday, thursday, friday, saturday, sunday'],
	['mon-fri', 'monday, tuesday, wednesday, thursday, friday'],
]);

function checker(settings: SlaSettings, asOf: string) {
	const compiled = compileSla(settings, DateTime.fromISO(asOf, { zone: 'utc' }));
	if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join('\n'));
	return compiled.value;
}

function check(lead: Fields, settings: SlaSettings, asOf: string) {
	const result = checker(settings, asOf)(lead);
	if (!result.ok) throw new Error(result.message);
	return result.value;
}

describe.each(deadlines)('deadline: $source', (group) => {
	const settings = (target: (string | number)[]): SlaSettings => ({
		...SETTINGS,
		timeZone: group.zone,
		openingHours: group.hours.map(([days, opens, closes]) => ({
			days: DAYS.get(days) ?? days,
			opens,
			closes,
		})),
		holidays: group.holidays ?? [],
		pauses: (group.pauses ?? []).map(([from, until]) => ({ from, until })),
		policies: [{ ...POLICY, target: target[0], unit: target[1], thenTarget: target[2], thenUnit: target[3] }],
	});

	it.each(group.cases)('$name: $start -> $due', ({ start, target, due }) => {
		const inZone = { zone: group.zone };
		const handedOffAt = DateTime.fromISO(start, inZone);
		const { sla } = check({ handedOffAt: handedOffAt.toISO() }, settings(target), String(handedOffAt.toUTC().toISO()));
		expect(DateTime.fromISO(String(sla.dueAt), inZone).toISO()).toBe(DateTime.fromISO(due, inZone).toISO());
		expect(sla).toMatchObject({
			state: group.pauses && sla.state === 'paused' ? 'paused' : 'on_track',
			elapsedMinutes: 0,
		});
	});
});

describe('a lead', () => {
	it.each(leads)('$name', ({ lead, settings, asOf, sla, alertKeys }) => {
		const before = structuredClone(lead);
		const result = check(lead, { ...SETTINGS, ...(settings as Partial<SlaSettings>) }, asOf);
		expect(result.sla).toMatchObject(sla);
		expect(result.alertKeys).toEqual(alertKeys);
		expect(lead).toEqual(before);
	});
});

describe('a lead that cannot be read', () => {
	it.each(faults.leads)('$name', ({ lead, message }) => {
		expect(checker(SETTINGS, '2026-09-16T12:00:00Z')(lead as Fields)).toMatchObject({ ok: false, message });
	});
});

describe('settings that cannot be used', () => {
	it.each(faults.settings)('$name', ({ settings, messages }) => {
		const compiled = compileSla(
			{ ...SETTINGS, ...(settings as Partial<SlaSettings>) },
			DateTime.fromISO('2026-09-16T12:00:00Z'),
		);
		expect(compiled.ok ? [] : compiled.faults.map(({ message }) => message)).toEqual(messages);
		if (!compiled.ok) for (const { hint } of compiled.faults) expect(hint).toMatch(/\S.*\.$/s);
	});

	it('refuses a moment outside 1970 to 2149', () => {
		for (const asOf of ['1969-12-31T00:00:00Z', '2150-01-01T00:00:00Z', 'never']) {
			expect(compileSla(SETTINGS, DateTime.fromISO(asOf)).ok).toBe(false);
		}
	});
});

describe('alerts', () => {
	const settings: SlaSettings = {
		...SETTINGS,
		policies: [
			{
				...POLICY,
				escalations: [
					{ level: 'director', after: 1, unit: 'business days' },
					{ level: 'manager', after: 2, unit: 'business hours' },
				],
			},
			{ ...POLICY, name: 'Qualify', stopField: 'qualifiedAt', target: 1, unit: 'business days' },
		],
	};

	/** Runs every few minutes over two weeks, keeping the alerts as the lead's field, as a schedule does. */
	function story(everyMinutes: number, keep: (keys: string[] | string) => unknown): string[] {
		const told: string[] = [];
		let lead: Fields = { handedOffAt: '2026-09-18T15:00:00Z' };
		for (
			let at = DateTime.fromISO('2026-09-18T15:00:00Z');
			at < DateTime.fromISO('2026-10-01T00:00:00Z');
			at = at.plus({ minutes: everyMinutes })
		) {
			const { sla, alertKeys } = check(lead, settings, String(at.toISO()));
			if (sla.alert !== null) told.push(`${sla.policy} ${sla.state} ${sla.alert}`);
			if (alertKeys !== undefined) lead = { ...lead, slaAlerts: keep(alertKeys) };
		}
		return told;
	}
	const ONCE_EACH = [
		'First response at_risk at_risk',
		'First response breached breached',
		'First response breached manager',
		'Qualify at_risk at_risk',
		'Qualify breached breached',
		'First response breached director',
	];

	it('tells each level once, in order, however often it runs', () => {
		expect(story(15, (keys) => keys)).toEqual(ONCE_EACH);
	});

	it('tells each level once when the keys are kept as text', () => {
		expect(story(60, (keys) => JSON.stringify(keys))).toEqual(ONCE_EACH);
	});

	it('after a week without a run tells what still matters, one alert a run', () => {
		expect(story(7 * 24 * 60 - 1, (keys) => keys)).toEqual(['First response breached breached']);
		const late = check({ handedOffAt: '2026-09-18T15:00:00Z' }, settings, '2026-09-28T08:00:00Z');
		const told = [late.sla.alert];
		let kept = late.alertKeys;
		for (let run = 0; run < 6; run++) {
			const again = check({ handedOffAt: '2026-09-18T15:00:00Z', slaAlerts: kept }, settings, '2026-09-28T08:00:00Z');
			told.push(again.sla.alert);
			kept = again.alertKeys ?? kept;
		}
		expect(told).toEqual(['breached', 'manager', 'director', 'breached', null, null, null]);
	});

	it('tells no level twice when only the newest key is kept', () => {
		const one: SlaSettings = { ...settings, policies: [settings.policies[0]] };
		let slaAlerts: string | undefined;
		const told: (string | null)[] = [];
		for (let run = 0; run < 6; run++) {
			const { sla } = check({ handedOffAt: '2026-09-18T15:00:00Z', slaAlerts }, one, '2026-09-28T08:00:00Z');
			told.push(sla.alert);
			slaAlerts = sla.alertKey ?? slaAlerts;
		}
		expect(told).toEqual(['breached', 'manager', 'director', null, null, null]);
	});

	it('starts anew when the lead is handed over again', () => {
		const slaAlerts = ['First response|breached|2026-09-18T15:00:00.000Z'];
		const again = check({ handedOffAt: '2026-09-21T09:00:00Z', slaAlerts }, settings, '2026-09-22T16:00:00Z');
		expect(again.sla).toMatchObject({
			alert: 'breached',
			alertKey: 'First response|breached|2026-09-21T09:00:00.000Z',
		});
		expect(again.alertKeys).toEqual([...slaAlerts, 'First response|breached|2026-09-21T09:00:00.000Z']);
	});
});

describe('the result', () => {
	it('has the same fields whether or not a policy applies', () => {
		const none = check({}, { ...SETTINGS, policies: [{ ...POLICY, cells: 'A1' }] }, '2026-09-16T12:00:00Z');
		const some = check({ handedOffAt: '2026-09-16T09:00:00Z' }, SETTINGS, '2026-09-16T12:00:00Z');
		const fields = (sla: Sla): string[] => Object.keys(sla);
		expect(fields(none.sla)).toEqual(fields(some.sla));
		expect(some.sla.policies).toEqual([{ ...some.sla, policies: undefined }].map(({ policies: _, ...rest }) => rest));
	});
});
