/** The steps of 01 for Odoo, in n8n's engine, on a real Odoo 19 and with an account that may no more than it must. */
import { makeSalesperson } from '../services/odoo/crm.mjs';
import type { Odoo } from '../services/odoo/odoo.mjs';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { runCrm, type CrmRun, type Server } from '../support/crm/flow';
import { openOdooWithFields } from './support/odoo';

jest.setTimeout(600_000);

const AS_OF = '2026-03-04T12:00:00.000Z';
const OWNER = 'cleo.moss@sales.example';
const SCORES = {
	...{ total: 74.5, fit: 27, engagement: 47.5, cell: 'A2', label: 'Hot', stage: 'mql' },
	summary: 'Pricing page ×2 +24 · Director +12',
};

const lead = (name: string, more: object = {}) => ({
	...{ lead: `${name}@acme.example`, email: `${name}@acme.example`, name: `${name} Example`, owner: null, version: 7 },
	...{ title: 'Director', company: 'Acme & Sons', tasks: [], mayCreate: false },
	...SCORES,
	...more,
});
const keyOf = (name: string): string => `task:${name}@acme.example:${AS_OF}`;
const handedOver = (name: string, more: object = {}) =>
	lead(name, {
		mayCreate: true,
		tasks: [{ key: keyOf(name), subject: `Follow up: ${name}`, text: `Who: <${name}>\n${keyOf(name)}`, due: AS_OF }],
		...more,
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

const run = async (...leads: object[]): Promise<CrmRun> =>
	await runCrm(server, {
		crm: 'odoo',
		file: '01-capture-and-score',
		from: 'News',
		given: { scoreLog: [], stageLog: [], crm: leads, retold: [], messages: [] },
		asOf: AS_OF,
	});
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
		expect((await run(handedOver(name, more))).output('What is left for later')).toEqual([]);
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
	expect((await run(lead('nobody'))).output('What is left for later')).toEqual([]);
	expect(await records('nobody')).toEqual([]);
});

it('gives somebody whom nobody owns to the owner of the lead book', async () => {
	await odoo.client.create('crm.lead', { name: 'Dan', email_from: 'dan@acme.example', user_id: false });
	await run(lead('dan', { owner: OWNER }));
	expect(await records('dan')).toMatchObject([{ ...written, user_id: [user, 'Cleo Moss'] }]);
});

it('keeps record and task for later when Odoo refuses the key', async () => {
	const stranger = { ...server, credential: { ...server.credential, headers: { authorization: 'bearer nobody' } } };
	const flow = { crm: 'odoo', file: '01-capture-and-score', from: 'News', asOf: AS_OF } as const;
	const given = { scoreLog: [], stageLog: [], crm: [handedOver('eve')], retold: [], messages: [] };
	const left = (await runCrm(stranger, { ...flow, given })).output('What is left for later');
	expect(left.map(({ key }) => key)).toEqual(['crm:eve@acme.example', keyOf('eve')]);
	expect(left[0].error).toContain('Odoo refused the credential');
	expect(await records('eve')).toEqual([]);
});
