// @ts-check
/** What the machine's own apt knows: where Debian's packages are, and how they are fetched. Nothing of it is written down here. */

import { HostFailure } from '../../../scripts/host/failure.mjs';
import { run } from '../../../scripts/host/run.mjs';

/** Proxies, and checks of dates that the machine's owner switched off: an old mirror's lists are out of date otherwise. */
const PASSED_ON = /^Acquire::(https?::|Check-Date|Check-Valid-Until|Max-ValidTime|Retries)/;

/**
 * @returns {Promise<string>} address of the mirror that the machine takes Debian's main archive from
 * @throws {HostFailure} when apt knows none
 */
export async function debianMirror() {
	const lines = await run('apt-get', ['indextargets', '--format', '$(ORIGIN)|$(COMPONENT)|$(LABEL)|$(REPO_URI)'], {
		whatToDo: 'Run apt-get update, then start again.',
	});
	const mirror = lines
		.split('\n')
		.map((line) => line.split('|'))
		.find(([origin, component, label]) => origin === 'Debian' && component === 'main' && label === 'Debian')?.[3];
	if (mirror !== undefined) return mirror;
	throw new HostFailure(
		"This machine's apt has no list of Debian's main archive.",
		'Run apt-get update on a Debian machine, then start again.',
	);
}

/** @returns {Promise<string>} a file for apt.conf.d: how this machine's apt fetches */
export async function fetchSettings() {
	const dump = await run('apt-config', ['dump', '--no-empty', '--format', '%F "%v";%n', 'Acquire']);
	return dump
		.split('\n')
		.filter((line) => PASSED_ON.test(line))
		.map((line) => `${line}\n`)
		.join('');
}

/**
 * @param {string} settings as `fetchSettings` gives them
 * @returns {NodeJS.ProcessEnv} this process's environment, with apt's proxies for programs that are not apt
 */
export function environmentWithProxy(settings) {
	const proxies = [...settings.matchAll(/^Acquire::(https?)::Proxy "(.+)";$/gim)].map(([, scheme, url]) => [
		`${scheme.toLowerCase()}_proxy`,
		url,
	]);
	return { ...Object.fromEntries(proxies), ...process.env };
}
