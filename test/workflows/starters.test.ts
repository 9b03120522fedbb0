/** The starters in n8n's own engine: n8n's CRM nodes on mocks of the CRMs; Slack, mail and Google are stand-ins. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { HUBSPOT_TOKEN, HubspotMock } from '../services/hubspot.mjs';
import { PIPEDRIVE_TOKEN, PipedriveMock } from '../services/pipedrive.mjs';
import { SalesforceMock } from '../services/salesforce.mjs';
import { serveMock, type MockServer } from '../support/crm/mock-server';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile, type WorkflowResult } from '../support/engine';
import { FakeService, withServices, type Service } from '../support/fake-services';
import { credentialReferences, type Credentials } from '../support/server-data';
import { committed, FOLDER, parsed, starters } from '../support/templates';

jest.setTimeout(120_000);

const docs = (): string => readFileSync(join(FOLDER, '..', 'docs', 'templates', 'starters.md'), 'utf8');
const nodeTypes = [ScoreLead, ClassifyGrid, NormalizeActivity, FakeService];
const starter = (name: string): WorkflowFile => parsed(`starters/starter-${name}`) as unknown as WorkflowFile;

/** Slack that takes everything: one text a message. */
function channel() {
	const messages: string[] = [];
	const service: Service = (_item, { text }) => {
		messages.push(text as string);
		return { ok: true };
	};
	return { messages, service };
}

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

/** A CRM with two people: a director who fits, and a student who does not. */
interface Crm {
	readonly name: string;
	readonly open: () => Promise<{ server: MockServer; credentials: Credentials }>;
	/** What the starter wrote about the two, the director first. */
	readonly written: () => Written[];
	/** How often something was written. */
	readonly writes: () => number;
	/** A colleague changes the director's job title. */
	readonly retitle: (title: string) => void;
	readonly isWriteOfDirector: (call: { method: string; path: string; body: string }) => boolean;
	/** How Slack names the director. */
	readonly who: string;
	/** What is written of the director. */
	readonly director: Written;
}

interface Written {
	readonly total: number;
	readonly cell: string;
	readonly summary: string;
}
interface Scored {
	readonly leadScore: { readonly total: number; readonly fit: number; readonly summary: string };
	readonly grid: { readonly cell: string };
}

type Row = Record<string, unknown>;
const said = (row: Row, [total, cell, summary]: readonly [string, string, string]): Written => ({
	total: Number(row[total]),
	cell: String(row[cell]),
	summary: String(row[summary]),
});

const DIRECTOR = { title: 'Director of Operations', company: 'Acme', industry: 'Software', country: 'United States' };
const STUDENT = { title: 'Student', company: 'None' };
const STUDENT_SCORE = { total: -15, cell: 'D4', summary: 'Student −15' };
const BY_TITLE_AND_COUNTRY = { total: 20, cell: 'B4', summary: 'Director +12 · United States +8' };

function hubspot(): Crm {
	const names = ['lead_total', 'lead_cell', 'lead_summary'] as const;
	const acts = {
		hs_analytics_last_timestamp: ago(20),
		hs_analytics_last_url: 'https://www.example.com/pricing',
		hs_analytics_num_page_views: '9',
	};
	const mock = new HubspotMock({
		properties: [...names],
		contacts: [
			{ email: 'ana@acme.example', firstname: 'Ana', jobtitle: DIRECTOR.title, ...DIRECTOR, ...acts },
			{ email: 'cho@school.example', firstname: 'Cho', jobtitle: STUDENT.title, company: STUDENT.company },
			{ firstname: 'Nobody' },
		],
	});
	const contact = (which: 0 | 1) => mock.contacts()[which];
	return {
		name: 'hubspot-contacts',
		open: async () => ({
			server: await serveMock(mock),
			credentials: { hubspotAppToken: { headers: { authorization: `Bearer ${HUBSPOT_TOKEN}` } } },
		}),
		written: () => ([0, 1] as const).map((which) => said(contact(which), names)),
		writes: () => mock.writes({ kind: 'update' }).length,
		retitle: (title) => mock.changeContact('ana@acme.example', { jobtitle: title }),
		isWriteOfDirector: ({ path }) => path.endsWith('/ana@acme.example'),
		who: 'ana@acme.example',
		director: { total: 42, cell: 'B3', summary: 'Director +12 · Pricing page +12 · Health, finance or high tech +10' },
	};
}

