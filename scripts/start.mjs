// @ts-check
/**
 * `npm start`: from a fresh checkout to a real n8n with the nodes installed, the templates published and activity
 * scored. Everything it writes is in the cache folder; your own n8n and its ~/.n8n are never touched.
 */

import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stopAllBeside } from './host/beside.mjs';
import { prepareCheckout } from './host/checkout.mjs';
import { demoFolder, noteRunning, prepareDemo, refuseWhileRunning } from './host/demo.mjs';
import { describeFailure, HostFailure } from './host/failure.mjs';
import { openHost } from './host/host.mjs';
import { freePort, isFree } from './host/ports.mjs';
import { createProgress } from './host/progress.mjs';
import { stopServers } from './host/server.mjs';
import { welcome, welcomeToScale } from './welcome.mjs';

const DEFAULT_PORT = 5678;
const CHECKOUT = dirname(dirname(fileURLToPath(import.meta.url)));

const OPTIONS = /** @type {const} */ ({
	port: { type: 'string' },
	'no-demo': { type: 'boolean', default: false },
	reset: { type: 'boolean', default: false },
	scale: { type: 'boolean', default: false },
	help: { type: 'boolean', default: false },
});

const HELP = `npm start [-- OPTIONS]

Starts a real n8n with these nodes in it, imports and publishes the workflow templates,
plays three months of a pipeline and prints where to look. The first start installs n8n (2.5 GB, a few
minutes); later ones take seconds. Ctrl-C stops it.

  --port N    the port to listen on; ${DEFAULT_PORT}, or a free one when that is taken
  --no-demo   play nothing: the tables stay empty until you post to the webhook
  --reset     throw away this demo's n8n data and start with a fresh one
  --scale     in queue mode, as npm run start:scale: one main and two workers, with Redis, and the tables
              in PostgreSQL. It has a folder of its own and plays nothing
  --help      this text

Its data, and the installed n8n, are in ~/.cache/n8n-nodes-lead-lifecycle; set
LEAD_LIFECYCLE_CACHE to keep them elsewhere.`;

/**
 * @param {string[]} args
 * @returns {{ port: number | undefined, noDemo: boolean, reset: boolean, scale: boolean, help: boolean }}
 */
function readArguments(args) {
	const { tokens, values } = parseArgs({ args, options: OPTIONS, strict: false, tokens: true });
	const known = Object.keys(OPTIONS)
		.map((name) => `--${name}`)
		.join(', ');
	for (const token of tokens) {
		if (token.kind === 'option' && Object.hasOwn(OPTIONS, token.name)) continue;
		const written = token.kind === 'option' ? token.rawName : token.kind === 'positional' ? token.value : '--';
		throw new HostFailure(`"${written}" is not an option of npm start.`, `The options are ${known}.`);
	}
	return {
		port: values.port === undefined ? undefined : readPort(values.port),
		noDemo: values['no-demo'] === true,
		reset: values.reset === true,
		scale: values.scale === true,
		help: values.help === true,
	};
}

/** @param {string | boolean} text */
function readPort(text) {
	const port = /^\d{1,5}$/.test(String(text)) ? Number(text) : 0;
	if (port >= 1 && port <= 65535) return port;
	throw new HostFailure(
		'--port needs a number from 1 to 65535.',
		`For example: npm start -- --port ${DEFAULT_PORT + 1}`,
	);
}

/**
 * @param {number | undefined} asked
 * @returns {Promise<number>}
 */
async function choosePort(asked) {
	if (asked === undefined) return await freePort(DEFAULT_PORT);
	if (await isFree(asked)) return asked;
	throw new HostFailure(
		`Port ${asked} is taken by another program.`,
		'Choose another one, or leave --port out to take a free one.',
	);
}

/**
 * Ctrl-C ends n8n first, whatever is going on; what was being installed is started afresh the next time.
 *
 * @returns {{ stopping: boolean, ready: boolean }} `ready`, set by the caller: stopping is the expected end
 */
function stopOnInterrupt() {
	const state = { stopping: false, ready: false };
	const interrupt = () => {
		if (state.stopping) return;
		state.stopping = true;
		console.log('\nStopping …');
		void stopEverything().finally(() => process.exit(state.ready ? 0 : 130));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
	return state;
}

/** First n8n, then what it works with. */
async function stopEverything() {
	await stopServers();
	await stopAllBeside();
}

/**
 * @typedef {{
 *   folder: string, port: number, progress: import('./host/progress.mjs').Progress, isStopping: () => boolean,
 * }} Chosen
 *
 * @param {Chosen & { playTraffic: boolean }} options
 * @returns {Promise<{ text: string, ended: Promise<string>, logFiles: string[] }>} what to print; and, when it ends by itself,
 *   what has ended
 */
async function startOne({ folder, port, progress, playTraffic }) {
	const host = await openHost({ userFolder: folder, checkout: CHECKOUT, port, progress });
	await noteRunning(folder, host.server);
	const { templates, isPlayed } = await prepareDemo(host, { checkout: CHECKOUT, folder, playTraffic, progress });
	return {
		text: await welcome(host, templates, isPlayed),
		ended: host.server.exited.then(() => 'n8n'),
		logFiles: [host.server.logFile],
	};
}

/**
 * @param {Chosen} options
 * @returns {ReturnType<typeof startOne>}
 */
async function startScale({ folder, port, progress, isStopping }) {
	// Its driver of PostgreSQL is there only once the checkout's dependencies are.
	const { QueueHost } = await import('./host/queue.mjs');
	const queue = await QueueHost.open({ folder, checkout: CHECKOUT, port, progress });
	await noteRunning(folder, queue.main.server);
	const postgres = { server: queue.postgres, credential: queue.credential };
	const options = { checkout: CHECKOUT, folder, playTraffic: false, progress, postgres };
	const { templates } = await prepareDemo(queue.main, options);
	queue.keepWorkers(isStopping);
	return {
		text: welcomeToScale(queue, templates),
		ended: queue.main.server.exited.then(() => 'The main'),
		logFiles: queue.logFiles,
	};
}

/**
 * @param {string} folder
 * @param {boolean} scale
 */
async function forget(folder, scale) {
	await rm(folder, { recursive: true, force: true });
	if (!scale) return;
	const { postgresFolder } = await import('./host/queue.mjs');
	await rm(postgresFolder(folder), { recursive: true, force: true });
}

/** @param {string[]} args */
async function main(args) {
	const { port: asked, noDemo, reset, scale, help } = readArguments(args);
	if (help) return void console.log(HELP);
	const state = stopOnInterrupt();
	try {
		const progress = createProgress();
		const folder = demoFolder(CHECKOUT, scale ? 'scale' : 'demo');
		await refuseWhileRunning(folder);
		const port = await choosePort(asked);
		await prepareCheckout(CHECKOUT, progress);
		if (reset) await forget(folder, scale);
		const chosen = { folder, port, progress, isStopping: () => state.stopping };
		const { text, ended, logFiles } = await (scale
			? startScale(chosen)
			: startOne({ ...chosen, playTraffic: !noDemo }));
		console.log(text);
		state.ready = true;
		const name = await ended;
		throw new HostFailure(
			`${name} ended by itself.`,
			`Read the end of its log, ${logFiles.join(', ')}, and start again.`,
		);
	} catch (error) {
		// What fails because n8n is being stopped is no news.
		if (state.stopping) return;
		await stopEverything();
		throw error;
	}
}

main(process.argv.slice(2)).catch((error) => {
	console.error(`\n${describeFailure(error)}`);
	process.exitCode = 1;
});
