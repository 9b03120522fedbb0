/* global $, $input */
// The Code node "Code" beside Normalize Activity: a reader for each of the twelve kinds of event, told apart by their
// fields; each event once, without robots and dates in the future.

const ROBOTS = /bot\b|crawler|spider|headless|preview/i;
const started = Date.now();
const asOf = Date.parse($('Settings').first().json.asOf);

const seconds = (value) => value * 1000;

const READERS = [
	[
		(event) => 'sg_event_id' in event,
		(event) =>
			event.event === 'click' && {
				id: event.sg_event_id,
				lead: event.email,
				type: 'email_click',
				at: seconds(event.timestamp),
				channel: 'email',
				source: 'sendgrid',
				url: event.url,
				agent: event.useragent,
			},
	],
	[
		(event) => 'event-data' in event,
		({ 'event-data': data }) => ({
			id: data.id,
			lead: data.recipient,
			type: 'email_open',
			at: seconds(data.timestamp),
			channel: 'email',
			source: 'mailgun',
			agent: data['client-info']['user-agent'],
		}),
	],
	[
		(event) => 'anonymousId' in event,
		(event) => ({
			id: event.messageId,
			lead: event.userId,
			type: 'page_view',
			at: Date.parse(event.timestamp),
			channel: 'web',
			source: 'segment',
			url: event.properties.url,
			agent: event.context.userAgent,
		}),
	],
	[
		(event) => 'ts_epoch' in event,
		(event) => ({
			id: `${event.email} ${event.ts_epoch} ${event.event}`,
			lead: event.email,
			type: 'email_open',
			at: event.ts_epoch,
			channel: 'email',
			source: 'brevo',
		}),
	],
	[
		(event) => 'subscriptionType' in event,
		(event) => ({
			id: event.eventId,
			lead: String(event.objectId),
			type: 'lead_update',
			at: event.occurredAt,
			channel: 'crm',
			source: 'hubspot',
		}),
	],
	[
		(event) => 'RecordType' in event,
		(event) => ({
			id: `${event.MessageID} ${event.Recipient} ${event.ReceivedAt}`,
			lead: event.Recipient,
			type: 'email_click',
			at: Date.parse(event.ReceivedAt),
			channel: 'email',
			source: 'postmark',
			url: event.OriginalLink,
			agent: event.UserAgent,
		}),
	],
	[
		(event) => 'object_type' in event,
		({ event_id, timestamp, data }) => ({
			id: event_id,
			lead: data.identifiers.email,
			type: 'email_click',
			at: seconds(timestamp),
			channel: 'email',
			source: 'customerIo',
			url: data.href,
		}),
	],
	[
		(event) => 'form_response' in event,
		({ form_response: response }) => ({
			id: response.token,
			lead: response.answers.find(({ type }) => type === 'email').email,
			type: 'form_submit',
			at: Date.parse(response.submitted_at),
			channel: 'web',
			source: 'typeform',
		}),
	],
	[
		(event) => 'payload' in event,
		({ event_ts, payload }) => ({
			id: `${payload.object.id} ${payload.object.participant.id} ${event_ts}`,
			lead: payload.object.participant.email,
			type: 'webinar_attend',
			at: Date.parse(payload.object.participant.join_time),
			channel: 'event',
			source: 'zoom',
		}),
	],
	[
		(event) => 'meta' in event,
		({ meta, data }) => ({
			id: `${meta.id} ${meta.timestamp}`,
			lead: String(data.person_id),
			type: 'deal_update',
			at: Date.parse(meta.timestamp),
			channel: 'crm',
			source: 'pipedrive',
		}),
	],
	[
		(event) => 'eventType' in event,
		({ open, mail }) => ({
			id: `${mail.messageId} ${mail.destination[0]} ${open.timestamp}`,
			lead: mail.destination[0],
			type: 'email_open',
			at: Date.parse(open.timestamp),
			channel: 'email',
			source: 'amazonSes',
			agent: open.userAgent,
		}),
	],
];

const seen = new Set();
const output = [];
for (const { json } of $input.all()) {
	const [, read] = READERS.find(([fits]) => fits(json)) ?? [];
	const found = read?.(json);
	if (!found || found.at > asOf || ROBOTS.test(found.agent ?? '')) continue;
	const { agent, url, at, id, ...activity } = found;
	const key = `${activity.source} ${id}`;
	if (seen.has(key)) continue;
	seen.add(key);
	const properties = { ...(url && { url }), ...(agent && { userAgent: agent }) };
	output.push({ json: { activity: key, ...activity, at: new Date(at).toISOString(), properties } });
}
output[0].json.scriptMilliseconds = Date.now() - started;
return output;
