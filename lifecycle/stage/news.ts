import type { Message } from '../message/message';

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
