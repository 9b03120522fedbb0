// @ts-check
/** A checkout made ready to run: its dependencies as the lock file has them, and a build newer than its sources. */

import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './run.mjs';

const SOURCES = [
	'nodes',
	'credentials',
	'lifecycle',
	'setup',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'gulpfile.js',
];

/**
 * @param {string} checkout
 * @param {import('./progress.mjs').Progress} progress
 */
export async function prepareCheckout(checkout, progress) {
	if (!(await hasDependencies(checkout))) {
		await progress.step(
			"Installing the project's dependencies",
			() => npm(['ci', '--ignore-scripts', '--include=dev'], { cwd: checkout }),
			{ usual: '1 to 2 minutes, once' },
		);
	}
	await buildCheckout(checkout, progress);
}

/**
 * Builds unless the build is newer than every source.
 *
 * @param {string} checkout
 * @param {import('./progress.mjs').Progress} progress
 */
export async function buildCheckout(checkout, progress) {
	if (await isBuilt(checkout)) return;
	await progress.step('Building the nodes', () => npm(['run', 'build'], { cwd: checkout }), {
		usual: '10 seconds',
	});
}

/**
 * @param {string} checkout
 * @returns {Promise<boolean>} whether node_modules holds what the lock file asks for
 */
async function hasDependencies(checkout) {
	const installedLock = join(checkout, 'node_modules', '.package-lock.json');
	if (!existsSync(installedLock)) return false;
	const wanted = await packagesIn(join(checkout, 'package-lock.json'));
	const installed = await packagesIn(installedLock);
	return (
		Object.entries(wanted)
			// npm leaves out what is optional or extraneous.
			.filter(([path, { optional, extraneous }]) => path !== '' && !optional && !extraneous)
			.every(([path, { version, integrity }]) => {
				const found = installed[path];
				return found?.version === version && found?.integrity === integrity;
			})
	);
}

/**
 * @param {string} lockFile
 * @returns {Promise<Record<string, { version: string, integrity: string, optional?: boolean, extraneous?: boolean }>>}
 */
async function packagesIn(lockFile) {
	return JSON.parse(await readFile(lockFile, 'utf8')).packages;
}

/**
 * @param {string} checkout
 * @returns {Promise<boolean>} whether all that n8n loads is there and newer than every source
 */
async function isBuilt(checkout) {
	const { n8n } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
	const outputs = [...n8n.nodes, ...n8n.credentials].map((file) => join(checkout, file));
	if (!outputs.every((file) => existsSync(file))) return false;
	const built = await Promise.all(outputs.map(async (file) => (await stat(file)).mtimeMs));
	const changed = await Promise.all(SOURCES.map((name) => newestChange(join(checkout, name))));
	return Math.min(...built) >= Math.max(...changed);
}

/**
 * @param {string} path of a file or folder
 * @returns {Promise<number>} its latest modification, 0 when it is not there
 */
async function newestChange(path) {
	if (!existsSync(path)) return 0;
	const { mtimeMs } = await stat(path);
	const inside = (await stat(path)).isDirectory() ? await readdir(path, { recursive: true, withFileTypes: true }) : [];
	const changes = await Promise.all(
		inside.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs),
	);
	return Math.max(mtimeMs, ...changes);
}
