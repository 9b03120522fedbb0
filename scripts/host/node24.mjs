// @ts-check
/**
 * The Node.js that runs n8n: the one that runs this script when n8n accepts it, else a Node 24 from npm. Each
 * platform's package carries the executable and its C headers, and the lock file pins both.
 */

import { existsSync } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce, folderForLock } from './cache.mjs';
import { HostFailure } from './failure.mjs';
import { npm } from './run.mjs';

const LOWEST_MAJOR = 24;
const RECIPE = join(dirname(fileURLToPath(import.meta.url)), 'node24');

/** @typedef {{ executable: string, headers: string | undefined }} NodeRuntime `headers`: a node-gyp `nodedir` */

/**
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<NodeRuntime>} a Node.js of 24 or above
 */
export async function findNode(progress) {
	if (Number(process.versions.node.split('.')[0]) >= LOWEST_MAJOR) return runtimeAt(process.execPath);
	const folder = await folderForLock('node-24', join(RECIPE, 'package-lock.json'));
	if (!existsSync(folder)) {
		await progress.step(
			`Installing Node.js 24 for n8n; this machine has ${process.versions.node}`,
			() =>
				buildOnce(folder, install, {
					onWait: () => progress.note('  another run is installing it, waiting'),
				}),
			{ usual: '10 seconds, 130 MB, once' },
		);
	}
	return runtimeAt(await findExecutable(folder));
}

/** @param {string} partial */
async function install(partial) {
	for (const file of ['package.json', 'package-lock.json']) await copyFile(join(RECIPE, file), join(partial, file));
	await npm(['ci', '--ignore-scripts', '--include=optional'], {
		cwd: partial,
		whatToDo:
			'Check that npm reaches its registry (npm ping), or install Node.js 24 or newer yourself, and start again.',
	});
	await findExecutable(partial);
}

/**
 * @param {string} folder where the lock was installed
 * @returns {Promise<string>} npm installs the one package that fits the platform
 */
async function findExecutable(folder) {
	const modules = join(folder, 'node_modules');
	const packages = existsSync(modules) ? await readdir(modules) : [];
	const name = process.platform === 'win32' ? 'node.exe' : 'node';
	const executable = packages.map((entry) => join(modules, entry, 'bin', name)).find((file) => existsSync(file));
	if (executable !== undefined) return executable;
	throw new HostFailure(
		`n8n needs Node.js ${LOWEST_MAJOR} or newer; npm has none for ${process.platform} on ${process.arch}.`,
		`Install Node.js ${LOWEST_MAJOR} or newer and start again.`,
	);
}

/**
 * @param {string} executable
 * @returns {NodeRuntime}
 */
function runtimeAt(executable) {
	const home = dirname(dirname(executable));
	return { executable, headers: existsSync(join(home, 'include', 'node', 'node_api.h')) ? home : undefined };
}
