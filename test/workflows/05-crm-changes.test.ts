import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import cases from '../cases/crm-changes.json';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { reachedFrom } from './reached';

const MOMENT = 'When the change came';
const FOLDER = join(__dirname, '..', '..', 'workflows');

interface Case {
	readonly crm: string;
	readonly name: string;
	readonly start: string;
	readonly events: object[];
	/** What the reading nodes give; a node that hands on what it got stands for one that is switched off. */
	readonly reads: Record<string, object[]>;
	/** What is handed to *Feedback*, of each only the fields that are told; `null` where nothing was read at all. */
	readonly said: Array<Record<string, unknown>> | null;
	readonly passed: string[];
}

/** What speaks to a service stands here for itself: its output is given. */
const given = (node: INode, names: readonly string[]): INode =>
	names.includes(node.name) ? { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} } : node;

/** The CRM's way into 05 as its template has it, switched on; what the nodes with these names give is given. */
function wayIn(crm: string, start: string, names: readonly string[]): WorkflowFile {
	const file = join(FOLDER, crm === 'hubspot' ? '.' : crm, '05-recycle.json');
	const { nodes, connections } = JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;
	const reached = reachedFrom(start, connections);
	const isStart = ({ name }: INode) =>
		connections[name]?.main.flat().some((target) => target?.node === MOMENT) ?? false;
	const kept = nodes
		.filter((node) => reached.has(node.name) || isStart(node))
		.map((node) => given({ ...node, disabled: false }, names));
	const wires = Object.entries(connections).filter(([name]) => reached.has(name));
	return { nodes: kept, connections: Object.fromEntries(wires) };
}

const STARTS = ['Leads that changed', 'Opportunities that changed', 'Deals in Pipedrive', 'Persons in Pipedrive'];

/** The reading nodes of each CRM. */
const NOTHING_READ: Record<string, Record<string, object[]>> = {
	hubspot: { 'Contact in HubSpot': [], 'Owners in HubSpot': [] },
	salesforce: { 'Leads in Salesforce': [] },
	pipedrive: { 'Person in Pipedrive': [], 'Users in Pipedrive': [] },
	odoo: { 'Lead in Odoo': [], 'Users in Odoo': [] },
};

/** Of a call and the step that takes its words, the first speaks to the service. */
const CALLS: Record<string, string> = {
	'Owners in HubSpot': 'Owners in HubSpot: call',
	'Users in Pipedrive': 'Users in Pipedrive: call',
};

const answered = (said: unknown[]): IDataObject[] =>
	said.map((_, item) => ({ item, lead: 'ana@acme.example', outcome: 'done', title: 'Accepted', message: '' }));

async function taken({ crm, start, events, reads, said }: Case, answers = answered(said ?? [])) {
	const pinned = { [start]: events, ...NOTHING_READ[crm], ...reads, 'Take the change': answers };
	const calls = Object.fromEntries(Object.entries(pinned).map(([name, json]) => [CALLS[name] ?? name, json]));
	const file = wayIn(crm, start, [...Object.keys(calls), ...STARTS]);
	const pinData = Object.fromEntries(Object.entries(calls).map(([name, json]) => [name, itemsOf(json)]));
	const result = await runWorkflow(file, { startNode: start, pinData });
	const node = file.nodes.find(({ name }) => /^What .* says$/.test(name))?.name ?? '';
	return { result, says: jsonOf(result.output(node))[0], records: jsonOf(result.output('Records that changed'))[0] };
}

describe('changes in a CRM', () => {
	it.each((cases as Case[]).map((each) => [`${each.crm}: ${each.name}`, each] as const))('%s', async (_name, each) => {
		const { result, says, records } = await taken(each);
		expect(result.error).toBeUndefined();
		const told = (each.said === null ? records : says) as { said?: object[]; passed: Array<{ why: string }> };
		expect(told.passed.map(({ why }) => why)).toEqual(each.passed);
		expect(told.said).toEqual(each.said?.map((change) => expect.objectContaining(change) as object));
		if (each.said === null) expect(records.records).toEqual([]);
	});

	const unqualified = (cases as Case[])[0];

	it('ends with how many were done, and what was passed over', async () => {
		const { result } = await taken(unqualified);
		expect(jsonOf(result.output('What came of the change'))).toMatchObject([
			{ done: 1, already: 0, refused: 0, passed: [], faults: [] },
		]);
	});

	it('stops with the words that no reason stands for, so that somebody sees it', async () => {
		const refused = { item: 0, lead: 'ana@acme.example', outcome: 'refused', title: 'Why does it come back?' };
		const message = 'The reason “ennui” is not a known one.';
		const { result } = await taken(unqualified, [{ ...refused, message }]);
		expect(result.error?.message).toBe(
			'ana@acme.example came back from HubSpot, and nothing was done: The reason “ennui” is not a known one. Add the words to *Recycle Lead*, or correct the reason in HubSpot.',
		);
	});

	// n8n keeps what a trigger gives with the execution. These give the body of a call alone, or ask by themselves.
	const GIVES_NO_HEADER =
		/^(n8n-nodes-lead-lifecycle\.leadActivityTrigger|n8n-nodes-base\.(hubspot|pipedrive|salesforce|form|executeWorkflow)Trigger)$/;

	it.each(['hubspot', 'salesforce', 'pipedrive', 'odoo'])('%s: begins with no node that keeps headers', (crm) => {
		const file = join(FOLDER, crm === 'hubspot' ? '.' : crm, '05-recycle.json');
		const { nodes, connections } = JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;
		const led = new Set(Object.values(connections).flatMap(({ main }) => main.flat().map((to) => to?.node)));
		const starts = nodes.filter(({ name, type }) => !led.has(name) && type !== 'n8n-nodes-base.stickyNote');
		expect(starts.length).toBeGreaterThan(3);
		expect(starts.filter(({ type }) => !GIVES_NO_HEADER.test(type))).toEqual([]);
		expect(JSON.stringify(starts)).not.toContain('showHeaders');
	});

	it('odoo: a call must prove who it is from, and starts it before Odoo hangs up', () => {
		const { nodes } = JSON.parse(readFileSync(join(FOLDER, 'odoo', '05-recycle.json'), 'utf8')) as WorkflowFile;
		// What is not set has the node's default: a credential that checks the sender, and an answer at once.
		const start = nodes.find(({ name }) => name === 'Changes in Odoo');
		expect(start?.parameters).toEqual({ path: 'odoo-change', take: 'body' });
		expect(start).toMatchObject({
			type: 'n8n-nodes-lead-lifecycle.leadActivityTrigger',
			disabled: true,
		});
	});

	it.each(['hubspot', 'salesforce', 'pipedrive', 'odoo'])('%s: is switched off until a credential is chosen', (crm) => {
		const file = join(FOLDER, crm === 'hubspot' ? '.' : crm, '05-recycle.json');
		const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;
		const outside = nodes.filter(({ type }) => /hubspot|salesforce|pipedrive|odoo|httpRequest/.test(type));
		expect(outside.length).toBeGreaterThan(1);
		expect(outside.filter(({ disabled }) => disabled !== true)).toEqual([]);
	});
});
