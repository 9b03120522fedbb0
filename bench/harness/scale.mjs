// @ts-check
/**
 * Queue mode on PostgreSQL, everything on this machine: what 01 takes in and what 02 scores in a second, beside the least that the same
 * n8n does with a row: *Webhook → one Postgres statement → Respond*. Each pair is measured in turn, so that what slows one slows the other.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../scripts/host/cache.mjs';
import { prepareCheckout } from '../../scripts/host/checkout.mjs';
import { ensureCredentials, prepareDemo } from '../../scripts/host/demo.mjs';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { postgresFolder, QueueHost } from '../../scripts/host/queue.mjs';
import { bindCredentials, bindPostgres } from '../../scripts/host/templates.mjs';
import { BARE_APPEND, BARE_POSTGRES_INSERT, BARE_POSTGRES_TABLE } from './bare-workflows.mjs';
import { residentOf } from './book.mjs';
import { activities, activity, bare, row, send, timed } from './intake.mjs';

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SINGLES = { rounds: 4, calls: 60, callers: 6, leads: 20 };
const BATCHES = { rounds: 3, activities: 5000, leads: 500 };
const PER_LEAD = 10;
/** Without a bound V8 takes what the machine has. */
const HEAP = { NODE_OPTIONS: '--max-old-space-size=700' };
const DRAIN_LIMIT = 1_800_000;
const POLL_EVERY = 250;

/**
 * @typedef {{ ours: number[], bare: number[] }} Pair seconds of each round
 * @typedef {{ workers: number, singles: Pair, singlesScored: number[], batches: Pair, fresh: number, night: number, megabytes: number[] }} WithWorkers
 *   `singlesScored`: seconds of our rounds while 02 scores; `fresh`, `night`: leads scored in a second; `megabytes`: of
 *   each worker after that
 * @typedef {{ leads: number, perLead: number, calls: number, activities: number, results: WithWorkers[] }} Scale
 */

/**
 * @param {{ leads: number, progress: import('../../scripts/host/progress.mjs').Progress }} options
 * @returns {Promise<Scale>}
 */
export async function measureScale({ leads, progress }) {
	await prepareCheckout(CHECKOUT, progress);
	const folder = await mkdtemp(join(cacheFolder(), 'bench-scale-'));
	const queue = await QueueHost.open({ folder, checkout: CHECKOUT, timezone: 'UTC', environment: HEAP, progress });
	try {
		const postgres = { server: queue.postgres, credential: queue.credential };
		await prepareDemo(queue.main, { checkout: CHECKOUT, folder, playTraffic: false, progress, postgres });
		const database = await queue.postgres.connect();
		await database.query(BARE_POSTGRES_TABLE);
		await addBareWorkflows(queue);
		const results = [];
		for (const workers of [2, 1]) {
			if (workers === 1) await queue.workers[1].stop();
			results.push(await measure({ queue, database, workers, leads, progress }));
		}
		await database.end();
		return { leads, perLead: PER_LEAD, calls: SINGLES.calls, activities: BATCHES.activities, results };
	} finally {
		await queue.stop();
		await Promise.all([folder, postgresFolder(folder)].map((each) => rm(each, { recursive: true, force: true })));
	}
}

/**
 * @typedef {{
 *   queue: QueueHost, database: import('pg').Client, workers: number, leads: number,
 *   progress: import('../../scripts/host/progress.mjs').Progress,
 * }} Measuring
 *
 * @param {Measuring} measuring
 * @returns {Promise<WithWorkers>}
 */
async function measure({ queue, database, workers, leads, progress }) {
	const { main } = queue;
	const name = `w${workers}`;
	const title = `${workers} ${workers === 1 ? 'worker' : 'workers'}`;
	await send(main, activities(`${name}-warm`, 100, 10));
	await untilScored(database);

	await holdScoring(database);
	const singles = await progress.step(`${title}: single activities`, () => measureSingles(queue, name));
	const batches = await progress.step(`${title}: ${BATCHES.activities} activities a call`, () =>
		measureBatches(queue, name),
	);
	await letScoringGo(database);
	await send(main, activity(`${name}-go`, 0, 0));
	await progress.step(`${title}: scoring what came`, () => untilScored(database));

	const singlesScored = await progress.step(`${title}: single activities while they are scored`, async () => {
		const rounds = [];
		for (let round = 0; round < SINGLES.rounds; round++) rounds.push(await singlesOf(queue, `${name}-s${round}`, ours));
		return rounds;
	});
	await untilScored(database);

	const [fresh, night] = await progress.step(`${title}: ${leads} leads with ${PER_LEAD} activities each`, async () => {
		await addLeads(database, name, leads);
		const scored = await timed(async () => {
			await startRuns(main, `${name}-start`);
			await untilScored(database);
		});
		const all = Number((await database.query('select count(*) from ll_lead_book')).rows[0].count);
		await database.query('select ll_make_all_due()');
		const again = await timed(async () => {
			await startRuns(main, `${name}-night`);
			await untilScored(database);
		});
		return [(leads * 1000) / scored, (all * 1000) / again];
	});
	const atWork = queue.workers.slice(0, workers);
	const megabytes = await Promise.all(atWork.map((server) => residentOf({ server }, 'VmHWM')));
	return { workers, singles, singlesScored, batches, fresh, night, megabytes };
}

