/** 23 One person on a real n8n: explained, exported and erased; then every byte of n8n's folder is searched for the person. */
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findNode } from '../../scripts/host/node24.mjs';
import type { Json } from '../../scripts/host/client.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { FormPage, type Ending } from '../e2e/support/form';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';

jest.setTimeout(1_200_000);

const ANA = 'ana.ruiz-marker@acme-marker.example';
const BEN = 'ben@acme-marker.example';
const WORDS = ['ana.ruiz-marker', 'visitor-marker-1', 'user-marker-17', 'Ana Markerruiz'];
const REP = 'rep@sales.example';
const PRUNED_LIMIT = 300_000;
const run = promisify(execFile);
const halfADayAgo = new Date(Date.now() - 43_200_000).toISOString();

let host: IntegrationHost;
/** A Node.js that reads SQLite. */
let node: string;

beforeAll(async () => {
	node = (await findNode(createProgress())).executable;
	host = await openIntegrationHost({
		services: ['hubspot'],
		seeds: {
			hubspot: {
				owners: [{ id: '12', email: REP }],
				properties: LEAD_PROPERTIES.map(({ column }) => PROPERTY_NAMES.hubspot(column)),
			},
		},
		templates: ['01-capture', '02-score', '03-account-rollup', '10-deliver', '16-crm-sync', '23-one-person'],
		environment: { EXECUTIONS_DATA_HARD_DELETE_BUFFER: '0', EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL: '1' },
	});
	const did = (lead: string, type: string, properties: object = {}, attributes: object = {}) => ({
		...{ lead, type, at: halfADayAgo, properties, attributes },
	});
	const who = (name: string) => ({ ...DIRECTOR, name });
	await host.post([
		did('visitor-marker-1', 'page_view', { path: '/pricing' }),
		did(
			ANA,
			'form_submit',
			{ form: 'contact', alsoKnownAs: ['visitor-marker-1', 'user-marker-17'] },
			who('Ana Markerruiz'),
		),
		did('user-marker-17', 'demo_request'),
		did(BEN, 'form_submit', { form: 'contact' }, who('Ben Okafor')),
		did(BEN, 'page_view', { path: '/pricing' }),
	]);
	await host.run('02-score', 'Every 5 minutes');
	await host.run('03-account-rollup', 'Every morning');
	await host.run('16-crm-sync', 'Every 5 minutes');
});

afterAll(async () => {
	await host?.stop();
});

const address = (): string => `${host.url}/form/one-person`;
const answers = (answer: string) => ({ 'E-mail address or key': 'user-marker-17', 'What do you need?': answer });

async function ask(answer: string): Promise<Ending> {
	const page = await FormPage.open(address(), host.sales);
	const ending = await page.send(answers(answer));
	await host.idle();
	return ending;
}

const rowsIn = async (table: string): Promise<string> => JSON.stringify(await host.rows(table));
const TABLES = [
	'll_activity_log',
	'll_lead_book',
	'll_alias_book',
	'll_outbox',
	'll_stage_log',
	'll_score_log',
	'll_account_book',
];
const holding = async (): Promise<string[]> => {
	const texts = await Promise.all(TABLES.map(async (table) => [table, await rowsIn(table)] as const));
	return texts.filter(([, text]) => WORDS.some((word) => text.includes(word))).map(([table]) => table);
};

it('is closed to strangers', async () => {
	expect((await fetch(address())).status).toBe(401);
	expect((await fetch(address(), { method: 'POST', body: new FormData() })).status).toBe(401);
});

it('has a person in every table, a company, messages and a task in the CRM', async () => {
	expect(await holding()).toEqual(TABLES);
	expect(await host.services.hubspot.tasks()).not.toEqual([]);
});

it('explains', async () => {
	const { html } = await ask('Explain');
	for (const words of [
		'What is held about <bdi>Ana Markerruiz</bdi>',
		'visitor-marker-1',
		'Demo request',
		'Who was told, and when',
		'CRM: 1 task',
	])
		expect(html).toContain(words);
	expect(html).not.toContain('Okafor');
});

