import type { LeadCase } from '../../score/outcome';
import { evaluate, type Evaluation, type LeadOverTime } from '../../score/over-time';
import type { LeadState } from '../../score/state';

/** A score at an instant (epoch milliseconds) with all that it was made of. */
export interface Scored extends Evaluation {
	readonly lead: LeadCase;
	readonly state: LeadState;
	readonly at: number;
}

export const scoredAt = (lead: LeadOverTime, at: number): Scored => scored(lead.caseAt(at), lead.state, at);

/** The same lead at the same instant, had it not been recycled. */
export const withoutReset = ({ lead, state, at }: Scored): Scored =>
	scored({ ...lead, resetAt: -Infinity }, { ...state, recycledAt: undefined }, at);

const scored = (lead: LeadCase, state: LeadState, at: number): Scored => ({
	...evaluate(lead, state, at),
	lead,
	state,
	at,
});
