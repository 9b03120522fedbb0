// @ts-check
/** A Redis of one's own on the loopback address, which writes down all it is told, for n8n's queue. */

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBeside } from './beside.mjs';
import { librariesIn, unpackedFolder, unpackPackage } from './debian.mjs';
import { HostFailure } from './failure.mjs';
import { freePort, LOOPBACK } from './ports.mjs';
import { tail } from './run.mjs';

const START_LIMIT = 20_000;
const ANSWER_LIMIT = 5000;
const POLL_EVERY = 50;
const PACKAGE = 'redis-server';

/**
 * @typedef {{ executable: string, libraries?: string }} Program `libraries`: folder of what it needs beside the system's own
 * @typedef {{ folder: string, port?: number, password: string }} RedisOptions `folder`: holds all of it, and stays
 */

/** @returns {Program | undefined} the system's, or the one in the cache */
export function findRedis() {
	const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
	const installed = folders.map((folder) => join(folder, 'redis-server')).find((file) => existsSync(file));
	if (installed !== undefined) return { executable: installed };
	const executable = join(unpackedFolder(PACKAGE), 'usr', 'bin', 'redis-server');
	return existsSync(executable) ? { executable, libraries: librariesIn(unpackedFolder(PACKAGE)) } : undefined;
}

/**
 * Unpacks Debian's into the cache where there is none.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<Program>}
 * @throws {HostFailure} with the command that installs it
 */
export async function installRedis(progress) {
	const found = findRedis();
	if (found !== undefined) return found;
	await progress.step('Unpacking Redis of Debian into the cache', () => unpackPackage('Redis', PACKAGE), {
		usual: '5 seconds, once',
	});
	const program = findRedis();
	if (program !== undefined) return program;
	throw new HostFailure(`Debian's package ${PACKAGE} has no such program.`, 'Install Redis by hand, then start again.');
}

export class Redis {
	/** @type {import('./beside.mjs').Beside | undefined} */
	#server;
	#program;
	#folder;
	#password;

	/**
	 * @param {Program} program
	 * @param {{ folder: string, port: number, password: string }} options
	 */
	constructor(program, { folder, port, password }) {
		this.#program = program;
		this.#folder = folder;
		this.#password = password;
		this.port = port;
	}

	/**
	 * @param {Program} program
	 * @param {RedisOptions} options
	 * @returns {Promise<Redis>}
	 * @throws {HostFailure}
	 */
	static async open(program, { folder, port, password }) {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const server = new Redis(program, { folder, port: await freePort(port), password });
		await server.start();
		return server;
	}

	/** The file it logs to. */
	get logFile() {
		return join(this.#folder, 'log');
	}

	/** Starts it, with what it holds, at its address. */
	async start() {
		const { executable, libraries } = this.#program;
		const settings = join(this.#folder, 'redis.conf');
		await writeFile(settings, this.#settings(), { mode: 0o600 });
		const server = await startBeside([executable, settings], {
			logFile: this.logFile,
			endSignal: 'TERM',
			env: { PATH: process.env.PATH, ...(libraries && { LD_LIBRARY_PATH: libraries }) },
		});
		this.#server = server;
		for (const last = Date.now() + START_LIMIT; ; await sleep(POLL_EVERY)) {
			if (await this.#isServing()) return;
			if (Date.now() < last && !server.hasExited()) continue;
			await server.stop();
			const said = tail(await readFile(this.logFile, 'utf8'));
			throw new HostFailure('Redis does not start.', 'Read the end of its log above.', { tail: said });
		}
	}

	#settings() {
		const settings = {
			bind: LOOPBACK,
			port: this.port,
			dir: JSON.stringify(this.#folder),
			requirepass: this.#password,
			// Without it, calls that wait for a worker are lost when Redis ends.
			appendonly: 'yes',
			save: '""',
		};
		return Object.entries(settings)
			.map(([name, value]) => `${name} ${value}\n`)
			.join('');
	}

	async #isServing() {
		try {
			return (await this.ask('PING')) === '+PONG';
		} catch {
			return false;
		}
	}

	/**
	 * @param {string} command e.g. `FLUSHALL`
	 * @returns {Promise<string>} its answer as Redis writes it
	 */
	async ask(command) {
		const socket = connect(this.port, LOOPBACK);
		socket.setEncoding('utf8').setTimeout(ANSWER_LIMIT, () => socket.destroy(new Error('Redis does not answer.')));
		socket.write(`AUTH ${this.#password}\r\n${command}\r\nQUIT\r\n`);
		let answers = '';
		for await (const chunk of socket) answers += chunk;
		const [signedIn, ...rest] = answers.trimEnd().split('\r\n');
		const answer = rest.slice(0, -1).join('\n');
		if (!signedIn.startsWith('+') || !rest.at(-1)?.startsWith('+') || answer.startsWith('-')) throw new Error(answers);
		return answer;
	}

	/** Ends it as the system does that has no memory left, at once. */
	async kill() {
		const [, id] = /process_id:(\d+)/.exec(await this.ask('INFO server')) ?? [];
		process.kill(Number(id), 'SIGKILL');
		await this.#server?.exited;
	}

	async stop() {
		await this.#server?.stop();
	}
}
