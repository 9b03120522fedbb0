// @ts-check
/**
 * A proxy for n8n's outgoing calls. It ends the TLS of the hosts it was given and hands their calls to the services that
 * stand in for them; every other host is refused, so that a test reaches nobody. It remembers all it saw.
 */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { LOOPBACK } from '../../scripts/host/ports.mjs';
import { createAuthority } from './certificates.mjs';
import { Faults } from './faults.mjs';

/**
 * @typedef {import('./http.mjs').Call} Call
 * @typedef {import('./http.mjs').Answer} Answer
 * @typedef {Call & { status: number, fault?: import('./faults.mjs').FaultKind }} Seen `status`: what was answered, 0 for nothing
 * @typedef {{
 *   handle(call: Call): Promise<Answer | undefined>, failure(status: number): unknown,
 * }} Service `handle`: gives nothing for what it does not know; `failure`: the body of the vendor's answer with such a status
 */

export class Proxy {
	/** @type {Map<string, Service>} */
	#services = new Map();
	#faults = new Faults();
	/** @type {Seen[]} */
	#seen = [];
	/** @type {string[]} */
	#refused = [];
	/** @type {Set<import('node:net').Socket>} */
	#sockets = new Set();
	#authority;
	#outer;
	#inner;

	/** @param {import('./certificates.mjs').Authority} authority */
	constructor(authority) {
		this.#authority = authority;
		this.#outer = createServer((request, response) => {
			this.#refused.push(new URL(request.url ?? '', 'http://nowhere').host);
			response.writeHead(403).end();
		});
		this.#outer.on('connect', (request, socket) => this.#connect(request.url ?? '', socket));
		this.#outer.on('connection', (socket) => this.#remember(socket));
		this.#inner = createSecureServer(
			{ SNICallback: (host, done) => done(null, this.#authority.contextFor(host)) },
			(request, response) => void this.#receive(request, response),
		);
		// A client that gives up in the middle of a handshake is no concern of the test's.
		this.#inner.on('tlsClientError', () => {});
	}

	/** @returns {Promise<Proxy>} */
	static async open() {
		const proxy = new Proxy(await createAuthority());
		proxy.#outer.listen(0, LOOPBACK);
		await once(proxy.#outer, 'listening');
		return proxy;
	}

	/** @returns {string} for `HTTPS_PROXY` */
	get url() {
		const address = this.#outer.address();
		return `http://${LOOPBACK}:${typeof address === 'object' ? address?.port : ''}`;
	}

	/** @returns {string} PEM, for `NODE_EXTRA_CA_CERTS` */
	get certificate() {
		return this.#authority.certificate;
	}

	/**
	 * @param {string} host that the service stands in for
	 * @param {Service} service
	 */
	serve(host, service) {
		this.#services.set(host, service);
	}

	/**
	 * @param {{ host?: string, method?: string, path?: string | RegExp }} [filter] `path`: how it begins, or a pattern
	 * @returns {Seen[]} the calls so far, oldest first
	 */
	requests({ host, method, path } = {}) {
		return this.#seen.filter(
			(seen) =>
				(host === undefined || seen.host === host) &&
				(method === undefined || seen.method === method) &&
				(path === undefined || (typeof path === 'string' ? seen.path.startsWith(path) : path.test(seen.path))),
		);
	}

	/** @returns {string[]} hosts that someone tried to reach and that no service stands in for */
	refused() {
		return [...this.#refused];
	}

	/** @returns {string[]} calls that their service has no answer to, as `GET host/path` */
	unknown() {
		return this.#seen
			.filter(({ status }) => status === 501)
			.map(({ method, host, path }) => `${method} ${host}${path}`);
	}

	/**
	 * @param {string} host
	 * @param {import('./faults.mjs').Fault} fault
	 */
	fault(host, fault) {
		this.#faults.add(host, fault);
		// A caller that kept its connection would not notice that there is none to be had.
		if (fault.kind === 'refuse') this.#hangUp();
	}

	/** @param {string} host */
	clearFaults(host) {
		this.#faults.clear(host);
	}

	async close() {
		this.#outer.close();
		this.#hangUp();
	}

	#hangUp() {
		for (const socket of this.#sockets) socket.destroy();
	}

	/** @param {import('node:net').Socket} socket */
	#remember(socket) {
		this.#sockets.add(socket);
		socket.on('close', () => this.#sockets.delete(socket));
		socket.on('error', () => {});
	}

	/**
	 * @param {string} target `host:port`
	 * @param {import('node:stream').Duplex} socket
	 */
	#connect(target, socket) {
		const [host, port] = target.split(':');
		if (!this.#services.has(host) || port !== '443') {
			this.#refused.push(target);
			return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		}
		if (this.#faults.refuses(host)) {
			this.#note({ method: 'CONNECT', host, path: '', query: {}, headers: {}, body: '' }, 0, 'refuse');
			return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
		}
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		this.#inner.emit('connection', socket);
	}

	/**
	 * @param {import('node:http').IncomingMessage} request
	 * @param {import('node:http').ServerResponse} response
	 */
	async #receive(request, response) {
		const call = await readCall(request).catch(() => undefined);
		if (call === undefined) return;
		const fault = this.#faults.befalling(call);
		const given = fault === undefined || fault.applied === true ? await this.#handle(call) : undefined;
		if (fault === undefined) {
			this.#note(call, given?.status ?? 501);
			return send(response, given ?? { status: 501, body: `No answer to ${call.method} ${call.path}.` });
		}
		const status = fault.kind === 'answer' ? (fault.status ?? 500) : 0;
		this.#note(call, status, fault.kind);
		befall(request, response, { ...fault, body: fault.body ?? this.#services.get(call.host)?.failure(status) });
	}

	/**
	 * @param {Call} call
	 * @returns {Promise<Answer | undefined>}
	 */
	async #handle(call) {
		try {
			return await this.#services.get(call.host)?.handle(call);
		} catch (error) {
			// A mistake of the stand-in must not look like a fault of the vendor's.
			const reason = error instanceof Error ? error.stack : String(error);
			return { status: 501, body: `The test service failed: ${reason}` };
		}
	}

	/**
	 * @param {Call} call
	 * @param {number} status
	 * @param {import('./faults.mjs').FaultKind} [fault]
	 */
	#note(call, status, fault) {
		this.#seen.push({ ...call, status, ...(fault && { fault }) });
	}
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Call>}
 */
async function readCall(request) {
	/** @type {Buffer[]} */
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	const host = (request.headers.host ?? '').split(':')[0];
	const { pathname, searchParams } = new URL(request.url ?? '', `https://${host}`);
	return {
		method: request.method ?? '',
		host,
		path: pathname,
		query: Object.fromEntries(searchParams),
		headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
		body: Buffer.concat(chunks).toString('utf8'),
	};
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {Answer} answer
 */
function send(response, { status, headers, body }) {
	const type = typeof body === 'string' ? 'text/plain' : 'application/json';
	response.writeHead(status, { 'content-type': type, ...headers });
	response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {import('./faults.mjs').Fault} fault
 */
function befall(request, response, { kind, status = 500, retryAfter, body, milliseconds }) {
	if (kind === 'hang') {
		if (milliseconds !== undefined) setTimeout(() => request.socket.destroy(), milliseconds);
		return;
	}
	if (kind === 'reset' || kind === 'refuse') return void request.socket.destroy();
	if (kind === 'half_closed') {
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
		response.write('{"half":');
		return void request.socket.end();
	}
	const headers = retryAfter === undefined ? undefined : { 'retry-after': String(retryAfter) };
	send(response, { status, headers, body });
}
