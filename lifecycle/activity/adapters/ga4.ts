import type { Fields } from '../../path';
import { asNumber } from '../../number';
import type { Adapter, Reading } from '../adapter';
import { nothing } from '../adapter';
import { channelOf } from '../catalogue';
import { typeOfName } from '../names';
import { pageKind } from '../page';
import { child, compact, fieldsOf, first, listOf, own, textOf } from '../values';

/**
 * Google Analytics 4: Measurement Protocol bodies (`client_id`, `events`) and rows of the BigQuery export
 * (`event_name`, `event_params`). Times are microseconds.
 */
export const ga4: Adapter = {
	source: 'ga4',
	label: 'Google Analytics 4',
	idName: 'Google Analytics user id',
	trust: 'visitor',
	keys: ['events', 'event_name'],
	matches: (event) =>
		(Array.isArray(own(event, 'events')) &&
			(Object.hasOwn(event, 'client_id') ||
				Object.hasOwn(event, 'app_instance_id') ||
				Object.hasOwn(event, 'user_id'))) ||
		(typeof own(event, 'event_name') === 'string' &&
			(Object.hasOwn(event, 'user_pseudo_id') || Object.hasOwn(event, 'event_params'))),
	read(event) {
		if (Object.hasOwn(event, 'event_name')) return [readExported(event)];
		const anonymousId = first(own(event, 'client_id'), own(event, 'app_instance_id'));
		return listOf(own(event, 'events'))
			.map(fieldsOf)
			.map((entry) => {
				const at = first(own(entry, 'timestamp_micros'), own(event, 'timestamp_micros'));
				return readEvent(textOf(own(entry, 'name')), child(entry, 'params'), at, own(event, 'user_id'), anonymousId);
			});
	},
};

const SILENT = new Set(
	`session_start first_visit first_open user_engagement scroll form_start os_update app_update app_remove app_exception
	app_clear_data error video_progress exception ad_query ad_exposure notification_receive notification_dismiss
	view_item_list remove_from_cart add_shipping_info add_payment_info screen_view_automatic level_start level_end
	working_lead qualify_lead disqualify_lead timing_complete view_cart`.split(/\s+/),
);

interface Meaning {
	type: string;
	page?: string;
	kind?: string;
}

const TYPES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
	['campaign_details', { type: 'campaign_visit' }],
	['view_item', { type: 'page_view', page: 'product' }],
	['select_item', { type: 'page_view', page: 'product' }],
	['select_content', { type: 'content_view' }],
	['screen_view', { type: 'product_use' }],
	['click', { type: 'page_view' }],
	['search', { type: 'search' }],
	['view_search_results', { type: 'search' }],
	['add_to_cart', { type: 'cart_add' }],
	['add_to_wishlist', { type: 'cart_add' }],
	['begin_checkout', { type: 'checkout_start' }],
	['share', { type: 'content_share' }],
	['video_complete', { type: 'video_complete' }],
	['tutorial_begin', { type: 'training_register' }],
	['tutorial_complete', { type: 'training_complete' }],
	['close_convert_lead', { type: 'deal_won' }],
	['close_unconvert_lead', { type: 'deal_lost' }],
	['select_promotion', { type: 'ad_click' }],
	['view_promotion', { type: 'ad_view' }],
	['ad_click', { type: 'ad_click' }],
	['ad_impression', { type: 'ad_view' }],
	['notification_open', { type: 'message_open' }],
	['in_app_purchase', { type: 'purchase' }],
	['join_group', { type: 'community_view' }],
	...'level_up post_score earn_virtual_currency spend_virtual_currency unlock_achievement'
		.split(' ')
		.map((name): [string, Meaning] => [name, { type: 'product_use' }]),
]);

function readEvent(name: string, params: Fields, micros: unknown, userId: unknown, anonymousId: unknown): Reading {
	if (name === '' || SILENT.has(name))
		return nothing(`Google Analytics event “${name.slice(0, 60)}” says nothing the lead did`);
	const known = TYPES.get(name);
	const named = typeOfName(name);
	if ('nothing' in named) return named;
	const type = known?.type ?? named.type;
	return {
		type,
		at: millisecondsOf(micros),
		email: userId,
		leadId: userId,
		anonymousId,
		channel: channelOf(type) || 'web',
		properties: {
			...compact(params),
			...named.properties,
			...propertiesOf(params, known?.page),
			...compact({ kind: known?.kind }),
		},
	};
}

function propertiesOf(params: Fields, page: string | undefined): Record<string, unknown> {
	const url = textOf(first(own(params, 'link_url'), own(params, 'page_location')));
	return compact({
		url,
		page: first(page, pageKind(url)),
		title: own(params, 'page_title'),
		referrer: own(params, 'page_referrer'),
		term: first(own(params, 'search_term'), own(params, 'term')),
		form: first(own(params, 'form_name'), own(params, 'form_id')),
		name: first(own(params, 'file_name'), own(params, 'video_title')),
		amount: own(params, 'value'),
	});
}

const PARAMETER_VALUES = ['string_value', 'int_value', 'float_value', 'double_value'];

function readExported(event: Fields): Reading {
	const params = listOf(own(event, 'event_params')).map((entry): [string, unknown] => {
		const value = child(fieldsOf(entry), 'value');
		return [textOf(own(fieldsOf(entry), 'key')), first(...PARAMETER_VALUES.map((kind) => own(value, kind)))];
	});
	return readEvent(
		textOf(own(event, 'event_name')),
		Object.fromEntries(params),
		own(event, 'event_timestamp'),
		own(event, 'user_id'),
		own(event, 'user_pseudo_id'),
	);
}

const millisecondsOf = (micros: unknown): number | undefined => {
	const number = asNumber(micros);
	return number === undefined ? undefined : number / 1000;
};
