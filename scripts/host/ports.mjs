// @ts-check
/** Free ports on the loopback address. */

import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/**
 * @param {number} port 0 for any
 * @returns {Promise<number | undefined>} the port, or nothing when it is taken
 */
async function tryPort(port) {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(undefined));
		server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
		});
	});
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export async function isFree(port) {
	return (await tryPort(port)) !== undefined;
}

/**
 * @param {number} [preferred] taken when it is free
 * @returns {Promise<number>} the preferred port, else any free one
 */
export async function freePort(preferred = 0) {
	const port = (await tryPort(preferred)) ?? (await tryPort(0));
	if (port === undefined) throw new Error(`No free port on ${LOOPBACK}.`);
	return port;
}
