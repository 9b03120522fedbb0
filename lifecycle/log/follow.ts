import type { DateTime } from 'luxon';
import { DECISIONS, type Decision, type DecisionName } from '../stage/cause';
import { Links, type OtherKey, type Word } from '../identity/links';
import { foldLead } from '../activity/activity';
import { fieldsOfJson } from '../path';
import { asText } from '../text';
import { asInstant, SECOND, toIso } from '../time';
import { wordsOfEntry, type LogEntry } from './entry';
import { closeGaps, noteGaps, type Gap } from './gaps';
import { beginNight, sweepOn, type Sweep } from './sweep';

/** How far the log was followed: the row of `ll_state`, read. */
export interface FollowState {
	/** Every entry up to this number was handed out, or was missed for good. */
	readonly position: number;
	/** The highest number that was handed out. */
	readonly seen: number;
	/** Numbers between `position` and `seen` that were not there yet. */
	readonly gaps: readonly Gap[];
	/** How far the nightly rescore is; null before the first one. */
	readonly sweep: Sweep | null;
}

export const AT_THE_START: FollowState = { position: 0, seen: 0, gaps: [], sweep: null };

/** What was read for one run. */
export interface FollowInput {
	/**
	 * The entries and the rows that wait are those of leads that were taken for this run, and all of them its business. Then the state
	 * says nothing about numbers, and of the nightly rescore only that it has begun: whoever gave the leads gives all of them then.
	 */
	readonly areTaken?: boolean;
	readonly state: FollowState;
	/** Entries with a number above `position`, lowest first, without holes: at most so many, but none left out between two. */
	readonly entries: readonly LogEntry[];
	/** What was said before about who is who. */
	readonly words: Iterable<Word>;
	/** Rows of the lead book that wait, lowest number first: those with news, and the next slice of the nightly rescore. */
	readonly waiting: readonly WaitingRow[];
}

export interface WaitingRow {
	/** The table's own number of the row. Databases agree on the order of numbers, but not on that of keys. */
	readonly id: number;
	readonly lead: string;
	readonly hasNews: boolean;
	readonly mergedInto: string | null;
	/** Entries of the log that its score comes from. */
	readonly logged: number;
}

export interface FollowOptions {
	readonly asOf: DateTime;
	/** How long a number may be missing before it is taken for one that never comes. */
	readonly gapSeconds: number;
	/**
	 * Leads that one run is handed, about: what it writes of them has to be done before its lease is over, else a second run
	 * does the same work. The next run goes on behind them.
	 */
	readonly mostLeads: number;
	/** When the nightly rescore begins, 0-23, in the time zone of `asOf`. */
	readonly sweepHour: number;
	/** Rows that were asked for at most; fewer than this that wait means that the rescore has come to its end. */
	readonly sliceRows: number;
	/** Entries of the log, about, that the leads of one slice may have. */
	readonly sliceEntries: number;
}

export const FOLLOW_DEFAULTS = {
	...{ gapSeconds: 120, sweepHour: 3, mostLeads: 500 },
	...{ sliceRows: 500, sliceEntries: 50_000 },
} as const;

/** Rows that wait get this part of a run, however many leads have new entries. */
const SHARE_OF_WAITING = 0.2;

/** A lead that is to be scored. */
export interface DueLead {
	readonly lead: string;
	readonly keys: readonly OtherKey[];
	/** What sales said of it in entries that were not handed out before, oldest first. */
	readonly decisions: readonly Decision[];
}

export interface Followed {
	readonly leads: readonly DueLead[];
	/** What was not known about who is who; to be remembered. */
	readonly words: readonly Word[];
	readonly state: FollowState;
}

/**
 * Which leads are due: those with entries that were not handed out before, those whose keys changed hands, those with
 * news that waits on their row, and the next slice of the nightly rescore. Nothing is lost when a run is cut off: what it
 * was handed is handed out again until its new state is saved. Each lead comes once, in the order in which it first comes up.
 *
 * On PostgreSQL a row gets its number before others can see it, so a higher number may be seen first: numbers that are
 * missing are kept open for `gapSeconds`.
 */
