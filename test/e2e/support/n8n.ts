/**
 * The real n8n of the end-to-end tests: one for the whole run, in a throw-away folder, with the packed package in it
 * and the templates imported, set up and published, as `npm start` leaves them, without demo traffic.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { askUntilReady } from '../../../scripts/host/busy.mjs';
import { buildCheckout } from '../../../scripts/host/checkout.mjs';
import { N8nClient } from '../../../scripts/host/client.mjs';
import { prepareDemo } from '../../../scripts/host/demo.mjs';
import { openHost } from '../../../scripts/host/host.mjs';
import { createProgress } from '../../../scripts/host/progress.mjs';
import { FORM_USER, WEBHOOK_HEADER, WEBHOOK_PATH } from '../../../scripts/host/templates.mjs';
import { Editor } from './editor';

const CHECKOUT = resolve(__dirname, '..', '..', '..');
const CONNECTION = 'LEAD_LIFECYCLE_E2E';
const ANSWER_LIMIT = 120_000;
/** What an editor is told comes as server-sent events, which need no library to read. */
const ENVIRONMENT = { N8N_PUSH_BACKEND: 'sse' };

export type Row = Readonly<Record<string, unknown>>;

interface Connection {
	readonly url: string;
	readonly owner: { readonly email: string; readonly password: string };
	readonly apiKey: string;
	readonly webhookSecret: string;
	readonly salesPassword: string;
	/** Workflow ids by template: `01-capture`. */
	readonly workflows: Readonly<Record<string, string>>;
}

/** What a webhook answered; `body` is parsed where it is JSON. */
export interface Answer {
	readonly status: number;
	readonly body: unknown;
}

/**
 * Starts n8n and publishes the templates; for jest's `globalSetup`.
 *
 * @returns stops it and removes its folder
 */
export async function startN8n(): Promise<() => Promise<void>> {
	const progress = createProgress();
	await buildCheckout(CHECKOUT, progress);
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-e2e-'));
	const host = await openHost({
		userFolder: folder,
		checkout: CHECKOUT,
		progress,
		timezone: 'UTC',
		environment: ENVIRONMENT,
	});
	const stop = async () => {
		await host.server.stop();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const { templates } = await prepareDemo(host, {
			checkout: CHECKOUT,
			folder,
			playTraffic: false,
			progress,
		});
		const { owner, apiKey, webhookSecret, salesPassword } = host.secrets;
		const workflows = Object.fromEntries(templates.map(({ file, id }) => [file, id]));
		const connection: Connection = { url: host.server.url, owner, apiKey, webhookSecret, salesPassword, workflows };
		process.env[CONNECTION] = JSON.stringify(connection);
		return stop;
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The n8n that `startN8n` started, for a test file. */
export class RunningN8n {
	private constructor(
		private readonly connection: Connection,
		readonly client: N8nClient,
	) {}

	static async connect(): Promise<RunningN8n> {
		const text = process.env[CONNECTION];
		if (text === undefined) throw new Error('No n8n was started: run these tests as the jest project "e2e".');
		const connection = JSON.parse(text) as Connection;
		const client = new N8nClient(connection.url, connection.apiKey);
		await client.signIn(connection.owner);
		return new RunningN8n(connection, client);
	}

	/** Posts one activity, or several, to the webhook of 01 as a sender that knows the secret. */
	async postActivity(body: unknown): Promise<Answer> {
		return await this.postText(JSON.stringify(body));
	}

	/** Posts any text as JSON, as a sender that knows the secret. */
	async postText(text: string): Promise<Answer> {
		return await this.post(text, { [WEBHOOK_HEADER]: this.connection.webhookSecret });
	}

	/** Posts any text as JSON, with the given headers only: strangers, and senders who sign. */
	async post(text: string, headers: Readonly<Record<string, string>> = {}, path = WEBHOOK_PATH): Promise<Answer> {
		const { response, text: answer } = await askUntilReady(() =>
			fetch(this.connection.url + path, {
				method: 'POST',
				// A connection kept open may be closed by n8n just as the next call starts on it.
				headers: { 'content-type': 'application/json', connection: 'close', ...headers },
				body: text,
				signal: AbortSignal.timeout(ANSWER_LIMIT),
			}),
		);
		return { status: response.status, body: parsed(answer) };
	}

	/** The user of the form of 05 and the password, as they are told to salespeople. */
	get sales(): { readonly user: string; readonly password: string } {
		return { user: FORM_USER, password: this.connection.salesPassword };
	}

	/** Opens a tab of the editor, signed in as the owner; end it with `close`. */
	async openEditor(): Promise<Editor> {
		return await Editor.open(this.connection.url, this.connection.owner);
	}

	/** Waits until every execution has ended: the webhook answers before the lead is scored. */
	async untilIdle(): Promise<void> {
		await this.client.untilIdle();
	}

	/** All rows of a data table, or those whose column has the value; `[]` when there is no such table. */
	async rows(table: string, where: Row = {}): Promise<Row[]> {
		const filters = Object.entries(where).map(([columnName, value]) => ({
			columnName,
			condition: 'eq' as const,
			value,
		}));
		const filter = filters.length === 0 ? undefined : { type: 'and' as const, filters };
		return await this.client.rows(table, { filter });
	}

	/** Runs a template from one of its triggers and waits for its end; throws with the node that failed. */
	async run(template: string, trigger: string): Promise<void> {
		await this.client.runWorkflow(this.workflowId(template), trigger);
	}

	/** @returns the id of a template's workflow, e.g. of `01-capture` */
	workflowId(template: string): string {
		const id = this.connection.workflows[template];
		if (id === undefined) throw new Error(`There is no template "${template}".`);
		return id;
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
