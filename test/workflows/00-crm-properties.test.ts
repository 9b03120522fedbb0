import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { PROPERTIES } from '../../workflows/src/parts/crm-set-up/crm-set-up';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { reachedFrom } from './reached';

const FOLDER = join(__dirname, '..', '..', 'workflows');

type Crm = 'hubspot' | 'pipedrive' | 'odoo';
type Given = Record<string, object[]>;

const read = (crm: string): WorkflowFile =>
	JSON.parse(
		readFileSync(join(FOLDER, crm === 'hubspot' ? '.' : crm, '00-crm-properties.json'), 'utf8'),
	) as WorkflowFile;

/** With it the branch of the CRM begins. */
const START = 'What the CRM is to hold';

/** Runs the branch of the CRM: what is `given` is switched on and gives that; the rest of it is switched off. */
async function setUp(crm: Crm, given: Given) {
	const { nodes, connections } = read(crm);
	const reached = reachedFrom(START, connections);
	const isOutside = ({ type }: INode) => /hubspot|pipedrive|odoo|httpRequest/.test(type);
	// What speaks to a service stands here for itself: its output is given.
	const alike = (node: INode): INode =>
		isOutside(node) ? { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} } : node;
	const kept = nodes
		.filter(({ name }) => reached.has(name))
		.map((node) => alike({ ...node, disabled: node.disabled && given[node.name] === undefined }));
	const wires = Object.entries(connections).filter(([name]) => reached.has(name));
	const result = await runWorkflow(
		{ nodes: kept, connections: Object.fromEntries(wires) },
		{
			startNode: START,
			pinData: Object.fromEntries(Object.entries(given).map(([name, json]) => [name, itemsOf(json)])),
		},
	);
	const missing = kept.find(({ name }) => name.startsWith('What is missing in '))?.name ?? '';
	const of = (name: string): IDataObject => jsonOf(result.output(name))[0];
	return { result, missing: of(missing), made: of('What was made') };
}

const labels = PROPERTIES.map(({ label }) => label);
const names = (crm: Crm): string[] => PROPERTIES.map(({ column }) => PROPERTY_NAMES[crm](column));
const LEAD = { id: 412, model: 'crm.lead' };

/** What each CRM answers when it has the properties with these names, and when it makes them. */
const CRMS: Record<Crm, { asks: (there: string[]) => Given; list: string; made: (count: number) => Given }> = {
	hubspot: {
		asks: (there) => ({ 'Properties in HubSpot': [{ results: there.map((name) => ({ name })) }] }),
		list: 'properties',
		made: (count) => ({
			'Make the group': [{ name: 'lead_lifecycle' }],
			'Make the properties': Array.from({ length: count }, () => ({ name: 'made' })),
		}),
	},
	pipedrive: {
		asks: (there) => ({
			'Fields in Pipedrive': [
				{
					success: true,
					data: there.map((field_name) => ({ field_name, field_code: 'a1' })),
					additional_data: { next_cursor: null },
				},
			],
		}),
		list: 'fields',
		made: (count) => ({ 'Make the fields': Array.from({ length: count }, () => ({ success: true })) }),
	},
	odoo: {
		asks: (there) => ({
			'Model of a lead': [LEAD],
			'Fields in Odoo': there.length > 0 ? there.map((name) => ({ name })) : [{}],
		}),
		list: 'fields',
		made: (count) => ({ 'Make the fields': Array.from({ length: count }, (_, id) => ({ id })) }),
	},
};

describe.each(Object.keys(CRMS) as Crm[])('00 CRM properties in %s', (crm) => {
	const { asks, list, made } = CRMS[crm];
	const whats = (missing: IDataObject) => (missing[list] as Array<{ what: string }>).map(({ what }) => what);
	const known = crm === 'pipedrive' ? names(crm) : labels;

	it('does nothing while it is switched off', async () => {
		const { result, missing, made } = await setUp(crm, {});
		expect(result.error).toBeUndefined();
		expect(missing).toMatchObject({ isOn: false, faults: [], [list]: [] });
		expect(made).toEqual({ isOn: false, made: [], faults: [] });
	});

	it('makes all that is missing', async () => {
		const { result, missing, made: done } = await setUp(crm, { ...asks([]), ...made(labels.length) });
		expect(result.error).toBeUndefined();
		expect(whats(missing)).toEqual(known);
		expect(done.made).toEqual([...(crm === 'hubspot' ? ['Lead lifecycle'] : []), ...known]);
	});

	it('makes nothing the second time', async () => {
		const { missing, made: done } = await setUp(crm, { ...asks(names(crm)), ...made(0) });
		expect(whats(missing)).toEqual([]);
		expect(done).toEqual({ isOn: true, made: [], faults: [] });
	});

	it('makes the one that somebody deleted', async () => {
		const { missing } = await setUp(crm, { ...asks(names(crm).slice(1)), ...made(1) });
		expect(whats(missing)).toEqual(known.slice(0, 1));
	});

	it('stops where the CRM refuses the credential, and makes nothing', async () => {
		const [first, ...rest] = Object.keys(asks([]));
		const refused = Object.fromEntries([
			[first, [{ error: '403 - "forbidden"' }]],
			...rest.map((name) => [name, [{}]]),
		]) as Given;
		const { result, missing } = await setUp(crm, { ...refused, ...made(0) });
		expect(whats(missing)).toEqual([]);
		expect(result.error?.message).toContain('refused the credential');
	});

	it('stops and names what was not made', async () => {
		const [step] = Object.keys(made(1)).slice(-1);
		const results = labels.map((_, index) => (index === 2 ? { error: '400 - "no"' } : { id: index }));
		const { result } = await setUp(crm, { ...asks([]), ...made(1), [step]: results });
		expect(result.error?.message).toContain(`“${known[2]}” was not made`);
	});
});

it('leaves what HubSpot says is there already', async () => {
	const conflict = { error: { message: 'Property named lead_total already exists', httpCode: '409' } };
	const results = labels.map((_, index) => (index === 0 ? conflict : { name: 'made' }));
	const { result, made } = await setUp('hubspot', {
		...CRMS.hubspot.asks([]),
		'Make the group': [{ error: { message: 'Group lead_lifecycle already exists', httpCode: '409' } }],
		'Make the properties': results,
	});
	expect(result.error).toBeUndefined();
	expect(made.made).toHaveLength(labels.length - 1);
});

it('makes no field in Pipedrive when it cannot know whether it is there', async () => {
	const data = [{ field_name: 'Name' }];
	const { result, missing } = await setUp('pipedrive', {
		'Fields in Pipedrive': [{ data, additional_data: { next_cursor: 'eyJ' } }],
		'Make the fields': [],
	});
	expect(missing.fields).toEqual([]);
	expect(result.error?.message).toContain('Make them by hand: Lead total (double)');
});

it('asks for Odoo’s app when there are no leads', async () => {
	const { result } = await setUp('odoo', { 'Model of a lead': [{}], 'Fields in Odoo': [{}], 'Make the fields': [] });
	expect(result.error?.message).toContain('install its app CRM');
});

it('lists the fields of Salesforce, which are made by hand', () => {
	const { nodes } = read('salesforce');
	const note = nodes.find(({ name }) => name === 'Properties in the CRM')?.parameters.content as string;
	for (const { column } of PROPERTIES) expect(note).toContain(`**${PROPERTY_NAMES.salesforce(column)}**`);
	expect(nodes.filter(({ type }) => /httpRequest|salesforce/.test(type))).toEqual([]);
});
