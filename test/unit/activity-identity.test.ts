import fc from 'fast-check';
import type { Activity } from '../../lifecycle/activity/activity';
import { contentId } from '../../lifecycle/activity/activity';
import { markDuplicates } from '../../lifecycle/activity/duplicates';
import { linkIdentities } from '../../lifecycle/activity/identity';

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T10:00:00.000Z`;

function did(lead: string, onDay: number, type = 'page_view', properties: Record<string, unknown> = {}): Activity {
	const at = day(onDay);
	const activity = contentId({ lead, type, at, properties });
	return { activity, lead, type, at, channel: 'web', source: 'segment', properties, attributes: {}, quarantine: '' };
}

const identified = (lead: string, onDay: number, ...alsoKnownAs: string[]): Activity =>
	did(lead, onDay, 'lead_identify', { alsoKnownAs });

const leadsOf = (activities: Activity[]): string[] => linkIdentities(activities).map(({ lead }) => lead);
const counting = (activities: Activity[]): Activity[] =>
	markDuplicates(linkIdentities(activities)).filter(({ quarantine }) => quarantine === '');

describe('linkIdentities', () => {
	it('gives earlier anonymous activity to the lead that is identified', () => {
		const [visit, identify] = linkIdentities([
			did('anon-1', 1, 'page_view', { leadNote: 'Segment anonymous id' }),
			identified('ada@x.example', 2, 'anon-1'),
		]);
		expect(visit).toMatchObject({ lead: 'ada@x.example', properties: { linkedFrom: 'anon-1' } });
		expect(visit.properties).not.toHaveProperty('leadNote');
		expect(identify.lead).toBe('ada@x.example');
	});

	it('gives later anonymous activity to the lead identified last', () => {
		expect(leadsOf([identified('ada@x.example', 2, 'anon-1'), did('anon-1', 9)])).toEqual([
			'ada@x.example',
			'ada@x.example',
		]);
	});

	it('never makes two known people one, when they share a device', () => {
		const activities = [
			did('anon', 1),
			identified('ada@x.example', 2, 'anon'),
			did('anon', 3),
			identified('bob@x.example', 4, 'anon'),
			did('anon', 5),
		];
		expect(leadsOf(activities)).toEqual([
			'ada@x.example',
			'ada@x.example',
			'bob@x.example',
			'bob@x.example',
			'bob@x.example',
		]);
	});

	it('follows chains: anonymous id, user id, e-mail address', () => {
		const activities = [did('anon', 1), identified('u7', 2, 'anon'), identified('ada@x.example', 3, 'u7')];
		expect(leadsOf(activities)).toEqual(['ada@x.example', 'ada@x.example', 'ada@x.example']);
	});

	it.each([
		['two keys', ['u7', 'ada@x.example']],
		['three keys', ['b', 'c', 'ada@x.example']],
	])('ends a circle of %s at its e-mail address, wherever it begins', (_what, keys) => {
		const circle = keys.map((key, index) => identified(keys[(index + 1) % keys.length], 2, key));
		for (const key of keys) expect(leadsOf([...circle, did(key, 1)]).pop()).toBe('ada@x.example');
	});

	it('compares keys trimmed, and addresses without case', () => {
		expect(leadsOf([did(' anon ', 1), identified('ada@x.example', 2, 'anon')])[0]).toBe('ada@x.example');
		expect(leadsOf([did('Old@X.example', 1), identified('ada@x.example', 2, 'old@x.example')])[0]).toBe(
			'ada@x.example',
		);
		expect(leadsOf([did('ANON', 1), identified('ada@x.example', 2, 'anon')])[0]).toBe('ANON');
	});

	it('keeps ids, order and inputs', () => {
		const activities = [did('anon', 1), did('bob', 1), identified('ada@x.example', 2, 'anon')];
		const before = structuredClone(activities);
		expect(linkIdentities(activities).map(({ activity }) => activity)).toEqual(
			activities.map(({ activity }) => activity),
		);
		expect(activities).toEqual(before);
	});

	it('does not depend on the order of the list', () => {
		const key = fc.constantFrom('a', 'b', 'c', 'ada@x.example', 'bob@x.example');
		const one = fc.oneof(
			fc.tuple(key, fc.integer({ min: 1, max: 28 })).map(([lead, on]) => did(lead, on)),
			fc.tuple(key, fc.integer({ min: 1, max: 28 }), key).map(([lead, on, alias]) => identified(lead, on, alias)),
		);
		fc.assert(
			fc.property(fc.array(one, { maxLength: 12 }), (activities) => {
				const forwards = linkIdentities(activities).map(({ activity, lead }) => `${activity} ${lead}`);
				const backwards = linkIdentities([...activities].reverse()).map(({ activity, lead }) => `${activity} ${lead}`);
				expect(backwards.reverse()).toEqual(forwards);
			}),
		);
	});

	it('comes to an end with one device and very many people', () => {
		const crowd = Array.from({ length: 20_000 }, (_, number) =>
			identified(`p${number}@x.example`, 1 + (number % 28), 'kiosk'),
		);
		const visits = Array.from({ length: 20_000 }, (_, number) =>
			did('kiosk', 1 + (number % 28), 'page_view', { number }),
		);
		expect(linkIdentities([...crowd, ...visits])).toHaveLength(40_000);
	});
});

describe('merging by union', () => {
	it('counts an activity that is present on both sides once', () => {
		const visit = { url: '/pricing' };
		const both = [
			did('anon', 1, 'page_view', visit),
			did('ada@x.example', 1, 'page_view', visit),
			identified('ada@x.example', 2, 'anon'),
		];
		expect(counting(both).filter(({ type }) => type === 'page_view')).toHaveLength(1);
	});

	it('sees through what only tells how the lead was found', () => {
		const both = [
			did('anon', 1, 'page_view', { url: '/pricing', anonymousId: 'anon', leadNote: 'Segment anonymous id' }),
			did('ada@x.example', 1, 'page_view', { url: '/pricing', anonymousId: 'anon' }),
			identified('ada@x.example', 2, 'anon'),
		];
		expect(counting(both)).toHaveLength(2);
	});

	it('keeps what only one side has, and other content', () => {
		const activities = [
			did('anon', 1, 'page_view', { url: '/a' }),
			did('ada@x.example', 1, 'page_view', { url: '/b' }),
			did('anon', 2, 'page_view', { url: '/a' }),
			identified('ada@x.example', 3, 'anon'),
		];
		expect(counting(activities)).toHaveLength(4);
	});

	it('counts events with different ids of the vendor apart, however alike', () => {
		const twin = (activity: string): Activity => ({ ...did('ada@x.example', 1), activity });
		expect(counting([twin('sendgrid:click:1'), twin('sendgrid:click:2')])).toHaveLength(2);
		expect(counting([twin('sendgrid:click:1'), twin('sendgrid:click:1')])).toHaveLength(1);
	});
});
