import type { DateTime } from 'luxon';
import { classify, isCell, type GridResult } from '../grid/grid';
import { WITH_SALES, type LeadRow } from '../lead/row';
import { ok, type Result } from '../fault';
import { fieldsOfJson, type Fields } from '../path';
import type { Change } from '../review/history/changes';
import { scoreDifference, type Difference } from '../review/history/difference';
import { scoreHistory, type ScoreAt } from '../review/history/history';
import type { LeadOverTime } from '../score/over-time';
import { scoreLead, type LeadScore } from '../score/score';
import { sharesOf } from '../score/shares';
import type { Settings } from '../settings/settings';
import type { StageLine } from '../stage/news';
import { asText } from '../text';
import { asInstant, DAY, toIso } from '../time';
import { liftsOf, type Lift } from './lift';
import { pageOfActivity } from './activity-words';
import type { Due } from './words';

export interface LeadSources {
	readonly row: LeadRow;
	/** The lead with the activities under all of its keys, judged. */
	readonly lead: LeadOverTime;
	/** The entries of the log that it was read from, those that do not count included. */
	readonly entries: readonly Fields[];
	/** The lead's lines of `ll_stage_log`. */
	readonly stages: readonly StageLine[];
	readonly settings: Settings;
	readonly dueOf: (lead: LeadRow) => Due | null;
}

/** One activity of the timeline. */
export interface Deed {
	readonly at: string;
	readonly type: string;
	/** The page, asset or form it was about. */
	readonly about: string;
	/** Points today and when it happened; null for one that does not count. */
	readonly share: { readonly points: number; readonly then: number; readonly rules: readonly string[] } | null;
	/** Why it does not count. */
	readonly quarantine: string;
}

/** All that the page of one lead says, before it is put into words. */
export interface LeadStory {
	readonly row: LeadRow;
	readonly score: LeadScore;
	readonly grid: GridResult;
	readonly week: Difference;
	readonly history: readonly ScoreAt[];
	/** If nothing more happens. */
	readonly ahead: readonly ScoreAt[];
	readonly threshold: number;
	/** Newest first. */
	readonly deeds: readonly Deed[];
	readonly lifts: readonly Lift[];
	readonly due: Due | null;
	readonly stages: readonly StageLine[];
}

const HISTORY_DAYS = 90;
const AHEAD_DAYS = 30;
const WEEK_DAYS = 7;

/**
 * Works out what the page of a lead says as of an instant: everything from the log and the model by the engine of Score
 * Lead, so that it is as exact as the score. A fault names what cannot be read.
 */
export function leadStory(sources: LeadSources, asOf: DateTime): Result<LeadStory> {
	const { row, lead, settings } = sources;
	const now = Math.floor(asOf.toMillis());
	const score = scoreLead(lead.raw, lead.model, asOf);
	if (!score.ok) return score;
	const week = scoreDifference({ lead, at: now - WEEK_DAYS * DAY }, { lead, at: now });
	if (!week.ok) return week;
	return ok({
		row,
		score: score.value,
		grid: gridOf(score.value, row, settings),
		week: week.value,
		history: scoreHistory(lead, days(-HISTORY_DAYS, 0, now)),
		ahead: scoreHistory(lead, days(0, AHEAD_DAYS, now)),
		threshold: lead.model.options.threshold,
		deeds: deedsOf(sources, now),
		lifts: liftsOf(lead, now),
		due: WITH_SALES.has(row.stage) ? sources.dueOf(row) : null,
		stages: sources.stages,
	});
}

const days = (from: number, to: number, now: number): number[] =>
	Array.from({ length: to - from + 1 }, (_, index) => now + (from + index) * DAY);

/** The cell of a score, with the thresholds of the settings. */
export function gridOf(score: LeadScore, { cell, cellSince }: LeadRow, { grid }: Settings): GridResult {
	const { fit, engagement, total, excluded, asOf } = score;
	const previous = isCell(cell) ? cell : undefined;
	return classify(
		{ fit, engagement, total, excluded: excluded !== null, previous, previousSince: cellSince ?? undefined },
		grid,
		asOf,
	);
}

function deedsOf({ lead, entries }: LeadSources, now: number): Deed[] {
	const counted = sharesOf(lead, now).activities.map(({ activity, ...share }): Deed => ({
		at: activity.atText,
		type: activity.type,
		about: activity.page || pageOfActivity(activity.properties),
		share,
		quarantine: '',
	}));
	const leftOut = entries.flatMap((entry) => quarantinedDeed(entry, now) ?? []);
	return [...counted, ...leftOut].sort((left, right) => Date.parse(right.at) - Date.parse(left.at));
}

function quarantinedDeed(entry: Fields, now: number): Deed | undefined {
	const quarantine = asText(entry.quarantine).trim();
	const at = asInstant(entry.at);
	if (quarantine === '' || at === undefined || (at > now && quarantine !== 'future')) return undefined;
	const about = pageOfActivity(fieldsOfJson(entry.properties));
	return { at: toIso(at), type: asText(entry.type), about, share: null, quarantine };
}

/** The rows of a difference that people read: what faded is one row, however many rules it is of. */
export function readable(changes: readonly Change[]): Change[] {
	const faded = changes.filter(({ kind }) => kind === 'faded');
	const others = changes.filter(({ kind }) => kind !== 'faded');
	const hundredths = faded.reduce((sum, { points }) => sum + Math.round(points * 100), 0);
	if (hundredths === 0) return others;
	return [...others, { ...faded[0], rule: '', points: hundredths / 100, count: faded.length }];
}
