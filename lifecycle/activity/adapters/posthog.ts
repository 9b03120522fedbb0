import { isFields, type Fields } from '../../path';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { channelOf } from '../catalogue';
import { typeOfName } from '../names';
import { pageKind } from '../page';
import { child, compact, emailOf, fieldsOf, first, own, textOf } from '../values';

const SILENT = new Set(
	`$autocapture $pageleave $set $set_once $unset $groupidentify $feature_flag_called $feature_view $feature_interaction $rageclick
	$web_vitals $exception $heatmap $$heatmap $snapshot $opt_in $ai_generation`.split(/\s+/),
);

const TYPES: ReadonlyMap<string, string> = new Map([
	['$pageview', 'page_view'],
	['$screen', 'product_use'],
	['$identify', 'lead_identify'],
	['$create_alias', 'lead_identify'],
	['survey sent', 'survey_complete'],
	['survey shown', 'survey_view'],
]);

/** PostHog webhook destinations (`{ event: { event, … }, person }`) and hooks (`{ hook, data }`): https://posthog.com/docs/cdp/destinations/webhook */
export const posthog: Adapter = {
	source: 'posthog',
	label: 'PostHog',
	idName: 'PostHog distinct id',
	trust: 'visitor',
	keys: ['event', 'hook', 'distinct_id'],
	matches: (event) => {
		const { captured } = partsOf(event);
		return typeof own(captured, 'event') === 'string' && distinctIdOf(captured) !== undefined;
	},
	read: (event) => [readCaptured(event)],
};

function partsOf(event: Fields): { captured: Fields; person: Fields } {
	const captured = isFields(own(event, 'event'))
		? child(event, 'event')
		: Object.hasOwn(event, 'hook')
			? child(event, 'data')
			: event;
	return { captured, person: child(fieldsOf(first(own(event, 'person'), own(captured, 'person'))), 'properties') };
}

const distinctIdOf = (captured: Fields): unknown => first(own(captured, 'distinct_id'), own(captured, 'distinctId'));

function readCaptured(event: Fields): Reading {
	const { captured, person } = partsOf(event);
	const name = textOf(own(captured, 'event'));
	if (SILENT.has(name)) return nothing(`PostHog event “${name.slice(0, 60)}” says nothing the lead did`);
	const given = child(captured, 'properties');
	const named = TYPES.has(name) ? { type: TYPES.get(name) ?? '', properties: {} } : typeOfName(name);
	if ('nothing' in named) return named;
	const url = textOf(own(given, '$current_url'));
	const distinctId = distinctIdOf(captured);
	const isIdentified = named.type === 'lead_identify';
	const email = first(
		...[own(person, 'email'), own(child(given, '$set'), 'email'), own(given, 'email'), distinctId].map(emailOf),
	);
	const draft: Draft = {
		type: named.type,
		at: own(captured, 'timestamp'),
		id: first(own(captured, 'uuid'), own(captured, 'eventUuid')),
		email,
		leadId: distinctId,
		aliases: isIdentified ? [distinctId, own(given, '$anon_distinct_id'), own(given, 'alias')] : [],
		channel: channelOf(named.type) || 'product',
		properties: {
			...compact(Object.fromEntries(Object.entries(given).filter(([key]) => !key.startsWith('$')))),
			...named.properties,
			...compact({
				url,
				page: url === '' ? '' : pageKind(url),
				title: own(given, 'title'),
				referrer: own(given, '$referrer'),
				feature: named.type === 'product_use' ? own(given, '$screen_name') : undefined,
				userAgent: first(own(given, '$raw_user_agent'), own(given, '$user_agent')),
				ip: own(given, '$ip'),
			}),
		},
		attributes: attributesOf(Object.fromEntries(Object.entries(person).filter(([key]) => !/^\$|utm_|_?id$/.test(key)))),
	};
	return draft;
}
