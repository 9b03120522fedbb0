import { isFields, type Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter, Draft, Nothing, Reading } from '../adapter';
import { nothing } from '../adapter';
import { ACTIVITY_TYPES, channelOf } from '../catalogue';
import { snakeCase, typeOfName } from '../names';
import { pageKind } from '../page';
import { child, compact, emailOf, first, own, textOf } from '../values';

const CALLS = new Set(['track', 'identify', 'page', 'screen', 'group', 'alias']);

const callOf = (event: Fields): string => {
	const type = textOf(own(event, 'type')).toLowerCase();
	return CALLS.has(type) ? type : textOf(own(event, 'action')).toLowerCase();
};

/** What Segment's libraries put into every call. */
const LIBRARY_KEYS = ['messageId', 'anonymousId', 'userId', 'writeKey', 'originalTimestamp', 'context', 'traits'];
/** What those who write calls by hand may leave it at. */
const CALL_KEYS = [
	...LIBRARY_KEYS,
	...'message_id anonymous_id user_id event properties previousId previous_id groupId group_id'.split(' '),
];

/** `page`, `screen` and `group` are everybody's words: a call has one of Segment's fields too. */
const isCall = (event: Fields): boolean =>
	CALLS.has(callOf(event)) && CALL_KEYS.some((key) => Object.hasOwn(event, key));

/** Whether an event is surely a call of Segment's, whatever else stands in it. */
export const isBrowserCall = (event: Fields): boolean =>
	CALLS.has(callOf(event)) && LIBRARY_KEYS.some((key) => Object.hasOwn(event, key));

/** Segment's calls (also RudderStack's and Jitsu's): track, page, screen, identify, group, alias. */
export const segment: Adapter = {
	source: 'segment',
	label: 'Segment',
	idName: 'Segment user id',
	trust: 'visitor',
	keys: ['type', 'action'],
	matches: (event) => isCall(event) && !Object.hasOwn(event, 'fired_at'),
	read(event) {
		return [READERS.get(callOf(event))?.(event) ?? nothing('not a call that Segment documents')];
	},
};

const READERS: ReadonlyMap<string, (event: Fields) => Reading> = new Map([
	['track', readTrack],
	['page', readPage],
	['screen', readScreen],
	['identify', readIdentify],
	['group', readGroup],
	['alias', readAlias],
]);

/** Event names of Segment's specifications that say nothing the lead did. */
const SILENT = new Set([
	'email_sent',
	'live_chat_message_received',
	'live_chat_conversation_ended',
	'experiment_viewed',
	'application_backgrounded',
	'application_crashed',
	'application_updated',
	'video_playback_paused',
	'video_playback_resumed',
	'video_playback_interrupted',
	'video_playback_buffer_started',
	'video_playback_buffer_completed',
	'video_playback_seek_started',
	'video_playback_seek_completed',
	'video_playback_exited',
	'video_content_started',
	'video_content_playing',
	'video_content_completed',
	'video_ad_started',
	'video_ad_playing',
	'video_ad_completed',
	'push_notification_received',
	'push_notification_bounced',
	'product_removed',
	'removed_product',
]);

const SPECIFIED: ReadonlyMap<string, { type: string; page?: string }> = new Map([
	['product_viewed', { type: 'page_view', page: 'product' }],
	['product_list_viewed', { type: 'page_view', page: 'product' }],
	['product_clicked', { type: 'page_view', page: 'product' }],
	['cart_viewed', { type: 'page_view', page: 'cart' }],
	['product_added', { type: 'cart_add' }],
	['product_added_to_wishlist', { type: 'cart_add' }],
	['promotion_viewed', { type: 'ad_view' }],
	['promotion_clicked', { type: 'ad_click' }],
	['product_shared', { type: 'content_share' }],
	['cart_shared', { type: 'content_share' }],
	['product_reviewed', { type: 'content_rate' }],
	['order_cancelled', { type: 'purchase_refund' }],
	['application_installed', { type: 'software_download' }],
	['application_opened', { type: 'software_use' }],
	['deep_link_opened', { type: 'ad_click' }],
	['install_attributed', { type: 'campaign_visit' }],
	['push_notification_tapped', { type: 'message_click' }],
	['push_notification_opened', { type: 'message_click' }],
	['email_delivered', { type: 'email_delivered' }],
	['subscribed', { type: 'email_subscribe' }],
	// The names of the first e-commerce specification.
	['viewed_product', { type: 'page_view', page: 'product' }],
	['viewed_product_category', { type: 'page_view', page: 'product' }],
	['added_product', { type: 'cart_add' }],
	['completed_order', { type: 'purchase' }],
]);

function readTrack(event: Fields): Reading {
	const name = textOf(own(event, 'event'));
	const snake = snakeCase(name);
	if (snake === '') return nothing('a track call without an event name');
	if (SILENT.has(snake)) return nothing(`Segment event “${name.slice(0, 60)}” says nothing the lead did`);
	const named = SPECIFIED.get(snake) ?? fromName(name);
	if ('nothing' in named) return named;
	const given = child(event, 'properties');
	const properties = {
		...pageOf(event),
		...compact(given),
		...compact({ page: named.page }),
		...ownNames(named.type, given),
		...campaignOf(named.type, given),
	};
	const known = common(event, `track:${snake}`);
	return {
		...known,
		type: named.type,
		aliases: named.type === 'product_signup' ? [known.leadId, known.anonymousId] : [],
		// A context with a page comes from a browser; everything else was sent by a product.
		channel: channelOf(named.type) || (properties.url === undefined ? 'product' : 'web'),
		properties: { ...properties, ...visitor(event) },
		attributes: attributesOf({ ...signupFields(named.type, given), ...traitsOf(event) }),
	};
}

