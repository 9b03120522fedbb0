// @ts-check
/**
 * Writes the workflow templates: `workflows/src/01-name.ts` to `workflows/01-name.json`, and its variants for other CRMs
 * to a folder for each, `workflows/odoo/01-name.json`; `workflows/src/starters/starter-name.ts` to
 * `workflows/starters/starter-name.json`. With `--check` it writes nothing and fails when a file is not what its source
 * generates. The same once more for PostgreSQL in `workflows/postgres`, and the scripts of its tables in `migrations`.
 */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const require = createRequire(import.meta.url);
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = join(ROOT, 'workflows', 'src');
/** HubSpot's templates stand in workflows/ itself. */
const OTHER_CRMS = ['salesforce', 'pipedrive', 'odoo'];

/** The tabs of the Google Sheet starter stand beside it, to be imported into a document. */
const TABS = 'starters/sheets';
/** The scripts that make the tables on PostgreSQL. */
const MIGRATIONS = 'store/migrations';
const POSTGRES = 'postgres';

/** @returns {Promise<Map<string, string>>} the text of each template, and of the tabs of a sheet, by its path */
async function generate() {
	const names = [...namesIn('.'), ...namesIn('starters')];
	// Inside the checkout, so that what stays an import is found.
	const folder = mkdtempSync(join(ROOT, 'node_modules', '.workflows-'));
	try {
		await esbuild.build({
			entryPoints: [...names, TABS, MIGRATIONS].map((name) => join(SOURCES, `${name}.ts`)),
			outdir: folder,
			outbase: SOURCES,
			outExtension: { '.js': '.cjs' },
			bundle: true,
			// Node cannot load the ES modules of n8n-workflow.
			format: 'cjs',
			platform: 'node',
			packages: 'external',
			logLevel: 'warning',
		});
		const files = new Map();
		for (const name of names) {
			const texts = textsOf(name, join(folder, `${name}.cjs`));
			for (const [folder, text] of texts) files.set(join(ROOT, 'workflows', folder, `${name}.json`), text);
		}
		const { MIGRATIONS: migrations } = require(join(folder, `${MIGRATIONS}.cjs`));
		for (const [name, text] of Object.entries(migrations)) files.set(join(ROOT, 'migrations', name), text);
		const { SHEETS } = require(join(folder, `${TABS}.cjs`));
		for (const [name, text] of Object.entries(SHEETS)) files.set(join(ROOT, 'workflows', 'starters', name), text);
		return files;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * @param {string} folder
 * @returns {string[]} paths of the sources in it, without their ending
 */
function namesIn(folder) {
	return readdirSync(join(SOURCES, folder))
		.filter((file) => /^(\d\d|starter)-.*\.ts$/.test(file))
		.map((file) => join(folder, file.replace(/\.ts$/, '')))
		.sort();
}

/**
 * @param {string} name of a template, in its folder
 * @param {string} module path of its source, bundled
 * @returns {Map<string, string>} the template by the folder it belongs into: `.`, `postgres` where it keeps tables, and each CRM in
 *   which it differs, in both. A starter keeps none.
 */
function textsOf(name, module) {
	const texts = new Map();
	for (const store of storesOf(name)) {
		const text = textFor(store, 'hubspot', module);
		if (text !== texts.get('.')) texts.set(store, text);
		for (const crm of OTHER_CRMS) {
			const other = textFor(store, crm, module);
			if (other !== text && other !== texts.get(crm)) texts.set(join(store, crm), other);
		}
	}
	return texts;
}

/** A starter keeps no tables. */
const storesOf = (/** @type {string} */ name) => (dirname(name) === '.' ? ['.', POSTGRES] : ['.']);

/**
 * @param {string} store
 * @param {string} crm
 * @param {string} module
 * @returns {string}
 */
function textFor(store, crm, module) {
	process.env.TEMPLATES_FOR = crm;
	process.env.TEMPLATES_STORE = store;
	delete require.cache[require.resolve(module)];
	const { default: template } = require(module);
	return `${JSON.stringify(template, null, '\t')}\n`;
}

/** @returns {string[]} the paths of all files that sources generate, as they are in the checkout */
function written() {
	const below = (/** @type {string} */ folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
	const templates = below(join(ROOT, 'workflows')).filter((path) => !path.startsWith(SOURCES));
	return [...templates, ...below(join(ROOT, 'migrations'))].filter((path) => /\.(json|csv|sql)$/.test(path));
}

const files = await generate();
if (process.argv.includes('--check')) {
	const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
	for (const [path] of stale)
		console.error(`${path} is not what its source generates. Run: node scripts/workflows.mjs`);
	const strays = written().filter((path) => !files.has(path));
	for (const path of strays) console.error(`No source generates ${path}. Delete it.`);
	process.exitCode = stale.length + strays.length > 0 ? 1 : 0;
} else {
	for (const [path, text] of files) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
	console.log(`${files.size} files written.`);
}
