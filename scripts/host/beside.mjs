// @ts-check
/** Servers beside n8n, such as a database: they end when this process ends, however that comes about. */

import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';

/**
 * Ends the server by a signal when the standard input ends; then, where a folder is named and the server ended well, takes that
 * away.
 */
const FOLLOWING = `
exec 3<&0
signal=$1 folder=$2
shift 2
"$@" 3<&- &
server=$!
{ cat <&3 >/dev/null; kill -"$signal" "$server" 2>/dev/null; } &
following=$!
wait "$server"
code=$?
kill "$following" 2>/dev/null
[ "$code" -ne 0 ] || [ -z "$folder" ] || rm -rf "$folder"
exit "$code"
`;

/**
 * @typedef {{
 *   logFile: string, endSignal: 'TERM' | 'INT', folder?: string, uid?: number, gid?: number, env: Record<string, string | undefined>,
 * }} BesideOptions `folder`: taken away when the server has ended well; `uid`, `gid`: whose process it is
 * @typedef {{ exited: Promise<void>, hasExited(): boolean, stop(): Promise<void> }} Beside
 */

/** @type {Set<Beside>} those that run */
const started = new Set();

/** Stops every server that this process started beside n8n. */
export async function stopAllBeside() {
	await Promise.all(Array.from(started, (server) => server.stop()));
}

/**
 * @param {readonly string[]} command
 * @param {BesideOptions} options
 * @returns {Promise<Beside>} as soon as it is started, whether or not it serves yet
 */
export async function startBeside(command, { logFile, endSignal, folder = '', uid, gid, env }) {
	const log = await open(logFile, 'a', 0o600);
	const child = spawn('sh', ['-c', FOLLOWING, 'sh', endSignal, folder, ...command], {
		...(uid !== undefined && { uid, gid }),
		env,
		// A group of its own: Ctrl-C reaches this process, which lets go of the standard input.
		detached: true,
		stdio: ['pipe', log.fd, log.fd],
	});
	await log.close();
	/** @type {Promise<void>} */
	const exited = new Promise((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
	const server = {
		exited,
		hasExited: () => child.exitCode !== null || child.signalCode !== null,
		async stop() {
			child.stdin?.end();
			await exited;
		},
	};
	started.add(server);
	void exited.then(() => started.delete(server));
	return server;
}
