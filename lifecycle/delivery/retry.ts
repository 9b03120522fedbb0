import { asInstant, DAY, MINUTE, toIso } from '../time';

/** Minutes until the next try, after the first, the second … that failed; from then on hourly. */
export const BACK_OFF = [1, 2, 4, 8, 15, 30, 60] as const;
/** What could not be delivered for so many days is given up. */
export const GIVEN_UP_DAYS = 3;
/** Longer than Slack, Teams and a mail server need together to time out: n8n waits 300 seconds for each. */
export const HELD_MINUTES = 30;

const HOURLY = 60;

/** When to try again what failed for the `attempts`th time; epoch milliseconds in, ISO 8601 out. */
export const retryAt = (now: number, attempts: number): string =>
	toIso(now + (BACK_OFF[Math.max(attempts, 1) - 1] ?? HOURLY) * MINUTE);

/** Until when a run that sends something has it to itself. */
export const heldUntil = (now: number): string => toIso(now + HELD_MINUTES * MINUTE);

/** Whether something from `at` is too old to be tried again; what has no time is not. */
export function isGivenUp(at: unknown, now: number): boolean {
	const since = asInstant(at);
	return since !== undefined && now - since >= GIVEN_UP_DAYS * DAY;
}
