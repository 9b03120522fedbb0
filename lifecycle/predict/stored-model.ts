import type { Column } from './column';
import type { Scale } from './grade';
import type { Measured } from './measure';
import { cellReader, columnsOfForm, reckoner, type Predictor } from './predictor';
import type { Snapshot } from './snapshot';
import type { Verdict } from './verdict';

export const FORMAT = 'lead-lifecycle/prediction';
export const FORMAT_VERSION = 1;
/** Characters of a model as JSON. */
export const MOST_CHARACTERS = 200_000;

/** A trained model as it is kept: JSON in a row of a table. */
export interface StoredModel {
	readonly format: typeof FORMAT;
	readonly version: typeof FORMAT_VERSION;
	/** Its name for people: when it was trained and by what. */
	readonly name: string;
	/** ISO 8601, UTC. */
	readonly trainedAt: string;
	readonly verdict: Verdict;
	readonly learnt: {
		readonly leads: number;
		readonly converted: number;
		/** When the first and the last of them came in, and the last was looked at. ISO 8601, UTC. */
		readonly from: string;
		readonly until: string;
		/** Days after which leads were looked at; null where it was their hand-off. */
		readonly ageDays: number | null;
		readonly windowDays: number;
	};
	/** On leads that came in later than those learnt from. */
	readonly measured: Pick<Measured, 'leads' | 'converted' | 'auc' | 'interval' | 'brier'>;
	readonly predictor: Predictor;
	/** Sums of log-odds in the leads learnt from: all, of what is known of the lead, and of what it did. */
	readonly scales: { readonly all: Scale; readonly fit: Scale; readonly engagement: Scale };
}

/** Whether a column is about who the lead is, not about what it did. */
export const isFit = (column: Column): boolean => column.of === 'attribute';

/** Log-odds of leads: all, what comes of who they are, and of what they did. */
export function sumsOf(
	predictor: Predictor,
	leads: readonly Snapshot[],
): Record<keyof StoredModel['scales'], number[]> {
	const columns = columnsOfForm(predictor.form);
	const cellsOf = cellReader(columns);
	const reckon = reckoner(predictor);
	const sums = { all: [] as number[], fit: [] as number[], engagement: [] as number[] };
	for (const lead of leads) {
		const { logOdds, parts } = reckon(cellsOf(lead));
		let fit = 0;
		let engagement = 0;
		for (const [index, column] of columns.entries()) {
			if (isFit(column)) fit += parts[index];
			else engagement += parts[index];
		}
		sums.all.push(logOdds);
		sums.fit.push(fit);
		sums.engagement.push(engagement);
	}
	return sums;
}
