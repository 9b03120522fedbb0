/** The steps of 01 for each CRM that is a mock here, in n8n's engine, on mocks that were written from the vendors' documentation alone. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HUBSPOT_TOKEN, HubspotMock } from '../services/hubspot.mjs';
import { PIPEDRIVE_TOKEN, PipedriveMock } from '../services/pipedrive.mjs';
import { SalesforceMock } from '../services/salesforce.mjs';
import { LEAD_PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../../lifecycle/crm/properties';
import { runCrm, type CrmRun } from '../support/crm/flow';

jest.setTimeout(120_000);

const AS_OF = '2026-03-04T12:00:00.000Z';
const DUE = '2026-03-04T16:00:00.000Z';
const OWNER = 'cleo.moss@sales.example';
const SCORES = {
	...{ total: 74.5, fit: 27, engagement: 47.5, cell: 'A2', label: 'Hot', stage: 'mql' },
	summary: 'Pricing page ×2 +24 · Director +12',
};
const keyOf = (name: string): string => `task:${name}@acme.example:${AS_OF}`;
const handedOver = (name: string) => ({
	...{ lead: `${name}@acme.example`, email: `${name}@acme.example`, name: `${name} Example`, owner: OWNER, version: 7 },
	...{ title: 'Director', company: 'Acme & Sons', mayCreate: true },
	...SCORES,
	tasks: [{ key: keyOf(name), subject: `Follow up: ${name}`, text: `Who: <${name}>\n${keyOf(name)}`, due: DUE }],
});

interface Mock {
	handle(call: object): Promise<{ status: number; body?: unknown } | undefined>;
}
type Row = Record<string, unknown>;
interface Seen {
	readonly people: Row[];
	readonly tasks: Array<{ person: string; owner: string; text: string; due: string }>;
}

const names = (crm: 'hubspot' | 'salesforce') => LEAD_PROPERTIES.map(({ column }) => PROPERTY_NAMES[crm](column));
const text = (value: unknown): string => JSON.stringify(value ?? '').replace(/^"|"$/g, '');

const hubspot = new HubspotMock({
	owners: [{ id: '12', email: OWNER }],
	contacts: [{ email: 'known@acme.example', hubspot_owner_id: '12' }],
	properties: names('hubspot'),
});
const salesforce = new SalesforceMock({
	users: [{ Email: OWNER }],
	contacts: [{ LastName: 'Known', Email: 'known@acme.example' }],
	customFields: { Lead: names('salesforce'), Contact: names('salesforce') },
});
const pipedrive = new PipedriveMock({
	users: [{ name: 'Cleo Moss', email: OWNER }],
	persons: [{ name: 'Known', emails: [{ value: 'known@acme.example', primary: true, label: 'work' }] }],
	fields: Object.fromEntries(LEAD_PROPERTIES.map(({ label, kind }) => [label, PROPERTY_TYPES.pipedrive[kind]])),
});

const MOCKS = {
	hubspot: {
		mock: hubspot as unknown as Mock,
		credential: { headers: { authorization: `Bearer ${HUBSPOT_TOKEN}` } },
		look: (): Seen => ({
			people: hubspot.contacts(),
			tasks: hubspot.tasks().map((task: Row) => ({
				person: text((task.contacts as string[])[0]),
				owner: text(task.hubspot_owner_id),
				text: text(task.hs_task_body),
				due: text(task.hs_timestamp),
			})),
		}),
		owner: '12',
	},
	salesforce: {
		mock: salesforce as unknown as Mock,
		credential: { headers: { authorization: `Bearer ${salesforce.accessToken()}` } },
		look: (): Seen => ({
			people: [...salesforce.records('Lead'), ...salesforce.records('Contact')].map((each: Row) => ({
				...each,
				id: each.Id,
				email: each.Email,
			})),
			tasks: salesforce.records('Task').map((task: Row) => ({
				person: text(task.WhoId),
				owner: text(task.OwnerId),
				text: text(task.Description),
				due: text(task.ActivityDate),
			})),
		}),
		owner: text(salesforce.records('User').find(({ Email }: Row) => Email === OWNER)?.Id),
	},
	pipedrive: {
		mock: pipedrive as unknown as Mock,
		credential: { query: { api_token: PIPEDRIVE_TOKEN } },
		look: (): Seen => ({
			people: pipedrive.persons().map((person: Row) => ({
				...person,
				...(person.named as Row),
				email: (person.emails as Row[])[0].value,
			})),
			tasks: pipedrive.activities().map((activity: Row) => ({
				person: text(activity.person_id),
				owner: text(activity.owner_id),
				text: text(activity.note),
				due: text(activity.due_date),
			})),
		}),
		owner: text(pipedrive.users().find(({ email }: Row) => email === OWNER)?.id),
	},
};

const query = (url: URL): Record<string, string> => Object.fromEntries(url.searchParams);

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
	const { mock, credential, look, owner } = MOCKS[crm];
	let server: HttpServer;
	beforeAll(async () => {
		server = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				const url = new URL(request.url ?? '', 'http://mock.example');
				const path = url.pathname.replace(/^\/[a-z]+\.[a-z]+\.com(?=\/)/, '');
				const call = { method: request.method, host: '', path, query: query(url), headers: request.headers, body };
				void mock.handle(call).then((answer) => {
					response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json' });
					response.end(answer?.body === undefined ? '' : JSON.stringify(answer.body));
				});
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	const run = async (...leads: object[]): Promise<CrmRun> => {
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const given = { scoreLog: [], stageLog: [], crm: leads, retold: [], messages: [] };
		const flow = { crm, file: '01-capture-and-score', from: 'News', given, asOf: AS_OF };
		return await runCrm({ url, credential: { redirect: url, ...credential } }, flow);
	};

	it.each(['fresh', 'known'])('%s: record and task, once, however often it runs', async (name) => {
		for (let time = 0; time < 2; time++) {
			expect((await run(handedOver(name))).output('What is left for later')).toEqual([]);
		}
		const { people, tasks } = look();
		const found = people.filter(({ email }) => email === `${name}@acme.example`);
		expect(found).toHaveLength(1);
		const written = LEAD_PROPERTIES.map(({ column }) => {
			const value = found[0][PROPERTY_NAMES[crm](column)];
			return [column, typeof SCORES[column as 'total'] === 'number' ? Number(value) : value];
		});
		expect(Object.fromEntries(written)).toEqual(SCORES);
		const theirs = tasks.filter(({ person }) => person === text(found[0].id));
		expect(theirs).toHaveLength(1);
		expect(theirs[0].text).toContain(keyOf(name));
		expect(theirs[0].due.slice(0, 10)).toBe(DUE.slice(0, 10));
		if (name === 'fresh' || crm === 'hubspot') expect(theirs[0].owner).toBe(owner);
	});
});
