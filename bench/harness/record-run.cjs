// @ts-check
/**
 * Loaded by n8n itself (EXTERNAL_HOOK_FILES): when a run ends it writes, as one line of JSON, how long each node took,
 * where our node and the Code node disagree, and how much memory each node's output held. Only n8n sees the items:
 * they never leave its process.
 */

const { appendFileSync } = require('node:fs');
const v8 = require('node:v8');
const vm = require('node:vm');
const { gists } = require('./gists.cjs');

const SHOWN_DISAGREEMENTS = 5;

/**
 * @typedef {{ json: Record<string, any> }} Item
 * @typedef {{ executionTime: number, data?: { main: Item[][] } }} TaskData
 * @typedef {Record<string, TaskData[]>} RunData
 * @typedef {{ runData: RunData, error?: { message: string, node?: { name: string } } }} ResultData
 * @typedef {{ case: string, ours: string, outputs: number, byHand: string, timed: string[] }} Settings
 * @typedef {{
 *   error?: string, milliseconds: Record<string, number>, scriptMilliseconds?: number, bytes: Record<string, number>,
 *   compared: number, disagreements: string[], node: string, peakBytes: number,
 * }} RunRecord
 */

module.exports = { workflow: { postExecute: [record] } };

/** @param {{ data: { resultData: ResultData } }} run */
async function record({ data: { resultData } }) {
	const settings = /** @type {Settings} */ (itemsOf(resultData.runData.Settings)[0]?.json);
	if (settings === undefined) return;
	const seen = observe(resultData, settings);
	// After `observe` has returned: a frame on the stack would keep the items it looked at.
	const bytes = heldBytes(resultData.runData, settings.timed);
	appendFileSync(process.env.BENCH_RUNS ?? '', `${JSON.stringify({ ...seen, bytes })}\n`);
}

/**
 * @param {ResultData} resultData
 * @param {Settings} settings
 * @returns {Omit<RunRecord, 'bytes'>}
 */
function observe({ runData, error }, { case: name, ours, outputs, byHand }) {
	const made = itemsOf(runData[byHand]);
	return {
		error: error && `${error.node?.name ?? 'workflow'}: ${error.message}`,
		milliseconds: Object.fromEntries(Object.entries(runData).map(([node, [task]]) => [node, task.executionTime])),
		scriptMilliseconds: made[0]?.json.scriptMilliseconds,
		...compare(gistsOf(name, itemsOf(runData[ours], outputs)), gistsOf(name, made)),
		node: process.versions.node,
		peakBytes: process.resourceUsage().maxRSS * 1024,
	};
}

/**
 * @param {TaskData[] | undefined} tasks
 * @param {number} [outputs] how many of the node's outputs
 */
const itemsOf = (tasks, outputs = 1) => tasks?.[0].data?.main.slice(0, outputs).flatMap((items) => items ?? []) ?? [];

/**
 * @param {string} name of the case
 * @param {readonly Item[]} items
 */
const gistsOf = (name, items) => items.map(({ json }) => JSON.stringify(gists[name](json))).sort();

/**
 * In any order: outputs part what a Code node leaves in one list.
 *
 * @param {readonly string[]} ours
 * @param {readonly string[]} theirs
 * @returns {Pick<RunRecord, 'compared' | 'disagreements'>}
 */
function compare(ours, theirs) {
	const [onlyOurs, onlyTheirs] = [without(ours, theirs), without(theirs, ours)];
	return {
		compared: Math.min(ours.length, theirs.length),
		disagreements: [
			...(ours.length === theirs.length ? [] : [`${ours.length} items beside ${theirs.length}`]),
			...onlyOurs.slice(0, SHOWN_DISAGREEMENTS).map((gist) => `only the node: ${gist}`),
			...onlyTheirs.slice(0, SHOWN_DISAGREEMENTS).map((gist) => `only the Code node: ${gist}`),
		],
	};
}

/**
 * @param {readonly string[]} some
 * @param {readonly string[]} others
 */
function without(some, others) {
	const known = new Set(others);
	return some.filter((each) => !known.has(each));
}

/**
 * What the heap loses when a node's output is let go of, in bytes. Lets go of the output of every node named, so it
 * comes last.
 *
 * @param {RunData} runData
 * @param {readonly string[]} names
 */
function heldBytes(runData, names) {
	v8.setFlagsFromString('--expose-gc');
	const collectGarbage = vm.runInNewContext('gc');
	const heapInUse = () => {
		collectGarbage();
		return process.memoryUsage().heapUsed;
	};
	let before = heapInUse();
	const held = names.map((name) => {
		delete runData[name];
		const after = heapInUse();
		const bytes = before - after;
		before = after;
		return [name, bytes];
	});
	return Object.fromEntries(held);
}
