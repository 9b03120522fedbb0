import { describeFailure } from '../../../scripts/host/failure.mjs';
import { createProgress } from '../../../scripts/host/progress.mjs';
import { installRedis } from '../../../scripts/host/redis.mjs';
import { installDovecot } from '../../services/mailbox/install-dovecot.mjs';

/** What the tests of a file can do is asked when it is loaded, so what is to be installed is installed before. */
export default async function globalSetup(): Promise<void> {
	const progress = createProgress();
	await orSay(
		() => installDovecot(progress),
		'Without IMAP: mail is read as the SMTP server took it, and the tests of a mailbox are left out.',
	);
	await orSay(() => installRedis(progress), 'Without Redis: the test of queue mode is left out.');
}

async function orSay(install: () => Promise<unknown>, without: string): Promise<void> {
	try {
		await install();
	} catch (error) {
		console.log(`${without}\n${describeFailure(error)}`);
	}
}
