// @ts-check
/** Draws docs/images/engines.svg from bench/measured/engines.json: `node bench/plot.mjs`. */

import { readFile, writeFile } from 'node:fs/promises';
import { plotOf } from './engines/bars.mjs';

const { engines } = JSON.parse(await readFile(new URL('measured/engines.json', import.meta.url), 'utf8'));
await writeFile(new URL('../docs/images/engines.svg', import.meta.url), plotOf(engines));
