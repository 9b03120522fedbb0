// @ts-check
/**
 * Progress on a terminal: one moving line while a step runs, one finished line after it. Where the output is not
 * a terminal (a log, CI) a step prints its first line, a sparse sign of life, and its last line.
 */

const MOVING_LINE_EVERY = 200;
const SPARSE_LINE_EVERY = 30_000;
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** @typedef {{ usual?: string, detail?: () => string }} StepOptions */
/** @typedef {{ step<T>(title: string, work: () => Promise<T>, options?: StepOptions): Promise<T>, note(text: string): void }} Progress */

/**
 * @param {number} milliseconds
 * @returns {string} `8 s` or `2 min 5 s`
 */
export function spell(milliseconds) {
	const seconds = Math.round(milliseconds / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * @param {NodeJS.WriteStream} [stream] where to write; a terminal gets the moving line
 * @returns {Progress}
 */
export function createProgress(stream = process.stdout) {
	const isTerminal = stream.isTTY === true && process.env.CI === undefined;

	/** @param {string} text */
	const note = (text) => void stream.write(`${text}\n`);

	/**
	 * @template T
	 * @param {string} title what happens, e.g. `Installing n8n`
	 * @param {() => Promise<T>} work
	 * @param {StepOptions} [options] `usual`: how long it takes as a rule; `detail`: read again for each line
	 * @returns {Promise<T>}
	 */
	async function step(title, work, { usual, detail = () => '' } = {}) {
		const startedAt = Date.now();
		const label = usual === undefined ? title : `${title} (usually ${usual})`;
		const line = () => [`${label}: ${spell(Date.now() - startedAt)}`, detail()].filter(Boolean).join(', ');
		let frame = 0;
		const moveLine = () => stream.write(`\r\x1b[2K${SPINNER[frame++ % SPINNER.length]} ${line()}`);
		if (!isTerminal) note(`- ${label}`);
		const timer = setInterval(
			() => (isTerminal ? moveLine() : note(`  ${line()}`)),
			isTerminal ? MOVING_LINE_EVERY : SPARSE_LINE_EVERY,
		);
		const finish = (/** @type {string} */ sign) => {
			clearInterval(timer);
			const took = `${sign} ${title} (${spell(Date.now() - startedAt)})`;
			note(isTerminal ? `\r\x1b[2K${took}` : took);
		};
		try {
			const result = await work();
			finish('✓');
			return result;
		} catch (error) {
			finish('✗');
			throw error;
		}
	}

	return { step, note };
}

/** @type {Progress} For callers that print nothing, such as tests. */
export const silentProgress = { step: (_title, work) => work(), note: () => {} };
