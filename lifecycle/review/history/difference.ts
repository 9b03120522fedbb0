import { ok, type Result } from '../../fault';
import { toPoints } from '../../points';
import { openLead, type LeadOverTime } from '../../score/over-time';
import { Changes, type Change } from './changes';
import { pointsAt, type ScoreAt } from './history';
import { changesOverTime } from './passing-time';
import { scoredAt, withoutReset, type Scored } from './scored';

/** A lead as read by a model, at an instant (epoch milliseconds). */
export interface Snapshot {
	readonly lead: LeadOverTime;
	readonly at: number;
}

export interface Difference {
	readonly from: ScoreAt;
	readonly to: ScoreAt;
	/** `to.total` less `from.total`. */
	readonly points: number;
	/** Their points sum exactly to `points`; the largest first. */
	readonly changes: readonly Change[];
}

/**
 * The difference between two scores of a lead in rows that add up to it exactly. The earlier instant comes first,
 * whatever the order given. The snapshots may be of other models, or of other fields and activities: that is told apart
 * from what time and the lead did. A fault names what cannot be read.
 */
export function scoreDifference(one: Snapshot, other: Snapshot): Result<Difference> {
	const [before, after] = one.at <= other.at ? [one, other] : [other, one];
	const changes = new Changes();
	const from = scoredAt(before.lead, before.at);
	const start = after.lead === before.lead ? from : scoredAt(after.lead, before.at);
	if (start !== from) {
		const under = underModelOf(after.lead, before);
		if (!under.ok) return under;
		changes.addAll('rule_changed', from, under.value);
		changes.addAll('corrected', under.value, start);
	}
	const to = addSince(start, after, changes);
	const { changes: rows, hundredths } = changes.rows();
	return ok({ from: pointsAt(from), to: pointsAt(to), points: toPoints(hundredths), changes: rows });
}

/** A snapshot as the model of another lead would score it. */
function underModelOf({ model }: LeadOverTime, { lead, at }: Snapshot): Result<Scored> {
	const read = lead.model === model ? ok(lead) : openLead(lead.raw, model);
	return read.ok ? ok(scoredAt(read.value, at)) : read;
}

/** Adds what time and activities changed up to a snapshot; a recycling in between is a step of its own. */
function addSince(start: Scored, { lead, at }: Snapshot, changes: Changes): Scored {
	const end = scoredAt(lead, at);
	const { recycledAt } = lead.state;
	if (recycledAt === undefined || recycledAt <= start.at || recycledAt > at) {
		changesOverTime(start, end, changes);
		return end;
	}
	const reset = scoredAt(lead, recycledAt);
	const unreset = withoutReset(reset);
	changesOverTime(start, unreset, changes);
	changes.addAll('reset', unreset, reset);
	changesOverTime(reset, end, changes);
	return end;
}
