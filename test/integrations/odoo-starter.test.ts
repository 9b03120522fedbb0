/** The starter for Odoo in n8n's engine, on a real Odoo 19. */
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { createProgress } from '../../scripts/host/progress.mjs';
import { makeFields } from '../services/odoo/crm.mjs';
import { openOdoo, type Odoo } from '../services/odoo/odoo.mjs';
import { runWorkflow, type WorkflowFile } from '../support/engine';
import { FakeService, withServices } from '../support/fake-services';
import { credentialReferences, type Credentials } from '../support/server-data';
import { parsed } from '../support/templates';

jest.setTimeout(600_000);

const NAMES = ['x_lead_total', 'x_lead_cell', 'x_lead_summary'];

let odoo: Odoo;
let credentials: Credentials;
const messages: string[] = [];

beforeAll(async () => {
	odoo = await openOdoo(createProgress());
	await makeFields(odoo.client, 'crm.lead', [
		{ name: 'x_lead_total', label: 'Lead total', type: 'float' },
		{ name: 'x_lead_cell', label: 'Lead cell', type: 'char' },
		{ name: 'x_lead_summary', label: 'Lead summary', type: 'text' },
	]);
	const [{ id: us }] = await odoo.client.search('res.country', [['code', '=', 'US']], { fields: ['id'] });
	await odoo.client.createAll('crm.lead', [
		{
			name: 'Quote',
			contact_name: 'Ana Lima',
			email_from: 'Ana <ana@acme.example>',
			function: 'Director',
			country_id: us,
		},
		{ name: 'Question', contact_name: 'Cho Park', email_from: 'cho@school.example', function: 'Student' },
	]);
	const { url, db, apiKey } = odoo.credentials().odooApiKeyApi;
	credentials = { odooApiKeyApi: { url, db, headers: { authorization: `bearer ${apiKey}` } } };
});

afterAll(async () => {
	await odoo?.stop();
});

const run = async () => {
	const file = withServices(parsed('starters/starter-odoo-contacts') as unknown as WorkflowFile, {
		'Send to Slack': (_item, { text }) => {
			messages.push(text as string);
			return { ok: true };
		},
	});
	const nodes = file.nodes.map((node) =>
		node.type.endsWith('.odoo') ? { ...node, credentials: credentialReferences(credentials) } : node,
	);
	const nodeTypes = [ScoreLead, ClassifyGrid, FakeService];
	const done = await runWorkflow({ ...file, nodes }, { nodeTypes, credentials, startNode: 'Every hour' });
	expect(done.error).toBeUndefined();
	return done;
};
const written = async () => {
	const leads = await odoo.client.search('crm.lead', [['email_normalized', '!=', false]], {
		fields: NAMES,
		order: 'id',
	});
	return leads.map((lead: Record<string, unknown>) => NAMES.map((name) => lead[name]));
};

it('writes score, cell and reasons, and names who is ready once', async () => {
	await run();
	expect(await written()).toEqual([
		[20, 'B4', 'Director +12 · United States +8'],
		[-15, 'D4', 'Student −15'],
	]);
	const again = await run();
	expect(again.output('Keep changed scores')).toEqual([]);
	expect(messages).toEqual(['🔥 ana@acme.example, B4, Director +12 · United States +8']);
});
