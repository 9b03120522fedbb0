/** 16 CRM sync on a real n8n: HubSpot, Salesforce and Pipedrive as mocks. Rows are put into the tables by the test. */
import { LEAD_PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../../lifecycle/crm/properties';
import type { Json } from '../../scripts/host/client.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { insertRows } from './support/outbox';

jest.setTimeout(1_200_000);

const MOCKS = ['hubspot', 'salesforce', 'pipedrive'] as const;
type Mock = (typeof MOCKS)[number];
type Row = Record<string, unknown>;

const OWNER = 'cleo.moss@sales.example';
const MONDAY = '2026-03-02T10:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(MONDAY) + minutes * 60_000).toISOString();
const file = (crm: Mock): string => (crm === 'hubspot' ? '16-crm-sync' : `${crm}/16-crm-sync`);
const names = (crm: Mock): string[] => LEAD_PROPERTIES.map(({ column }) => PROPERTY_NAMES[crm](column));
const text = (value: unknown): string => JSON.stringify(value ?? '').replace(/^"|"$/g, '');

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({
		services: [...MOCKS],
		seeds: {
			hubspot: {
				owners: [{ id: '12', email: OWNER }],
				contacts: [{ email: 'known@hubspot.example', hubspot_owner_id: '12' }],
				properties: names('hubspot'),
			},
			salesforce: {
				users: [{ Email: OWNER, Name: 'Cleo Moss' }],
				customFields: { Lead: names('salesforce'), Contact: names('salesforce') },
			},
			pipedrive: {
				users: [
					{ name: 'Integration', email: 'integration@sales.example' },
					{ name: 'Cleo Moss', email: OWNER },
				],
				fields: Object.fromEntries(LEAD_PROPERTIES.map(({ label, kind }) => [label, PROPERTY_TYPES.pipedrive[kind]])),
			},
		},
		replayed: MOCKS.map(file),
	});
});

afterAll(async () => {
	await host?.stop();
});

const leadRow = (lead: string, more: Json = {}): Json => ({
	...{ lead, email: lead, name: 'Dana Reyes', title: 'Director', company: 'Northwind', owner: '', stage: 'mql' },
	...{ total: 74.5, fit: 27, engagement: 47.5, cell: 'A2', label: 'Hot', summary: 'Pricing page +24' },
	...{ version: 3, crm: 'due', handedOffAt: MONDAY },
	...more,
});
const taskRow = (lead: string, at = MONDAY): Json => ({
	...{ title: 'Follow up: Dana Reyes', audience: 'sales', status: 'new', kind: 'crm', at, lead, channel: 'crm' },
	...{ text: 'Why now: Pricing page', attempts: 0, nextAt: '', error: '', details: '{}', key: `task:${lead}:${at}` },
});
const handOver = async (leads: readonly string[], more: Json = {}, at = MONDAY): Promise<void> => {
	await insertRows(
		host,
		'll_lead_book',
		leads.map((lead) => leadRow(lead, more)),
	);
	await insertRows(
		host,
		'll_outbox',
		leads.map((lead) => taskRow(lead, at)),
	);
};
const sync = async (crm: Mock, minutes: number): Promise<void> => void (await host.runAt(file(crm), after(minutes)));

/** The people of a CRM by address, and the texts of the tasks. */
const LOOK: Record<Mock, () => Promise<{ people: Row[]; tasks: string[] }>> = {
	hubspot: async () => ({
		people: (await host.services.hubspot.contacts()).map((contact) => ({ ...contact, address: contact.email })),
		tasks: (await host.services.hubspot.tasks()).map((task) => text(task.hs_task_body)),
	}),
	salesforce: async () => ({
		people: (await host.services.salesforce.records('Lead')).map((lead) => ({ ...lead, address: lead.Email })),
		tasks: (await host.services.salesforce.records('Task')).map((task) => text(task.Description)),
	}),
	pipedrive: async () => ({
		people: (await host.services.pipedrive.persons()).map((person) => ({
			...(person.named as Row),
			address: (person.emails as Array<{ value: string }>)[0].value,
		})),
		tasks: (await host.services.pipedrive.activities()).map((activity) => text(activity.note)),
	}),
};
const outboxOf = async (lead: string): Promise<Json[]> => await host.rows('ll_outbox', { lead });
const bookOf = async (lead: string): Promise<Json> => (await host.rows('ll_lead_book', { lead }))[0];

