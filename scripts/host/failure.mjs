// @ts-check
/** A failure that says what happened and what to do about it; printed without a stack. */
export class HostFailure extends Error {
	/**
	 * @param {string} message what happened
	 * @param {string} whatToDo what the reader can do about it
	 * @param {{ tail?: string }} [options] `tail`: the last lines of the log that tells more
	 */
	constructor(message, whatToDo, { tail } = {}) {
		super(message);
		this.name = 'HostFailure';
		this.whatToDo = whatToDo;
		this.tail = tail;
	}
}

/**
 * @param {unknown} error
 * @returns {string} the text for a terminal: a `HostFailure` in words, anything else with its stack
 */
export function describeFailure(error) {
	if (!(error instanceof HostFailure)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
	const tail = error.tail ? `\n\nThe last lines of the log:\n${error.tail.replace(/^/gm, '    ')}` : '';
	return `${error.message}${tail}\n\nWhat to do: ${error.whatToDo}`;
}
