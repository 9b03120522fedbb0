/** 00 in n8n's own engine against the mocks of HubSpot and Pipedrive: what it makes, and that it makes nothing twice. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { HUBSPOT_TOKEN, HubspotMock } from '../services/hubspot.mjs';
import { PIPEDRIVE_TOKEN, PipedriveMock } from '../services/pipedrive.mjs';
import { CrmSync } from '../../nodes/CrmSync/CrmSync.node';
import { PROPERTIES, PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { type Credentials, credentialReferences } from '../support/server-data';
import { reachedFrom } from '../workflows/reached';

jest.setTimeout(120_000);

const START = 'List properties';

interface Mock {
	handle(call: object): Promise<{ status: number; body?: unknown } | undefined>;
}

/** A mock behind a server of its own; each path begins with the host that was meant. */
async function serve(mock: Mock): Promise<Server> {
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const [, host, path] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? [];
			const url = new URL(path, `https://${host}`);
			const query = Object.fromEntries(url.searchParams);
			const call = { method: request.method, host, path: url.pathname, query, headers: request.headers, body };
			void mock.handle(call).then((answer) => {
				response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json' });
				response.end(JSON.stringify(answer?.body ?? {}));
			});
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

async function setUp(folder: string, credentials: Credentials): Promise<unknown> {
	const file = join(__dirname, '..', '..', 'workflows', folder, '00-crm-properties.json');
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;
	const reached = reachedFrom(START, workflow.connections);
	const nodes = workflow.nodes
		.filter(({ name }) => reached.has(name))
		.map((node) => ({ ...node, disabled: false, credentials: credentialReferences(credentials) }));
	const result = await runWorkflow({ ...workflow, nodes }, { startNode: START, credentials, nodeTypes: [CrmSync] });
	expect(result.error?.message).toBeUndefined();
	return jsonOf(result.output('Check the properties'))[0];
}

let server: Server;
const redirect = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterEach(() => void server?.close());

it('HubSpot gets the group and the properties once, and keeps one that it had', async () => {
	const mock = new HubspotMock({ properties: ['lead_total'] });
	server = await serve(mock);
	const credentials = {
		hubspotAppToken: { redirect: redirect(), headers: { authorization: `Bearer ${HUBSPOT_TOKEN}` } },
	};
	const before = mock.customProperties();
	const labels = PROPERTIES.map(({ label }) => label);
	expect(await setUp('.', credentials)).toEqual({
		isOn: true,
		made: ['Lead lifecycle', ...labels.slice(1)],
	});
	const names = mock.customProperties().map(({ name }) => String(name));
	expect(names.sort()).toEqual(PROPERTIES.map(({ column }) => PROPERTY_NAMES.hubspot(column)).sort());
	expect(mock.customProperties()).toEqual(expect.arrayContaining(before));
	expect(await setUp('.', credentials)).toEqual({ isOn: true, made: [] });
});

it('Pipedrive gets the fields once', async () => {
	const mock = new PipedriveMock();
	server = await serve(mock);
	const credentials = { pipedriveApi: { redirect: redirect(), query: { api_token: PIPEDRIVE_TOKEN } } };
	const names = PROPERTIES.map(({ column }) => PROPERTY_NAMES.pipedrive(column));
	expect(await setUp('pipedrive', credentials)).toEqual({ isOn: true, made: names });
	expect(await setUp('pipedrive', credentials)).toEqual({ isOn: true, made: [] });
});
