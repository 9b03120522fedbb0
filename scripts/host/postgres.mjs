// @ts-check
/**
 * A PostgreSQL of one's own on the loopback address: for a while, gone with all it wrote when this process goes, or in a folder
 * that stays.
 */

import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startBeside } from './beside.mjs';
import { installPackages } from './debian.mjs';
import { HostFailure } from './failure.mjs';
import { freePort, LOOPBACK } from './ports.mjs';
import { run, tail } from './run.mjs';

const START_LIMIT = 60_000;
const POLL_EVERY = 100;
const DEBIAN = '/usr/lib/postgresql';
/** Debian's package makes a server of its own and starts it, unless it is told not to. */
const NO_SERVER_OF_DEBIANS = '/etc/postgresql-common/createcluster.conf';
const DATABASE = 'leads';
const USER = 'leads';

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
export async function installPostgres() {
	const found = findPostgres();
	if (found !== undefined) return found;
	if (process.getuid?.() === 0) {
		await mkdir('/etc/postgresql-common', { recursive: true });
		if (!existsSync(NO_SERVER_OF_DEBIANS)) await writeFile(NO_SERVER_OF_DEBIANS, 'create_main_cluster = false\n');
	}
	await installPackages('PostgreSQL', ['postgresql']);
	return /** @type {string} */ (findPostgres());
}

/**
 * @typedef {{ host: string, port: number, user: string, password: string, database: string }} Address
 * @typedef {{ folder?: string, port?: number, password?: string }} PostgresOptions `folder`: holds all of it, and stays; without
 *   one it is a folder for a while. Without a password everybody on this machine may connect
 * @typedef {{ programs: string, owner: { uid: number, gid: number } | undefined, folder: string, isKept: boolean }} Place
 */

export class Postgres {
	/** @type {import('./beside.mjs').Beside | undefined} */
	#server;
	#place;

	/**
	 * @param {Place} place
	 * @param {Address} address
	 */
	constructor(place, address) {
		this.#place = place;
		this.address = address;
	}

	/**
	 * @param {PostgresOptions} [options]
	 * @returns {Promise<Postgres>} with a database, empty at first
	 * @throws {HostFailure}
	 */
	static async open({ folder: kept, port, password } = {}) {
		const programs = await installPostgres();
		// PostgreSQL refuses to run as root.
		const owner = process.getuid?.() === 0 ? await idsOf('postgres') : undefined;
		if (kept !== undefined) await mkdir(kept, { recursive: true });
		const folder = kept ?? (await mkdtemp(join(tmpdir(), 'lead-lifecycle-postgres-')));
		if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
		const place = { programs, owner, folder, isKept: kept !== undefined };
		await makeCluster(place, password);
		const server = new Postgres(place, {
			host: LOOPBACK,
			port: await freePort(port),
			user: USER,
			password: password ?? 'none',
			database: DATABASE,
		});
		await server.#start();
		return server;
	}

	/** The file it logs to. */
	get logFile() {
		return join(this.#place.folder, 'log');
	}

	/** @throws {HostFailure} */
	async #start() {
		const { programs, owner, folder, isKept } = this.#place;
		const data = join(folder, 'data');
		const said = existsSync(this.logFile) ? (await readFile(this.logFile, 'utf8')).length : 0;
		const settings = ['-D', data, '-k', folder, '-p', String(this.address.port), '-c', `listen_addresses=${LOOPBACK}`];
		const server = await startBeside([join(programs, 'postgres'), ...settings], {
			logFile: this.logFile,
			// At once and in order.
			endSignal: 'INT',
			...(isKept ? {} : { folder }),
			...owner,
			env: { PATH: process.env.PATH },
		});
		this.#server = server;
		try {
			await this.#untilServing(server);
		} catch (error) {
			const sinceThen = tail((await readFile(this.logFile, 'utf8')).slice(said));
			await server.stop();
			if (!isKept) await rm(folder, { recursive: true, force: true });
			throw new HostFailure(`PostgreSQL does not start: ${String(error)}`, 'Read the end of its log above.', {
				tail: sinceThen,
			});
		}
	}

	/** @param {import('./beside.mjs').Beside} server */
	async #untilServing(server) {
		for (const last = Date.now() + START_LIMIT; ; await sleep(POLL_EVERY)) {
			try {
				return await this.createDatabase(DATABASE);
			} catch (error) {
				if (Date.now() > last || server.hasExited()) throw error;
			}
		}
	}

	/** @param {string} name of a database, which may be there already */
	async createDatabase(name) {
		const client = await this.connect('postgres');
		try {
			const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
			if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
		} finally {
			await client.end();
		}
	}

	/**
	 * Ends it as a loss of power does, without a last word to anybody, and starts it again at the same address. For one in a folder
	 * that stays.
	 */
	async crash() {
		const [id] = (await readFile(join(this.#place.folder, 'data', 'postmaster.pid'), 'utf8')).split('\n');
		process.kill(Number(id), 'SIGQUIT');
		await this.#server?.exited;
		await this.#start();
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

	/** @returns {import('./client.mjs').Json} data of n8n's credential */
	get credential() {
		return { ...this.address, maxConnections: 20, ssl: 'disable', sshTunnel: false };
	}

	async stop() {
		await this.#server?.stop();
	}
}

/**
 * Makes the files of a server where there are none; what a broken run left behind is thrown away.
 *
 * @param {Place} place
 * @param {string | undefined} password
 */
async function makeCluster({ programs, owner, folder }, password) {
	const data = join(folder, 'data');
	if (existsSync(data)) return;
	const partial = join(folder, 'data.partial');
	await rm(partial, { recursive: true, force: true });
	const passwordFile = join(folder, 'password');
	const how = password === undefined ? ['-A', 'trust'] : ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
	if (password !== undefined) {
		await writeFile(passwordFile, password, { mode: 0o600 });
		if (owner !== undefined) await chown(passwordFile, owner.uid, owner.gid);
	}
	const options = ['-D', partial, '-U', USER, ...how, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
	const env = { PATH: process.env.PATH };
	await finished(spawn(join(programs, 'initdb'), options, { ...owner, env, stdio: 'ignore' }));
	await rm(passwordFile, { force: true });
	await rename(partial, data);
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
