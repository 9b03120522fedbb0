// @ts-check
/** Score Lead beside rule engines that know nothing of leads, on rules that all of them can say. */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installLibraries, LOADER } from '../../scripts/host/libraries.mjs';
import { runBundled } from '../harness/bundle.mjs';

const RECIPE = join(dirname(fileURLToPath(import.meta.url)), 'libraries');

/**
 * @param {{ rounds: number, progress: import('../../scripts/host/progress.mjs').Progress }} options
 * @returns {Promise<import('./rounds').Rounds>}
 */
export async function compareWithEngines({ rounds, progress }) {
	const folder = await progress.step('Installing the engines', () => installLibraries('engines', RECIPE));
	const call = `compareEngines(${JSON.stringify(join(folder, LOADER))}, ${rounds})`;
	return await progress.step(`Scoring in ${rounds} rounds`, () => runBundled('engines/rounds', call));
}
