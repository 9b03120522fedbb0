import type { DateTime } from 'luxon';
import { isStage, WITH_SALES, type LeadRow } from '../lead/row';
import type { StageLine } from '../stage/news';

export interface Period {
	readonly name: 'daily' | 'weekly';
	/** The day, or the ISO week. */
	readonly key: string;
	/** Exclusive; ISO 8601 in UTC. */
	readonly since: string;
	/** Inclusive. */
	readonly until: DateTime;
}

/** A company as far as a digest names it. */
export interface CrossedAccount {
	readonly name: string;
	readonly qualified: boolean;
	/** ISO 8601 in UTC. */
	readonly qualifiedAt: string | null;
}

export interface StuckMessage {
	/** Why no channel took it; empty where nobody knows. */
	readonly error: string;
}

/** A lead by the name it goes by, with what the line of the log says of it. */
export interface Named {
	readonly lead: string;
	readonly name: string;
	readonly why: string;
}

/** What a period brought; each list in the order of the log. */
export interface PeriodCounts {
	readonly handedOver: readonly Named[];
	readonly accepted: readonly Named[];
	readonly opportunities: readonly Named[];
	readonly won: readonly Named[];
	/** Taken back from sales. */
	readonly back: readonly Named[];
	/** Back to nurture before sales accepted them. */
	readonly cooled: readonly Named[];
	readonly crossed: readonly string[];
}

interface Counted {
	readonly leads: readonly LeadRow[];
	readonly stages: readonly StageLine[];
	readonly accounts: readonly CrossedAccount[];
}

/**
 * Counts the changes of stage after `since` up to `at`, the moment itself included. A line that a crash wrote twice, of
 * equal lead, time and stage, counts once.
 */
export function countPeriod({ leads, stages, accounts }: Counted, { since }: Period, at: string): PeriodCounts {
	const rows = new Map<string, LeadRow>();
	for (const row of leads) if (!rows.has(row.lead)) rows.set(row.lead, row);
	const isInPeriod = (time: string): boolean => time > since && time <= at;
	const lines = changesOnce(stages).filter((line) => isInPeriod(line.at));
	const named = ({ lead, why }: StageLine): Named => ({ lead, name: rows.get(lead)?.name || lead, why });
	const to = (stage: string): Named[] => lines.filter((line) => line.to === stage).map(named);
	return {
		handedOver: to('mql'),
		accepted: to('accepted'),
		opportunities: to('opportunity'),
		won: to('won'),
		back: lines.filter(isBack).map(named),
		cooled: lines.filter((line) => line.from === 'mql' && line.to === 'nurture').map(named),
		crossed: accounts
			.filter(({ qualified, qualifiedAt }) => qualified && qualifiedAt !== null && isInPeriod(qualifiedAt))
			.map(({ name }) => name),
	};
}

/** A line from a stage to itself tells of another owner, and is no change. */
function changesOnce(stages: readonly StageLine[]): StageLine[] {
	const once = new Map<string, StageLine>();
	for (const line of stages) {
		const key = JSON.stringify([line.lead, line.at, line.to]);
		if (line.to !== '' && line.from !== line.to && !once.has(key)) once.set(key, line);
	}
	return [...once.values()];
}

const isBack = ({ from, to }: StageLine): boolean =>
	(to === 'recycled' || to === 'disqualified') && isStage(from) && (WITH_SALES.has(from) || from === 'lost');
