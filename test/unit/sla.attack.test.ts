import { DateTime } from 'luxon';
import type { Fields } from '../../lifecycle/path';
import { compileSla, type SlaCheck, type SlaSettings } from '../../lifecycle/sla';
import type { Result } from '../../lifecycle/fault';

const POLICY = { name: 'P', startField: 'handedOffAt', stopField: 'acceptedAt', target: 4, unit: 'business hours' };
const SETTINGS: SlaSettings = {
	policies: [POLICY],
	policyMatch: 'all',
	timeZone: 'Europe/Paris',
	openingHours: [{ days: 'monday, tuesday, wednesday, thursday, friday', opens: '9:00', closes: '17:00' }],
	holidays: [],
	pauses: [],
	cellField: 'cell',
	stageField: 'stage',
	alertsField: 'slaAlerts',
	pausesField: 'slaPauses',
	timeZoneField: 'ownerTimeZone',
};

function check(lead: Fields, settings: Partial<SlaSettings> = {}): Result<SlaCheck> {
	const compiled = compileSla({ ...SETTINGS, ...settings }, DateTime.fromISO('2026-09-16T12:00:00Z'));
	if (!compiled.ok) throw new Error(compiled.faults[0].message);
	return compiled.value(lead);
}

const stateOf = (result: Result<SlaCheck>): unknown => (result.ok ? result.value.sla.state : result.message);

describe('a hostile lead', () => {
	it('cannot bring a field by its prototype', () => {
		const lead = JSON.parse(
			'{"__proto__": {"handedOffAt": "2026-09-16T09:00:00Z"}, "cell": {"toString": 1}, "stage": ["a"]}',
		) as Fields;
		expect(stateOf(check(lead))).toBe('not_started');
		const pauses = JSON.parse('[{"__proto__": {"from": "2026-09-16T07:00:00Z"}}]') as unknown;
		expect(check({ slaPauses: pauses }).ok).toBe(false);
	});

	it.each(['constructor.name', '__proto__.x', 'toString', 'handedOffAt.length'])(
		'is not read beyond its own fields: %s',
		(path) => {
			expect(
				stateOf(check({ handedOffAt: '2026-09-16T09:00:00Z' }, { policies: [{ ...POLICY, startField: path }] })),
			).toBe('not_started');
		},
	);

	it('with a huge cell costs no more than its length', () => {
		const settings = { policies: [{ ...POLICY, cells: 'x*x*x*x*x*x*y' }] };
		expect(stateOf(check({ cell: 'x'.repeat(1e5) }, settings))).toBeNull();
	});

	it('with special characters in cells meets them letter for letter', () => {
		const settings = { policies: [{ ...POLICY, cells: 'a.c, (, [z]' }] };
		expect(['abc', 'A.C', '(', 'z', '[z]'].map((cell) => stateOf(check({ cell }, settings)))).toEqual([
			null,
			'not_started',
			'not_started',
			null,
			'not_started',
		]);
	});

	it('with ten thousand pauses, or alerts, is still answered at once', () => {
		const slaPauses = Array.from({ length: 10_000 }, (_, index) => ({
			from: Date.parse('2026-01-01T00:00:00Z') + index * 1e6,
			until: Date.parse('2026-01-01T00:00:00Z') + index * 1e6 + 5e5,
		}));
		const slaAlerts = Array.from({ length: 10_000 }, (_, index) => `key ${index}`);
		expect(stateOf(check({ handedOffAt: '2026-01-01T00:00:00Z', slaPauses, slaAlerts }))).toBe('breached');
	});

	it('from 1970, with a pause to the end of time, is answered at once', () => {
		const slaPauses = [{ from: '1970-01-02', until: '9999-12-31' }];
		expect(stateOf(check({ handedOffAt: '1970-01-01T00:00:00Z', slaPauses }))).toBe('breached');
		expect(stateOf(check({ handedOffAt: '1970-01-02T00:00:00Z', slaPauses }))).toBe('paused');
	});

	it('with text of text of text as alerts is a list or a fault, never a crash', () => {
		const nested = (depth: number): string => (depth === 0 ? '["a"]' : JSON.stringify(nested(depth - 1)));
		for (const depth of [0, 1, 2, 3, 8]) expect(check({ slaAlerts: nested(depth) }).ok).toBe(true);
		for (const slaAlerts of [5, true, {}]) expect(check({ slaAlerts }).ok).toBe(false);
	});
});

describe('hostile settings', () => {
	const compile = (settings: Partial<SlaSettings>) =>
		compileSla({ ...SETTINGS, ...settings }, DateTime.fromISO('2026-09-16T12:00:00Z'));

	it('that open one minute a week are refused in time, not searched for ever', () => {
		const openingHours = [{ days: 'sunday', opens: '2:15', closes: '2:16' }];
		expect(compile({ openingHours, policies: [{ ...POLICY, target: 87_000 }] }).ok).toBe(false);
		expect(compile({ openingHours, policies: [{ ...POLICY, target: 10 }] }).ok).toBe(true);
	});

	it('with the longest ranges of holidays are read in time', () => {
		expect(compile({ holidays: Array.from({ length: 100 }, () => '2026-01-01..2036-01-01') }).ok).toBe(true);
		expect(compile({ holidays: ['0001-01-01..9999-12-31'] }).ok).toBe(false);
	});

	it('of any shape are faults, never a crash', () => {
		for (const odd of [null, undefined, {}, [], 5, true, '', '\u0000', NaN]) {
			expect(compile({ timeZone: odd }).ok).toBe(false);
			expect(compile({ pauses: [odd] }).ok).toBe(false);
			expect(compile({ openingHours: [{ days: odd, opens: odd, closes: odd }] }).ok).toBe(false);
			expect(compile({ policies: [{ ...POLICY, target: odd }] }).ok).toBe(odd === 5);
			expect(compile({ policies: [{ ...POLICY, unit: odd }] }).ok).toBe(false);
		}
	});
});
