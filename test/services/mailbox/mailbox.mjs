// @ts-check
/** Where accepted mail goes: into a mailbox that is read over IMAP, or, where there is no Dovecot, into a list. */

import { library } from '../libraries.mjs';
import { startDovecot } from './dovecot.mjs';
import { findDovecot } from './install-dovecot.mjs';

/**
 * @typedef {import('./dovecot.mjs').Address} Address
 * @typedef {{
 *   address: Address | undefined, deliver(raw: Buffer): Promise<void>, read(): Promise<Buffer[]>, close(): Promise<void>,
 * }} Mailbox `address`: where IMAP is spoken; `read`: all messages, oldest first
 */

/**
 * @param {{ user: string, password: string }} account
 * @returns {Promise<Mailbox>}
 */
export async function openMailbox(account) {
	const dovecot = findDovecot();
	if (dovecot === undefined) return list();
	const { running, address } = await startDovecot(dovecot, account);
	return {
		address,
		deliver: (raw) => running.deliver(raw),
		read: () => readInbox(address),
		close: () => running.stop(),
	};
}

/** @returns {Mailbox} */
function list() {
	/** @type {Buffer[]} */
	const messages = [];
	return {
		address: undefined,
		deliver: async (raw) => void messages.push(raw),
		read: async () => [...messages],
		close: async () => {},
	};
}

/**
 * Reads as a mail client does, but marks nothing as read.
 *
 * @param {Address} address
 * @returns {Promise<Buffer[]>}
 */
async function readInbox({ host, port, user, password }) {
	const { ImapFlow } = await library('imapflow');
	const client = new ImapFlow({
		host,
		port,
		secure: false,
		doSTARTTLS: false,
		auth: { user, pass: password },
		logger: false,
	});
	await client.connect();
	try {
		const { exists } = await client.mailboxOpen('INBOX', { readOnly: true });
		if (exists === 0) return [];
		const messages = await client.fetchAll('1:*', { source: true });
		return messages.map((/** @type {{ source: Buffer }} */ { source }) => source);
	} finally {
		await client.logout();
	}
}
