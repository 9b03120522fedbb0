import { isFields, type Fields } from '../path';
import { asText, fold } from '../text';

/** The name of the model that a row of rules belongs to, however its column is written. */
export function modelOfRow(row: unknown): string {
	if (!isFields(row)) return '';
	const header = headerOf(row);
	return header === undefined ? '' : asText(row[header]).trim();
}

const headerOf = (row: Fields): string | undefined => Object.keys(row).find((key) => fold(key) === 'model');

/** Whether a model's name says that it is not live: `draft`, `draft 2`, `former 2026-11-29 10:00:00`. */
export const isSetAside = (model: string): boolean => /^(draft|former)\b/.test(fold(model));

/** A model on its way to be live. */
export interface Publishing {
	/** As its rows name it. */
	readonly model: string;
	/** `2026-11-29 10:00:00`, in UTC. */
	readonly at: string;
	/** What it is called once it is live; '' where the live rules have no name. */
	readonly live: string;
}

/**
 * The name that rows have from the moment they count until the former ones have got theirs. A table takes no two writes at once: the
 * one that gives a draft this name makes it live, and those that follow only tidy up. A run that is killed in between leaves
 * a model that works.
 */
export const publishingName = ({ at, live }: Omit<Publishing, 'model'>): string => `publishing ${at} ${live}`.trim();

const PUBLISHING = /^publishing (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: (.*))?$/i;

export function readPublishing(model: string): Publishing | undefined {
	const match = PUBLISHING.exec(model);
	if (match === null) return undefined;
	const [, at, live = ''] = match;
	return { model, at, live };
}

/** The model that is on its way to be live; of several, which no run of ours makes, the one that came last. */
export function publishingIn(rows: readonly unknown[]): Publishing | undefined {
	const found = rows.flatMap((row) => readPublishing(modelOfRow(row)) ?? []);
	return found.reduce<Publishing | undefined>((last, each) => (last && last.at >= each.at ? last : each), undefined);
}

export const formerName = (at: string): string => `former ${at}`;

/** Rows as they stand once a publishing that was cut off has come to its end; the same rows where none was. */
export function settledRows(rows: readonly unknown[]): readonly unknown[] {
	const publishing = publishingIn(rows);
	if (publishing === undefined) return rows;
	return rows.map((row) => {
		const model = modelOfRow(row);
		if (model === publishing.model) return withModel(row, publishing.live);
		return isSetAside(model) ? row : withModel(row, formerName(publishing.at));
	});
}

function withModel(row: unknown, model: string): unknown {
	return isFields(row) ? { ...row, [headerOf(row) ?? 'model']: model } : row;
}
