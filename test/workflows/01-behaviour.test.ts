import type { NodeJSON } from '@n8n/workflow-sdk';
import { normalizeActivities, NORMALIZE_DEFAULTS } from '../../lifecycle/activity/normalize';
import { DateTime } from 'luxon';
import capture from '../../workflows/01-capture-and-score.json';
import { workedOut, type Surroundings } from '../support/worked-out';

type Item = Record<string, unknown>;

const NOON = Date.UTC(2026, 2, 29, 12);
const iso = (seconds: number): string => new Date(NOON + seconds * 1000).toISOString();
const node = (name: string) => capture.nodes.find((each) => each.name === name) as unknown as NodeJSON;
const row = (lead: string, type: string, seconds = 0, more: Item = {}): Item => ({
	activity: `${lead}-${type}-${seconds}`,
	lead,
	type,
	at: iso(seconds),
	quarantine: '',
	properties: '{}',
	...more,
});
const click = (lead: string, seconds: number, more: Item = {}): Item =>
	row(lead, 'email_click', seconds, {
		properties: JSON.stringify({ message: 'm', url: `https://x.example/${seconds}` }),
		...more,
	});

interface Call {
	links?: { alias: string; lead: string }[];
	settings?: Item;
}
const surroundings = (call: Item[], { links, settings }: Call = {}): Surroundings => ({
	nodes: { 'Lead activity': call, ...(links ? { 'Who is who': [{ moves: links }] } : {}) },
	params: { 'Lead activity': { settings } },
});
const lookedUp = (call: Item[], more?: Call) =>
	workedOut(node('Mail and acts of people'), surroundings(call, more)) as { leads: string[]; lookups: Item[] };

describe('what a call makes 01 look up', () => {
	it.each([
		['nobody who only visited pages', [row('a', 'page_view')]],
		['nobody whose act a machine did', [row('a', 'form_submit', 0, { quarantine: 'bot:user-agent' })]],
		['nobody whose click came twice', [click('a', 0, { quarantine: 'duplicate' })]],
	])('is %s', (_name, call) => expect(lookedUp(call)).toEqual({ leads: [], lookups: [] }));

	it('is ten minutes before mail, and seven days before an act of a person', () => {
		expect(lookedUp([click('a', 0), click('b', 60), row('b', 'form_submit', 120)]).lookups).toEqual([
			{ condition: 'eq', lead: 'a', type: '%', since: '2026-03-29T11:50:00.000Z' },
			{ condition: 'eq', lead: 'b', type: '%', since: '2026-03-22T12:02:00.000Z' },
		]);
	});

	it('is as long before as the form of the trigger says', () => {
		const settings = { burstSeconds: 3600, releaseDays: 1 };
		expect(lookedUp([click('a', 0), row('b', 'email_reply')], { settings }).lookups).toMatchObject([
			{ since: '2026-03-29T11:00:00.000Z' },
			{ since: '2026-03-28T12:00:00.000Z' },
		]);
		expect(lookedUp([row('b', 'email_reply')], { settings: { releaseDays: 0 } }).lookups).toEqual([]);
	});

	it('is each lead once, under the key it turned out to have', () => {
		const call = [click('anon-1', 0), click('ada@x.example', 5)];
		const { leads } = lookedUp(call, { links: [{ alias: 'anon-1', lead: 'ada@x.example' }] });
		expect(leads).toEqual(['ada@x.example']);
	});

	it('is the mail of that time in one go for many leads', () => {
		const call = Array.from({ length: 101 }, (_, index) => click(`p${index}`, index));
		expect(lookedUp(call).lookups).toEqual([
			{ condition: 'isNotEmpty', lead: '', type: 'email_%', since: '2026-03-29T11:50:00.000Z' },
		]);
	});
});

