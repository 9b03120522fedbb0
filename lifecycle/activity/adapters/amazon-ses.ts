import { isEmpty } from '../../empty';
import type { Fields } from '../../path';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { AUTOMATIC, headersOfList, isAutomatic } from '../mail-headers';
import { pageKind } from '../page';
import { child, compact, emailOf, fieldsOf, first, listOf, own, textOf } from '../values';
import { ADMINISTRATION, DEFERRED, NOT_SENT, SENT, SOFT_BOUNCE } from './email-events';

const KNOWN_ENVELOPES = new Set(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']);

/**
 * Amazon SES event publishing and notifications: bare, in an SNS envelope (`Message` is JSON text) or in an
 * EventBridge one (`detail`). A bounce or complaint names every recipient: each is an activity.
 */
export const amazonSes: Adapter = {
	source: 'amazonSes',
	label: 'Amazon SES',
	idName: 'Amazon SES recipient',
	trust: 'vendor',
	keys: ['TopicArn', 'Message', 'mail', 'detail'],
	matches: (event) => isSns(event) || isSes(event) || isSes(child(event, 'detail')),
	read(event) {
		if (!isSns(event))
			return isSes(event) ? readMail(event) : readMail(child(event, 'detail'), textOf(own(event, 'id')));
		if (own(event, 'Type') !== 'Notification') return [ADMINISTRATION];
		const message = parseObject(own(event, 'Message'));
		if (!isSes(message)) return [nothing('the SNS message is not an event of Amazon SES')];
		return readMail(message, textOf(own(event, 'MessageId')));
	},
};

const isSns = (event: Fields): boolean =>
	KNOWN_ENVELOPES.has(textOf(own(event, 'Type'))) &&
	(Object.hasOwn(event, 'TopicArn') || Object.hasOwn(event, 'Message'));

const isSes = (event: Fields): boolean =>
	Object.hasOwn(event, 'mail') && (Object.hasOwn(event, 'eventType') || Object.hasOwn(event, 'notificationType'));

function parseObject(value: unknown): Fields {
	if (typeof value !== 'string') return fieldsOf(value);
	try {
		return fieldsOf(JSON.parse(value));
	} catch {
		return {};
	}
}

function readMail(event: Fields, notificationId = ''): Reading[] {
	const name = textOf(first(own(event, 'eventType'), own(event, 'notificationType'))).toLowerCase();
	const read = READERS.get(name);
	if (!read) return [OTHERS.get(name) ?? NOT_SENT];
	const mail = child(event, 'mail');
	const details = child(event, name);
	const common = {
		message: own(mail, 'messageId'),
		subject: own(child(mail, 'commonHeaders'), 'subject'),
		sentAt: own(mail, 'timestamp'),
		ip: own(details, 'ipAddress'),
	};
	const id = notificationId || textOf(own(details, 'feedbackId'));
	const make: Make = (type, recipients, properties = {}) =>
		recipients.map((recipient) => ({
			type,
			at: own(details, 'timestamp'),
			id: idOf(name, id, recipient),
			email: recipient,
			properties: compact({ ...common, ...properties }),
		}));
	return read(details, mail, make);
}

const OTHERS: ReadonlyMap<string, Reading> = new Map([
	['send', SENT],
	['deliverydelay', DEFERRED],
]);

type Make = (type: string, recipients: readonly unknown[], properties?: Fields) => Draft[];
type Read = (details: Fields, mail: Fields, make: Make) => Reading[];

const destinations = (mail: Fields): readonly unknown[] => listOf(own(mail, 'destination'));

const READERS: ReadonlyMap<string, Read> = new Map<string, Read>([
	['open', (open, mail, make) => onlyOne(make('email_open', destinations(mail), agentOf(open)))],
	['click', (click, mail, make) => onlyOne(make('email_click', destinations(mail), linkOf(click)))],
	['bounce', readBounce],
	[
		'delivery',
		(delivery, mail, make) =>
			make(
				'email_delivered',
				first(own(delivery, 'recipients')) ? listOf(own(delivery, 'recipients')) : destinations(mail),
			),
	],
	[
		'complaint',
		(complaint, _mail, make) =>
			NOT_TRIED.test(textOf(own(complaint, 'complaintSubType')))
				? [NOT_SENT]
				: make('email_spam_complaint', addresses(own(complaint, 'complainedRecipients')), {
						reason: own(complaint, 'complaintFeedbackType'),
					}),
	],
	[
		'subscription',
		(subscription, mail, make) => {
			const left = own(child(subscription, 'newTopicPreferences'), 'unsubscribeAll') === true;
			return onlyOne(
				make(left ? 'email_unsubscribe' : 'lead_update', destinations(mail), {
					list: own(subscription, 'contactList'),
				}),
			);
		},
	],
	[
		'received',
		(_details, mail, make) =>
			make('email_reply', [senderOf(mail)]).map((draft) => ({
				...draft,
				at: own(mail, 'timestamp'),
				machine: isAutomatic(headersOfList(own(mail, 'headers'))) ? AUTOMATIC : undefined,
			})),
	],
]);

/** `source` is where refusals go to, which may be nobody's address. */
const senderOf = (mail: Fields): unknown =>
	first(emailOf(own(child(mail, 'commonHeaders'), 'from')), own(mail, 'source'));

/**
 * The address stands on a suppression list or was unsubscribed, so SES did not even try.
 * Source: https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types
 */
const NOT_TRIED = /^(Suppressed|OnAccountSuppressionList|UnsubscribedRecipient)$/;

/** Each refused recipient has a reason of its own. */
function readBounce(bounce: Fields, _mail: Fields, make: Make): Reading[] {
	if (NOT_TRIED.test(textOf(own(bounce, 'bounceSubType')))) return [NOT_SENT];
	if (textOf(own(bounce, 'bounceType')) !== 'Permanent') return [SOFT_BOUNCE];
	return listOf(own(bounce, 'bouncedRecipients'))
		.map(fieldsOf)
		.flatMap((recipient) =>
			make('email_bounce', [own(recipient, 'emailAddress')], {
				code: first(own(recipient, 'status'), own(bounce, 'bounceSubType')),
				reason: own(recipient, 'diagnosticCode'),
			}),
		);
}

const addresses = (recipients: unknown): unknown[] =>
	listOf(recipients).map((recipient) => own(fieldsOf(recipient), 'emailAddress'));

const agentOf = (details: Fields): Fields => ({ userAgent: own(details, 'userAgent') });

const linkOf = (details: Fields): Fields => ({
	...agentOf(details),
	url: own(details, 'link'),
	page: pageKind(textOf(own(details, 'link'))),
	tags: own(details, 'linkTags'),
});

const idOf = (name: string, id: string, recipient: unknown): string | undefined =>
	id === '' ? undefined : `${name}:${id}:${emailOf(recipient)}`;

/** An open or click of a message to several people does not say whose it was: the first, with a note. */
function onlyOne(drafts: Draft[]): Draft[] {
	if (drafts.length < 2) return drafts;
	const note = `first of ${drafts.length} recipients; the event does not say which of them it was`;
	return drafts.slice(0, 1).map((draft) => ({ ...draft, note: isEmpty(draft.note) ? note : draft.note }));
}
