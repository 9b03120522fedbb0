/** 16 CRM sync on a real n8n: HubSpot, Salesforce and Pipedrive as mocks. Rows are put into the tables by the test. */
import { LEAD_PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../../lifecycle/crm/properties';
import type { Json } from '../../scripts/host/client.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { insertRows } from './support/outbox';

jest.setTimeout(1_200_000);

const MOCKS = ['hubspot', 'salesforce', 'pipedrive'] as const;
type Mock = (typeof MOCKS)[number];
type Row = Record<string, unknown>;

const CAPTURE = '01-capture';
const SCORE = '02-score';
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
		replayed: [CAPTURE, SCORE, ...MOCKS.map(file)],
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

interface Seen {
	/** By the columns of the lead book, with `id`, `address` and `owner`. */
	readonly people: Row[];
	/** Tasks with the id of their person. */
	readonly tasks: ReadonlyArray<{ readonly person: string; readonly text: string; readonly due: string }>;
	/** Id of the rep. */
	readonly ownerId: string;
}

const columns = (crm: Mock, fields: Row): Row =>
	Object.fromEntries(LEAD_PROPERTIES.map(({ column }) => [column, fields[PROPERTY_NAMES[crm](column)]]));

/** What a CRM holds of our leads, in one shape. */
const LOOK: Record<Mock, () => Promise<Seen>> = {
	hubspot: async () => ({
		people: (await host.services.hubspot.contacts()).map((contact) => ({
			...columns('hubspot', contact),
			...{ id: contact.id, address: contact.email, owner: contact.hubspot_owner_id },
		})),
		tasks: (await host.services.hubspot.tasks()).map((task) => ({
			person: text((task.contacts as string[])[0]),
			text: text(task.hs_task_body),
			due: text(task.hs_timestamp),
		})),
		ownerId: '12',
	}),
	salesforce: async () => ({
		people: (await host.services.salesforce.records('Lead')).map((lead) => ({
			...columns('salesforce', lead),
			...{ id: lead.Id, address: lead.Email, owner: lead.OwnerId },
		})),
		tasks: (await host.services.salesforce.records('Task')).map((task) => ({
			person: text(task.WhoId),
			text: text(task.Description),
			due: text(task.ActivityDate),
		})),
		ownerId: text((await host.services.salesforce.records('User')).find(({ Email }) => Email === OWNER)?.Id),
	}),
	pipedrive: async () => ({
		people: (await host.services.pipedrive.persons()).map((person) => ({
			...columns('pipedrive', person.named as Row),
			...{ id: person.id, address: (person.emails as Array<{ value: string }>)[0].value, owner: person.owner_id },
		})),
		tasks: (await host.services.pipedrive.activities()).map((activity) => ({
			person: text(activity.person_id),
			text: text(activity.note),
			due: text(activity.due_date),
		})),
		ownerId: text((await host.services.pipedrive.users()).find(({ email }) => email === OWNER)?.id),
	}),
};
const outboxOf = async (lead: string): Promise<Json[]> => await host.rows('ll_outbox', { lead });
const bookOf = async (lead: string): Promise<Json> => (await host.rows('ll_lead_book', { lead }))[0];

/** Leads cross, as 01 and 02 have it; what they cause waits for 16. */
async function cross(leads: readonly string[], at: string): Promise<void> {
	const attributes = DIRECTOR;
	const did = leads.flatMap((lead) => [
		{ activity: `${lead}-page`, lead, type: 'page_view', at, properties: { path: '/pricing' } },
		{ activity: `${lead}-form`, lead, type: 'form_submit', at, properties: { form: 'contact' }, attributes },
	]);
	expect((await host.runAt(CAPTURE, at, did)).status).toBe(202);
	await host.runAt(SCORE, at);
}

describe.each(MOCKS)('a hand-off with %s', (crm) => {
	const [known, fresh] = [`known@${crm}.example`, `fresh@${crm}.example`];
	let seen: Seen;

	beforeAll(async () => {
		if (crm !== 'hubspot') {
			// Made first by a hand-off of its own; then a person gives it to somebody, and a visit makes it due again.
			await cross([known], after(-600));
			await sync(crm, -600);
			const before = await LOOK[crm]();
			const person = before.people.find(({ address }) => address === known) as Row;
			if (crm === 'salesforce')
				await host.services.salesforce.change('Lead', text(person.id), { OwnerId: before.ownerId });
			else await host.services.pipedrive.changePerson(text(person.id), { owner_id: Number(before.ownerId) });
			const at = after(-1);
			await host.runAt(CAPTURE, at, [{ lead: known, type: 'page_view', at, properties: { path: '/pricing' } }]);
		}
		await cross(crm === 'hubspot' ? [known, fresh] : [fresh], MONDAY);
		await sync(crm, 0);
		seen = await LOOK[crm]();
	});

	it('writes the scores of the lead book to the record of each person', async () => {
		expect(await host.failures()).toEqual([]);
		for (const lead of [known, fresh]) {
			const records = seen.people.filter(({ address }) => address === lead);
			expect(records).toHaveLength(1);
			const row = await bookOf(lead);
			expect(row).toMatchObject({ stage: 'mql', label: 'Hot' });
			for (const { column, kind } of LEAD_PROPERTIES) {
				const written = kind === 'number' ? Number(records[0][column]) : records[0][column];
				expect([column, written]).toEqual([column, row[column] as unknown]);
			}
		}
	});

	it('leaves the owner whom the CRM names, and the book follows, and the message that is still new', async () => {
		expect(text(seen.people.find(({ address }) => address === known)?.owner)).toBe(seen.ownerId);
		expect(await bookOf(known)).toMatchObject({ owner: OWNER });
		const [message] = await host.rows('ll_outbox', { lead: known, kind: 'hand_off' });
		expect(message).toMatchObject({ audience: OWNER, status: 'new' });
	});

	it('gives the rep one task a hand-off, due when the SLA says', () => {
		for (const lead of [known, fresh]) {
			const person = seen.people.find(({ address }) => address === lead);
			const tasks = seen.tasks.filter((task) => task.person === text(person?.id));
			expect(tasks).toHaveLength(1);
			expect(tasks[0].text).toContain(`task:${lead}:2026-03-02T`);
			// Eight office hours after it was handed over: at ten in the morning, or at night.
			const due = tasks[0].text.includes('T10:00:00.000Z') ? '3 Mar 2026 10:00' : '2 Mar 2026 17:00';
			expect(tasks[0].text).toContain(`Answer due: ${due} UTC`);
			expect(tasks[0].due).toMatch(due.startsWith('3') ? /^2026-03-03/ : /^2026-03-02/);
		}
	});

	it('left nothing for later', async () => {
		for (const lead of [known, fresh])
			expect(await host.rows('ll_outbox', { lead, kind: 'crm' })).toMatchObject([{ status: 'sent' }]);
	});
});

describe.each(MOCKS)('with %s', (crm) => {
	const fresh = `written@${crm}.example`;
	const total = (people: readonly Row[]): number[] =>
		people.filter(({ address }) => address === fresh).map((each) => Number(each.total));

	it('writes a lead that was handed over, makes its task, and notes both', async () => {
		await handOver([fresh], { owner: OWNER });
		await sync(crm, 1);
		expect(await host.failures()).toEqual([]);
		const { people, tasks } = await LOOK[crm]();
		expect(total(people)).toEqual([74.5]);
		expect(people.find(({ address }) => address === fresh)?.stage).toBe('mql');
		expect(tasks.filter((each) => each.text.includes(`task:${fresh}:`))).toHaveLength(1);
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
		expect(total(people)).toEqual([80]);
		expect(tasks.filter((each) => each.text.includes(`task:${fresh}:`))).toHaveLength(1);
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
