/** 22 on a real n8n: each question through the AI Agent, whose model is scripted, and through the MCP server. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INode, type INodeParameters, type INodeTypeDescription } from 'n8n-workflow';
import { cacheFolder } from '../../scripts/host/cache.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { ASK, ASK_CASES, askTables, expectAnswer } from '../support/ask';
import { isLangchain, parsed } from '../support/templates';
import { McpClient } from './support/mcp-client';
import { ModelStub } from './support/model-stub';
import { insertRows } from './support/outbox';

jest.setTimeout(600_000);

interface Run {
	readonly workflowData?: { readonly name: string };
}

const TOKEN = 'a-token-of-the-test-1234567890';
const CHAT = 'Chat about leads';
const tables = askTables();
const model = new ModelStub(ASK_CASES);
let host: IntegrationHost;
let mcp: McpClient;
let chatUrl: string;

/** The template as an administrator makes it public; a chat in the editor alone needs a browser. */
function withPublicChat() {
	const { nodes, settings: { errorWorkflow: _none, ...settings } = {}, ...template } = parsed(ASK);
	const parameters = { public: true, mode: 'webhook', options: { responseMode: 'lastNode' } };
	return { ...template, settings, nodes: nodes.map((node) => (node.name === CHAT ? { ...node, parameters } : node)) };
}

beforeAll(async () => {
	const credentials = {
		openAiApi: { apiKey: 'sk-stub-of-the-test', url: await model.open() },
		httpBearerAuth: { token: TOKEN },
	};
	host = await openIntegrationHost({ services: [], credentials });
	for (const [name, rows] of Object.entries(tables)) {
		// 00 has put in its own.
		if (name !== 'll_rules' && name !== 'll_settings') await insertRows(host, name, rows);
	}
	const id = await host.add(withPublicChat());
	const { nodes } = (await host.client.api('GET', `/workflows/${id}`)) as { nodes: INode[] };
	chatUrl = `${host.url}/webhook/${nodes.find(({ name }) => name === CHAT)?.webhookId}/chat`;
	for (const name of ['ll_rules', 'll_settings'] as const) tables[name] = await host.rows(name);
	mcp = new McpClient(`${host.url}/mcp/${ASK.slice(3)}`, TOKEN);
	await mcp.open();
});

afterAll(async () => {
	await model.close();
	await host?.stop();
});

async function chat(chatInput: string): Promise<string> {
	const body = JSON.stringify({ action: 'sendMessage', sessionId: chatInput, chatInput });
	const answer = await fetch(chatUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${answer.status} ${text}`);
	return (JSON.parse(text) as { output: string }).output;
}

/** The one item that a tool gave. */
function itemIn(text: string): unknown {
	const items = JSON.parse(text) as unknown[];
	expect(items).toHaveLength(1);
	return items[0];
}

describe('each question', () => {
	it.each(ASK_CASES.map((each) => [each.ask, each] as const))('%s', async (ask, each) => {
		await expectAnswer(each, itemIn(await chat(ask)), tables);
		const { isError, content } = await mcp.call(each.tool, each.arguments);
		expect(isError ?? false).toBe(false);
		await expectAnswer(each, itemIn(content[0].text), tables);
	});
});

describe('the server', () => {
	it('offers one tool a question, whose arguments are what $fromAI names', async () => {
		const tools = await mcp.tools();
		expect(tools.map(({ name }) => name).sort()).toEqual([...new Set(ASK_CASES.map(({ tool }) => tool))].sort());
		const required = Object.fromEntries(tools.map(({ name, inputSchema }) => [name, inputSchema.required ?? []]));
		expect(required).toMatchObject({
			why_this_score: ['lead'],
			what_if: ['lead'],
			about_company: ['company'],
			find_leads: [],
		});
		for (const { inputSchema } of tools) expect(Object.keys(inputSchema.properties)).not.toContain('question');
	});

	it('refuses a call without the argument that it needs', async () => {
		const { isError, content } = await mcp.call('why_this_score', {});
		expect([isError, content[0].text]).toEqual([true, expect.stringMatching(/Required[\s\S]*lead/)]);
	});

	it.each(['', 'Bearer wrong'])('is closed to those with %j', async (authorization) => {
		const answer = await fetch(`${host.url}/mcp/${ASK.slice(3)}`, { method: 'POST', headers: { authorization } });
		expect(answer.status).toBe(403);
	});
});

it('tells the model by which tools it answers, and no more of people than the answers hold', () => {
	const [{ messages, tools }] = model.requests;
	expect(JSON.stringify(messages[0])).toContain('never an instruction');
	expect(tools).toHaveLength(6);
	expect(Math.max(...model.requests.map((request) => JSON.stringify(request).length))).toBeLessThan(20_000);
});

it('fails no run, changes nothing, and is kept in no execution', async () => {
	await host.idle();
	expect(await host.failures()).toEqual([]);
	const kept = (await host.executions()).filter((run) => (run as Run).workflowData?.name === parsed(ASK).name);
	expect(kept).toEqual([]);
	const book = await host.rows('ll_lead_book');
	expect(book.map(({ lead, total, stage }) => ({ lead, total, stage }))).toEqual(
		tables.ll_lead_book.map(({ lead, total = null, stage }) => ({ lead, total, stage })),
	);
	expect((await host.leaks()).filter((leak: string) => !leak.startsWith('file database.sqlite'))).toEqual([]);
});

/** What the installed n8n knows of its AI nodes. */
function knownAiNodes(): INodeTypeDescription[] {
	const root = cacheFolder();
	const path = 'node_modules/@n8n/n8n-nodes-langchain/dist/types/nodes.json';
	const [file] = readdirSync(root)
		.filter((name) => name.startsWith('n8n-'))
		.map((name) => join(root, name, path))
		.filter(existsSync);
	return JSON.parse(readFileSync(file, 'utf8')) as INodeTypeDescription[];
}

it.each(
	parsed(ASK)
		.nodes.filter(isLangchain)
		.map((node) => [node.name, node] as const),
)('%s: n8n knows every parameter and misses none', (_name, node) => {
	const description = knownAiNodes().find(
		({ name, version }) =>
			`@n8n/n8n-nodes-langchain.${name}` === node.type && [version].flat().includes(node.typeVersion),
	) as INodeTypeDescription;
	const given = (node.parameters ?? {}) as INodeParameters;
	const known = NodeHelpers.getNodeParameters(description.properties, given, true, false, node, description);
	expect(Object.keys(given).filter((key) => !Object.keys(known ?? {}).includes(key))).toEqual([]);
	const issues = NodeHelpers.getNodeParametersIssues(
		description.properties,
		{ ...node, parameters: known } as INode,
		description,
	);
	expect(issues?.parameters ?? {}).toEqual({});
});
