// @ts-check
/** The workflow of a comparison: one list of items, and each node that is timed reads it. */

import { AS_OF, CODE } from './cases.mjs';

export const TRIGGER = 'Start';

/**
 * @param {import('./cases.mjs').Case} benchmark
 * @param {number} items how many
 * @param {number} turn n8n runs branches from top to bottom, so each turn another node stands first
 * @returns {import('../../scripts/host/client.mjs').Template}
 */
export function comparison(benchmark, items, turn) {
	const { name, nodes, outputs, source } = benchmark;
	const first = turn % nodes.length;
	const timed = [...nodes.slice(first), ...nodes.slice(0, first)];
	const timedNames = nodes.map((node) => node.name);
	const settings = { items, asOf: AS_OF, case: name, ours: timedNames[0], outputs, byHand: CODE, timed: timedNames };
	const before = [
		{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'Settings',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify(settings), options: {} },
		},
		{ name: 'Items', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: source },
	];
	return {
		name: `Benchmark: ${nodes[0].name} beside a Code node`,
		nodes: [
			...before.map((node, column) => ({ ...node, id: node.name, position: [column * 220, 0] })),
			...timed.map(({ label, ...node }, row) => ({ ...node, id: node.name, position: [660, row * 200] })),
		],
		connections: { [TRIGGER]: to([before[1]]), Settings: to([before[2]]), Items: to(timed) },
		// Hundreds of megabytes of items are of no use in n8n's database.
		settings: { executionOrder: 'v1', saveManualExecutions: false },
	};
}

const to = (/** @type {readonly { name: string }[]} */ nodes) => ({
	main: [nodes.map(({ name }) => ({ node: name, type: 'main', index: 0 }))],
});