describe.each(MOCKS)('with %s', (crm) => {
	const fresh = `fresh@${crm}.example`;

	it('writes a lead that was handed over, makes its task, and notes both', async () => {
		await handOver([fresh], { owner: OWNER });
		await sync(crm, 1);
		expect(await host.failures()).toEqual([]);
		const { people, tasks } = await LOOK[crm]();
		const found = people.filter(({ address }) => address === fresh);
		expect(found).toHaveLength(1);
		const [total, stage] = ['total', 'stage'].map((column) => found[0][PROPERTY_NAMES[crm](column)]);
		expect([Number(total), stage]).toEqual([74.5, 'mql']);
		expect(tasks.filter((each) => each.includes(`task:${fresh}:`))).toHaveLength(1);
		expect((await outboxOf(fresh)).map(({ status }) => text(status))).toEqual(['sent']);
		expect((await bookOf(fresh)).crm).toMatch(/^\w+$/);
		expect(await host.rows('ll_state', { name: 'crm' })).toMatchObject([{ until: '' }]);
	});

	it('writes a change to the same record, and makes no task again', async () => {
		const { id, crm: record } = await bookOf(fresh);
		const table = (await host.client.tables()).get('ll_lead_book') as { id: string };
		await host.client.api('PATCH', `/data-tables/${table.id}/rows/update`, {
			filter: { type: 'and', filters: [{ columnName: 'id', condition: 'eq', value: id }] },
			data: { crm: `due ${String(record)}`, total: 80, version: 4 },
		});
		await sync(crm, 6);
		const { people, tasks } = await LOOK[crm]();
		const found = people.filter(({ address }) => address === fresh);
		expect(found.map((each) => Number(each[PROPERTY_NAMES[crm]('total')]))).toEqual([80]);
		expect(tasks.filter((each) => each.includes(`task:${fresh}:`))).toHaveLength(1);
		expect((await bookOf(fresh)).crm).toBe(record);
	});

	it('does not answer: a clean sentence waits in the outbox, no secret is stored, and it comes through later', async () => {
		const lead = `refused@${crm}.example`;
		await host.services[crm].fault({ status: 500 });
		await handOver([lead], {}, after(60));
		await sync(crm, 60);
		await host.services[crm].clearFaults();
		expect(await host.failures()).toEqual([]);
		const waiting = await outboxOf(lead);
		expect(waiting.map(({ key }) => text(key).split(':')[0]).sort()).toEqual(['crm', 'task']);
		for (const { error, status } of waiting) {
			expect(status).toBe('undelivered');
			expect(text(error)).toMatch(/^(HubSpot|Salesforce|Pipedrive) had a fault of its own\.$/);
		}
		expect(await host.leaks([await host.services.salesforce.accessToken()])).toEqual([]);
		await sync(crm, 62);
		expect((await outboxOf(lead)).map(({ status }) => text(status))).toEqual(['sent', 'sent']);
		expect(await host.services.proxy.unknown()).toEqual([]);
	});
});

it('makes the rep whom HubSpot names the owner, and gives that rep the message that is still new', async () => {
	const lead = 'known@hubspot.example';
	await handOver([lead]);
	await insertRows(host, 'll_outbox', [
		{ ...taskRow(lead), kind: 'hand_off', channel: 'slack', key: `hand_off:${lead}:${MONDAY}` },
	]);
	await sync('hubspot', 90);
	expect((await bookOf(lead)).owner).toBe(OWNER);
	const [message] = await host.rows('ll_outbox', { lead, kind: 'hand_off' });
	expect(message).toMatchObject({ audience: OWNER, status: 'new' });
});

describe('with HubSpot down for ten minutes during 200 hand-offs', () => {
	const leads = Array.from({ length: 200 }, (_, index) => `crowd-${index}@crowd.example`);
	const START = 7 * 24 * 60;
	const waiting = async (): Promise<Json[]> =>
		(await host.rows('ll_outbox', { kind: 'crm' })).filter(
			({ lead, status }) => text(lead).includes('crowd') && status !== 'sent',
		);

	it('200 are delivered in the end, none twice', async () => {
		const { hubspot } = host.services;
		for (let minute = 0; minute < 10; minute++) {
			await hubspot.clearFaults();
			await hubspot.fault([{ status: 500 }, { status: 429, retryAfter: 1 }, { kind: 'reset' as const }][minute % 3]);
			const at = after(START + minute);
			await handOver(leads.slice(minute * 20, minute * 20 + 20), { handedOffAt: at }, at);
			await sync('hubspot', START + minute);
		}
		expect(await host.failures()).toEqual([]);
		expect((await hubspot.contacts()).filter(({ email }) => text(email).includes('crowd'))).toEqual([]);
		expect((await waiting()).filter(({ key }) => text(key).startsWith('task:'))).toHaveLength(200);
		await hubspot.clearFaults();
		// Some tasks are made, and only the answer is lost.
		await hubspot.fault({ status: 500, path: '/engagements', applied: true, times: 5 });
		for (let minute = 10; (await waiting()).length > 0 && minute < 180; minute += 5)
			await sync('hubspot', START + minute);
		expect(await waiting()).toEqual([]);
		expect(await host.failures()).toEqual([]);
		const contacts = (await hubspot.contacts()).filter(({ email }) => text(email).includes('crowd'));
		expect(contacts.map(({ email }) => text(email)).sort()).toEqual([...leads].sort());
		const tasks = (await hubspot.tasks()).filter(({ hs_task_body: body }) => text(body).includes('crowd'));
		expect(tasks).toHaveLength(200);
		expect(new Set(tasks.map(({ contacts: [person] }) => person as string)).size).toBe(200);
		const book = (await host.rows('ll_lead_book', {})).filter(({ lead }) => text(lead).includes('crowd'));
		expect(book.filter(({ crm }) => text(crm).startsWith('due'))).toEqual([]);
	});
});
