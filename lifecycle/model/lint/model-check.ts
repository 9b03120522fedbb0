import type { Fault } from '../../fault';
import type { Rule, ScoreOptions } from '../rule';

/** `broken`: can never do what it says. `doubtful`: works, but its author may not want what it does. */
export type Severity = 'broken' | 'doubtful';

/** The options that decide what a model can give at most. */
export type Weights = Pick<
	ScoreOptions,
	'threshold' | 'totalCap' | 'fitCap' | 'engagementCap' | 'fitWeight' | 'engagementWeight'
>;

/** One question that is asked of a model. */
export interface Check {
	severity: Severity;
	/** What it looks for, in a phrase. */
	what: string;
	/** What it found: each names the rules' rows, and says in `hint` what to do. */
	find: (rules: readonly Rule[], weights: Weights) => readonly Fault[];
}
