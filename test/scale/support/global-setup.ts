import { describeFailure } from '../../../scripts/host/failure.mjs';
import { unpackPackage } from '../../../scripts/host/debian.mjs';
import { installPostgres } from '../../../scripts/host/postgres.mjs';
import { createProgress } from '../../../scripts/host/progress.mjs';
import { installRedis } from '../../../scripts/host/redis.mjs';

/** What the tests of a file can do is asked when it is loaded, so what is to be installed is installed before. */
export default async function globalSetup(): Promise<void> {
	await installPostgres();
	await installRedis(createProgress());
	try {
		await unpackPackage('libfaketime', 'libfaketime');
	} catch (error) {
		console.log(`Without libfaketime: the test of a clock that is set back is left out.\n${describeFailure(error)}`);
	}
}
