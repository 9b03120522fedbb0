import { counted } from './figures';
import type { Checked, Fault } from '../fault';
import { modelOfRow } from '../model/model-names';
import { readRules } from '../model/parse';
import type { Model } from '../model/rule';
import type { Fields } from '../path';
import { fold } from '../text';
import { isSameModel, liveRows, modelVersions, rowsOfModel } from './model-versions';

/** A draft that can be tried, beside what scores today. */
export interface DraftAndLive {
	/** The draft's name as the table has it. */
	readonly name: string;
	readonly draft: Model;
	/** Undefined where no live rule can be read; then `liveFaults` says why. */
	readonly live: Model | undefined;
	readonly liveFaults: readonly Fault[];
}

/**
 * Reads a draft whole: one with a faulty row is not ok, since publishing it would leave that rule out. Of the live model faulty
 * rules are left out, as template 02 does.
 *
 * @param wanted the draft's name; '' for the first that the table has
 */
export function readDraft(rows: readonly Fields[], wanted: string): Checked<DraftAndLive> {
	const versions = modelVersions(rows);
	const asked = wanted.trim();
	const name = asked === '' ? versions.drafts.at(0) : versions.drafts.find((each) => fold(each) === fold(asked));
	if (name === undefined) return { ok: false, faults: [missing(asked, versions.drafts)] };
	const own = rowsOfModel(rows, name);
	const draft = readRules(own, { modelName: name, labelOf: labelsOf(rows) });
	if (!draft.ok) return draft;
	if (draft.value.faults.length > 0) return { ok: false, faults: [...draft.value.faults] };
	const today = liveRows(rows);
	if (isSameModel(own, today)) return { ok: false, faults: [same(name, own.length)] };
	const live = readRules(today, { labelOf: labelsOf(rows) });
	return {
		ok: true,
		value: {
			name: modelOfRow(own[0]),
			draft: draft.value.model,
			live: live.ok ? live.value.model : undefined,
			liveFaults: live.ok ? live.value.faults : live.faults,
		},
	};
}

/** Rows are named by their place in the whole table, as people see them. */
function labelsOf(rows: readonly Fields[]): (row: Fields, index: number) => string {
	const places = new Map(rows.map((row, index) => [row, index]));
	const byId = new Map(rows.map(({ id }, index) => [id, index]));
	return (row, index) => `Row ${(places.get(row) ?? (row.id === undefined ? index : (byId.get(row.id) ?? index))) + 1}`;
}

const missing = (asked: string, drafts: readonly string[]): Fault => {
	if (drafts.length === 0)
		return {
			message: 'The rules hold no draft',
			hint: 'Add rows to ll_rules and write “draft” into their column “model”; copy those that are to stay as they are too.',
		};
	const known = drafts.map((each) => `“${each}”`).join(', ');
	return { message: `No draft is called “${asked}”`, hint: `The column “model” of ll_rules holds: ${known}.` };
};

const same = (name: string, rules: number): Fault => ({
	message: `“${name}” holds the same ${counted(rules, 'row')} as the live model`,
	hint: 'Publishing it would change nothing. Change points, add or remove a rule in the draft first.',
});
