// @ts-check
/**
 * A mail server that can be told to refuse. What it takes lies in a mailbox, is read from there over IMAP, and parsed as a
 * mail client would. Without a Dovecot it is parsed as it was taken.
 */

import { once } from 'node:events';
import { LOOPBACK } from '../../scripts/host/ports.mjs';
import { library } from './libraries.mjs';
import { openMailbox } from './mailbox/mailbox.mjs';
import { delivered, parseMessage } from './mailbox/mailbox-message.mjs';

export const MAIL_USER = 'alerts';
export const MAIL_PASSWORD = 'smtp-secret-1f6a0c9e27';

/**
 * @typedef {import('./mailbox/mailbox-message.mjs').Message} Message
 * @typedef {'answer' | 'drop' | 'lost'} MailFaultKind `answer`: a code of 450 or 550, say; `drop`: the connection breaks when
 *   the sender is named; `lost`: the message is taken, and the connection breaks before that is said
 * @typedef {{ kind?: MailFaultKind, code?: number, times?: number }} MailFault for the next `times` messages, or until cleared
 */

export class MailService {
	#mailbox;
	/** @type {{ fault: MailFault, left: number }[]} */
	#faults = [];
	/** @type {Map<number, import('node:net').Socket>} by the caller's port */
	#sockets = new Map();
	#attempts = 0;
	/** @type {any} */
	#server;

	/** @param {import('./mailbox/mailbox.mjs').Mailbox} mailbox */
	constructor(mailbox) {
		this.#mailbox = mailbox;
	}

	/** @returns {Promise<MailService>} */
	static async open() {
		const service = new MailService(await openMailbox({ user: MAIL_USER, password: MAIL_PASSWORD }));
		await service.#listen();
		return service;
	}

	async #listen() {
		const { SMTPServer } = await library('smtp-server');
		this.#server = new SMTPServer({
			disabledCommands: ['STARTTLS'],
			allowInsecureAuth: true,
			onAuth: authenticate,
			onMailFrom: (/** @type {any} */ _address, /** @type {any} */ session, /** @type {any} */ done) =>
				this.#begin(session, done),
			onData: (/** @type {any} */ stream, /** @type {any} */ session, /** @type {any} */ done) =>
				void this.#take(stream, session, done),
		});
		this.#server.on('error', () => {});
		this.#server.server.on('connection', (/** @type {import('node:net').Socket} */ socket) => {
			const port = socket.remotePort ?? 0;
			this.#sockets.set(port, socket);
			socket.on('close', () => this.#sockets.delete(port));
			socket.on('error', () => {});
		});
		this.#server.listen(0, LOOPBACK);
		await once(this.#server.server, 'listening');
	}

	/** @returns {import('./mailbox/dovecot.mjs').Address} where SMTP is spoken */
	address() {
		return { host: LOOPBACK, port: this.#server.server.address().port, user: MAIL_USER, password: MAIL_PASSWORD };
	}

	/** @returns {import('./mailbox/dovecot.mjs').Address | undefined} where IMAP is spoken; nothing without a Dovecot */
	mailbox() {
		return this.#mailbox.address;
	}

	/**
	 * @param {{ to?: string, subject?: string | RegExp }} [filter] `subject`: what it contains, or a pattern
	 * @returns {Promise<Message[]>} oldest first
	 */
	async messages({ to, subject } = {}) {
		const messages = await Promise.all((await this.#mailbox.read()).map(parseMessage));
		return messages.filter(
			(message) =>
				(to === undefined || message.to.includes(to)) &&
				(subject === undefined ||
					(typeof subject === 'string' ? message.subject.includes(subject) : subject.test(message.subject))),
		);
	}

	/** @returns {number} how often someone began to deliver a message, whatever came of it */
	attempts() {
		return this.#attempts;
	}

	/** @param {MailFault} fault */
	fault(fault) {
		if ((fault.kind ?? 'answer') === 'answer' && fault.code === undefined) {
			throw new Error('A fault that answers needs a "code", such as 450 or 550.');
		}
		this.#faults.push({ fault, left: fault.times ?? Infinity });
	}

	clearFaults() {
		this.#faults = [];
	}

	async close() {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		for (const socket of this.#sockets.values()) socket.destroy();
		await closed;
		await this.#mailbox.close();
	}

	/**
	 * @param {any} session
	 * @param {(error?: Error) => void} done
	 */
	#begin(session, done) {
		this.#attempts += 1;
		const fault = this.#next(({ kind }) => kind !== 'lost');
		if (fault === undefined) return done();
		if (fault.kind === 'drop') return void this.#sockets.get(session.remotePort)?.destroy();
		const words = (fault.code ?? 500) < 500 ? 'Mailbox busy, try again later' : 'Mailbox unavailable';
		return done(Object.assign(new Error(words), { responseCode: fault.code }));
	}

	/**
	 * @param {AsyncIterable<Buffer>} stream
	 * @param {any} session
	 * @param {(error?: Error) => void} done
	 */
	async #take(stream, session, done) {
		const chunks = [];
		for await (const chunk of stream) chunks.push(chunk);
		const { mailFrom, rcptTo } = session.envelope;
		const to = rcptTo.map((/** @type {any} */ { address }) => address);
		await this.#mailbox.deliver(delivered(Buffer.concat(chunks), { from: mailFrom.address, to }));
		if (this.#next(({ kind }) => kind === 'lost')) return void this.#sockets.get(session.remotePort)?.destroy();
		done();
	}

	/** @param {(fault: MailFault) => boolean} fits */
	#next(fits) {
		const found = this.#faults.find(({ fault, left }) => left > 0 && fits(fault));
		if (found !== undefined) found.left -= 1;
		return found?.fault;
	}
}

/**
 * @param {{ username?: string, password?: string }} given
 * @param {any} _session
 * @param {(error: Error | null, answer?: { user: string }) => void} done
 */
function authenticate({ username, password }, _session, done) {
	if (username === MAIL_USER && password === MAIL_PASSWORD) return done(null, { user: MAIL_USER });
	return done(new Error('Wrong user or password'));
}
