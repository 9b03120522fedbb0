import type { LeadRow } from '../lead/row';
import type { HandOff, KeyMoment, LeadFacts, Message, Recycled, Reminder } from '../message/message';
import type { Fields } from '../path';
import type { Recycling } from '../recycle/recycle';
import type { Moment } from '../score/facets';
import type { Reason } from '../score/reasons';
import { asText } from '../text';
import type { Policy } from './policy';

/** A line of `ll_stage_log`. A line from a stage to itself tells of another owner. */
export interface StageLine {
	readonly lead: string;
	readonly from: string;
	readonly to: string;
	/** ISO 8601 in UTC. */
	readonly at: string;
	/** The template, or whoever decided. */
	readonly by: string;
	readonly why: string;
}

/** Reads a row of `ll_stage_log`; a cell that holds no text reads as ''. */
export const readStageLine = ({ lead, from, to, at, by, why }: Fields): StageLine => ({
	lead: asText(lead).trim(),
	from: asText(from).trim(),
	to: asText(to).trim(),
	at: asText(at).trim(),
	by: asText(by).trim(),
	why: asText(why).trim(),
});

/** A line of `ll_score_log`. */
export interface ScoreLine {
	readonly lead: string;
	readonly at: string;
	readonly cell: string | null;
	readonly previousCell: string | null;
	readonly total: number | null;
	readonly previousTotal: number | null;
	readonly fit: number | null;
	readonly engagement: number | null;
	readonly summary: string | null;
	readonly by: string;
}

/** What a change of a row has to tell; it waits on the row until it is copied to the outbox and the logs. */
export interface News {
	readonly messages: readonly Message[];
	readonly stages: readonly StageLine[];
	readonly scores: readonly ScoreLine[];
}

export const NO_NEWS: News = { messages: [], stages: [], scores: [] };

const LISTED_REASONS = 3;

/** Points an activity must give to be worth starting a conversation with: a visit to just any page gives one. */
const LEAST_OPENER = 2;

/** What messages say of a lead. */
export function factsOf(row: LeadRow, reasons: readonly Reason[] = row.leadScore.reasons): LeadFacts {
	const { lead, name, email, title, company, owner, stage, cell, label, total, fit, engagement, signal } = row;
	const latest = newest(reasons);
	const isOpener = ({ dimension, points, count }: Reason) =>
		dimension === 'engagement' && points / (count || 1) >= LEAST_OPENER;
	return {
		...{ lead, name, email, title, company, owner, stage, cell, label, total, fit, engagement, signal },
		country: asText(row.attributes.country).trim() || null,
		lastActivityAt: row.lastActivityAt,
		reasons: textsOf(reasons),
		last: latest && { what: latest.rule, at: latest.lastAt ?? '' },
		opener: newest(reasons.filter(isOpener))?.rule ?? null,
	};
}

const textsOf = (reasons: readonly Reason[]): string[] =>
	reasons
		.filter(({ points, dimension }) => points > 0 && dimension !== 'limit')
		.slice(0, LISTED_REASONS)
		.map(({ text }) => text);

function newest(reasons: readonly Reason[]): Reason | null {
	let latest: Reason | null = null;
	for (const reason of reasons) {
		if (reason.lastAt === null || reason.points <= 0) continue;
		if (latest === null || Date.parse(reason.lastAt) > Date.parse(latest.lastAt ?? '')) latest = reason;
	}
	return latest;
}

const SALES = 'sales';

/** Who is told about a lead: its owner, else sales. */
const ownerOf = ({ owner }: LeadRow): string => owner ?? SALES;

/**
 * The messages of a hand-off: the news for its owner, the question in Slack and the task in the CRM. The settings say
 * which of them are sent. `reasons` are all reasons of the score.
 */
export function handOffMessages(row: LeadRow, reasons: readonly Reason[], policy: Policy): Message[] {
	const handedOffAt = row.handedOffAt ?? policy.asOf;
	const hand = {
		audience: ownerOf(row),
		at: policy.asOf,
		about: factsOf(row, reasons),
		handedOffAt,
		due: policy.slaOf(row)?.dueAt ?? null,
	};
	const handOff: HandOff = {
		...hand,
		kind: 'hand_off',
		key: `hand_off:${row.lead}:${handedOffAt}`,
		recycles: row.recycles,
		newSince: row.recycledAt === null ? [] : textsOf(reasons.filter(isSince(row.recycledAt))),
	};
	return [
		handOff,
		{ ...hand, kind: 'ask', key: `ask:${handOff.key}` },
		...(row.email === null ? [] : [{ ...hand, kind: 'crm' as const, key: `task:${row.lead}:${handedOffAt}` }]),
	];
}

const isSince =
	(iso: string) =>
	({ lastAt }: Reason): boolean =>
		lastAt !== null && Date.parse(lastAt) > Date.parse(iso);

export const momentMessage = (
	row: LeadRow,
	moment: Moment,
	reasons: readonly Reason[],
	{ asOf }: Policy,
): KeyMoment => ({
	kind: 'moment',
	key: `moment:${row.lead}:${moment.activity}`,
	audience: ownerOf(row),
	at: asOf,
	about: factsOf(row, reasons),
	moment: { what: moment.rule, at: moment.at },
	activity: moment.activity,
});

/** A lead that sales had not accepted cooled off; `before` is its row as sales had it. */
export function demotedMessage(row: LeadRow, before: LeadRow, reasons: readonly Reason[], { asOf }: Policy): Message {
	const handedOffAt = before.handedOffAt ?? asOf;
	return {
		kind: 'demoted',
		key: `demoted:${row.lead}:${handedOffAt}`,
		audience: ownerOf(row),
		at: asOf,
		about: factsOf(row, reasons),
		handedOffAt,
		previous: { cell: before.cell, total: before.total },
	};
}

export interface Return {
	readonly decision: Recycled['decision'];
	readonly outcome: Recycled['outcome'];
	/** What somebody said beyond the name of the reason. */
	readonly words: string;
	readonly recycling: Recycling;
	/** When it had been handed over. */
	readonly handedOffAt: string | null;
}

/** A lead came back from sales; its row is as it is now. */
export const recycledMessage = (
	row: LeadRow,
	to: Recycled['to'],
	{ decision, outcome, words, recycling, handedOffAt }: Return,
): Recycled => ({
	kind: 'recycled',
	key: `recycled:${row.lead}:${recycling.at}${to === 'marketing' ? '' : `:${to}`}`,
	audience: to,
	at: recycling.at,
	about: factsOf(row),
	to,
	decision,
	outcome,
	by: recycling.by,
	reason: recycling.reason,
	words,
	returnedAt: recycling.at,
	count: recycling.count,
	previous: recycling.previous,
	retained: recycling.retained,
	track: recycling.track,
	coolOffUntil: recycling.coolOffUntil,
	handedOffAt,
});

/** Asks whether a lead is still worked on, or says whose it is now. */
export const reminderMessage = (
	row: LeadRow,
	key: string,
	told: Pick<Reminder, 'to' | 'reason' | 'since' | 'days'>,
	{ asOf }: Policy,
): Reminder => ({
	...told,
	kind: 'reminder',
	key: told.to === 'manager' ? `${key}:manager` : key,
	audience: told.to === 'manager' ? 'manager' : ownerOf(row),
	at: asOf,
	about: factsOf(row),
});
