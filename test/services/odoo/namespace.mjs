// @ts-check
/**
 * A Debian in a folder, run in namespaces of its own. Mounts are made inside, so the machine never sees one, and the
 * kernel takes mounts and processes away when the first process ends: nothing can be left behind, nor deleted through.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../../scripts/host/run.mjs';

/** Options of `unshare`: what happens inside is seen, and lives on, nowhere else. */
export const ALONE = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--ipc'];

/** The scripts that run in the Debian, and where it sees them. */
export const SCRIPTS = fileURLToPath(new URL('inside', import.meta.url));
export const SEEN_AS = '/recipe';

/**
 * @param {string} root the folder of the Debian
 * @param {string | undefined} runFolder what it sees, and may write, as `/srv`; without one it may write everywhere
 * @param {readonly string[]} command e.g. `['bash', '/recipe/serve.sh']`
 * @returns {string[]} arguments of `unshare`
 */
function unshareArguments(root, runFolder, command) {
	return [...ALONE, 'sh', join(SCRIPTS, 'enter.sh'), root, runFolder ?? '-', ...command];
}

/**
 * Runs a command inside to its end.
 *
 * @param {string} root
 * @param {string | undefined} runFolder
 * @param {readonly string[]} command
 * @param {import('../../../scripts/host/run.mjs').RunOptions} options
 */
export async function runInside(root, runFolder, command, options) {
	await run('unshare', unshareArguments(root, runFolder, command), options);
}

/**
 * Starts a command inside whose life hangs on its standard input.
 *
 * @param {string} root
 * @param {string} runFolder
 * @param {readonly string[]} command
 * @param {number} log file descriptor that gets what it prints
 * @returns {import('node:child_process').ChildProcess}
 */
export function startInside(root, runFolder, command, log) {
	// A group of its own: Ctrl-C reaches this process, which lets go of the standard input.
	return spawn('unshare', unshareArguments(root, runFolder, command), {
		detached: true,
		stdio: ['pipe', log, log],
	});
}

/** @returns {Promise<boolean>} whether this machine lets this process make namespaces and mounts */
export async function canMakeNamespaces() {
	try {
		await run('unshare', [...ALONE, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
		return true;
	} catch {
		return false;
	}
}
