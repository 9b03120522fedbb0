/** Small stand-ins for CRMs behind one HTTP server: what the templates' nodes call, in the shapes the vendors document. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CrmName } from '../../../lifecycle/crm/crm';
import type { Answer, Api, Call, Fields, Held } from './held';
import { hubspot } from './hubspot';
import { odoo } from './odoo';
import { pipedrive } from './pipedrive';
import { salesforce } from './salesforce';

const APIS: Readonly<Record<CrmName, Api>> = { hubspot, salesforce, pipedrive, odoo };

export interface Fault {
	/** What it befalls: the beginning of method and path, e.g. `POST /crm/v3`. */
	readonly on: string;
	/** The answer instead; `hang` never answers, `after` does what was asked and then fails. */
	readonly status: number | 'hang' | { readonly after: number };
	readonly times?: number;
}

export class SmallCrm {
	readonly held: Held;
	readonly calls: Call[] = [];
	private faults: Array<Fault & { left: number }> = [];
	private readonly server: Server;
	private act: (() => void) | undefined;

	private constructor(private readonly crm: CrmName) {
		this.held = {
			users: [
				{ id: crm === 'salesforce' ? '005000000000011' : '11', email: 'ben@sales.example' },
				{ id: crm === 'salesforce' ? '005000000000012' : '12', email: 'Cleo@sales.example' },
			],
			people: [],
			tasks: [],
		};
		this.server = createServer((request, response) => {
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				const answer = this.answer(request.method ?? '', request.url ?? '', text);
				if (answer === undefined) return;
				response.writeHead(answer.status, { 'content-type': 'application/json' });
				response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
			});
		});
	}

	static async open(crm: CrmName): Promise<SmallCrm> {
		const opened = new SmallCrm(crm);
		await new Promise<void>((resolve) => opened.server.listen(0, '127.0.0.1', resolve));
		return opened;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	fails(...faults: Fault[]): void {
		this.faults = faults.map((fault) => ({ ...fault, left: fault.times ?? Infinity }));
	}

	/** Does something at the next call; says whether there was one. */
	onCall(act: () => void): () => boolean {
		this.act = act;
		return () => this.act === undefined;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private answer(method: string, address: string, text: string): Answer | undefined {
		const url = new URL(address, 'http://crm.example');
		// The host that a call was meant for comes first where it was redirected.
		const path = url.pathname.replace(/^\/[a-z]+\.[a-z]+\.com(?=\/)/, '');
		const call: Call = { method, path, query: url.searchParams, body: text === '' ? {} : (JSON.parse(text) as Fields) };
		this.calls.push(call);
		this.act?.();
		this.act = undefined;
		const fault = this.faults.find(({ on, left }) => left > 0 && `${method} ${path}`.startsWith(on));
		if (fault !== undefined) fault.left -= 1;
		if (fault?.status === 'hang') return undefined;
		if (typeof fault?.status === 'number') return refused(fault.status);
		const answer = APIS[this.crm](this.held, call) ?? { status: 404, body: { message: `No ${method} ${path} here` } };
		return typeof fault?.status === 'object' ? refused(fault.status.after) : answer;
	}
}

/** Vendors quote all kinds of things. */
const refused = (status: number): Answer => ({
	status,
	body: {
		status: 'error',
		message: `Refused at https://crm.example/x?token=another-secret-of-the-account-0002`,
		stack: 'at x',
	},
});
