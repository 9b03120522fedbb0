// @ts-check
/** Runs a file of bench/ with the parts of lifecycle/ and nodes/ it uses, in a process of its own. */

import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { findNode } from '../../scripts/host/node24.mjs';
import { silentProgress } from '../../scripts/host/progress.mjs';
import { run } from '../../scripts/host/run.mjs';

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * @param {string} name of a TypeScript file in bench/, without its ending
 * @param {string} call of a function that it exports, e.g. `bench()`
 * @returns {Promise<any>} what the function returns, as JSON carries it
 */
export async function runBundled(name, call) {
	const { executable } = await findNode(silentProgress);
	// Inside the checkout, so that what stays an import is found.
	const folder = join(CHECKOUT, 'node_modules', '.cache', 'bench');
	const bundle = join(folder, `${basename(name)}.${process.pid}.cjs`);
	await mkdir(folder, { recursive: true });
	try {
		await esbuild.build({
			stdin: {
				contents: `import * as file from './${name}'; Promise.resolve(file.${call}).then((result) => console.log(JSON.stringify(result)));`,
				resolveDir: join(CHECKOUT, 'bench'),
			},
			outfile: bundle,
			bundle: true,
			packages: 'external',
			format: 'cjs',
			platform: 'node',
			target: 'node24',
			logLevel: 'warning',
		});
		const output = await run(executable, [bundle], { cwd: CHECKOUT, label: `bench/${name}.ts` });
		return JSON.parse(output.trimEnd().split('\n').at(-1) ?? 'null');
	} finally {
		await rm(bundle, { force: true });
	}
}
