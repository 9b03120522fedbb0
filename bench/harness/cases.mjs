// @ts-check
/** What is compared inside n8n: a node of ours, and beside it a Code node that does the same job by hand. */

import { readFileSync } from 'node:fs';

export const CODE = 'Code';

export const AS_OF = '2026-09-16T12:30:00.000Z';

/**
 * @typedef {{ name: string, type: string, typeVersion: number, parameters: object, label: string }} TimedNode `label`:
 * what the table of results calls it
 * @typedef {{
 *   name: string, what: string, perLead: number, source: object, nodes: readonly TimedNode[],
 *   outputs: number,
 * }} Case
 * `what`: the items, in words · `perLead`: how many of them for each lead asked for · `source`: parameters of the Code
 * node that makes them · `nodes`: ours, Code, then any others · `outputs`: how many of our outputs the Code node's one
 * stands for
 */

/** @param {string} file of this folder */
const script = (file) => ({
	mode: 'runOnceForAllItems',
	language: 'javaScript',
	jsCode: readFileSync(new URL(file, import.meta.url), 'utf8'),
});

/**
 * @param {string} label
 * @param {string} type
 * @param {object} [parameters]
 * @returns {TimedNode}
 */
const ours = (label, type, parameters = {}) => ({
	name: label,
	label,
	type: `n8n-nodes-lead-lifecycle.${type}`,
	typeVersion: 1,
	parameters: { ...parameters, options: { asOf: AS_OF } },
});

/**
 * @param {string} label
 * @param {string} file
 * @returns {TimedNode}
 */
const byHand = (label, file) => ({
	name: CODE,
	label: `Code, ${label}`,
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: script(file),
});

/** @type {TimedNode} */
const EDIT_FIELDS = {
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
};

/** @type {TimedNode} */
const NO_OPERATION = {
	name: 'No Operation',
	label: 'No Operation',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

const FIRST_RESPONSE = {
	name: 'First response',
	startField: 'handedOffAt',
	stopField: 'acceptedAt',
	target: 4,
	unit: 'business hours',
	warnAt: 75,
};
const OFFICE_HOURS = {
	days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
	opens: '9:00',
	closes: '17:00',
};

/** @type {readonly Case[]} */
export const CASES = [
	{
		name: 'score-lead',
		what: 'leads with 10 activities each',
		perLead: 1,
		source: script('leads.code.js'),
		nodes: [
			ours('Score Lead', 'scoreLead'),
			byHand('the same rules by hand', 'score.code.js'),
			EDIT_FIELDS,
			NO_OPERATION,
		],
		outputs: 1,
	},
	{
		name: 'apply-decay',
		what: 'leads, half of them decayed before',
		perLead: 1,
		source: script('stored-leads.code.js'),
		nodes: [ours('Apply Decay', 'applyDecay'), byHand('10 points a month by hand', 'decay.code.js')],
		outputs: 1,
	},
	{
		name: 'check-sla',
		what: 'leads handed off, a policy in business hours',
		perLead: 1,
		source: script('handed-off.code.js'),
		nodes: [
			ours('Check SLA', 'checkSla', {
				policies: { policy: [FIRST_RESPONSE] },
				timeZone: 'Europe/Paris',
				openingHours: { hours: [OFFICE_HOURS] },
			}),
			byHand('business hours by hand', 'sla.code.js'),
		],
		outputs: 4,
	},
	{
		name: 'aggregate-account',
		what: 'leads, ten a company',
		perLead: 1,
		source: script('colleagues.code.js'),
		nodes: [ours('Aggregate Account', 'aggregateAccount'), byHand('accounts by hand', 'accounts.code.js')],
		outputs: 1,
	},
	{
		name: 'normalize-activity',
		what: 'events of twelve vendors',
		perLead: 2,
		source: script('events.code.js'),
		nodes: [ours('Normalize Activity', 'normalizeActivity'), byHand('a reader a vendor', 'activities.code.js')],
		outputs: 1,
	},
];
