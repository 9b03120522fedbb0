// @ts-check
/**
 * `npm run bench`: each node by itself on 50,000 items (bench/*.ts), then inside a real n8n beside a Code node that does
 * the same by hand, then template 01 from the call to the score. Prints tables; absolute times mean little on a busy machine, ratios of one run do.
 */

import { readdir } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runBundled } from '../bench/harness/bundle.mjs';
import { CASES, CODE } from '../bench/harness/cases.mjs';
import { compareInN8n } from '../bench/harness/in-n8n.mjs';
import { measureBook } from '../bench/harness/book.mjs';
import { measureCrossing } from '../bench/harness/crossing.mjs';
import { measureImport } from '../bench/harness/import.mjs';
import { measurePages } from '../bench/harness/pages.mjs';
import { measurePredict } from '../bench/predict/measure.mjs';
import { measureScale } from '../bench/harness/scale.mjs';
import { measureIntake } from '../bench/harness/intake.mjs';
import { compareWithEngines } from '../bench/engines/side-by-side.mjs';
import { compareWithOdoo } from '../bench/odoo/side-by-side.mjs';
import { describeFailure, HostFailure } from './host/failure.mjs';
import { findNode } from './host/node24.mjs';
import { createProgress } from './host/progress.mjs';
import { run } from './host/run.mjs';

const CHECKOUT = dirname(dirname(fileURLToPath(import.meta.url)));
const IN_N8N = 'in-n8n';
const INTAKE = 'intake';
const ODOO = 'odoo';
const ENGINES = 'engines';
const GROWTH = 'growth';
const HALF_LIFE = 'half-life';
const PREDICT = 'predict';
const IMPORT = 'import';
const BOOK = 'book';
const PAGES = 'pages';
const SCALE = 'scale';
/** Leads that 02 scores in queue mode, where nothing else is said. */
const LEADS_OF_SCALE = 20_000;
/** A small server's worth. */
const IMPORT_MEGABYTES = 1024;
/** Leads in the list, and activities of one of them. */
const OF_PAGES = { leads: 10_000, activities: 5000 };
const DEFAULT_LEADS = 50_000;
const DEFAULT_RUNS = 3;
/** Short ones, so that what else the machine does meets every engine. */
const ENGINE_ROUNDS = 101;
/** Activities of a run, and the run that the others are compared with. */
const GROWTH_SIZES = [1000, 10_000, 100_000, 1_000_000];
const GROWTH_AGAINST = 10_000;
const GROWTH_ROUNDS = 5;
/** Days; 0 for interest that does not fade. */
const PLANTED = [7, 14, 30, 90, 0];
const PLANTED_LEADS = 5000;
const PLANTED_SEEDS = 100;

const HELP = `npm run bench [-- NAME... OPTIONS]

  NAME       a file of bench/ without its ending (score-lead, check-sla …), ${IN_N8N} for the
             comparisons in a real n8n, one of them (${IN_N8N}/check-sla …), ${INTAKE} for calls of
             the webhook, until the answer and until the score; without a name all of these run. ${IMPORT} takes in a HubSpot of
             as many contacts by template 13, on Linux; ${BOOK} fills a lead book through the webhook and rescores
             it as in a night, on Linux; ${SCALE} measures queue mode on PostgreSQL (npm run bench:scale); ${PAGES} opens the pages of 18 in a real n8n, with ${OF_PAGES.leads.toLocaleString('en')} leads; ${ODOO}, which installs an Odoo of 2.2 GB, compares its predictive lead
             scoring with points; ${ENGINES}, which installs three rule engines of 16 MB, scores flat leads by 20 rules in
             each; ${GROWTH} scores up to a million activities; ${HALF_LIFE} fits half-lives that were planted; ${PREDICT} learns from as many
             leads with 40 features, beside Google's ydf-training: these nine only when named
  --leads N  leads in a comparison, and half of its events; ${DEFAULT_LEADS}; of ${SCALE} ${LEADS_OF_SCALE}
  --runs N   its runs inside one n8n, of which the table shows the median; ${DEFAULT_RUNS}
  --beside FOLDER  a checkout of another version whose ${INTAKE} is measured too
  --help     this text`;

