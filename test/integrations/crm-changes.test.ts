/** What people change in a CRM, on a real n8n: taken by 15, applied by 02, written back by 16. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IRunExecutionData } from 'n8n-workflow';
import { createProgress } from '../../scripts/host/progress.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { HUBSPOT_DEVELOPER_KEY } from '../services/hubspot.mjs';
import { callWebhookOnChange, markLost } from '../services/odoo/crm.mjs';
import { openOdoo, type Odoo } from '../services/odoo/odoo.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { PROPERTIES, PROPERTY_NAMES, type LeadProperty } from '../../lifecycle/crm/properties';
import { sweep } from './support/outbox';

jest.setTimeout(900_000);

const LEAD = 'dana.reyes@changes.example';
const BEN = 'ben@sales.example';
const EVE = 'eve@sales.example';

/** A lead that 02 hands over, and that 16 writes to the CRM. */
async function handOver(host: IntegrationHost, sync: string): Promise<void> {
	// 01 and 15 start 02 once it has run.
	await sweep(host, '02-score');
	const at = new Date().toISOString();
	const { status } = await host.post([
		{ lead: LEAD, type: 'page_view', at, properties: { path: '/pricing' } },
		{ lead: LEAD, type: 'form_submit', at, properties: { form: 'contact' }, attributes: DIRECTOR },
	]);
	expect(status).toBe(202);
	await sweep(host, sync);
	expect(await host.failures()).toEqual([]);
}

const bookOf = async (host: IntegrationHost) => (await host.rows('ll_lead_book', { lead: LEAD }))[0];
const stagesOf = async (host: IntegrationHost) =>
	(await host.rows('ll_stage_log', { lead: LEAD })).map(({ from, to }) => `${from} → ${to}`);

