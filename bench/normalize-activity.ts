import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { NormalizeActivity } from '../nodes/NormalizeActivity/NormalizeActivity.node';

const EVENTS = 100_000;
const BATCH = 1_000;
const RUNS = 3;
const AS_OF = '2026-10-01T12:00:00Z';
const LAST = Date.parse(AS_OF) / 1000;
const AGENTS = Array.from(
	{ length: 50 },
	(_, version) =>
		`Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${80 + version}.0.0.0 Safari/537.36`,
);
const PATHS = ['/pricing', '/blog/one', '/product/a', '/customers', '/careers', '/'];

/** One event of each kind in turn, as twelve vendors send them; a lead has about twenty. */
const VENDORS: Array<(index: number, email: string, at: number) => IDataObject> = [
	(index, email, at) => ({
		event: 'click',
		email,
		timestamp: at,
		sg_event_id: `sg${index}`,
		sg_message_id: `m${index % 40}`,
		url: `https://example.com${PATHS[index % 6]}?n=${index}`,
		useragent: AGENTS[index % 50],
		ip: '192.0.2.1',
	}),
	(index, email, at) => ({
		signature: { timestamp: at, token: 't', signature: 's' },
		'event-data': {
			event: 'opened',
			id: `mg${index}`,
			timestamp: at + 0.5,
			recipient: email,
			message: { headers: { 'message-id': `m${index % 40}` } },
			'client-info': { 'user-agent': AGENTS[index % 50] },
		},
	}),
	(index, email, at) => ({
		type: 'page',
		userId: email,
		anonymousId: `a${index % 5000}`,
		messageId: `s${index}`,
		timestamp: new Date(at * 1000).toISOString(),
		properties: { url: `https://example.com${PATHS[index % 6]}`, title: 'Page' },
		context: { userAgent: AGENTS[index % 50], ip: '192.0.2.1' },
	}),
	(index, email, at) => ({
		event: 'opened',
		email,
		id: 1,
		'message-id': `<m${index % 40}>`,
		ts_event: at,
		ts_epoch: at * 1000 + 5,
		subject: 'Hello',
		tags: ['a'],
	}),
	(index, _email, at) => ({
		portalId: 1,
		subscriptionType: 'contact.propertyChange',
		objectId: index % 5000,
		eventId: index,
		subscriptionId: 2,
		occurredAt: at * 1000,
		propertyName: 'jobtitle',
		propertyValue: 'CFO',
	}),
	(index, email, at) => ({
		RecordType: 'Click',
		MessageID: `m${index % 40}`,
		Recipient: email,
		ReceivedAt: new Date(at * 1000).toISOString(),
		OriginalLink: `https://example.com${PATHS[index % 6]}`,
		UserAgent: AGENTS[index % 50],
	}),
	(index, email, at) => ({
		event_id: `cio${index}`,
		object_type: 'email',
		metric: 'clicked',
		timestamp: at,
		data: {
			identifiers: { id: `${index % 5000}`, email },
			delivery_id: `m${index % 40}`,
			href: 'https://example.com/demo',
		},
	}),
	(index, email, at) => ({
		event_type: 'form_response',
		form_response: {
			form_id: 'f',
			token: `tf${index}`,
			submitted_at: new Date(at * 1000).toISOString(),
			definition: {
				title: 'Contact',
				fields: [
					{ id: '1', title: 'E-mail' },
					{ id: '2', title: 'Company' },
				],
			},
			answers: [
				{ type: 'email', email, field: { id: '1' } },
				{ type: 'text', text: 'Acme', field: { id: '2' } },
			],
		},
	}),
	(index, email, at) => ({
		event: 'webinar.participant_joined',
		event_ts: at * 1000,
		payload: {
			object: {
				id: '1',
				topic: 'Scoring',
				participant: { email, id: `z${index}`, join_time: new Date(at * 1000).toISOString() },
			},
		},
	}),
	(index, _email, at) => ({
		meta: { action: 'change', entity: 'deal', id: `p${index}`, timestamp: new Date(at * 1000).toISOString() },
		data: { id: index, person_id: index % 5000, title: 'Deal', value: 100, status: 'open' },
		previous: { value: 90 },
	}),
	(index, email, at) => ({
		eventType: 'Open',
		open: { timestamp: new Date(at * 1000).toISOString(), userAgent: AGENTS[index % 50] },
		mail: { messageId: `m${index % 40}`, destination: [email], timestamp: '2026-08-01T00:00:00Z' },
	}),
	(_index, email, at) => ({
		event: 'delivered',
		email,
		timestamp: at,
		sg_event_id: `d${at}${email}`,
		sg_message_id: 'm1',
	}),
];

export const eventAt = (index: number): IDataObject =>
	VENDORS[index % VENDORS.length](index, `lead${(index * 7919) % 5000}@example.com`, LAST - ((index * 31) % 2_000_000));

/** The best of three runs each over 100,000 events: one an item, as trigger nodes give them, and batches of a webhook. */
export async function bench(): Promise<Array<{ name: string; items: number; milliseconds: number }>> {
	const events = Array.from({ length: EVENTS }, (_, index) => eventAt(index));
	const single = events.map((json): INodeExecutionData => ({ json }));
	const batches = Array.from({ length: EVENTS / BATCH }, (_, batch): INodeExecutionData => ({
		json: { headers: {}, query: {}, body: events.slice(batch * BATCH, (batch + 1) * BATCH) },
	}));
	return [
		{ name: 'Normalize Activity: 100,000 mixed events, one an item', items: EVENTS, milliseconds: await best(single) },
		{
			name: 'Normalize Activity: 100,000 mixed events, 1,000 a webhook call',
			items: EVENTS,
			milliseconds: await best(batches),
		},
	];
}

async function best(items: INodeExecutionData[]): Promise<number> {
	let milliseconds = Infinity;
	for (let run = 0; run < RUNS; run++) {
		const started = performance.now();
		await new NormalizeActivity().execute.call(contextOf(items));
		milliseconds = Math.min(milliseconds, performance.now() - started);
	}
	return Math.round(milliseconds);
}

/** As much of n8n's context as the node uses. */
function contextOf(items: INodeExecutionData[]): IExecuteFunctions {
	const parameters: INodeParameters = { source: 'auto', options: { asOf: AS_OF } };
	const context: Partial<IExecuteFunctions> = {
		getInputData: () => items,
		getNodeParameter: ((name: string, _index: number, otherwise: unknown) =>
			parameters[name] ?? otherwise) as IExecuteFunctions['getNodeParameter'],
		getNode: () => ({
			id: '',
			name: 'Normalize Activity',
			type: 'normalizeActivity',
			typeVersion: 1,
			position: [0, 0],
			parameters,
		}),
		getTimezone: () => 'UTC',
		continueOnFail: () => false,
		isToolExecution: () => false,
		addExecutionHints: () => undefined,
	};
	return context as IExecuteFunctions;
}
