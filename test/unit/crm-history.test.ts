import { DateTime } from 'luxon';
import type { Activity } from '../../lifecycle/activity/activity';
import { NORMALIZE_DEFAULTS, normalizeActivities } from '../../lifecycle/activity/normalize';
import type { Fields } from '../../lifecycle/path';
import table from '../cases/crm-history.json';

interface Case {
	name: string;
	why: string;
	event: Fields;
	expected?: Fields[];
	fault?: string;
}

const cases = table as Case[];
const asOf = DateTime.fromISO('2026-11-22T00:00:00Z', { zone: 'utc' });

const normalized = (events: readonly Fields[], source = 'auto') =>
	normalizeActivities(
		events.map((json, item) => ({ item, json })),
		{ ...NORMALIZE_DEFAULTS, source },
		asOf,
	);
const counted = (events: readonly Fields[]): Activity[] =>
	normalized(events)
		.activities.map(({ activity }) => activity)
		.filter(({ quarantine }) => quarantine === '');

const event = (name: string): Fields => {
	const found = cases.find((each) => each.name === name);
	if (found === undefined) throw new Error(`There is no case “${name}”.`);
	return found.event;
};

describe('records of CRMs and answers of data services', () => {
	it.each(cases)('$name: $why', ({ event: json, expected = [], fault }) => {
		const { activities, faults } = normalized([json]);
		expect(faults.map(({ message }) => message)).toEqual(fault === undefined ? [] : [fault]);
		expect(activities.map(({ activity }) => activity)).toMatchObject(expected);
		expect(activities).toHaveLength(expected.length);
	});

	it.each(cases.filter(({ fault }) => fault === undefined))('$name: the same when its source is chosen', (each) => {
		const source = each.name.startsWith('HubSpot') ? 'hubspot' : each.name.startsWith('Odoo') ? 'odoo' : 'enrichment';
		expect(normalized([each.event], source)).toEqual(normalized([each.event]));
	});

	it.each(cases.filter(({ fault }) => fault === undefined))('$name: read twice, it counts once', (each) => {
		expect(counted([each.event, each.event])).toEqual(counted([each.event]));
	});
});

describe('a HubSpot record and the webhooks of the same contact', () => {
	const record = event('HubSpot: a contact with a history');
	const webhook = (propertyName: string, propertyValue: string, occurredAt: number): Fields => ({
		portalId: 3,
		eventId: 1,
		subscriptionId: 2,
		occurredAt,
		subscriptionType: 'contact.propertyChange',
		objectId: 301,
		propertyName,
		propertyValue,
	});
	const opens = (events: readonly Fields[]) => counted(events).filter(({ type }) => type === 'email_open');

	it('tell the same open once, though the webhook comes later', () => {
		const same = webhook('hs_email_last_open_date', '1771581600000', 1771581605123);
		expect(opens([record, same])).toHaveLength(1);
		expect(opens([same])[0]).toMatchObject({ activity: opens([record])[0].activity, at: opens([record])[0].at });
	});

	it('tell a later open as one more', () => {
		const later = webhook('hs_email_last_open_date', '1771668000000', 1771668000500);
		expect(opens([record, later])).toHaveLength(2);
	});

	it('tell an opt-out once', () => {
		const out = { ...webhook('hs_email_optout', 'true', 1771581605123), objectId: 303 };
		const both = counted([event('HubSpot: opted out, and bounced'), out]);
		expect(both.filter(({ type }) => type === 'email_unsubscribe')).toHaveLength(1);
	});

	it('keep a change that holds no time under the webhook’s own id', () => {
		const [cleared] = counted([webhook('hs_email_last_open_date', '', 1771581605123)]);
		expect(cleared).toMatchObject({ activity: 'hubspot:2:1:1771581605123:301', at: '2026-02-20T10:00:05.123Z' });
	});
});

it('keeps the ids of a page of contacts side by side', () => {
	const ids = ['7', '88', '123456789012'].map(
		(id) => counted([{ properties: { hs_object_id: id, lastmodifieddate: '2026-01-01T00:00:00Z' } }])[0].activity,
	);
	expect([...ids].sort()).toEqual(ids);
});
