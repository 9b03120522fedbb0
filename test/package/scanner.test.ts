import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { type Published, publish, ROOT, run } from './published';

interface Codex {
	node: string;
	categories: string[];
	alias: string[];
}

interface Verdict {
	passed: boolean;
	details?: string;
}

/** Modules n8n lets a verified community node load; nothing else is there at run time. */
const PROVIDED_BY_N8N = ['n8n-workflow', 'luxon', 'zod', 'lodash', 'crypto', 'node:crypto'];

let published: Published;
beforeAll(() => {
	published = publish();
}, 60_000);
afterAll(() => published?.remove());

const nodes = (): string[] => published.manifest.n8n.nodes;
const credentials = (): string[] => published.manifest.n8n.credentials;
const classNameOf = (path: string): string => basename(path).split('.')[0];

/** What n8n makes of a file that package.json lists: it takes the export named as the file. */
function instanceOf<T>(path: string): T {
	const exported = createRequire(__filename)(join(ROOT, path)) as Record<string, new () => T>;
	return new exported[classNameOf(path)]();
}

const descriptionOf = (node: string): INodeType['description'] => instanceOf<INodeType>(node).description;
const credentialOf = (path: string): ICredentialType => instanceOf<ICredentialType>(path);

describe('n8n’s own scanner', () => {
	it('passes the published package and its sources', () => {
		const scan = join(__dirname, 'scan.mjs');
		const found = JSON.parse(run(process.execPath, [scan, published.folder, ROOT])) as Record<string, Verdict>;
		expect(found).toEqual({ shipped: { passed: true }, source: { passed: true } });
	}, 180_000);
});

describe('the published package', () => {
	it('depends on nothing but the n8n it is installed in', () => {
		const { dependencies = {}, optionalDependencies = {}, bundledDependencies = [] } = published.manifest;
		expect({ dependencies, optionalDependencies, bundledDependencies }).toEqual({
			dependencies: {},
			optionalDependencies: {},
			bundledDependencies: [],
		});
		expect(published.manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('loads only modules n8n provides', () => {
		const scripts = published.files.filter((file) => file.endsWith('.js'));
		const loaded = scripts.flatMap((file) => [...published.read(file).matchAll(/\brequire\(["']([^"']+)["']\)/g)]);
		const foreign = loaded
			.map(([, module]) => module)
			.filter((module) => !PROVIDED_BY_N8N.includes(module.split('/')[0]));
		expect(loaded.length).toBeGreaterThan(0);
		expect(foreign).toEqual([]);
	});

	it('brings a command that needs nothing but Node.js, and that n8n never loads', () => {
		const command = published.read('dist/setup.mjs');
		const imports = [...command.matchAll(/^import .*? from ["']([^"']+)["'];?$/gm)].map(([, module]) => module);
		expect(imports.length).toBeGreaterThan(0);
		expect(imports.filter((module) => !module.startsWith('node:'))).toEqual([]);
		expect(command).not.toMatch(/\brequire\(["']/);
		expect(published.manifest.bin).toBe('dist/setup.mjs');
		const help = run(process.execPath, [join(published.folder, 'dist', 'setup.mjs'), 'help']);
		expect(help).toContain('npx n8n-nodes-lead-lifecycle setup');
	});

	it('holds what it says and nothing from the workshop', () => {
		const { files, main } = published.manifest;
		expect(files).toEqual([
			...['dist', 'workflows/*.json', 'workflows/*/*.json', 'workflows/*/*/*.json', 'workflows/starters/*.csv'],
			...['migrations', 'README.md', 'LICENSE'],
		]);
		const allowed =
			/^(dist\/setup\.mjs|dist\/lead-lifecycle\.n8np|dist\/.+\.(node\.js|credentials\.js|svg|node\.json)|migrations\/\d+-[a-z]+\.sql|workflows\/(starters\/[^/]+\.(json|csv)|(postgres\/)?((salesforce|pipedrive|odoo)\/)?[^/]+\.json))$/;
		const also = ['package.json', 'README.md', 'README.fr.md', 'LICENSE', main];
		expect(published.files.filter((file) => !allowed.test(file) && !also.includes(file))).toEqual([]);
		expect(published.files).toEqual(expect.arrayContaining([...also, ...nodes()]));
	});

	it('has a version the changelog speaks of', () => {
		const [, newest] = /^## \[?(\d+\.\d+\.\d+)/m.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? [];
		expect(newest).toBe(published.manifest.version);
	});
});

describe('every node and credential', () => {
	it('is exported under its file’s name', () => {
		const names = [...nodes().map(descriptionOf), ...credentials().map(credentialOf)].map(({ name }) => name);
		const classNames = [...nodes(), ...credentials()].map(classNameOf);
		expect(names.map((name) => name[0].toUpperCase() + name.slice(1))).toEqual(classNames);
	});

	it('has a light and a dark icon', () => {
		const icons = [
			...nodes().flatMap((path) => iconsOf(path, descriptionOf(path).icon)),
			...credentials().flatMap((path) => iconsOf(path, credentialOf(path).icon)),
		];
		expect(icons.filter((icon) => !published.files.includes(icon))).toEqual([]);
	});
});

describe('every node', () => {
	it('is found under Sales and by other words', () => {
		const codexes = nodes().map((path) => JSON.parse(published.read(path.replace(/\.js$/, '.json'))) as Codex);
		const types = nodes().map((path) => `${published.manifest.name}.${descriptionOf(path).name}`);
		expect(codexes.map(({ node }) => node)).toEqual(types);
		for (const { categories, alias } of codexes) {
			expect(categories).toContain('Sales');
			expect(alias.length).toBeGreaterThan(0);
		}
	});
});

/** Where the package must hold the two icons that a built file names. */
function iconsOf(path: string, icon: ICredentialType['icon']): string[] {
	if (typeof icon !== 'object' || icon.light === icon.dark) throw new Error(`${path} needs a light and a dark icon.`);
	return [icon.light, icon.dark].map((name) => join(dirname(path), name.replace(/^file:/, '')));
}
