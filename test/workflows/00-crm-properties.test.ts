import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { PROPERTIES, PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { CrmSync } from '../../nodes/CrmSync/CrmSync.node';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile, type WorkflowResult } from '../support/engine';
import { reachedFrom } from './reached';

const FOLDER = join(__dirname, '..', '..', 'workflows');

type Crm = 'hubspot' | 'pipedrive' | 'odoo';
type Given = Record<string, object[]>;

const read = (crm: string): WorkflowFile =>
	JSON.parse(
		readFileSync(join(FOLDER, crm === 'hubspot' ? '.' : crm, '00-crm-properties.json'), 'utf8'),
	) as WorkflowFile;

/** With it the branch of the CRM begins. */
const START = 'List properties';

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
			nodeTypes: [CrmSync],
			pinData: Object.fromEntries(Object.entries(given).map(([name, json]) => [name, itemsOf(json)])),
		},
	);
	const find = (output: number): IDataObject[] => jsonOf(result.output('Find missing properties', output));
	return { result, state: find(0)[0], missing: find(1), made: jsonOf(result.output('Check the properties'))[0] };
}

const labels = PROPERTIES.map(({ label }) => label);
const names = (crm: Crm): string[] => PROPERTIES.map(({ column }) => PROPERTY_NAMES[crm](column));
const LEAD = { id: 412, model: 'crm.lead' };

const CONFLICT = { error: { message: 'Group lead_lifecycle already exists', httpCode: '409' } };

/** What each CRM answers when it has the properties with these names, and when it creates them. */
const CRMS: Record<Crm, { asks: (there: string[]) => Given; create: string; made: (count: number) => Given }> = {
	hubspot: {
		asks: (there) => ({
			'Create the group': [there.length > 0 ? CONFLICT : { name: 'lead_lifecycle' }],
			'Get properties': [{ results: there.map((name) => ({ name })) }],
		}),
		create: 'Create properties',
		made: (count) => ({ 'Create properties': Array.from({ length: count }, () => ({ name: 'made' })) }),
	},
	pipedrive: {
		asks: (there) => ({
			'Get fields': [
				{
					success: true,
					data: there.map((field_name) => ({ field_name, field_code: 'a1' })),
					additional_data: { next_cursor: null },
				},
			],
		}),
		create: 'Create fields',
		made: (count) => ({ 'Create fields': Array.from({ length: count }, () => ({ success: true })) }),
	},
	odoo: {
		asks: (there) => ({
			'Get the lead model': [LEAD],
			'Get fields': there.length > 0 ? there.map((name) => ({ name })) : [{}],
		}),
		create: 'Create fields',
		made: (count) => ({ 'Create fields': Array.from({ length: count }, (_, id) => ({ id })) }),
	},
};

describe.each(Object.keys(CRMS) as Crm[])('00 CRM properties in %s', (crm) => {
	const { asks, create, made } = CRMS[crm];
	const whats = (missing: IDataObject[]) => missing.map(({ what }) => what);
	const known = crm === 'pipedrive' ? names(crm) : labels;

	it('does nothing while it is switched off', async () => {
		const { result, state, missing, made } = await setUp(crm, {});
		expect(result.error).toBeUndefined();
		expect(state).toEqual({ isOn: false, made: [], faults: [] });
		expect(missing).toEqual([]);
		expect(made).toEqual({ isOn: false, made: [] });
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
		expect(done).toEqual({ isOn: true, made: [] });
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
		const results = labels.map((_, index) => (index === 2 ? { error: '400 - "no"' } : { id: index }));
		const { result } = await setUp(crm, { ...asks([]), ...made(1), [create]: results });
		expect(result.error?.message).toContain(`“${known[2]}” was not made`);
	});
});

const said = ({ error }: WorkflowResult): string => `${error?.message}. ${error?.description}`;

it('leaves what HubSpot says is there already', async () => {
	const conflict = { error: { message: 'Property named lead_total already exists', httpCode: '409' } };
	const results = labels.map((_, index) => (index === 0 ? conflict : { name: 'made' }));
	const { result, made } = await setUp('hubspot', {
		...CRMS.hubspot.asks([]),
		'Create the group': [CONFLICT],
		'Create properties': results,
	});
	expect(result.error).toBeUndefined();
	expect(made.made).toHaveLength(labels.length - 1);
});

it('makes no field in Pipedrive when it cannot know whether it is there', async () => {
	const data = [{ field_name: 'Name' }];
	const { result, missing } = await setUp('pipedrive', {
		'Get fields': [{ data, additional_data: { next_cursor: 'eyJ' } }],
		'Create fields': [],
	});
	expect(missing).toEqual([]);
	expect(said(result)).toContain('Make them by hand: Lead total (double)');
});

it('asks for Odoo’s app when there are no leads', async () => {
	const { result } = await setUp('odoo', { 'Get the lead model': [{}], 'Get fields': [{}], 'Create fields': [] });
	expect(said(result)).toBe('Odoo has no leads. Install its app CRM, then run this again.');
});

it('lists the fields of Salesforce, which are made by hand', () => {
	const { nodes } = read('salesforce');
	const note = nodes.find(({ name }) => name === 'Properties in the CRM')?.parameters.content as string;
	for (const { column } of PROPERTIES) expect(note).toContain(`**${PROPERTY_NAMES.salesforce(column)}**`);
	expect(nodes.filter(({ type }) => /httpRequest|salesforce/.test(type))).toEqual([]);
});
