import type { LeadRow } from '../lead/row';
import { WITH_SALES } from '../lead/row';
import { DAY } from '../time';
import type { Cause } from './cause';
import { takeBack } from './decision';
import type { RowDraft } from './draft';
import { handOffMessages, recycledMessage, reminderMessage } from './news';

type ReviewCause = Extract<Cause, { kind: 'review' }>;

/** What counts as a dead end. */
export const FINDINGS = [
	'no_stage',
	'no_owner',
	'no_hand_off',
	'no_acceptance',
	'no_follow_up',
	'lost',
	'still',
	'still_marked',
	'no_track',
	'silent',
	'gone',
	'awake',
] as const;
export type Finding = (typeof FINDINGS)[number];

/**
 * The weekly look at a lead: finds dead ends (nobody has it, no clock runs, no nurture track, no movement) and puts the
 * lead back on a path. Gives what it found. A second look finds nothing left to do.
 */
export function applyReview(draft: RowDraft, cause: ReviewCause): Finding[] {
	const found = giveStage(draft, cause);
	if (draft.row.stage === 'lost') return [...found, ...backFromSales(draft, 'lost')];
	if (isNotFollowedUp(draft)) return [...found, ...backFromSales(draft, 'no_follow_up')];
	if (WITH_SALES.has(draft.row.stage)) return [...found, ...withSales(draft, cause)];
	if (draft.row.stage === 'disqualified') return [...found, ...wokenUp(draft)];
	if (draft.row.stage !== 'won') return [...found, ...withMarketing(draft, cause, found.length > 0)];
	return found;
}

/** What somebody wrote by hand and is no stage was read as the one that was meant most likely. */
function giveStage(draft: RowDraft, { brokenStage }: ReviewCause): Finding[] {
	const wrong = brokenStage === null ? 'It had no stage.' : `It had the stage “${brokenStage}”, which does not exist.`;
	if (draft.can('no_stage')) {
		draft.move('no_stage', wrong);
		return ['no_stage'];
	}
	if (brokenStage === null) return [];
	const { row, policy } = draft;
	draft.stages.push({ lead: row.lead, from: brokenStage, to: row.stage, at: policy.asOf, by: policy.by, why: wrong });
	return ['no_stage'];
}

const daysSince = (iso: string | null, { policy: { now } }: RowDraft): number =>
	iso === null ? 0 : (now - Date.parse(iso)) / DAY;

const latest = (...times: ReadonlyArray<string | null>): string | null =>
	times.reduce(
		(one, other) => (one === null || (other !== null && Date.parse(other) > Date.parse(one)) ? other : one),
		null,
	);

// --- Back from sales -----------------------------------------------------------------------------------------------------

function isNotFollowedUp(draft: RowDraft): boolean {
	const { stage, handedOffAt } = draft.row;
	return (
		stage === 'mql' &&
		handedOffAt !== null &&
		daysSince(handedOffAt, draft) >= draft.policy.settings.review.daysToAccept
	);
}

function backFromSales(draft: RowDraft, finding: 'lost' | 'no_follow_up'): Finding[] {
	const { row, policy } = draft;
	const decision = finding === 'lost' ? 'lost_deal' : 'no_follow_up';
	const recycled = policy.takeBack(row, decision, '');
	if (!recycled.ok) return [];
	const { recycle, outcome } = recycled.value;
	const days = Math.floor(daysSince(row.handedOffAt, draft));
	const why =
		finding === 'lost'
			? 'A lost deal that nobody sent back.'
			: `Handed over on ${policy.day(row.handedOffAt ?? '')} and not accepted in ${days} days.`;
	takeBack(draft, { recycle, outcome }, why);
	const told = { decision, outcome, words: '', recycling: recycle, handedOffAt: row.handedOffAt } as const;
	draft.send(recycledMessage(draft.row, 'marketing', told));
	if (finding === 'no_follow_up') draft.send(recycledMessage(draft.row, 'manager', told));
	return [finding];
}

// --- With sales ----------------------------------------------------------------------------------------------------------

