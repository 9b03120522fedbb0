// @ts-check
/** A call that reached a service, the answer to it, and routes from one to the other. */

/**
 * @typedef {Record<string, any>} Json
 * @typedef {{
 *   method: string, host: string, path: string, query: Record<string, string>, headers: Record<string, string>, body: string,
 * }} Call `path`: without the query
 * @typedef {{ status: number, headers?: Record<string, string>, body?: unknown }} Answer `body`: text goes out as it is,
 *   anything else as JSON
 * @typedef {{ call: Call, params: Record<string, string>, query: Record<string, string>, body: Json }} Request
 * @typedef {(request: Request) => Answer | Promise<Answer>} Handler
 * @typedef {[method: string, pattern: string, handler: Handler]} Route `pattern`: `/contacts/:id`, a part with a colon is a
 *   parameter
 */

/**
 * @param {number} status
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
export const answer = (status, body, headers) => ({ status, body, headers });

/**
 * @param {readonly Route[]} routes the first that fits answers
 * @returns {(call: Call) => Promise<Answer | undefined>} nothing when no route fits
 */
export function router(routes) {
	const compiled = routes.map(([method, pattern, handler]) => ({ method, expression: expressionOf(pattern), handler }));
	return async (call) => {
		for (const { method, expression, handler } of compiled) {
			const match = method === call.method ? expression.exec(call.path) : null;
			if (match === null) continue;
			const params = Object.fromEntries(
				Object.entries(match.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]),
			);
			return await handler({ call, params, query: call.query, body: readBody(call) });
		}
		return undefined;
	};
}

/** @param {string} pattern */
function expressionOf(pattern) {
	const parts = pattern.split('/').map((part) => (part.startsWith(':') ? `(?<${part.slice(1)}>[^/]+)` : part));
	return new RegExp(`^${parts.join('/').replaceAll('.', '\\.')}/?$`);
}

/**
 * @param {Call} call
 * @returns {Json} the fields of a JSON object or a form; `{}` of anything else
 */
export function readBody({ headers, body }) {
	if (/form-urlencoded/.test(headers['content-type'] ?? '')) return Object.fromEntries(new URLSearchParams(body));
	try {
		return JSON.parse(body);
	} catch {
		return {};
	}
}
