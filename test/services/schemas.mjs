// @ts-check
/** JSON schemas generated from the types that a vendor publishes, and what a body has wrong by them, in words. */

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce, cacheFolder, shortHash } from '../../scripts/host/cache.mjs';
import { library, libraryFolder } from './libraries.mjs';

/**
 * @typedef {import('./http.mjs').Json} Json
 * @typedef {{ instancePath: string, keyword: string, message?: string, params?: Json }} SchemaError
 * @typedef {{ (body: unknown): boolean, errors: SchemaError[] }} Validate
 */

/**
 * Generating takes seconds, so what was generated is kept in the cache.
 *
 * @param {string} vendor the first part of a name in the cache
 * @param {string} types path of a file of types, below the folder of the libraries
 * @param {string} type
 * @param {(schema: Json) => Json} [adjusted]
 * @returns {Promise<Json | undefined>} nothing when there is no such type
 */
export async function schemaOf(vendor, types, type, adjusted = (schema) => schema) {
	const folder = await libraryFolder();
	const own = await readFile(fileURLToPath(import.meta.url), 'utf8');
	const target = join(cacheFolder(), `${vendor}-${type}-${shortHash(basename(folder), own, String(adjusted))}`);
	await mkdir(cacheFolder(), { recursive: true });
	if (!existsSync(target)) {
		const schema = await generate(join(folder, types), type);
		if (schema === undefined) return undefined;
		const text = JSON.stringify(adjusted(schema));
		await buildOnce(target, (partial) => writeFile(join(partial, 'schema.json'), text));
	}
	return JSON.parse(await readFile(join(target, 'schema.json'), 'utf8'));
}

/**
 * @param {string} path
 * @param {string} type
 * @returns {Promise<Json | undefined>}
 */
async function generate(path, type) {
	const { default: generator } = await library('ts-json-schema-generator');
	try {
		return generator
			.createGenerator({
				path,
				type,
				skipTypeCheck: true,
				additionalProperties: false,
				topRef: false,
				expose: 'export',
			})
			.createSchema(type);
	} catch (error) {
		if (error instanceof Error && /No root type/.test(error.message)) return undefined;
		throw error;
	}
}

/** @returns {Promise<(schema: Json) => Validate>} */
export async function compiler() {
	const { default: ajv } = await library('ajv');
	const validator = new (ajv.default ?? ajv)({ strict: false, allErrors: true });
	return (schema) => validator.compile(schema);
}

/**
 * @param {SchemaError[]} errors
 * @returns {SchemaError[]} those furthest in, which are about what was meant
 */
export function deepest(errors) {
	const depth = (/** @type {SchemaError} */ { instancePath }) => instancePath.split('/').length;
	const most = Math.max(...errors.map(depth));
	return errors.filter((error) => depth(error) === most && error.keyword !== 'anyOf');
}

/**
 * @param {SchemaError} error
 * @param {Json} whole
 * @returns {string}
 */
export function worded({ instancePath, message, params }, whole) {
	const named = params?.additionalProperty ?? params?.allowedValues?.join(', ') ?? params?.allowedValue;
	const found = JSON.stringify(at(whole, instancePath)).slice(0, 200);
	return `${instancePath} ${message}${named === undefined ? '' : ` (${named})`}, found ${found}`.trim();
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
