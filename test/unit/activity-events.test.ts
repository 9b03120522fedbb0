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
