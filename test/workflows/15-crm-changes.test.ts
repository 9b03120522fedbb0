import type { INode } from 'n8n-workflow';
import { CRM_NAMES, type CrmName } from '../../lifecycle/crm/crm';
import { STAGES } from '../../lifecycle/lead/row';
import { AdvanceLead } from '../../nodes/AdvanceLead/AdvanceLead.node';
import { CrmSync } from '../../nodes/CrmSync/CrmSync.node';
import { TABLES } from '../../workflows/src/tables';
import { templateOf } from '../support/crm/flow';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, runWorkflow } from '../support/engine';

jest.setTimeout(60_000);

const LEAD = 'ana@acme.example';
const HANDED_OFF = '2026-03-01T10:00:00.000Z';
const LATER = '2026-03-04T12:00:00.000Z';

const row = (more: Row = {}): Row => ({
	...{ lead: LEAD, email: LEAD, name: 'Ana Ruiz', owner: 'ben@sales.example', stage: 'mql', version: 3 },
	...{ handedOffAt: HANDED_OFF, recycles: 0, total: 60, fit: 20, engagement: 40, cell: 'A2', crm: '101' },
	...more,
});

interface Told {
	readonly events: object[];
	readonly record: object;
	readonly users?: object;
}

/** A lead that is sent back, and a lead that has another owner, as each CRM says it. */
const TOLD: Record<CrmName, { start: string; back: Told; owner: Told; isOld: Told }> = {
	hubspot: (() => {
		const event = (propertyName: string, propertyValue: string, at = LATER) => ({
			...{ subscriptionType: 'contact.propertyChange', contactId: 101, propertyName, propertyValue },
			occurredAt: Date.parse(at),
		});
		const record = (owner = '7') => ({
			vid: 101,
			properties: { email: { value: LEAD }, hubspot_owner_id: { value: owner }, lead_reason: { value: 'no budget' } },
		});
		const users = { results: [{ id: '8', email: 'eve@sales.example' }] };
		return {
			start: 'Changes in HubSpot',
			back: { events: [event('hs_lead_status', 'UNQUALIFIED')], record: record(), users },
			owner: { events: [event('hubspot_owner_id', '8')], record: record('8'), users },
			isOld: {
				events: [event('hs_lead_status', 'UNQUALIFIED', '2026-02-01T10:00:00.000Z')],
				record: record(),
				users,
			},
		};
	})(),
	salesforce: (() => {
		const events = [{ Id: '00Q000000000001', attributes: { type: 'Lead' } }];
		const record = (Status: string, owner: string, at = LATER) => ({
			...{ Id: '00Q000000000001', Email: LEAD, Status, IsConverted: false, Lead_Reason__c: 'no budget' },
			Owner: { Email: owner },
			Histories: { records: [{ Field: 'Status', CreatedDate: at, CreatedBy: { Email: 'ben@sales.example' } }] },
		});
		return {
			start: 'Leads that changed',
			back: { events, record: record('Unqualified', 'ben@sales.example') },
			owner: { events, record: record('New', 'eve@sales.example') },
			isOld: { events, record: record('Unqualified', 'ben@sales.example', '2026-02-01T10:00:00.000Z') },
		};
	})(),
	pipedrive: (() => {
		const deal = (at: string) => ({
			meta: { entity: 'deal', action: 'change' },
			data: { id: 5, person_id: 101, status: 'lost', lost_reason: 'no budget', update_time: at },
			previous: { status: 'open' },
		});
		const person = { id: 101, emails: [{ value: LEAD, primary: true }], owner_id: 8 };
		const users = { data: [{ id: 8, email: 'eve@sales.example' }] };
		const change = {
			meta: { entity: 'person', action: 'change' },
			data: { id: 101, owner_id: 8, update_time: LATER },
			previous: { owner_id: 7 },
		};
		return {
			start: 'Deals in Pipedrive',
			back: { events: [deal(LATER)], record: person, users },
			owner: { events: [change], record: person, users },
			isOld: { events: [deal('2026-02-01T10:00:00.000Z')], record: person, users },
		};
	})(),
	odoo: (() => {
		const events = [{ body: { _model: 'crm.lead', _id: 101 } }];
		const record = (more: object) => ({
			...{ id: 101, email_from: `Ana Ruiz <${LEAD}>`, type: 'lead', stage_id: [1, 'New'], user_id: [7, 'Ben'] },
			...{ active: true, won_status: 'pending', lost_reason_id: [3, 'no budget'], date_closed: false },
			...more,
		});
		const lost = (at: string) => record({ active: false, won_status: 'lost', date_closed: at });
		const users = { id: 7, login: 'ben@sales.example', email: 'ben@sales.example' };
		return {
			start: 'Changes in Odoo',
			back: { events, record: lost('2026-03-04 12:00:00'), users },
			owner: { events, record: record({ user_id: [8, 'Eve'] }), users: { id: 8, login: 'eve@sales.example' } },
			isOld: { events, record: lost('2026-02-01 10:00:00'), users },
		};
	})(),
};

const OUTSIDE = /^(Get record|Get CRM users)$/;

