import { nothing } from '../adapter';
import { AUTOMATIC, headersOfList, isAutomatic } from '../mail-headers';
import { own, textOf, isTrue } from '../values';
import { emailAdapter, SOFT_BOUNCE, type Meaning } from './email-events';

const PERMANENT = new Set(['HardBounce', 'BadEmailAddress']);

/** Postmark webhooks, told apart by `RecordType`; inbound messages have none. */
export const postmark = emailAdapter({
	source: 'postmark',
	label: 'Postmark',
	keys: ['RecordType', 'FromFull'],
	matches: (event) =>
		typeof own(event, 'RecordType') === 'string' ||
		(Object.hasOwn(event, 'MessageID') &&
			Object.hasOwn(event, 'FromFull') &&
			['TextBody', 'HtmlBody', 'RawEmail'].some((key) => Object.hasOwn(event, key))),
	unwrap: (event) =>
		Object.hasOwn(event, 'RecordType')
			? event
			: { ...event, RecordType: 'Inbound', [AUTOMATIC]: isAutomatic(headersOfList(own(event, 'Headers'))) },
	event: 'RecordType',
	meanings: new Map<string, Meaning>([
		['delivery', 'email_delivered'],
		['open', 'email_open'],
		['click', 'email_click'],
		[
			'bounce',
			(event) => {
				const type = textOf(own(event, 'Type'));
				if (type === 'Unsubscribe') return 'email_unsubscribe';
				if (type === 'SpamComplaint') return 'email_spam_complaint';
				return PERMANENT.has(type) ? 'email_bounce' : SOFT_BOUNCE;
			},
		],
		['spamcomplaint', 'email_spam_complaint'],
		[
			'subscriptionchange',
			// https://postmarkapp.com/developer/webhooks/subscription-change-webhook: Recipient, Customer or Admin.
			(event) => {
				if (!/^(recipient)?$/i.test(textOf(own(event, 'Origin'))))
					return nothing('a colleague or Postmark changed it, not the lead');
				if (!isTrue(own(event, 'SuppressSending'))) return 'email_subscribe';
				return textOf(own(event, 'SuppressionReason')) === 'ManualSuppression' || !own(event, 'SuppressionReason')
					? 'email_unsubscribe'
					: nothing('follows from a bounce or complaint, which has an event of its own');
			},
		],
		['inbound', 'email_reply'],
	]),
	email: ['Recipient', 'Email', 'FromFull.Email', 'From'],
	at: ['ReceivedAt', 'BouncedAt', 'ChangedAt', 'DeliveredAt', 'Date'],
	id: 'ID',
	properties: {
		message: ['MessageID'],
		subject: ['Subject'],
		url: ['OriginalLink'],
		campaign: ['Tag'],
		stream: ['MessageStream'],
		reason: ['Description', 'SuppressionReason'],
		code: ['Type'],
		seconds: ['ReadSeconds'],
		country: ['Geo.CountryISOCode'],
		device: ['Platform'],
		userAgent: ['UserAgent'],
		ip: ['Geo.IP'],
	},
	machine: { flags: [AUTOMATIC] },
});
