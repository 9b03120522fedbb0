// @ts-check
/** A message as it lies in a mailbox: what was sent, below the lines that whoever delivered it put on top. */

import { library } from '../libraries.mjs';

/**
 * @typedef {{ from: string, to: string[] }} Envelope whom the sending server named, blind copies among them
 * @typedef {{
 *   from: string, to: string[], subject: string, text: string, html: string, attachments: { fileName: string, text: string }[],
 *   headers: Record<string, string>, raw: string,
 * }} Message `to`: the addresses of the envelope; `headers`: by lower-case name
 */

const DELIVERED_TO = 'delivered-to';

/**
 * @param {Buffer} raw
 * @param {Envelope} envelope which a mailbox would not know otherwise
 * @returns {Buffer}
 */
export function delivered(raw, { from, to }) {
	const lines = [`Return-Path: <${from}>`, ...to.map((address) => `Delivered-To: ${address}`)];
	return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), raw]);
}

/**
 * @param {Buffer} raw as `delivered` gives it
 * @returns {Promise<Message>}
 */
export async function parseMessage(raw) {
	const { simpleParser } = await library('mailparser');
	const parsed = await simpleParser(raw);
	/** @type {[name: string, value: string][]} */
	const headers = parsed.headerLines.map((/** @type {any} */ { key, line }) => [
		key,
		line.slice(key.length + 1).trim(),
	]);
	return {
		from: parsed.from?.text ?? '',
		to: headers.filter(([name]) => name === DELIVERED_TO).map(([, value]) => value),
		subject: parsed.subject ?? '',
		text: parsed.text ?? '',
		html: parsed.html || '',
		attachments: parsed.attachments.map((/** @type {any} */ { filename, content }) => ({
			fileName: filename ?? '',
			text: content.toString('utf8'),
		})),
		headers: Object.fromEntries(headers),
		raw: raw.toString('utf8'),
	};
}
