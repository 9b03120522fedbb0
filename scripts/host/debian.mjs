// @ts-check
/** Packages of Debian's, for services that come from there. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce, cacheFolder } from './cache.mjs';
import { HostFailure } from './failure.mjs';
import { run } from './run.mjs';

/**
 * Installs packages on this machine, where it is one that may be changed: a container or the like, whose root this is.
 *
 * @param {string} name as messages call what is installed, e.g. `Dovecot`
 * @param {readonly string[]} packages
 * @throws {HostFailure} in words that say why not
 */
export async function installPackages(name, packages) {
	const byHand = byHandOf(packages);
	if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) {
		throw new HostFailure(`${name} is installed from Debian packages, and this is not a Debian.`, byHand);
	}
	if (process.getuid?.() !== 0) throw new HostFailure(`${name} is not installed, and only root may do so.`, byHand);
	if (existsSync('/run/systemd/system')) {
		// The package switches its service on, for everybody and from every address.
		throw new HostFailure(`Installing ${name} would start it as a service of this machine.`, byHand);
	}
	/** @type {import('./run.mjs').RunOptions} */
	const options = {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		whatToDo: byHand,
		endSignal: 'SIGTERM',
	};
	await run('apt-get', ['update'], options);
	await run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], options);
}

/** @param {readonly string[]} packages */
const byHandOf = (packages) =>
	`Install it by hand (on Debian: sudo apt-get install ${packages.join(' ')}), then start again.`;

/**
 * @param {string} name of a package
 * @returns {string} where it is unpacked with what it needs, if it is
 */
export const unpackedFolder = (name) => join(cacheFolder(), `debian-${name}-${process.arch}`);

/**
 * Unpacks a package, and those it needs beside what the machine has, into the cache: nothing is installed, nothing is started, and
 * root is not needed.
 *
 * @param {string} what as messages call it, e.g. `Redis`
 * @param {string} name of the package
 * @returns {Promise<string>} the folder that stands for `/`
 * @throws {HostFailure} with the command that installs it
 */
export async function unpackPackage(what, name) {
	const byHand = byHandOf([name]);
	if (!existsSync('/usr/bin/apt-get')) throw new HostFailure(`${what} is not installed.`, byHand);
	return await buildOnce(unpackedFolder(name), async (folder) => {
		const options = { cwd: folder, whatToDo: byHand, label: `Downloading ${what} from Debian` };
		// Only root may ask Debian which versions there are.
		if (process.getuid?.() === 0) await run('apt-get', ['update'], options);
		const plan = await run('apt-get', ['--simulate', '--no-install-recommends', 'install', name], options);
		const packages = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, each]) => each);
		await run('apt-get', ['download', ...packages], options);
		for (const file of readdirSync(folder).filter((each) => each.endsWith('.deb'))) {
			await run('dpkg-deb', ['--extract', file, folder], options);
		}
	});
}

/**
 * @param {string} folder of an unpacked package
 * @returns {string} its shared libraries
 */
export function librariesIn(folder) {
	const all = join(folder, 'usr', 'lib');
	const ofMachine = existsSync(all) ? readdirSync(all).find((name) => name.includes('-linux-')) : undefined;
	return ofMachine === undefined ? all : join(all, ofMachine);
}
