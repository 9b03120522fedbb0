/** The mocks of the CRMs and of Teams: what they hold, and what they refuse as their vendors do; without n8n. */
import { createSign } from 'node:crypto';

import { HUBSPOT_TOKEN } from '../services/hubspot.mjs';
import { PIPEDRIVE_TOKEN } from '../services/pipedrive.mjs';
import { openServices, type Services } from '../services/services.mjs';
import { CHANNEL, TEAM } from '../services/teams.mjs';
import { callThrough, type Reply } from './support/client';

jest.setTimeout(120_000);

let services: Services;

beforeAll(async () => {
	services = await openServices(['hubspot', 'salesforce', 'pipedrive', 'teams'], {
		hubspot: {
			owners: [{ email: 'rep@sales.example' }],
			contacts: Array.from({ length: 230 }, (_, index) => ({ email: `c${index}@base.example`, hs_email_open: index })),
		},
		salesforce: {
			users: [{ Email: 'rep@sales.example', Name: 'Rita Rep' }],
			leads: [{ LastName: "O'Hara", Company: 'Acme', Email: 'ohara@acme.example' }],
			customFields: { Lead: ['Lead_Score__c'] },
		},
		pipedrive: { users: [{ email: 'rep@sales.example' }], fields: { 'Lead score': 'double', 'Lead cell': 'varchar' } },
	});
});

afterAll(async () => {
	await services?.stop();
});

type Body = Record<string, never>;
const bodyOf = ({ body }: Reply): Body => body as Body;

describe('HubSpot', () => {
	const ask = async (method: string, path: string, body?: unknown): Promise<Reply> =>
		await callThrough(services, `https://api.hubapi.com${path}`, {
			method,
			headers: { authorization: `Bearer ${HUBSPOT_TOKEN}` },
			body,
		});
	const upsert = async (email: string, properties: Record<string, unknown>): Promise<Reply> =>
		await ask('POST', `/contacts/v1/contact/createOrUpdate/email/${encodeURIComponent(email)}`, {
			properties: Object.entries(properties).map(([property, value]) => ({ property, value })),
		});

	it('makes a contact once, whatever the case of its address, and counts the writes', async () => {
		const first = bodyOf(await upsert('dana@acme.example', { firstname: 'Dana' }));
		expect(first).toMatchObject({ isNew: true });
		expect(bodyOf(await upsert('DANA@acme.example', { lastname: 'Reyes' }))).toMatchObject({
			vid: first.vid,
			isNew: false,
		});
		expect(await services.hubspot.contact('dana@acme.example')).toMatchObject({ firstname: 'Dana', lastname: 'Reyes' });
		expect(await services.hubspot.writes({ object: 'contacts', id: String(first.vid) })).toHaveLength(2);
	});

	it('refuses a property until it is made, and a property in no group', async () => {
		const unknown = await upsert('dana@acme.example', { lead_total: 74 });
		expect(unknown).toMatchObject({ status: 400, body: { validationResults: [{ error: 'PROPERTY_DOESNT_EXIST' }] } });
		const definition = {
			name: 'lead_total',
			label: 'Lead total',
			type: 'number',
			fieldType: 'number',
			groupName: 'scoring',
		};
		expect((await ask('POST', '/crm/v3/properties/contacts', definition)).status).toBe(400);
		await ask('POST', '/crm/v3/properties/contacts/groups', { name: 'scoring', label: 'Scoring' });
		expect((await ask('POST', '/crm/v3/properties/contacts', definition)).status).toBe(201);
		expect((await ask('POST', '/crm/v3/properties/contacts', definition)).status).toBe(409);
		expect((await upsert('dana@acme.example', { lead_total: 74 })).status).toBe(200);
		expect((await upsert('dana@acme.example', { lead_total: 'a lot' })).status).toBe(400);
		expect(await services.hubspot.customProperties()).toMatchObject([{ name: 'lead_total' }]);
	});

	it('searches by filters, in order, page by page, and no further than HubSpot does', async () => {
		const filters = [{ propertyName: 'hs_email_open', operator: 'GTE', value: '20' }];
		const search = {
			filterGroups: [{ filters }],
			sorts: [{ propertyName: 'hs_email_open', direction: 'DESCENDING' }],
			properties: ['email'],
			limit: 200,
		};
		const first = bodyOf(await ask('POST', '/crm/v3/objects/contacts/search', search));
		expect(first).toMatchObject({ total: 210, paging: { next: { after: '200' } } });
		expect((first.results as { properties: object }[])[0].properties).toMatchObject({ email: 'c229@base.example' });
		const second = bodyOf(await ask('POST', '/crm/v3/objects/contacts/search', { ...search, after: '200' }));
		expect(second.results).toHaveLength(10);
		expect((await ask('POST', '/crm/v3/objects/contacts/search', { ...search, after: '9900' })).status).toBe(400);
	});

	it('lists contacts page by page, by both of its ways', async () => {
		const emails = new Set<unknown>();
		for (let after = ''; ;) {
			const page = bodyOf(
				await ask('GET', `/crm/v3/objects/contacts?limit=100&properties=email${after && `&after=${after}`}`),
			);
			for (const { properties } of page.results as { properties: { email: string } }[]) emails.add(properties.email);
			const next = (page.paging as { next: { after: string } } | undefined)?.next.after;
			if (next === undefined) break;
			after = next;
		}
		expect(emails.size).toBe((await services.hubspot.contacts()).length);
		const legacy = bodyOf(await ask('GET', '/contacts/v1/lists/all/contacts/all?count=100'));
		expect(legacy).toMatchObject({ 'has-more': true, 'vid-offset': expect.any(Number) });
	});

	it('links a task to its contact, however it is made', async () => {
		const { id } = (await services.hubspot.contact('c1@base.example')) as { id: string };
		const engagement = {
			engagement: { type: 'TASK', timestamp: 1_767_225_600_000 },
			associations: { contactIds: [Number(id)] },
			metadata: { subject: 'Call', status: 'NOT_STARTED' },
		};
		await ask('POST', '/engagements/v1/engagements', engagement);
		await ask('POST', '/crm/v3/objects/tasks', {
			properties: { hs_task_subject: 'Write' },
			associations: [{ to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }] }],
		});
		const tasks = (await services.hubspot.tasks()).filter(({ contacts }) => (contacts as string[]).includes(id));
		expect(tasks.map(({ hs_task_subject: subject }) => subject as string)).toEqual(['Call', 'Write']);
		const { results } = bodyOf(await ask('GET', `/crm/v4/objects/contacts/${id}/associations/tasks`));
		expect(results).toHaveLength(2);
	});

	it('is closed to strangers', async () => {
		const { status } = await callThrough(services, 'https://api.hubapi.com/crm/v3/owners', {
			headers: { authorization: 'Bearer a-stranger' },
		});
		expect(status).toBe(401);
	});
});