export function followLog(input: FollowInput, options: FollowOptions): Followed {
	const { state, areTaken = false } = input;
	const isFresh = ({ id }: LogEntry): boolean =>
		id > state.seen || state.gaps.some(({ from, to }) => id >= from && id <= to);
	const entries = areTaken ? input.entries : firstOf(input.entries, isFresh, options.mostLeads);
	const fresh = areTaken ? entries : entries.filter(isFresh);
	const links = new Links(input.words);
	const due = new Set<string>();
	const words = learn(fresh, links, due);
	for (const { lead, at } of fresh) due.add(links.personOf(lead, asInstant(at)));
	const room = Math.ceil(Math.max(options.mostLeads - due.size, options.mostLeads * SHARE_OF_WAITING));
	const { sweep, rows } = areTaken
		? { sweep: beginNight(options), rows: input.waiting }
		: sweepOn(state.sweep, input.waiting, { ...options, room });
	for (const { lead, mergedInto } of rows) due.add(links.personOf(mergedInto ?? lead));
	const decisions = decisionsOf(fresh, links);
	return {
		leads: [...due].map((lead) => ({ lead, keys: links.keysOf(lead), decisions: decisions.get(lead) ?? [] })),
		words,
		state: { ...(areTaken ? state : moved(state, entries, options)), sweep },
	};
}

/** The entries up to the one with which more leads come up than a run is handed; those behind it are read again. */
function firstOf(entries: readonly LogEntry[], isFresh: (entry: LogEntry) => boolean, mostLeads: number) {
	const leads = new Set<string>();
	const end = entries.findIndex((entry) => isFresh(entry) && leads.add(entry.lead).size > mostLeads);
	return end < 0 ? entries : entries.slice(0, end);
}

/** Adds what the entries say about who is who, and whoever gains or loses activities by it. Gives what is new. */
function learn(entries: readonly LogEntry[], links: Links, due: Set<string>): Word[] {
	return entries.flatMap(wordsOfEntry).filter((word) => {
		const before = links.has(word.alias) ? links.personOf(word.alias, word.at) : undefined;
		if (!links.add(word)) return false;
		if (before !== undefined) due.add(before);
		due.add(links.personOf(word.alias, word.at));
		return true;
	});
}

function moved(state: FollowState, entries: readonly LogEntry[], { asOf, gapSeconds }: FollowOptions) {
	const now = asOf.toMillis();
	const ids = entries.map(({ id }) => id);
	const seen = ids.reduce((highest, id) => Math.max(highest, id), state.seen);
	const gaps = closeGaps(noteGaps(state, ids, toIso(now)), ids, now - gapSeconds * SECOND);
	return { position: gaps.length > 0 ? gaps[0].from - 1 : seen, seen, gaps };
}

const DECISION = 'sales_decision';

function decisionsOf(entries: readonly LogEntry[], links: Links): Map<string, Decision[]> {
	const decisions = new Map<string, Decision[]>();
	for (const entry of entries) {
		const decision = entry.type === DECISION ? readDecision(entry) : undefined;
		if (decision === undefined) continue;
		const lead = links.personOf(entry.lead);
		decisions.set(lead, [...(decisions.get(lead) ?? []), { ...decision, lead }]);
	}
	for (const list of decisions.values())
		list.sort((left, right) => (asInstant(left.at) ?? 0) - (asInstant(right.at) ?? 0));
	return decisions;
}

/** What sales said, from its entry of the log; undefined where the entry says nothing that can be understood. */
export function readDecision({ activity, lead, at, properties }: LogEntry): Decision | undefined {
	const { decision, reason, by, note, owner, crm } = fieldsOfJson(properties);
	if (!isDecision(decision)) return undefined;
	const text = (value: unknown): string => asText(value).trim();
	return {
		activity,
		lead: foldLead(lead),
		decision,
		reason: text(reason),
		by: text(by),
		note: text(note),
		owner: text(owner),
		at,
		crm: text(crm),
	};
}

const isDecision = (value: unknown): value is DecisionName => (DECISIONS as readonly unknown[]).includes(value);
