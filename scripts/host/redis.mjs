// @ts-check
/** A Redis of one's own on the loopback address, which writes down all it is told, for n8n's queue. */

import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBeside } from './beside.mjs';
import { buildOnce, cacheFolder } from './cache.mjs';
import { HostFailure } from './failure.mjs';
import { freePort, LOOPBACK } from './ports.mjs';
import { run, tail } from './run.mjs';

const START_LIMIT = 20_000;
const ANSWER_LIMIT = 5000;
const POLL_EVERY = 50;
const BY_HAND = 'Install it with: sudo apt-get install redis-server';

/**
 * @typedef {{ executable: string, libraries?: string }} Program `libraries`: folder of what it needs beside the system's own
 * @typedef {{ folder: string, port?: number, password: string }} RedisOptions `folder`: holds all of it, and stays
 */

/** @returns {string} where Debian's packages are unpacked */
const unpacked = () => join(cacheFolder(), `redis-debian-${process.arch}`);

/** @returns {Program | undefined} the system's, or the one in the cache */
export function findRedis() {
	const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
	const installed = folders.map((folder) => join(folder, 'redis-server')).find((file) => existsSync(file));
	if (installed !== undefined) return { executable: installed };
	const executable = join(unpacked(), 'usr', 'bin', 'redis-server');
	return existsSync(executable) ? { executable, libraries: librariesIn(unpacked()) } : undefined;
}

/** @param {string} folder */
function librariesIn(folder) {
	const all = join(folder, 'usr', 'lib');
	const [ofMachine] = existsSync(all) ? readdirSync(all).filter((name) => name.includes('-linux-')) : [];
	return ofMachine === undefined ? all : join(all, ofMachine);
}

/**
 * Unpacks Debian's into the cache where there is none: nothing is installed on the machine, and root is not needed.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<Program>}
 * @throws {HostFailure} with the command that installs it
 */
export async function installRedis(progress) {
	const found = findRedis();
	if (found !== undefined) return found;
	if (!existsSync('/usr/bin/apt-get')) throw new HostFailure('Redis is not installed.', 'Install redis-server.');
	await progress.step('Unpacking Redis of Debian into the cache', () => buildOnce(unpacked(), unpackInto), {
		usual: '5 seconds, once',
	});
	const program = findRedis();
	if (program === undefined) throw new HostFailure("Debian's package redis-server has no such program.", BY_HAND);
	return program;
}

/** @param {string} folder */
async function unpackInto(folder) {
	const options = { cwd: folder, whatToDo: BY_HAND, label: 'Downloading Redis from Debian' };
	// Only root may ask which versions there are.
	if (process.getuid?.() === 0) await run('apt-get', ['update'], options);
	const plan = await run('apt-get', ['--simulate', '--no-install-recommends', 'install', 'redis-server'], options);
	const packages = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
	await run('apt-get', ['download', ...packages], options);
	for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
		await run('dpkg-deb', ['--extract', file, folder], options);
	}
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
