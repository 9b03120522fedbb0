// @ts-check
/** A PostgreSQL of one's own: on a free port of the loopback address, gone with all it wrote when this process goes. */

import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { freePort, LOOPBACK } from '../../scripts/host/ports.mjs';
import { run, tail } from '../../scripts/host/run.mjs';
import { installPackages } from './debian.mjs';

const START_LIMIT = 60_000;
const POLL_EVERY = 100;
const DEBIAN = '/usr/lib/postgresql';
/** Debian's package makes a server of its own and starts it, unless it is told not to. */
const NO_SERVER_OF_DEBIANS = '/etc/postgresql-common/createcluster.conf';
const DATABASE = 'leads';
const USER = 'leads';

/** PostgreSQL refuses to run as root. Ends the server when the standard input ends, at once and in order, and takes its folder away. */
const FOLLOWING = `
exec 3<&0
"$1/postgres" -D "$2/data" -k "$2" -p "$3" -c listen_addresses=${LOOPBACK} 3<&- &
server=$!
{ cat <&3 >/dev/null; kill -INT "$server" 2>/dev/null; } &
wait "$server" || exit
rm -rf "$2"
`;

/** @returns {string | undefined} the folder of its programs, newest version first */
export function findPostgres() {
	if (!existsSync(DEBIAN)) return undefined;
	const versions = readdirSync(DEBIAN).sort((left, right) => Number(right) - Number(left));
	return versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
}

/** @returns {boolean} whether this machine has one, or can get it from Debian */
export const isPostgresThere = () =>
	findPostgres() !== undefined || (process.getuid?.() === 0 && existsSync('/etc/debian_version'));

/**
 * @returns {Promise<string>} the folder of its programs
 * @throws {HostFailure} where it is not there and cannot be installed
 */
async function installPostgres() {
	const found = findPostgres();
	if (found !== undefined) return found;
	await mkdir('/etc/postgresql-common', { recursive: true });
	if (!existsSync(NO_SERVER_OF_DEBIANS)) await writeFile(NO_SERVER_OF_DEBIANS, 'create_main_cluster = false\n');
	await installPackages('PostgreSQL', ['postgresql']);
	return /** @type {string} */ (findPostgres());
}

/** @typedef {{ host: string, port: number, user: string, password: string, database: string }} Address */

export class Postgres {
	#child;
	#exited;

	/**
	 * @param {import('node:child_process').ChildProcess} child
	 * @param {Promise<unknown>} exited
	 * @param {Address} address
	 */
	constructor(child, exited, address) {
		this.#child = child;
		this.#exited = exited;
		this.address = address;
	}

	/**
	 * @returns {Promise<Postgres>} with an empty database
	 * @throws {HostFailure}
	 */
	static async open() {
		const programs = await installPostgres();
		const owner = process.getuid?.() === 0 ? await idsOf('postgres') : undefined;
		const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-postgres-'));
		if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
		const asOwner = { ...owner, env: { PATH: process.env.PATH } };
		const data = ['-D', join(folder, 'data'), '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
		await finished(spawn(join(programs, 'initdb'), data, { ...asOwner, stdio: 'ignore' }));
		const port = await freePort();
		const logFile = join(folder, 'log');
		const log = await open(logFile, 'a');
		const child = spawn('sh', ['-c', FOLLOWING, 'sh', programs, folder, String(port)], {
			...asOwner,
			// A group of its own: Ctrl-C reaches this process, which lets go of the standard input.
			detached: true,
			stdio: ['pipe', log.fd, log.fd],
		});
		await log.close();
		const exited = new Promise((resolve) => child.once('exit', resolve));
		// Everybody on this machine may connect: a password would only have to be hidden from the test of leaks.
		const server = new Postgres(child, exited, {
			host: LOOPBACK,
			port,
			user: USER,
			password: 'none',
			database: DATABASE,
		});
		try {
			await server.#untilServing();
		} catch (error) {
			const said = tail(await readFile(logFile, 'utf8'));
			await server.stop();
			await rm(folder, { recursive: true, force: true });
			throw new HostFailure(`PostgreSQL does not start: ${String(error)}`, 'Read the end of its log above.', {
				tail: said,
			});
		}
		return server;
	}

	/**
	 * @param {string} [database]
	 * @returns {Promise<pg.Client>} to be ended by the caller
	 */
	async connect(database = DATABASE) {
		const client = new pg.Client({ ...this.address, database });
		await client.connect();
		return client;
	}

	/** @returns {import('../../scripts/host/client.mjs').Json} data of n8n's credential */
	get credential() {
		return { ...this.address, maxConnections: 20, ssl: 'disable', sshTunnel: false };
	}

	async #untilServing() {
		const last = Date.now() + START_LIMIT;
		for (;;) {
			try {
				const client = await this.connect('postgres');
				await client.query(`create database ${DATABASE}`);
				await client.end();
				return;
			} catch (error) {
				if (Date.now() > last || this.#child.exitCode !== null) throw error;
				await sleep(POLL_EVERY);
			}
		}
	}

	async stop() {
		this.#child.stdin?.end();
		await this.#exited;
	}
}

/** @param {import('node:child_process').ChildProcess} child */
async function finished(child) {
	const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
	if (code !== 0) throw new HostFailure(`initdb ended with ${code}.`, 'Run it by hand to see why.');
}

/**
 * @param {string} user
 * @returns {Promise<{ uid: number, gid: number }>}
 */
async function idsOf(user) {
	const number = async (/** @type {string} */ option) => Number((await run('id', [option, user])).trim());
	return { uid: await number('-u'), gid: await number('-g') };
}
