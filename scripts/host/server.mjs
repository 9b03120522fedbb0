// @ts-check
/** Starting and stopping the host's n8n: a folder, an encryption key and ports of its own, loopback only. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostFailure } from './failure.mjs';
import { freePort, LOOPBACK } from './ports.mjs';
import { tail } from './run.mjs';

const START_LIMIT = 180_000;
const STOP_LIMIT = 20_000;
const POLL_EVERY = 150;

/** What n8n may see of this process's environment: no setting of an n8n that the user runs elsewhere. */
const PASSED_ON =
	/^(PATH|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|COMSPEC|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS)$/i;

/** No telemetry, no calls home, no banners, no survey: the demo works offline and says nothing to anyone. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,agents,chat-hub',
};

/**
 * A sandbox for expressions is made where one is evaluated, from compiled code: n8n makes one for each webhook call, each
 * credential that is read and each run otherwise, needed or not (docs/performance.md).
 */
const FAST = {
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
};

/**
 * What a process of n8n does: `main` serves the editor and webhooks; `worker` runs what a main has put into the queue, and serves
 * nothing but its health.
 *
 * @typedef {{ command: readonly string[], answers: readonly string[] }} Role `answers`: paths that answer with JSON when it is at
 *   work
 */

/** @type {Role} n8n answers its health check before its API, so both are asked. */
const MAIN = { command: ['start'], answers: ['/healthz/readiness', '/rest/settings'] };

/**
 * @param {number} concurrency how many runs at once
 * @returns {Role}
 */
export const workerOf = (concurrency) => ({
	command: ['worker', `--concurrency=${concurrency}`],
	answers: ['/healthz/readiness'],
});

/**
 * @typedef {{
 *   userFolder: string, encryptionKey: string, port?: number, timezone?: string, environment?: Record<string, string>, role?: Role,
 * }} ServerOptions `userFolder`: n8n makes its `.n8n` in it; `environment`: further settings, which win
 * @typedef {{
 *   url: string, port: number, process: number, logFile: string, exited: Promise<void>, stop(): Promise<void>, kill(): Promise<void>,
 * }} Server `stop` lets running executions finish; `kill` ends it, and what it started, at once
 */

/** @type {Set<Server>} those that run, from the moment they are started */
const started = new Set();

/** Stops every n8n that this process started, one that does not serve yet included. */
export async function stopServers() {
	await Promise.all(Array.from(started, (server) => server.stop()));
}

/**
 * Starts n8n and waits until it serves.
 *
 * @param {import('./install.mjs').Host} host
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 * @throws {HostFailure} with the tail of n8n's log when it exits or does not serve in time
 */
export async function startServer(host, options) {
	const port = options.port ?? (await freePort());
	const url = `http://${LOOPBACK}:${port}`;
	const logFile = join(options.userFolder, 'n8n.log');
	await mkdir(options.userFolder, { recursive: true, mode: 0o700 });
	const log = await open(logFile, 'w', 0o600);
	const environment = await environmentFor(options, port, dirname(host.node.executable));
	const followParent = new URL('follow-parent.mjs', import.meta.url).href;
	const { command, answers } = options.role ?? MAIN;
	const child = spawn(host.node.executable, ['--import', followParent, host.script, ...command], {
		cwd: options.userFolder,
		env: environment,
		detached: process.platform !== 'win32',
		stdio: ['ignore', log.fd, log.fd, 'ipc'],
	});
	await log.close();
	/** @type {Promise<void>} */
	const exited = new Promise((resolve) => child.once('exit', () => resolve()));
	const server = {
		url,
		port,
		process: child.pid ?? 0,
		logFile,
		exited,
		stop: () => stop(child, exited),
		async kill() {
			if (child.pid !== undefined) killGroup(child.pid);
			await exited;
		},
	};
	started.add(server);
	void exited.then(() => started.delete(server));
	try {
		await waitUntilServing(server, child, answers);
	} catch (error) {
		await server.stop();
		throw error;
	}
	return server;
}

/**
 * @param {ServerOptions} options
 * @param {number} port
 * @param {string} nodeFolder n8n starts its task runner with the first `node` on the PATH, which is to be its own
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function environmentFor({ userFolder, encryptionKey, timezone, environment }, port, nodeFolder) {
	const url = `http://${LOOPBACK}:${port}/`;
	return {
		...Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))),
		...QUIET,
		...FAST,
		PATH: [nodeFolder, process.env.PATH].join(delimiter),
		NODE_ENV: 'production',
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: encryptionKey,
		N8N_LISTEN_ADDRESS: LOOPBACK,
		N8N_HOST: LOOPBACK,
		N8N_PORT: String(port),
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: url,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		GENERIC_TIMEZONE: timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
		...environment,
	};
}

/**
 * @param {{ url: string, logFile: string }} server
 * @param {import('node:child_process').ChildProcess} child
 * @param {readonly string[]} answers
 */
async function waitUntilServing({ url, logFile }, child, answers) {
	const givenUpAt = Date.now() + START_LIMIT;
	while (!(await serves(url, answers))) {
		const gone = child.exitCode !== null || child.signalCode !== null;
		if (!gone && Date.now() < givenUpAt) {
			await sleep(POLL_EVERY);
			continue;
		}
		throw new HostFailure(
			gone ? 'n8n stopped while it was starting.' : `n8n did not serve within ${START_LIMIT / 1000} seconds.`,
			`Read the end of its log above (all of it: ${logFile}). npm start -- --reset gives the demo a fresh folder.`,
			{ tail: existsSync(logFile) ? tail(await readFile(logFile, 'utf8')) : '' },
		);
	}
}

/**
 * @param {string} url
 * @param {readonly string[]} paths
 * @returns {Promise<boolean>} whether all of them answer with JSON
 */
async function serves(url, paths) {
	const answers = async (/** @type {string} */ path) => {
		const response = await fetch(url + path, { signal: AbortSignal.timeout(5000) });
		await response.text();
		return response.ok && /json/.test(response.headers.get('content-type') ?? '');
	};
	try {
		for (const path of paths) if (!(await answers(path))) return false;
		return true;
	} catch {
		return false;
	}
}

/**
 * Asks n8n to end, lets running executions finish, and kills its process group when it takes too long.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<void>} exited
 */
async function stop(child, exited) {
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	child.kill('SIGTERM');
	const limit = new AbortController();
	const tooLong = sleep(STOP_LIMIT, 'too long', { signal: limit.signal }).catch(() => 'ended');
	if ((await Promise.race([exited, tooLong])) === 'too long') {
		killGroup(child.pid);
		await exited;
	}
	limit.abort();
}

/** @param {number} leader */
function killGroup(leader) {
	try {
		process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL');
	} catch {
		// It ended between the time-out and the signal.
	}
}
