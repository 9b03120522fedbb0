/** 00 and 15 in n8n's own engine, with its Odoo node, beside a real Odoo whose automation rule calls the trigger. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { PROPERTIES } from '../../lifecycle/crm/properties';
import { AdvanceLead } from '../../nodes/AdvanceLead/AdvanceLead.node';
import { CrmSync } from '../../nodes/CrmSync/CrmSync.node';
import { LeadActivityTrigger } from '../../nodes/LeadActivityTrigger/LeadActivityTrigger.node';
import { createProgress } from '../../scripts/host/progress.mjs';
import { callWebhookOnChange, markLost } from '../services/odoo/crm.mjs';
import { openOdoo, type Odoo } from '../services/odoo/odoo.mjs';
import { DataTables } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile, type WorkflowResult } from '../support/engine';
import { type Credentials, credentialReferences } from '../support/server-data';
import { callWebhook } from '../support/webhook';
import { reachedFrom } from '../workflows/reached';

jest.setTimeout(600_000);

const FOLDER = join(__dirname, '..', '..', 'workflows', 'odoo');
const EVE = 'eve@sales.example';
const LEAD = 'ana@acme.example';

/** A password of which an address spells some signs with a per cent. */
const WHO = { user: 'odoo', password: 'p@ss/w:rd-of-2026' };
const BASIC = Buffer.from(`${WHO.user}:${WHO.password}`).toString('base64');

let odoo: Odoo;
let credentials: Credentials;
let server: Server;
interface Call {
	readonly headers: Record<string, string>;
	readonly body: string;
}
/** What Odoo called with. */
const calls: Call[] = [];
let lead: number;

const template = (file: string): WorkflowFile =>
	JSON.parse(readFileSync(join(FOLDER, `${file}.json`), 'utf8')) as WorkflowFile;

/** The part of a template that begins with a node, switched on. */
async function run(file: string, start: string, pinned: Record<string, object[]> = {}): Promise<WorkflowResult> {
	const workflow = template(file);
	const reached = reachedFrom(start, workflow.connections);
	const nodes = workflow.nodes
		.filter(({ name }) => reached.has(name))
		.map((node) => ({ ...node, disabled: false, credentials: credentialReferences(credentials) }));
	const pinData = Object.fromEntries(Object.entries(pinned).map(([name, json]) => [name, itemsOf(json)]));
	const result = await runWorkflow(
		{ ...workflow, nodes },
		{
			startNode: start,
			nodeTypes: [LeadActivityTrigger, CrmSync, AdvanceLead],
			tables: new DataTables(),
			credentials,
			pinData,
		},
	);
	expect(result.error?.message).toBeUndefined();
	return result;
}

const setUp = async (): Promise<unknown> =>
	jsonOf((await run('00-crm-properties', 'List properties')).output('Check the properties'))[0];

/** What *Changes in Odoo* makes of a call, with the password that it was given. */
async function taken({ headers, body }: Call, password = WHO.password) {
	const start = template('15-crm-changes').nodes.find(({ name }) => name === 'Changes in Odoo');
	return callWebhook(LeadActivityTrigger, {
		parameters: start?.parameters as INodeParameters,
		credentials: { leadActivityWebhookApi: { scheme: 'basicAuth', user: WHO.user, password } },
		headers: { 'content-type': headers['content-type'], authorization: headers.authorization, connection: 'close' },
		body,
	});
}

/** The calls since the last time, once there is one. */
async function heard(): Promise<Call[]> {
	while (calls.length === 0) await once(server, 'request');
	// The call is stored when its body is read to its end.
	await new Promise((resolve) => setTimeout(resolve, 200));
	return calls.splice(0);
}

/** What 15 makes of them. */
async function said(): Promise<IDataObject[]> {
	const answers = await Promise.all((await heard()).map((call) => taken(call)));
	const events = answers.flatMap(({ outputs }) => jsonOf(outputs?.[0] ?? []));
	expect(events).toHaveLength(answers.length);
	for (const secret of [WHO.password, BASIC]) expect(JSON.stringify(answers)).not.toContain(secret);
	const result = await run('15-crm-changes', 'Changes in Odoo', { 'Changes in Odoo': events });
	return jsonOf(result.output('Read the changes'));
}

beforeAll(async () => {
	odoo = await openOdoo(createProgress());
	const headers = { Authorization: `bearer ${odoo.admin.apiKey}` };
	credentials = { odooApiKeyApi: { url: odoo.url, db: odoo.database, headers } };
	server = createServer((request, response) => {
		void buffer(request).then((body) => {
			calls.push({ headers: request.headers as Record<string, string>, body: body.toString() });
			response.writeHead(202).end('{}');
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});

afterAll(async () => {
	server?.close();
	await odoo?.stop();
});

it('makes the fields of 00, and nothing the second time', async () => {
	expect(await setUp()).toEqual({ isOn: true, made: PROPERTIES.map(({ label }) => label) });
	expect(await setUp()).toEqual({ isOn: true, made: [] });
});

it('reads who the salesperson is, and that nothing else is said', async () => {
	const { port } = server.address() as AddressInfo;
	await callWebhookOnChange(odoo.client, {
		name: 'Tell n8n',
		url: `http://${WHO.user}:${encodeURIComponent(WHO.password)}@127.0.0.1:${port}/webhook/odoo-change`,
		when: ['stage_id', 'user_id', 'active', 'probability'],
		send: [],
	});
	const user = await odoo.client.create('res.users', { name: 'Eve', login: EVE, email: EVE });
	const fields = {
		name: 'Ana',
		type: 'opportunity',
		email_from: `Ana Ruiz <${LEAD}>`,
		x_lead_stage: 'mql',
		user_id: user,
	};
	lead = await odoo.client.create('crm.lead', fields);
	expect(await said()).toMatchObject([{ lead: LEAD, decision: 'owner', owner: EVE }]);
});

it('is believed by the user and the password that stand in the address', async () => {
	await odoo.client.write('crm.lead', [lead], { stage_id: 3 });
	const [call] = await heard();
	expect(call.headers.authorization).toBe(`Basic ${BASIC}`);
	expect(JSON.parse(call.body)).toMatchObject({ _model: 'crm.lead', _id: lead });
	expect((await taken(call)).outputs?.[0]).toHaveLength(1);
	expect(await taken(call, 'another-password-2026')).toMatchObject({ status: 401, outputs: undefined });
});

it('reads the stage of the pipeline, and when it was set', async () => {
	const before = Date.now() - 1000;
	await odoo.client.write('crm.lead', [lead], { stage_id: 2 });
	const [, accepted] = await said();
	expect(accepted).toMatchObject({ lead: LEAD, decision: 'accepted', note: 'the stage is Qualified' });
	expect(Date.parse(accepted.at as string)).toBeGreaterThanOrEqual(before);
});

it('reads why a lead is lost, though Odoo archived it', async () => {
	await markLost(odoo.client, lead, 'Too expensive');
	expect((await said()).slice(1)).toMatchObject([{ lead: LEAD, decision: 'lost', reason: 'Too expensive' }]);
});

it('is not called for what the templates write themselves', async () => {
	await odoo.client.write('crm.lead', [lead], { x_lead_stage: 'recycled' });
	await new Promise((resolve) => setTimeout(resolve, 1500));
	expect(calls).toEqual([]);
});
