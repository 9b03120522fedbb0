// @ts-check
/**
 * n8n in queue mode on this machine: one main, workers that run what it puts into the queue, Redis for the queue, and PostgreSQL for
 * n8n itself and for the tables of leads. Each process has a folder of its own; everything listens on the loopback address alone.
 */

import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache.mjs';
import { openHost } from './host.mjs';
import { installHost } from './install.mjs';
import { freePort, LOOPBACK } from './ports.mjs';
import { installPostgres, Postgres } from './postgres.mjs';
import { SETTINGS } from './queue-settings.mjs';
import { installRedis, Redis } from './redis.mjs';
import { readSecrets } from './secrets.mjs';
import { startServer, workerOf } from './server.mjs';

/** PostgreSQL, which never runs as root, cannot look into root's cache. */
const STATE_OF_ROOT = '/var/lib/n8n-nodes-lead-lifecycle';
const N8N_DATABASE = 'n8n';
const WORKERS = 2;
/** n8n warns below five. */
const CONCURRENCY = 5;

/**
 * @typedef {{
 *   folder: string, checkout: string, port?: number, timezone?: string, environment?: Record<string, string>,
 *   progress: import('./progress.mjs').Progress,
 * }} QueueOptions `folder`: holds everything, and stays; `environment`: further settings of every n8n, which win
 * @typedef {{ postgres?: number, redis?: number }} Ports of an earlier start
 */

/**
 * @param {string} folder
 * @returns {string} where its PostgreSQL keeps its files
 */
export function postgresFolder(folder) {
	const isHidden = process.getuid?.() === 0 && folder.startsWith(`${cacheFolder()}/`);
	return isHidden ? join(STATE_OF_ROOT, folder.slice(cacheFolder().length + 1)) : join(folder, 'postgres');
}

export class QueueHost {
	#options;
	#redis;
	#host;

	/** @type {import('./server.mjs').Server[]} */
	workers = [];

	/**
	 * @param {QueueOptions} options
	 * @param {{ postgres: Postgres, redis: Redis, host: import('./install.mjs').Host, secrets: import('./secrets.mjs').Secrets }} parts
	 */
	constructor(options, { postgres, redis, host, secrets }) {
		this.#options = options;
		this.#redis = redis;
		this.#host = host;
		this.postgres = postgres;
		this.secrets = secrets;
	}

	/**
	 * @param {QueueOptions} options
	 * @returns {Promise<QueueHost>} with everything at work; end it with `stop()`
	 * @throws {import('./failure.mjs').HostFailure}
	 */
	static async open(options) {
		const { folder, progress } = options;
		// Asked for before anything is started, so that what is missing is told at once.
		const program = await installRedis(progress);
		await installPostgres();
		const host = await installHost(progress);
		await mkdir(folder, { recursive: true });
		// PostgreSQL's own user passes through it; what is in it is for nobody else.
		await chmod(folder, 0o711);
		const secrets = await readSecrets(mainFolder(folder));
		const { servicesPassword: password } = secrets;
		const known = await readPorts(folder);
		const postgres = await progress.step('Starting PostgreSQL', () =>
			Postgres.open({ folder: postgresFolder(folder), port: known.postgres, password }),
		);
		/** @type {Redis | undefined} */
		let redis;
		/** @type {QueueHost | undefined} */
		let opened;
		try {
			await postgres.createDatabase(N8N_DATABASE);
			redis = await progress.step('Starting Redis', () =>
				Redis.open(program, { folder: join(folder, 'redis'), port: known.redis, password }),
			);
			await writePorts(folder, { postgres: postgres.address.port, redis: redis.port });
			opened = new QueueHost(options, { postgres, redis, host, secrets });
			await opened.startMain(options.checkout);
			for (let index = 0; index < WORKERS; index++) await opened.startWorker(index, true);
			return opened;
		} catch (error) {
			if (opened !== undefined) await opened.stop();
			else await Promise.all([redis?.stop(), postgres.stop()]);
			throw error;
		}
	}

	/** @type {import('./host.mjs').OpenHost | undefined} */
	#main;

