import { AUTOMATIC, headersOf, isAutomatic } from '../mail-headers';
import { child, own, textOf } from '../values';
import { DEFERRED, emailAdapter, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

/** Beside activities: messages that somebody sent to us, and events of the account. */
const KINDS = /^(activity|inbound|inbound_forward|sender_identity|maintenance|email_single|email_list|bulk_email)\./;

/** MailerSend webhooks: `{ type: "activity.…", data: { email, morph } }`, and `inbound.message` of inbound routes. */
export const mailersend = emailAdapter({
	source: 'mailersend',
	label: 'MailerSend',
	keys: ['data'],
	matches: (event) => {
		const type = textOf(own(event, 'type'));
		if (!KINDS.test(type) || !Object.hasOwn(event, 'data')) return false;
		return type.startsWith('activity.') || Object.hasOwn(event, 'webhook_id') || Object.hasOwn(event, 'inbound_id');
	},
	unwrap: (event) =>
		own(event, 'type') === 'inbound.message'
			? { ...event, [AUTOMATIC]: isAutomatic(headersOf(child(child(event, 'data'), 'headers'))) }
			: event,
	event: 'type',
	meanings: new Map<string, Meaning>([
		['activity.sent', SENT],
		['activity.queued', SENT],
		['activity.deferred', DEFERRED],
		['activity.delivered', 'email_delivered'],
		['activity.soft_bounced', SOFT_BOUNCE],
		['activity.hard_bounced', 'email_bounce'],
		['activity.opened', 'email_open'],
		['activity.opened_unique', 'email_open'],
		['activity.clicked', 'email_click'],
		['activity.clicked_unique', 'email_click'],
		['activity.unsubscribed', 'email_unsubscribe'],
		['activity.spam_complaint', 'email_spam_complaint'],
		['inbound.message', 'email_reply'],
		['activity.survey_opened', 'survey_view'],
		['activity.survey_submitted', 'survey_complete'],
	]),
	email: ['data.email.recipient.email', 'data.from.email', 'data.sender.email'],
	at: ['data.created_at', 'created_at'],
	id: 'data.id',
	properties: {
		message: ['data.email.message.id', 'data.headers.Message-ID'],
		subject: ['data.email.subject', 'data.subject'],
		url: ['data.morph.url'],
		tags: ['data.email.tags'],
		sentAt: ['data.email.created_at'],
		reason: ['data.morph.readable_reason', 'data.morph.reason'],
		userAgent: ['data.morph.user_agent'],
		ip: ['data.morph.ip'],
	},
	machine: { flags: [AUTOMATIC] },
});
