// @ts-check
/**
 * What Slack's Web API takes, as JSON schemas generated from the types of Slack's own client, and its size limits, which
 * types do not tell. A body that breaks either is a mistake of ours, even where Slack would let it pass.
 */

import { join } from 'node:path';
import { compiler, deepest, schemaOf, worded } from './schemas.mjs';

const TYPES = join('node_modules', '@slack', 'web-api', 'dist', 'types', 'request', 'index.d.ts');

/**
 * @typedef {import('./http.mjs').Json} Json
 * @typedef {import('./schemas.mjs').SchemaError} SchemaError
 */

/**
 * @param {string} method e.g. `chat.postMessage`
 * @returns {string} the type of its arguments
 */
const typeOf = (method) =>
	`${method.replace(/(^|\.)(\w)/g, (_match, _dot, /** @type {string} */ letter) => letter.toUpperCase())}Arguments`;

/** @type {Map<string, ((body: Json) => string[]) | undefined>} */
const checks = new Map();

/**
 * @param {string} method
 * @param {Json} body
 * @returns {Promise<string[]>} what is wrong with it
 */
export async function faultsOf(method, body) {
	if (!checks.has(method)) checks.set(method, await checkFor(method));
	const check = checks.get(method);
	if (check === undefined) return [`Slack's client knows no method ${method}.`];
	return [...check(withoutQuirks(withoutOwnOption(body))), ...oversizes(body)];
}

/**
 * @param {string} method
 * @returns {Promise<((body: Json) => string[]) | undefined>}
 */
async function checkFor(method) {
	const schema = await schemaOf('slack', TYPES, typeOf(method), withoutAnyBlock);
	if (schema === undefined) return undefined;
	const compile = await compiler();
	const validate = compile(schema);
	const { definitions } = schema;
	const validateBlock = (/** @type {Json} */ block) => {
		const kind = Object.keys(definitions).find((name) => definitions[name].properties?.type?.const === block?.type);
		if (kind === undefined) return [`there is no block of type ${JSON.stringify(block?.type)}`];
		const ofKind = compile({ $ref: `#/definitions/${kind}`, definitions });
		return ofKind(block) ? [] : deepest(ofKind.errors).map((error) => worded(error, block));
	};
	return (body) => (validate(body) ? [] : explained(body, schema, validate.errors, validateBlock));
}

/**
 * The client's types take any object with a `type` for a block. With only the known blocks left, a block is held to its own.
 *
 * @param {any} value a schema or a part of one
 * @returns {any}
 */
function withoutAnyBlock(value) {
	if (Array.isArray(value)) return value.filter((part) => part?.$ref !== '#/definitions/Block').map(withoutAnyBlock);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutAnyBlock(part)]));
}

/**
 * n8n's Slack node sends its own option, by which it adds a link or not, along with the message. Slack overlooks it, and a
 * template could only leave it out by having the link.
 *
 * @param {Json} body
 * @returns {Json}
 */
function withoutOwnOption({ includeLinkToWorkflow, ...body }) {
	return body;
}

/**
 * n8n's Slack node puts `emoji` into the mrkdwn text of its questions. Slack overlooks it, and no template can help it.
 *
 * @param {any} value
 * @returns {any}
 */
function withoutQuirks(value) {
	if (Array.isArray(value)) return value.map(withoutQuirks);
	if (typeof value !== 'object' || value === null) return value;
	const { emoji, ...rest } = value;
	const kept = value.type === 'mrkdwn' || emoji === undefined ? rest : value;
	return Object.fromEntries(Object.entries(kept).map(([key, part]) => [key, withoutQuirks(part)]));
}

/**
 * A body may be of several shapes and a block of several kinds, and what fits none of them fails in each. So a block is held
 * against the kind that it calls itself, and a body without a bad block against the names that any shape has.
 *
 * @param {Json} body
 * @param {Json} schema
 * @param {SchemaError[]} errors
 * @param {(block: Json) => string[]} validateBlock
 * @returns {string[]}
 */
function explained(body, schema, errors, validateBlock) {
	const blocks = Array.isArray(body.blocks) ? body.blocks : [];
	const inBlocks = blocks.flatMap((block, index) => validateBlock(block).map((fault) => `blocks/${index}: ${fault}`));
	if (inBlocks.length > 0) return inBlocks;
	const shapes = schema.anyOf ?? [schema];
	const isKnown = (/** @type {string} */ name) =>
		shapes.some((/** @type {Json} */ shape) => shape.properties?.[name] !== undefined);
	const unknown = Object.keys(body).filter((name) => !isKnown(name));
	if (unknown.length > 0) return unknown.map((name) => `there is no property "${name}"`);
	return deepest(errors).map((error) => worded(error, body));
}

/** As https://docs.slack.dev/reference/block-kit/blocks has them, in characters or pieces. */
const LIMITS = {
	text: 4000,
	blocks: 50,
	header: 150,
	section: 3000,
	field: 2000,
	fields: 10,
	contextElements: 10,
	actionElements: 25,
	label: 75,
	value: 2000,
	url: 3000,
	id: 255,
};

/**
 * @param {Json} body
 * @returns {string[]}
 */
function oversizes({ text, blocks }) {
	const list = Array.isArray(blocks) ? blocks : [];
	return [
		...tooLong('text', text, LIMITS.text),
		...tooMany('blocks', list, LIMITS.blocks),
		...list.flatMap((block, index) => oversizesOf(block, `blocks/${index} (${block?.type})`)),
	];
}

/**
 * @param {any} block
 * @param {string} name
 * @returns {string[]}
 */
function oversizesOf(block, name) {
	const { type, text, block_id: id, fields = [], elements = [] } = block ?? {};
	const isEmpty = type === 'section' && text === undefined && fields.length === 0;
	const buttons = elements.filter((/** @type {any} */ element) => element?.type === 'button');
	return [
		...(isEmpty ? [`${name} has neither text nor fields.`] : []),
		...tooLong(`${name} text`, text?.text, type === 'header' ? LIMITS.header : LIMITS.section),
		...tooLong(`${name} block_id`, id, LIMITS.id),
		...tooMany(`${name} fields`, fields, LIMITS.fields),
		...fields.flatMap((/** @type {any} */ field) => tooLong(`${name} field`, field?.text, LIMITS.field)),
		...tooMany(`${name} elements`, elements, type === 'actions' ? LIMITS.actionElements : LIMITS.contextElements),
		...buttons.flatMap((/** @type {any} */ button) => oversizesOfButton(button, name)),
	];
}

/**
 * @param {any} button
 * @param {string} name of its block
 * @returns {string[]}
 */
const oversizesOfButton = (button, name) => [
	...tooLong(`${name} button`, button.text?.text, LIMITS.label),
	...tooLong(`${name} button value`, button.value, LIMITS.value),
	...tooLong(`${name} button url`, button.url, LIMITS.url),
	...tooLong(`${name} button action_id`, button.action_id, LIMITS.id),
];

/**
 * @param {string} name
 * @param {unknown} text
 * @param {number} limit
 */
const tooLong = (name, text, limit) =>
	typeof text === 'string' && text.length > limit
		? [`${name} has ${text.length} characters; Slack takes ${limit}.`]
		: [];

/**
 * @param {string} name
 * @param {readonly unknown[]} list
 * @param {number} limit
 */
const tooMany = (name, list, limit) => (list.length > limit ? [`${name}: ${list.length}; Slack takes ${limit}.`] : []);
