import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { CrmSync } from '../../nodes/CrmSync/CrmSync.node';
import { OPERATIONS } from '../../nodes/CrmSync/operations';
import { itemsOf, jsonOf, runNode } from '../support/engine';

const pageOf = (name: string): string => readFileSync(join(__dirname, '../../docs', name), 'utf8');
const page = pageOf('crm-sync.md');
const block = <T>(text: string, kind: string): T =>
	JSON.parse(new RegExp(`^\`\`\`json ${kind}\\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1] ?? 'null') as T;

const OWN = { crm: 'own', options: { asOf: '2026-03-04T12:05:00Z' } };
const run = async (operation: string, inputs: object[][], more: object = {}) =>
	await runNode(CrmSync, {
		parameters: { ...OWN, operation },
		inputs: inputs.map((items) => itemsOf(items)),
		...more,
	});
const given = block<object[][]>(page, 'inputs');
const USERS = [{ id: 11, email: 'ben@sales.example' }];

/** The leads of the page after the steps up to one, as a CRM of your own answers. */
async function through(
	answers: { found?: object[]; created?: object[]; tasks?: object[]; made?: object[]; users?: object[] } = {},
) {
	const { found = [], created = [{ id: 501 }], tasks = [], made = [{ ok: true }], users = USERS } = answers;
	const gave: Record<string, IDataObject[][]> = {};
	const step = async (operation: string, inputs: object[][]): Promise<IDataObject[]> => {
		const { outputs, error } = await run(operation, inputs);
		expect(error).toBeUndefined();
		return (gave[operation] = outputs.map(jsonOf))[0];
	};
	let leads = await step('findDue', given);
	leads = await step('lookUp', [leads, users]);
	leads = await step('write', [leads, users, [], found]);
	leads = await step('lookForTasks', [leads, [], gave.write[2].length > 0 ? created : []]);
	leads = await step('makeTasks', [leads, tasks]);
	await step('noteOutcome', [leads, gave.makeTasks[1].length > 0 ? made : []]);
	return gave;
}

describe('CRM Sync', () => {
	it('finds what is due, as on its page', async () => {
		const { outputs } = await run('findDue', given);
		expect(jsonOf(outputs[0])).toEqual([block(page, 'output')]);
		expect(outputs[1]).toEqual([]);
	});

	it('says that nothing is due', async () => {
		const { outputs } = await run('findDue', [[{ ...given[0][0], crm: '17' }], []]);
		expect(outputs.map(jsonOf)).toEqual([[], [{ due: 0 }]]);
	});

	it('gives what a CRM of your own is sent, as on its page', async () => {
		const own = pageOf('crm/own.md');
		const gave = await through();
		expect(gave.lookUp[1]).toEqual([{ email: 'ana@acme.example', isOurs: true }]);
		expect(gave.write[2]).toEqual([block(own, 'create')]);
		expect(gave.makeTasks[1]).toEqual([block(own, 'task')]);
		expect(gave.noteOutcome).toEqual([
			[{ id: 3, version: 7, crm: '501' }],
			[{ key: 'task:ana@acme.example:2026-03-04T12:00:00.000Z', status: 'sent', attempts: 1, nextAt: '', error: '' }],
			[{ leads: 1, left: 0, isOff: false }],
		]);
	});

	it('updates a record that is known, and makes no task that is there', async () => {
		const tasks = [{ text: 'x task:ana@acme.example:2026-03-04T12:00:00.000Z' }];
		const gave = await through({ found: [{ id: 7, email: 'Ana@Acme.example', ownerId: 11 }], tasks });
		expect(gave.write[1]).toMatchObject([{ id: 7, total: 74 }]);
		expect(gave.write[2]).toEqual([]);
		expect(gave.makeTasks[1]).toEqual([]);
	});

	it.each<[string, IDataObject, string]>([
		['a text', { error: 'connect ECONNREFUSED 10.0.0.7:443' }, 'Your CRM could not be reached.'],
		[
			'an object',
			{ error: { message: '400 - "{\\"message\\":\\"No total?key=abc\\"}"', httpCode: '400' } },
			'No total?key=…',
		],
		['a status', { error: { message: 'x', status: 503 } }, 'Your CRM had a fault of its own.'],
	])('notes a failure that is %s, without what it quotes', async (_name, answer, words) => {
		const gave = await through({ created: [answer] });
		const [made, record] = gave.noteOutcome[1] as Array<{ error: string; status: string; key: string }>;
		expect([made, record].map(({ key }) => key.split(':')[0]).sort()).toEqual(['crm', 'task']);
		for (const { error, status } of [made, record]) {
			expect(status).toBe('undelivered');
			expect(error).toContain(words);
			expect(error).not.toMatch(/abc|10\.0\.0\.7/);
		}
		expect(gave.noteOutcome[0]).toEqual([]);
	});

	it('makes no further call when nobody answers who works there', async () => {
		const gave = await through({ users: [{ error: { message: 'timeout of 10000ms exceeded' } }] });
		expect([gave.lookUp[1], gave.write[1], gave.write[2], gave.makeTasks[1]]).toEqual([[], [], [], []]);
		expect(gave.noteOutcome[1]).toHaveLength(2);
	});

	it('names an item that is no lead, and goes on with the others', async () => {
		const [lead] = jsonOf((await run('findDue', given)).outputs[0]);
		const stopped = await run('lookUp', [[lead, { email: 'x' }], USERS]);
		expect(stopped.error?.message).toBe('Item 1 of the input “Leads” is not a lead of the step before');
		const { outputs } = await run('lookUp', [[lead, { email: 'x' }], USERS], { onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[0])).toMatchObject([{ id: 3 }, { error: expect.stringContaining('Item 1') as string }]);
		expect(outputs[1]).toHaveLength(1);
	});

	it('does not know the changes of a CRM of your own', async () => {
		const { error } = await run('findChanges', [[{ id: 1 }]]);
		expect(error?.message).toBe('“CRM” is “Other”, whose changes this node does not know');
	});

	it('reads no record because of events that are not of the CRM, and says what it skipped', async () => {
		const parameters = { operation: 'findChanges', crm: 'odoo' };
		const { outputs, hints } = await runNode(CrmSync, {
			parameters,
			inputs: itemsOf([{ body: { _model: 'res.partner', _id: 1 } }]),
		});
		const skipped = { what: 'res.partner 1', why: 'It is not a lead of Odoo’s CRM.' };
		expect(outputs.map(jsonOf)).toEqual([[], [], [skipped]]);
		expect(hints.map(({ message }) => message)).toEqual([`Skipped: ${skipped.what}. ${skipped.why}`]);
	});

	it('refuses a number of leads that is none', async () => {
		const parameters = { ...OWN, operation: 'findDue', options: { leads: 0 } };
		const { error } = await runNode(CrmSync, { parameters, inputs: given.map((items) => itemsOf(items)) });
		expect(error?.message).toBe('“Leads per Run” is “0”, which is not a number of 1 or more');
	});

	describe('imports', () => {
		const imports = async (operation: string, inputs: object[][], more: object = {}) =>
			await runNode(CrmSync, {
				parameters: { operation, crm: 'hubspot', options: { asOf: '2026-03-04T12:00:00Z' }, ...more },
				inputs: inputs.map((items) => itemsOf(items)),
			});
		const row = { source: 'hubspot', status: 'running', cursor: '9', done: 5, lastPageAt: '2026-03-04T11:59:00.000Z' };
		const contact = (id: string, createdate: string) => ({
			id,
			properties: { hs_object_id: id, email: `p${id}@acme.example`, createdate, lastmodifieddate: createdate },
		});
		const added = {
			activity: 'a1',
			lead: 'ann@acme.example',
			type: 'lead_import',
			attributes: '{"stage":"customer","owner":"9"}',
		};

		it('gives nothing to do beside an import that runs', async () => {
			const options = { asOf: '2026-03-04T12:00:00Z', onlyInterrupted: true };
			const { outputs } = await imports('planImport', [[row]], { options });
			expect(outputs[0]).toEqual([]);
		});

		it('gives activities as rows of the log, what to look up, and hints at what it skipped', async () => {
			const results = [contact('7', '2026-01-01T00:00:00Z'), contact('8', 'yesterday')];
			const { outputs, hints } = await imports('readPage', [[row], [{ results }], []]);
			const [page, activities, ids, keys, skipped] = outputs.map(jsonOf);
			expect(page).toMatchObject([{ cursor: '9', next: '', records: 2, lastPageAt: row.lastPageAt }]);
			expect(activities.map(({ type }) => type)).toContain('lead_import');
			expect(activities.every(({ attributes }) => typeof attributes === 'string')).toBe(true);
			expect((ids[0].from as string) <= (ids[0].to as string)).toBe(true);
			expect(keys).toMatchObject([{ k0: 'p7@acme.example', k99: 'p7@acme.example' }]);
			expect(skipped).toHaveLength(1);
			expect(hints[0].message).toContain('Skipped: record 8 of HubSpot');
		});

		it('names the workflow in the stage log unless told otherwise', async () => {
			const stages = { values: [{ word: 'customer', stage: 'won' }] };
			const inputs = [[added], [], [{ results: [{ id: '9', email: 'rep@sales.example' }] }]];
			const { outputs } = await imports('beginLeads', inputs, { stages, options: { by: 'Import' } });
			const [[lead], [activity]] = outputs.map(jsonOf);
			expect(lead).toMatchObject({ lead: 'ann@acme.example', stage: 'won', owner: 'rep@sales.example', version: 0 });
			expect(JSON.parse(lead.news as string)).toMatchObject({ stages: [{ by: 'Import', to: 'won' }] });
			expect(JSON.parse(activity.attributes as string)).toEqual({ stage: 'customer', owner: 'rep@sales.example' });
		});

		it('gives what is new, and how far the import is, with when the page was reserved', async () => {
			const inputs = [
				[{ ...row, next: '', records: 1 }],
				[added, { ...added, activity: 'a2' }],
				[{ activity: 'a2' }],
				[{}],
			];
			const { outputs } = await imports('findNew', inputs);
			const [[progress], entries] = outputs.map(jsonOf);
			expect(entries).toEqual([added]);
			expect(progress).toMatchObject({ status: 'done', done: 6, activities: 1, leads: 0, reservedAt: row.lastPageAt });
		});

		it.each<[string, string, object, string]>([
			['a CRM whose records are not known', 'readPage', { crm: 'pipedrive' }, '“CRM” is “Pipedrive”, whose records'],
			['a CRM of your own', 'beginImport', { crm: 'own' }, '“CRM” is “Other”, whose records'],
			[
				'a stage that is none',
				'beginLeads',
				{ stages: { values: [{ word: 'customer', stage: 'mql' }] } },
				'Row 1 of “Stages” says “customer” becomes “mql”',
			],
			[
				'a stage without a name',
				'beginLeads',
				{ stages: { values: [{ word: ' ', stage: 'won' }] } },
				'Row 1 of “Stages” says',
			],
			['the properties of Salesforce', 'findProperties', { crm: 'salesforce' }, 'The properties of Salesforce cannot'],
		])('refuses %s', async (_name, operation, more, message) => {
			const { error } = await imports(operation, [[row], [], []], more);
			expect(error?.message).toContain(message);
		});
	});

	it('names everything that was not created, in one error', async () => {
		const state = { isOn: true, made: ['Lead lifecycle'], faults: [] };
		const missing = ['Lead total', 'Lead fit', 'Lead cell'].map((what) => ({ what, isOurs: true }));
		const created = [{ error: '400 - "no"' }, { name: 'lead_fit' }, { error: '400 - "no"' }];
		const { error } = await run('checkProperties', [[state], missing, created], {});
		expect(error?.message).toContain('2 things to correct. First: “Lead total” was not made');
		expect(error?.description).toContain('“Lead cell” was not made');
	});

	it('has a page that names each operation with its inputs and outputs, and each parameter', () => {
		for (const { name, inputs, outputs } of OPERATIONS)
			expect(page).toContain(`| ${name} | ${inputs.join(', ')} | ${outputs.join(', ')} |`);
		for (const { name, displayName, type } of new CrmSync().description.properties)
			if (name !== 'options' && type !== 'notice') expect(page).toContain(`| ${displayName} | \`${name}\` |`);
	});
});
