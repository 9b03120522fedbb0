import type { Fault } from '../fault';
import { shown } from '../fault';
import { sameKey } from '../lead/key';
import { isStage, type Stage } from '../lead/row';
import type { Fields } from '../path';
import { asText, fold } from '../text';
import { asInstant, DAY } from '../time';
import type { StageLine } from '../stage/news';

/** A lead as a review takes it in: what scoring reads, and its rows of the log under all of its keys. */
export interface PastLead {
	readonly lead: string;
	readonly fields: Fields;
	readonly activities: readonly Fields[];
	/** When its row was made, where it has one. */
	readonly createdAt?: unknown;
}

/** As of when a lead is looked at; nothing that happened later counts. */
export type Look =
	/** When sales got it for the first time, by the stage log or the lead's field `handedOffAt`. */
	| { readonly kind: 'handOff' }
	/** So many days after it came in. */
	| { readonly kind: 'age'; readonly days: number }
	/** A millisecond before it converted; of a lead that did not, at the end of its window. */
	| { readonly kind: 'outcome' };

export interface CohortTerms {
	/** Epoch milliseconds: nothing after it is known. */
	readonly asOf: number;
	readonly look: Look;
	/** Days after the look within which a conversion counts; a lead whose days are not over and that is not lost is still open. */
	readonly windowDays: number;
	/** Stages that mean converted, where outcomes come from the stage log. */
	readonly stages: ReadonlySet<Stage>;
	/** Where the leads say themselves what came of them. */
	readonly own?: OwnOutcome;
	/** Field of the lead with the time it came in; else its first activity says so. */
	readonly cameInField: string;
	/** What behaviour shows in the activities of a lead up to an instant; without it they count as they are. */
	readonly judged?: (lead: string, activities: readonly Fields[], at: number) => readonly Fields[];
}

export interface OwnOutcome {
	readonly field: string;
	readonly dateField: string;
	/** Folded. */
	readonly converted: ReadonlySet<string>;
}

/** A lead whose outcome is known. Times in epoch milliseconds. */
export interface Case {
	readonly lead: string;
	readonly fields: Fields;
	readonly activities: readonly Fields[];
	readonly cameInAt: number;
	/** As of when it is looked at. */
	readonly lookedAt: number;
	readonly converted: boolean;
	readonly convertedAt: number | undefined;
}

/** Leads that a review can learn from, oldest first, and how many it leaves out and why. */
export interface Cohort {
	readonly cases: readonly Case[];
	readonly left: LeftOut;
	/** What cannot be read, by lead. */
	readonly faults: readonly Fault[];
}

export interface LeftOut {
	/** Neither converted nor lost, and the window is not over. */
	readonly open: number;
	/** Decided before the moment at which it would have been looked at. */
	readonly early: number;
	/** Never handed over, or without any date. */
	readonly undated: number;
	/** A second row of a lead. */
	readonly twice: number;
}

const BEFORE = 1;

/** Puts leads and what came of them together. A fault names the lead and the field; the lead is left out. */
export function cohortOf(leads: readonly PastLead[], lines: readonly StageLine[], terms: CohortTerms): Cohort {
	const histories = historiesOf(lines, terms);
	const left = { open: 0, early: 0, undated: 0, twice: 0 };
	const faults: Fault[] = [];
	const seen = new Set<string>();
	const cases: Case[] = [];
	for (const lead of leads) {
		const key = sameKey(lead.lead);
		if (seen.has(key)) {
			left.twice++;
			continue;
		}
		seen.add(key);
		const history = terms.own ? ownHistory(lead, terms.own, faults) : (histories.get(key) ?? NOTHING_HAPPENED);
		const found = history && caseOf(lead, history, terms);
		if (typeof found === 'string') left[found]++;
		else if (found) cases.push(found);
	}
	cases.sort((one, other) => one.cameInAt - other.cameInAt || (one.lead < other.lead ? -1 : 1));
	return { cases, left, faults };
}

interface History {
	readonly handedOffAt?: number;
	/** When it converted for the first time. */
	readonly convertedAt?: number;
	/** Lost, disqualified or sent back after it was handed over. */
	readonly endedAt?: number;
	/** The lead itself says that it did not convert, and since when that was known; Infinity where it does not say when. */
	readonly overAt?: number;
}

const NOTHING_HAPPENED: History = {};
const ENDS: ReadonlySet<string> = new Set<Stage>(['lost', 'disqualified', 'recycled']);

function historiesOf(lines: readonly StageLine[], { stages, asOf }: CohortTerms): Map<string, History> {
	const histories = new Map<string, History>();
	for (const { lead, from, to, at } of lines) {
		const instant = asInstant(at);
		if (instant === undefined || instant > asOf || from === to) continue;
		const key = sameKey(lead);
		const { handedOffAt, convertedAt, endedAt } = histories.get(key) ?? NOTHING_HAPPENED;
		histories.set(key, {
			handedOffAt: to === 'mql' ? earliest(handedOffAt, instant) : handedOffAt,
			convertedAt: isStage(to) && stages.has(to) ? earliest(convertedAt, instant) : convertedAt,
			endedAt: ENDS.has(to) ? Math.max(endedAt ?? instant, instant) : endedAt,
		});
	}
	return histories;
}

