// @ts-check
/**
 * The host by hand: `node scripts/host/cli.mjs up --user-folder FOLDER [--port N] [--package CHECKOUT]` starts an
 * n8n, prints its address and sign-in as one line of JSON, and runs until Ctrl-C. `… install` only fills the cache.
 */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFailure, HostFailure } from './failure.mjs';
import { openHost } from './host.mjs';
import { installHost } from './install.mjs';
import { createProgress } from './progress.mjs';

const USAGE = 'node scripts/host/cli.mjs install | up --user-folder FOLDER [--port N] [--package CHECKOUT]';

/** @param {string[]} args */
async function main(args) {
	const { positionals, values } = parseArgs({
		args,
		allowPositionals: true,
		options: { 'user-folder': { type: 'string' }, port: { type: 'string' }, package: { type: 'string' } },
	});
	const progress = createProgress(process.stderr);
	if (positionals[0] === 'install') return void (await installHost(progress));
	const userFolder = values['user-folder'];
	if (positionals[0] !== 'up' || userFolder === undefined) throw new HostFailure('No such command.', USAGE);
	const { server, secrets } = await openHost({
		userFolder: resolve(userFolder),
		checkout: values.package && resolve(values.package),
		port: values.port === undefined ? undefined : Number(values.port),
		progress,
	});
	const { owner, apiKey } = secrets;
	console.log(JSON.stringify({ url: server.url, ...owner, apiKey, logFile: server.logFile, process: server.process }));
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.stop());
	await server.exited;
}

main(process.argv.slice(2)).catch((error) => {
	console.error(describeFailure(error));
	process.exitCode = 1;
});