/** Runs the template with what its trigger and the nodes that read the CRM give; of 02 it is told that it was started. */
async function changed(crm: CrmName, { events, record, users }: Told, tables: DataTables) {
	const template = templateOf(crm, '15-crm-changes');
	const { start } = TOLD[crm];
	const stands = (node: INode): INode =>
		node.name === start || OUTSIDE.test(node.name)
			? { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {}, disabled: false }
			: node;
	const pinData = Object.fromEntries(
		template.nodes
			.filter(({ name }) => name === start || OUTSIDE.test(name))
			.map(({ name }) => [
				name,
				itemsOf(name === start ? events : name === 'Get CRM users' ? [users ?? {}] : [record]),
			]),
	);
	const others = ['Opportunities that changed', 'Persons in Pipedrive'];
	const nodes = template.nodes.filter(({ name }) => !others.includes(name)).map(stands);
	const begun: string[] = [];
	const result = await runWorkflow(
		{ ...template, nodes },
		{
			startNode: start,
			pinData,
			tables,
			nodeTypes: [CrmSync, AdvanceLead],
			onStart: (id) => void begun.push(String(id)),
		},
	);
	expect(result.error?.message).toBeUndefined();
	return { started: begun, log: tables.all(TABLES.activityLog), outbox: tables.all(TABLES.outbox) };
}

function book(more: Row = {}): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.leadBook, row(more));
	tables.insert(TABLES.state, { name: 'scoring', workflow: '02', until: '' });
	return tables;
}

const said = ({ properties }: Row): Record<string, unknown> =>
	JSON.parse(String(properties)) as Record<string, unknown>;

describe.each(CRM_NAMES)('15 CRM changes with %s', (crm) => {
	const told = TOLD[crm];

	it('notes a lead that comes back with its reason, and starts 02', async () => {
		const { log, started } = await changed(crm, told.back, book());
		expect(log).toMatchObject([
			{ lead: LEAD, type: 'sales_decision', quarantine: 'decision', channel: 'crm', source: crm },
		]);
		expect(said(log[0])).toMatchObject({
			decision: crm === 'pipedrive' ? 'lost' : 'sent_back',
			reason: 'no budget',
			at: LATER,
		});
		expect(started).toHaveLength(1);
	});

	it('notes another owner', async () => {
		const { log } = await changed(crm, told.owner, book());
		expect(log.map(said)).toMatchObject([{ decision: 'owner', owner: 'eve@sales.example' }]);
	});

	it.each<[string, Told, Row]>([
		['is out of date', told.isOld, {}],
		['was done already', told.back, { stage: 'recycled', handedOffAt: null }],
		['names the owner it has', told.owner, { owner: 'Eve@sales.example' }],
		['is about a lead that nobody knows', told.back, { lead: 'bob@acme.example', email: 'bob@acme.example' }],
	])('notes nothing that %s', async (_name, change, more) => {
		const { log, started, outbox } = await changed(crm, change, book(more));
		expect([log, started, outbox]).toEqual([[], [], []]);
	});

	it('begins with no node that keeps headers, and is deactivated until a credential is chosen', () => {
		const { nodes, connections } = templateOf(crm, '15-crm-changes');
		const led = new Set(Object.values(connections).flatMap(({ main }) => main.flat().map((to) => to?.node)));
		const starts = nodes.filter(({ name, type }) => !led.has(name) && type !== 'n8n-nodes-base.stickyNote');
		const GIVES_NO_HEADER =
			/^(n8n-nodes-lead-lifecycle\.leadActivityTrigger|n8n-nodes-base\.(hubspot|pipedrive|salesforce)Trigger)$/;
		expect(starts.length).toBeGreaterThan(0);
		expect(starts.filter(({ type }) => !GIVES_NO_HEADER.test(type))).toEqual([]);
		expect(JSON.stringify(starts)).not.toContain('showHeaders');
		const outside = nodes.filter(({ type }) => /hubspot|salesforce|pipedrive|odoo|httpRequest/.test(type));
		expect([...outside, ...starts].filter(({ disabled }) => disabled !== true)).toEqual([]);
	});
});

it('15 CRM changes with odoo: a call must prove who it is from, and starts it before Odoo hangs up', () => {
	const { nodes } = templateOf('odoo', '15-crm-changes');
	// What is not set has the node's default: a credential that checks the sender, and an answer at once.
	const start = nodes.find(({ name }) => name === 'Changes in Odoo');
	expect(start?.parameters).toEqual({ path: 'odoo-change', take: 'body' });
});

it('15 CRM changes reports a reason that nobody knows, and changes nothing', async () => {
	const { back } = TOLD.hubspot;
	const properties = { email: { value: LEAD }, lead_reason: { value: 'ennui' } };
	const tables = book();
	const { log, outbox } = await changed('hubspot', { ...back, record: { vid: 101, properties } }, tables);
	expect(log).toEqual([]);
	expect(outbox).toMatchObject([{ kind: 'fault', status: 'new', audience: 'marketing' }]);
	expect(outbox[0].text).toContain('“ennui”');
	const again = await changed('hubspot', { ...back, record: { vid: 101, properties } }, tables);
	expect(again.outbox).toHaveLength(1);
});

describe('what 16 wrote and HubSpot tells', () => {
	it.each(STAGES)('as the stage %s is nothing new', async (stage) => {
		const [event] = TOLD.hubspot.back.events;
		const told = { ...event, propertyName: 'lead_stage', propertyValue: stage };
		const { log } = await changed('hubspot', { ...TOLD.hubspot.back, events: [told] }, book({ stage }));
		expect(log).toEqual([]);
	});
});
