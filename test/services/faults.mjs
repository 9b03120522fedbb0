// @ts-check
/**
 * Faults of a service, for the next calls or until they are cleared. All services behind the proxy have the same ones,
 * because the proxy carries them out.
 */

/**
 * @typedef {import('./http.mjs').Call} Call
 * @typedef {'answer' | 'hang' | 'half_closed' | 'reset' | 'refuse'} FaultKind `answer`: a status of the service's own;
 *   `hang`: no answer, for `milliseconds` or until the caller gives up; `half_closed`: a part of the answer, then the service closes its side;
 *   `reset`: the connection breaks before any answer; `refuse`: there is no connection to be had
 * @typedef {{
 *   kind?: FaultKind, status?: number, retryAfter?: number, body?: unknown, method?: string, path?: string | RegExp,
 *   times?: number, applied?: boolean, milliseconds?: number,
 * }} Fault `kind`: `answer` unless said otherwise; `retryAfter`: seconds; `path`: how it begins, or a pattern; `times`: until
 *   they are cleared unless said otherwise; `applied`: the service does what it was asked to, only its answer is lost
 */

export class Faults {
	/** @type {{ host: string, fault: Fault, left: number }[]} */
	#waiting = [];

	/**
	 * @param {string} host
	 * @param {Fault} fault
	 */
	add(host, fault) {
		const { kind = 'answer', status } = fault;
		if (kind === 'answer' && status === undefined) throw new Error('A fault that answers needs a "status".');
		if (kind === 'refuse' && (fault.path !== undefined || fault.method !== undefined)) {
			throw new Error('A connection is refused before its "path" and "method" are known: leave both out.');
		}
		this.#waiting.push({ host, fault: { ...fault, kind }, left: fault.times ?? Infinity });
	}

	/** @param {string} host */
	clear(host) {
		this.#waiting = this.#waiting.filter((waiting) => waiting.host !== host);
	}

	/**
	 * @param {string} host that someone wants to connect to
	 * @returns {boolean}
	 */
	refuses(host) {
		return this.#take(host, ({ kind }) => kind === 'refuse') !== undefined;
	}

	/**
	 * @param {Call} call
	 * @returns {Fault | undefined} the fault that befalls it, used up by one call
	 */
	befalling({ host, method, path }) {
		return this.#take(
			host,
			(fault) =>
				(fault.method === undefined || fault.method === method) &&
				(fault.path === undefined ||
					(typeof fault.path === 'string' ? path.startsWith(fault.path) : fault.path.test(path))),
		);
	}

	/**
	 * @param {string} host
	 * @param {(fault: Fault) => boolean} fits
	 */
	#take(host, fits) {
		const found = this.#waiting.find((waiting) => waiting.host === host && waiting.left > 0 && fits(waiting.fault));
		if (found !== undefined) found.left -= 1;
		return found?.fault;
	}
}
