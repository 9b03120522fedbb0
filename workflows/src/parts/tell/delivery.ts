/** Minutes until the next try, after the first, the second … that failed; from then on hourly. */
export const BACK_OFF = [1, 2, 4, 8, 15, 30, 60];
/** A message that could not be delivered for so many days is given up. */
export const GIVEN_UP_DAYS = 3;
/** Whoever sends a message holds it for so many minutes: longer than Slack, Teams and a mail server need together to time out. */
export const HELD_MINUTES = 30;

/**
 * Defines what becomes of something that was tried and could not be delivered: `cleaned(error)`, an error's words without
 * secrets; `retryAt(now, attempts)`, ISO 8601; `isGivenUp(at, now)`; and `isDown(error)`, whether more of the kind
 * would fail as well. `now` and `at` are ISO 8601 in UTC.
 */
export const DELIVERY = `const retryAt = (now, attempts) => DateTime.fromISO(now).plus({ minutes: ${JSON.stringify(BACK_OFF)}[attempts - 1] ?? 60 }).toUTC().toISO();
	const isGivenUp = (at, now) => DateTime.fromISO(now).diff(DateTime.fromISO(at), 'days').days >= ${GIVEN_UP_DAYS};
	const textOf = (error) => typeof error === 'string' ? error : error?.message ?? error?.description ?? JSON.stringify(error ?? 'no reason given');
	// Servers quote what they were sent, and the outbox is read by many.
	const cleaned = (error) => String(textOf(error))
		.replace(/\\bxox[a-z]-[\\w-]+/gi, '…')
		.replace(/(https?:\\/\\/)[^\\s/@]+@/gi, '$1')
		.replace(/(https?:\\/\\/[^\\s?#"'<>]+)[?#][^\\s"'<>]*/gi, '$1')
		.replace(/\\b(bearer|basic|token)\\s+[^\\s"',;]+/gi, '$1 …')
		.replace(/\\b(token|key|secret|password|pass)(["']?\\s*[:=]\\s*["']?)[^\\s"',;]+/gi, '$1$2…')
		.replace(/[\\w+=-]{32,}/g, '…')
		.replace(/\\s+/g, ' ').trim().replace(/\\.+$/, '').slice(0, 300);
	const isDown = (error) => /timed? ?out|timeout|\\bE(CONN|HOSTUN|NETUN|AI_AGAIN|PIPE|SOCKET)|ENOTFOUND|socket hang up|network|rate.?limit|too many requests|\\b(429|502|503|504)\\b|service unavailable|bad gateway|offline|closed (the connection )?unexpectedly|retry (again )?later/i.test(textOf(error));`;
