import type { LeadRow, Stage } from '../lead/row';
import type { Prediction } from './predict';

/** What the lead book keeps of a prediction, as a write of its columns. */
export interface ChanceWrite {
	/** The Data Table's number of the row. */
	readonly id: number;
	/** Whole percent; null where there is nothing to predict any more. */
	readonly chance: number | null;
	/** `B: demo request, last 3 days ago +0.9`; null with it. */
	readonly chanceWhy: string | null;
}

const OVER: ReadonlySet<Stage> = new Set<Stage>(['won', 'lost', 'disqualified']);

/** Whether it is known how a lead of a stage ended, so that nothing is left to predict. */
export const hasEnded = (stage: Stage): boolean => OVER.has(stage);

/**
 * The write that brings a row up to date, where the whole percent or the grade is another one. Days in the reasons pass for every
 * lead each night; for them alone no row is written. Leads that are won, lost or disqualified, and rows that became another lead,
 * have no chance.
 */
export function chanceWrite(
	{ id, chance, chanceWhy, stage, mergedInto }: LeadRow,
	{ percent, grade, summary }: Prediction,
): ChanceWrite | undefined {
	if (id === undefined) return undefined;
	if (hasEnded(stage) || mergedInto !== null)
		return chance === null && chanceWhy === null ? undefined : { id, chance: null, chanceWhy: null };
	if (chance === percent && chanceWhy?.startsWith(`${grade}: `) === true) return undefined;
	return { id, chance: percent, chanceWhy: `${grade}: ${summary || 'nothing that sets it apart'}` };
}
