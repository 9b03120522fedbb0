/** A caller that goes through the services' proxy, as n8n's nodes do. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as connect } from 'node:http';
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
		const isForm = body instanceof URLSearchParams;
		const text = body === undefined ? undefined : isForm ? body.toString() : JSON.stringify(body);
		const call = request(url, {
			method,
			headers: {
				...(text && { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' }),
				...headers,
			},
			socket,
			agent: false,
			ca: await readFile(certificateFile),
			signal: AbortSignal.timeout(patience),
		} as object);
		call.end(text);
		const [response] = (await once(call, 'response')) as [import('node:http').IncomingMessage];
		let answer = '';
		for await (const chunk of response) answer += String(chunk);
		const isJson = /json/.test(response.headers['content-type'] ?? '');
		return {
			status: response.statusCode ?? 0,
			headers: response.headers,
			body: isJson && answer !== '' ? JSON.parse(answer) : answer,
		};
	} finally {
		socket.destroy();
	}
}

async function tunnel(proxyUrl: string, host: string): Promise<Socket> {
	const { hostname, port } = new URL(proxyUrl);
	const opening = connect({ hostname, port, method: 'CONNECT', path: `${host}:443` });
	opening.end();
	const [response, socket] = (await once(opening, 'connect')) as [import('node:http').IncomingMessage, Socket];
	socket.on('error', () => {});
	if (response.statusCode === 200) return socket;
	socket.destroy();
	throw new Error(`The proxy answered ${response.statusCode}.`);
}
