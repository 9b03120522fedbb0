// @ts-check
/** Predict Conversion beside Google's decision forests, naive Bayes and Score Lead. */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installLibraries, LOADER } from '../../scripts/host/libraries.mjs';
import { runBundled } from '../harness/bundle.mjs';

const RECIPE = join(dirname(fileURLToPath(import.meta.url)), 'libraries');

/**
 * @param {{ leads: number, progress: import('../../scripts/host/progress.mjs').Progress }} options
 * @returns {Promise<import('./rounds').PredictMeasures>}
 */
export async function measurePredict({ leads, progress }) {
	const folder = await progress.step('Installing ydf-training', () => installLibraries('predict', RECIPE));
	const call = `comparePredictions(${JSON.stringify(join(folder, LOADER))}, ${leads})`;
	return await progress.step('Learning and predicting', () => runBundled('predict/rounds', call));
}