function salesforce(): Crm {
	const names = ['Lead_Total__c', 'Lead_Cell__c', 'Lead_Summary__c'] as const;
	const mock = new SalesforceMock({
		customFields: { Lead: [...names] },
		leads: [
			{ LastName: 'Lima', Email: 'ana@acme.example', ...capitalised(DIRECTOR) },
			{ LastName: 'Park', Email: 'cho@school.example', ...capitalised(STUDENT) },
			{ LastName: 'Gone', Email: 'gone@acme.example', IsConverted: true, ...capitalised(DIRECTOR) },
		],
	});
	const lead = (which: 0 | 1) => mock.records('Lead')[which];
	return {
		name: 'salesforce-contacts',
		open: async () => ({
			server: await serveMock(mock),
			credentials: { salesforceJwtApi: { headers: { authorization: `Bearer ${mock.accessToken()}` } } },
		}),
		written: () => ([0, 1] as const).map((which) => said(lead(which), names)),
		writes: () => mock.writes({ kind: 'update' }).length,
		retitle: (title) => mock.change('Lead', String(lead(0).Id), { Title: title }),
		isWriteOfDirector: ({ method, path }) => method === 'PATCH' && path.endsWith(String(lead(0).Id)),
		who: 'ana@acme.example',
		director: { total: 30, cell: 'A4', summary: 'Director +12 · Health, finance or high tech +10 · United States +8' },
	};
}

const capitalised = (row: Row): Row =>
	Object.fromEntries(Object.entries(row).map(([key, value]) => [key[0].toUpperCase() + key.slice(1), value]));

function pipedrive(): Crm {
	const names = ['Lead total', 'Lead cell', 'Lead summary'] as const;
	const mock = new PipedriveMock({
		fields: { 'Lead total': 'double', 'Lead cell': 'varchar', 'Lead summary': 'text' },
		persons: [
			{
				name: 'Ana Lima',
				email: 'ana@acme.example',
				job_title: DIRECTOR.title,
				postal_address: { country: DIRECTOR.country },
			},
			{ name: 'Cho Park', email: 'cho@school.example', job_title: STUDENT.title },
		],
	});
	return {
		name: 'pipedrive-contacts',
		open: async () => ({
			server: await serveMock(mock),
			credentials: { pipedriveApi: { query: { api_token: PIPEDRIVE_TOKEN } } },
		}),
		written: () => mock.persons().map((person: Row) => said(person.named as Row, names)),
		writes: () => mock.writes({ kind: 'update' }).length,
		retitle: (title) => mock.changePerson(mock.persons()[0].id as number, { job_title: title }),
		isWriteOfDirector: ({ method, path }) => method === 'PATCH' && path.endsWith(`/${String(mock.persons()[0].id)}`),
		who: 'Ana Lima',
		director: BY_TITLE_AND_COUNTRY,
	};
}

/** Odoo's API as its documentation shows it: `search_read` and `write` of `crm.lead`. */
class OdooMock {
	writes = 0;
	readonly leads: Row[];

	constructor(leads: Row[]) {
		this.leads = leads.map((lead, index) => ({ id: index + 1, x_lead_total: 0, x_lead_cell: false, ...lead }));
	}

	async handle({ path, body }: { path: string; body: string }): Promise<{ status: number; body?: unknown }> {
		const {
			domain = [],
			fields = [],
			ids = [],
			vals = {},
		} = JSON.parse(body) as {
			domain?: Array<[string, string, string]>;
			fields?: string[];
			ids?: number[];
			vals?: Row;
		};
		if (path.endsWith('crm.lead/search_read')) {
			const found = this.leads.filter((lead) => domain.every(([field, , value]) => String(lead[field]) >= value));
			return {
				status: 200,
				body: found.map((lead) => Object.fromEntries(fields.map((field) => [field, lead[field] ?? false]))),
			};
		}
		if (!path.endsWith('crm.lead/write')) return { status: 404, body: {} };
		this.writes += ids.length;
		for (const lead of this.leads.filter(({ id }) => ids.includes(Number(id)))) Object.assign(lead, vals);
		return { status: 200, body: true };
	}
}

