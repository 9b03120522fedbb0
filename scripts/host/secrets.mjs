// @ts-check
/** What a host folder keeps to itself: made once at random, readable by its owner alone. */

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {{
 *   owner: import('./client.mjs').Owner, encryptionKey: string, webhookSecret: string, salesPassword: string,
 *   servicesPassword: string, apiKey: string,
 * }} Secrets `webhookSecret`: value of the header that the templates' webhooks ask for; `salesPassword`: of the form for
 *   sales; `servicesPassword`: of the database and the queue that run beside n8n; `apiKey`: empty until n8n made one
 */

const OWNER_EMAIL = 'owner@lead-lifecycle.local';

/** @returns {string} 32 characters, safe in a URL, a shell and a header */
function randomText() {
	return randomBytes(24).toString('base64url').replace(/[-_]/g, '0');
}

/**
 * @param {string} folder
 * @returns {Promise<Secrets>} those of the folder; what it does not have yet is made now
 */
export async function readSecrets(folder) {
	const file = fileIn(folder);
	const known = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
	const secrets = {
		// n8n wants a digit and a capital letter in a password.
		owner: { email: OWNER_EMAIL, password: `L1${randomText().slice(0, 18)}` },
		encryptionKey: randomText(),
		webhookSecret: randomText(),
		salesPassword: randomText().slice(0, 12),
		servicesPassword: randomText(),
		apiKey: '',
		...known,
	};
	await writeSecrets(folder, secrets);
	return secrets;
}

/**
 * @param {string} folder
 * @param {Secrets} secrets
 */
export async function writeSecrets(folder, secrets) {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const written = `${fileIn(folder)}.new`;
	await writeFile(written, `${JSON.stringify(secrets, null, '\t')}\n`, { mode: 0o600 });
	await rename(written, fileIn(folder));
}

/** @param {string} folder */
function fileIn(folder) {
	return join(folder, 'secrets.json');
}
