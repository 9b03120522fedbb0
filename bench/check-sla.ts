import type { INodeParameters } from 'n8n-workflow';
import { CheckSla } from '../nodes/CheckSla/CheckSla.node';
import { itemsOf, LEADS, timed, type Timing } from './harness/alone';

const policy = (overrides: INodeParameters): INodeParameters => ({
	name: 'First response',
	startField: 'handedOffAt',
	stopField: 'acceptedAt',
	target: 4,
	unit: 'business hours',
	warnAt: 75,
	...overrides,
});
const OFFICE = {
	hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], opens: '9:00', closes: '17:00' }],
};
const LONG_LUNCH = {
	hours: [
		{ days: ['monday', 'tuesday', 'thursday', 'friday'], opens: '8:30', closes: '12:00' },
		{ days: ['monday', 'tuesday', 'thursday', 'friday'], opens: '14:00', closes: '18:30' },
	],
};

const CASES: Array<[name: string, parameters: INodeParameters]> = [
	['one policy, business hours', { policies: { policy: [policy({})] }, openingHours: OFFICE }],
	[
		'three policies, two spans a day, holidays, escalations, pauses',
		{
			policies: {
				policy: [
					policy({ escalations: { escalation: [{ level: 'manager', after: 1, unit: 'business days' }] } }),
					policy({ name: 'Qualify', stopField: 'qualifiedAt', target: 5, unit: 'business days' }),
					policy({ name: 'Close', stopField: 'wonAt', target: 90, unit: 'days' }),
				],
			},
			openingHours: LONG_LUNCH,
			holidays: { holiday: [{ date: '01-01, 12-25, 2026-05-14' }] },
			pauses: { pause: [{ from: '2026-08-03T00:00:00', until: '2026-08-17T00:00:00' }] },
		},
	],
];

/** Over leads handed off in the last 30 days, every third of them accepted. */
export async function bench(): Promise<Timing[]> {
	const leads = itemsOf('handed-off.code.js', LEADS);
	const timings: Timing[] = [];
	for (const [name, given] of CASES) {
		const parameters = { timeZone: 'Europe/Paris', ...given };
		timings.push(await timed({ name: `Check SLA: ${name}`, node: new CheckSla(), parameters, inputs: [leads] }));
	}
	return timings;
}
