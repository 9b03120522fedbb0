import type { Fields } from '../path';
import { isSetAside, modelOfRow } from '../model/parse';
import { fold } from '../text';

/** The models of a table of rules, by the names in the column `model`; '' for rows without one. */
export interface ModelVersions {
	/** The name of the live model. */
	readonly live: string;
	/** In the order of the table. */
	readonly drafts: readonly string[];
	/** Newest first. */
	readonly former: readonly string[];
}

/** What is to be written into the column `model` so that a draft, or a former version, is live and the live one is kept. */
export interface Swap {
	/** Rows of this model, and rows without one, are put aside … */
	readonly live: string;
	/** … under this name; */
	readonly former: string;
	/** then rows of this model get the name of the live one. */
	readonly chosen: string;
}

export function modelVersions(rows: readonly Fields[]): ModelVersions {
	const names = new Map(rows.map((row) => [fold(modelOfRow(row)), modelOfRow(row)]));
	const all = [...names.values()];
	return {
		live: all.find((name) => name !== '' && !isSetAside(name)) ?? '',
		drafts: all.filter((name) => fold(name).startsWith('draft')),
		// Their names hold the time in an order that sorts.
		former: all
			.filter((name) => fold(name).startsWith('former'))
			.sort()
			.reverse(),
	};
}

/** The swap that makes a model live. `at` is ISO 8601 in UTC. */
export const swapTo = (chosen: string, { live }: ModelVersions, at: string): Swap => ({
	live,
	former: `former ${at.slice(0, 19).replace('T', ' ')}`,
	chosen,
});