/** @typedef {import('../bench/harness/cases.mjs').Case} Case */

const progress = createProgress(process.stderr);

/** @param {string[]} args */
async function main(args) {
	const { positionals, values } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			leads: { type: 'string' },
			runs: { type: 'string' },
			beside: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return console.log(HELP);
	const files = (await readdir(join(CHECKOUT, 'bench'))).filter((file) => file.endsWith('.ts'));
	const alone = files.map((file) => basename(file, '.ts'));
	const known = [
		...alone,
		IN_N8N,
		...CASES.map(pathOf),
		INTAKE,
		IMPORT,
		BOOK,
		PAGES,
		SCALE,
		ODOO,
		ENGINES,
		GROWTH,
		HALF_LIFE,
		PREDICT,
	];
	const unknown = positionals.find((name) => !known.includes(name));
	if (unknown !== undefined)
		throw new HostFailure(`There is no benchmark "${unknown}".`, `There are: ${known.join(', ')}.`);
	const leads = readCount('leads', values.leads, DEFAULT_LEADS);
	const runs = readCount('runs', values.runs, DEFAULT_RUNS);
	const isChosen = (/** @type {string} */ name) => positionals.length === 0 || positionals.includes(name);
	await printMachine();
	await benchAlone(alone.filter(isChosen));
	for (const benchmark of CASES) {
		if (isChosen(IN_N8N) || isChosen(pathOf(benchmark))) await benchInN8n(benchmark, leads * benchmark.perLead, runs);
	}
	if (isChosen(INTAKE)) await benchIntake(values.beside);
	const onlyNamed = Object.entries(worksOnlyNamed(leads, values.leads));
	for (const [name, work] of onlyNamed) if (positionals.includes(name)) await work();
}

/**
 * @param {number} leads
 * @param {string | undefined} given how many were asked for
 * @returns {Readonly<Record<string, () => Promise<void>>>}
 */
const worksOnlyNamed = (leads, given) => ({
	[IMPORT]: () => benchImport(leads),
	[BOOK]: () => benchBook(leads),
	[PAGES]: benchPages,
	[SCALE]: () => benchScale(readCount('leads', given, LEADS_OF_SCALE)),
	[ODOO]: benchOdoo,
	[ENGINES]: benchEngines,
	[GROWTH]: benchGrowth,
	[HALF_LIFE]: benchHalfLife,
	[PREDICT]: () => benchPredict(leads),
});

/** @param {number} contacts */
async function benchImport(contacts) {
	const result = await measureImport({ contacts, megabytes: IMPORT_MEGABYTES, progress });
	const { seconds, activities, killedAt, peakMegabytes } = result;
	printTable(
		`Template 13, killed and gone on with; a heap of at most ${IMPORT_MEGABYTES} MB`,
		['contacts', 'activities', 's', 'contacts/s', 'killed at', 'peak MB'],
		[[contacts, activities, seconds, contacts / seconds, killedAt, peakMegabytes].map((number) => grouped(number))],
	);
}

/** @param {number} leads */
async function benchBook(leads) {
	const { activities, handedOver, changed, fill, night, idleMegabytes, tables, bytes } = await measureBook({
		leads,
		progress,
	});
	printTable(
		`A lead book of ${grouped(leads)} leads and ${grouped(activities)} activities, ${grouped(handedOver)} handed over`,
		['work', 's', 'peak MB of n8n'],
		[
			['nothing, after the start', '', grouped(idleMegabytes)],
			['all of it through the webhook, scored', grouped(fill.seconds), grouped(fill.peakMegabytes)],
			[`the nightly rescore, ${grouped(changed)} changed`, grouped(night.seconds), grouped(night.peakMegabytes)],
		],
	);
	const size = (/** @type {number} */ count) => (count / 1024 / 1024).toFixed(1);
	printTable(
		"n8n's Data Tables",
		['table', 'MB'],
		[...tables.map(({ name, bytes: count }) => [name, size(count)]), ['together', size(bytes)]],
	);
}

