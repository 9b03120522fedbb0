import type { Fields } from '../../path';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { channelOf } from '../catalogue';
import { typeOfName } from '../names';
import { pageKind } from '../page';
import { compact, fieldsOf, first, listOf, own, textOf } from '../values';

/** Matomo: visits of its API, each with what was done in it. https://developer.matomo.org/api-reference/reporting-api#Live */
export const matomo: Adapter = {
	source: 'matomo',
	label: 'Matomo',
	idName: 'Matomo user id',
	trust: 'visitor',
	keys: ['actionDetails'],
	matches: (event) => Object.hasOwn(event, 'idVisit') && Array.isArray(own(event, 'actionDetails')),
	read: (visit) =>
		listOf(own(visit, 'actionDetails'))
			.map(fieldsOf)
			.map((action, index) => readAction(visit, action, index)),
};

function readAction(visit: Fields, action: Fields, index: number): Reading {
	const kind = textOf(own(action, 'type'));
	const meant = READERS.get(kind)?.(action);
	if (meant === undefined) return nothing(`Matomo action “${kind.slice(0, 40)}” says nothing the lead did`);
	if ('nothing' in meant) return meant;
	const userId = own(visit, 'userId');
	const url = textOf(own(action, 'url'));
	return {
		at: own(action, 'timestamp'),
		id: `${textOf(own(visit, 'idVisit'))}:${textOf(first(own(action, 'idpageview'), own(action, 'pageId')))}:${index}`,
		email: userId,
		leadId: userId,
		anonymousId: own(visit, 'visitorId'),
		aliases: textOf(userId) === '' ? [] : [own(visit, 'visitorId')],
		channel: channelOf(meant.type) || 'web',
		...meant,
		properties: {
			...compact({
				url,
				page: url === '' ? '' : pageKind(url),
				title: own(action, 'pageTitle'),
				referrer: own(visit, 'referrerUrl'),
			}),
			...meant.properties,
		},
	};
}

const READERS: ReadonlyMap<string, (action: Fields) => Draft | { nothing: string }> = new Map<
	string,
	(action: Fields) => Draft | { nothing: string }
>([
	['action', () => ({ type: 'page_view' })],
	[
		'download',
		(action) => ({
			type: 'content_download',
			properties: compact({ name: textOf(own(action, 'url')).split('/').at(-1) }),
		}),
	],
	['search', (action) => ({ type: 'search', properties: compact({ term: own(action, 'siteSearchKeyword') }) })],
	['goal', (action) => named(textOf(own(action, 'goalName')))],
	['event', (action) => named(textOf(first(own(action, 'eventAction'), own(action, 'eventName'))))],
	['ecommerceOrder', (action) => ({ type: 'purchase', properties: compact({ amount: own(action, 'revenue') }) })],
	['ecommerceAbandonedCart', () => ({ type: 'cart_add' })],
]);

function named(name: string): Draft | { nothing: string } {
	if (name.trim() === '') return nothing('an event without a name');
	const meant = typeOfName(name);
	return 'nothing' in meant ? meant : { type: meant.type, properties: { ...meant.properties, ...compact({ name }) } };
}
