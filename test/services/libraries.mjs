// @ts-check
/** What the services are made of: installed once from a lock file of their own into the cache, loaded from there. */

import { copyFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildOnce, folderForLock } from '../../scripts/host/cache.mjs';
import { npm } from '../../scripts/host/run.mjs';

const RECIPE = join(dirname(fileURLToPath(import.meta.url)), 'libraries');
/** A module among them, so that names are resolved as packages say for an import. */
const LOADER = 'load.mjs';

/** @returns {Promise<string>} the folder whose node_modules has them, filled by now */
export async function libraryFolder() {
	return await buildOnce(await folderForLock('services', join(RECIPE, 'package-lock.json')), install);
}

/** @param {string} partial */
async function install(partial) {
	for (const file of ['package.json', 'package-lock.json']) await copyFile(join(RECIPE, file), join(partial, file));
	await npm(['ci', '--ignore-scripts'], {
		cwd: partial,
		whatToDo: 'Check the network and that npm reaches its registry (npm ping), then start again.',
	});
	await writeFile(join(partial, LOADER), 'export const load = (name) => import(name);\n');
}

/**
 * @param {string} name of a package of the lock file
 * @returns {Promise<any>} what it exports; of a CommonJS package under `default` too
 */
export async function library(name) {
	const { load } = await import(pathToFileURL(join(await libraryFolder(), LOADER)).href);
	return await load(name);
}
