// @ts-check
/** Looks for secrets where none may be, plain or in the dress in which they travel. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * @param {readonly string[]} secrets
 * @param {readonly (readonly [place: string, text: string])[]} texts
 * @param {readonly string[]} [files] read as bytes, so a database will do
 * @returns {Promise<string[]>} each place with the beginning of the secret that stands there
 */
export async function findLeaks(secrets, texts, files = []) {
	const wanted = secrets.flatMap((secret) =>
		dressesOf(secret).map(({ dress, text }) => ({ text, name: `${secret.slice(0, 6)}…${dress}` })),
	);
	const inTexts = texts.flatMap(([place, text]) =>
		wanted.filter((secret) => text.includes(secret.text)).map(({ name }) => `${place}: ${name}`),
	);
	const inFiles = files
		.filter((file) => existsSync(file))
		.map(async (file) => {
			const bytes = await readFile(file);
			return wanted
				.filter((secret) => bytes.includes(secret.text))
				.map(({ name }) => `file ${basename(file)}: ${name}`);
		});
	return [...new Set([...inTexts, ...(await Promise.all(inFiles)).flat()])];
}

/**
 * @param {string} secret
 * @returns {{ dress: string, text: string }[]}
 */
function dressesOf(secret) {
	// A key of several lines is looked for by one of them: line breaks are written in many ways.
	const line = secret.split('\n').find((part) => part.length >= 32 && !part.startsWith('-')) ?? secret;
	const dresses = [
		{ dress: '', text: line },
		{ dress: ' (URL encoded)', text: encodeURIComponent(line) },
		...[0, 1, 2].map((offset) => ({ dress: ' (base64)', text: base64At(line, offset) })),
	];
	return dresses.filter(({ text }, index) => index === 0 || text !== line);
}

/**
 * Three bytes are four characters, so a text looks otherwise in the middle of another: `user:secret`.
 *
 * @param {string} text
 * @param {number} offset bytes before it, 0 to 2
 * @returns {string} the characters that stand for it alone
 */
function base64At(text, offset) {
	const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
	const encoded = bytes.toString('base64').replace(/=+$/, '');
	return encoded.slice(offset === 0 ? 0 : offset + 1, bytes.length % 3 === 0 ? undefined : -1);
}
