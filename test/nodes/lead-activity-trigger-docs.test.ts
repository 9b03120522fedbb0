import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { DateTime } from 'luxon';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { SCHEMES } from '../../lifecycle/intake/schemes';
import { readVerifier, verifyRequest } from '../../lifecycle/intake/verify';
import { LeadActivityTrigger } from '../../nodes/LeadActivityTrigger/LeadActivityTrigger.node';
import { jsonOf } from '../support/engine';
import { callWebhook, type WebhookAnswer } from '../support/webhook';
import { blocksOf, plain, tablesOf, textOf } from './docs-page';

const PAGE = 'docs/lead-activity-trigger.md';
const fences = blocksOf(PAGE).filter((block) => block.kind === 'fence');
const CONTENT_TYPES: Record<string, string> = { json: 'application/json', ndjson: 'application/x-ndjson' };

const textBefore = (index: number, kind: RegExp) =>
	fences.slice(0, index).findLast(({ info }) => kind.test(info)) ?? { info: '', text: '' };

/** Posts the body that stands before a block, with the parameters before it. */
function post(index: number): Promise<WebhookAnswer> {
	const { info, text } = textBefore(index, / body$/);
	return callWebhook(LeadActivityTrigger, {
		parameters: JSON.parse(textBefore(index, /^json parameters$/).text) as INodeParameters,
		headers: { 'content-type': CONTENT_TYPES[info.split(' ')[0]], connection: 'close' },
		body: text,
	});
}

const blocks = (kind: RegExp) => fences.flatMap((fence, index) => (kind.test(fence.info) ? [[fence.line, index]] : []));

describe(PAGE, () => {
	it('has no block that nothing runs', () => {
		const kinds = /^(json (parameters|body|activities|handed on|answer \d+)|ndjson body|bash|js|text)$/;
		expect(fences.filter(({ info }) => !kinds.test(info))).toEqual([]);
		expect(blocks(/answer/).length).toBeGreaterThanOrEqual(3);
	});

	it.each(blocks(/answer/))('line %i: the answer', async (_line, index) => {
		const { status, body } = await post(index);
		expect(JSON.parse(body)).toEqual(JSON.parse(fences[index].text));
		const expected = Number(/\d+$/.exec(fences[index].info)?.[0]);
		// The status of a call that is taken comes from n8n, by the description of the webhook.
		expect(status).toBe(expected === 202 ? 200 : expected);
	});

	it.each(blocks(/activities|handed on/))('line %i: the items', async (_line, index) => {
		const { outputs } = await post(index);
		expect(jsonOf(outputs?.[0] ?? [])).toEqual(JSON.parse(fences[index].text));
	});

	it('shows the parameters of the node, in its order, with its defaults', () => {
		const { properties } = new LeadActivityTrigger().description;
		const hidden = new Set(['notice', 'hidden', 'collection', 'credentials']);
		const shown = properties.filter(({ type }) => !hidden.has(type));
		const table = tablesOf(PAGE).find(({ head }) => head[0] === 'parameter');
		expect(table?.rows.map((row) => row.slice(0, 3).map(plain))).toEqual(
			shown.map(({ displayName, name, default: preset }) => [displayName, name, String(preset as string | boolean)]),
		);
		const text = textOf(PAGE).replace(/\s+/g, ' ');
		const options = properties.find(({ name }) => name === 'settings')?.options as INodeProperties[];
		for (const { name, displayName } of options) expect(text).toContain(`**${displayName}** \`${name}\``);
	});

	it('lists every scheme', () => {
		const table = tablesOf(PAGE).find(({ head }) => head[0] === 'scheme');
		expect(table?.rows.map((row) => row.slice(0, 2).map(plain))).toEqual(
			SCHEMES.map(({ label, name }) => [label, name]),
		);
	});

	it.each([
		['bash', 'bash', ['-e']],
		['js', process.execPath, ['--input-type=module', '-']],
	])('signs a call in %s so that it is taken', async (kind, command, flags) => {
		const script = fences.find(({ info }) => info === kind)?.text ?? '';
		const request = await received(async (url) => {
			const local = script.replace(/'https:\/\/n8n\.example\.com[^']*'/, `'${url}'`);
			expect(local).not.toBe(script);
			await run(command, flags, local);
		});
		const secret = /'([0-9a-f]{32})'/.exec(script)?.[1];
		const verifier = readVerifier({ scheme: 'leadActivity', secret });
		if (!verifier.ok) throw new Error(verifier.message);
		expect(verifyRequest(request, verifier.value, 300, DateTime.now())).toEqual({ ok: true, value: true });
	});
});

/** What comes in at an address while `send` runs. */
async function received(send: (url: string) => Promise<void>) {
	const requests: Array<{ message: IncomingMessage; body: Buffer }> = [];
	const server = createServer((message, response) => {
		void buffer(message).then((body) => {
			requests.push({ message, body });
			response.writeHead(202, { connection: 'close' }).end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/lead-activity`;
	try {
		await send(uri);
	} finally {
		server.close();
	}
	const [{ message, body }] = requests;
	return { method: message.method ?? '', uri, headers: message.headers, body };
}

/** Gives a script to an interpreter, and waits until it has gone well. */
async function run(command: string, flags: string[], script: string): Promise<void> {
	const child = spawn(command, flags, { stdio: ['pipe', 'ignore', 'inherit'] });
	child.stdin.end(script);
	const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
	expect(code).toBe(0);
}
