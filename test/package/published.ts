import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = process.cwd();

export interface Manifest {
	name: string;
	version: string;
	main: string;
	bin?: string;
	files: string[];
	dependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
	bundledDependencies?: string[];
	peerDependencies: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; nodes: string[]; credentials: string[] };
}

/** The package as a user gets it: packed, and unpacked into a folder of its own. */
export interface Published {
	folder: string;
	manifest: Manifest;
	/** Paths inside the package, sorted. */
	files: string[];
	read(path: string): string;
	remove(): void;
}

/** Packs what is in dist/ now. */
export function publish(): Published {
	assertBuilt();
	const folder = mkdtempSync(join(tmpdir(), 'published-'));
	const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
	const [packed] = JSON.parse(run('npm', pack)) as Array<{
		filename: string;
		files: Array<{ path: string }>;
	}>;
	run('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
	const read = (path: string): string => readFileSync(join(folder, 'package', path), 'utf8');
	return {
		folder: join(folder, 'package'),
		manifest: JSON.parse(read('package.json')) as Manifest,
		files: packed.files.map(({ path }) => path).sort(),
		read,
		remove: () => rmSync(folder, { recursive: true }),
	};
}

function assertBuilt(): void {
	if (!existsSync('dist')) throw new Error('There is no dist/: run "npm run build" first.');
	const builtAt = Math.min(...scriptsIn('dist').map(changedAt));
	const newer = ['lifecycle', 'nodes', 'credentials', 'setup']
		.flatMap(scriptsIn)
		.find((file) => changedAt(file) > builtAt);
	if (newer) throw new Error(`dist/ is older than ${newer}: run "npm run build" first.`);
}

const changedAt = (file: string): number => statSync(file).mtimeMs;

const scriptsIn = (folder: string): string[] =>
	(existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [])
		.filter((file) => /\.[jt]s$/.test(file))
		.map((file) => join(folder, file));

/** What a command prints, run in the repository's root. */
export function run(command: string, parameters: string[]): string {
	// Under jest's NODE_ENV n8n's lint rules take every file for one of their own tests.
	const env = { ...process.env, NODE_ENV: 'production' };
	return execFileSync(command, parameters, {
		cwd: ROOT,
		env,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}