function odoo(): Crm {
	const now = ago(1).slice(0, 19).replace('T', ' ');
	const person = { write_date: now, stage_id: [1, 'New'], user_id: false };
	const mock = new OdooMock([
		{
			...person,
			name: 'Quote',
			contact_name: 'Ana Lima',
			email_normalized: 'ana@acme.example',
			function: DIRECTOR.title,
			partner_name: DIRECTOR.company,
			country_id: [233, DIRECTOR.country],
		},
		{ ...person, name: 'Question', email_normalized: 'cho@school.example', function: STUDENT.title },
		{ ...person, name: 'Old', write_date: '2020-01-01 00:00:00', function: DIRECTOR.title },
	]);
	const names = ['x_lead_total', 'x_lead_cell', 'x_lead_summary'] as const;
	return {
		name: 'odoo-contacts',
		open: async () => {
			const server = await serveMock(mock);
			return { server, credentials: { odooApiKeyApi: { url: server.url } } };
		},
		written: () => mock.leads.slice(0, 2).map((lead) => said(lead, names)),
		writes: () => mock.writes,
		retitle: (title) => void Object.assign(mock.leads[0], { function: title }),
		isWriteOfDirector: ({ path, body }) => path.endsWith('crm.lead/write') && body.includes('[1]'),
		who: 'ana@acme.example',
		director: BY_TITLE_AND_COUNTRY,
	};
}

async function runCrmStarter(
	{ name }: Crm,
	{ server, credentials }: { server: MockServer; credentials: Credentials },
	slack?: Service,
): Promise<WorkflowResult> {
	const file = withServices(starter(name), slack === undefined ? {} : { 'Send to Slack': slack });
	const [type] = Object.keys(credentials);
	const given = { [type]: { ...(name.startsWith('odoo') ? {} : { redirect: server.url }), ...credentials[type] } };
	const nodes = file.nodes.map((node) => {
		if (!/\.(hubspot|salesforce|pipedrive|odoo)$/.test(node.type)) return node;
		const parameters = node.type.endsWith('salesforce')
			? { ...node.parameters, authentication: 'jwt' }
			: node.parameters;
		return { ...node, parameters, waitBetweenTries: 10, credentials: credentialReferences(given) };
	});
	return await runWorkflow({ ...file, nodes }, { nodeTypes, credentials: given, startNode: 'Every hour' });
}

