import type { NodeJSON } from '@n8n/workflow-sdk';
import workflow from '../../workflows/11-digest.json';
import { workedOut } from '../support/worked-out';

type Item = Record<string, unknown>;
interface Message {
	readonly key: string;
	readonly audience: string;
	readonly channel: string;
	readonly title: string;
	readonly text: string;
}

const TUESDAY = '2026-03-03T08:00:00.000Z';
const MONDAY = '2026-03-02T08:00:00.000Z';

const node = (name: string): NodeJSON => workflow.nodes.find((each) => each.name === name) as unknown as NodeJSON;
const settings = JSON.parse(node('Settings').parameters?.jsonOutput as string) as Item;

interface Found {
	readonly stages?: Item[];
	readonly accounts?: Item[];
	readonly stuck?: Item[];
	readonly people?: Item[];
	readonly onTrack?: Item[];
	readonly breached?: Item[];
}

/** What is told of a morning on which the tables hold these. Get nodes give an empty item for nothing. */
function digests(asOf: string, found: Found = {}): Message[] {
	const { stages = [{}], accounts = [{}], stuck = [{}], people = [{}], onTrack = [], breached = [] } = found;
	const nodes = {
		'As of': [{ asOf }],
		Settings: [settings],
		'Check SLA': { outputs: [onTrack, [], breached, []] },
		'Stages of the last week': stages,
		'Companies that crossed': accounts,
		'Messages that are stuck': stuck,
		'Read ll_lead_book': people,
	};
	return workedOut(node('Digests'), { nodes }).messages as Message[];
}

const line = (lead: string, from: string, to: string, at: string, why = ''): Item => ({ lead, from, to, at, why });
const ana = {
	lead: 'ana@acme.example',
	name: 'Ana Ruiz',
	owner: 'ben@sales.example',
	stage: 'mql',
	handedOffAt: '2026-03-02T09:00:00.000Z',
};

describe('a quiet time', () => {
	it('brings no message on a day', () => expect(digests(TUESDAY)).toEqual([]));

	it('is said once a week, to the manager and to marketing, by e-mail', () => {
		const told = digests(MONDAY);
		expect(told.map(({ key, audience, channel }) => [key, audience, channel])).toEqual([
			['digest:weekly:2026-W10:manager', 'manager', 'email'],
			['digest:weekly:2026-W10:marketing', 'marketing', 'email'],
		]);
		expect(told[0].title).toBe('The week in leads, to Mon 2 Mar: a quiet one');
		expect(told[0].text).toBe(
			'Nothing was handed over, nothing waits for an answer, and nothing came back.\nWhat to do next: nothing.',
		);
	});
});

