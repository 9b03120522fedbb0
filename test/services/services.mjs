// @ts-check
/**
 * The services of the integration tests, in a process of their own: they are ES modules that a test runner need not
 * understand, and answer while a test computes.
 */

import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { findNode } from '../../scripts/host/node24.mjs';
import { silentProgress } from '../../scripts/host/progress.mjs';

/**
 * @template T
 * @typedef {{
 *   [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never
 * }} Remote every answer comes as a promise
 */

/**
 * @typedef {{ fault(fault: import('./faults.mjs').Fault): void, clearFaults(): void }} Faulty
 * @typedef {'handle' | 'failure' | 'close'} Inner
 * @typedef {{
 *   slack: Remote<Omit<import('./slack.mjs').SlackService, Inner> & Faulty>,
 *   teams: Remote<Omit<import('./teams.mjs').TeamsMock, Inner> & Faulty>,
 *   mail: Remote<Omit<import('./mail.mjs').MailService, Inner>>,
 *   hubspot: Remote<Omit<import('./hubspot.mjs').HubspotMock, Inner> & Faulty>,
 *   salesforce: Remote<Omit<import('./salesforce.mjs').SalesforceMock, Inner> & Faulty>,
 *   pipedrive: Remote<Omit<import('./pipedrive.mjs').PipedriveMock, Inner> & Faulty>,
 * }} ServicesByName
 * @typedef {keyof ServicesByName} ServiceName
 * @typedef {{
 *   slack?: import('./slack.mjs').SlackSeed, hubspot?: import('./hubspot.mjs').HubspotSeed,
 *   salesforce?: import('./salesforce.mjs').SalesforceSeed, pipedrive?: import('./pipedrive.mjs').PipedriveSeed,
 * }} Seeds what is there from the start
 * @typedef {ServicesByName & {
 *   proxy: Remote<Pick<import('./proxy.mjs').Proxy, 'requests' | 'refused' | 'unknown'>>,
 *   proxyUrl: string, certificateFile: string, stop(): Promise<void>,
 * }} Services `proxyUrl` and `certificateFile`: what a client of theirs needs
 */

/**
 * @param {readonly ServiceName[]} names those of them that are not asked for refuse to be spoken to
 * @param {Seeds} [seeds]
 * @returns {Promise<Services>}
 */
export async function openServices(names, seeds = {}) {
	const { executable } = await findNode(silentProgress);
	const child = fork(fileURLToPath(new URL('serve.mjs', import.meta.url)), [], {
		execPath: executable,
		execArgv: [],
		// A pattern for a path goes through as it is.
		serialization: 'advanced',
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	const ask = questioner(child);
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-services-'));
	const stop = async () => {
		if (child.connected) await ask('', 'stop').catch(() => {});
		const gone = new Promise((resolve) => child.once('exit', resolve));
		if (child.connected) child.disconnect();
		if (child.exitCode === null && child.signalCode === null) await gone;
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const { proxyUrl, certificate } = /** @type {{ proxyUrl: string, certificate: string }} */ (
			await ask('', 'start', [{ names, seeds }])
		);
		const certificateFile = join(folder, 'authority.pem');
		await writeFile(certificateFile, certificate);
		const remotes = Object.fromEntries(['proxy', ...names].map((name) => [name, remote(name, ask)]));
		return /** @type {any} */ ({ ...remotes, proxyUrl, certificateFile, stop });
	} catch (error) {
		await stop();
		throw error;
	}
}

/** @typedef {(service: string, method: string, args?: unknown[]) => Promise<unknown>} Ask */

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Ask}
 */
function questioner(child) {
	/** @type {Map<number, { resolve(value: unknown): void, reject(error: Error): void }>} */
	const waiting = new Map();
	let last = 0;
	child.on('message', (/** @type {any} */ { id, result, error }) => {
		const question = waiting.get(id);
		waiting.delete(id);
		if (error === undefined) question?.resolve(result);
		else question?.reject(new Error(error));
	});
	child.on('exit', () => {
		const failure = new HostFailure('The test services stopped.', 'Read what they printed above.');
		for (const { reject } of waiting.values()) reject(failure);
		waiting.clear();
	});
	return (service, method, args = []) =>
		new Promise((resolve, reject) => {
			const id = ++last;
			waiting.set(id, { resolve, reject });
			child.send({ id, service, method, args });
		});
}

/**
 * @param {string} name
 * @param {Ask} ask
 * @returns {unknown}
 */
function remote(name, ask) {
	return new Proxy(
		{},
		{
			get: (_target, method) =>
				// Asked for by `await`, which would take the service for a promise.
				method === 'then' || typeof method === 'symbol'
					? undefined
					: (/** @type {unknown[]} */ ...args) => ask(name, method, args),
		},
	);
}
