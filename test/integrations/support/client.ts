/** A caller that goes through the services' proxy, as n8n's nodes do. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as connect, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Socket } from 'node:net';

export interface Reply {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

interface Call {
	readonly method?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	/** Milliseconds after which the caller gives up. */
	readonly patience?: number;
}

/** @throws what the connection said, where there is no answer */
export async function callThrough(
	{ proxyUrl, certificateFile }: { readonly proxyUrl: string; readonly certificateFile: string },
	url: string,
	{ method = 'GET', headers = {}, body, patience = 3000 }: Call = {},
): Promise<Reply> {
	const { host } = new URL(url);
	const socket = await tunnel(proxyUrl, host);
	try {
		const ca = await readFile(certificateFile);
		const options = { method, socket, agent: false, ca, signal: AbortSignal.timeout(patience) };
		const { type, text } = written(body);
		const call = request(url, { ...options, headers: { ...type, ...headers } } as object);
		call.end(text);
		const [response] = (await once(call, 'response')) as [IncomingMessage];
		return await read(response);
	} finally {
		socket.destroy();
	}
}

function written(body: unknown): { type: Readonly<Record<string, string>>; text?: string } {
	if (body === undefined) return { type: {} };
	if (body instanceof URLSearchParams)
		return { type: { 'content-type': 'application/x-www-form-urlencoded' }, text: body.toString() };
	return { type: { 'content-type': 'application/json' }, text: JSON.stringify(body) };
}

async function read(response: IncomingMessage): Promise<Reply> {
	let text = '';
	for await (const chunk of response) text += String(chunk);
	const isJson = /json/.test(response.headers['content-type'] ?? '') && text !== '';
	return { status: response.statusCode ?? 0, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

async function tunnel(proxyUrl: string, host: string): Promise<Socket> {
	const { hostname, port } = new URL(proxyUrl);
	const opening = connect({ hostname, port, method: 'CONNECT', path: `${host}:443` });
	opening.end();
	const [response, socket] = (await once(opening, 'connect')) as [IncomingMessage, Socket];
	socket.on('error', () => {});
	if (response.statusCode === 200) return socket;
	socket.destroy();
	throw new Error(`The proxy answered ${response.statusCode}.`);
}
