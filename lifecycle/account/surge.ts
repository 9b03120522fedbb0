import { roundHalfAway, toHundredths, toPoints } from '../points';
import { DAY } from '../time';

export interface SurgePlan {
	/** Length of the window that is looked at, in days. */
	days: number;
	/** Length of the stretch right before it that it is compared with, in days. */
	baselineDays: number;
	/** How many times the baseline makes a surge. */
	factor: number;
	/** Fewer activities than this in the window are never a surge. */
	minimum: number;
	/** Most activities of one type that count in one day. */
	activityCap: number;
}

/** Activities in the window, what is usual for this account in as many days, and their ratio. */
export interface Surge {
	recent: number;
	baseline: number;
	ratio: number;
	surging: boolean;
}

export interface TimedActivity {
	type: string;
	/** Epoch milliseconds. */
	at: number;
}

/**
 * Compares an account's last `days` with its own `baselineDays` before them. A window includes its last day;
 * what lies after `asOf` (epoch milliseconds) never counts. A day (UTC) counts at most `activityCap`
 * activities of a type, over all of the account's people, so that one visitor who reloads a page 37 times
 * counts 20.
 *
 * `ratio` = recent ÷ baseline, a baseline below one activity taken as one: an account that was silent does not
 * surge endlessly, and the ratio is always a number.
 */
export function surgeOf(activities: Iterable<TimedActivity>, plan: SurgePlan, asOf: number): Surge {
	const recent = new CappedCount(plan.activityCap);
	const before = new CappedCount(plan.activityCap);
	for (const { type, at } of activities) {
		const age = asOf - at;
		if (age < 0) continue;
		if (age <= plan.days * DAY) recent.add(type, at);
		else if (age <= (plan.days + plan.baselineDays) * DAY) before.add(type, at);
	}
	const baseline = (before.count * plan.days) / plan.baselineDays;
	const ratio = recent.count / Math.max(baseline, 1);
	return {
		recent: recent.count,
		baseline: toPoints(toHundredths(baseline)),
		ratio: toPoints(roundHalfAway(ratio * 100)),
		surging: recent.count >= plan.minimum && ratio >= plan.factor,
	};
}

class CappedCount {
	count = 0;
	private readonly days = new Map<string, Map<number, number>>();

	constructor(private readonly cap: number) {}

	add(type: string, at: number): void {
		const day = Math.floor(at / DAY);
		const perDay = this.days.get(type) ?? new Map<number, number>();
		const sofar = perDay.get(day) ?? 0;
		if (sofar >= this.cap) return;
		perDay.set(day, sofar + 1);
		this.days.set(type, perDay);
		this.count += 1;
	}
}