/** A sign-up's properties are about the person; "title" there is the form of address ("Mr"). */
function signupFields(type: string, given: Fields): Fields {
	if (type !== 'product_signup') return {};
	const { first_name, last_name, email, phone, company } = given;
	return { first_name, last_name, email, phone, company };
}

function fromName(name: string): { type: string; page?: string } | Nothing {
	const named = typeOfName(name);
	return 'nothing' in named ? named : { type: named.type, ...named.properties };
}

/** Segment's specifications have their own names for what the catalogue calls the same everywhere. */
const ownNames = (type: string, given: Fields): Record<string, unknown> =>
	compact({
		amount: ACTIVITY_TYPES.get(type)?.properties.includes('amount')
			? first(...['amount', 'total', 'revenue', 'value', 'price'].map((key) => own(given, key)))
			: undefined,
		term: type === 'search' ? first(own(given, 'term'), own(given, 'query')) : undefined,
		subject: own(given, 'email_subject'),
		message: own(given, 'email_id'),
		campaign: first(own(given, 'campaign_name'), own(given, 'campaign_id')),
		url: own(given, 'link_url'),
		list: first(own(given, 'list_name'), own(given, 'list_id')),
	});

/** Where a lead came from stands in one object, `{ source, medium, term, content, name }`. */
function campaignOf(type: string, given: Fields): Record<string, unknown> {
	const campaign = own(given, 'campaign');
	if (type !== 'campaign_visit' || !isFields(campaign)) return {};
	const { source, medium, term, content, name } = campaign;
	return compact({ source, medium, term, content, campaign: name });
}

function readPage(event: Fields): Draft {
	const given = child(event, 'properties');
	const name = textOf(own(event, 'name'));
	const where = { ...pageOf(event), ...compact(given) };
	const page = first(pageKind(textOf(first(where.url, where.path))), pageKind(`/${snakeCase(name)}`));
	return {
		...common(event, 'page'),
		type: 'page_view',
		properties: { ...where, ...compact({ page, name, category: own(event, 'category') }), ...visitor(event) },
	};
}

function readScreen(event: Fields): Draft {
	return {
		...common(event, 'screen'),
		type: 'product_use',
		properties: {
			...compact(child(event, 'properties')),
			...compact({ feature: own(event, 'name') }),
			...visitor(event),
		},
	};
}

function readIdentify(event: Fields): Draft {
	const known = common(event, 'identify');
	return {
		...known,
		type: 'lead_identify',
		aliases: [known.leadId, known.anonymousId],
		properties: visitor(event),
		attributes: attributesOf(traitsOf(event)),
	};
}

function readGroup(event: Fields): Reading {
	const known = common(event, 'group');
	if (textOf(first(known.leadId, known.anonymousId, known.email)) === '') return nothing('a group call without a user');
	const traits = attributesOf(compact(child(event, 'traits')));
	const { name, email: _email, ...company } = traits;
	return {
		...known,
		type: 'lead_update',
		properties: compact({ group: first(own(event, 'groupId'), own(event, 'group_id')) }),
		attributes: { ...company, ...compact({ company: first(traits.company, name) }) },
	};
}

function readAlias(event: Fields): Draft {
	const known = common(event, 'alias');
	const previous = first(own(event, 'previousId'), own(event, 'previous_id'));
	return {
		...known,
		type: 'lead_identify',
		email: first(known.email, emailOf(previous)),
		aliases: [known.leadId, previous, known.anonymousId],
		properties: compact({ previousId: previous, userId: known.leadId }),
	};
}

function common(event: Fields, call: string) {
	const userId = first(own(event, 'userId'), own(event, 'user_id'));
	const messageId = textOf(first(own(event, 'messageId'), own(event, 'message_id')));
	return {
		at: first(own(event, 'timestamp'), own(event, 'originalTimestamp'), own(event, 'sentAt'), own(event, 'receivedAt')),
		id: messageId === '' ? undefined : `${call}:${messageId}`,
		email: first(
			emailOf(userId),
			emailOf(own(traitsOf(event), 'email')),
			emailOf(own(child(event, 'properties'), 'email')),
		),
		leadId: userId,
		anonymousId: first(own(event, 'anonymousId'), own(event, 'anonymous_id')),
	};
}

const traitsOf = (event: Fields): Fields => ({
	...child(child(event, 'context'), 'traits'),
	...child(event, 'traits'),
});

const pageOf = (event: Fields): Record<string, unknown> => {
	const { url, path, title, referrer } = child(child(event, 'context'), 'page');
	return compact({ url, path, title, referrer });
};

function visitor(event: Fields): Record<string, unknown> {
	const context = child(event, 'context');
	return compact({
		userId: first(own(event, 'userId'), own(event, 'user_id')),
		userAgent: first(own(context, 'userAgent'), own(context, 'user_agent')),
		ip: own(context, 'ip'),
	});
}
