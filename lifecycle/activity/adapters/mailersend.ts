import { own, textOf } from '../values';
import { DEFERRED, emailAdapter, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

/** MailerSend webhooks: `{ type: "activity.…", data: { email, morph } }`. */
export const mailersend = emailAdapter({
	source: 'mailersend',
	label: 'MailerSend',
	keys: ['data'],
	matches: (event) => textOf(own(event, 'type')).startsWith('activity.') && Object.hasOwn(event, 'data'),
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
		['activity.survey_opened', 'survey_view'],
		['activity.survey_submitted', 'survey_complete'],
	]),
	email: ['data.email.recipient.email'],
	at: ['data.created_at', 'created_at'],
	id: 'data.id',
	properties: {
		message: ['data.email.message.id'],
		subject: ['data.email.subject'],
		url: ['data.morph.url'],
		tags: ['data.email.tags'],
		sentAt: ['data.email.created_at'],
		reason: ['data.morph.readable_reason', 'data.morph.reason'],
		userAgent: ['data.morph.user_agent'],
		ip: ['data.morph.ip'],
	},
});
