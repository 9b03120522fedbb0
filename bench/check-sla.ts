import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { CheckSla } from '../nodes/CheckSla/CheckSla.node';

const ITEMS = 50_000;
const RUNS = 3;
const AS_OF = '2026-09-16T12:30:00Z';
const HANDED_OFF_OVER_MINUTES = 60 * 24 * 730;

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
	['Check SLA: one policy, business hours', { policies: { policy: [policy({})] }, openingHours: OFFICE }],
	[
		'Check SLA: three policies, two spans a day, holidays, escalations, pauses',
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

/** The best of three runs each, over leads handed off in the last two years, every third of them accepted. */
export async function bench(): Promise<Array<{ name: string; items: number; milliseconds: number }>> {
	const leads = makeLeads();
	const results: Array<{ name: string; items: number; milliseconds: number }> = [];
	for (const [name, parameters] of CASES) {
		let milliseconds = Infinity;
		for (let run = 0; run < RUNS; run++) {
			const started = performance.now();
			await new CheckSla().execute.call(contextOf(parameters, leads));
			milliseconds = Math.min(milliseconds, performance.now() - started);
		}
		results.push({ name, items: leads.length, milliseconds: Math.round(milliseconds) });
	}
	return results;
}

function makeLeads(): INodeExecutionData[] {
	const last = Date.parse(AS_OF);
	return Array.from({ length: ITEMS }, (_, index) => {
		const handedOff = last - ((index * 7919) % HANDED_OFF_OVER_MINUTES) * 60_000;
		const acceptedAt = index % 3 === 0 ? new Date(handedOff + (index % 2000) * 60_000).toISOString() : '';
		return {
			json: {
				email: `lead${index}@example.com`,
				cell: 'A1',
				stage: 'mql',
				handedOffAt: new Date(handedOff).toISOString(),
				acceptedAt,
			},
		};
	});
}

/** As much of n8n's context as the node uses. */
function contextOf(given: INodeParameters, items: INodeExecutionData[]): IExecuteFunctions {
	const parameters: INodeParameters = {
		timeZone: 'Europe/Paris',
		outputField: 'sla',
		options: { asOf: AS_OF },
		...given,
	};
	const context: Partial<IExecuteFunctions> = {
		getInputData: () => items,
		getNodeParameter: ((name: string, _index: number, fallback: unknown) =>
			parameters[name] ?? fallback) as IExecuteFunctions['getNodeParameter'],
		getNode: () => ({ id: '', name: 'Check SLA', type: 'checkSla', typeVersion: 1, position: [0, 0], parameters }),
		getTimezone: () => 'UTC',
		continueOnFail: () => false,
		addExecutionHints: () => undefined,
		isToolExecution: () => false,
	};
	return context as IExecuteFunctions;
}
