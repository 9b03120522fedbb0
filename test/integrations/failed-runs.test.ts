/** What somebody is told when runs fail, rules are mistyped and tables lack what they need. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, Template } from '../../scripts/host/client.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { DELIVER, insertRows, sweep } from './support/outbox';

jest.setTimeout(600_000);

const SCORE = '02-score';
const WATCH = '08-watch-tables';
const RULES = 'll_rules';

let host: IntegrationHost;
let rules: Json[];

/** 08 as it is, but without waiting until nobody has written in a table for a quarter of an hour. */
async function impatientWatch(): Promise<string> {
	const template = JSON.parse(await readFile(join('workflows', `${WATCH}.json`), 'utf8')) as Template;
	const nodes = template.nodes.map((node) =>
		node.name === 'Check rules and settings'
			? { ...node, parameters: { ...(node.parameters as object), options: { editedMinutes: 0 } } }
			: node,
	);
	return await host.client.createWorkflow({ ...template, nodes });
}

async function emptyRules(): Promise<void> {
	const { id } = (await host.client.tables()).get(RULES) as { id: string };
	const filter = JSON.stringify({ type: 'and', filters: [{ columnName: 'id', condition: 'gt', value: 0 }] });
	await host.client.api('DELETE', `/data-tables/${id}/rows/delete?filter=${encodeURIComponent(filter)}`);
}

/** Until a row comes that 24 writes after the run that failed has ended. */
async function faults(count: number): Promise<Json[]> {
	for (let tries = 0; tries < 60; tries++) {
		const found = await host.rows('ll_outbox', { kind: 'fault' });
		if (found.length >= count) return found;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	return await host.rows('ll_outbox', { kind: 'fault' });
}

const page = (lead: string) => ({
	lead,
	type: 'page_view',
	at: new Date().toISOString(),
	properties: { path: '/pricing' },
});

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['slack'],
		templates: ['01-capture', SCORE, DELIVER, '24-when-a-run-fails'],
	});
	for (const file of [SCORE, DELIVER]) await sweep(host, file);
	rules = await host.rows(RULES);
});

afterAll(async () => {
	await host?.stop();
});

it('brings one message about a template that fails, however often it does, and none is lost', async () => {
	await emptyRules();
	await host.post(page('ana@fails.example'));
	const [told] = await faults(1);
	expect(told).toMatchObject({ title: '02 Score fails', audience: 'marketing' });
	expect(told.text).toContain('The input “Rules” brought no rule');
	expect(told.text).toMatch(/Open the run: http\S+\/workflow\/\S+\/executions\/\d+/);
	expect(JSON.stringify(told)).not.toContain('ana@');
	await host.post(page('bo@fails.example'));
	await host.idle();
	expect(await host.rows('ll_outbox', { kind: 'fault' })).toHaveLength(1);

	await insertRows(
		host,
		RULES,
		rules.map(({ id: _id, createdAt: _at, updatedAt: _then, ...row }) => row),
	);
	await host.post(page('cy@fails.example'));
	// The run that was cut off holds its lease for a minute.
	await new Promise((resolve) => setTimeout(resolve, 61_000));
	await sweep(host, SCORE);
	const book = await host.rows('ll_lead_book');
	expect(book.map(({ lead, activities }): unknown => [lead, activities])).toEqual(
		expect.arrayContaining(['ana', 'bo', 'cy'].map((name) => [`${name}@fails.example`, 1])),
	);
});

it('names a mistyped rule with the way to its table, and scores by the others', async () => {
	await insertRows(host, RULES, [
		{ rule: 'Typo', dimension: 'engagment', event: 'page_view', points: 50 },
		{ rule: 'Only a name' },
	]);
	await host.post(page('di@fails.example'));
	expect(await host.rows('ll_lead_book', { lead: 'di@fails.example' })).toMatchObject([{ activities: 1 }]);
	const id = await impatientWatch();
	await host.client.runWorkflow(id, 'Every hour');
	await host.client.runWorkflow(id, 'Every hour');
	await host.idle();
	const told = (await host.rows('ll_outbox', { kind: 'fault' })).filter(({ key }) => String(key).includes(RULES));
	expect(told).toHaveLength(1);
	expect(told[0].text).toContain('(“Typo”), column “dimension”');
	const { id: table } = (await host.client.tables()).get(RULES) as { id: string };
	expect(told[0].text).toMatch(new RegExp(`Open the table: ${host.url}/projects/\\w+/datatables/${table}`));
});

it('sends nothing that Slack refuses, and no secret', async () => {
	await sweep(host);
	expect(await host.services.slack.violations()).toEqual([]);
	expect(await host.leaks()).toEqual([]);
});
