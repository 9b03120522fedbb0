/** n8n's own rules of what breaks in version 3, over every template: Settings → Migration report asks the same. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import type { Json } from '../../scripts/host/client.mjs';
import { openHost, type OpenHost } from '../../scripts/host/host.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import { readTemplates } from '../../scripts/host/templates.mjs';

jest.setTimeout(600_000);

const CHECKOUT = resolve(__dirname, '..', '..');
const progress = createProgress();
let folder: string;
let host: OpenHost;

interface Affected {
	readonly ruleId: string;
	readonly ruleTitle: string;
	readonly nbAffectedWorkflows: number;
}

/** All of `workflows`, however deep, but the sources. */
function foldersOfTemplates(folder = join(CHECKOUT, 'workflows')): string[] {
	const inside = readdirSync(folder, { withFileTypes: true }).filter(
		(entry) => entry.isDirectory() && entry.name !== 'src',
	);
	return [folder, ...inside.flatMap(({ name }) => foldersOfTemplates(join(folder, name)))];
}

async function affected(): Promise<readonly Affected[]> {
	const answer = (await host.client.editor('POST', '/breaking-changes/report/refresh?version=v3')) as Json;
	return (answer.report as { workflowResults: Affected[] }).workflowResults.filter(
		({ nbAffectedWorkflows }) => nbAffectedWorkflows > 0,
	);
}

beforeAll(async () => {
	await buildCheckout(CHECKOUT, progress);
	folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-n8n-3-'));
	host = await openHost({ userFolder: folder, checkout: CHECKOUT, timezone: 'UTC', progress });
});

afterAll(async () => {
	await host?.server.stop();
	await rm(folder, { recursive: true, force: true });
});

it('reports none of the templates', async () => {
	let imported = 0;
	for (const path of foldersOfTemplates()) {
		for (const { template } of await readTemplates(path)) {
			await host.client.createWorkflow(template);
			imported += 1;
		}
	}
	expect(imported).toBeGreaterThan(65);
	expect(await affected()).toEqual([]);
});

it('would report what version 3 removes', async () => {
	const [{ template }] = await readTemplates(join(CHECKOUT, 'workflows'));
	const each = {
		...{
			id: 'each',
			name: 'Once for each',
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			position: [0, 0],
		},
		parameters: { workflowId: { __rl: true, mode: 'id', value: 'x' }, mode: 'each' },
	};
	await host.client.createWorkflow({ ...template, nodes: [...template.nodes, each] });
	expect((await affected()).map(({ ruleId }) => ruleId)).toEqual(['execute-workflow-each-mode-v3']);
});