/** The steps of 01 from the log on, with the domain in the place of its node. */
function judged(log: Item[], call: Item[], more: Call = {}): { together: Item[]; rows: Item[] } {
	const around = surroundings(call, more);
	const lookups = [lookedUp(call, more)] as unknown as Item[];
	const nodes = { ...around.nodes, 'Mail and acts of people': lookups };
	const together = workedOut(node('Earlier and new together'), { ...around, nodes, items: log }) as {
		together: Item[];
	};
	const items = together.together.map((json, item) => ({ item, json }));
	const quarantine = { ...NORMALIZE_DEFAULTS.quarantine, providerMarks: false, userAgents: false };
	const options = { ...NORMALIZE_DEFAULTS, source: 'canonical', link: false, quarantine };
	const all = normalizeActivities(items, options, DateTime.fromMillis(NOON + 86_400_000));
	expect(all.faults).toEqual([]);
	const text = (activity: object & { properties: object }): Item => ({
		...activity,
		properties: JSON.stringify(activity.properties),
	});
	const outputs = [true, false].map((counts) =>
		all.activities
			.filter(({ activity }) => (activity.quarantine === '') === counts)
			.map(({ activity }) => text(activity)),
	);
	const change = workedOut(node('What is judged anew'), {
		nodes: { ...nodes, 'Earlier and new together': [together], 'Judge them together': { outputs } },
	}) as { rows: Item[] };
	return { together: together.together, rows: change.rows };
}

describe('what 01 judges anew', () => {
	const clicks = [0, 1, 2].map((seconds) => click('a', seconds, { id: seconds + 1 }));

	it('is a burst whose clicks came in calls of their own: the earlier ones are held too', () => {
		expect(judged(clicks, [clicks[2]]).rows.map(({ id, lead, quarantine }) => [id, lead, quarantine])).toEqual(
			[1, 2, 3].map((id) => [id, 'a', 'bot:burst']),
		);
	});

	it('is nothing while it is no burst', () => {
		expect(judged(clicks.slice(0, 2), [clicks[1]]).rows).toEqual([]);
		const slow = [0, 10, 20].map((seconds) => click('a', seconds, { id: seconds + 1 }));
		expect(judged(slow, [slow[2]]).rows).toEqual([]);
	});

	it('is not even looked at where the lead did one thing alone', () =>
		expect(judged([clicks[0]], [clicks[0]]).together).toEqual([]));

	it('is held in every copy', () => {
		const copy = { ...clicks[0], id: 9 };
		expect(judged([...clicks, copy], [clicks[2]]).rows.map(({ id }) => id)).toEqual([1, 2, 3, 9]);
	});

	it('is what a person’s act shows to be a person’s, under its own rows and with the reason', () => {
		const held = clicks.map((each) => ({ ...each, quarantine: 'bot:burst' }));
		const act = row('a', 'form_submit', 60, { id: 4 });
		const { rows } = judged([...held, act], [act]);
		expect(rows.map(({ id, quarantine }) => [id, quarantine])).toEqual([1, 2, 3].map((id) => [id, '']));
		expect(JSON.parse(String(rows[0].properties))).toMatchObject({ released: 'bot:burst' });
	});

	it('is not held again by a later click', () => {
		const released = clicks
			.slice(0, 2)
			.map((each) => ({ ...each, properties: '{"message":"m","released":"bot:burst"}' }));
		expect(judged([...released, clicks[2]], [clicks[2]]).rows).toEqual([]);
	});

	it('is let off at once where the act of a person came in before the clicks', () => {
		const act = row('a', 'form_submit', 60, { id: 4 });
		expect(judged([...clicks, act], [clicks[2]]).rows).toEqual([]);
	});

	it('leaves alone what something else than behaviour shows', () => {
		const held = ['bot:user-agent', 'bot:by hand', 'bot:honeypot'].map((quarantine, index) => ({
			...clicks[index],
			quarantine,
		}));
		const act = row('a', 'form_submit', 60, { id: 4 });
		expect(judged([...held, act], [act]).rows).toEqual([]);
	});

	it('leaves other leads alone, whatever was read with theirs', () => {
		const others = clicks.map((each) => ({ ...each, lead: 'b' }));
		expect(judged(others, [click('a', 0)]).together).toEqual([]);
	});

	it('takes the acts of people of the call where only mail was read', () => {
		const held = clicks.map((each) => ({ ...each, quarantine: 'bot:fast' }));
		const act = row('anon-1', 'call_answered', 60);
		const links = [{ alias: 'anon-1', lead: 'a' }];
		expect(judged(held, [act], { links }).rows.map(({ quarantine }) => quarantine)).toEqual(['', '', '']);
	});
});
