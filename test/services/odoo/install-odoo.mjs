// @ts-check
/**
 * Odoo 19 with its crm, installed once into the cache: a Debian of its own in a folder, because Debian has Odoo for its
 * next release only, and what every run starts from, a database in which the crm is set up.
 */

import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { buildOnce, cacheFolder, requireFreeSpace, shortHash } from '../../../scripts/host/cache.mjs';
import { HostFailure } from '../../../scripts/host/failure.mjs';
import { run } from '../../../scripts/host/run.mjs';
import { debianMirror, environmentWithProxy, fetchSettings } from './apt.mjs';
import { ALONE, canMakeNamespaces, runInside, SCRIPTS, SEEN_AS } from './namespace.mjs';

const NEEDED_GIBIBYTES = 4;
/** Its Python and PostgreSQL are those that Odoo 19 is made for; Odoo itself comes from the next release. */
const RELEASE = 'trixie';
const ODOO_FROM = 'sid';
const START_AGAIN =
	'Check the network and that apt-get update works, then start again: the broken install is thrown away.';

/** The database that each run copies. */
export const TEMPLATE = 'template';

/**
 * @typedef {{ login: string, password: string, apiKey: string }} Account
 * @typedef {{ root: string, template: string }} Installation `root`: folder of the Debian; `template`: what a run copies
 * @typedef {import('../../../scripts/host/progress.mjs').Progress} Progress
 */

/**
 * Brings Odoo into the cache; at once when it is there.
 *
 * @param {Progress} progress
 * @returns {Promise<Installation>}
 * @throws {HostFailure} when this machine cannot have it, in words that say why
 */
export async function installOdoo(progress) {
	await requireMachine();
	await mkdir(cacheFolder(), { recursive: true });
	const onWait = () => progress.note('  another run is installing Odoo, waiting for it');
	const root = await cachedAs('debian', 'install.sh');
	await buildOnce(root, (partial) => installDebian(partial, progress), { onWait });
	const template = await cachedAs('crm', 'install.sh', 'cluster.sh', 'template.sh', 'template.py');
	await buildOnce(template, (partial) => makeTemplate(root, partial, progress), { onWait });
	return { root, template };
}

/**
 * @param {string} part
 * @param {...string} scripts that make it: another recipe never meets an old install
 * @returns {Promise<string>} its folder in the cache
 */
async function cachedAs(part, ...scripts) {
	const texts = await Promise.all(scripts.map((script) => readFile(join(SCRIPTS, script), 'utf8')));
	return join(cacheFolder(), `odoo-19-${part}-${shortHash(RELEASE, ODOO_FROM, process.arch, ...texts)}`);
}

/** @throws {HostFailure} */
async function requireMachine() {
	const without = 'The tests that need Odoo cannot run here; all others can (npm test).';
	if (process.platform !== 'linux' || !existsSync('/etc/debian_version') || !isOnPath('apt-get')) {
		throw new HostFailure('Odoo is installed from Debian packages, and this is not a Debian.', without);
	}
	if (process.getuid?.() !== 0) {
		throw new HostFailure(
			'Odoo runs in a Debian of its own, and only root may enter one.',
			`Start again as root, in a container for example. ${without}`,
		);
	}
	if (!(await canMakeNamespaces())) {
		throw new HostFailure(
			'This machine does not let root make namespaces and mounts, in which Odoo is kept apart.',
			`A container needs the capability SYS_ADMIN for that (docker run --privileged). ${without}`,
		);
	}
}

/** @param {string} command */
function isOnPath(command) {
	return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)));
}

/**
 * @param {string} root
 * @param {Progress} progress
 */
async function installDebian(root, progress) {
	await requireFreeSpace(root, NEEDED_GIBIBYTES);
	// PostgreSQL and Odoo have accounts of their own, which have to get in.
	await chmod(root, 0o755);
	const settings = await fetchSettings();
	const environment = environmentWithProxy(settings);
	const mirror = await debianMirror();
	await progress.step(
		`Installing Debian ${RELEASE} into ${cacheFolder()}`,
		() => bootstrap(root, mirror, environment),
		{
			usual: '1 minute, once',
		},
	);
	await configure(root, mirror, settings);
	await progress.step('Installing Odoo 19 and PostgreSQL in it', () => installPackages(root, environment), {
		usual: '2 to 5 minutes, 2 GB, once',
	});
}

/**
 * @param {string} root
 * @param {string} mirror
 * @param {NodeJS.ProcessEnv} environment
 */
async function bootstrap(root, mirror, environment) {
	await requireDebootstrap();
	// debootstrap mounts as well: in a namespace of its own, so that it cannot leave a mount behind.
	await run('unshare', [...ALONE, '--mount-proc', 'debootstrap', '--variant=minbase', RELEASE, root, mirror], {
		env: environment,
		label: `debootstrap ${RELEASE}`,
		whatToDo: START_AGAIN,
	});
}

/**
 * @param {string} root
 * @param {string} mirror
 * @param {string} settings
 */
async function configure(root, mirror, settings) {
	const sources = [RELEASE, ODOO_FROM].map((release) => `deb ${mirror} ${release} main\n`).join('');
	const pin = `Package: *\nPin: release n=${ODOO_FROM}\nPin-Priority: 100\n`;
	await writeFile(join(root, 'etc/apt/sources.list'), sources);
	await writeFile(join(root, 'etc/apt/preferences.d/odoo'), pin);
	await writeFile(join(root, 'etc/apt/apt.conf.d/99fetch'), settings);
	await cp('/etc/resolv.conf', join(root, 'etc/resolv.conf'), { dereference: true });
	await mkdir(join(root, SEEN_AS));
}

async function requireDebootstrap() {
	if (isOnPath('debootstrap')) return;
	/** @type {import('../../../scripts/host/run.mjs').RunOptions} */
	const options = {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		whatToDo: 'Install debootstrap by hand, then start again.',
		endSignal: 'SIGTERM',
	};
	await run('apt-get', ['update'], options);
	await run('apt-get', ['install', '--yes', '--no-install-recommends', 'debootstrap'], options);
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 */
async function installPackages(root, environment) {
	await runInside(root, undefined, ['sh', `${SEEN_AS}/install.sh`], {
		env: environment,
		label: 'apt-get install odoo-19',
		whatToDo: START_AGAIN,
	});
}

/**
 * @param {string} root
 * @param {string} template
 * @param {Progress} progress
 */
async function makeTemplate(root, template, progress) {
	await chmod(template, 0o755);
	const make = () =>
		runInside(root, template, ['bash', `${SEEN_AS}/template.sh`, TEMPLATE], {
			label: 'odoo --init=crm',
			whatToDo: 'Read what Odoo says above, then start again: the broken database is thrown away.',
		});
	await progress.step('Setting up a database with its crm', make, { usual: '20 to 60 seconds, once' });
}

/**
 * @param {Installation} installation
 * @returns {Promise<{ admin: Account, n8n: Account }>} who may call Odoo in every run
 */
export async function readAccounts({ template }) {
	return JSON.parse(await readFile(join(template, 'odoo', 'accounts.json'), 'utf8'));
}
