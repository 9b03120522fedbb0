import { foldLead } from '../activity/activity';
import type { Word } from '../identity/links';
import { asNumber } from '../number';
import { isFields, type Fields } from '../path';
import { asText } from '../text';
import { asInstant } from '../time';
import { AT_THE_START, type FollowState, type WaitingRow } from './follow';
import type { Gap } from './gaps';
import type { Sweep } from './sweep';

/** The columns of `ll_state` that say how far the log was followed. */
export interface StateColumns {
	readonly position: number;
	readonly seen: number;
	/** JSON text: a list of `[from, to, since]`. */
	readonly gaps: string;
	/** The day of the night and, behind a blank, the number up to which rows of the lead book are done, or that all are: `2026-11-28 done`. */
	readonly sweep: string;
}

/** Stands for the number of a row when the rescore of a night has come to its end. */
export const SWEEP_DONE = 'done';

const SWEEP = /^(\d{4}-\d\d-\d\d) (\d*|done)$/;

/** Reads the row of `ll_state`. What is empty or cannot be read is at its start: then leads are scored once more, which changes nothing. */
export function readState({ position, seen, gaps, sweep }: Fields): FollowState {
	const from = countOf(position);
	return { position: from, seen: Math.max(from, countOf(seen)), gaps: readGaps(gaps), sweep: readSweep(sweep) };
}

/** Whether the row says how many leads were taken for the run, as that of PostgreSQL does. */
export const areTaken = ({ taken }: Fields): boolean => asNumber(taken) !== undefined;

const countOf = (value: unknown): number => Math.max(0, Math.trunc(asNumber(value) ?? AT_THE_START.position));

function readGaps(value: unknown): Gap[] {
	try {
		const list: unknown = JSON.parse(asText(value) || '[]');
		return Array.isArray(list) ? list.flatMap(readGap) : [];
	} catch {
		return [];
	}
}

function readGap(value: unknown): Gap[] {
	if (!Array.isArray(value)) return [];
	const [from, to, since] = value as unknown[];
	const isGap = typeof from === 'number' && typeof to === 'number' && asInstant(since) !== undefined;
	return isGap ? [{ from, to, since: asText(since) }] : [];
}

function readSweep(value: unknown): Sweep | null {
	const match = SWEEP.exec(asText(value));
	if (match === null) return null;
	const [, night, after] = match;
	return { night, after: after === SWEEP_DONE ? null : Number(after) };
}

export const printState = ({ position, seen, gaps, sweep }: FollowState): StateColumns => ({
	position,
	seen,
	gaps: JSON.stringify(gaps.map(({ from, to, since }) => [from, to, since])),
	sweep: sweep === null ? '' : `${sweep.night} ${sweep.after ?? SWEEP_DONE}`,
});

/** What a run saves of the state when it is done, and what stood there before it. */
export interface StateToSave extends StateColumns {
	/** Runs one after the other that could not write all rows. */
	readonly tries: number;
	readonly before: StateColumns & { readonly tries: number };
	/** JSON text of what the rules held when they could be read last; see `lifecycle/model/former.ts`. */
	readonly rules?: string;
}

/** A row that can never be written, such as one with half a version, keeps the others waiting no longer than that. */
const MOST_TRIES = 5;

export const stateToSave = (raw: Fields, after: FollowState, rules?: string): StateToSave => ({
	...printState(after),
	...(rules !== undefined && { rules }),
	tries: 0,
	before: { ...printState(readState(raw)), tries: countOf(raw.tries) },
});

/**
 * What is saved after writing. Where somebody else wrote a row first, the run's word on it is lost: then the state stays
 * as it was, so that the same entries are handed out again. What the rules held is true all the same.
 */
export function stateAfterWriting({ before, ...after }: StateToSave, lostRows: number): Omit<StateToSave, 'before'> {
	if (lostRows === 0 || before.tries >= MOST_TRIES) return after;
	return { ...before, tries: before.tries + 1, ...(after.rules !== undefined && { rules: after.rules }) };
}

/** Reads a row of `ll_alias_book`; undefined for an empty item. */
export function readWord({ alias, lead, at }: Fields): Word | undefined {
	const word = { alias: foldLead(asText(alias)), lead: foldLead(asText(lead)), at: asInstant(at) ?? 0 };
	return word.alias === '' || word.lead === '' ? undefined : word;
}

/** Reads a row of the lead book that waits; undefined for an empty item. */
export function readWaiting(raw: Fields): WaitingRow | undefined {
	const lead = asText(raw.lead).trim();
	if (lead === '') return undefined;
	const news = isFields(raw.news) ? '{}' : asText(raw.news);
	return {
		id: countOf(raw.id),
		lead,
		hasNews: news !== '',
		mergedInto: asText(raw.mergedInto).trim() || null,
		logged: Math.max(0, asNumber(raw.logged) ?? asNumber(raw.activities) ?? 0),
	};
}
