// @ts-check
/** The n8n of the demo and the end-to-end tests: installed once from the committed lock file, kept in the cache. */

import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce, cacheFolder, folderForLock, requireFreeSpace } from './cache.mjs';
import { requireCompiler } from './compiler.mjs';
import { HostFailure } from './failure.mjs';
import { findNode } from './node24.mjs';
import { npm, run } from './run.mjs';

const RECIPE = join(dirname(fileURLToPath(import.meta.url)), 'n8n');
const NEEDED_GIBIBYTES = 4;

/**
 * @typedef {{ directory: string, version: string, script: string, node: import('./node24.mjs').NodeRuntime }} Host
 * `script`: n8n's own executable script, run by `node`
 */

/**
 * Brings the n8n of the lock file, and a Node.js that runs it, into the cache; at once when they are there.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<Host>}
 * @throws {HostFailure}
 */
export async function installHost(progress) {
	const version = await pinnedVersion();
	await mkdir(cacheFolder(), { recursive: true });
	const node = await findNode(progress);
	const directory = await folderForLock(`n8n-${version}`, join(RECIPE, 'package-lock.json'));
	const onWait = () => progress.note('  another run is installing n8n, waiting for it');
	await buildOnce(directory, (partial) => install(partial, { version, node, progress }), { onWait });
	return { directory, version, node, script: join(directory, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/** @returns {Promise<string>} */
async function pinnedVersion() {
	const { dependencies } = JSON.parse(await readFile(join(RECIPE, 'package.json'), 'utf8'));
	return dependencies.n8n;
}

/**
 * @param {string} partial
 * @param {{ version: string, node: import('./node24.mjs').NodeRuntime, progress: import('./progress.mjs').Progress }} context
 */
async function install(partial, { version, node, progress }) {
	await requireFreeSpace(partial, NEEDED_GIBIBYTES);
	for (const file of ['package.json', 'package-lock.json']) await copyFile(join(RECIPE, file), join(partial, file));
	const counted = await countPackages(partial);
	await progress.step(`Installing n8n ${version} into ${cacheFolder()}`, () => installPackages(partial), {
		usual: '2 to 5 minutes, 2.5 GB, once',
		detail: counted,
	});
	await progress.step('Preparing its SQLite driver', () => prepareSqlite(partial, node, progress), {
		usual: 'seconds where a prebuilt one can be downloaded, else 1 to 2 minutes of compiling, once',
	});
}

/** @param {string} partial */
async function installPackages(partial) {
	await npm(['ci', '--ignore-scripts'], {
		cwd: partial,
		whatToDo:
			'Check the network and that npm reaches its registry (npm ping), then start again: the broken install is thrown away.',
	});
}

/**
 * @param {string} partial
 * @returns {Promise<() => string>} how many packages of the lock stand on the disk by now
 */
async function countPackages(partial) {
	const { packages } = JSON.parse(await readFile(join(partial, 'package-lock.json'), 'utf8'));
	const fits = (/** @type {string | string[] | undefined} */ wanted, /** @type {string} */ actual) =>
		wanted === undefined || [wanted].flat().includes(actual);
	const manifests = Object.entries(packages)
		.filter(([path, { os, cpu }]) => path !== '' && fits(os, process.platform) && fits(cpu, process.arch))
		.map(([path]) => join(partial, path, 'package.json'));
	return () => `${manifests.filter((file) => existsSync(file)).length} of ${manifests.length} packages`;
}

/**
 * n8n's SQLite driver is the one part that is not JavaScript. Its authors offer prebuilt ones for download; where
 * that is out of reach it is compiled.
 *
 * @param {string} partial
 * @param {import('./node24.mjs').NodeRuntime} node
 * @param {import('./progress.mjs').Progress} progress
 */
async function prepareSqlite(partial, node, progress) {
	const modules = join(partial, 'node_modules');
	const driver = join(modules, 'sqlite3');
	const canLoad = () => run(node.executable, ['-e', 'require(process.argv[1])', driver]);
	try {
		await run(node.executable, [join(modules, 'prebuild-install', 'bin.js'), '-r', 'napi'], { cwd: driver });
		return void (await canLoad());
	} catch (error) {
		if (!(error instanceof HostFailure)) throw error;
	}
	await requireCompiler(progress);
	const path = [dirname(node.executable), process.env.PATH].join(delimiter);
	const headers = node.headers === undefined ? {} : { npm_config_nodedir: node.headers };
	await npm(['rebuild', 'sqlite3'], {
		cwd: partial,
		env: { ...process.env, ...headers, PATH: path },
		whatToDo: 'Check that python3, make and a C++ compiler work on this machine, then start again.',
	});
	await canLoad();
}
