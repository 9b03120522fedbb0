/** The mocks of CRMs behind an HTTP server, for n8n's own nodes that run in this process. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Call {
	readonly method: string;
	readonly host: string;
	readonly path: string;
	readonly query: Record<string, string>;
	readonly headers: Record<string, string>;
	readonly body: string;
}

interface Mock {
	handle(call: Call): Promise<{ status: number; body?: unknown } | undefined>;
}

export interface MockServer {
	readonly url: string;
	/** Answers a call in place of the mock; undefined leaves it to the mock. */
	refuse: (call: Call) => { status: number; body?: unknown } | undefined;
	close(): Promise<void>;
}

/** What n8n calls comes with the host it was meant for as the first part of the path, see `Credentials`. */
const HOST = /^\/[a-z]+\.[a-z]+\.com(?=\/)/;

export async function serveMock(mock: Mock): Promise<MockServer> {
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const url = new URL(request.url ?? '', 'http://mock.example');
			const call: Call = {
				method: request.method ?? '',
				host: '',
				path: url.pathname.replace(HOST, ''),
				query: Object.fromEntries(url.searchParams),
				headers: request.headers as Record<string, string>,
				body,
			};
			const refused = opened.refuse(call);
			void (refused ? Promise.resolve(refused) : mock.handle(call)).then((answer) => {
				// A connection kept open may be closed just as the next call starts on it, which looks like a CRM that is down.
				response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json', connection: 'close' });
				response.end(answer?.body === undefined ? '' : JSON.stringify(answer.body));
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const opened: MockServer = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		refuse: () => undefined,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return opened;
}
