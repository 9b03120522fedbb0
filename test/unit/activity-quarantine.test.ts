import fc from 'fast-check';
import { contentId, type Activity } from '../../lifecycle/activity/activity';
import { QUARANTINE_DEFAULTS, quarantineActivities, type QuarantineOptions } from '../../lifecycle/activity/quarantine';
import cases from '../cases/activity-quarantine.json';

const START = Date.UTC(2026, 2, 1, 10);
const AS_OF = START + 30 * 86_400_000;

interface Row {
	type: string;
	/** Seconds after the start. */
	at: number;
	lead: string;
	quarantine: string;
	properties: Record<string, unknown>;
	expected: string;
}

function toActivity({ type, at, lead, quarantine, properties }: Row): Activity {
	const instant = new Date(START + at * 1000).toISOString();
	const activity = contentId({ lead, type, at: instant, properties });
	return {
		activity,
		lead,
		type,
		at: instant,
		channel: 'email',
		source: 'canonical',
		properties,
		attributes: {},
		quarantine,
	};
}

describe('the time of an activity', () => {
	it.each([
		['0000-01-01T00:00:00Z', 'past'],
		['1899-12-30T00:00:00Z', 'past'],
		['1970-01-01T00:00:00Z', 'past'],
		['1989-12-31T23:59:59Z', 'past'],
		['1990-01-01T00:00:00Z', ''],
		['2026-03-01T10:00:00Z', ''],
		['2026-03-31T10:04:00Z', ''],
		['2026-03-31T10:06:00Z', 'future'],
		['9999-12-31T00:00:00Z', 'future'],
		['+057703-12-27T11:08:00Z', 'future'],
	])('%s: %j', (at, expected) => {
		const row = { type: 'form_submit', at: 0, lead: 'ada@x.example', quarantine: '', properties: {}, expected };
		const [judged] = quarantineActivities([{ ...toActivity(row), at }], QUARANTINE_DEFAULTS, AS_OF);
		expect(judged.quarantine).toBe(expected);
	});
});

interface Case {
	name: string;
	options: Partial<QuarantineOptions>;
	activities: Row[];
}

describe('quarantine', () => {
	it.each(cases as Case[])('$name', ({ options, activities }) => {
		const given = activities.map(toActivity);
		const before = structuredClone(given);
		const judged = quarantineActivities(given, { ...QUARANTINE_DEFAULTS, ...options }, AS_OF);
		expect(judged.map(({ quarantine }) => quarantine)).toEqual(activities.map(({ expected }) => expected));
		expect(given).toEqual(before);
	});

	it('keeps the reason of what it releases', () => {
		const rows = (cases as Case[]).find(({ name }) => name === 'release by a form')?.activities ?? [];
		const [click] = quarantineActivities(rows.map(toActivity), QUARANTINE_DEFAULTS, AS_OF);
		expect(click).toMatchObject({ quarantine: '', properties: { released: 'bot:burst' } });
	});

	it('does not depend on the order, but for which copy counts', () => {
		const row = fc.record({
			type: fc.constantFrom('email_click', 'email_open', 'email_delivered', 'form_submit', 'email_unsubscribe'),
			at: fc.integer({ min: 0, max: 40 }),
			lead: fc.constantFrom('a', 'b'),
			quarantine: fc.constant(''),
			properties: fc.record({ message: fc.constantFrom('1', '2'), url: fc.constantFrom('/a', '/b', '/c', '/hp/') }),
			expected: fc.constant(''),
		});
		const options = { ...QUARANTINE_DEFAULTS, honeypots: ['/hp/'] };
		const reasons = (activities: Activity[]): string[] =>
			quarantineActivities(activities, options, AS_OF)
				.map(({ activity, quarantine }) => `${activity} ${quarantine}`)
				.sort();
		fc.assert(
			fc.property(fc.array(row, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (rows, numbers) => {
				const activities = rows.map(toActivity);
				const shuffled = activities
					.map((activity) => ({ activity, key: numbers.next().value as number }))
					.sort((a, b) => a.key - b.key)
					.map(({ activity }) => activity);
				expect(reasons(shuffled)).toEqual(reasons(activities));
			}),
		);
	});

	it('judging what was judged changes nothing', () => {
		for (const { options, activities } of cases as Case[]) {
			const all = { ...QUARANTINE_DEFAULTS, ...options };
			const once = quarantineActivities(activities.map(toActivity), all, AS_OF);
			const counted = (list: Activity[]): string[] =>
				list.filter(({ quarantine }) => quarantine === '').map(({ activity }) => activity);
			expect(counted(quarantineActivities(once, all, AS_OF))).toEqual(counted(once));
		}
	});

	it.each([
		['one message with very many clicks', (index: number) => ({ message: 'm', url: `/${index % 7}` })],
		['clicks without messages', (index: number) => ({ url: `/${index}` })],
		['honeypots only', (index: number) => ({ message: 'm', url: `/hp/${index}` })],
	])('stays fast: %s', (_name, properties) => {
		const activities = Array.from({ length: 30_000 }, (_, index) =>
			toActivity({
				type: index % 2 ? 'email_click' : 'form_submit',
				at: (index * 7919) % 1000,
				lead: 'a',
				quarantine: '',
				properties: properties(index),
				expected: '',
			}),
		);
		const judged = quarantineActivities(activities, { ...QUARANTINE_DEFAULTS, honeypots: ['/hp/'] }, AS_OF);
		expect(judged).toHaveLength(activities.length);
	});
});
