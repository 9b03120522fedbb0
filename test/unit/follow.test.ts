import { DateTime } from 'luxon';
import { wordsOfEntry, readEntry, type LogEntry } from '../../lifecycle/log/entry';
import {
	AT_THE_START,
	followLog,
	FOLLOW_DEFAULTS,
	type Followed,
	type FollowState,
	type WaitingRow,
} from '../../lifecycle/log/follow';
import { printState, readState, readWaiting, readWord } from '../../lifecycle/log/state';
import cases from '../cases/follow.json';

const NOON = DateTime.fromISO('2026-03-04T12:00:00Z', { zone: 'utc' });
const OPTIONS = { ...FOLLOW_DEFAULTS, sliceRows: 3, sliceEntries: 100 };

/** Times in the cases are seconds from noon. */
const timeOf = (seconds: number): string => NOON.plus({ seconds }).toISO() ?? '';
const textOf = (seconds: unknown): string | null => (typeof seconds === 'number' ? timeOf(seconds) : null);

interface Told {
	activity?: string;
	at?: number;
	known?: string[];
	decision?: object;
	quarantine?: string;
	source?: string;
}

function entry([id, lead, told = {}]: [number, string, Told?]): LogEntry {
	const { activity = `e${id}`, at = 0, known, decision, quarantine = '', source = 'canonical' } = told;
	return {
		...{ id, activity, lead, source, at: timeOf(at) },
		type: decision ? 'sales_decision' : 'page_view',
		quarantine: decision ? 'decision' : quarantine,
		properties: JSON.stringify(decision ?? (known ? { alsoKnownAs: known } : {})),
	};
}

/** Numbers of rows are those of their places, unless they are told. */
const row = ([lead, told = {}]: [string, Partial<WaitingRow>?], index: number): WaitingRow => ({
	...{ id: index + 1, lead, hasNews: false, mergedInto: null, logged: 1 },
	...told,
});
const word = ([alias, lead, at]: [string, string, number]) => ({
	alias,
	lead,
	at: NOON.plus({ seconds: at }).toMillis(),
});
const gap = ([from, to, since]: [number, number, number]) => ({ from, to, since: timeOf(since) });

type GapCase = [number, number, number];
type KeyCase = string | [string, number | null, number | null];

interface StateCase {
	position?: number;
	seen?: number;
	gaps?: GapCase[];
	sweep?: string;
}

interface Case extends StateCase {
	why: string;
	taken?: boolean;
	asOf?: string;
	mostLeads?: number;
	state?: StateCase;
	entries?: [number, string, Told?][];
	words?: [string, string, number][];
	waiting?: [string, Partial<WaitingRow>?][];
	leads: string[];
	keys?: Record<string, KeyCase[]>;
	learned?: [string, string, number][];
	decisions?: Record<string, string[]>;
}

const keyOf = (key: KeyCase) => {
	const [name, after, until] = typeof key === 'string' ? [key, null, null] : key;
	return { key: name, after: textOf(after), until: textOf(until) };
};

const stateOf = ({ position = 0, seen = 0, gaps = [], sweep = '' }: StateCase): FollowState => ({
	...readState({ position, seen, sweep }),
	gaps: gaps.map(gap),
});

function follow({
	taken = false,
	state = {},
	entries = [],
	words = [],
	waiting = [],
	asOf,
	mostLeads = OPTIONS.mostLeads,
}: Case): Followed {
	const input = {
		areTaken: taken,
		state: stateOf(state),
		entries: entries.map(entry),
		words: words.map(word),
		waiting: waiting.map(row),
	};
	const now = asOf === undefined ? NOON : DateTime.fromISO(asOf, { zone: 'utc' });
	return followLog(input, { ...OPTIONS, mostLeads, asOf: now });
}

