/** Template 14 on a real Odoo 19: what Odoo really says of a lead, and that every lead comes once. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import type { Template } from '../../scripts/host/client.mjs';
import { openHost, type OpenHost } from '../../scripts/host/host.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import { switchOn } from '../../scripts/services/credentials.mjs';
import { makeSalesperson, markLost } from '../../scripts/services/odoo/crm.mjs';
import { openOdoo, type Odoo } from '../../scripts/services/odoo/odoo.mjs';

jest.setTimeout(600_000);

type Row = Record<string, unknown>;

const CHECKOUT = join(__dirname, '..', '..');
const LEADS = 230;
const REP = 'kim.ito@sales.example';

let odoo: Odoo;
let n8n: OpenHost;
let folder: string;
let workflow: string;

const template = (name: string): Template =>
	JSON.parse(readFileSync(join(CHECKOUT, 'workflows', `${name}.json`), 'utf8')) as Template;
const rows = async (table: string): Promise<Row[]> => await n8n.client.rows(table);

beforeAll(async () => {
	const progress = createProgress();
	folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-odoo-import-'));
	odoo = await openOdoo(progress);
	await fillOdoo();
	await buildCheckout(CHECKOUT, progress);
	n8n = await openHost({ userFolder: folder, checkout: CHECKOUT, progress, timezone: 'UTC' });
	const setUp = await n8n.client.createWorkflow(template('00-set-up'));
	await n8n.client.runWorkflow(setUp, 'Set up');
	workflow = await createImport('odooApiKeyApi');
});

afterAll(async () => {
	await n8n?.server.stop();
	await odoo?.stop();
	await rm(folder, { recursive: true, force: true });
});

/** @returns id of template 14, its Odoo nodes switched on with a credential of this type */
async function createImport(type: 'odooApiKeyApi' | 'odooApi'): Promise<string> {
	const id = await n8n.client.createCredential(type, type, odoo.credentials()[type]);
	const credential = { id, name: type };
	const { nodes, ...rest } = switchOn(template('14-import-from-odoo'), { odooApiKeyApi: credential });
	const withType = nodes.map((node) =>
		node.type === 'n8n-nodes-base.odoo'
			? {
					...node,
					parameters: { ...(node.parameters as Row), authentication: type },
					credentials: { [type]: credential },
				}
			: node,
	);
	return await n8n.client.createWorkflow({ ...rest, nodes: withType });
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
		await n8n.client.runWorkflow(workflow, 'Import');
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
		await n8n.client.runWorkflow(workflow, 'Import');
		expect(await rows('ll_activity_log')).toHaveLength(before);
		expect((await rows('ll_import_progress'))[0]).toMatchObject({ status: 'done', activities: 0, leads: 0 });
	});

	it('reads the same with the password that Odoo 14 to 18 want, and adds the one lead that is new', async () => {
		const before = (await rows('ll_activity_log')).length;
		await odoo.client.create('crm.lead', {
			name: 'Late interest',
			type: 'lead',
			contact_name: 'Late Person',
			email_from: 'late@company1.example',
		});
		await n8n.client.runWorkflow(await createImport('odooApi'), 'Import');
		const log = await rows('ll_activity_log');
		const ofLate = log.filter(({ lead }) => lead === 'late@company1.example');
		expect(ofLate.map(({ type }) => type).sort()).toEqual(['lead_create', 'lead_import']);
		expect(log).toHaveLength(before + ofLate.length);
		expect((await rows('ll_import_progress'))[0]).toMatchObject({ status: 'done', leads: 1 });
	});
});
