/**
 * A stand-in for n8n's public API over HTTP, for what a real n8n cannot be brought to do: a full disk, an old version, a
 * connection that breaks after any call. It holds what it is given and refuses what n8n refuses.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InstalledWorkflow, Workflow } from '../../setup/workflow';
import { NEEDED_TO_CHANGE } from '../../setup/obstacles';

export const FAKE_KEY = 'a-key-that-nobody-may-read';

interface FakeTable {
	readonly id: string;
	readonly name: string;
	readonly projectId: string;
	readonly sizeBytes: number;
	readonly columns: Array<{ name: string; type: string }>;
	readonly rows: Array<Record<string, unknown>>;
}

export interface FakeSettings {
	version?: string;
	scopes?: readonly string[] | undefined;
	knowsPackage?: boolean;
	/** So many attempts to publish 01 find its address still taken. */
	addressTaken?: number;
	/** Node types that it does not have. */
	unknownTypes?: readonly string[];
	/** After so many calls that change something, each next one is answered so; `drop` does the next one and loses its answer. */
	failAfter?:
		| { readonly changes: number; readonly status: number; readonly message: string }
		| { readonly changes: number; readonly drop: true };
}

interface Answer {
	readonly status: number;
	readonly body?: unknown;
	readonly type?: string;
}

type Body = Record<string, unknown>;

const ok = (body?: unknown): Answer => ({ status: 200, body });
const refused = (status: number, message: string): Answer => ({ status, body: { message } });

export class FakeN8n {
	readonly tables: FakeTable[] = [];
	readonly workflows: InstalledWorkflow[] = [];
	readonly credentials: Array<{ id: string; name: string; type: string; data?: unknown }> = [];
	/** Ids of workflows that a person executed with success. */
	readonly executed = new Set<string>();
	/** Each call that changed something: `POST /workflows`. */
	readonly changes: string[] = [];
	settings: FakeSettings = {};
	#server: Server = createServer((request, response) => void this.#serve(request, response));
	#ids = 0;

	static async open(settings: FakeSettings = {}): Promise<FakeN8n> {
		const fake = new FakeN8n();
		fake.settings = settings;
		fake.#server.listen(0, '127.0.0.1');
		await once(fake.#server, 'listening');
		return fake;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	/** Brings a workflow in as a person does by hand. */
	addWorkflow(workflow: Workflow, active = false): InstalledWorkflow {
		const added = { ...structuredClone(workflow), id: this.#id('workflow'), active };
		this.workflows.push(added);
		return added;
	}

	/** All that is in it, without what is made at random. */
	contents(): unknown {
		const named = ({ name, active, nodes }: InstalledWorkflow) => ({ name, active, nodes: nodes.length });
		return {
			tables: Object.fromEntries(this.tables.map(({ name, columns, rows }) => [name, [columns.length, rows.length]])),
			workflows: this.workflows.map(named).sort((a, b) => (a.name < b.name ? -1 : 1)),
			credentials: this.credentials.map(({ id }) => id).sort(),
		};
	}

	#id(kind: string): string {
		this.#ids += 1;
		return `${kind}${this.#ids}`;
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await bodyOf(request);
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://n8n');
		const method = request.method ?? 'GET';
		const isApi = pathname.startsWith('/api/');
		const fault = isApi && method !== 'GET' ? this.#fault() : 'none';
		if (fault === 'before') return void request.socket.destroy();
		if (typeof fault === 'object') return send(response, fault);
		const isKnown = !isApi || request.headers['x-n8n-api-key'] === FAKE_KEY;
		const answer = isKnown ? this.#answer(method, pathname, searchParams, body) : refused(401, 'unauthorized');
		if (isApi) this.#note(method, pathname, answer);
		if (fault === 'after') request.socket.destroy();
		else send(response, answer);
	}

	#note(method: string, pathname: string, { status }: Answer): void {
		if (method !== 'GET' && status < 300) this.changes.push(`${method} ${pathname.replace('/api/v1', '')}`);
	}

	/** Whether the next change is refused, never comes, or is done and its answer lost. */
	#fault(): Answer | 'before' | 'after' | 'none' {
		const { failAfter } = this.settings;
		if (failAfter === undefined || this.changes.length < failAfter.changes) return 'none';
		if ('status' in failAfter) return refused(failAfter.status, failAfter.message);
		return this.changes.length > failAfter.changes ? 'before' : 'after';
	}

	#answer(method: string, pathname: string, query: URLSearchParams, body: Body): Answer {
		if (pathname === '/') return { status: 200, type: 'text/html', body: this.#page() };
		if (pathname === '/webhook/lead-activity') return this.#webhook();
		const [, , , resource, id, ...more] = pathname.split('/');
		if (resource === 'discover') return this.#discover();
		if (resource === 'credentials') return this.#credential(method, id, more[0], body);
		if (resource === 'data-tables') return this.#table(method, { id, part: more.join('/'), query }, body);
		if (resource === 'workflows') return this.#workflow(method, id, more[0], body);
		if (resource === 'executions') return this.#executions(query);
		return refused(404, 'not found');
	}

