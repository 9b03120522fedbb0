import { DateTime } from 'luxon';
import { ADAPTERS, recognise } from '../../lifecycle/activity/adapters';
import { NORMALIZE_DEFAULTS, normalizeActivities } from '../../lifecycle/activity/normalize';
import type { Fields } from '../../lifecycle/path';
import cases from '../cases/activity-events.json';

/** Events written for this table after the vendors' documentation, for what the real payloads leave out. */
interface Case {
	name: string;
	/** Where the vendor documents the shape. */
	docs?: string;
	event: Fields;
	headers?: Fields;
	expected: Fields[];
}

const asOf = DateTime.fromISO('2026-11-22T00:00:00Z', { zone: 'utc' });

describe('events of the vendors', () => {
	it.each(cases as Case[])('$name', ({ event, headers, expected }) => {
		const json = headers ? { headers, body: event } : event;
		const { activities, faults } = normalizeActivities([{ item: 0, json }], NORMALIZE_DEFAULTS, asOf);
		expect(faults).toEqual([]);
		expect(activities.map(({ activity }) => activity)).toMatchObject(expected);
		expect(activities).toHaveLength(expected.length);
	});
});

/** Around the page of a list, as the vendors' APIs answer. */
const PAGES: readonly ((events: Fields[]) => Fields)[] = [
	(events) => ({ data: events, paging: { cursors: { after: 'MTE=' }, next: 'https://graph.facebook.com/next' } }),
	(events) => ({ total: events.length, results: events, paging: { next: { after: '1' } } }),
	(events) => ({ totalSize: events.length, done: true, records: events }),
	(events) => ({ items: events, total_items: events.length, page_count: 1 }),
	(events) => ({ object: 'list', url: '/v1/events', has_more: false, data: events }),
];

describe('a page of events gives what its events give', () => {
	const known = (cases as Case[]).filter(({ event, headers }) => !headers && recognise(event) !== undefined);

	it.each(known)('$name', ({ event }) => {
		const read = (json: Fields) => normalizeActivities([{ item: 0, json }], NORMALIZE_DEFAULTS, asOf);
		const alone = read(event);
		for (const page of PAGES) expect(read(page([event]))).toEqual(alone);
	});
});

describe('recognise', () => {
	it('finds by the keys what trying every adapter finds', () => {
		for (const { event } of cases as Case[]) {
			expect(recognise(event)?.source).toBe(ADAPTERS.find((adapter) => adapter.matches(event))?.source);
		}
	});

	it('names sources once', () => {
		expect(new Set(ADAPTERS.map(({ source }) => source)).size).toBe(ADAPTERS.length);
	});
});