const earliest = (known: number | undefined, instant: number): number => Math.min(known ?? instant, instant);

/** Nothing for a lead whose outcome cannot be read, which is a fault. */
function ownHistory({ lead, fields }: PastLead, own: OwnOutcome, faults: Fault[]): History | undefined {
	const outcome = fold(asText(fields[own.field]));
	const handedOffAt = asInstant(fields.handedOffAt);
	if (outcome === '') return { handedOffAt };
	if (!own.converted.has(outcome)) return { handedOffAt, overAt: asInstant(fields[own.dateField]) ?? Infinity };
	const convertedAt = asInstant(fields[own.dateField]);
	if (convertedAt !== undefined) return { handedOffAt, convertedAt };
	faults.push({
		message: `Lead ${shown(lead)} converted, but its “${own.dateField}” is ${shown(fields[own.dateField])}, which is not a date`,
		hint: 'Give the time of the conversion in ISO 8601: without it, nobody knows what came before. The lead is left out.',
	});
	return undefined;
}

function caseOf(lead: PastLead, history: History, terms: CohortTerms): Case | keyof LeftOut {
	const cameInAt = cameIn(lead, history, terms);
	const lookedAt = lookAt(lead, history, cameInAt, terms);
	if (lookedAt === undefined || cameInAt === undefined) return 'undated';
	if (lookedAt > terms.asOf) return 'open';
	if (isDecidedBy(lookedAt, history, terms)) return 'early';
	const windowEnd = (terms.look.kind === 'outcome' ? cameInAt : lookedAt) + terms.windowDays * DAY;
	const convertedAt = withinWindow(history, windowEnd, terms);
	if (convertedAt === undefined && !isOver(lookedAt, windowEnd, history, terms)) return 'open';
	const { fields } = lead;
	const activities = terms.judged?.(lead.lead, lead.activities, lookedAt) ?? lead.activities;
	const converted = convertedAt !== undefined;
	return { lead: lead.lead, fields, activities, cameInAt, lookedAt, converted, convertedAt };
}

const isDecidedBy = (instant: number, { convertedAt, overAt }: History, { look }: CohortTerms): boolean =>
	look.kind !== 'outcome' && Math.min(convertedAt ?? Infinity, overAt ?? Infinity) <= instant;

const withinWindow = ({ convertedAt }: History, end: number, { asOf }: CohortTerms): number | undefined =>
	convertedAt !== undefined && convertedAt <= Math.min(end, asOf) ? convertedAt : undefined;

/** Whether a lead that did not convert will not: it is lost, or its window is over. */
const isOver = (lookedAt: number, end: number, { overAt, endedAt }: History, { asOf }: CohortTerms): boolean =>
	overAt !== undefined || end <= asOf || (endedAt ?? -Infinity) >= lookedAt;

/** By its own field; else when it was first heard of: its first activity, its row, or its first hand-off. */
function cameIn(
	{ fields, activities, createdAt }: PastLead,
	{ handedOffAt }: History,
	{ cameInField }: CohortTerms,
): number | undefined {
	const given = asInstant(fields[cameInField]);
	if (given !== undefined) return given;
	let first = Math.min(asInstant(createdAt) ?? Infinity, handedOffAt ?? Infinity);
	for (const { at } of activities) first = Math.min(first, asInstant(at) ?? Infinity);
	return first === Infinity ? undefined : first;
}

function lookAt(
	{ fields }: PastLead,
	{ handedOffAt, convertedAt, endedAt = Infinity, overAt = Infinity }: History,
	cameInAt: number | undefined,
	{ look, windowDays, asOf }: CohortTerms,
): number | undefined {
	switch (look.kind) {
		case 'handOff':
			return handedOffAt ?? asInstant(fields.handedOffAt);
		case 'age':
			return cameInAt === undefined ? undefined : cameInAt + look.days * DAY;
		case 'outcome': {
			if (cameInAt === undefined) return undefined;
			const windowEnd = cameInAt + windowDays * DAY;
			if (convertedAt !== undefined && convertedAt <= windowEnd) return convertedAt - BEFORE;
			return Math.min(windowEnd, endedAt, overAt, asOf);
		}
	}
}

/** Which leads of a cohort are used: all, or those that came in first or last. */
export type Part = 'all' | 'first' | 'last';

/** The first so many percent of the leads by the date they came in, or those behind them: learn on one, measure on the other. */
export function partOf(cases: readonly Case[], part: Part, percent: number): readonly Case[] {
	if (part === 'all') return cases;
	const boundary = Math.round((cases.length * percent) / 100);
	return part === 'first' ? cases.slice(0, boundary) : cases.slice(boundary);
}
