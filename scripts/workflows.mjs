// @ts-check
/**
 * Writes the workflow templates: `workflows/src/01-name.ts` to `workflows/01-name.json`, and its variants for other CRMs
 * to a folder for each, `workflows/odoo/01-name.json`; `workflows/src/starters/starter-name.ts` to
 * `workflows/starters/starter-name.json`. With `--check` it writes nothing and fails when a file is not what its source
 * generates.
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

/** @returns {Promise<Map<string, string>>} the text of each template, and of the tabs of a sheet, by its path */
async function generate() {
	const names = [...namesIn('.'), ...namesIn('starters')];
	// Inside the checkout, so that what stays an import is found.
	const folder = mkdtempSync(join(ROOT, 'node_modules', '.workflows-'));
	try {
		await esbuild.build({
			entryPoints: [...names, TABS].map((name) => join(SOURCES, `${name}.ts`)),
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
			const texts = textsOf(join(folder, `${name}.cjs`));
			for (const [crm, text] of texts) files.set(join(ROOT, 'workflows', crm, `${name}.json`), text);
		}
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
 * @param {string} module path of a template's source, bundled
 * @returns {Map<string, string>} the template by the folder it belongs into: `.`, and each CRM in which it differs
 */
function textsOf(module) {
	const texts = new Map([['.', textFor('hubspot', module)]]);
	for (const crm of OTHER_CRMS) {
		const text = textFor(crm, module);
		if (text !== texts.get('.')) texts.set(crm, text);
	}
	return texts;
}

/**
 * @param {string} crm
 * @param {string} module
 * @returns {string}
 */
function textFor(crm, module) {
	process.env.TEMPLATES_FOR = crm;
	delete require.cache[require.resolve(module)];
	const { default: template } = require(module);
	return `${JSON.stringify(template, null, '\t')}\n`;
}

const files = await generate();
if (process.argv.includes('--check')) {
	const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
	for (const [path] of stale)
		console.error(`${path} is not what its source generates. Run: node scripts/workflows.mjs`);
	process.exitCode = stale.length > 0 ? 1 : 0;
} else {
	for (const [path, text] of files) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
	console.log(`${files.size} files written.`);
}
