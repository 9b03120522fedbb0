// @ts-check
/** What compiling a native Node.js add-on needs: Python, make and a C++ compiler. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { HostFailure } from './failure.mjs';
import { run } from './run.mjs';

const DEBIAN_PACKAGES = ['python3', 'make', 'g++'];

/**
 * Sees to it that a compiler is there: on Debian and its kin, as root, it is installed.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @throws {HostFailure} with the command to type, when it is missing and cannot be installed from here
 */
export async function requireCompiler(progress) {
	if (missingTools().length === 0) return;
	if (canUseApt()) await installWithApt(progress);
	const missing = missingTools();
	if (missing.length === 0) return;
	throw new HostFailure(
		`n8n's SQLite driver could not be downloaded and has to be compiled, but ${missing.join(', ')} cannot be found.`,
		`Install it, then start again. ${howToInstall()}`,
	);
}

/** @returns {string[]} names of what is not on the PATH */
function missingTools() {
	const tools = {
		Python: ['python3', 'python'],
		make: ['make', 'gmake'],
		'a C++ compiler': ['g++', 'clang++', 'c++'],
	};
	if (process.platform === 'win32') return [];
	return Object.entries(tools)
		.filter(([, commands]) => !commands.some(isOnPath))
		.map(([name]) => name);
}

/** @param {string} command */
function isOnPath(command) {
	return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)));
}

/** @returns {boolean} */
function canUseApt() {
	return process.platform === 'linux' && process.getuid?.() === 0 && isOnPath('apt-get');
}

/** @param {import('./progress.mjs').Progress} progress */
async function installWithApt(progress) {
	progress.note(`  apt-get install ${DEBIAN_PACKAGES.join(' ')}`);
	/** @type {import('./run.mjs').RunOptions} */
	const options = {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		whatToDo: `Install ${DEBIAN_PACKAGES.join(', ')} by hand, then start again.`,
		endSignal: 'SIGTERM',
	};
	await run('apt-get', ['update'], options);
	await run('apt-get', ['install', '--yes', '--no-install-recommends', ...DEBIAN_PACKAGES], options);
}

/** @returns {string} */
function howToInstall() {
	if (process.platform === 'darwin') return 'On macOS: xcode-select --install';
	return `On Debian and Ubuntu: sudo apt-get install ${DEBIAN_PACKAGES.join(' ')}; on Fedora: sudo dnf install python3 make gcc-c++`;
}
