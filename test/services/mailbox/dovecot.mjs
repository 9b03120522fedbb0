// @ts-check
/** A Dovecot of one's own: one mailbox on a free port of the loopback address, gone with all it wrote when this process goes. */

import { execFileSync, spawn } from 'node:child_process';
import { chown, mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostFailure } from '../../../scripts/host/failure.mjs';
import { freePort, LOOPBACK } from '../../../scripts/host/ports.mjs';
import { tail } from '../../../scripts/host/run.mjs';
import { settingsFor } from './settings.mjs';

const START_LIMIT = 30_000;
const POLL_EVERY = 50;

/** Who Dovecot is where this process is root. */
const NOBODY = { user: 'nobody', group: 'nogroup', uid: 65_534, gid: 65_534 };

/** Ends Dovecot when its own standard input ends, because it was closed or this process is gone, and then takes its folder away. */
const FOLLOWING = `
exec 3<&0
"$1" -F -c "$2/dovecot.conf" 3<&- &
dovecot=$!
{ cat <&3 >/dev/null; kill "$dovecot" 2>/dev/null; } &
wait "$dovecot" || exit
rm -rf "$2" || { sleep 1; rm -rf "$2"; }
`;

/**
 * @typedef {{ user: string, group: string, uid: number, gid: number }} Owner
 * @typedef {{ host: string, port: number, user: string, password: string }} Address
 */

export class RunningDovecot {
	#child;
	#exited;
	#maildir;
	#owner;
	#delivered = 0;

	/**
	 * @param {import('node:child_process').ChildProcess} child
	 * @param {Promise<unknown>} exited
	 * @param {string} maildir
	 * @param {Owner} owner
	 */
	constructor(child, exited, maildir, owner) {
		this.#child = child;
		this.#exited = exited;
		this.#maildir = maildir;
		this.#owner = owner;
	}

	/**
	 * Puts a message into the mailbox, as a program that delivers mail does: written beside it, then moved in whole.
	 *
	 * @param {Buffer} raw
	 */
	async deliver(raw) {
		// Dovecot numbers new messages in the order of their files' names.
		const number = String(++this.#delivered).padStart(6, '0');
		const name = `${Math.floor(Date.now() / 1000)}.M${number}P${process.pid}.${LOOPBACK}`;
		const written = join(this.#maildir, 'tmp', name);
		await writeFile(written, raw, { mode: 0o600 });
		await chown(written, this.#owner.uid, this.#owner.gid);
		await rename(written, join(this.#maildir, 'new', name));
	}

	async stop() {
		this.#child.stdin?.end();
		await this.#exited;
	}
}

/**
 * @param {import('./install-dovecot.mjs').Dovecot} dovecot
 * @param {{ user: string, password: string }} account of the one mailbox
 * @returns {Promise<{ running: RunningDovecot, address: Address }>}
 * @throws {HostFailure} with the tail of its log
 */
export async function startDovecot({ executable, version }, account) {
	const owner = process.getuid?.() === 0 ? NOBODY : ourselves();
	const port = await freePort();
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-mailbox-'));
	const maildir = join(folder, 'Maildir');
	const folders = [folder, maildir, ...['tmp', 'new', 'cur'].map((name) => join(maildir, name))];
	for (const made of folders) await mkdir(made, { recursive: true, mode: 0o700 });
	await writeFile(join(folder, 'users'), `${account.user}:{PLAIN}${account.password}\n`, { mode: 0o600 });
	await writeFile(join(folder, 'dovecot.conf'), settingsFor(version, { folder, port, ...owner }));
	for (const made of [...folders, join(folder, 'users'), join(folder, 'dovecot.conf')]) {
		await chown(made, owner.uid, owner.gid);
	}
	const logFile = join(folder, 'dovecot.log');
	const log = await open(logFile, 'a', 0o600);
	const child = spawn('sh', ['-c', FOLLOWING, 'sh', executable, folder], {
		...(process.getuid?.() === 0 && { uid: owner.uid, gid: owner.gid }),
		env: { PATH: process.env.PATH },
		// A group of its own: Ctrl-C reaches this process, which lets go of the standard input.
		detached: true,
		stdio: ['pipe', log.fd, log.fd],
	});
	await log.close();
	const exited = new Promise((resolve) => child.once('exit', resolve));
	const running = new RunningDovecot(child, exited, maildir, owner);
	try {
		await untilServing(child, port);
	} catch (error) {
		const said = tail(await readFile(logFile, 'utf8'));
		await running.stop();
		await rm(folder, { recursive: true, force: true });
		const reason = error instanceof Error ? error.message : String(error);
		throw new HostFailure(reason, 'Read the end of its log above, then start again.', { tail: said });
	}
	return { running, address: { host: LOOPBACK, port, ...account } };
}

/** @returns {Owner} */
function ourselves() {
	const { username, uid, gid } = userInfo();
	return { user: username, group: execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim(), uid, gid };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} port
 */
async function untilServing(child, port) {
	const givenUpAt = Date.now() + START_LIMIT;
	while (!(await greets(port))) {
		if (child.exitCode !== null || child.signalCode !== null) throw new Error('Dovecot stopped while it was starting.');
		if (Date.now() > givenUpAt) throw new Error(`Dovecot did not serve within ${START_LIMIT / 1000} seconds.`);
		await sleep(POLL_EVERY);
	}
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
async function greets(port) {
	return await new Promise((resolve) => {
		const socket = connect({ port, host: LOOPBACK });
		const answered = (/** @type {boolean} */ isThere) => {
			socket.destroy();
			resolve(isThere);
		};
		socket.setTimeout(5000, () => answered(false));
		socket.once('error', () => answered(false));
		socket.once('data', (greeting) => answered(String(greeting).startsWith('* OK')));
	});
}