/** The pages that salespeople open. */
async function benchPages() {
	const times = await measurePages({ ...OF_PAGES, progress });
	printTable(
		`Pages of 18 from a real n8n, ${grouped(OF_PAGES.leads)} leads`,
		['page', 'ms (median of 7)', 'ms (longest)', 'processor ms', 'kB'],
		times.map(({ label, milliseconds, longest, processor, bytes }) => [
			...[label, grouped(milliseconds), grouped(longest), grouped(processor), grouped(bytes / 1000)],
		]),
	);
	console.log(`\nLoad average now: ${loadavg()[0].toFixed(1)}.`);
}

const pathOf = (/** @type {Case} */ { name }) => `${IN_N8N}/${name}`;

/**
 * @param {string} option
 * @param {string | undefined} text
 * @param {number} otherwise
 */
function readCount(option, text, otherwise) {
	const count = text === undefined ? otherwise : Number(text);
	if (Number.isInteger(count) && count > 0) return count;
	throw new HostFailure(
		`--${option} needs a whole number above 0.`,
		`For example: npm run bench -- --${option} ${otherwise}`,
	);
}

/** The nodes without n8n around them, each file in a process of its own. */
async function benchAlone(/** @type {readonly string[]} */ names) {
	if (names.length === 0) return;
	/** @type {string[][]} */
	const rows = [];
	for (const name of names) {
		for (const { name: label, items, milliseconds } of await progress.step(`bench/${name}.ts`, () =>
			runBundled(name, 'bench()'),
		)) {
			rows.push([label, grouped(items), grouped(milliseconds), grouped((items * 1000) / milliseconds)]);
		}
	}
	printTable('Each node by itself, without n8n', ['node', 'items', 'ms', 'items/s'], rows);
}

/**
 * @param {Case} benchmark
 * @param {number} items
 * @param {number} runs
 */
async function benchInN8n(benchmark, items, runs) {
	const records = await compareInN8n(benchmark, { items, runs, progress });
	const [{ node }] = records;
	const [ours] = benchmark.nodes;
	const times = (/** @type {string} */ name) => records.map(({ milliseconds }) => milliseconds[name]);
	// Both times of a ratio are of one run.
	const ratios = (/** @type {string} */ name) =>
		records.map(({ milliseconds }) => milliseconds[name] / milliseconds[CODE]);
	const rows = benchmark.nodes.map(({ name, label }) => {
		const taken = times(name);
		return [
			label,
			grouped(median(taken)),
			`${grouped(Math.min(...taken))}–${grouped(Math.max(...taken))}`,
			grouped((items * 1000) / median(taken)),
			median(ratios(name)).toFixed(3),
			`${grouped(median(records.map(({ bytes }) => bytes[name])) / items)} B`,
		];
	});
	const title = `In n8n, Node.js ${node}: ${grouped(items)} ${benchmark.what}, ${runs} runs`;
	printTable(title, ['node', 'ms (median)', 'ms (range)', 'items/s', 'of Code', 'memory/item'], rows);
	const script = median(records.map(({ scriptMilliseconds = NaN }) => scriptMilliseconds));
	const peak = Math.max(...records.map(({ peakBytes }) => peakBytes));
	console.log(`
${ours.label}: ${(median(times(ours.name)) / 1000).toFixed(2)} s, ${percent(median(ratios(ours.name)))} of the Code node's time. Both gave the same ${grouped(records[0].compared)} results.
Of the Code node's time its script took ${grouped(script)} ms; the rest is the items' way to the task runner and back.
n8n's process held ${(peak / 2 ** 30).toFixed(1)} GiB at its peak, with the output of all ${benchmark.nodes.length} nodes.
Load average now: ${loadavg()[0].toFixed(1)}.`);
}