/**
 * With calls, each of which starts a run of 02 as long as there are leads for it.
 *
 * @param {import('./intake.mjs').OpenHost} host
 * @param {string} round
 */
async function startRuns(host, round) {
	for (let index = 0; index < 4; index++) await send(host, activity(round, index, index));
}

/** @param {QueueHost} queue */
async function addBareWorkflows({ main, credential }) {
	const { client, secrets } = main;
	const credentials = await ensureCredentials(client, {}, secrets);
	const postgres = { id: await client.createCredential('Bench', 'postgres', credential), name: 'Bench' };
	for (const { template } of [BARE_POSTGRES_INSERT, BARE_APPEND]) {
		const bound = bindPostgres(bindCredentials(template, credentials), postgres);
		await client.publish(await client.createWorkflow(bound));
	}
}

/** As if as many runs were at work as may be at once: then no other one begins. */
const holdScoring = (/** @type {import('pg').Client} */ database) =>
	database.query(
		`insert into ll_due (lead, holder, until) select 'bench-' || i, 'bench-' || i, now() + interval '1 hour' from generate_series(1, 4) as i`,
	);
const letScoringGo = (/** @type {import('pg').Client} */ database) =>
	database.query(`delete from ll_due where lead like 'bench-_'`);

/**
 * @param {QueueHost} queue
 * @param {string} name
 * @returns {Promise<Pair>}
 */
async function measureSingles(queue, name) {
	/** @type {Pair} */
	const pair = { ours: [], bare: [] };
	const insert = (
		/** @type {import('./intake.mjs').OpenHost} */ host,
		/** @type {string} */ round,
		/** @type {number} */ index,
	) => bare(host, BARE_POSTGRES_INSERT.path, row(round, index));
	for (let round = 0; round < SINGLES.rounds; round++) {
		pair.ours.push(await singlesOf(queue, `${name}-o${round}`, ours));
		pair.bare.push(await singlesOf(queue, `${name}-b${round}`, insert));
	}
	return pair;
}

/** @type {Call} */
const ours = (host, round, index) => send(host, activity(round, index, index % SINGLES.leads));

/**
 * @typedef {(host: import('./intake.mjs').OpenHost, round: string, index: number) => Promise<void>} Call
 *
 * @param {QueueHost} queue
 * @param {string} round
 * @param {Call} call
 * @returns {Promise<number>} seconds
 */
async function singlesOf({ main }, round, call) {
	let next = 0;
	const caller = async () => {
		while (next < SINGLES.calls) await call(main, round, next++);
	};
	const milliseconds = await timed(() => Promise.all(Array.from({ length: SINGLES.callers }, caller)));
	return milliseconds / 1000;
}

/**
 * @param {QueueHost} queue
 * @param {string} name
 * @returns {Promise<Pair>}
 */
async function measureBatches({ main }, name) {
	/** @type {Pair} */
	const pair = { ours: [], bare: [] };
	for (let round = 0; round < BATCHES.rounds; round++) {
		const list = activities(`${name}-l${round}`, BATCHES.activities, BATCHES.leads);
		pair.ours.push((await timed(() => send(main, list))) / 1000);
		pair.bare.push((await timed(() => bare(main, BARE_APPEND.path, list))) / 1000);
	}
	return pair;
}

/**
 * New leads as they come from an import: of one in a hundred a title is known.
 *
 * @param {import('pg').Client} database
 * @param {string} name
 * @param {number} leads
 */
const addLeads = (database, name, leads) =>
	database.query(
		`insert into ll_activity_log (activity, lead, type, at, properties, attributes)
		 select $1 || i, $1 || i % $2::int || '@company' || i % $2::int % 997 || '.example', (array['page_view', 'email_click', 'page_view', 'webinar_attended'])[1 + i % 4],
			to_char((now() - i % 5000000 * interval '1 second') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '{"path":"/product"}',
			case when i % $2::int % 100 = 0 then '{"title":"Marketing Manager","country":"United States"}' end
		 from generate_series(1, $2::int * ${PER_LEAD}) as i`,
		[`${name}-lead-`, leads],
	);

/** @param {import('pg').Client} database */
async function untilScored(database) {
	const givenUpAt = Date.now() + DRAIN_LIMIT;
	for (;;) {
		const { count } = (await database.query('select count(*)::int as count from ll_due')).rows[0];
		if (count === 0) return;
		if (Date.now() > givenUpAt)
			throw new HostFailure(`${count} leads are not scored after half an hour.`, 'Read the logs of the workers.');
		await sleep(POLL_EVERY);
	}
}