describe.each([
	['HubSpot', hubspot],
	['Salesforce', salesforce],
	['Pipedrive', pipedrive],
	['Odoo', odoo],
])('the starter for %s', (_crm, make) => {
	let crm: Crm;
	let opened: Awaited<ReturnType<Crm['open']>>;
	let slack: ReturnType<typeof channel>;
	beforeEach(async () => {
		crm = make();
		opened = await crm.open();
		slack = channel();
	});
	afterEach(async () => {
		await opened.server.close();
	});
	const run = async () => {
		const done = await runCrmStarter(crm, opened, slack.service);
		expect(done.error).toBeUndefined();
		return done;
	};

	it('writes back what Score Lead gave, and names who is ready for sales once', async () => {
		const scored = jsonOf((await run()).output('Classify Grid')) as unknown as Scored[];
		const byTotal = scored
			.map(({ leadScore: { total, summary }, grid: { cell } }) => ({ total, cell, summary }))
			.sort((left, right) => right.total - left.total);
		expect(crm.written()).toEqual(byTotal);
		expect(crm.written()).toEqual([crm.director, STUDENT_SCORE]);
		expect(slack.messages).toEqual([`🔥 ${crm.who}, ${crm.director.cell}, ${crm.director.summary}`]);
		if (crm.name === 'salesforce-contacts') expect(docs()).toContain(slack.messages[0]);
	});

	it('writes nothing and names nobody in the next run', async () => {
		await run();
		const writes = crm.writes();
		const again = await run();
		expect(again.output('Keep changed scores')).toEqual([]);
		expect(crm.writes()).toBe(writes);
		expect(slack.messages).toHaveLength(1);
	});

	it('writes a changed score without a word, and names who comes back', async () => {
		await run();
		crm.retitle('Student');
		await run();
		expect(crm.written()[0].total).toBe(crm.director.total - 12 - 15);
		expect(slack.messages).toHaveLength(1);
		crm.retitle('Director of Operations');
		await run();
		expect(crm.written()).toEqual([crm.director, STUDENT_SCORE]);
		expect(slack.messages).toHaveLength(2);
		expect(slack.messages[1]).toBe(slack.messages[0]);
	});

	it('names a record that is refused, writes the others, and announces it when it is taken', async () => {
		opened.server.refuse = (call) => (crm.isWriteOfDirector(call) ? { status: 400, body: {} } : undefined);
		await run();
		expect(crm.written()[0].cell).not.toBe(crm.director.cell);
		expect(crm.written()[1]).toEqual(STUDENT_SCORE);
		expect(slack.messages).toEqual([expect.stringMatching(`^⚠️ Not written: ${crm.who}, ${crm.director.cell}, .+`)]);
		opened.server.refuse = () => undefined;
		await run();
		expect(crm.written()).toEqual([crm.director, STUDENT_SCORE]);
		expect(slack.messages.slice(1)).toEqual([expect.stringMatching(`^🔥 ${crm.who}, `)]);
	});

	it('fails in the open when the CRM does not answer', async () => {
		opened.server.refuse = () => ({ status: 500, body: {} });
		const { error } = await runCrmStarter(crm, opened, slack.service);
		expect(error?.message).toMatch(/./);
		expect([crm.writes(), slack.messages]).toEqual([0, []]);
	});

	it('scores before Slack is there, and announces nobody of that time later', async () => {
		await runCrmStarter(crm, opened);
		expect(crm.written()).toEqual([crm.director, STUDENT_SCORE]);
		await run();
		expect(slack.messages).toEqual([]);
	});
});

