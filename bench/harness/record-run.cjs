// @ts-check
/**
 * Loaded by n8n itself (EXTERNAL_HOOK_FILES): when a run ends it writes, as one line of JSON, how long each node took,
 * where Score Lead and the Code node disagree, and how much memory each node's output held. Only n8n sees the items:
 * they never leave its process.
 */

const { appendFileSync } = require('node:fs');
const v8 = require('node:v8');
const vm = require('node:vm');

const SHOWN_DISAGREEMENTS = 5;

/**
 * @typedef {{ json: Record<string, any> }} Item
 * @typedef {{ executionTime: number, data?: { main: Item[][] } }} TaskData
 * @typedef {Record<string, TaskData[]>} RunData
 * @typedef {{ runData: RunData, error?: { message: string, node?: { name: string } } }} ResultData
 * @typedef {{
 *   error?: string, milliseconds: Record<string, number>, scriptMilliseconds?: number, bytes: Record<string, number>,
 *   compared: number, disagreements: string[], node: string, peakBytes: number,
 * }} RunRecord
 */

module.exports = { workflow: { postExecute: [record] } };

/** @param {{ data: { resultData: ResultData } }} run */
async function record({ data: { resultData } }) {
	const { scoreLead, code, timed } = JSON.parse(process.env.BENCH_NODES ?? '{}');
	const seen = observe(resultData, scoreLead, code);
	// After `observe` has returned: a frame on the stack would keep the items it looked at.
	const bytes = heldBytes(resultData.runData, timed);
	appendFileSync(process.env.BENCH_RUNS ?? '', `${JSON.stringify({ ...seen, bytes })}\n`);
}

/**
 * @param {ResultData} resultData
 * @param {string} scoreLead name of a node
 * @param {string} code name of a node
 * @returns {Omit<RunRecord, 'bytes'>}
 */
function observe({ runData, error }, scoreLead, code) {
	const byHand = itemsOf(runData[code]);
	return {
		error: error && `${error.node?.name ?? 'workflow'}: ${error.message}`,
		milliseconds: Object.fromEntries(Object.entries(runData).map(([name, [task]]) => [name, task.executionTime])),
		scriptMilliseconds: byHand[0]?.json.scriptMilliseconds,
		...compare(itemsOf(runData[scoreLead]), byHand),
		node: process.versions.node,
		peakBytes: process.resourceUsage().maxRSS * 1024,
	};
}

/** @param {TaskData[] | undefined} tasks */
const itemsOf = (tasks) => tasks?.[0].data?.main[0] ?? [];

/**
 * @param {readonly Item[]} scored
 * @param {readonly Item[]} byHand
 * @returns {Pick<RunRecord, 'compared' | 'disagreements'>}
 */
function compare(scored, byHand) {
	const disagreements = scored.map((item, index) => disagreement(item, byHand[index])).filter((text) => text !== '');
	return {
		compared: Math.min(scored.length, byHand.length),
		disagreements: disagreements.slice(0, SHOWN_DISAGREEMENTS),
	};
}

/**
 * @param {Item} ours
 * @param {Item | undefined} theirs
 * @returns {string} '' when both give the same scores for the same reasons
 */
function disagreement(ours, theirs) {
	const [left, right] = [gist(ours), theirs ? gist(theirs) : 'nothing'];
	return left === right ? '' : `${ours.json.email}: Score Lead ${left}; Code ${right}`;
}

/** @param {Item} item */
function gist({ json: { leadScore } }) {
	const { total, fit, engagement, quality, activities, reasons } = leadScore;
	const lines = reasons.map((/** @type {any} */ reason) => `${reason.rule} ×${reason.count} ${reason.points}`);
	return JSON.stringify({ total, fit, engagement, quality, activities, reasons: lines.sort() });
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
