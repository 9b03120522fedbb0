import type { BusinessCalendar } from './calendar';
import type { Clock, Interval } from './clock';
import type { Length, Policy } from './policy';

/** The clocks that one lead's policies run by. */
export interface Clocks {
	readonly wall: Clock;
	readonly business: Clock;
	/** Opening hours without the pauses, for counting days. */
	readonly calendar: BusinessCalendar;
	readonly pauses: readonly Interval[];
}

/** A policy at work on one lead. Instants are epoch milliseconds, `Infinity` for never; lengths are milliseconds. */
export interface Run {
	readonly startedAt: number;
	readonly warnAt: number;
	readonly dueAt: number;
	/** The time allowed. Business days count as the opening hours they take in. */
	readonly length: number;
	elapsed(to: number): number;
}

interface Leg {
	clock: Clock;
	from: number;
	until: number;
	length: number;
}

export function startRun(startedAt: number, policy: Policy, clocks: Clocks): Run {
	const legs = [legFrom(startedAt, policy.target, clocks)];
	if (policy.then) legs.push(legFrom(legs[0].until, policy.then, clocks));
	const length = legs.reduce((sum, leg) => sum + leg.length, 0);
	return {
		startedAt,
		warnAt: policy.warnAt < 1 ? instantAfter(length * policy.warnAt, legs) : Infinity,
		dueAt: legs[legs.length - 1].until,
		length,
		elapsed: (to) => elapsedOver(legs, to),
	};
}

/** When a length that begins at `from` has passed. */
export const endOf = (from: number, length: Length, clocks: Clocks): number => legFrom(from, length, clocks).until;

function legFrom(from: number, length: Length, clocks: Clocks): Leg {
	if (length.kind === 'businessDays') return daysLeg(from, length.count, clocks);
	const clock = clocks[length.kind];
	const until = from === Infinity ? Infinity : clock.advance(from, length.milliseconds);
	return { clock, from, until, length: length.milliseconds };
}

// Pauses move the end by the opening hours they took; without any, the same local time stands.
function daysLeg(from: number, count: number, { calendar, business }: Clocks): Leg {
	const unpaused = from === Infinity ? Infinity : calendar.addDays(from, count);
	if (unpaused === Infinity) return { clock: business, from, until: Infinity, length: Infinity };
	const length = calendar.elapsed(from, unpaused);
	const until = business.elapsed(from, unpaused) === length ? unpaused : business.advance(from, length);
	return { clock: business, from, until, length };
}

function instantAfter(length: number, legs: readonly Leg[]): number {
	let left = Math.round(length);
	for (const leg of legs) {
		if (left <= leg.length) return leg.from === Infinity ? Infinity : leg.clock.advance(leg.from, left);
		left -= leg.length;
	}
	return Infinity;
}

function elapsedOver(legs: readonly Leg[], to: number): number {
	const last = legs[legs.length - 1];
	let total = 0;
	for (const leg of legs) total += leg !== last && to >= leg.until ? leg.length : leg.clock.elapsed(leg.from, to);
	return total;
}
