/** n8n's own Odoo node, and calls from Odoo to n8n, on a real Odoo 19: what the templates for Odoo rest on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openHost, type OpenHost } from '../../scripts/host/host.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import { OdooClient } from '../services/odoo/odoo-client.mjs';
import { callWebhookOnChange, makeFields, makeSalesperson, markLost, modelIdOf } from '../services/odoo/crm.mjs';
import { openOdoo, type Odoo } from '../services/odoo/odoo.mjs';

jest.setTimeout(900_000);

type Row = Record<string, unknown>;

const WAIT = 20_000;
const ANN = 'ann.lee@odoo-test.example';
const REP = 'kim.ito@sales.example';

let odoo: Odoo;
let n8n: OpenHost;
let folder: string;
let credential: { id: string; name: string };

beforeAll(async () => {
	const progress = createProgress();
	folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-odoo-n8n-'));
	odoo = await openOdoo(progress);
	await makeFields(odoo.client, 'crm.lead', [
		{ name: 'x_lead_total', label: 'Lead total', type: 'float' },
		{ name: 'x_lead_cell', label: 'Lead cell', type: 'char' },
		{ name: 'x_lead_summary', label: 'Lead summary', type: 'text' },
	]);
	await makeSalesperson(odoo.client, { name: 'Kim Ito', email: REP });
	n8n = await openHost({ userFolder: folder, progress, timezone: 'UTC' });
	const name = 'Odoo';
	const id = await n8n.client.createCredential(name, 'odooApiKeyApi', odoo.credentials().odooApiKeyApi);
	credential = { id, name };
});

afterAll(async () => {
	await n8n?.server.stop();
	await odoo?.stop();
	await rm(folder, { recursive: true, force: true });
});

const model = (value: string) => ({ __rl: true, mode: 'id', value });
const byId = (value: number) => ({ __rl: true, mode: 'id', value: String(value) });
const fields = (value: Row) => ({ mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] });

let workflows = 0;

/** Publishes a webhook that answers with what the node behind it gives. */
async function publishNode(parameters: Row, more: Row = {}): Promise<{ id: string; url: string }> {
	const path = `odoo-${++workflows}`;
	const id = await n8n.client.createWorkflow({
		name: path,
		nodes: [
			{
				id: `webhook-${path}`,
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				position: [0, 0],
				webhookId: path,
				parameters: {
					path,
					httpMethod: 'POST',
					responseMode: 'lastNode',
					responseData: 'allEntries',
					options: {},
				},
			},
			{
				id: `odoo-${path}`,
				name: 'Odoo',
				type: 'n8n-nodes-base.odoo',
				typeVersion: 2,
				position: [220, 0],
				parameters: { authentication: 'odooApiKeyApi', ...parameters },
				credentials: { odooApiKeyApi: credential },
				...more,
			},
		],
		connections: { Webhook: { main: [[{ node: 'Odoo', type: 'main', index: 0 }]] } },
	});
	await n8n.client.publish(id);
	return { id, url: `${n8n.server.url}/webhook/${path}` };
}

async function callNode(parameters: Row, more: Row = {}): Promise<Row[]> {
	const { id, url } = await publishNode(parameters, more);
	const response = await fetch(url, { method: 'POST', headers: { connection: 'close' } });
	const answer = (await response.json()) as Row[];
	await n8n.client.deleteWorkflow(id);
	return answer;
}

