/** 16 CRM sync for Odoo, in n8n's engine, on a real Odoo 19 and with an account that may no more than it must. */
import { makeSalesperson } from '../services/odoo/crm.mjs';
import type { Odoo } from '../services/odoo/odoo.mjs';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { TABLES } from '../../workflows/src/tables';
import type { Server } from '../support/crm/flow';
import { syncCrm } from '../support/crm/sync';
import { DataTables, type Row } from '../support/data-tables';
import { openOdooWithFields } from './support/odoo';

jest.setTimeout(600_000);

const AS_OF = '2026-03-04T12:00:00.000Z';
const OWNER = 'cleo.moss@sales.example';
const SCORES = {
	...{ total: 74.5, fit: 27, engagement: 47.5, cell: 'A2', label: 'Hot', stage: 'mql' },
	summary: 'Pricing page ×2 +24 · Director +12',
};

const lead = (name: string, more: Row = {}): Row => ({
	...{ lead: `${name}@acme.example`, email: `${name}@acme.example`, name: `${name} Example`, owner: null, version: 7 },
	...{ title: 'Director', company: 'Acme & Sons', crm: 'due' },
	...SCORES,
	...more,
});
const keyOf = (name: string): string => `task:${name}@acme.example:${AS_OF}`;
const taskOf = (name: string): Row => ({
	...{
		title: `Follow up: ${name}`,
		text: `Who: <${name}>`,
		audience: 'sales',
		status: 'new',
		kind: 'crm',
		channel: 'crm',
	},
	...{ at: AS_OF, lead: `${name}@acme.example`, attempts: 0, nextAt: '', error: '', details: '{}', key: keyOf(name) },
});

let odoo: Odoo;
let server: Server;
let user: number;

beforeAll(async () => {
	odoo = await openOdooWithFields();
	user = await makeSalesperson(odoo.client, { name: 'Cleo Moss', email: OWNER });
	const { url, db, apiKey } = odoo.credentials().odooApiKeyApi;
	server = { url, credential: { url, db, headers: { authorization: `bearer ${apiKey}` } } };
});

afterAll(async () => {
	await odoo?.stop();
});

/** Runs it on these rows; what the outbox holds afterwards. */
async function run(leads: Row[], tasks: Row[] = [], on = server): Promise<Row[]> {
	const tables = new DataTables();
	tables.insert(TABLES.leadBook, ...leads);
	tables.insert(TABLES.outbox, ...tasks);
	await syncCrm(on, { crm: 'odoo', tables, asOf: AS_OF });
	return tables.all(TABLES.outbox);
}
const records = async (name: string) =>
	await odoo.client.search('crm.lead', [['email_normalized', '=', `${name}@acme.example`]], {
		fields: ['user_id', 'type', ...LEAD_PROPERTIES.map(({ column }) => PROPERTY_NAMES.odoo(column))],
	});
const tasksOf = async (record: unknown) =>
	await odoo.client.search('mail.activity', [['res_id', '=', record as number]], {
		fields: ['res_model', 'user_id', 'note', 'date_deadline', 'activity_type_id'],
	});
const written = Object.fromEntries(
	Object.entries(SCORES).map(([column, value]) => [PROPERTY_NAMES.odoo(column), value]),
);

it.each([
	['somebody new, for the owner of the lead book', 'ana', { owner: OWNER }, false],
	['somebody Odoo knows, for the owner whom Odoo names', 'bob', { owner: 'other@sales.example' }, true],
])('%s: record and task, once, however often it runs', async (_title, name, more, isKnown) => {
	if (isKnown) await odoo.client.create('crm.lead', { name, email_from: `${name}@acme.example`, user_id: user });
	for (let time = 0; time < 2; time++) {
		const outbox = await run([lead(name, more)], [taskOf(name)]);
		expect(outbox.map(({ status }) => status)).toEqual(['sent']);
	}
	const found = await records(name);
	expect(found).toHaveLength(1);
	expect(found[0]).toMatchObject({ ...written, user_id: [user, 'Cleo Moss'], type: 'opportunity' });
	const tasks = await tasksOf(found[0].id);
	expect(tasks).toMatchObject([
		{ res_model: 'crm.lead', user_id: [user, 'Cleo Moss'], date_deadline: AS_OF.slice(0, 10) },
	]);
	expect(tasks[0].note).toContain(keyOf(name));
});

it('makes no record of somebody who is not ready', async () => {
	expect(await run([lead('nobody', { stage: 'nurture' })])).toEqual([]);
	expect(await records('nobody')).toEqual([]);
});

it('gives somebody whom nobody owns to the owner of the lead book', async () => {
	await odoo.client.create('crm.lead', { name: 'Dan', email_from: 'dan@acme.example', user_id: false });
	await run([lead('dan', { owner: OWNER })]);
	expect(await records('dan')).toMatchObject([{ ...written, user_id: [user, 'Cleo Moss'] }]);
});

it('keeps record and task for later when Odoo refuses the key', async () => {
	const stranger = { ...server, credential: { ...server.credential, headers: { authorization: 'bearer nobody' } } };
	const outbox = await run([lead('eve')], [taskOf('eve')], stranger);
	expect(outbox.map(({ key, status }) => [key, status])).toEqual([
		[keyOf('eve'), 'undelivered'],
		['crm:eve@acme.example', 'undelivered'],
	]);
	for (const { error } of outbox) expect(error).toContain('Odoo refused the credential');
	expect(await records('eve')).toEqual([]);
});
