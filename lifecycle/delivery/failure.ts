const LONGEST = 300;

/** What a service said, without secrets: servers quote what they were sent, and the outbox is read by many. */
export const cleaned = (error: unknown): string =>
	textOf(error)
		.replace(/\bxox[a-z]-[\w-]+/gi, '…')
		.replace(/(https?:\/\/)[^\s/@]+@/gi, '$1')
		.replace(/(https?:\/\/[^\s?#"'<>]+)[?#][^\s"'<>]*/gi, '$1')
		.replace(/\b(bearer|basic|token)\s+[^\s"',;]+/gi, '$1 …')
		.replace(/\b(token|key|secret|password|pass|cookie|session)(["']?\s*[:=]\s*["']?)[^\s"',;]+/gi, '$1$2…')
		.replace(/\b(token|key|secret|password|pass)(\s+(?:is\s+)?)(["'“])[^"'”]+/gi, '$1$2$3…')
		.replace(/\b(token|key|secret|password|pass)(\s+is\s+)(?=\S*\d)[^\s"',;]+/gi, '$1$2…')
		.replace(/\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, '…')
		.replace(/[\w+=-]{32,}/g, '…')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/\.+$/, '')
		.slice(0, LONGEST);

const DOWN =
	/timed? ?out|timeout|\bE(CONN|HOSTUN|NETUN|AI_AGAIN|PIPE|SOCKET)|ENOTFOUND|socket hang up|network|rate.?limit|too many requests|\b(429|502|503|504)\b|service unavailable|bad gateway|offline|closed (the connection )?unexpectedly|retry (again )?later/i;

/** Whether a service takes nothing at all at the moment, so that more of the kind would fail as well. */
export const isDown = (error: unknown): boolean => DOWN.test(textOf(error));

/** The words of an error as n8n gives it: a text, or an object with a message. */
function textOf(error: unknown): string {
	if (typeof error === 'string') return error;
	if (typeof error !== 'object' || error === null) return 'no reason given';
	const { message, description } = error as { message?: unknown; description?: unknown };
	const words = [message, description].find((text) => typeof text === 'string' && text !== '');
	return typeof words === 'string' ? words : JSON.stringify(error);
}
