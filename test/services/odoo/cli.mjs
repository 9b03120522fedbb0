// @ts-check
/**
 * Odoo by hand: `node test/services/odoo/cli.mjs up [--port N]` starts one, prints its address and accounts as one
 * line of JSON, and runs until Ctrl-C; its data goes with it. `… install` only fills the cache.
 */

import { parseArgs } from 'node:util';
import { describeFailure, HostFailure } from '../../../scripts/host/failure.mjs';
import { createProgress } from '../../../scripts/host/progress.mjs';
import { installOdoo } from './install-odoo.mjs';
import { openOdoo } from './odoo.mjs';

const USAGE = 'node test/services/odoo/cli.mjs install | up [--port N]';

/** @param {string[]} args */
async function main(args) {
	const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { port: { type: 'string' } } });
	const progress = createProgress(process.stderr);
	if (positionals[0] === 'install') return void (await installOdoo(progress));
	if (positionals[0] !== 'up') throw new HostFailure('No such command.', USAGE);
	const odoo = await openOdoo(progress, { port: values.port === undefined ? undefined : Number(values.port) });
	const { url, database, admin, n8n, logFile, process: id } = odoo;
	console.log(JSON.stringify({ url, database, admin, n8n, logFile, process: id }));
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void odoo.stop());
}

main(process.argv.slice(2)).catch((error) => {
	console.error(describeFailure(error));
	process.exitCode = 1;
});
