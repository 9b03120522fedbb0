// @ts-check
/** Packages that neither the nodes nor this checkout depend on: installed once from a lock file of their own into the cache, loaded from there. */

import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce, folderForLock } from './cache.mjs';
import { npm } from './run.mjs';

/** A module among them, so that names are resolved as packages say for an import. */
export const LOADER = 'load.mjs';

/**
 * @param {string} name of the folder in the cache
 * @param {string} recipe folder with a package.json and a package-lock.json
 * @returns {Promise<string>} the folder whose node_modules has them, filled by now, beside a module {@link LOADER} that exports `load(name)`
 */
export async function installLibraries(name, recipe) {
	return await buildOnce(await folderForLock(name, join(recipe, 'package-lock.json')), (partial) =>
		install(partial, recipe),
	);
}

/**
 * @param {string} partial
 * @param {string} recipe
 */
async function install(partial, recipe) {
	for (const file of ['package.json', 'package-lock.json']) await copyFile(join(recipe, file), join(partial, file));
	await npm(['ci', '--ignore-scripts'], {
		cwd: partial,
		whatToDo: 'Check the network and that npm reaches its registry (npm ping), then start again.',
	});
	await writeFile(join(partial, LOADER), 'export const load = (name) => import(name);\n');
}
