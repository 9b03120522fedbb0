// @ts-check
/**
 * What Slack's Web API takes, as JSON schemas generated from the types of Slack's own client, and its size limits, which
 * types do not tell. A body that breaks either is a mistake of ours, even where Slack would let it pass.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce, cacheFolder, shortHash } from '../host/cache.mjs';
import { library, libraryFolder } from './libraries.mjs';

const TYPES = join('node_modules', '@slack', 'web-api', 'dist', 'types', 'request', 'index.d.ts');

/** @typedef {import('./http.mjs').Json} Json */

/**
 * @param {string} method e.g. `chat.postMessage`
 * @returns {string} the type of its arguments
 */
const typeOf = (method) =>
	`${method.replace(/(^|\.)(\w)/g, (_match, _dot, /** @type {string} */ letter) => letter.toUpperCase())}Arguments`;

/** @type {Map<string, any>} */
let validators = new Map();

/**
 * @param {string} method
 * @param {Json} body
 * @returns {Promise<string[]>} what is wrong with it
 */
export async function faultsOf(method, body) {
	const validate = validators.get(method) ?? (await validatorFor(method));
	validators.set(method, validate);
	if (validate === undefined) return [`Slack's client knows no method ${method}.`];
	const plain = withoutQuirks(body);
	return [...(validate(plain) ? [] : worded(plain, validate.errors)), ...oversizes(body)];
}

/**
 * @param {string} method
 * @returns {Promise<any>}
 */
async function validatorFor(method) {
	const schema = await schemaFor(method);
	if (schema === undefined) return undefined;
	const { default: ajv } = await library('ajv');
	const Ajv = ajv.default ?? ajv;
	return new Ajv({ strict: false, allErrors: true, discriminator: false }).compile(schema);
}

/**
 * Generating takes seconds, so what was generated is kept in the cache.
 *
 * @param {string} method
 * @returns {Promise<Json | undefined>}
 */
async function schemaFor(method) {
	const type = typeOf(method);
	const folder = await libraryFolder();
	const own = await readFile(fileURLToPath(import.meta.url), 'utf8');
	const target = join(cacheFolder(), `slack-${type}-${shortHash(basename(folder), own)}`);
	await mkdir(cacheFolder(), { recursive: true });
	if (!existsSync(target)) {
		const schema = await generate(join(folder, TYPES), type);
		if (schema === undefined) return undefined;
		await buildOnce(target, (partial) => writeFile(join(partial, 'schema.json'), JSON.stringify(schema)));
	}
	return JSON.parse(await readFile(join(target, 'schema.json'), 'utf8'));
}

/**
 * @param {string} path
 * @param {string} type
 * @returns {Promise<Json | undefined>} nothing when there is no such type
 */
async function generate(path, type) {
	const { default: generator } = await library('ts-json-schema-generator');
	try {
		const schema = generator
			.createGenerator({
				path,
				type,
				skipTypeCheck: true,
				additionalProperties: false,
				topRef: false,
				expose: 'export',
			})
			.createSchema(type);
		return withoutAnyBlock(schema);
	} catch (error) {
		if (error instanceof Error && /No root type/.test(error.message)) return undefined;
		throw error;
	}
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
 * A body that fits none of several shapes fails in each of them; what fails deepest in the body is what is wrong with it.
 *
 * @param {Json} body
 * @param {{ instancePath: string, message?: string, params?: Json }[]} errors
 * @returns {string[]}
 */
function worded(body, errors) {
	const depth = (/** @type {{ instancePath: string }} */ { instancePath }) => instancePath.split('/').length;
	const deepest = Math.max(...errors.map(depth));
	const words = errors
		.filter((error) => depth(error) === deepest)
		.map(({ instancePath, message, params }) => {
			const named = params?.additionalProperty ?? params?.allowedValues ?? params?.allowedValue ?? '';
			return `${instancePath || 'body'} ${message} ${JSON.stringify(named)}: ${JSON.stringify(at(body, instancePath)).slice(0, 200)}`;
		});
	return [...new Set(words)];
}

/**
 * @param {any} body
 * @param {string} pointer
 * @returns {unknown}
 */
const at = (body, pointer) =>
	pointer
		.split('/')
		.slice(1)
		.reduce((value, key) => value?.[key], body) ?? null;

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
	const fields = block?.fields ?? [];
	const elements = block?.elements ?? [];
	const texts = { header: LIMITS.header, section: LIMITS.section };
	return [
		...tooLong(`${name} text`, block?.text?.text, texts[/** @type {'header'} */ (block?.type)] ?? LIMITS.section),
		...tooLong(`${name} block_id`, block?.block_id, LIMITS.id),
		...tooMany(`${name} fields`, fields, LIMITS.fields),
		...fields.flatMap((/** @type {any} */ field) => tooLong(`${name} field`, field?.text, LIMITS.field)),
		...tooMany(
			`${name} elements`,
			elements,
			block?.type === 'actions' ? LIMITS.actionElements : LIMITS.contextElements,
		),
		...elements
			.filter((/** @type {any} */ { type }) => type === 'button')
			.flatMap((/** @type {any} */ button) => oversizesOfButton(button, name)),
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