/**
 * From the call to its 202, and to the scores in the lead book, beside the least that the same n8n can do.
 *
 * @param {string | undefined} beside a checkout of another version, to compare with
 */
async function benchIntake(beside) {
	const ours = await measureIntake({ progress });
	const theirs = beside === undefined ? undefined : await measureIntake({ checkout: resolve(beside), progress });
	const compared = (/** @type {number} */ own, /** @type {number | undefined} */ other) =>
		other === undefined ? [] : [grouped(other), (other / own).toFixed(1)];
	const ratioTo = (/** @type {Measure | undefined} */ other, /** @type {Measure} */ of) =>
		other === undefined ? '' : (of(ours) / other(ours)).toFixed(2);
	const rows = INTAKE_ROWS.map(({ label, of, bare, checked }) => [
		label,
		grouped(of(ours)),
		ratioTo(bare, of),
		ratioTo(checked, of),
		...compared(of(ours), theirs && of(theirs)),
	]);
	const head = [
		'measure',
		'ms',
		'of bare',
		'of bare with secret',
		...(theirs === undefined ? [] : ['other version, ms', 'times ours']),
	];
	printTable('The intake in n8n, each version in one n8n', head, rows);
	console.log(`
Bare: Webhook, Data Table insert and Respond for an answer; 500 single Data Table updates for 5,000 activities of 500 known leads.
Answers are medians, theirs and the bare ones in turn. Load average now: ${loadavg()[0].toFixed(1)}.`);
	const waits = await measureCrossing(progress);
	printTable(
		'From the 202 of the activity that crosses to the message in Slack, idle',
		['leads', 'median ms', 'longest ms'],
		[[waits.length, median(waits), Math.max(...waits)].map((number) => grouped(number))],
	);
}

/** @typedef {(intake: import('../bench/harness/intake.mjs').Intake) => number} Measure */

/** @type {readonly { label: string, of: Measure, bare?: Measure, checked?: Measure }[]} */
const INTAKE_ROWS = [
	{
		label: 'one activity, until its 202, idle',
		of: ({ idle }) => median(idle.ours),
		bare: ({ idle }) => median(idle.bare),
		checked: ({ idle }) => median(idle.checked),
	},
	{
		label: 'one activity, until its 202, while scoring runs',
		of: ({ whileScoring }) => median(whileScoring.ours),
		bare: ({ whileScoring }) => median(whileScoring.bare),
		checked: ({ whileScoring }) => median(whileScoring.checked),
	},
	{ label: '200 single activities of 50 leads, until scored', of: ({ singles }) => singles.lastScored },
	{ label: 'of which after the last 202', of: ({ singles }) => singles.lastScored - singles.lastAnswered },
	{ label: 'the same by 25 callers at a time', of: ({ crowd }) => crowd.lastScored },
	{ label: 'of which after the last 202', of: ({ crowd }) => crowd.lastScored - crowd.lastAnswered },
	{ label: '5,000 activities of 500 new leads, until scored', of: ({ bulkNew }) => bulkNew },
	{
		label: '5,000 activities of 500 known leads, until scored',
		of: ({ bulkKnown }) => bulkKnown,
		bare: ({ bareUpdates }) => bareUpdates,
	},
];

/** Score Lead without n8n beside rule engines. */
async function benchEngines() {
	const { rules, checked, engines } = await compareWithEngines({ rounds: ENGINE_ROUNDS, progress });
	const rows = engines.map(({ name, microseconds, ratios }) => [
		name,
		median(ratios).toFixed(1),
		`${quantile(ratios, 0.25).toFixed(1)}–${quantile(ratios, 0.75).toFixed(1)}`,
		median(microseconds).toFixed(2),
	]);
	printTable(
		`Flat leads by ${rules} rules, ${ENGINE_ROUNDS} rounds in alternating order in one process`,
		['engine', `of ${engines[0].name}`, 'half of the rounds', 'µs a lead'],
		rows,
	);
	console.log(`
Before, each engine gave ${grouped(checked)} leads the same points. Load average now: ${loadavg()[0].toFixed(1)}.`);
}

