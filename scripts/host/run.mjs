// @ts-check
/** Child processes: npm, tar and the like, run to their end with their output kept for the failure message. */

import { spawn } from 'node:child_process';
import { HostFailure } from './failure.mjs';

const KEPT_OUTPUT = 64_000;
const TAIL_LINES = 25;

/**
 * @param {string} text
 * @param {number} [lines]
 * @returns {string} the last lines of a text
 */
export function tail(text, lines = TAIL_LINES) {
	return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * The environment for a nested npm: what `npm start` sets about its own package would point the inner npm at it.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentForNpm(environment = process.env) {
	const ofOuterRun = /^(npm_(package|lifecycle)_|npm_config_(local_prefix|prefix|omit|include)$|INIT_CWD$|NODE_ENV$)/i;
	return Object.fromEntries(Object.entries(environment).filter(([name]) => !ofOuterRun.test(name)));
}

/**
 * @typedef {{
 *   cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, label?: string, whatToDo?: string,
 *   endSignal?: NodeJS.Signals,
 * }} RunOptions `label`: the command as the failure message names it; `endSignal`: what the command gets when this
 * process ends before it (npm shrugs off anything milder than SIGKILL)
 */

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its standard output
 * @throws {HostFailure} when it cannot start or exits non-zero, with the tail of its output
 */
export function run(command, args, options = {}) {
	const { cwd, env = process.env, shell = false, endSignal = 'SIGKILL' } = options;
	const { label = [command, ...args].join(' '), whatToDo = 'Read the lines above and start again.' } = options;
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
		const endWithUs = () => child.kill(endSignal);
		process.once('exit', endWithUs);
		let output = '';
		let everything = '';
		child.stdout.on('data', (chunk) => {
			output += chunk;
			everything = (everything + chunk).slice(-KEPT_OUTPUT);
		});
		child.stderr.on('data', (chunk) => (everything = (everything + chunk).slice(-KEPT_OUTPUT)));
		child.on('error', (error) => reject(new HostFailure(`"${label}" did not start: ${error.message}`, whatToDo)));
		child.on('close', (code, signal) => {
			process.off('exit', endWithUs);
			if (code === 0) return resolve(output);
			const ended = signal === null ? `exit code ${code}` : `signal ${signal}`;
			reject(new HostFailure(`"${label}" failed (${ended}).`, whatToDo, { tail: tail(everything) }));
		});
	});
}

/**
 * Runs npm: the one that runs this script where there is one, else the one on the PATH.
 *
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its standard output
 */
export function npm(args, options = {}) {
	const script = process.env.npm_execpath;
	const quiet = [...args, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
	const inner = { label: ['npm', ...args].join(' '), ...options, env: environmentForNpm(options.env) };
	if (script !== undefined && /\bnpm-cli\.c?js$/.test(script)) return run(process.execPath, [script, ...quiet], inner);
	return run('npm', quiet, { ...inner, shell: process.platform === 'win32' });
}