function withSales(draft: RowDraft, cause: ReviewCause): Finding[] {
	const found: Finding[] = [];
	const { policy } = draft;
	const { owner, stage, handedOffAt, acceptedAt } = draft.row;
	if (owner === null) {
		draft.set({ owner: policy.settings.review.fallbackOwner });
		found.push('no_owner');
	}
	if (stage === 'mql' && handedOffAt === null) {
		draft.set({ handedOffAt: policy.asOf });
		draft.send(...handOffMessages(draft.row, draft.row.leadScore.reasons, policy));
		return [...found, 'no_hand_off'];
	}
	if (stage !== 'mql' && acceptedAt === null) {
		draft.set({ acceptedAt: policy.asOf });
		found.push('no_acceptance');
	}
	if (owner === null) {
		const key = `owner:${draft.row.lead}:${draft.row.acceptedAt ?? draft.row.handedOffAt}`;
		draft.send(reminderMessage(draft.row, key, { to: 'owner', reason: 'no_owner', since: null, days: 0 }, policy));
	}
	return [...found, ...withoutMovement(draft, cause)];
}

/** The owner and the manager are asked once in each period without movement, which the keys of the alerts remember. */
function withoutMovement(draft: RowDraft, { movedAt }: ReviewCause): Finding[] {
	const { row, policy } = draft;
	if (row.stage === 'mql') return [];
	const { daysStillAccepted, daysStillOpportunity } = policy.settings.review;
	const period = row.stage === 'accepted' ? daysStillAccepted : daysStillOpportunity;
	const since = latest(row.acceptedAt, row.lastActivityAt, movedAt);
	const days = Math.floor(daysSince(since, draft));
	const times = Math.floor(days / period);
	const alert = `No progress|${times}|${since}`;
	if (!(times >= 1) || row.slaAlerts.includes(alert)) return [];
	draft.set({ slaAlerts: [...row.slaAlerts, alert] });
	const key = `still:${row.lead}:${since}:${times}`;
	for (const to of ['owner', 'manager'] as const)
		draft.send(reminderMessage(draft.row, key, { to, reason: 'no_progress', since, days }, policy));
	return ['still'];
}

// --- With marketing ------------------------------------------------------------------------------------------------------

function withMarketing(draft: RowDraft, cause: ReviewCause, hadNoStage: boolean): Finding[] {
	const found: Finding[] = [];
	const { row } = draft;
	if (row.handedOffAt !== null) {
		draft.set({ handedOffAt: null, acceptedAt: null });
		found.push('still_marked');
	}
	const { daysGone, daysSilent } = draft.policy.settings.review;
	const days = daysSince(silentSince(row, cause), draft);
	if (days >= daysGone) {
		draft.move('gone', `Silent for ${daysGone} days or more: ${lastSeen(draft, cause)}.`, { track: 'silent' });
		return [...found, 'gone'];
	}
	if (days >= daysSilent && row.track !== 're_engage') {
		draft.set({ track: 're_engage' });
		return [...found, 'silent'];
	}
	if (row.track === null) {
		draft.set({ track: row.stage === 'recycled' ? 'stay_in_touch' : hadNoStage ? 'welcome' : 'education' });
		return [...found, 'no_track'];
	}
	return found;
}

/**
 * A lead at rest is not silent, one that was never scored is not known to be, and one without any activity counts from
 * the day it came in.
 */
const silentSince = (row: LeadRow, { createdAt }: ReviewCause): string | null =>
	row.activities === null ? null : (latest(row.lastActivityAt, row.recycledAt, row.coolOffUntil) ?? createdAt);

function lastSeen({ row, policy }: RowDraft, { createdAt }: ReviewCause): string {
	if (row.lastActivityAt !== null) return `last seen on ${policy.day(row.lastActivityAt)}`;
	const since = row.recycledAt ?? createdAt;
	return since === null ? 'never seen' : `never seen since ${policy.day(since)}`;
}

/** Given up for its silence, and active again. */
function wokenUp(draft: RowDraft): Finding[] {
	const { track, lastActivityAt } = draft.row;
	const isAwake =
		track === 'silent' &&
		lastActivityAt !== null &&
		daysSince(lastActivityAt, draft) < draft.policy.settings.review.daysGone;
	if (!isAwake) return [];
	const seen = draft.policy.day(lastActivityAt);
	const columns = { track: 're_engage', handedOffAt: null, acceptedAt: null };
	draft.move('awake', `It was given up as silent and is active again: last seen on ${seen}.`, columns);
	return ['awake'];
}
