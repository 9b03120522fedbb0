// @ts-check
/** A node inside a real n8n, beside a Code node that does the same by hand, on the same items. */

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { openHost } from '../../scripts/host/host.mjs';
import { findNode } from '../../scripts/host/node24.mjs';
import { comparison, TRIGGER } from './workflow.mjs';

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const RUN_LIMIT = 30 * 60_000;
const POLL_EVERY = 200;

/**
 * @typedef {import('./record-run.cjs').RunRecord} RunRecord
 * @typedef {{ items: number, runs: number, progress: import('../../scripts/host/progress.mjs').Progress }} Options
 */

/**
 * Runs the comparison several times inside one n8n, started for it in a folder of its own.
 *
 * @param {import('./cases.mjs').Case} benchmark
 * @param {Options} options
 * @returns {Promise<RunRecord[]>} one record a run
 * @throws {HostFailure} when a run fails, or when the two do not come to the same
 */
export async function compareInN8n(benchmark, { items, runs, progress }) {
	await buildCheckout(CHECKOUT, progress);
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-bench-'));
	const recordsFile = join(folder, 'runs.jsonl');
	const environment = await environmentOf(recordsFile, progress);
	const { client, server } = await openHost({
		userFolder: folder,
		checkout: CHECKOUT,
		environment,
		progress,
		timezone: 'UTC',
	});
	try {
		const id = await client.createWorkflow(comparison(benchmark, items, 0));
		/** @type {RunRecord[]} */
		const records = [];
		for (let run = 0; run < runs; run++) {
			await client.updateWorkflow(id, comparison(benchmark, items, run));
			const work = async () => {
				await client.editor('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: TRIGGER } });
				return await recordOf(recordsFile, run, server);
			};
			records.push(checked(await progress.step(`${benchmark.name}: run ${run + 1} of ${runs}`, work), benchmark));
		}
		return records;
	} finally {
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * @param {string} recordsFile
 * @param {import('../../scripts/host/progress.mjs').Progress} progress
 */
async function environmentOf(recordsFile, progress) {
	const node = await findNode(progress);
	return {
		// n8n starts its task runner with the first `node` it finds; both nodes are to run on the same one.
		PATH: [dirname(node.executable), process.env.PATH].join(delimiter),
		EXTERNAL_HOOK_FILES: fileURLToPath(new URL('record-run.cjs', import.meta.url)),
		BENCH_RUNS: recordsFile,
		// A busy machine is no reason to end a run: by default a script has five minutes, and a sign of life is due
		// every 30 seconds.
		N8N_RUNNERS_TASK_TIMEOUT: String(RUN_LIMIT / 1000),
		N8N_RUNNERS_HEARTBEAT_INTERVAL: String(RUN_LIMIT / 1000),
	};
}

/**
 * @param {string} file
 * @param {number} index
 * @param {import('../../scripts/host/server.mjs').Server} server
 * @returns {Promise<RunRecord>}
 */
async function recordOf(file, index, server) {
	let hasEnded = false;
	void server.exited.then(() => (hasEnded = true));
	for (const givenUpAt = Date.now() + RUN_LIMIT; Date.now() < givenUpAt;) {
		const lines = existsSync(file) ? (await readFile(file, 'utf8')).split('\n') : [];
		// A line is whole once another, if empty, follows it.
		if (lines.length > index + 1) return JSON.parse(lines[index]);
		if (hasEnded) break;
		await sleep(POLL_EVERY);
	}
	throw new HostFailure(
		hasEnded ? 'n8n stopped during the run.' : `The run did not end within ${RUN_LIMIT / 60_000} minutes.`,
		'Take fewer items: npm run bench -- in-n8n --leads 10000',
		{ tail: (await readFile(server.logFile, 'utf8')).slice(-2000) },
	);
}

/**
 * @param {RunRecord} record
 * @param {import('./cases.mjs').Case} benchmark
 * @returns {RunRecord}
 */
function checked(record, { name, nodes: [ours] }) {
	if (record.error !== undefined) throw new HostFailure(`The run failed at ${record.error}`, 'Mend that node.');
	if (record.compared > 0 && record.disagreements.length === 0) return record;
	throw new HostFailure(
		[`${ours.name} and the Code node do not do the same:`, ...record.disagreements].join('\n  '),
		`Bring the Code node's script in line with the node: bench/harness/cases.mjs, "${name}".`,
	);
}
