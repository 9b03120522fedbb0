import { isMissing } from '../empty';
import type { DateTime } from 'luxon';
import { pointsReader, pointsWriter } from '../decay/stored-change';
import { LeadDraft, placeOf } from '../draft';
import { fault, ok, shown, type Result } from '../fault';
import { asNumber } from '../number';
import type { Fields } from '../path';
import { roundHalfAway, toPoints } from '../points';
import { asText } from '../text';
import { DAY, toIso } from '../time';
import type { RecyclePlan } from './recycle-plan';
import type { RecycleOutcome, RecycleReason } from './reason';
import { reasonRecogniser } from './recognise';

/** What Recycle Lead adds to a lead. Points with two decimals, instants as ISO 8601 in UTC. */
export interface Recycling {
	at: string;
	/** The known reason, not the salesperson's words. */
	reason: string;
	/** Who sent the lead back, as far as it was said. */
	by: string | null;
	/** How often the lead has come back, this time included. */
	count: number;
	/** Engagement before. */
	previous: number;
	/** Engagement after. */
	retained: number;
	track: string | null;
	coolOffUntil: string | null;
}

export interface RecycledLead {
	lead: Fields;
	recycle: Recycling;
	outcome: RecycleOutcome;
}

/** What the salesperson said when sending the lead back. */
export interface SentBack {
	reason: unknown;
	/** Where the reason is, as faults are to name it. */
	place?: string;
	by: unknown;
}

/**
 * Builds the function that takes a lead back from sales. Beside the report it writes what the other nodes read:
 * `recycledAt`, `retained` and `recycles` for Score Lead and the next recycling, `stage`, and the scores. A lead that
 * goes to nurture can be handed over again, so its `handedOffAt` is emptied; a disqualified one keeps it and stays out.
 */
export function leadRecycler(
	plan: RecyclePlan,
): (lead: Fields, said: SentBack, asOf: DateTime) => Result<RecycledLead> {
	const recognise = reasonRecogniser(plan.reasons);
	const readPoints = pointsReader(plan);
	const writePoints = pointsWriter(plan);
	const report = placeOf(plan.outputField);
	return (lead, said, asOf) => {
		const reason = recognise(asText(said.reason), said.place);
		if (!reason.ok) return { ...reason, hint: `${reason.hint} ${OWN_REASON}` };
		const count = nextCount(lead);
		if (!count.ok) return count;
		const points = readPoints(lead);
		if (!points.ok) return points;
		const terms = termsOf(reason.value, count.value, plan.maxRecycles);
		if (points.value.score === undefined && terms.keep > 0) return unknownScore(plan.scoreField, terms);

		const previous = points.value.score ?? 0;
		const retained = keptOf(previous, terms.keep);
		const recycle = reportOf(terms, said, { count: count.value, previous, retained }, asOf.toMillis());
		const draft = new LeadDraft(lead);
		if (retained !== previous) writePoints(draft, points.value, { to: retained, rule: 'Recycled', at: recycle.at });
		Object.assign(draft.lead, stateOf(recycle, terms.outcome));
		draft.set(report, recycle);
		return ok({ lead: draft.lead, recycle, outcome: terms.outcome });
	};
}

const OWN_REASON = 'To add one, set “Reasons” to Your Own.';

function nextCount(lead: Fields): Result<number> {
	const value = Object.hasOwn(lead, 'recycles') ? lead.recycles : undefined;
	if (isMissing(value)) return ok(1);
	const count = asNumber(value);
	if (count !== undefined && Number.isSafeInteger(count) && count >= 0) return ok(count + 1);
	return fault(
		`The lead’s “recycles” holds ${shown(value)}`,
		'Put the number of times it came back there, or leave it empty.',
	);
}

/** The terms of the reason; a lead that comes back once too often is disqualified whatever the reason. */
function termsOf(reason: RecycleReason, count: number, maxRecycles: number): RecycleReason {
	const isOver = maxRecycles > 0 && count > maxRecycles;
	return isOver ? { ...reason, outcome: 'disqualify', keep: 0, coolOffDays: 0, track: '' } : reason;
}

const unknownScore = (field: string, { reason, keep }: RecycleReason) =>
	fault(
		`“Score Field”: “${field}” is empty, and ${reason} keeps ${keep} % of it`,
		'Put the engagement of the lead there, or name the field that holds it in “Score Field”.',
	);

/** Recycling never raises a score: what a lead has against it stays. */
const keptOf = (previous: number, keep: number): number => Math.min(previous, roundHalfAway((previous * keep) / 100));

function reportOf(
	terms: RecycleReason,
	said: SentBack,
	{ count, previous, retained }: { count: number; previous: number; retained: number },
	now: number,
): Recycling {
	return {
		at: toIso(now),
		reason: terms.reason,
		by: asText(said.by).trim() || null,
		count,
		previous: toPoints(previous),
		retained: toPoints(retained),
		track: terms.track || null,
		coolOffUntil: terms.coolOffDays > 0 ? toIso(now + terms.coolOffDays * DAY) : null,
	};
}

const stateOf = ({ at, retained, count }: Recycling, outcome: RecycleOutcome): Fields => {
	const state = { recycledAt: at, retained, recycles: count };
	return outcome === 'nurture'
		? { ...state, stage: 'recycled', handedOffAt: null }
		: { ...state, stage: 'disqualified' };
};
