import type { GridResult } from '../grid/grid';
import type { LeadScore } from '../score/score';
import type { Sla } from '../sla';

/** What sales, or a CRM, may say of a lead. */
export const DECISIONS = ['accepted', 'opportunity', 'won', 'sent_back', 'lost', 'owner'] as const;
export type DecisionName = (typeof DECISIONS)[number];

/** One answer of sales. It is an entry of the log too: type `sales_decision`, quarantine `decision`, this as `properties`. */
export interface Decision {
	/** Id of the entry. */
	readonly activity: string;
	readonly lead: string;
	readonly decision: DecisionName;
	/** The reason's name or somebody's own words. */
	readonly reason: string;
	readonly by: string;
	readonly note: string;
	/** The new owner, for `owner`. */
	readonly owner: string;
	/** When it was said, ISO 8601 in UTC. */
	readonly at: string;
	/** The CRM it was said in; empty for a form, Slack or a call of the user's own. */
	readonly crm: string;
}

/** Why a lead's row may change. */
export type Cause =
	| {
			readonly kind: 'score';
			readonly score: LeadScore;
			readonly grid: GridResult;
			/** Entries of the log the score comes from; null if that is not known. */
			readonly logged: number | null;
			/** Decisions among the new entries: applied before the score. */
			readonly decisions: readonly Decision[];
	  }
	| { readonly kind: 'decision'; readonly decision: Decision }
	| { readonly kind: 'deadline'; readonly sla: Sla }
	| {
			readonly kind: 'review';
			/** When the row was made, ISO 8601; null if that is not known. */
			readonly createdAt: string | null;
			/** When the stage last changed, by the stage log. */
			readonly movedAt: string | null;
			/** What stands in the row's cell for the stage, where somebody wrote what is none; else null. */
			readonly brokenStage: string | null;
	  };

/** What a person who decided is told. */
export interface Answer {
	readonly activity: string;
	readonly lead: string;
	readonly decision: DecisionName;
	readonly outcome: 'done' | 'already' | 'refused';
	/** The lead's stage now; null where no lead was found. */
	readonly stage: string | null;
	readonly title: string;
	readonly message: string;
}
