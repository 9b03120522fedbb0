// @ts-check
/** The package under development, put where n8n keeps community packages, the way n8n itself does it. */

import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm, run } from './run.mjs';

/**
 * Packs a built package and unpacks it into `<userFolder>/.n8n/nodes/node_modules/<name>`. n8n finds it there at its
 * next start; its node types are then called `<name>.<node>`, as after an installation from npm.
 *
 * @param {string} checkout root of the package, already built
 * @param {string} userFolder
 * @returns {Promise<string>} where it stands now
 */
export async function installPackage(checkout, userFolder) {
	await mkdir(userFolder, { recursive: true, mode: 0o700 });
	const work = await mkdtemp(join(userFolder, 'pack-'));
	try {
		const packed = await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', work], {
			cwd: checkout,
			whatToDo: 'Run "npm run build", then start again.',
		});
		const [{ filename, name }] = JSON.parse(packed);
		const unpacked = join(work, 'package');
		await run('tar', ['-xzf', filename], { cwd: work });
		await dropDevelopmentFields(join(unpacked, 'package.json'));
		const nodes = join(userFolder, '.n8n', 'nodes', 'node_modules');
		await mkdir(nodes, { recursive: true, mode: 0o700 });
		const target = join(nodes, name);
		await rm(target, { recursive: true, force: true });
		await rename(unpacked, target);
		return target;
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}

/** @param {string} file n8n drops the same fields, so that its npm never installs them */
async function dropDevelopmentFields(file) {
	const { devDependencies, peerDependencies, optionalDependencies, ...kept } = JSON.parse(await readFile(file, 'utf8'));
	await writeFile(file, JSON.stringify(kept, null, 2));
}
