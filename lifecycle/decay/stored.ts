import { DAY } from '../time';
import { decayedScore, isAtRest, type StoredMethod } from './stored-method';
import { elapsedPeriods, endsPeriod, periodEnd, wholePeriods, type Period } from './stored-period';

/**
 * Decay of a score that is stored as a number, without the activities it came from.
 *
 * The clock starts at the last activity plus the grace. From there the periods are counted on one fixed grid, and the
 * score is always worked out from `base`, the score at `baseAt`, not from the rounded result of the run before. So the
 * answer depends on what happened and on `asOf`, never on when or how often it was asked: any runs ending at a
 * moment give what one run at that moment gives, to the hundredth.
 *
 * `base` and `baseAt` are believed only while they explain the score that is stored. A score that was changed in
 * between (rescored, edited, recycled), or decayed by other settings, does not follow from them and starts afresh at
 * the later of the clock's start and `appliedAt`.
 */
export interface StoredDecayPlan {
	method: StoredMethod;
	/** The period of the method; for a half-life, the time in which a score halves. */
	period: Period;
	/** Silence before the clock starts: calendar months first, then days of 24 hours. */
	grace: { months: number; days: number };
	/** Hundredths. Decay stops there; scores below it stay. */
	floor: number;
}

/** What is known of a stored score. Scores are hundredths, instants are epoch milliseconds. */
export interface StoredScore {
	score: number;
	lastActivityAt: number;
	/** Up to when earlier runs applied decay. */
	appliedAt?: number;
	base?: number;
	baseAt?: number;
}

/** The outcome of one run; `periods` counts those applied by this run, with a fraction for a half-life. */
export interface DecayedScore {
	before: number;
	after: number;
	periods: number;
	/** Up to when decay is applied now; undefined when no period ever ended. */
	appliedAt: number | undefined;
	/** When the running period ends; undefined when the score has nothing more to lose. */
	nextAt: number | undefined;
	base: number;
	baseAt: number;
}

const LAST_INSTANT = 8.64e15;

/** When the clock starts: the last activity plus the grace, at most the last instant a date can name. */
function graceEnd(lastActivityAt: number, { months, days }: StoredDecayPlan['grace']): number {
	const end = periodEnd(lastActivityAt, months, { every: 1, unit: 'month' }) + days * DAY;
	return end <= LAST_INSTANT ? end : LAST_INSTANT;
}

/** Decays a stored score as of an instant (epoch milliseconds). An instant before `appliedAt` changes nothing. */
export function decayStored(stored: StoredScore, plan: StoredDecayPlan, asOf: number): DecayedScore {
	const { method, period, floor } = plan;
	const clock = clockOf(stored, plan);
	const { origin, anchor, base, baseAt } = clock;
	const at = Math.max(asOf, anchor);
	const periods = positionAt(at, clock, plan) - positionAt(anchor, clock, plan);
	const after = periods > 0 ? scoreAt(at, clock, plan) : stored.score;
	const whole = wholePeriods(origin, at, period);
	const reached = method.kind === 'halfLife' ? at : periodEnd(origin, whole, period);
	const next = periodEnd(origin, whole + 1, period);
	return {
		before: stored.score,
		after,
		periods,
		appliedAt: periods > 0 ? reached : stored.appliedAt,
		nextAt: isAtRest(after, method, floor) || !(next <= LAST_INSTANT) ? undefined : next,
		base,
		baseAt,
	};
}

/** Where the counting stands: a grid of periods from `origin`, decay applied or not due up to `anchor`. */
interface Clock {
	origin: number;
	anchor: number;
	base: number;
	baseAt: number;
}

function clockOf(stored: StoredScore, plan: StoredDecayPlan): Clock {
	const start = graceEnd(stored.lastActivityAt, plan.grace);
	const anchor = Math.max(start, stored.appliedAt ?? start);
	return keptClock(stored, plan, start) ?? clockFrom(stored.score, anchor, anchor, start, plan);
}

/** The clock of the runs before, when it explains the stored score. */
function keptClock(stored: StoredScore, plan: StoredDecayPlan, start: number): Clock | undefined {
	const { score, appliedAt, base, baseAt } = stored;
	if (base === undefined || baseAt === undefined || appliedAt === undefined) return undefined;
	if (appliedAt < start || appliedAt < baseAt) return undefined;
	const clock = clockFrom(base, baseAt, appliedAt, start, plan);
	return scoreAt(appliedAt, clock, plan) === score ? clock : undefined;
}

/** The grid begins where the grace ended, so that month ends stay month ends; at the base when that is not on it. */
function clockFrom(base: number, baseAt: number, anchor: number, start: number, plan: StoredDecayPlan): Clock {
	return { base, baseAt, anchor, origin: endsPeriod(start, baseAt, plan.period) ? start : baseAt };
}

/** Periods from the clock's origin to an instant: whole ones, or with a fraction for a half-life. */
const positionAt = (at: number, { origin }: Clock, { method, period }: StoredDecayPlan): number =>
	method.kind === 'halfLife' ? elapsedPeriods(origin, at, period) : wholePeriods(origin, at, period);

function scoreAt(at: number, clock: Clock, plan: StoredDecayPlan): number {
	const periods = positionAt(at, clock, plan) - positionAt(clock.baseAt, clock, plan);
	return decayedScore(clock.base, periods, plan.method, plan.floor);
}
