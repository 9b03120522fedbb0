/** `compose.yaml`, as far as it can be looked at without Docker. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { SETTINGS } from '../../scripts/host/queue-settings.mjs';

interface Service {
	readonly image?: string;
	readonly command?: string | readonly string[];
	readonly environment?: Readonly<Record<string, string | number>>;
	readonly ports?: readonly string[];
	readonly volumes?: readonly string[];
	readonly healthcheck?: { readonly test: readonly string[] };
	readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const ROOT = resolve(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const text = read('compose.yaml');
const file = parse(text, { merge: true }) as Record<'services' | 'volumes', Record<string, Service>>;
const services = Object.entries(file.services);
const ofN8n = services.filter(([, { image }]) => image?.includes('/n8n:'));
const page = read('docs/queue-mode.md');

/** Names of the variables that n8n reads, from its own declarations. */
const KNOWN = new Set(
	filesIn(dirname(require.resolve('@n8n/config'))).flatMap((each) =>
		[...readFileSync(each, 'utf8').matchAll(/Env\)\('([A-Z0-9_]+)'/g)].map(([, name]) => name),
	),
);

function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
		.map((entry) => join(entry.parentPath, entry.name));
}

it('has a main, a process for webhooks and two workers of the n8n that the tests run, and what they need', () => {
	expect(ofN8n.map(([name, { command }]) => [name, command])).toEqual([
		['main', 'start'],
		['webhook', 'webhook'],
		['worker-1', 'worker --concurrency=10'],
		['worker-2', 'worker --concurrency=10'],
	]);
	expect(services.map(([name]) => name).sort()).toEqual(
		['main', 'nodes', 'postgres', 'redis', 'webhook', 'worker-1', 'worker-2'].sort(),
	);
	const { dependencies } = JSON.parse(read('scripts/host/n8n/package.json')) as { dependencies: { n8n: string } };
	for (const [, { image }] of ofN8n) expect(image?.split(':')[1]).toBe(dependencies.n8n);
});

it('sets no variable that n8n does not know', () => {
	expect(KNOWN.size).toBeGreaterThan(300);
	const unknown = ofN8n.flatMap(([, { environment = {} }]) =>
		Object.keys(environment).filter((name) => !KNOWN.has(name)),
	);
	expect(unknown).toEqual([]);
});

it('gives every n8n the settings that were tested, and the page names each of them', () => {
	for (const [name, { environment = {} }] of ofN8n) {
		const shown = Object.entries(SETTINGS).map(([setting]) => [setting, String(environment[setting])]);
		expect([name, shown]).toEqual([name, Object.entries(SETTINGS)]);
	}
	for (const [name, value] of Object.entries(SETTINGS)) expect(page).toContain(`\`${name}=${value}\``);
});

it('names in its page no variable that n8n does not know', () => {
	const named = [...page.matchAll(/`((?:N8N|QUEUE|DB|EXECUTIONS|OFFLOAD)_[A-Z0-9_]+)/g)].map(([, name]) => name);
	expect(named.length).toBeGreaterThan(5);
	expect(named.filter((name) => !KNOWN.has(name))).toEqual([]);
});

it('writes down what waits in Redis', () => {
	expect(file.services.redis.command).toEqual(expect.arrayContaining(['--appendonly', 'yes']));
});

it('listens on this machine alone', () => {
	const ports = services.flatMap(([, service]) => service.ports ?? []);
	expect(ports).toEqual(['127.0.0.1:5678:5678', '127.0.0.1:5679:5678']);
});

it('has its secrets from .env alone, which is not in git and starts without any', () => {
	const variables = new Set([...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name));
	const example = Object.fromEntries(
		[...read('.env.example').matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
	);
	expect(Object.keys(example).sort()).toEqual([...variables].sort());
	for (const name of ['N8N_ENCRYPTION_KEY', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD']) expect(example[name]).toBe('');
	for (const [name, value] of services.flatMap(([, { environment = {} }]) => Object.entries(environment)))
		if (/PASSWORD|KEY|AUTH/.test(name)) expect([name, value]).toEqual([name, expect.stringMatching(/^\$\{[A-Z0-9_]+/)]);
	expect(read('.gitignore').split('\n')).toContain('.env');
});

it('refers to services and volumes that are there, and waits only for health that is looked at', () => {
	for (const [name, { depends_on: needed = {}, volumes = [] }] of services) {
		for (const [other, { condition }] of Object.entries(needed)) {
			const isLookedAt = condition !== 'service_healthy' || file.services[other]?.healthcheck !== undefined;
			expect([name, other, isLookedAt]).toEqual([name, expect.stringMatching(namesOf(file.services)), true]);
		}
		for (const volume of volumes) expect(volume.split(':')[0]).toMatch(namesOf(file.volumes));
	}
});

const namesOf = (things: object): RegExp => new RegExp(`^(${Object.keys(things).join('|')})$`);

it('has commands that are lists of texts: a colon in one makes something else of it', () => {
	const lists = services.flatMap(([, { command, healthcheck }]) => [command, healthcheck?.test]).filter(Array.isArray);
	expect(lists.length).toBeGreaterThan(3);
	for (const list of lists) for (const each of list) expect(typeof each).toBe('string');
});
