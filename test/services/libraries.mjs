// @ts-check
/** What the services are made of. */

import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installLibraries, LOADER } from '../../scripts/host/libraries.mjs';

const RECIPE = join(dirname(fileURLToPath(import.meta.url)), 'libraries');

/** @returns {Promise<string>} the folder whose node_modules has them, filled by now */
export const libraryFolder = () => installLibraries('services', RECIPE);

/**
 * @param {string} name of a package of the lock file
 * @returns {Promise<any>} what it exports; of a CommonJS package under `default` too
 */
export async function library(name) {
	const { load } = await import(pathToFileURL(join(await libraryFolder(), LOADER)).href);
	return await load(name);
}