describe('followLog', () => {
	it.each((cases as unknown as Case[]).map((each) => [each.why, each] as const))('%s', (_why, each) => {
		const { leads, words, state } = follow(each);
		const { position, seen, gaps = [], sweep, learned, keys = {}, decisions = {} } = each;
		expect(leads.map(({ lead }) => lead)).toEqual(each.leads);
		expect(state).toMatchObject({ position, seen, gaps: gaps.map(gap) });
		if (sweep !== undefined) expect(printState(state).sweep).toBe(sweep);
		if (learned !== undefined) expect(words).toEqual(learned.map(word));
		for (const [lead, wanted] of Object.entries(keys)) {
			expect(leads.find((due) => due.lead === lead)?.keys).toEqual(wanted.map(keyOf));
		}
		const said = leads.map((due) => [due.lead, due.decisions.map((one) => `${one.activity} ${one.decision}`)] as const);
		expect(Object.fromEntries(said.filter(([, list]) => list.length > 0))).toEqual(decisions);
	});

	it('hands out each entry of a slow commit once, whatever is visible first', () => {
		const all = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => entry([id, `lead-${id}`]));
		let state: FollowState = { ...AT_THE_START, sweep: { night: '2026-03-04', after: null } };
		const handed: string[] = [];
		for (const [second, visible] of [
			[1, 2, 3, 4, 5, 9],
			[1, 2, 3, 4, 5, 7, 9],
			[1, 2, 3, 4, 5, 6, 7, 8, 9],
		].entries()) {
			const entries = all.filter(({ id }) => visible.includes(id) && id > state.position);
			const asOf = NOON.plus({ seconds: second });
			const followed = followLog({ state, entries, words: [], waiting: [] }, { ...OPTIONS, asOf });
			handed.push(...followed.leads.map(({ lead }) => lead));
			state = readState({ ...printState(followed.state) });
		}
		expect(handed.sort()).toEqual(all.map(({ lead }) => lead));
		expect(state).toMatchObject({ position: 9, seen: 9, gaps: [] });
	});

	it('rescores every lead of a night once, though each slice is cut off once before it is saved', () => {
		const book = Array.from({ length: 10 }, (_, index) => row([`lead-${index}`], index));
		let state: FollowState = { ...AT_THE_START, sweep: { night: '2026-03-04', after: 0 } };
		const done: string[] = [];
		for (let runs = 0; state.sweep?.after !== null && runs < 20; runs++) {
			const after = state.sweep?.after ?? 0;
			const waiting = book.filter(({ id }) => id > after).slice(0, OPTIONS.sliceRows);
			const run = () => followLog({ state, entries: [], words: [], waiting }, { ...OPTIONS, asOf: NOON });
			expect(run()).toEqual(run());
			const { leads, state: next } = run();
			done.push(...leads.map(({ lead }) => lead));
			state = readState({ ...printState(next) });
		}
		expect(done).toEqual(book.map(({ lead }) => lead));
	});

	it('follows a table from which much was deleted', () => {
		const entries = Array.from({ length: 2000 }, (_, index) => entry([1 + index * 2, `lead-${index}`]));
		const { leads, state } = followLog(
			{ state: AT_THE_START, entries, words: [], waiting: [] },
			{ ...OPTIONS, mostLeads: 2000, asOf: NOON },
		);
		expect(leads).toHaveLength(2000);
		expect(state.gaps.length).toBeLessThanOrEqual(500);
	});
});

describe('what is read', () => {
	it('of a state that is empty or broken is its start', () => {
		for (const raw of [{}, { position: null, seen: '', gaps: '[', sweep: 'x' }, { gaps: '{"a":1}' }]) {
			expect(readState(raw)).toEqual(AT_THE_START);
		}
	});

	it('of a state is what was printed', () => {
		const state: FollowState = {
			...{ position: 5, seen: 9, gaps: [gap([6, 8, -30])] },
			sweep: { night: '2026-03-04', after: 12_345 },
		};
		expect(readState({ ...printState(state) })).toEqual(state);
	});

	it('leaves empty items out', () => {
		expect([readEntry({}), readWord({}), readWaiting({})]).toEqual([undefined, undefined, undefined]);
	});

	it('of an entry whose properties are broken says nothing about who is who', () => {
		expect(wordsOfEntry({ ...entry([1, 'a']), properties: '{"alsoKnownAs":' })).toEqual([]);
	});
});