	#executions(query: URLSearchParams): Answer {
		const isThere = query.get('status') === 'success' && this.executed.has(query.get('workflowId') ?? '');
		return ok({ data: isThere ? [{ id: '1' }] : [], nextCursor: null });
	}

	#page(): string {
		const { version = '2.41.1' } = this.settings;
		const told = Buffer.from(JSON.stringify({ release: `n8n@${version}` })).toString('base64');
		return `<html><meta name="n8n:config:sentry" content="${told}"></html>`;
	}

	#webhook(): Answer {
		const isOpen = this.workflows.some(({ name, active }) => active && name === '01 Capture');
		return isOpen ? refused(401, 'no key') : refused(404, 'not registered');
	}

	#discover(): Answer {
		const scopes = 'scopes' in this.settings ? this.settings.scopes : [...NEEDED_TO_CHANGE, 'execution:list'];
		return scopes === undefined ? refused(404, 'not found') : ok({ data: { scopes } });
	}

	#credential(method: string, id: string | undefined, part: string | undefined, body: Body): Answer {
		if (id === 'schema')
			return this.settings.knowsPackage === false ? refused(404, 'Not Found') : ok({ type: 'object' });
		if (id === undefined && method === 'GET') return ok({ data: this.credentials.map(({ data, ...each }) => each) });
		if (id === undefined) {
			const made = { ...(body as { id: string; name: string; type: string }) };
			if (this.credentials.some((each) => each.id === made.id))
				return refused(409, 'A credential with this ID already exists');
			this.credentials.push(made);
			return ok({ id: made.id });
		}
		const found = this.credentials.findIndex((each) => each.id === id);
		if (found < 0) return refused(404, 'Credential not found');
		if (part === 'test') return ok({ status: 'OK', message: 'Connection successful!' });
		if (method === 'PATCH') this.credentials[found].data = body.data;
		if (method === 'DELETE') this.credentials.splice(found, 1);
		return ok({ id });
	}

	#table(method: string, at: { id?: string; part: string; query: URLSearchParams }, body: Body): Answer {
		if (at.id === undefined && method === 'GET')
			return ok({ data: this.tables.map(({ rows, ...each }) => each), nextCursor: null });
		if (at.id === undefined) return this.#createTable(body as { name: string; columns: FakeTable['columns'] });
		const table = this.tables.find(({ id }) => id === at.id);
		if (table === undefined) return refused(404, 'no such table');
		if (at.part === 'columns') {
			table.columns.push(body as { name: string; type: string });
			return ok(body);
		}
		if (at.part === 'rows/upsert') return upsert(table, body);
		if (at.part === 'rows' && method === 'POST') {
			table.rows.push(...(body.data as Body[]).map((row, index) => ({ ...row, id: table.rows.length + index + 1 })));
			return ok({ insertedRows: (body.data as Body[]).length });
		}
		if (at.part === 'rows') return ok({ data: table.rows, nextCursor: null });
		this.tables.splice(this.tables.indexOf(table), 1);
		return { status: 204 };
	}

	#createTable({ name, columns }: { name: string; columns: FakeTable['columns'] }): Answer {
		if (this.tables.some((table) => table.name === name))
			return refused(409, `Data table with name '${name}' already exists`);
		const table = { id: this.#id('table'), name, projectId: 'p', sizeBytes: 4096, columns: [...columns], rows: [] };
		this.tables.push(table);
		return ok(table);
	}

	#workflow(method: string, id: string | undefined, part: string | undefined, body: Body): Answer {
		if (id === undefined && method === 'GET') return ok({ data: this.workflows, nextCursor: null });
		if (id === undefined)
			return 'id' in body ? refused(400, 'request/body/id is read-only') : ok(this.addWorkflow(body as Workflow));
		const found = this.workflows.findIndex((each) => each.id === id);
		if (found < 0) return refused(404, 'Not Found');
		if (part === 'publish') return this.#publish(found);
		if (part === undefined && method === 'DELETE') return this.#deleteWorkflow(found);
		const changed = part === 'unpublish' ? { active: false } : method === 'PUT' ? (body as Workflow) : {};
		this.workflows[found] = { ...this.workflows[found], ...changed };
		return ok(this.workflows[found]);
	}

	#deleteWorkflow(index: number): Answer {
		if (this.workflows[index].active) return refused(409, 'Workflow is still being unpublished.');
		return ok(this.workflows.splice(index, 1)[0]);
	}

	#publish(index: number): Answer {
		const workflow = this.workflows[index];
		const unknown = workflow.nodes.find(({ type }) => (this.settings.unknownTypes ?? []).includes(type));
		if (unknown !== undefined) return refused(400, `Unrecognized node type: ${unknown.type}`);
		const incomplete = workflow.nodes.find(
			({ type, disabled, parameters = {} }) =>
				type === 'n8n-nodes-base.httpRequest' && disabled !== true && !parameters.url,
		);
		if (incomplete !== undefined) return refused(400, 'Cannot publish workflow: 1 node have configuration issues');
		const { addressTaken = 0 } = this.settings;
		const isNew = workflow.name === '01 Capture';
		if (isNew) this.settings = { ...this.settings, addressTaken: addressTaken - 1 };
		if (isNew && addressTaken > 0) return refused(409, 'There is a conflict with one of the webhooks.');
		this.workflows[index] = { ...workflow, active: true };
		return ok(this.workflows[index]);
	}
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
	let text = '';
	for await (const chunk of request) text += String(chunk);
	return text === '' ? {} : (JSON.parse(text) as Body);
}

function upsert(table: FakeTable, body: Body): Answer {
	const { filters } = body.filter as { filters: Array<{ columnName: string; value: unknown }> };
	const found = table.rows.find((row) => filters.every(({ columnName, value }) => row[columnName] === value));
	if (found === undefined) table.rows.push({ ...(body.data as Body), id: table.rows.length + 1 });
	else Object.assign(found, body.data);
	return ok(true);
}

function send(response: ServerResponse, { status, body, type = 'application/json' }: Answer): void {
	response.writeHead(status, { 'content-type': type });
	response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
}
