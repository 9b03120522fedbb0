/**
 * A tab of n8n's editor and a user who presses its buttons, without the browser: the calls are those that the editor of
 * n8n 2.41 makes, and what n8n tells the tab is what the user would see in it.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const CALL_LIMIT = 60_000;
const TOLD_LIMIT = 180_000;
const LOOK_EVERY = 50;

/** What n8n tells a tab: `testWebhookReceived`, `nodeExecuteAfterData`, `executionFinished` and the like. */
export interface Told {
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

export class Editor {
	/** All that this tab was told so far. */
	readonly told: Told[] = [];
	private readonly tab = randomUUID();
	private readonly connection = new AbortController();
	private broken?: Error;

	private constructor(
		private readonly url: string,
		private readonly session: string,
	) {}

	static async open(url: string, owner: { readonly email: string; readonly password: string }): Promise<Editor> {
		const editor = new Editor(url, await signIn(url, owner));
		await editor.listen();
		return editor;
	}

	/** “Execute workflow”: n8n's answer, which says whether it waits for a call to the test address. */
	async executeWorkflow(workflow: string, trigger: string): Promise<unknown> {
		return await this.run(workflow, { triggerToStartFrom: { name: trigger } });
	}

	/** “Execute step” in the form of a node: what comes after the node does not run. */
	async executeStep(workflow: string, node: string): Promise<unknown> {
		return await this.run(workflow, { destinationNode: { nodeName: node, mode: 'inclusive' } });
	}

	/** Waits until the tab is told something of a workflow. */
	async untilTold(type: string, workflowId: string): Promise<Told> {
		const givenUpAt = Date.now() + TOLD_LIMIT;
		for (;;) {
			const message = this.told.find((each) => each.type === type && each.data.workflowId === workflowId);
			if (message !== undefined) return message;
			if (this.broken !== undefined) throw this.broken;
			if (Date.now() > givenUpAt) throw new Error(`n8n did not tell of ${type} within ${TOLD_LIMIT / 1000} seconds.`);
			await sleep(LOOK_EVERY);
		}
	}

	close(): void {
		this.connection.abort();
	}

	/** Opens the connection on which n8n tells the tab what happens, and keeps what it says. */
	private async listen(): Promise<void> {
		const connecting = setTimeout(() => this.close(), CALL_LIMIT);
		const response = await fetch(`${this.url}/rest/push?pushRef=${this.tab}`, {
			headers: { cookie: this.session, origin: this.url },
			signal: this.connection.signal,
		});
		clearTimeout(connecting);
		if (!response.ok || response.body === null) throw new Error(`n8n answered the tab with ${response.status}.`);
		void this.keep(response.body).catch((error: Error) => (this.broken = error));
	}

	private async keep(stream: AsyncIterable<Uint8Array>): Promise<void> {
		const decoder = new TextDecoder();
		let rest = '';
		for await (const chunk of stream) {
			const messages = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
			rest = messages.pop() ?? '';
			for (const message of messages.filter((text) => text.startsWith('data: ')))
				this.told.push(JSON.parse(message.slice('data: '.length)) as Told);
		}
	}

	private async run(workflow: string, from: object): Promise<unknown> {
		const response = await fetch(`${this.url}/rest/workflows/${workflow}/run`, {
			method: 'POST',
			headers: { cookie: this.session, 'content-type': 'application/json', 'push-ref': this.tab, connection: 'close' },
			body: JSON.stringify(from),
			signal: AbortSignal.timeout(CALL_LIMIT),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n answered the button with ${response.status}: ${text}`);
		return (JSON.parse(text) as { data: unknown }).data;
	}
}

/** @returns the cookie of a session of its own */
async function signIn(url: string, { email, password }: { email: string; password: string }): Promise<string> {
	const response = await fetch(`${url}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', connection: 'close' },
		body: JSON.stringify({ emailOrLdapLoginId: email, password }),
		signal: AbortSignal.timeout(CALL_LIMIT),
	});
	await response.text();
	const cookie = response.headers.getSetCookie().find((value) => value.startsWith('n8n-auth='));
	if (cookie === undefined) throw new Error(`n8n answered the sign-in with ${response.status} and no session.`);
	return cookie.split(';')[0];
}
