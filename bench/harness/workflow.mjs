// @ts-check
/** The workflow of the comparison: one list of leads, and each node that is timed reads it. */

import { readFileSync } from 'node:fs';

export const ACTIVITIES_PER_LEAD = 10;
export const SCORE_LEAD = 'Score Lead';
export const CODE = 'Code';
export const TRIGGER = 'Start';

const AS_OF = '2026-09-16T12:30:00.000Z';

/** @typedef {{ name: string, type: string, typeVersion: number, parameters: object, label: string }} TimedNode */

const code = (/** @type {string} */ file) => ({
	mode: 'runOnceForAllItems',
	language: 'javaScript',
	jsCode: readFileSync(new URL(file, import.meta.url), 'utf8'),
});

/** @type {readonly TimedNode[]} `label`: what the table of results calls it */
export const TIMED_NODES = [
	{
		name: SCORE_LEAD,
		label: 'Score Lead',
		type: 'n8n-nodes-lead-lifecycle.scoreLead',
		typeVersion: 1,
		parameters: { options: { asOf: AS_OF } },
	},
	{
		name: CODE,
		label: 'Code, the same rules by hand',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: code('score.code.js'),
	},
	{
		name: 'Edit Fields',
		label: 'Edit Fields, one expression',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: {
				assignments: [{ id: 'a', name: 'label', type: 'string', value: '={{ $json.name }}, {{ $json.company }}' }],
			},
			includeOtherFields: true,
			options: {},
		},
	},
	{
		name: 'No Operation',
		label: 'No Operation',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		parameters: {},
	},
];

/**
 * @param {number} leads how many
 * @param {number} turn n8n runs branches from top to bottom, so each turn another node stands first
 * @returns {import('../../scripts/host/client.mjs').Template}
 */
export function comparison(leads, turn) {
	const first = turn % TIMED_NODES.length;
	const timed = [...TIMED_NODES.slice(first), ...TIMED_NODES.slice(0, first)];
	const source = [
		{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'Size',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ leads, asOf: AS_OF }), options: {} },
		},
		{ name: 'Leads', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: code('leads.code.js') },
	];
	const to = (/** @type {readonly { name: string }[]} */ nodes) => ({
		main: [nodes.map(({ name }) => ({ node: name, type: 'main', index: 0 }))],
	});
	return {
		name: 'Benchmark: Score Lead beside a Code node',
		nodes: [
			...source.map((node, column) => ({ ...node, id: node.name, position: [column * 220, 0] })),
			...timed.map(({ label, ...node }, row) => ({ ...node, id: node.name, position: [660, row * 200] })),
		],
		connections: { [TRIGGER]: to([source[1]]), Size: to([source[2]]), Leads: to(timed) },
		// Hundreds of megabytes of items are of no use in n8n's database.
		settings: { executionOrder: 'v1', saveManualExecutions: false },
	};
}
