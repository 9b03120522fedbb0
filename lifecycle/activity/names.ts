import type { Nothing } from './adapter';
import { ACTIVITY_TYPES } from './catalogue';
import { meantBy, nearestTo, type NamedType } from './name-words';

const LONGEST_NAME = 200;

/** `Demo Requested`, `demoRequested`, `demo-requested` -> `demo_requested`. */
export function snakeCase(name: string): string {
	return name
		.slice(0, LONGEST_NAME)
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.replace(/[^A-Za-z0-9]+/g, '_')
		.replace(/^_|_$/g, '')
		.toLowerCase();
}

const BASE_VERB: ReadonlyMap<string, string> = new Map(
	`viewed view|watched view|visited view|submitted submit|requested request|downloaded download|clicked click|shared share
	commented comment|rated rate|subscribed subscribe|completed complete|installed install|registered register
	attended attend|joined attend|canceled cancel|cancelled cancel|opened open|forwarded forward|replied reply
	unsubscribed unsubscribe|bounced bounce|started start|ended end|added add|used use|sent send|searched search
	listened listen|followed follow|answered answered|booked booked|obtained obtain|refunded refund|declined decline
	created create|updated update|paid pay`
		.split(/[|\n]/)
		.map((pair): [string, string] => {
			const [past, base] = pair.trim().split(' ');
			return [past, base];
		}),
);

const SYNONYMS: ReadonlyMap<string, string> = new Map([
	['page', 'page_view'],
	['pageview', 'page_view'],
	['click', 'email_click'],
	['open', 'email_open'],
	['email_link_click', 'email_click'],
	['email_mark_as_spam', 'email_spam_complaint'],
	['email_marked_as_spam', 'email_spam_complaint'],
	['unsubscribe', 'email_unsubscribe'],
	['email_complaint', 'email_spam_complaint'],
	['email_deliver', 'email_delivered'],
	['form_fill', 'form_submit'],
	['form_submission', 'form_submit'],
	['form_complete', 'form_submit'],
	['lead_form_submit', 'form_submit'],
	['contact_request', 'form_submit'],
	['generate_lead', 'form_submit'],
	['demo_booked', 'demo_request'],
	['book_demo', 'demo_request'],
	['request_demo', 'demo_request'],
	['webinar_registration', 'webinar_register'],
	['webinar_attendance', 'webinar_attend'],
	['meeting_cancel', 'meeting_cancel'],
	['meeting_schedule', 'meeting_booked'],
	['meeting_scheduled', 'meeting_booked'],
	['signed_up', 'product_signup'],
	['sign_up', 'product_signup'],
	['signup', 'product_signup'],
	['registered', 'product_signup'],
	['user_register', 'product_signup'],
	['signed_in', 'product_login'],
	['login', 'product_login'],
	['logged_in', 'product_login'],
	['signed_out', 'product_logout'],
	['account_added_user', 'account_add_user'],
	['account_removed_user', 'account_remove_user'],
	['account_deleted', 'account_delete'],
	['account_created', 'account_create'],
	['file_download', 'content_download'],
	['document_download', 'content_download'],
	['asset_download', 'content_download'],
	['contact_create', 'lead_create'],
	['contact_update', 'lead_update'],
	['person_update', 'lead_update'],
	['user_update', 'lead_update'],
	['customer_update', 'lead_update'],
	['person_create', 'lead_create'],
	['user_create', 'lead_create'],
	['customer_create', 'lead_create'],
	['subscription_create', 'subscription_start'],
	['invoice_pay', 'purchase'],
	['checkout_started', 'checkout_start'],
	['begin_checkout', 'checkout_start'],
	['order_complete', 'purchase'],
	['order_refund', 'purchase_refund'],
	['refund', 'purchase_refund'],
	['products_search', 'search'],
	['site_search', 'search'],
	['view_search_results', 'search'],
	['call_back_request', 'callback_request'],
	['live_chat_conversation_start', 'chat_message'],
	['live_chat_message_send', 'chat_message'],
	['chat_start', 'chat_message'],
	['video_start', 'video_view'],
	['video_play', 'video_view'],
	['video_playback_start', 'video_view'],
	['video_playback_complete', 'video_complete'],
	['case_study_view', 'content_view'],
	['blog_post_view', 'content_view'],
]);

const CONTENT_KINDS: ReadonlyMap<string, string> = new Map([
	['white_paper', 'white_paper'],
	['whitepaper', 'white_paper'],
	['data_sheet', 'data_sheet'],
	['datasheet', 'data_sheet'],
	['buyers_guide', 'buyers_guide'],
	['vendor_review', 'vendor_review'],
	['rfp_template', 'rfp_template'],
	['case_study', 'case_study'],
	['ebook', 'ebook'],
	['e_book', 'ebook'],
	['brochure', 'brochure'],
]);

/**
 * The catalogue's type for an event name that people chose: `Demo Requested` -> demo_request, `Pricing Page Viewed` ->
 * page_view of pricing, `Whitepaper Downloaded` -> content_download of a white paper. Of a dotted name the end may
 * tell: `com.example.user.signed_up` -> product_signup. The words may stand in any order and in other languages. A name
 * that the catalogue does not know stays as it is, in snake_case; one that says that the lead did nothing, such as
 * `Email Sent`, is none.
 */
export function typeOfName(name: string): NamedType | Nothing {
	const snake = snakeCase(name);
	return knownType(snake) ?? endOf(name) ?? meantBy(snake) ?? { type: snake, properties: {} };
}

/** The type of the catalogue that has most to do with a name that it does not know; '' when none has. */
export const nearestType = (name: string): string => nearestTo(snakeCase(name));

/** A single word tells too little: `button.click` is no click in an e-mail. */
function endOf(name: string): NamedType | undefined {
	const parts = name.slice(0, LONGEST_NAME).split('.');
	for (let start = 1; start < parts.length; start++) {
		const snake = snakeCase(parts.slice(start).join('.'));
		const known = snake.includes('_') ? knownType(snake) : undefined;
		if (known) return known;
	}
	return undefined;
}

function knownType(snake: string): NamedType | undefined {
	const known = KNOWN.get(snake);
	if (known) return { type: known, properties: {} };
	const words = snake.split('_');
	const verb = BASE_VERB.get(words[words.length - 1]) ?? words[words.length - 1];
	const base = [...words.slice(0, -1), verb].join('_');
	const ofBase = KNOWN.get(base);
	if (ofBase) return { type: ofBase, properties: {} };
	const subject = words.slice(0, -1).join('_');
	if (verb === 'view' && subject.endsWith('_page')) {
		return { type: 'page_view', properties: { page: subject.slice(0, -'_page'.length) } };
	}
	const kind = CONTENT_KINDS.get(subject);
	if (kind && (verb === 'download' || verb === 'view')) return { type: `content_${verb}`, properties: { kind } };
	return undefined;
}

const KNOWN: ReadonlyMap<string, string> = new Map([
	...SYNONYMS,
	...[...ACTIVITY_TYPES.keys()].map((type): [string, string] => [type, type]),
]);