describe('the starter for a form', () => {
	const form = {
		...{
			email: 'ana@acme.example',
			name: 'Ana Lima',
			title: 'Director',
			company: 'Acme <!channel>',
			industry: 'Software',
		},
		...{
			country: 'United States',
			timeline: 'next month',
			message: 'Hello',
			submittedAt: ago(0),
			formMode: 'production',
		},
	};
	const attempt = async (answers: object, file = starter('form-to-slack'), start = 'Form') => {
		const [slack, mail] = [channel(), channel()];
		const served = withServices(file, {
			'Send to Slack': slack.service,
			'Send e-mail': (item, given) =>
				mail.service(item, { text: `${given.subject as string}\n${given.text as string}` }),
		});
		const { error, output } = await runWorkflow(served, {
			nodeTypes,
			startNode: start,
			pinData: { [start]: itemsOf([answers]) },
		});
		return { slack: slack.messages, mail: mail.messages, output, error };
	};
	const submit = async (...given: Parameters<typeof attempt>) => {
		const { error, ...sent } = await attempt(...given);
		expect(error).toBeUndefined();
		return sent;
	};

	it('sends who fits to sales, with the reasons, and nothing that Slack takes for a mention', async () => {
		const { slack, mail, output } = await submit(form);
		const [{ leadScore, grid }] = jsonOf(output('Classify Grid')) as unknown as Scored[];
		expect([leadScore.total, grid.cell]).toEqual([52, 'B3']);
		expect(slack).toEqual([`🔥 ana@acme.example, Acme !channel>, B3: ${leadScore.summary}`]);
		expect(leadScore.summary).toBe('Director +12 · Buys within 3 months +12 · Health, finance or high tech +10');
		expect(mail).toEqual([]);
	});

	it.each<[string, object]>([
		['a second lead in a line break', { company: 'Acme\n🔥 boss@bank.example, Bank, A1: Director +50' }],
		['other line breaks', { company: 'Acme\r\n\u2028🔥 boss@bank.example' }],
		['a link', { company: '<https://evil.example|Acme>' }],
		['mentions', { company: '<@U024BE7LH> <!here> <!subteam^S1>' }],
		['a huge text', { company: 'x'.repeat(100_000) }],
		['the key of another lead', { company: 'boss@bank.example', lead: 'boss@bank.example', userId: 'boss' }],
		['a list and an object', { company: ['a', { b: 1 }], timeline: 'next month' }],
	])('sends one plain line, whatever a visitor writes: %s', async (_what, answers) => {
		const { slack, output } = await submit({ ...form, ...answers });
		expect(slack).toHaveLength(1);
		expect(slack[0]).toMatch(/^🔥 ana@acme\.example, /);
		expect(slack[0]).not.toMatch(/[<\r\n\u2028]/);
		expect(slack[0].length).toBeLessThanOrEqual(3000);
		expect(jsonOf(output('Normalize Activity')).map(({ lead }) => lead)).toEqual(['ana@acme.example']);
		expect(jsonOf(output('Score Lead'))).toHaveLength(1);
	});

	it.each<[string, unknown]>([
		['an object', { email: 'boss@bank.example' }],
		['a list', ['boss@bank.example', 'ana@acme.example']],
		['nothing', ''],
	])('takes no lead from an address that is %s', async (_what, email) => {
		const { slack, mail, error } = await attempt({ ...form, email });
		expect(error?.message).toContain('Item 0');
		expect([...slack, ...mail]).toEqual([]);
	});

	it.each([
		['does not fit', { title: 'Student', industry: '', country: '', timeline: '' }, 'D3'],
		['says little', { title: '', company: '', industry: '', country: '', timeline: '' }, 'D3'],
	])('sends who %s to marketing, so that no request is lost', async (_why, answers, cell) => {
		const { slack, mail } = await submit({ ...form, ...answers });
		expect(slack).toEqual([]);
		expect(mail).toEqual([
			expect.stringMatching(`^Not for sales yet: ana@acme.example\nana@acme.example, ${cell}: .+\n\nHello$`),
		]);
	});

	it('takes a Typeform in its place, as the note says', async () => {
		const file = starter('form-to-slack');
		const nodes = file.nodes.map((node) => {
			if (node.name === 'Normalize Activity') return { ...node, parameters: { source: 'typeform' } };
			if (node.name !== 'Score Lead') return node;
			return { ...node, parameters: { ...node.parameters, leadKeyField: 'lead' } };
		});
		const to = (...names: Array<[string, number]>) => ({
			main: [names.map(([name, index]) => ({ node: name, type: 'main' as const, index }))],
		});
		const connections = {
			...file.connections,
			Form: to(['Normalize Activity', 0]),
			'Normalize Activity': to(['Score Lead', 0], ['Score Lead', 1]),
		};
		const ref = (id: string) => ({ id, type: 'short_text', ref: id });
		const answer = (field: string, text: string) => ({ type: 'text', field: ref(field), text });
		const { output } = await submit(
			{
				event_id: 'E1',
				event_type: 'form_response',
				form_response: {
					form_id: 'F1',
					token: 'T1',
					submitted_at: ago(0),
					definition: {
						id: 'F1',
						title: 'Ask for a demo',
						fields: [
							{ ...ref('e'), type: 'email', title: 'E-mail' },
							{ ...ref('t'), title: 'Job title' },
							{ ...ref('c'), title: 'Country' },
						],
					},
					answers: [
						{ type: 'email', field: { ...ref('e'), type: 'email' }, email: 'ana@acme.example' },
						answer('t', 'Director'),
						answer('c', 'United States'),
					],
				},
			},
			{ ...file, nodes, connections },
		);
		const scored = jsonOf([0, 1, 2].flatMap((index) => output('Classify Grid', index))) as unknown as Scored[];
		expect(scored.map(({ leadScore: { fit } }) => fit)).toEqual([20]);
	});
});

