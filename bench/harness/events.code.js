/* global $input */
// The Code node "Items" of Normalize Activity: events of twelve vendors, among them visits of robots and events that a
// sender sent twice.

const AGENTS = Array.from(
	{ length: 50 },
	(_, version) =>
		`Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${80 + version}.0.0.0 Safari/537.36`,
);
const ROBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const PATHS = ['/pricing', '/blog/one', '/product/a', '/customers', '/careers', '/'];
const LEADS = 5000;

// One event of each kind in turn, as twelve vendors send them; a lead has about twenty.
const VENDORS = [
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
		anonymousId: `a${index % LEADS}`,
		messageId: `s${index}`,
		timestamp: new Date(at * 1000).toISOString(),
		properties: { url: `https://example.com${PATHS[index % 6]}`, title: 'Page' },
		context: { userAgent: agentOf(index), ip: '192.0.2.1' },
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
		objectId: index % LEADS,
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
			identifiers: { id: `${index % LEADS}`, email },
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
		data: { id: index, person_id: index % LEADS, title: 'Deal', value: 100, status: 'open' },
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

const agentOf = (index) => (index % 90 === 2 ? ROBOT : AGENTS[index % 50]);

function eventAt(index, last) {
	// Every hundredth event of SendGrid comes a second time.
	const number = index % 1200 === 12 ? index - 12 : index;
	const at = last - ((number * 31) % 2_000_000);
	return VENDORS[number % VENDORS.length](number, `lead${(number * 7919) % LEADS}@example.com`, at);
}

const { items, asOf } = $input.first().json;
const last = Math.floor(Date.parse(asOf) / 1000);
return Array.from({ length: items }, (_, index) => ({ json: eventAt(index, last) }));
