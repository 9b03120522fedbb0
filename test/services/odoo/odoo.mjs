// @ts-check
/** An Odoo of one's own, from nothing to a crm that answers: a copy of the template on a free port of the loopback address. */

import { existsSync } from 'node:fs';
import { chmod, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostFailure } from '../../../scripts/host/failure.mjs';
import { freePort, LOOPBACK } from '../../../scripts/host/ports.mjs';
import { run, tail } from '../../../scripts/host/run.mjs';
import { OdooClient } from './odoo-client.mjs';
import { installOdoo, readAccounts, TEMPLATE } from './install-odoo.mjs';
import { SEEN_AS, startInside } from './namespace.mjs';

const DATABASE = 'odoo';
const START_LIMIT = 120_000;
const STOP_LIMIT = 20_000;
const POLL_EVERY = 100;

/**
 * @typedef {import('./install-odoo.mjs').Account} Account
 * @typedef {{ child: import('node:child_process').ChildProcess, exited: Promise<void> }} Running
 */

/** A database of its own, and the Odoo that serves it. */
export class Odoo {
	/** @type {Running | undefined} */
	#running;

	/**
	 * @param {import('./install-odoo.mjs').Installation} installation
	 * @param {string} folder what it writes
	 * @param {number} port
	 * @param {{ admin: Account, n8n: Account }} accounts
	 */
	constructor(installation, folder, port, accounts) {
		this.installation = installation;
		this.folder = folder;
		this.port = port;
		this.url = `http://${LOOPBACK}:${port}`;
		this.database = DATABASE;
		this.logFile = join(folder, 'odoo.log');
		/** May do everything. */
		this.admin = accounts.admin;
		/** Manages sales, and nothing else: what a careful user gives to n8n. */
		this.n8n = accounts.n8n;
		/** Calls Odoo as its administrator. */
		this.client = new OdooClient({ url: this.url, database: DATABASE, apiKey: accounts.admin.apiKey });
	}

	/**
	 * @param {Account} [account]
	 * @returns data of n8n's credentials for it, by type: with the API key, and with the password
	 */
	credentials({ login, password, apiKey } = this.n8n) {
		return {
			odooApiKeyApi: { url: this.url, db: this.database, apiKey },
			odooApi: { url: this.url, db: this.database, username: login, password },
		};
	}

	/** @returns {number | undefined} id of its first process, while it runs */
	get process() {
		return this.#running?.child.pid;
	}

	/**
	 * Starts serving, again after `halt`: same port, same data.
	 *
	 * @throws {HostFailure} with the tail of its log when it ends or does not answer in time
	 */
	async start() {
		if (this.#running !== undefined) return;
		const log = await open(this.logFile, 'a', 0o600);
		const command = ['bash', `${SEEN_AS}/serve.sh`, String(this.port), DATABASE, TEMPLATE];
		const child = startInside(this.installation.root, this.folder, command, log.fd);
		await log.close();
		/** @type {Promise<void>} */
		const exited = new Promise((resolve) => {
			child.once('exit', () => resolve());
			child.once('error', () => resolve());
		});
		this.#running = { child, exited };
		try {
			await this.#untilServing(child);
		} catch (error) {
			await this.halt();
			throw error;
		}
	}

	/** @param {import('node:child_process').ChildProcess} child */
	async #untilServing(child) {
		const givenUpAt = Date.now() + START_LIMIT;
		while (!(await serves(this.url))) {
			const gone = child.exitCode !== null || child.signalCode !== null;
			if (!gone && Date.now() < givenUpAt) {
				await sleep(POLL_EVERY);
				continue;
			}
			throw new HostFailure(
				gone ? 'Odoo stopped while it was starting.' : `Odoo did not serve within ${START_LIMIT / 1000} seconds.`,
				'Read the end of its log above, then start again.',
				{ tail: existsSync(this.logFile) ? tail(await readFile(this.logFile, 'utf8')) : '' },
			);
		}
	}

	/** Ends Odoo and keeps its data: for a test, a CRM that is down. */
	async halt() {
		if (this.#running === undefined) return;
		const { child, exited } = this.#running;
		this.#running = undefined;
		child.stdin?.end('keep\n');
		const limit = new AbortController();
		const tooLong = sleep(STOP_LIMIT, 'too long', { signal: limit.signal }).catch(() => 'ended');
		if ((await Promise.race([exited, tooLong])) === 'too long') {
			child.kill('SIGKILL');
			await exited;
		}
		limit.abort();
	}

	/** Ends Odoo and removes its data. */
	async stop() {
		await this.halt();
		await rm(this.folder, { recursive: true, force: true });
	}
}

/**
 * Installs Odoo where it is not installed yet, and starts one.
 *
 * @param {import('../../../scripts/host/progress.mjs').Progress} progress
 * @param {{ port?: number }} [options]
 * @returns {Promise<Odoo>} end it with `stop()`; it also ends with this process, however that ends
 * @throws {HostFailure}
 */
export async function openOdoo(progress, { port } = {}) {
	const installation = await installOdoo(progress);
	const accounts = await readAccounts(installation);
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-odoo-'));
	try {
		return await progress.step('Starting Odoo 19', () => start(), { usual: '3 to 8 seconds' });
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}

	async function start() {
		// The accounts of PostgreSQL and Odoo have to get in; what they write is their own.
		await chmod(folder, 0o755);
		await run('cp', ['-a', '--reflink=auto', `${installation.template}/.`, folder]);
		const odoo = new Odoo(installation, folder, port ?? (await freePort()), accounts);
		await odoo.start();
		return odoo;
	}
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
async function serves(url) {
	try {
		const response = await fetch(`${url}/web/health`, { signal: AbortSignal.timeout(5000) });
		await response.text();
		return response.ok;
	} catch {
		return false;
	}
}