describe('HubSpot, a mock', () => {
	const CHANGES = '15-crm-changes';
	const SYNC = '16-crm-sync';
	const SECRET = 'client-secret-3d1f0b7a-lifecycle-tests';
	let host: IntegrationHost;

	beforeAll(async () => {
		host = await openIntegrationHost({
			services: ['hubspot'],
			seeds: {
				hubspot: {
					owners: [
						{ id: '7', email: BEN },
						{ id: '8', email: EVE },
					],
				},
			},
			credentials: {
				hubspotDeveloperApi: {
					clientId: 'client',
					clientSecret: SECRET,
					apiKey: HUBSPOT_DEVELOPER_KEY,
					appId: '77',
				},
			},
			templates: ['01-capture', '02-score', CHANGES, SYNC],
		});
	});

	afterAll(async () => {
		await host?.stop();
	});

	/** An event as HubSpot sends it, signed by the app's secret, to where n8n wants it. */
	async function tell(propertyName: string, propertyValue: string, { at = Date.now(), secret = SECRET } = {}) {
		const id = Number((await host.services.hubspot.contact(LEAD))?.id);
		const body = JSON.stringify([
			{
				eventId: at,
				subscriptionId: 1,
				portalId: 1,
				appId: 77,
				occurredAt: at,
				subscriptionType: 'contact.propertyChange',
				attemptNumber: 0,
				objectId: id,
				changeSource: 'CRM_UI',
				propertyName,
				propertyValue,
			},
		]);
		const signature = createHash('sha256')
			.update(secret + body)
			.digest('hex');
		const { status } = await fetch(String(await host.services.hubspot.webhookUrl()), {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close', 'x-hubspot-signature': signature },
			body,
			signal: AbortSignal.timeout(60_000),
		});
		expect(status).toBe(200);
		await host.idle();
	}
	/** A person changes something in HubSpot, HubSpot says so, and what comes of it is written there. */
	async function change(propertyName: string, propertyValue: string): Promise<void> {
		await host.services.hubspot.changeContact(LEAD, { [propertyName]: propertyValue });
		await tell(propertyName, propertyValue);
		await sweep(host, SYNC);
	}

	/** Why the newest run of 15 skipped something. */
	async function skipped(): Promise<unknown[]> {
		const [{ data }] = await host.executions(`workflowId=${host.workflowId(CHANGES)}`);
		const [run] = (data as IRunExecutionData).resultData.runData['Read the changes'];
		return (run.data?.main[2] ?? []).map(({ json }) => json.why);
	}

	it('has the properties of 00, which change nothing when it runs again', async () => {
		const names = PROPERTIES.map(({ column }: LeadProperty) => PROPERTY_NAMES.hubspot(column));
		const made = async () => (await host.services.hubspot.customProperties()).map(({ name }) => String(name)).sort();
		expect(await made()).toEqual(expect.arrayContaining(names));
		const before = await made();
		// The group is offered again, and HubSpot answers that it is there.
		const written = async () =>
			(await host.services.proxy.requests()).filter(({ method, status }) => method !== 'GET' && status !== 409);
		const writes = (await written()).length;
		await host.run('00-crm-properties');
		expect(await made()).toEqual(before);
		expect(await written()).toHaveLength(writes);
		expect(await host.failures()).toEqual([]);
	});

	it('tells of another owner: the book follows, the stage stays', async () => {
		await handOver(host, SYNC);
		expect(await host.services.hubspot.contact(LEAD)).toMatchObject({ lead_stage: 'mql' });
		await change('hubspot_owner_id', '8');
		expect(await bookOf(host)).toMatchObject({ owner: EVE, stage: 'mql' });
		expect((await stagesOf(host)).at(-1)).toBe('mql → mql');
	});

	it('does not name its owners: what it tells of one is skipped, with what it said', async () => {
		await host.services.hubspot.fault({ status: 403, path: '/crm/v3/owners' });
		await change('hubspot_owner_id', '7');
		await host.services.hubspot.clearFaults();
		expect(await bookOf(host)).toMatchObject({ owner: EVE });
		expect(await skipped()).toEqual([expect.stringMatching(/^HubSpot named no owner 7\. It said: \S/)]);
		expect(await host.failures()).toEqual([]);
		await host.services.hubspot.changeContact(LEAD, { hubspot_owner_id: '8' });
	});

	it('tells that sales works on it: accepted, and our own property follows', async () => {
		await change('hs_lead_status', 'IN_PROGRESS');
		expect(await bookOf(host)).toMatchObject({ stage: 'accepted', owner: EVE });
		expect(await host.services.hubspot.contact(LEAD)).toMatchObject({ lead_stage: 'accepted' });
	});

	it('tells us what we wrote there, and nothing comes of it', async () => {
		const stages = await stagesOf(host);
		const writes = (await host.services.hubspot.writes({ object: 'contacts' })).length;
		await tell('lead_stage', 'accepted');
		await tell('lead_stage', 'mql');
		await sweep(host, SYNC);
		expect(await stagesOf(host)).toEqual(stages);
		expect(await host.services.hubspot.writes({ object: 'contacts' })).toHaveLength(writes);
	});

	it('is not believed when the signature is another’s, nor of before the hand-off', async () => {
		const stages = await stagesOf(host);
		await tell('hs_lead_status', 'UNQUALIFIED', { secret: 'another' });
		await tell('hs_lead_status', 'UNQUALIFIED', { at: Date.parse('2020-01-01T00:00:00Z') });
		expect(await stagesOf(host)).toEqual(stages);
	});

	it('tells that it is unqualified, and why: it is recycled, once', async () => {
		await host.services.hubspot.changeContact(LEAD, { lead_reason: 'no budget until autumn' });
		await change('hs_lead_status', 'UNQUALIFIED');
		await tell('hs_lead_status', 'UNQUALIFIED');
		expect(await bookOf(host)).toMatchObject({
			stage: 'recycled',
			recycles: 1,
			track: 'budget_cycle',
			handedOffAt: null,
		});
		expect((await stagesOf(host)).filter((line) => line === 'accepted → recycled')).toHaveLength(1);
		expect(await host.services.hubspot.contact(LEAD)).toMatchObject({ lead_stage: 'recycled' });
		expect(await host.rows('ll_outbox', { lead: LEAD, kind: 'recycled' })).toHaveLength(1);
	});

	it('left no secret behind, and reached nobody else', async () => {
		expect(await host.failures()).toEqual([]);
		expect(await host.leaks([SECRET])).toEqual([]);
		expect(await host.services.proxy.unknown()).toEqual([]);
	});
});

