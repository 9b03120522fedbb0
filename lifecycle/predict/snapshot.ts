import { canonicalJson } from '../activity/canonical-json';
import type { ScoredActivity } from '../activity/scored-activity';
import { isEmpty } from '../empty';
import type { Fault } from '../fault';
import { DERIVED_NAMES, type LeadView } from '../lead/fields';
import { sameKey } from '../lead/key';
import type { CompiledModel } from '../model/compiled';
import { isFields, type Fields } from '../path';
import type { PastLead } from '../review/cohort';
import { knownBy, openLead } from '../score/over-time';

/** A lead as it was known at an instant. Times in epoch milliseconds. */
export interface Snapshot {
	readonly lead: string;
	readonly at: number;
	/** When it came in; undefined where nothing says so. */
	readonly cameInAt: number | undefined;
	/** What was known about it by name: its own fields, what its activities had taught by then, and what follows from them. */
	readonly attributes: ReadonlyMap<string, unknown>;
	/** Those that count, oldest first, none after `at`. */
	readonly activities: readonly ScoredActivity[];
	/** Those after `at`: never a feature, they serve to find columns that were written later. */
	readonly later: readonly ScoredActivity[];
}

/** A lead of the past with what came of it. */
export interface Example extends Snapshot {
	readonly cameInAt: number;
	readonly converted: boolean;
}

/** What a snapshot is taken of; `lookedAt` is the instant. */
export interface LeadAt extends PastLead {
	readonly lookedAt: number;
	readonly cameInAt: number | undefined;
}

/** Columns of the lead book that are the score's own, or that say what became of the lead. */
const NEVER: ReadonlySet<string> = new Set([
	...['lead', 'activities', 'leadScore', 'grid', 'sla', 'recycle', 'decay', 'prediction', 'stage', 'handedOffAt'],
	...['recycledAt', 'retained', 'recycles', 'scoreAdjustment', 'scoreAdjustmentNote', 'cell', 'cellSince', 'slaAlerts'],
]);
/** How deep objects are opened: `properties.company.size`. */
const DEEPEST = 3;
const LONGEST_NAME = 120;

/**
 * What is known of a lead at an instant; nothing that happened later counts. A fault names the activity that cannot be read.
 *
 * @param model without rules: it knows where the lead's shape keeps its fields
 * @param without names of fields that are no attributes, such as the outcome
 */
export function snapshotOf(
	{ lead, fields, activities, lookedAt, cameInAt }: LeadAt,
	model: CompiledModel,
	without: ReadonlySet<string>,
): { ok: true; value: Snapshot } | ({ ok: false } & Fault) {
	const opened = openLead({ lead, fields: { ...fields, recycledAt: null, retained: null }, activities }, model);
	if (!opened.ok) return opened;
	const { view } = opened.value.caseAt(lookedAt);
	const known = knownBy(opened.value.activities, lookedAt);
	const later = opened.value.activities.slice(known.length);
	const attributes = attributesOf(view, model, without);
	return { ok: true, value: { lead, at: lookedAt, cameInAt, attributes, activities: known, later } };
}

function attributesOf(view: LeadView, model: CompiledModel, without: ReadonlySet<string>): Map<string, unknown> {
	const found = new Map<string, unknown>();
	const isLeftOut = (name: string): boolean => NEVER.has(name) || without.has(name) || name.length > LONGEST_NAME;
	for (const [name, value] of view.taught ?? []) if (!isLeftOut(name) && !isEmpty(value)) found.set(name, value);
	opened(view.fields, '', 1, (name, value) => {
		if (!isLeftOut(name)) found.set(name, value);
	});
	for (const name of DERIVED_NAMES) {
		const value = model.fieldOf(name)(view);
		if (!isEmpty(value) && !without.has(name)) found.set(name, value);
	}
	return found;
}

/** Every scalar in an object by its path; lists say nothing that could be compared. */
function opened(fields: Fields, before: string, depth: number, tell: (name: string, value: unknown) => void): void {
	for (const key of Object.keys(fields)) {
		const value = fields[key];
		const name = before + key;
		if (depth === 1 && NEVER.has(name)) continue;
		if (value instanceof Date || typeof value !== 'object') {
			if (!isEmpty(value)) tell(name, value);
		} else if (isFields(value) && depth < DEEPEST) opened(value, `${name}.`, depth + 1, tell);
	}
}

/**
 * Leads in one order, whatever the order in which they came: by their key, then by what they hold. Of several rows of one lead it
 * is always the same that comes first.
 */
export function inOneOrder<Lead extends PastLead>(leads: readonly Lead[]): Lead[] {
	const keyed = leads.map((lead) => ({ lead, key: sameKey(lead.lead) }));
	const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
	const contentOf = ({ fields }: Lead): string => canonicalJson(fields);
	return keyed
		.sort((one, other) => compare(one.key, other.key) || compare(contentOf(one.lead), contentOf(other.lead)))
		.map(({ lead }) => lead);
}
