/** Each variant of 01 and 10 in a real n8n: HubSpot, Salesforce and Pipedrive as mocks, Odoo as it is. */
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { makeSalesperson } from '../services/odoo/crm.mjs';
import type { Odoo } from '../services/odoo/odoo.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import type { CrmName } from '../../lifecycle/crm/crm';
import { LEAD_PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../../lifecycle/crm/properties';
import { openOdooWithFields } from './support/odoo';

jest.setTimeout(1_200_000);

type Row = Record<string, unknown>;

const OWNER = 'cleo.moss@sales.example';
const MONDAY = '2026-03-02T10:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(MONDAY) + minutes * 60_000).toISOString();

const names = (crm: CrmName): string[] => LEAD_PROPERTIES.map(({ column }) => PROPERTY_NAMES[crm](column));
const known = (crm: CrmName): string => `known@${crm}.example`;
const file = (crm: CrmName, template: string): string => (crm === 'hubspot' ? template : `${crm}/${template}`);
const CAPTURE = '01-capture-and-score';
const DELIVER = '10-deliver';
const MOCKS = ['hubspot', 'salesforce', 'pipedrive'] as const;

let host: IntegrationHost;
let odoo: Odoo;

beforeAll(async () => {
	odoo = await openOdooWithFields();
	const user = await makeSalesperson(odoo.client, { name: 'Cleo Moss', email: OWNER });
	await odoo.client.create('crm.lead', { name: 'Known', email_from: known('odoo'), user_id: user });
	host = await openIntegrationHost({
		services: [...MOCKS],
		seeds: {
			hubspot: {
				owners: [{ id: '12', email: OWNER }],
				contacts: [{ email: known('hubspot'), hubspot_owner_id: '12' }],
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
		credentials: { odooApiKeyApi: odoo.credentials().odooApiKeyApi },
		replayed: [...MOCKS, 'odoo' as const].flatMap((crm) => [file(crm, CAPTURE), file(crm, DELIVER)]),
	});
});

afterAll(async () => {
	await host?.stop();
	await odoo?.stop();
});

const visit = (lead: string, at: string): Row[] => [
	{ activity: `${lead}-page`, lead, type: 'page_view', at, properties: { path: '/pricing' } },
	{ activity: `${lead}-form`, lead, type: 'form_submit', at, properties: { form: 'contact' }, attributes: DIRECTOR },
];

const capture = async (crm: CrmName, leads: readonly string[], at: string): Promise<void> => {
	const { status } = await host.runAt(
		file(crm, CAPTURE),
		at,
		leads.flatMap((lead) => visit(lead, at)),
	);
	expect(status).toBe(202);
};

interface Seen {
	readonly people: Row[];
	/** Tasks with the id of their person and of their owner. */
	readonly tasks: Array<{ person: string; owner: string; text: string; due: string }>;
	readonly ownerId: string;
}

const text = (value: unknown): string => JSON.stringify(value ?? '').replace(/^"|"$/g, '');

/** What a CRM holds of our leads, in one shape: people by the columns of the lead book, with `id`, `email` and `owner`. */
const LOOK: Record<CrmName, () => Promise<Seen>> = {
	hubspot: async () => ({
		people: (await host.services.hubspot.contacts()).map((contact) => ({
			...columns('hubspot', contact),
			...{ id: contact.id, email: contact.email, owner: contact.hubspot_owner_id },
		})),
		tasks: (await host.services.hubspot.tasks()).map((task) => ({
			person: text((task.contacts as string[])[0]),
			owner: text(task.hubspot_owner_id),
			text: text(task.hs_task_body),
			due: text(task.hs_timestamp),
		})),
		ownerId: '12',
	}),
	salesforce: async () => ({
		people: (await host.services.salesforce.records('Lead')).map((lead) => ({
			...columns('salesforce', lead),
			...{ id: lead.Id, email: lead.Email, owner: lead.OwnerId },
		})),
		tasks: (await host.services.salesforce.records('Task')).map((task) => ({
			person: text(task.WhoId),
			owner: text(task.OwnerId),
			text: text(task.Description),
			due: text(task.ActivityDate),
		})),
		ownerId: text((await host.services.salesforce.records('User')).find(({ Email }) => Email === OWNER)?.Id),
	}),
	pipedrive: async () => ({
		people: (await host.services.pipedrive.persons()).map((person) => ({
			...columns('pipedrive', person.named as Row),
			...{ id: person.id, email: (person.emails as Array<{ value: string }>)[0].value, owner: person.owner_id },
		})),
		tasks: (await host.services.pipedrive.activities()).map((activity) => ({
			person: text(activity.person_id),
			owner: text(activity.owner_id),
			text: text(activity.note),
			due: text(activity.due_date),
		})),
		ownerId: text((await host.services.pipedrive.users()).find(({ email }) => email === OWNER)?.id),
	}),
	odoo: async () => {
		const people = await odoo.client.search('crm.lead', [], { fields: ['email_from', 'user_id', ...names('odoo')] });
		const fields = ['res_id', 'user_id', 'note', 'date_deadline'];
		const tasks = await odoo.client.search('mail.activity', [['res_model', '=', 'crm.lead']], { fields });
		const [user] = await odoo.client.search('res.users', [['login', '=', OWNER]], { fields: ['id'] });
		const first = (pair: unknown): string => (Array.isArray(pair) ? text(pair[0]) : '');
		return {
			people: people.map((lead: Row) => ({
				...columns('odoo', lead),
				...{ id: lead.id, email: lead.email_from, owner: first(lead.user_id) },
			})),
			tasks: tasks.map((task: Row) => ({
				person: text(task.res_id),
				owner: first(task.user_id),
				text: text(task.note),
				due: text(task.date_deadline),
			})),
			ownerId: text(user.id),
		};
	},
};

const columns = (crm: CrmName, fields: Row): Row =>
	Object.fromEntries(LEAD_PROPERTIES.map(({ column }) => [column, fields[PROPERTY_NAMES[crm](column)]]));

describe.each([...MOCKS, 'odoo' as const])('a hand-off with %s', (crm) => {
	const fresh = `fresh@${crm}.example`;
	let seen: Seen;
	let bookOf: (lead: string) => Promise<Row>;

	beforeAll(async () => {
		bookOf = async (lead) => (await host.rows('ll_lead_book', { lead }))[0];
		if (crm === 'salesforce' || crm === 'pipedrive') {
			// Made first by a hand-off of its own; then a person gives it to somebody.
			await capture(crm, [known(crm)], after(-600));
			const before = await LOOK[crm]();
			const person = before.people.find(({ email }) => email === known(crm)) as Row;
			if (crm === 'salesforce')
				await host.services.salesforce.change('Lead', text(person.id), { OwnerId: before.ownerId });
			else await host.services.pipedrive.changePerson(text(person.id), { owner_id: Number(before.ownerId) });
			const row = await bookOf(known(crm));
			expect(row.stage).toBe('mql');
			const at = after(-1);
			await host.runAt(file(crm, CAPTURE), at, [
				{ lead: known(crm), type: 'page_view', at, properties: { path: '/pricing' } },
			]);
		} else {
			await capture(crm, [known(crm)], MONDAY);
		}
		await capture(crm, [fresh], MONDAY);
		seen = await LOOK[crm]();
	});

	it('writes the scores of the lead book to the record of each person', async () => {
		expect(await host.failures()).toEqual([]);
		for (const lead of [known(crm), fresh]) {
			const records = seen.people.filter(({ email }) => email === lead);
			expect(records).toHaveLength(1);
			const row = await bookOf(lead);
			expect(row).toMatchObject({ stage: 'mql', label: 'Hot' });
			for (const { column, kind } of LEAD_PROPERTIES) {
				const written = kind === 'number' ? Number(records[0][column]) : records[0][column];
				expect([column, written]).toEqual([column, row[column]]);
			}
		}
	});

	it('leaves the owner whom the CRM names, and the book and the message follow', async () => {
		expect(text(seen.people.find(({ email }) => email === known(crm))?.owner)).toBe(seen.ownerId);
		expect(await bookOf(known(crm))).toMatchObject({ owner: OWNER });
		if (crm === 'hubspot' || crm === 'odoo') {
			const [message] = await host.rows('ll_outbox', { lead: known(crm), kind: 'hand_off' });
			expect(message).toMatchObject({ audience: OWNER });
		}
	});

	it('gives the rep one task a hand-off, due when the SLA says', () => {
		for (const lead of [known(crm), fresh]) {
			const person = seen.people.find(({ email }) => email === lead);
			const tasks = seen.tasks.filter((task) => task.person === text(person?.id));
			expect(tasks).toHaveLength(1);
			expect(tasks[0].text).toContain(`task:${lead}:2026-03-02T`);
			expect(tasks[0].text).toContain('Due: ');
			expect(tasks[0].due).toMatch(/^2026-03-0[23]/);
		}
	});

	it('left nothing for later', async () => {
		expect(await host.rows('ll_outbox', { kind: 'crm' })).toEqual([]);
	});
});

describe('a CRM that does not take what it is sent', () => {
	it.each(MOCKS)(
		'%s: leaves no secret in what n8n stores, prints or sends, a clean sentence in the outbox, and gets it a little later',
		async (crm) => {
			const lead = `refused@${crm}.example`;
			await host.services[crm].fault({ status: 500 });
			await capture(crm, [lead], after(24 * 60));
			await host.services[crm].clearFaults();
			expect(await host.failures()).toEqual([]);
			const waiting = await host.rows('ll_outbox', { lead, kind: 'crm' });
			expect(waiting.map(({ key }) => text(key).split(':')[0]).sort()).toEqual(['crm', 'task']);
			for (const { error } of waiting)
				expect(text(error)).toMatch(/^(HubSpot|Salesforce|Pipedrive) had a fault of its own\.$/);
			expect(await host.leaks([await host.services.salesforce.accessToken()])).toEqual([]);
			expect(await host.services.proxy.unknown()).toEqual([]);
			await host.runAt(file(crm, DELIVER), after(24 * 60 + 2));
			const delivered: Row[] = await host.rows('ll_outbox', { lead, kind: 'crm' });
			expect(delivered.map(({ status }) => status)).toEqual(['sent', 'sent']);
		},
	);
});

describe('with HubSpot down for ten minutes during 200 hand-offs', () => {
	const leads = Array.from({ length: 200 }, (_, index) => `crowd-${index}@crowd.example`);
	const waiting = async (): Promise<Row[]> =>
		(await host.rows('ll_outbox', { kind: 'crm' })).filter(
			({ lead, status }) => text(lead).includes('crowd') && status !== 'sent',
		);

	it('200 are delivered in the end, none twice', async () => {
		const { hubspot } = host.services;
		const start = 7 * 24 * 60;
		for (let minute = 0; minute < 10; minute++) {
			await hubspot.clearFaults();
			await hubspot.fault([{ status: 500 }, { status: 429, retryAfter: 1 }, { kind: 'reset' as const }][minute % 3]);
			await capture('hubspot', leads.slice(minute * 20, minute * 20 + 20), after(start + minute));
			if (minute % 3 === 2) await host.runAt(file('hubspot', DELIVER), after(start + minute));
		}
		expect(await host.failures()).toEqual([]);
		expect((await hubspot.contacts()).filter(({ email }) => text(email).includes('crowd'))).toEqual([]);
		expect(await waiting()).toHaveLength(400);
		await hubspot.clearFaults();
		// Some tasks are made, and only the answer is lost.
		await hubspot.fault({ status: 500, path: '/engagements', applied: true, times: 5 });
		for (let minute = 10; (await waiting()).length > 0 && minute < 90; minute++)
			await host.runAt(file('hubspot', DELIVER), after(start + minute));
		expect(await waiting()).toEqual([]);
		const contacts = (await hubspot.contacts()).filter(({ email }) => text(email).includes('crowd'));
		expect(contacts.map(({ email }) => text(email)).sort()).toEqual([...leads].sort());
		const tasks = (await hubspot.tasks()).filter(({ hs_task_body: body }) => text(body).includes('crowd'));
		expect(tasks).toHaveLength(200);
		expect(new Set(tasks.map(({ contacts: [person] }) => person as string)).size).toBe(200);
	});
});