describe('Salesforce', () => {
	const HOST = 'https://lifecycle-tests.my.salesforce.com';
	let session = '';

	async function signIn(change: object = {}): Promise<Reply> {
		const { clientId, username, privateKey } = (await services.salesforce.credential()) as Record<string, string>;
		const claims = { iss: clientId, sub: username, aud: HOST, exp: Math.floor(Date.now() / 1000) + 180, ...change };
		const parts = [{ alg: 'RS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
		const signature = createSign('RSA-SHA256').update(parts.join('.')).sign(privateKey, 'base64url');
		const assertion = [...parts, signature].join('.');
		const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
		return await callThrough(services, `${HOST}/services/oauth2/token`, { method: 'POST', body });
	}

	const ask = async (method: string, path: string, body?: unknown): Promise<Reply> =>
		await callThrough(services, `${HOST}/services/data/v59.0${path}`, {
			method,
			headers: { authorization: `Bearer ${session}` },
			body,
		});
	const query = async (soql: string): Promise<Reply> => await ask('GET', `/query?q=${encodeURIComponent(soql)}`);

	beforeAll(async () => {
		session = bodyOf(await signIn()).access_token;
	});

	it('takes a signed token and no other', async () => {
		expect((await signIn()).status).toBe(200);
		expect((await signIn({ aud: 'https://login.salesforce.com' })).status).toBe(400);
		expect((await signIn({ exp: 1 })).status).toBe(400);
		const { status } = await callThrough(services, `${HOST}/services/data/v59.0/query?q=x`);
		expect(status).toBe(401);
	});

	it('answers queries with the fields asked for', async () => {
		const soql =
			"SELECT Id, Name, Owner.Email FROM Lead WHERE IsConverted = false AND Email IN ('OHara@acme.example', 'x') LIMIT 5";
		expect((await query(soql)).body).toMatchObject({
			totalSize: 1,
			done: true,
			records: [{ attributes: { type: 'Lead' }, Id: expect.stringMatching(/^00Q.{15}$/), Name: "O'Hara" }],
		});
	});

	it.each([
		["SELECT Id FROM Lead WHERE LastName = 'O\\'Hara'", 1],
		["SELECT Id FROM Lead WHERE (LastName = 'x' OR Company LIKE 'Ac%') AND NOT Email = null", 1],
		["SELECT Id FROM Lead WHERE Email NOT IN ('ohara@acme.example')", 0],
		['SELECT Id FROM Lead WHERE CreatedDate > 2020-01-01T00:00:00Z ORDER BY CreatedDate DESC', 1],
		['SELECT Id FROM Lead WHERE LastModifiedDate >= LAST_N_DAYS:1', 1],
		['SELECT Id FROM Lead WHERE LastModifiedDate < LAST_N_DAYS:1', 0],
		["SELECT Id FROM User WHERE IsActive = true AND Email != 'rep@sales.example'", 1],
	])('understands %s', async (soql, count) => {
		expect((await query(soql)).body).toMatchObject({ totalSize: count });
	});

	it.each([
		['SELECT Id, Nonsense FROM Lead', 'INVALID_FIELD'],
		["SELECT Id FROM Lead WHERE Nonsense = 'x'", 'INVALID_FIELD'],
		['SELECT Id FROM Nonsense', 'INVALID_TYPE'],
		['SELECT Id FROM Lead WHERE', 'MALFORMED_QUERY'],
		["SELECT Id FROM Lead WHERE LastName = 'O'Hara'", 'MALFORMED_QUERY'],
	])('refuses %s', async (soql, errorCode) => {
		expect(await query(soql)).toMatchObject({ status: 400, body: [{ errorCode }] });
	});

	it('makes and changes records, and refuses fields that are not there or not to be set', async () => {
		const lead = { LastName: 'Reyes', Company: 'Northwind', Email: 'dana@acme.example', Lead_Score__c: 74 };
		const { id } = bodyOf(await ask('POST', '/sobjects/Lead', lead));
		expect(await ask('PATCH', `/sobjects/Lead/${String(id)}`, { Lead_Score__c: 80 })).toMatchObject({
			status: 204,
			body: '',
		});
		const records = await services.salesforce.records('Lead');
		expect(records.find(({ Id }) => Id === id)).toMatchObject({ Name: 'Reyes', Lead_Score__c: 80 });
		expect(await services.salesforce.writes({ id })).toHaveLength(2);
		expect(await ask('PATCH', `/sobjects/Lead/${String(id)}`, { Lead_Cell__c: 'A1' })).toMatchObject({
			status: 400,
			body: [{ errorCode: 'INVALID_FIELD' }],
		});
		expect(await ask('PATCH', `/sobjects/Lead/${String(id)}`, { Name: 'x' })).toMatchObject({
			body: [{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }],
		});
		expect(await ask('POST', '/sobjects/Lead', { Email: 'x@y.example' })).toMatchObject({
			body: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName', 'Company'] }],
		});
	});
});

describe('Pipedrive', () => {
	const ask = async (method: string, path: string, body?: unknown, token = PIPEDRIVE_TOKEN): Promise<Reply> =>
		await callThrough(services, `https://api.pipedrive.com${path}${path.includes('?') ? '&' : '?'}api_token=${token}`, {
			method,
			body,
		});

	it('makes, finds and changes a person', async () => {
		const [score, cell] = await services.pipedrive.fields();
		const made = await ask('POST', '/api/v2/persons', {
			name: 'Dana Reyes',
			emails: [{ value: 'dana@acme.example', primary: true }],
			custom_fields: { [String(score.field_code)]: 74 },
		});
		const { id } = bodyOf(made).data as { id: number };
		await ask('PATCH', `/api/v2/persons/${id}`, { custom_fields: { [String(cell.field_code)]: 'A1' } });
		expect(await services.pipedrive.person('dana@acme.example')).toMatchObject({
			id,
			named: { 'Lead score': 74, 'Lead cell': 'A1' },
		});
		expect(await services.pipedrive.writes({ object: 'persons', id: String(id) })).toHaveLength(2);
		for (const version of ['/v1', '/api/v2']) {
			const found = await ask('GET', `${version}/persons/search?term=dana@acme.example&exact_match=true&fields=email`);
			expect(found.body).toMatchObject({ data: { items: [{ item: { id, primary_email: 'dana@acme.example' } }] } });
		}
	});

	it.each([
		{ why: 'text for a number', body: { name: 'x', owner_id: '11' } },
		{ why: 'a field that was not made', body: { name: 'x', custom_fields: { Nonsense: 1 } } },
		{ why: 'a property that it does not know', body: { name: 'x', user_id: 11 } },
		{ why: 'no name', body: {} },
	])('refuses a person with $why', async ({ body }) => {
		expect(await ask('POST', '/api/v2/persons', body)).toMatchObject({ status: 400, body: { success: false } });
	});

	it('ties an activity to the person who takes part, and takes no other way', async () => {
		const { id } = (await services.pipedrive.person('dana@acme.example')) as { id: number };
		const activity = {
			subject: 'Call',
			type: 'task',
			due_date: '2026-03-02',
			participants: [{ person_id: id, primary: true }],
		};
		expect((await ask('POST', '/api/v2/activities', activity)).status).toBe(201);
		expect((await ask('POST', '/api/v2/activities', { subject: 'Call', person_id: id })).status).toBe(400);
		expect((await ask('POST', '/api/v2/activities', { ...activity, due_date: '2026-03-02T09:00' })).status).toBe(400);
		expect((await ask('GET', `/api/v2/activities?person_id=${id}`)).body).toMatchObject({ data: [{ person_id: id }] });
	});

	it('is closed to strangers', async () => {
		expect((await ask('GET', '/v1/users', undefined, 'a-stranger')).status).toBe(401);
	});
});

describe('Teams', () => {
	const MESSAGES = `/beta/teams/${TEAM.id}/channels/${CHANNEL.id}/messages`;
	const ask = async (method: string, path: string, body?: unknown, token?: string): Promise<Reply> => {
		const [known] = (await services.teams.tokens()).slice(-2);
		return await callThrough(services, `https://graph.microsoft.com${path}`, {
			method,
			headers: { authorization: `Bearer ${token ?? known}` },
			body,
		});
	};
	const html = (content: string, more: object = {}) => ({ body: { contentType: 'html', content }, ...more });

	async function renew(change: Record<string, string> = {}): Promise<Reply> {
		const { clientId, clientSecret, oauthTokenData } = (await services.teams.credential()) as Record<string, string> & {
			oauthTokenData: { refresh_token: string };
		};
		const form = { client_id: clientId, client_secret: clientSecret, grant_type: 'refresh_token', ...change };
		const body = new URLSearchParams({ refresh_token: oauthTokenData.refresh_token, ...form });
		const url = 'https://login.microsoftonline.com/common/oauth2/v2.0/token';
		return await callThrough(services, url, { method: 'POST', body });
	}

	it('lists its teams and their channels', async () => {
		expect((await ask('GET', '/v1.0/me/joinedTeams')).body).toEqual({ value: [TEAM] });
		expect((await ask('GET', `/v1.0/teams/${TEAM.id}/channels`)).body).toMatchObject({
			value: expect.arrayContaining([CHANNEL]),
		});
		expect((await ask('GET', '/v1.0/teams/another/channels')).status).toBe(404);
	});

	it('keeps what is posted to a channel that is there', async () => {
		const { status, body } = await ask('POST', MESSAGES, html('<p>Dana &amp; Co. <b>A1</b><br>now</p>'));
		expect(status).toBe(201);
		expect(await services.teams.messages()).toEqual([body]);
		expect(await services.teams.violations()).toEqual([]);
		expect((await ask('POST', MESSAGES.replace('19:', '20:'), html('x'))).status).toBe(404);
	});

	it.each([
		{ why: 'a property that is misspelt', body: { bodi: {} }, says: '(bodi)' },
		{ why: 'no content', body: { importance: 'high' }, says: 'There is no content.' },
		{
			why: 'a type of content that there is not',
			body: html('x', { body: { contentType: 'markdown' } }),
			says: 'html',
		},
		{ why: 'what Graph sets itself', body: html('x', { etag: '1' }), says: '"etag" is Graph\'s to set.' },
		{ why: 'more than Teams takes', body: html('x'.repeat(29_000)), says: 'Teams takes 28672.' },
		{ why: 'an ampersand that is not escaped', body: html('R&D'), says: 'a bare &' },
		{ why: 'a bracket that is not escaped', body: html('1 < 2'), says: 'a bare <' },
		{ why: 'an element that Teams does not show', body: html('<script>x</script>'), says: 'not show <script>' },
		{ why: 'an element without its end', body: html('<p><b>x</p>'), says: '</p> ends nothing.' },
	])('holds against a message $why', async ({ body, says }) => {
		const before = (await services.teams.violations()).length;
		await ask('POST', MESSAGES, body);
		expect((await services.teams.violations()).slice(before).join('\n')).toContain(says);
	});

	it('takes the newest token alone, renews one that expired, and none once the consent is withdrawn', async () => {
		const [first] = await services.teams.tokens();
		await services.teams.expire();
		expect(await ask('GET', '/v1.0/me/joinedTeams')).toMatchObject({
			status: 401,
			body: { error: { code: 'InvalidAuthenticationToken' } },
		});
		expect((await renew({ client_secret: 'wrong' })).status).toBe(401);
		expect(await renew({ refresh_token: 'wrong' })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
		expect(await renew()).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
		expect((await ask('GET', '/v1.0/me/joinedTeams')).status).toBe(200);
		expect((await ask('GET', '/v1.0/me/joinedTeams', undefined, first)).status).toBe(401);
		await services.teams.revoke();
		expect((await renew()).status).toBe(400);
	});
});

it('tells of calls that no mock has an answer to', async () => {
	const { status } = await callThrough(services, 'https://api.hubapi.com/crm/v9/nonsense', {
		headers: { authorization: `Bearer ${HUBSPOT_TOKEN}` },
	});
	expect(status).toBe(501);
	expect(await services.proxy.unknown()).toEqual(['GET api.hubapi.com/crm/v9/nonsense']);
});
