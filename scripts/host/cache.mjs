// @ts-check
/**
 * The cache folder outside the checkout, and how a thing gets into it: built under a name of its own, then renamed.
 * A folder that carries its final name is therefore complete; what a broken run leaves behind is never used.
 */

import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostFailure } from './failure.mjs';

const LOCK_REFRESHED_EVERY = 5_000;
const LOCK_ABANDONED_AFTER = 60_000;
const PARTIAL = '.partial';

/** @returns {string} `LEAD_LIFECYCLE_CACHE`, else a folder in the user's own cache */
export function cacheFolder() {
	const chosen = process.env.LEAD_LIFECYCLE_CACHE;
	return chosen ? resolve(chosen) : join(homedir(), '.cache', 'n8n-nodes-lead-lifecycle');
}

/**
 * @param {...string} parts
 * @returns {string} twelve hexadecimal digits
 */
export function shortHash(...parts) {
	return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12);
}

/**
 * The folder's name carries the hash of the lock file and the platform, so another lock never meets an old install.
 *
 * @param {string} name
 * @param {string} lockFile path of a package-lock.json
 * @returns {Promise<string>} path of the folder in the cache
 */
export async function folderForLock(name, lockFile) {
	const lock = await readFile(lockFile, 'utf8');
	return join(cacheFolder(), `${name}-${shortHash(lock, process.platform, process.arch)}`);
}

/**
 * @param {string} folder an existing folder
 * @param {number} gibibytes
 * @throws {HostFailure} when less is free on its disk
 */
export async function requireFreeSpace(folder, gibibytes) {
	const { bavail, bsize } = await statfs(folder);
	const free = (bavail * bsize) / 2 ** 30;
	if (free >= gibibytes) return;
	throw new HostFailure(
		`The disk that holds ${folder} has ${free.toFixed(1)} GB free; ${gibibytes} GB are needed.`,
		'Free some space, or set LEAD_LIFECYCLE_CACHE to a folder on another disk, and start again.',
	);
}

/**
 * Makes a folder of the cache once: `build` fills a partial folder, which then gets its final name. A second
 * process that wants the same folder waits for the first.
 *
 * @param {string} folder final path
 * @param {(partial: string) => Promise<void>} build
 * @param {{ onWait?: () => void }} [options] `onWait`: called once when another process is at work on it
 * @returns {Promise<string>} the final path
 */
export async function buildOnce(folder, build, { onWait = () => {} } = {}) {
	if (existsSync(folder)) return folder;
	await mkdir(dirname(folder), { recursive: true });
	const release = await lock(`${folder}.lock`, onWait);
	try {
		if (existsSync(folder)) return folder;
		await removePartials(folder);
		const partial = `${folder}.${process.pid}${PARTIAL}`;
		await mkdir(partial);
		await build(partial);
		await rename(partial, folder);
		return folder;
	} finally {
		await release();
	}
}

/** @param {string} folder */
async function removePartials(folder) {
	const parent = dirname(folder);
	const leftOver = (await readdir(parent)).filter(
		(name) => name.startsWith(`${basename(folder)}.`) && name.endsWith(PARTIAL),
	);
	// One that cannot be removed, because its npm outlived the run that started it, is in nobody's way.
	await Promise.allSettled(leftOver.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

/**
 * A lock file that its holder keeps fresh, so that the lock of a process that died is taken over without asking
 * which process holds it.
 *
 * @param {string} file
 * @param {() => void} onWait
 * @returns {Promise<() => Promise<void>>} releases the lock
 */
async function lock(file, onWait) {
	for (let waited = false; ; waited = true) {
		try {
			await (await open(file, 'wx')).close();
			break;
		} catch (error) {
			if (!isCode(error, 'EEXIST')) throw error;
		}
		if (!waited) onWait();
		const age = await stat(file).then(
			({ mtimeMs }) => Date.now() - mtimeMs,
			() => 0,
		);
		if (age > LOCK_ABANDONED_AFTER) await rm(file, { force: true });
		else await sleep(1000);
	}
	const refresh = setInterval(() => {
		const now = new Date();
		utimes(file, now, now).catch(() => {});
	}, LOCK_REFRESHED_EVERY);
	const releaseOnExit = () => rmSync(file, { force: true });
	process.once('exit', releaseOnExit);
	return async () => {
		clearInterval(refresh);
		process.off('exit', releaseOnExit);
		await rm(file, { force: true });
	};
}

/**
 * @param {unknown} error
 * @param {string} code
 * @returns {boolean}
 */
export function isCode(error, code) {
	return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
