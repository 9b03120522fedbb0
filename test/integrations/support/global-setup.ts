import { describeFailure } from '../../../scripts/host/failure.mjs';
import { createProgress } from '../../../scripts/host/progress.mjs';
import { installDovecot } from '../../services/mailbox/install-dovecot.mjs';

/** What the tests of a file can do is asked when it is loaded, so what is to be installed is installed before. */
export default async function globalSetup(): Promise<void> {
	try {
		await installDovecot(createProgress());
	} catch (error) {
		console.log(
			`Without IMAP: mail is read as the SMTP server took it, and the tests of a mailbox are left out.\n${describeFailure(error)}`,
		);
	}
}
