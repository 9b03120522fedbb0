// @ts-check
/** Packages of Debian's, for services that come from there. */

import { existsSync } from 'node:fs';
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
	const byHand = `Install it by hand (on Debian: sudo apt-get install ${packages.join(' ')}), then start again.`;
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
