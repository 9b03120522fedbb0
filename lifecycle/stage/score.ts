import { keptScore, type LeadRow } from '../lead/row';
import { toPoints } from '../points';
import { asText } from '../text';
import type { Moment } from '../score/facets';
import type { LeadScore } from '../score/score';
import type { Cause } from './cause';
import { applyDecision } from './decision';
import type { RowDraft } from './draft';
import { demotedMessage, handOffMessages, momentMessage } from './news';
import type { Policy } from './policy';

type ScoreCause = Extract<Cause, { kind: 'score' }>;

/**
 * A score: new columns, key moments that were not sent yet, and what follows for the stage. Decisions that were
 * appended to the log and not applied, because n8n was killed in between, come first; a score from before a lead was
 * sent back says nothing about it, so it waits for the next one. A score from fewer entries of the log than the row
 * comes from is old and changes nothing.
 */
export function applyScore(draft: RowDraft, cause: ScoreCause): void {
	const { recycledAt } = draft.row;
	for (const decision of cause.decisions) applyDecision(draft, decision, { isReplay: true });
	if (draft.row.recycledAt !== recycledAt) return;
	if (isOld(cause, draft.row)) return;

	const before = draft.row;
	draft.set(scoredColumns(before, cause));
	draft.logScore(before);
	const moments = newMoments(draft, cause.score);
	draft.tell(...moments);
	changeStage(draft, before, cause);
	for (const moment of moments) draft.send(momentMessage(draft.row, moment, cause.score.reasons, draft.policy));
}

const isOld = ({ logged }: ScoreCause, row: LeadRow): boolean =>
	logged !== null && row.logged !== null && logged < row.logged;

function scoredColumns(before: LeadRow, { score, grid, logged }: ScoreCause): Partial<LeadRow> {
	const { attributes: taught = {} } = score;
	const known = (column: 'name' | 'title' | 'company' | 'email' | 'owner') =>
		asText(taught[column]).trim() || before[column];
	return {
		name: byHand(before, 'name') ?? known('name'),
		title: byHand(before, 'title') ?? known('title'),
		company: byHand(before, 'company') ?? known('company'),
		email: before.lead.includes('@') ? before.lead : (byHand(before, 'email') ?? known('email')),
		// People say who has a lead; what an activity taught of it is older.
		owner: before.owner ?? known('owner'),
		cell: grid.cell,
		cellSince: grid.since,
		label: grid.label,
		total: score.total,
		fit: score.fit,
		engagement: score.engagement,
		quality: score.quality,
		recent: score.recent,
		signal: score.signal,
		summary: score.summary,
		lastActivityAt: score.lastActivityAt,
		activities: score.activities,
		attributes: taught,
		leadScore: keptScore(score, before.leadScore.told),
		logged: logged ?? before.logged,
	};
}

/** What stands in a cell and was not taught by an activity was written by somebody, and stays. */
function byHand(before: LeadRow, column: 'name' | 'title' | 'company' | 'email'): string | undefined {
	const text = before[column];
	if (text === null || text === asText(before.attributes[column]).trim()) return undefined;
	return text;
}

/** Key moments of the last days that were not sent, one for each activity, newest first; none of a lead that is excluded. */
function newMoments(draft: RowDraft, { moments, excluded }: LeadScore): Moment[] {
	if (excluded !== null) return [];
	const found = new Map<string, Moment>();
	for (const moment of moments) {
		const isNews = Date.parse(moment.at) > draft.policy.newsFrom && !draft.isTold(moment.activity);
		if (isNews && !found.has(moment.activity)) found.set(moment.activity, moment);
	}
	return [...found.values()];
}

function changeStage(draft: RowDraft, before: LeadRow, cause: ScoreCause): void {
	if (hasCooledOff(before, cause)) coolOff(draft, before, cause);
	// A hand-off that is marked and belongs to no stage of sales was edited by hand; the weekly review sorts it out.
	else if (before.handedOffAt === null) goOn(draft, before, cause);
}

function coolOff(draft: RowDraft, before: LeadRow, { score: { excluded, reasons } }: ScoreCause): void {
	const why = standing(draft.row);
	if (excluded === null) {
		const columns = { track: 're_engage', handedOffAt: null };
		draft.move('cooled_off', `Cooled off before sales accepted it, from ${before.cell}: ${why}`, columns);
	} else {
		const columns = { track: null, handedOffAt: null };
		draft.move('excluded_at_sales', `Excluded by the rule ${excluded}: ${why}`, columns);
	}
	draft.send(demotedMessage(draft.row, before, reasons, draft.policy));
}

function goOn(draft: RowDraft, before: LeadRow, { score, grid }: ScoreCause): void {
	const { excluded, reasons } = score;
	const why = standing(draft.row);
	if (excluded !== null) {
		if (draft.can('excluded')) draft.move('excluded', `Excluded by the rule ${excluded}: ${why}`, { track: null });
		return;
	}
	if (isAwake(before, score)) draft.move('back', `Back after a long silence: ${why}`, { track: 're_engage' });
	if (draft.can('captured'))
		// Most lines of the log are these; the reasons stand beside it in the row and in the log of scores.
		draft.move('captured', `Captured and scored: ${place(draft.row)}`, { track: before.track ?? 'welcome' });
	if (grid.route !== 'sales' || !draft.can('handed_off') || isResting(before, draft.policy)) return;
	const columns = { handedOffAt: draft.policy.asOf, acceptedAt: null, slaAlerts: [] };
	draft.move('handed_off', `Entered the sales cells: ${why}`, columns);
	draft.send(...handOffMessages(draft.row, reasons, draft.policy));
}

/** `A1, 74 points: Pricing page ×2 +24` */
const standing = (row: LeadRow): string => `${place(row)}: ${row.summary}`;

/** `A1, 74 points` */
const place = ({ cell, total }: LeadRow): string => `${cell}, ${toPoints(Math.round((total ?? 0) * 100))} points`;

/**
 * Handed over, not accepted, and sold to no cell of sales any more, be it by its score or because the cell was taken
 * from sales. A lead that somebody handed over by hand from another cell stays with sales.
 */
const hasCooledOff = ({ stage, label }: LeadRow, { grid }: ScoreCause): boolean =>
	stage === 'mql' && grid.route !== 'sales' && (grid.transition === 'left' || label === 'Hot');

/** Given up for its silence, and here again. */
const isAwake = ({ stage, track, activities }: LeadRow, score: LeadScore): boolean =>
	stage === 'disqualified' && track === 'silent' && score.activities > (activities ?? 0);

const isResting = ({ coolOffUntil }: LeadRow, { now }: Policy): boolean =>
	coolOffUntil !== null && Date.parse(coolOffUntil) > now;
