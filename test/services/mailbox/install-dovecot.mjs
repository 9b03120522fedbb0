// @ts-check
/** Debian's Dovecot: found where it is, installed where it may be. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { HostFailure } from '../../../scripts/host/failure.mjs';
import { installPackages } from '../../../scripts/host/debian.mjs';

/** Where Debian has them. The second comes in a package of its own. */
const EXECUTABLE = '/usr/sbin/dovecot';
const IMAP = '/usr/lib/dovecot/imap';

/** Those whose settings are known here. */
const KNOWN = /^2\.[34]\./;

/** @typedef {{ executable: string, version: string }} Dovecot `version`: e.g. `2.3.19.1` */

/** @returns {Dovecot | undefined} nothing where there is none that is known here */
export function findDovecot() {
	const found = lookForDovecot();
	return found !== undefined && KNOWN.test(found.version) ? found : undefined;
}

/** @returns {Dovecot | undefined} */
function lookForDovecot() {
	if (!existsSync(EXECUTABLE) || !existsSync(IMAP)) return undefined;
	const [version] = execFileSync(EXECUTABLE, ['--version'], { encoding: 'utf8' }).split(' ');
	return { executable: EXECUTABLE, version };
}

/**
 * @param {import('../../../scripts/host/progress.mjs').Progress} progress
 * @returns {Promise<Dovecot>}
 * @throws {HostFailure} when this machine cannot have it, in words that say why
 */
export async function installDovecot(progress) {
	if (lookForDovecot() === undefined) {
		await progress.step('Installing Dovecot', () => installPackages('Dovecot', ['dovecot-imapd']), {
			usual: '10 seconds, once',
		});
	}
	const found = findDovecot();
	if (found !== undefined) return found;
	throw new HostFailure(
		`The Dovecot of this machine is ${lookForDovecot()?.version ?? 'not where Debian has it'}; known here are 2.3 and 2.4.`,
		'Write its settings into test/services/mailbox/settings.mjs, or use a Debian 12 or 13.',
	);
}
