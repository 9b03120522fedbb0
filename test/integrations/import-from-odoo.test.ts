/** Template 14 on a real Odoo 19: what Odoo really says of a lead, and that every lead comes once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../../scripts/host/client.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { makeSalesperson, markLost } from '../services/odoo/crm.mjs';
import { openOdoo, type Odoo } from '../services/odoo/odoo.mjs';

jest.setTimeout(600_000);

type Row = Record<string, unknown>;

const TEMPLATE = '14-import-from-odoo';
const LEADS = 230;
const REP = 'kim.ito@sales.example';

let odoo: Odoo;
let host: IntegrationHost;

const rows = async (table: string): Promise<Row[]> => await host.rows(table);

beforeAll(async () => {
	odoo = await openOdoo(createProgress());
	await fillOdoo();
	const { odooApiKeyApi } = odoo.credentials();
	host = await openIntegrationHost({ services: [], credentials: { odooApiKeyApi }, templates: [TEMPLATE] });
});

afterAll(async () => {
	await host?.stop();
	await odoo?.stop();
});

/** @returns id of a copy of the template whose Odoo nodes go in with the user's password, as Odoo 14 to 18 want it */
async function importByPassword(): Promise<string> {
	const file = join(__dirname, '..', '..', 'workflows', `${TEMPLATE}.json`);
	const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
	const id = await host.client.createCredential('Password', 'odooApi', odoo.credentials().odooApi);
	const on = { disabled: false, credentials: { odooApi: { id, name: 'Password' } } };
	const nodes = template.nodes.map((node) =>
		node.type === 'n8n-nodes-base.odoo'
			? { ...node, ...on, parameters: { ...(node.parameters as Row), authentication: 'odooApi' } }
			: node,
	);
	return await host.client.createWorkflow({ ...template, nodes });
}

/** Leads of many kinds: with a salesperson, lost, won, deleted, with a letter and with a call that was held. */
async function fillOdoo(): Promise<void> {
	const { client } = odoo;
	const rep = await makeSalesperson(client, { name: 'Kim Ito', email: REP });
	const ids = await client.createAll(
		'crm.lead',
		Array.from({ length: LEADS }, (_none, index) => ({
			name: `Interest ${index}`,
			type: index % 2 === 0 ? 'lead' : 'opportunity',
			contact_name: `Person ${index}`,
			partner_name: `Company ${index % 20}`,
			email_from: `person${index}@company${index % 20}.example`,
			function: 'Director of Operations',
			...(index === 1 ? { user_id: rep } : { user_id: false }),
		})),
	);
	await markLost(client, ids[2], 'Too expensive');
	await client.call('crm.lead', 'action_set_won', { ids: [ids[3]] });
	await client.call('crm.lead', 'unlink', { ids: [ids[4]] });
	await client.create('mail.message', {
		model: 'crm.lead',
		res_id: ids[5],
		message_type: 'email',
		email_from: 'Person 5 <person5@company5.example>',
		subject: 'Re: your offer',
		body: 'Yes, please.',
	});
	const call = await client.one('mail.activity.type', [['name', '=', 'Call']], ['id']);
	const model = await client.one('ir.model', [['model', '=', 'crm.lead']], ['id']);
	const activity = await client.create('mail.activity', {
		res_model_id: model.id,
		res_id: ids[6],
		activity_type_id: call.id,
		summary: 'First call',
	});
	await client.call('mail.activity', 'action_feedback', { ids: [activity], feedback: 'Spoke for ten minutes' });
}

describe('an import of Odoo', () => {
	it('brings every lead once, the lost one too, and notes how far it is', async () => {
		await host.run(TEMPLATE);
		const [book, log, [progress]] = [
			await rows('ll_lead_book'),
			await rows('ll_activity_log'),
			await rows('ll_import_progress'),
		];
		const leads = book.map(({ lead }) => lead).filter((lead) => String(lead).startsWith('person'));
		expect(leads).toHaveLength(LEADS - 1);
		expect(new Set(leads).size).toBe(LEADS - 1);
		expect(new Set(log.map(({ activity }) => activity)).size).toBe(log.length);
		expect(progress).toMatchObject({ source: 'odoo', status: 'done', cursor: '', activities: log.length });
		expect(progress.done).toBe(progress.total);
	});

	it('reads what Odoo says of them', async () => {
		const log = await rows('ll_activity_log');
		const typesOf = (index: number): unknown[] =>
			log.filter(({ lead }) => lead === `person${index}@company${index % 20}.example`).map(({ type }) => type);
		expect(typesOf(0).sort()).toEqual(['lead_create', 'lead_import']);
		expect(typesOf(1)).toContain('deal_create');
		expect(typesOf(2)).toContain('deal_lost');
		expect(typesOf(3)).toContain('deal_won');
		expect(typesOf(5)).toContain('email_reply');
		expect(typesOf(6)).toContain('call_answered');
		expect(log.filter(({ type }) => type === 'email_reply' || type === 'call_answered')).toHaveLength(2);
	});

	it('takes stage and owner over', async () => {
		const book = new Map((await rows('ll_lead_book')).map((row) => [row.lead, row]));
		expect(book.get('person1@company1.example')).toMatchObject({ owner: REP, stage: 'nurture' });
		expect(book.get('person2@company2.example')).toMatchObject({ stage: 'lost', owner: null });
		expect(book.get('person3@company3.example')).toMatchObject({ stage: 'won' });
		expect(book.get('person0@company0.example')).toMatchObject({
			name: 'Person 0',
			title: 'Director of Operations',
			company: 'Company 0',
		});
	});

	it('adds nothing when it runs again', async () => {
		const before = (await rows('ll_activity_log')).length;
		await host.run(TEMPLATE);
		expect(await rows('ll_activity_log')).toHaveLength(before);
		expect((await rows('ll_import_progress'))[0]).toMatchObject({ status: 'done', activities: 0, leads: 0 });
	});

	it('reads the same with a password in place of the key, and adds the one lead that is new', async () => {
		const before = (await rows('ll_activity_log')).length;
		await odoo.client.create('crm.lead', {
			name: 'Late interest',
			type: 'lead',
			contact_name: 'Late Person',
			email_from: 'late@company1.example',
		});
		await host.client.runWorkflow(await importByPassword(), 'Import');
		const log = await rows('ll_activity_log');
		const ofLate = log.filter(({ lead }) => lead === 'late@company1.example');
		expect(ofLate.map(({ type }) => type).sort()).toEqual(['lead_create', 'lead_import']);
		expect(log).toHaveLength(before + ofLate.length);
		expect((await rows('ll_import_progress'))[0]).toMatchObject({ status: 'done', leads: 1 });
	});

	it('left no secret behind', async () => {
		expect(await host.leaks([odoo.credentials().odooApi.password])).toEqual([]);
	});
});
