import type { DateTime } from 'luxon';
import { foldLead } from '../activity/activity';
import type { ScoredActivity } from '../activity/scored-activity';
import type { OtherKey } from '../identity/links';
import { leadOfRow } from '../lead/book-lead';
import { CONSENT_TYPES } from '../lists/consent';
import { gatherLog } from '../log/lead-log';
import { judgeMachines, MACHINE_DEFAULTS } from '../log/machines';
import type { CompiledModel } from '../model/compiled';
import { asNumber } from '../number';
import type { Fields } from '../path';
import { ownKeysOf } from '../person/person';
import { openLead } from '../score/over-time';
import { scoreLead } from '../score/score';
import { LEAST_KEPT_DAYS } from '../settings/retention-terms';
import { asText } from '../text';
import { asInstant, DAY } from '../time';
import { reachOfStreams } from './reach';

/** A lead of which old activities may go. */
export interface LeadToPrune {
	/** Its row of `ll_lead_book`, as it is stored. */
	readonly raw: Fields;
	readonly lead: string;
	readonly keys: readonly OtherKey[];
	/** Rows of `ll_activity_log` under a folded key. */
	readonly logOf: (key: string) => readonly Fields[];
}

export interface PruneTerms {
	/** Nothing from this instant on goes (epoch milliseconds). */
	readonly before: number;
	/** Entries with a higher number were not scored yet. */
	readonly followed: number;
	readonly asOf: DateTime;
}

export interface Pruned {
	/** Numbers of the rows that may go. */
	readonly ids: readonly number[];
	/** Whether the row of the lead book counts more entries than there will be, by which its next score would be taken for an old one. */
	readonly isCounted: boolean;
}

const NOTHING = { ids: [], isCounted: false } as const;

/** The curve on a lead's page shows scores of so long ago. */
const SHOWN = LEAST_KEPT_DAYS * DAY;

/**
 * Which activities of a lead no score needs, now or later: no rule reads so far back, and they say nothing else, such as who the
 * lead is or that it does not want mail. The newest of each type stays, as it was 90 days ago too. What is left is scored to be sure: where the score is
 * another one, all stay. Activities under a key that several people share stay too.
 */
export function prunedOf(lead: LeadToPrune, model: CompiledModel, terms: PruneTerms): Pruned {
	const { entries, logged } = gatherLog(lead.lead, lead.keys, lead.logOf);
	const judged = judgeMachines(lead.lead, entries, MACHINE_DEFAULTS, terms.asOf.toMillis());
	const { fields, row } = leadOfRow(lead.raw);
	const caseOf = (activities: readonly Fields[]) => ({ lead: lead.lead, fields, activities });
	const opened = openLead(caseOf(judged), model);
	if (!opened.ok) return NOTHING;
	const needed = neededBy(opened.value.activities, model, terms.asOf.toMillis());
	const ownKeys = ownKeysOf({ lead: foldLead(lead.lead), keys: lead.keys });
	const mayGo = (entry: Fields): boolean =>
		isOld(entry, terms) && !needed.has(entry.id) && ownKeys.has(foldLead(asText(entry.lead))) && saysNothingElse(entry);
	const left = judged.filter((entry) => !mayGo(entry));
	const isSame = scoreOf(caseOf(judged), model, terms) === scoreOf(caseOf(left), model, terms);
	const ids = isSame ? judged.filter(mayGo).flatMap(({ id }) => asNumber(id) ?? []) : [];
	return { ids, isCounted: row.logged !== null && row.logged > logged - ids.length };
}

/** Numbers of those that a rule may read, now or on the curve of the lead’s page, and of the newest of each type when that curve begins. */
function neededBy(activities: readonly ScoredActivity[], model: CompiledModel, now: number): Set<unknown> {
	const reaches = reachOfStreams(model);
	const newest = new Map<string, unknown>();
	const needed = new Set<unknown>();
	for (const activity of activities) {
		const reach = Math.max(0, ...model.streamsOf(activity).map(({ index }) => reaches[index]));
		if (activity.at >= now - reach - SHOWN) needed.add(activity.raw.id);
		if (activity.at <= now - SHOWN) newest.set(activity.type, activity.raw.id);
	}
	return new Set([...needed, ...newest.values()]);
}

const isOld = ({ at, id }: Fields, { before, followed }: PruneTerms): boolean =>
	(asInstant(at) ?? Infinity) < before && (asNumber(id) ?? Infinity) <= followed;

const DECISION = 'decision';
const SPEAK: ReadonlySet<string> = new Set(CONSENT_TYPES);

function saysNothingElse({ type, quarantine, properties, attributes }: Fields): boolean {
	const taught = asText(typeof attributes === 'object' ? JSON.stringify(attributes ?? {}) : attributes).trim();
	const said = typeof properties === 'object' ? JSON.stringify(properties) : asText(properties);
	if (asText(quarantine) === DECISION || SPEAK.has(asText(type).trim())) return false;
	return (taught === '' || taught === '{}') && !said.includes('"alsoKnownAs"');
}

/** All that a score says but how many activities there are. */
function scoreOf(lead: Parameters<typeof scoreLead>[0], model: CompiledModel, { asOf }: PruneTerms): string {
	const score = scoreLead(lead, model, asOf);
	return JSON.stringify(score.ok ? { ...score.value, activities: 0 } : score);
}
