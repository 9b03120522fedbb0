/**
 * Builds the package: one CommonJS bundle for each node and credential into dist/, icons and codex files beside them.
 * Only modules that n8n itself provides stay imports; everything else is bundled, so the package has no dependencies.
 * Beside them the command that sets the package up in an n8n, which n8n never loads.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import esbuild from 'esbuild';
import gulp from 'gulp';
import { archive } from './archive.mjs';

const PROVIDED_BY_N8N = ['n8n-workflow', 'luxon', 'zod', 'lodash', 'crypto', 'node:crypto'];

const require = createRequire(import.meta.url);

/** Files of a folder by ending, as paths from the root with forward slashes. */
function filesOf(folder, ending) {
	const files = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
	return files.filter((file) => file.endsWith(ending)).map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}

const builtPath = (source) => `dist/${source.replace(/\.ts$/, '.js')}`;

/** n8n loads what package.json lists and nothing else, so the list and the folders must agree. */
function disagreements(listed, built) {
	const missing = listed.filter((path) => !built.includes(path));
	const forgotten = built.filter((path) => !listed.includes(path));
	return [
		...missing.map((path) => `package.json lists ${path}, but there is no source for it`),
		...forgotten.map((path) => `${path} is missing from the "n8n" section of package.json`),
	];
}

/** In one line: what is thrown may be a stream, or a list of what failed. */
function causeOf(error) {
	const causes = [error].flat(Infinity).map((each) => {
		const { message, code, path } = Object(each);
		return message ?? [code, path].filter(Boolean).join(' ');
	});
	return causes.filter(Boolean).join('; ').replace(/\s+/g, ' ') || `an error without words (${typeof error})`;
}

function stop(message) {
	console.error(`Build failed: ${message}`);
	process.exit(1);
}

const sources = [...filesOf('nodes', '.node.ts'), ...filesOf('credentials', '.credentials.ts')].sort();
const { n8n, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const faults = disagreements([...n8n.nodes, ...n8n.credentials], sources.map(builtPath));
if (faults.length > 0) stop(faults.join('\n'));

rmSync('dist', { recursive: true, force: true });
const bundling = esbuild.build({
	entryPoints: sources,
	outdir: 'dist',
	outbase: '.',
	bundle: true,
	format: 'cjs',
	platform: 'node',
	target: 'node20',
	// Some packages' `main` is a UMD wrapper whose inner requires cannot be bundled.
	mainFields: ['module', 'main'],
	keepNames: true,
	legalComments: 'eof',
	external: PROVIDED_BY_N8N,
	logLevel: 'warning',
});
await bundling.catch(() => stop('the sources have the errors above'));

// A module of its own for Node.js, as its ending says; it imports nothing but what Node.js brings.
const command = esbuild.build({
	entryPoints: ['setup/main.ts'],
	outfile: 'dist/setup.mjs',
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node20',
	mainFields: ['module', 'main'],
	keepNames: true,
	legalComments: 'eof',
	banner: { js: '#!/usr/bin/env node' },
	logLevel: 'warning',
});
await command.catch(() => stop('the set-up command has the errors above'));

// The templates as one file for n8n's API. Its code is bundled where what stays an import would be found.
const folder = mkdtempSync(join('node_modules', '.n8n-package-'));
// `stop` ends the process at once.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
	await esbuild.build({
		entryPoints: ['setup/n8n-package.ts', 'setup/library.ts'],
		outdir: folder,
		outExtension: { '.js': '.cjs' },
		bundle: true,
		format: 'cjs',
		platform: 'node',
		mainFields: ['module', 'main'],
		logLevel: 'warning',
	});
	const { packageFiles } = require(resolve(folder, 'n8n-package.cjs'));
	const { readLibrary } = require(resolve(folder, 'library.cjs'));
	const files = packageFiles(readLibrary('.'), devDependencies['n8n-core'], new Date().toISOString());
	writeFileSync('dist/lead-lifecycle.n8np', archive(files));
} catch (error) {
	stop(`dist/lead-lifecycle.n8np cannot be written: ${causeOf(error)}`);
}

require('../gulpfile.js');
await promisify(gulp.series('build:icons'))().catch((error) =>
	stop(`icons and codex files cannot be copied into dist/: ${causeOf(error)}. Is another build running here?`),
);
console.log(`Built ${sources.length} nodes and credentials into dist/`);