describe('the starter for a Google Sheet', () => {
	/** A tab as the Google Sheets node reads it: numbers for numbers, '' for an empty cell, and the number of the row. */
	const tab = (file: string): Row[] => {
		const [head, ...lines] = committed(file, 'csv').trimEnd().split('\n').map(cellsOf);
		return lines.map((cells, index) => ({
			row_number: index + 2,
			...Object.fromEntries(head.map((column, at) => [column, asCell(cells[at])])),
		}));
	};
	const cellsOf = (line: string): string[] =>
		[...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
			.slice(0, -1)
			.map(([, cell]) => cell.replace(/^"|"$/g, '').replaceAll('""', '"'));
	const asCell = (text: string) =>
		text !== '' && !Number.isNaN(Number(text))
			? Number(text)
			: text === 'true' || text === 'false'
				? text === 'true'
				: text;

	const run = async (leads: Row[], rules: Row[], slack: Service, write?: Service) => {
		const file = withServices(starter('google-sheet'), {
			'Get leads': () => leads as IDataObject[],
			'Get rules': () => rules as IDataObject[],
			'Write to the sheet':
				write ??
				((_item, { columns }) => {
					const { row_number, ...cells } = (columns as { value: Row }).value;
					Object.assign(leads.find((row) => row.row_number === row_number) as Row, cells);
					return cells as IDataObject;
				}),
			'Send to Slack': slack,
		});
		return await runWorkflow(file, { nodeTypes, startNode: 'Every hour' });
	};

	it('comes with the starter rules, which the sheet keeps as they are', () => {
		const rows = tab('starters/rules').map(({ row_number: _, ...row }) =>
			Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')),
		);
		const asRead = STARTER_ROWS.map((row) =>
			Object.fromEntries(
				Object.entries(row)
					.filter(([, value]) => value !== '')
					.map(([column, value]) => [column, asCell(String(value))]),
			),
		);
		expect(rows).toEqual(asRead);
	});

	it('scores the leads that come with it, writes each once, and names who is ready', async () => {
		const [leads, rules, slack] = [tab('starters/leads'), tab('starters/rules'), channel()];
		const first = await run(leads, rules, slack.service);
		expect(first.error).toBeUndefined();
		expect(leads.map(({ email, total, cell }) => [email, total, cell])).toEqual([
			['ana@acme.example', 42, 'A4'],
			['bob@globex.example', 22, 'B4'],
			['cho@gmail.com', -13, 'D4'],
		]);
		expect(slack.messages).toEqual([
			expect.stringMatching('^🔥 ana@acme.example, A4, Director \\+12 .+\n🔥 bob@globex.example, B4, '),
		]);
		const again = await run(leads, rules, slack.service);
		expect(again.output('Keep changed scores')).toEqual([]);
		expect(slack.messages).toHaveLength(1);
	});

	it('announces nobody whose cell was not written', async () => {
		const [leads, rules, slack] = [tab('starters/leads'), tab('starters/rules'), channel()];
		const { error } = await run(leads, rules, slack.service, () => {
			throw new Error('Quota exceeded');
		});
		expect(error?.message).toContain('Quota exceeded');
		expect(slack.messages).toEqual([]);
	});

	it('names the row of a rule that cannot be read, and scores nobody', async () => {
		const [leads, slack] = [tab('starters/leads'), channel()];
		const rules = [
			{
				row_number: 2,
				rule: 'Director',
				dimension: 'fit',
				field: 'title',
				operator: 'contains',
				value: 'director',
				points: 'many',
			},
		];
		const { error, output } = await run(leads, rules, slack.service);
		expect(`${error?.message} ${error?.description}`).toContain('many');
		expect([output('Score Lead'), slack.messages]).toEqual([[], []]);
	});
});

describe('the page of the starters', () => {
	const page = docs();

	it('names every file', () => {
		expect(starters.filter((file) => !page.includes(`${basename(file)}.json`))).toEqual([]);
	});

	it('names every field that is written', () => {
		const written = starters.flatMap((file) =>
			[...committed(file).matchAll(/"(lead_\w+|Lead_\w+__c|Lead \w+|x_lead_\w+)"/g)].map(([, field]) => field),
		);
		expect(new Set(written).size).toBe(12);
		expect(written.filter((field) => !page.includes(field))).toEqual([]);
	});
});
