// @ts-check
/** One call from nothing to an n8n that is installed, running with our nodes in it, and signed in. */

import { N8nClient } from './client.mjs';
import { installHost } from './install.mjs';
import { installPackage } from './package.mjs';
import { readSecrets, writeSecrets } from './secrets.mjs';
import { startServer } from './server.mjs';

/**
 * @typedef {{
 *   userFolder: string, checkout?: string, port?: number, timezone?: string, environment?: Record<string, string>,
 *   progress: import('./progress.mjs').Progress,
 * }} OpenOptions `userFolder`: holds everything this n8n writes; `checkout`: a built package to install in it
 * @typedef {{
 *   client: N8nClient, server: import('./server.mjs').Server, secrets: import('./secrets.mjs').Secrets,
 * }} OpenHost
 */

/**
 * @param {OpenOptions} options
 * @returns {Promise<OpenHost>} end it with `server.stop()`
 * @throws {import('./failure.mjs').HostFailure}
 */
export async function openHost({ userFolder, checkout, port, timezone, environment, progress }) {
	const host = await installHost(progress);
	const secrets = await readSecrets(userFolder);
	if (checkout !== undefined) {
		await progress.step('Installing the nodes in it', () => installPackage(checkout, userFolder));
	}
	const server = await progress.step(
		`Starting n8n ${host.version}`,
		() => startServer(host, { userFolder, encryptionKey: secrets.encryptionKey, port, timezone, environment }),
		{ usual: '8 to 20 seconds' },
	);
	try {
		const client = new N8nClient(server.url, secrets.apiKey);
		await client.signIn(secrets.owner);
		if (client.apiKey !== secrets.apiKey) await writeSecrets(userFolder, { ...secrets, apiKey: client.apiKey });
		return { client, server, secrets: { ...secrets, apiKey: client.apiKey } };
	} catch (error) {
		await server.stop();
		throw error;
	}
}
