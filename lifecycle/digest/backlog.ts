import type { DateTime } from 'luxon';
import type { Fields } from '../path';
import { asInstant, MINUTE } from '../time';

/** 02 runs every five minutes, so an activity that waits longer than two of its runs waits for more than its turn. */
const USUAL_MINUTES = 10;

/**
 * Since when an activity waits to be scored, in epoch milliseconds; undefined where none waits longer than usual.
 *
 * @param oldest the row of `ll_activity_log` that waits longest; it counts from when it was stored, not from when it was done
 */
export function waitingSince(oldest: Fields | undefined, asOf: DateTime): number | undefined {
	const since = asInstant(oldest?.createdAt);
	return since !== undefined && asOf.toMillis() - since > USUAL_MINUTES * MINUTE ? since : undefined;
}