describe('Odoo 19', () => {
	const WHO = { user: 'odoo', password: 'basic-4b7e91-lifecycle-tests' };
	/** As Odoo sends it. */
	const BASIC = Buffer.from(`${WHO.user}:${WHO.password}`).toString('base64');
	const LIMIT = 60_000;
	const CHANGES = 'odoo/15-crm-changes';
	const SYNC = 'odoo/16-crm-sync';
	let host: IntegrationHost;
	let odoo: Odoo;

	beforeAll(async () => {
		odoo = await openOdoo(createProgress());
		const { url, database, admin } = odoo;
		host = await openIntegrationHost({
			services: [],
			credentials: {
				// 00 makes fields, which asks for an administrator.
				odooApiKeyApi: { url, db: database, apiKey: admin.apiKey },
				leadActivityWebhookApi: { scheme: 'basicAuth', ...WHO },
			},
			templates: ['odoo/00-crm-properties', '01-capture', '02-score', CHANGES, SYNC],
		});
		await host.run('odoo/00-crm-properties', 'Set up the CRM');
	});

	afterAll(async () => {
		await host?.stop();
		await odoo?.stop();
	});

	const leads = () =>
		odoo.client.search(
			'crm.lead',
			[
				['email_normalized', '=', LEAD],
				['active', 'in', [true, false]],
			],
			{
				fields: ['id', 'x_lead_stage', 'user_id', 'active'],
			},
		);
	/** Odoo calls when it has stored the change, and does not wait. */
	async function until(isSo: () => Promise<boolean>): Promise<void> {
		const givenUpAt = Date.now() + LIMIT;
		while (!(await isSo())) {
			if (Date.now() > givenUpAt) return;
			await sleep(500);
		}
		await host.idle();
	}

	it('tells of another salesperson by an automation rule', async () => {
		await handOver(host, SYNC);
		const [lead] = await leads();
		expect(lead).toMatchObject({ x_lead_stage: 'mql' });
		const eve = await odoo.client.create('res.users', { name: 'Eve', login: EVE, email: EVE });
		const { host: address } = new URL(host.url);
		await callWebhookOnChange(odoo.client, {
			name: 'Tell n8n',
			url: `http://${WHO.user}:${WHO.password}@${address}/webhook/odoo-change`,
			when: ['stage_id', 'user_id', 'active', 'probability'],
			send: ['stage_id', 'user_id'],
		});
		await odoo.client.write('crm.lead', [Number(lead.id)], { user_id: eve });
		await until(async () => (await bookOf(host)).owner === EVE);
		expect(await bookOf(host)).toMatchObject({ owner: EVE, stage: 'mql' });
	});

	it('tells that it is lost, and why: it is recycled, once', async () => {
		const [{ id }] = await leads();
		await markLost(odoo.client, Number(id), 'Too expensive');
		await until(async () => (await bookOf(host)).stage === 'recycled');
		expect(await bookOf(host)).toMatchObject({ stage: 'recycled', recycles: 1, track: 'budget_cycle' });
		expect((await stagesOf(host)).slice(-2)).toEqual(['mql → lost', 'lost → recycled']);
	});

	/** A call that Odoo could have made. */
	const tell = async (body: object, headers: Record<string, string>): Promise<number> => {
		const { status } = await fetch(`${host.url}/webhook/odoo-change`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close', ...headers },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(LIMIT),
		});
		await host.idle();
		return status;
	};

	it('is not believed without the password, or with another', async () => {
		const runs = async () => (await host.executions(`workflowId=${host.workflowId(CHANGES)}`)).length;
		const before = await runs();
		const lead = { _model: 'crm.lead', _id: 1 };
		const another = Buffer.from(`${WHO.user}:${WHO.password}x`).toString('base64');
		expect(await tell(lead, {})).toBe(401);
		expect(await tell(lead, { authorization: `Basic ${another}` })).toBe(401);
		expect(await runs()).toBe(before);
	});

	it('skips what is no lead', async () => {
		const stages = await stagesOf(host);
		const status = await tell({ _model: 'res.partner', _id: 1 }, { authorization: `Basic ${BASIC}` });
		expect(status).toBe(202);
		expect(await stagesOf(host)).toEqual(stages);
		expect(await host.failures()).toEqual([]);
	});

	it('left its password nowhere, plain or as it came', async () => {
		expect(await host.executions(`workflowId=${host.workflowId(CHANGES)}`)).not.toEqual([]);
		expect(await host.leaks([BASIC])).toEqual([]);
		// What is there is found: that nothing was is no blindness.
		expect(await host.leaks(['Tell n8n(#'])).not.toEqual([]);
	});
});