const find = (email: string) => ({
	resource: 'custom',
	operation: 'getAll',
	customResource: model('crm.lead'),
	returnAll: true,
	filters: { filter: [{ fieldName: 'email_normalized', operator: 'in', value: email }] },
	options: { fieldsList: 'id,email_normalized,user_id,x_lead_total' },
});

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
	const givenUpAt = Date.now() + WAIT;
	for (;;) {
		const seen = await look();
		if (seen !== undefined) return seen;
		if (Date.now() > givenUpAt) throw new Error(`Nothing came within ${WAIT / 1000} seconds.`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

describe('n8n’s Odoo node', () => {
	let lead: number;
	let rep: number;

	it('finds a salesperson by login', async () => {
		const [found, ...others] = await callNode({
			resource: 'custom',
			operation: 'getAll',
			customResource: model('res.users'),
			returnAll: true,
			filters: { filter: [{ fieldName: 'login', operator: 'equal', value: REP }] },
			options: { fieldsList: 'id,login,email' },
		});
		expect(others).toEqual([]);
		expect(found).toMatchObject({ login: REP, email: REP });
		rep = Number(found.id);
	});

	it('makes a lead, and answers with its id alone', async () => {
		const made = await callNode({
			resource: 'custom',
			operation: 'create',
			customResource: model('crm.lead'),
			fieldsToSend: fields({ name: 'Ann Lee, Acme', email_from: `Ann Lee <${ANN.toUpperCase()}>`, user_id: rep }),
		});
		expect(made).toEqual([{ id: expect.any(Number) }]);
		lead = Number(made[0].id);
		expect(await odoo.client.read('crm.lead', lead, ['email_normalized', 'user_id', 'active'])).toMatchObject({
			email_normalized: ANN,
			user_id: [rep, 'Kim Ito'],
			active: true,
		});
	});

	it('finds it by its address, however that was written', async () => {
		expect(await callNode(find(`nobody@odoo-test.example,${ANN}`))).toEqual([
			{ id: lead, email_normalized: ANN, user_id: [rep, 'Kim Ito'], x_lead_total: 0 },
		]);
	});

	it('writes custom fields, and says so', async () => {
		const written = await callNode({
			resource: 'opportunity',
			operation: 'update',
			opportunityId: byId(lead),
			fieldsToSend: fields({ x_lead_total: 74.25, x_lead_cell: 'A1', x_lead_summary: 'Pricing page ×2 +24' }),
		});
		expect(written).toEqual([{ id: lead, updated: true }]);
		const names = ['x_lead_total', 'x_lead_cell', 'x_lead_summary'];
		expect(await odoo.client.read('crm.lead', lead, names)).toMatchObject({
			x_lead_total: 74.25,
			x_lead_cell: 'A1',
			x_lead_summary: 'Pricing page ×2 +24',
		});
	});

	it('schedules an activity for the rep', async () => {
		const call = await odoo.client.one('mail.activity.type', [['category', '=', 'phonecall']], ['id']);
		const [{ id }] = await callNode({
			resource: 'custom',
			operation: 'create',
			customResource: model('mail.activity'),
			fieldsToSend: fields({
				res_model_id: await modelIdOf(odoo.client, 'crm.lead'),
				res_id: lead,
				activity_type_id: call.id,
				user_id: rep,
				date_deadline: '2026-12-01',
				summary: 'Call Ann Lee',
				note: '<p>Pricing page ×2</p>',
			}),
		});
		expect(await odoo.client.read('mail.activity', Number(id))).toMatchObject({
			res_model: 'crm.lead',
			res_id: lead,
			res_name: 'Ann Lee, Acme',
			user_id: [rep, 'Kim Ito'],
			date_deadline: '2026-12-01',
			summary: 'Call Ann Lee',
		});
		const leadNow = await odoo.client.read('crm.lead', lead, ['activity_summary', 'activity_date_deadline']);
		expect(leadNow).toMatchObject({ activity_summary: 'Call Ann Lee', activity_date_deadline: '2026-12-01' });
	});

	it('cannot schedule one by its resource Activity when its user may not see the models', async () => {
		const refused = await callNode(
			{
				resource: 'activity',
				operation: 'create',
				res_model: model('crm.lead'),
				res_id: byId(lead),
				activity_type_id: byId(1),
				additionalFields: fields({ summary: 'Call' }),
			},
			{ onError: 'continueRegularOutput' },
		);
		expect(refused).toEqual([{ error: expect.stringMatching(/^Forbidden/) }]);
	});

	it('says in the item what Odoo refused, and when Odoo is down', async () => {
		const more = { onError: 'continueRegularOutput' };
		const create = {
			resource: 'custom',
			operation: 'create',
			customResource: model('crm.lead'),
			fieldsToSend: fields({ name: 'Bo', x_lead_nothing: 1 }),
		};
		expect(await callNode(create, more)).toEqual([{ error: expect.any(String) }]);
		await odoo.halt();
		try {
			expect(await callNode(find(ANN), more)).toEqual([{ error: expect.stringMatching(/refused/) }]);
		} finally {
			await odoo.start();
		}
		expect(await callNode(find(ANN), more)).toMatchObject([{ id: lead, x_lead_total: 74.25 }]);
	});
});

describe('a rule in Odoo', () => {
	/** A webhook that answers at once, and the bodies that reached it. */
	async function listen(path: string): Promise<{ url: string; heard: () => Promise<Row[]> }> {
		const id = await n8n.client.createWorkflow({
			name: path,
			nodes: [
				{
					id: `webhook-${path}`,
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2.1,
					position: [0, 0],
					webhookId: path,
					parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
				},
			],
			connections: {},
		});
		await n8n.client.publish(id);
		const heard = async () => {
			await n8n.client.untilIdle();
			const { data } = (await n8n.client.api('GET', `/executions?workflowId=${id}&includeData=true`)) as {
				data: { data: { resultData: { runData: { Webhook: [{ data: { main: [[{ json: { body: Row } }]] } }] } } } }[];
			};
			return data.map((execution) => execution.data.resultData.runData.Webhook[0].data.main[0][0].json.body);
		};
		return { url: `${n8n.server.url}/webhook/${path}`, heard };
	}

	it('tells n8n once that a salesperson lost a lead, and why', async () => {
		const { url, heard } = await listen('odoo-lead-lost');
		const lead = await odoo.client.create('crm.lead', { name: 'Cy', email_from: 'cy@odoo-test.example' });
		await callWebhookOnChange(odoo.client, {
			name: 'Tell n8n about lost leads',
			url,
			// The first write of "Lost" archives the lead, the second gives the reason: watched by the reason it is told once.
			when: ['lost_reason_id'],
			only: "[('active', '=', False), ('lost_reason_id', '!=', False)]",
			send: ['email_normalized', 'lost_reason_id', 'active', 'user_id', 'stage_id'],
		});
		const asN8n = new OdooClient({ ...odoo, apiKey: odoo.n8n.apiKey });
		await markLost(asN8n, lead, 'Bad timing');
		const [body] = await until(async () => {
			const bodies = await heard();
			return bodies.length > 0 ? bodies : undefined;
		});
		const reason = await odoo.client.one('crm.lost.reason', [['name', '=', 'Bad timing']], ['id']);
		expect(body).toMatchObject({
			_model: 'crm.lead',
			_id: lead,
			email_normalized: 'cy@odoo-test.example',
			lost_reason_id: reason.id,
			active: false,
		});
		await odoo.client.write('crm.lead', [lead], { x_lead_total: 3 });
		expect(await heard()).toHaveLength(1);
	});

	it('tells n8n that a lead moved to another stage', async () => {
		const { url, heard } = await listen('odoo-lead-stage');
		const lead = await odoo.client.create('crm.lead', { name: 'Di', email_from: 'di@odoo-test.example' });
		await callWebhookOnChange(odoo.client, {
			name: 'Tell n8n about stages',
			url,
			when: ['stage_id'],
			send: ['email_normalized', 'stage_id', 'probability', 'user_id'],
		});
		const won = await odoo.client.one('crm.stage', [['is_won', '=', true]], ['id']);
		await odoo.client.write('crm.lead', [lead], { stage_id: won.id });
		const bodies = await until(async () => {
			const seen = await heard();
			return seen.length > 0 ? seen : undefined;
		});
		expect(bodies).toMatchObject([{ _id: lead, stage_id: won.id, probability: 100 }]);
	});
});