it('exports a file', async () => {
	const { html } = await ask('Export');
	const [, encoded] = /const binaries = "([^"]+)"/.exec(html) ?? [];
	const [file] = JSON.parse(decodeURIComponent(encoded)) as Array<{ data: { data: number[] }; fileName: string }>;
	expect(file.fileName).toBe('person.json');
	const given = JSON.parse(Buffer.from(file.data.data).toString()) as { keys: string[]; ll_lead_book: Json[] };
	expect(given.keys.sort()).toEqual([ANA, 'user-marker-17', 'visitor-marker-1']);
	expect(given.ll_lead_book).toMatchObject([{ lead: ANA, name: 'Ana Markerruiz' }]);
});

it('erases, after asking again; others keep their scores, and what comes later starts a new record', async () => {
	const [ben] = await host.rows('ll_lead_book', { lead: BEN });
	const first = await FormPage.open(address(), host.sales);
	const second = await first.next(answers('Erase'));
	expect(second.html).toContain('visitor-marker-1');
	const ending = await second.send({ 'Erase for good?': 'Yes, erase this person' });
	expect(ending).toMatchObject({ title: 'Erased' });
	await host.idle();
	expect(await holding()).toEqual([]);
	const [after] = await host.rows('ll_lead_book', { lead: BEN });
	expect(after.total).toBe(ben.total);
	expect(await host.rows('ll_account_book')).toMatchObject([{ account: 'acme-marker.example', members: 1 }]);
	expect(await host.failures()).toEqual([]);
});

it('leaves rows with the person in n8n’s own table of executions alone', async () => {
	expect(await tablesHolding()).toEqual(['execution_data']);
});

it('leaves nothing in n8n’s folder after what docs/peoples-data.md says', async () => {
	const docs = await readFile(join(__dirname, '../../docs/peoples-data.md'), 'utf8');
	const [, script] = /```js\n([^]*?)```/.exec(docs) ?? [];
	const [, command] = /^sqlite3 \S+ "(.*)"$/m.exec(docs) ?? [];
	const file = join(host.folder, 'erase-executions.mjs');
	await writeFile(file, script);
	const { stdout } = await run(node, [
		file,
		host.url,
		host.apiKey,
		ANA,
		'visitor-marker-1',
		'user-marker-17',
		'Ana Markerruiz',
	]);
	expect(stdout).toMatch(/Deleted execution \d+ of workflow/);
	await untilPruned();
	await host.halt();
	await run(node, ['-e', STATEMENTS, database(), command]);
	expect(await filesHolding(host.folder)).toEqual([]);
});

const OPEN = "const { DatabaseSync } = require('node:sqlite'); const [file, ...given] = process.argv.slice(1);";
const STATEMENTS = `${OPEN} const db = new DatabaseSync(file); db.exec(given[0]); db.close();`;
/** Every row of every table, as JSON. */
const TABLES_HOLDING = `${OPEN} const db = new DatabaseSync(file, { readOnly: true });
	const tables = db.prepare("select name from sqlite_master where type = 'table'").all();
	const holds = ({ name }) => given.some((word) => JSON.stringify(db.prepare('select * from "' + name + '"').all()).includes(word));
	console.log(JSON.stringify(tables.filter(holds).map(({ name }) => name)));`;

const database = (): string => join(host.folder, 'database.sqlite');

async function tablesHolding(): Promise<string[]> {
	const { stdout } = await run(node, ['-e', TABLES_HOLDING, database(), ...WORDS]);
	return JSON.parse(stdout) as string[];
}

/** n8n takes away what is deleted or not saved at times of its own. */
async function untilPruned(): Promise<void> {
	for (const givenUpAt = Date.now() + PRUNED_LIMIT; Date.now() < givenUpAt; await sleep(5000)) {
		if ((await tablesHolding()).length === 0) return;
	}
	throw new Error('n8n did not prune its executions.');
}

async function filesHolding(folder: string): Promise<string[]> {
	const names = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = names
		.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
		.map(({ parentPath, name }) => join(parentPath, name));
	const held = await Promise.all(
		files.map(async (file) => {
			const bytes = await readFile(file);
			return WORDS.filter((word) => bytes.includes(word)).map((word) => `${word} in ${file.slice(folder.length)}`);
		}),
	);
	return held.flat().filter((place) => !place.includes('erase-executions'));
}
