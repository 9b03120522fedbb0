// @ts-check
/** Draws docs/images/engines.svg and docs/images/reliability.svg from what was measured, in bench/measured: `node bench/plot.mjs`. */

import { readFile, writeFile } from 'node:fs/promises';
import { plotOf } from './engines/bars.mjs';
import { reliabilityPlotOf } from './predict/reliability.mjs';

const measured = async (/** @type {string} */ name) =>
	JSON.parse(await readFile(new URL(`measured/${name}.json`, import.meta.url), 'utf8'));
const draw = (/** @type {string} */ name, /** @type {string} */ picture) =>
	writeFile(new URL(`../docs/images/${name}.svg`, import.meta.url), picture);

await draw('engines', plotOf((await measured('engines')).engines));
await draw('reliability', reliabilityPlotOf((await measured('reliability')).rows));
