/**
 * The templates for PostgreSQL in an n8n in queue mode, with Slack, and a sender that tries again until it is answered with 202. The
 * templates are as they are, but look for what is left every ten seconds instead of minutes.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import type { Json, Template } from '../../scripts/host/client.mjs';
import { ensureCredentials } from '../../scripts/host/demo.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import { QueueHost } from '../../scripts/host/queue.mjs';
import {
	bindCredentials,
	bindErrorWorkflow,
	hasOwnTrigger,
	manualTrigger,
	readTemplates,
	WEBHOOK_HEADER,
	WEBHOOK_PATH,
} from '../../scripts/host/templates.mjs';
import { credentialsFor, switchOn } from '../services/credentials.mjs';
import { throughProxy } from '../services/harness.mjs';
import { openServices, type Services } from '../services/services.mjs';
import { soon } from './soon';

const CHECKOUT = resolve(__dirname, '..', '..');
const SET_UP = '00-set-up';
const TEMPLATES = ['10-deliver', '02-score', '01-capture'];
const EVERY = 'Every 5 minutes';

/** A sender gives up on one call after this, and sends it again. */
const CALL_LIMIT = 60_000;
const SENT_WITHIN = 240_000;
const PAUSE = 500;

/** n8n takes a worker for dead after these, in milliseconds; its own are 60 and 30 seconds. */
const SHORT_LOCKS = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

export interface Activity {
	readonly activity: string;
	readonly lead: string;
	readonly type: string;
	readonly at: string;
	readonly [more: string]: unknown;
}

export class QueueRig {
	#database: Client | undefined;

	private constructor(
		readonly queue: QueueHost,
		readonly services: Services,
		private readonly folder: string,
	) {}

	/** @param environment further settings of every n8n */
	static async open(environment: Record<string, string> = {}): Promise<QueueRig> {
		const progress = createProgress();
		await buildCheckout(CHECKOUT, progress);
		const services = await openServices(['slack']);
		const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-queue-'));
		try {
			const queue = await QueueHost.open({
				folder,
				checkout: CHECKOUT,
				timezone: 'UTC',
				environment: { ...throughProxy(services), ...SHORT_LOCKS, ...environment },
				progress,
			});
			const rig = new QueueRig(queue, services, folder);
			await rig.#publish();
			return rig;
		} catch (error) {
			await services.stop();
			await rm(folder, { recursive: true, force: true });
			throw error;
		}
	}

	async #publish(): Promise<void> {
		const { client, secrets } = this.queue.main;
		const ids = await ensureCredentials(client, {}, secrets);
		const bindings: Record<string, { id: string; name: string }> = {};
		const credentials = { ...(await credentialsFor(this.services)), postgres: this.queue.credential };
		for (const [type, data] of Object.entries(credentials)) {
			const name = `Test ${type}`;
			bindings[type] = { id: await client.createCredential(name, type, data), name };
		}
		const templates = new Map(
			(await readTemplates(join(CHECKOUT, 'workflows', 'postgres'))).map(({ file, template }) => [file, template]),
		);
		const ready = (file: string): Template => {
			const template = bindErrorWorkflow(templates.get(file) as Template, undefined);
			return soon(switchOn(bindCredentials(template, ids), bindings));
		};
		const setUp = ready(SET_UP);
		await client.runWorkflow(await client.createWorkflow(setUp), manualTrigger({ file: SET_UP, template: setUp }));
		for (const file of TEMPLATES) {
			const template = ready(file);
			const id = await client.createWorkflow(template);
			if (hasOwnTrigger(template)) await client.publish(id);
			// Its first run notes which workflow it is.
			if (template.nodes.some(({ name }) => name === EVERY)) await client.runWorkflow(id, EVERY);
		}
	}

	/** Asks PostgreSQL, again where it was away. */
	async rows(query: string, values: unknown[] = []): Promise<Json[]> {
		for (let left = 20; ; left--) {
			try {
				this.#database ??= await this.#connect();
				return (await this.#database.query<Json>(query, values)).rows;
			} catch (error) {
				this.#database = undefined;
				if (left === 0) throw error;
				await sleep(PAUSE);
			}
		}
	}

	async #connect(): Promise<Client> {
		const client = await this.queue.postgres.connect();
		// A connection that is lost is asked for again.
		client.on('error', () => (this.#database = undefined));
		return client;
	}

	/**
	 * Sends activities as senders do that try again until they are answered with 202.
	 *
	 * @param calls what goes in one call, one or a list
	 * @param atOnce how many calls at the same time
	 */
	async send(calls: readonly unknown[], atOnce: number, onTaken: () => void = () => {}): Promise<void> {
		const waiting = [...calls];
		const sender = async (): Promise<void> => {
			for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
				await this.#untilTaken(next);
				onTaken();
			}
		};
		await Promise.all(Array.from({ length: atOnce }, sender));
	}

	async #untilTaken(body: unknown): Promise<void> {
		let last: number | string = '';
		for (const end = Date.now() + SENT_WITHIN; Date.now() < end; await sleep(PAUSE)) {
			last = await this.post(body).catch((error: Error) => error.message);
			if (last === 202) return;
		}
		throw new Error(`No 202 within ${SENT_WITHIN / 1000} seconds. The last answer: ${last}.`);
	}

	/** One call. @returns the status of its answer */
	async post(body: unknown): Promise<number> {
		const response = await fetch(this.queue.main.server.url + WEBHOOK_PATH, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				connection: 'close',
				[WEBHOOK_HEADER]: this.queue.main.secrets.webhookSecret,
			},
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(CALL_LIMIT),
		});
		await response.text();
		return response.status;
	}

	/** How many runs each worker has ended. */
	async runsOfWorkers(): Promise<number[]> {
		const logs = await Promise.all(this.queue.workers.map(({ logFile }) => readFile(logFile, 'utf8')));
		return logs.map((log) => log.split('Worker finished execution').length - 1);
	}

	async stop(): Promise<void> {
		await this.#database?.end();
		await this.queue.stop();
		await this.services.stop();
		await rm(this.folder, { recursive: true, force: true });
	}
}