describe('the daily digest', () => {
	const [told] = digests(TUESDAY, {
		stages: [
			line('ana@acme.example', 'nurture', 'mql', '2026-03-02T09:00:00.000Z'),
			line('eve@beta.example', 'nurture', 'mql', '2026-03-01T09:00:00.000Z'),
			line(
				'eve@beta.example',
				'mql',
				'recycled',
				'2026-03-02T10:00:00.000Z',
				'Sent back by ben@sales.example: bad timing, in the words of sales “after summer”. Keeps 10 of 20 points.',
			),
			line('joe@gone.example', 'mql', 'nurture', '2026-03-03T03:00:00.000Z'),
			line('zoe@new.example', 'new', 'nurture', '2026-03-03T03:00:00.000Z'),
			line('out@spam.example', 'nurture', 'disqualified', '2026-03-03T03:00:00.000Z'),
		],
		accounts: [
			{ account: 'acme.example', name: 'Acme', qualified: true, qualifiedAt: '2026-03-03T06:00:00.000Z' },
			{ account: 'old.example', name: 'Old', qualified: true, qualifiedAt: '2026-03-01T06:00:00.000Z' },
		],
		stuck: [{ key: 'hand_off:x', status: 'undelivered', error: 'E-mail: connect ECONNREFUSED.' }],
		people: [{ lead: 'eve@beta.example', name: 'Eve Li' }],
		onTrack: [{ ...ana, sla: { state: 'on_track', dueAt: '2026-03-03T17:00:00.000Z' } }],
		breached: [
			{
				lead: 'bo@late.example',
				name: 'Bo',
				stage: 'accepted',
				sla: { state: 'breached', dueAt: '2026-02-27T13:00:00.000Z' },
			},
		],
	});

	it('goes to the channel of sales, once a day', () =>
		expect(told).toMatchObject({
			key: 'digest:daily:2026-03-03:sales',
			audience: 'sales',
			channel: 'slack,teams',
			title: 'Leads, Tue 3 Mar: 1 handed over, 1 waiting, 1 overdue, 1 back',
		}));

	it('counts what the last day brought and what is there now, with names', () =>
		expect(told.text.split('\n')).toEqual([
			'Handed over: 1 (Ana Ruiz)',
			'Waiting for an answer: 1 (Ana Ruiz since Mon 2 Mar, ben@sales.example)',
			'Overdue: 1 (Bo since Fri 27 Feb, nobody)',
			'Came back from sales: 1 (Eve Li, bad timing, in the words of sales “after summer”)',
			'Cooled off: 1 (joe@gone.example)',
			'Companies that crossed: 1 (Acme)',
			'Not delivered yet: 1, see ll_outbox: E-mail: connect ECONNREFUSED.',
			'What to do next: answer what is overdue first, that lead cooled down while nobody called.',
		]));

	it('names eight, and counts the others', () => {
		const stages = Array.from({ length: 11 }, (_, index) =>
			line(`lead-${index}@many.example`, 'nurture', 'mql', TUESDAY),
		);
		expect(digests(TUESDAY, { stages })[0].text).toContain('Handed over: 11 (lead-0@many.example, ');
		expect(digests(TUESDAY, { stages })[0].text).toContain('lead-7@many.example and 3 more)');
	});

	it.each([
		['a day before to the millisecond', '2026-03-02T08:00:00.000Z', false],
		['just after', '2026-03-02T08:00:00.001Z', true],
		['the moment itself', TUESDAY, true],
		['what came while it ran', '2026-03-03T08:00:00.001Z', false],
	])('%s: counted once, by one digest', (_case, at, isCounted) =>
		expect(digests(TUESDAY, { stages: [line('x', 'nurture', 'mql', at)] })).toHaveLength(isCounted ? 1 : 0),
	);
});

describe('the weekly digest', () => {
	it('counts seven days, beside the daily one of that morning', () => {
		const stages = [
			line('a', 'nurture', 'mql', '2026-02-24T09:00:00.000Z'),
			line('b', 'nurture', 'mql', '2026-03-02T07:00:00.000Z'),
			line('a', 'mql', 'accepted', '2026-02-25T09:00:00.000Z'),
			line('a', 'accepted', 'opportunity', '2026-02-26T09:00:00.000Z'),
			line('a', 'opportunity', 'won', '2026-02-27T09:00:00.000Z'),
		];
		const told = digests(MONDAY, { stages });
		expect(told.map(({ audience, channel }) => [audience, channel])).toEqual([
			['sales', 'slack,teams'],
			['manager', 'email'],
			['marketing', 'email'],
		]);
		expect(told[0].text).toContain('Handed over: 1 (b)');
		expect(told[1].text.split('\n').slice(0, 4)).toEqual([
			'Handed over: 2 (a, b)',
			'Accepted: 1 (a)',
			'Opportunities: 1 (a)',
			'Won: 1 (a)',
		]);
	});
});

describe('whom it names', () => {
	const queries = (leads: string[]): Item[] =>
		workedOut(node('Whom it names'), { nodes: { 'Stages of the last week': leads.map((lead) => ({ lead })) } })
			.queries as Item[];

	it('few are looked up one by one, many by one look at the book', () => {
		expect(queries(['a', 'b', 'a'])).toEqual([
			{ condition: 'eq', lead: 'a' },
			{ condition: 'eq', lead: 'b' },
			{ condition: 'eq', lead: '' },
		]);
		expect(queries(Array.from({ length: 51 }, (_, index) => `lead ${index}`))).toEqual([
			{ condition: 'isNotEmpty', lead: '' },
		]);
	});
});