/** What an activity costs in small runs and in large ones. */
async function benchGrowth() {
	const call = `measureGrowth(${JSON.stringify(GROWTH_SIZES)}, ${GROWTH_AGAINST}, ${GROWTH_ROUNDS})`;
	const { manyLeads, oneLead } = await progress.step('Scoring up to a million activities', () =>
		runBundled('growth/growth', call),
	);
	printGrowth('Score Lead, ten activities a lead', manyLeads);
	printGrowth('Score Lead, all activities of one lead', oneLead);
	console.log(`\nLoad average now: ${loadavg()[0].toFixed(1)}.`);
}

/**
 * @param {string} title
 * @param {readonly import('../bench/growth/growth').Size[]} sizes
 */
function printGrowth(title, sizes) {
	const rows = sizes.map(({ activities, nanoseconds, ratios, bytes }) => [
		grouped(activities),
		median(ratios).toFixed(2),
		`${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
		grouped(median(nanoseconds)),
		(bytes / 1e6).toFixed(4),
	]);
	const against = `of ${grouped(GROWTH_AGAINST)}`;
	printTable(title, ['activities', against, 'range', 'ns an activity', 'MB a lead'], rows);
}

/** How often a half-life that is known is found. */
async function benchHalfLife() {
	/** @type {import('../bench/half-life/recover').Recovered[]} */
	const all = [];
	for (const planted of PLANTED)
		all.push(
			await progress.step(`Half-lives of ${planted || 'no'} days`, () =>
				runBundled('half-life/recover', `recover(${planted}, ${PLANTED_LEADS}, ${PLANTED_SEEDS})`),
			),
		);
	const figure = (/** @type {readonly number[]} */ values, /** @type {number} */ share) =>
		values.length === 0 ? '' : quantile(values, share).toFixed(1);
	printTable(
		`Planted half-lives, ${grouped(PLANTED_LEADS)} leads each, ${PLANTED_SEEDS} seeds`,
		['planted, days', 'right', 'says that it fades', 'found, median', '5 % to 95 %', 'interval, high by low'],
		all.map(({ planted, seeds, right, fades, found, spreads }) => [
			...[planted === null ? 'does not fade' : String(planted), percent(right / seeds), percent(fades / seeds)],
			...[figure(found, 0.5), found.length === 0 ? '' : `${figure(found, 0.05)}–${figure(found, 0.95)}`],
			figure(spreads, 0.5),
		]),
	);
	console.log(`\nRight: the interval holds what was planted, or “no evidence of fading” where nothing fades.`);
}

/** @param {number} leads */
async function benchPredict(leads) {
	const { features, works, ydf, auc } = await measurePredict({ leads, progress });
	printTable(
		`Learning from ${grouped(leads)} leads with ${features} features, in one process`,
		['work', 's', 'of its reference', 'peak MB so far'],
		works.map(({ name, seconds, ratio, megabytes }) => [
			...[name, seconds.toFixed(1), ratio === null ? '' : ratio.toFixed(2), grouped(megabytes)],
		]),
	);
	console.log(`
${ydf} The AUC on leads that came in later: logistic regression ${auc.logistic.toFixed(3)}, trees ${auc.trees.toFixed(3)}, ydf-training ${auc.ydf.toFixed(3)}, naive Bayes ${auc.bayes.toFixed(3)}.
Load average now: ${loadavg()[0].toFixed(1)}.`);
}

/** @param {number} leads */
async function benchScale(leads) {
	const { perLead, calls, activities, results } = await measureScale({ leads, progress });
	const second = (/** @type {number} */ count, /** @type {readonly number[]} */ seconds) =>
		grouped(count / median(seconds));
	/** @param {import('../bench/harness/scale.mjs').Pair} pair */
	const share = ({ ours, bare }) => median(ours.map((seconds, round) => bare[round] / seconds)).toFixed(2);
	printTable(
		'Queue mode: one main and its workers, Redis and PostgreSQL on this machine',
		['measure', ...results.map(({ workers }) => `workers: ${workers}`)],
		[
			['activities/s in single calls, 6 at a time', ...results.map(({ singles }) => second(calls, singles.ours))],
			['of Webhook → Postgres insert → Respond', ...results.map(({ singles }) => share(singles))],
			['the same while 02 scores them', ...results.map(({ singlesScored }) => second(calls, singlesScored))],
			[
				`activities/s, ${grouped(activities)} a call`,
				...results.map(({ batches }) => second(activities, batches.ours)),
			],
			['of Webhook → append of the list → Respond', ...results.map(({ batches }) => share(batches))],
			[`new leads scored/s, ${perLead} activities each`, ...results.map(({ fresh }) => grouped(fresh))],
			['leads of the nightly rescore/s', ...results.map(({ night }) => grouped(night))],
			[
				'peak MB of each worker',
				...results.map(({ megabytes }) => megabytes.map((count) => grouped(count)).join(' + ')),
			],
		],
	);
	console.log(`\n${grouped(leads)} leads. Ratios are of rounds in turn. Load average now: ${loadavg()[0].toFixed(1)}.`);
}

/** Which scoring tells better who converts, and what it costs. */
async function benchOdoo() {
	const { source, asOf, closed, open, converted, verdicts } = await compareWithOdoo(progress);
	const rows = verdicts.map(({ label, area, margin, milliseconds, ahead }) => [
		label,
		area.toFixed(3),
		`± ${margin.toFixed(3)}`,
		ahead === undefined ? '' : `${ahead.from.toFixed(3)} to ${ahead.to.toFixed(3)}`,
		grouped(milliseconds),
	]);
	const day = asOf.slice(0, 10);
	printTable(
		`Who of ${open} open leads converts, as of ${day}`,
		['scoring', 'AUC', '95 %', 'ahead of points, 95 %', 'ms'],
		rows,
	);
	console.log(`
${source}. ${grouped(closed)} had ended before ${day}, with outcomes that Odoo learnt from; of the open ones ${converted} converted later.
AUC: how often one who converts is scored above one who does not; 0.5 is chance. Odoo's time is for learning and scoring, without the import;
points are not learnt. Load average now: ${loadavg()[0].toFixed(1)}.`);
}

async function printMachine() {
	const { executable } = await findNode(progress);
	const version = (await run(executable, ['--version'])).trim();
	const memory = Math.round(totalmem() / 2 ** 30);
	console.log(
		`Machine: ${availableParallelism()} × ${cpus()[0].model}, ${memory} GiB, load average ${loadavg()[0].toFixed(1)}, Node.js ${version}`,
	);
}

/** @param {number} number */
const grouped = (number) => Math.round(number).toLocaleString('en');

/** @param {number} share */
const percent = (share) => `${(share * 100).toFixed(0)} %`;

/** @param {readonly number[]} numbers */
function median(numbers) {
	const sorted = [...numbers].sort((left, right) => left - right);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {readonly number[]} numbers
 * @param {number} share
 */
const quantile = (numbers, share) =>
	[...numbers].sort((left, right) => left - right)[Math.floor(numbers.length * share)];

/**
 * @param {string} title
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows first column to the left, numbers to the right
 */
function printTable(title, head, rows) {
	const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
	const line = (/** @type {readonly string[]} */ row) =>
		row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ');
	console.log(`\n${title}\n\n${[head, ...rows].map(line).join('\n')}`);
}

main(process.argv.slice(2)).catch((error) => {
	console.error(describeFailure(error));
	process.exitCode = 1;
});