	/** @returns {import('./host.mjs').OpenHost} the main that runs */
	get main() {
		if (this.#main === undefined) throw new Error('There is no main.');
		return this.#main;
	}

	get redis() {
		return this.#redis;
	}

	/** Files to read when something goes wrong. */
	get logFiles() {
		const n8n = [this.main.server, ...this.workers].map(({ logFile }) => logFile);
		return [...n8n, this.postgres.logFile, this.#redis.logFile];
	}

	/** @param {string} [checkout] whose package is installed first */
	async startMain(checkout) {
		const { folder, port, timezone, progress } = this.#options;
		this.#main = await openHost({
			userFolder: mainFolder(folder),
			...(checkout !== undefined && { checkout }),
			port: this.#main?.server.port ?? port,
			timezone,
			environment: this.#environment(),
			progress,
		});
		this.secrets = this.#main.secrets;
	}

	/**
	 * @param {number} index from 0
	 * @param {boolean} [withPackage] whether the package is installed first, as the main has it
	 */
	async startWorker(index, withPackage = false) {
		const { folder, timezone, progress } = this.#options;
		const userFolder = join(folder, `worker-${index + 1}`);
		if (withPackage) await copyPackage(mainFolder(folder), userFolder);
		const port = await freePort();
		const url = `${this.main.server.url}/`;
		const environment = {
			...this.#environment(),
			// Links that a run on it makes lead to the main.
			N8N_EDITOR_BASE_URL: url,
			N8N_WEBHOOK_URL: url,
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: LOOPBACK,
		};
		const { encryptionKey } = this.secrets;
		const role = workerOf(CONCURRENCY);
		this.workers[index] = await progress.step(`Starting worker ${index + 1}`, () =>
			startServer(this.#host, { userFolder, encryptionKey, port, timezone, environment, role }),
		);
	}

	/** @returns {Record<string, string>} */
	#environment() {
		const { host, port, user, password } = this.postgres.address;
		return {
			...SETTINGS,
			DB_POSTGRESDB_HOST: host,
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_USER: user,
			DB_POSTGRESDB_PASSWORD: password,
			DB_POSTGRESDB_DATABASE: N8N_DATABASE,
			QUEUE_BULL_REDIS_HOST: LOOPBACK,
			QUEUE_BULL_REDIS_PORT: String(this.#redis.port),
			QUEUE_BULL_REDIS_PASSWORD: password,
			...this.#options.environment,
		};
	}

	/** n8n's credential for the tables of leads. */
	get credential() {
		return { ...this.postgres.credential, maxConnections: CONCURRENCY };
	}

	/**
	 * Starts a worker that ends by itself again, as what watches services does; the others go on meanwhile.
	 *
	 * @param {() => boolean} isStopping whether all of it is to end
	 */
	keepWorkers(isStopping) {
		for (const index of this.workers.keys()) void this.#keepWorker(index, isStopping);
	}

	/**
	 * @param {number} index
	 * @param {() => boolean} isStopping
	 */
	async #keepWorker(index, isStopping) {
		const { progress } = this.#options;
		for (;;) {
			await this.workers[index].exited;
			if (isStopping()) return;
			progress.note(
				`Worker ${index + 1} ended by itself and is started again. Its log: ${this.workers[index].logFile}`,
			);
			try {
				await this.startWorker(index);
			} catch (error) {
				if (!isStopping()) progress.note(`Worker ${index + 1} does not start: ${String(error)}`);
				return;
			}
		}
	}

	/** Ends n8n, then what it works with. */
	async stop() {
		await Promise.all([this.#main?.server, ...this.workers].map((server) => server?.stop()));
		await Promise.all([this.#redis.stop(), this.postgres.stop()]);
	}
}

/** @param {string} folder */
const mainFolder = (folder) => join(folder, 'main');

/**
 * @param {string} from user folder of an n8n that has the package
 * @param {string} to
 */
async function copyPackage(from, to) {
	const nodes = join('.n8n', 'nodes');
	await rm(join(to, nodes), { recursive: true, force: true });
	await mkdir(join(to, '.n8n'), { recursive: true, mode: 0o700 });
	await cp(join(from, nodes), join(to, nodes), { recursive: true });
}

/**
 * @param {string} folder
 * @returns {Promise<Ports>}
 */
async function readPorts(folder) {
	const file = join(folder, 'ports.json');
	return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
}

/**
 * @param {string} folder
 * @param {Ports} ports
 */
async function writePorts(folder, ports) {
	await writeFile(join(folder, 'ports.json'), JSON.stringify(ports), { mode: 0o600 });
}
