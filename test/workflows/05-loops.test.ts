import type { IDataObject } from 'n8n-workflow';
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { RecycleLead } from '../../nodes/RecycleLead/RecycleLead.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import workflow from '../../workflows/05-recycle.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { FakeService, withServices, type Service } from '../support/fake-services';
import { reachedFrom } from './reached';

jest.setTimeout(60_000);

const LEAD = 'ana@acme.example';
const HANDED_OFF = '2026-03-01T10:00:00.000Z';
const file = workflow as unknown as WorkflowFile;

/** The part of 05 that begins with a node. */
function from(start: string): WorkflowFile {
	const reached = reachedFrom(start, file.connections);
	return { ...file, nodes: file.nodes.filter(({ name }) => reached.has(name)) };
}

/** HubSpot as far as a contact goes: what is written to it comes back as events, as HubSpot's own do. */
class Contact {
	readonly events: object[] = [];
	readonly fields: Record<string, string> = { email: LEAD, lead_stage: 'mql', hubspot_owner_id: '7' };
	writes = 0;

	change(fields: Record<string, unknown>, at: string): void {
		for (const [propertyName, value] of Object.entries(fields)) {
			if (String(value) === this.fields[propertyName]) continue;
			this.fields[propertyName] = String(value);
			const event = { subscriptionType: 'contact.propertyChange', contactId: 101, propertyName };
			this.events.push({ ...event, propertyValue: String(value), occurredAt: Date.parse(at) });
		}
	}

	services(at: string): Record<string, Service> {
		const owners = () => ({
			results: [
				{ id: '7', email: 'ben@sales.example' },
				{ id: '8', email: 'eve@sales.example' },
			],
		});
		return {
			'Who works in the CRM: call': owners,
			'Owners in HubSpot: call': owners,
			'Find the person: call': () => ({ results: [{ id: '101', properties: this.fields }] }),
			'Write the record: call': ({ inputs }) => {
				this.writes += 1;
				this.change((inputs as Array<{ properties: IDataObject }>)[0].properties, at);
				return { results: [{ id: '101', properties: { email: LEAD } }] };
			},
		};
	}

	/** As the legacy API, which n8n's node reads, shows it. */
	profile(): IDataObject {
		const properties = Object.fromEntries(Object.entries(this.fields).map(([name, value]) => [name, { value }]));
		return { vid: 101, properties };
	}
}

const book = (tables: DataTables): Row => tables.all(TABLES.leadBook)[0];
const stages = (tables: DataTables): string[] => tables.all(TABLES.stageLog).map(({ from, to }) => `${from} → ${to}`);

function handedOver(): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.leadBook, {
		lead: LEAD,
		email: LEAD,
		name: 'Ana Ruiz',
		owner: 'ben@sales.example',
		stage: 'mql',
		cell: 'A2',
		total: 60,
		activities: 1,
		recycles: 0,
		handedOffAt: HANDED_OFF,
		version: 1,
		leadScore: JSON.stringify({ engagement: 40, total: 60 }),
	});
	tables.insert(TABLES.activityLog, {
		activity: 'a1',
		lead: LEAD,
		type: 'demo_request',
		at: '2026-02-28T10:00:00.000Z',
	});
	tables.insert(TABLES.rules, {
		rule: 'Demo',
		dimension: 'engagement',
		event: 'demo_request',
		points: 40,
		active: true,
	});
	return tables;
}

async function feedback(tables: DataTables, contact: Contact, said: IDataObject[], at: string): Promise<IDataObject[]> {
	const nodeTypes = [FakeService, RecycleLead, ScoreLead, ClassifyGrid];
	const result = await runWorkflow(withServices(from('Feedback'), contact.services(at)), {
		tables,
		nodeTypes,
		startNode: 'Feedback',
		pinData: { Feedback: itemsOf(said.map((each) => ({ ...each, asOf: at }))) },
	});
	expect(result.error?.message).toBeUndefined();
	return jsonOf(result.output('Results'));
}

/** Lets HubSpot tell what changed, again and again, until it has nothing more to tell. */
async function untilQuiet(tables: DataTables, contact: Contact, at: string): Promise<number> {
	let rounds = 0;
	for (let events = contact.events.splice(0); events.length > 0; events = contact.events.splice(0)) {
		rounds += 1;
		expect(rounds).toBeLessThan(5);
		const start = 'Changes in HubSpot';
		const wayIn = withServices(from(start), contact.services(at));
		const pinned = { [start]: events, 'Contact in HubSpot': [contact.profile()], 'Take the change': [{}] };
		const isOn = (name: string) => Object.hasOwn(pinned, name);
		const nodes = wayIn.nodes.map((node) => (isOn(node.name) ? { ...node, disabled: false } : node));
		const pinData = Object.fromEntries(Object.entries(pinned).map(([name, json]) => [name, itemsOf(json)]));
		const result = await runWorkflow({ ...wayIn, nodes }, { startNode: start, pinData, nodeTypes: [FakeService] });
		const { said } = jsonOf(result.output('What HubSpot says'))[0] as { said: IDataObject[] };
		if (said.length > 0) await feedback(tables, contact, said, at);
	}
	return rounds;
}

describe('05 and a CRM that tells what we wrote to it', () => {
	it('an answer in the form goes there once, and comes to rest', async () => {
		const [tables, contact] = [handedOver(), new Contact()];
		const at = '2026-03-02T10:00:00.000Z';
		const [result] = await feedback(tables, contact, [{ item: 0, lead: LEAD, decision: 'accepted', by: 'Ben' }], at);
		expect(result).toMatchObject({ outcome: 'done', stage: 'accepted' });
		expect(contact.fields.lead_stage).toBe('accepted');
		await untilQuiet(tables, contact, at);
		expect(contact.writes).toBe(1);
		expect(stages(tables)).toEqual(['mql → accepted']);
	});

	it('a change there comes in once, our own property follows, and it comes to rest', async () => {
		const [tables, contact] = [handedOver(), new Contact()];
		const at = '2026-03-02T10:00:00.000Z';
		contact.change({ hs_lead_status: 'UNQUALIFIED', lead_reason: 'no budget' }, at);
		const rounds = await untilQuiet(tables, contact, at);
		expect(book(tables)).toMatchObject({ stage: 'recycled', recycles: 1, handedOffAt: null });
		expect(stages(tables)).toEqual(['mql → recycled']);
		expect(contact).toMatchObject({ writes: 1, fields: { lead_stage: 'recycled' } });
		// The change, and what we wrote because of it.
		expect(rounds).toBe(2);
	});

	it('another owner comes in once, and nothing is written for it', async () => {
		const [tables, contact] = [handedOver(), new Contact()];
		contact.change({ hubspot_owner_id: '8' }, '2026-03-02T10:00:00.000Z');
		await untilQuiet(tables, contact, '2026-03-02T10:00:00.000Z');
		expect(book(tables)).toMatchObject({ stage: 'mql', owner: 'eve@sales.example' });
		expect(stages(tables)).toEqual(['mql → mql']);
		expect(contact.writes).toBe(0);
	});

	it('what is told late, from before the hand-off, changes nothing', async () => {
		const [tables, contact] = [handedOver(), new Contact()];
		contact.change({ hs_lead_status: 'UNQUALIFIED' }, '2026-02-01T10:00:00.000Z');
		await untilQuiet(tables, contact, '2026-03-02T10:00:00.000Z');
		expect(book(tables)).toMatchObject({ stage: 'mql', handedOffAt: HANDED_OFF });
		expect(stages(tables)).toEqual([]);
	});
});
