/** The templates as one n8n package, imported through n8n's API as docs/import-by-hand.md says. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import type { Json } from '../../scripts/host/client.mjs';
import { openHost, type OpenHost } from '../../scripts/host/host.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import { TABLES } from '../../workflows/src/tables';

jest.setTimeout(600_000);

const CHECKOUT = resolve(__dirname, '..', '..');
const progress = createProgress();
let folder: string;
let host: OpenHost;

async function importPackage(): Promise<{ readonly status: number; readonly text: string }> {
	const form = new FormData();
	form.set('package', new Blob([readFileSync(join(CHECKOUT, 'dist', 'lead-lifecycle.n8np'))]), 'lead-lifecycle.n8np');
	form.set('workflowConflictPolicy', 'new-version');
	const response = await fetch(`${host.server.url}/api/v1/n8n-packages/import`, {
		method: 'POST',
		headers: { 'X-N8N-API-KEY': host.client.apiKey, connection: 'close' },
		body: form,
	});
	return { status: response.status, text: await response.text() };
}

const workflows = async (): Promise<Json[]> =>
	((await host.client.api('GET', '/workflows?limit=250')) as { data: Json[] }).data;

beforeAll(async () => {
	await buildCheckout(CHECKOUT, progress);
	folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-n8np-'));
	host = await openHost({ userFolder: folder, checkout: CHECKOUT, timezone: 'UTC', progress });
});

afterAll(async () => {
	await host?.server.stop();
	await rm(folder, { recursive: true, force: true });
});

it('brings the workflows, unpublished, the tables that they use, and credentials to fill', async () => {
	const { status, text } = await importPackage();
	expect([status, status < 300 ? '' : text]).toEqual([status, '']);
	const all = await workflows();
	expect(all.map(({ id }) => String(id))).toEqual(
		expect.arrayContaining(['lead_lifecycle_01_capture', 'lead_lifecycle_02_score', 'lead_lifecycle_10_deliver']),
	);
	expect(all.filter(({ active }) => active === true)).toEqual([]);
	const tables = await host.client.tables();
	const needed = [TABLES.activityLog, TABLES.leadBook, TABLES.outbox, TABLES.rules, TABLES.state];
	for (const { name, columns } of needed)
		expect([name, (tables.get(name)?.columns as Json[] | undefined)?.length]).toEqual([name, columns.length]);
	const { data } = (await host.client.api('GET', '/credentials?limit=50')) as { data: Json[] };
	expect(data.map(({ id }) => String(id))).toEqual(expect.arrayContaining(['llActivityKey']));
});

it('is a new version of the same workflows the second time', async () => {
	const before = await workflows();
	expect((await importPackage()).status).toBeLessThan(300);
	expect((await workflows()).map(({ id }) => String(id)).sort()).toEqual(before.map(({ id }) => String(id)).sort());
});
