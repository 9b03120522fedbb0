/** n8n's own nodes against the services: what a node says to a mock, and understands of its answer. */
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';

jest.setTimeout(600_000);

type Node = Readonly<{ type: string; version: number; parameters: object }>;

const START = 'Start';

/** A workflow of nodes one after the other. */
function chain(name: string, trigger: Node, nodes: Readonly<Record<string, Node>>) {
	const all = Object.entries({ [START]: trigger, ...nodes });
	return {
		name,
		nodes: all.map(([title, { type, version, parameters }], index) => ({
			id: `node-${index}`,
			name: title,
			type: `n8n-nodes-base.${type}`,
			typeVersion: version,
			position: [index * 220, 0],
			parameters,
			...(type === 'webhook' && { webhookId: 'nodes-test' }),
		})),
		connections: Object.fromEntries(
			all
				.slice(0, -1)
				.map(([title], index) => [title, { main: [[{ node: all[index + 1][0], type: 'main', index: 0 }]] }]),
		),
		settings: {},
	};
}

const manual: Node = { type: 'manualTrigger', version: 1, parameters: {} };

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['slack', 'hubspot', 'salesforce', 'pipedrive'],
		seeds: {
			hubspot: { owners: [{ email: 'rep@sales.example' }], contacts: [{ email: 'dana@acme.example' }] },
			salesforce: { users: [{ Email: 'rep@sales.example' }], customFields: { Lead: ['Lead_Score__c'] } },
			pipedrive: { users: [{ email: 'rep@sales.example' }], fields: { 'Lead score': 'double' } },
		},
		setUp: false,
	});
});

afterAll(async () => {
	await host?.stop();
});

async function run(name: string, nodes: Readonly<Record<string, Node>>): Promise<void> {
	const id = await host.add(chain(name, manual, nodes));
	await host.client.runWorkflow(id, START);
	expect(await host.services.proxy.unknown()).toEqual([]);
}

it('HubSpot: contact, owner, task', async () => {
	const node = (parameters: object): Node => ({ type: 'hubspot', version: 2.2, parameters });
	await run('HubSpot', {
		Contact: node({
			resource: 'contact',
			operation: 'upsert',
			email: 'dana@acme.example',
			additionalFields: { lastName: 'Reyes' },
			options: {},
		}),
		Search: node({
			resource: 'contact',
			operation: 'search',
			returnAll: true,
			filterGroupsUi: {
				filterGroupsValues: [
					{
						filtersUi: { filterValues: [{ propertyName: 'email|string', operator: 'EQ', value: 'dana@acme.example' }] },
					},
				],
			},
			additionalFields: {},
		}),
		Task: node({
			resource: 'engagement',
			operation: 'create',
			type: 'task',
			dueDate: '2026-03-02T09:00:00Z',
			metadata: { subject: 'Call Dana', body: 'Asked for a demo', forObjectType: 'CONTACT', status: 'NOT_STARTED' },
			additionalFields: { associations: { contactIds: '={{ $json.id }}' }, ownerId: '701' },
		}),
	});
	expect(await host.services.hubspot.contact('dana@acme.example')).toMatchObject({ lastname: 'Reyes' });
	const { id } = (await host.services.hubspot.contact('dana@acme.example')) as { id: string };
	expect(await host.services.hubspot.tasks()).toMatchObject([{ hs_task_subject: 'Call Dana', contacts: [id] }]);
});

it('Salesforce: sign-in, query, lead, task', async () => {
	const node = (parameters: object): Node => ({ type: 'salesforce', version: 1, parameters });
	await run('Salesforce', {
		Users: node({
			resource: 'search',
			operation: 'query',
			query: "SELECT Id FROM User WHERE Email = 'rep@sales.example'",
		}),
		Lead: node({
			resource: 'customObject',
			operation: 'create',
			customObject: 'Lead',
			customFieldsUi: {
				customFieldsValues: [
					{ fieldId: 'LastName', value: 'Reyes' },
					{ fieldId: 'Company', value: 'Northwind' },
					{ fieldId: 'Email', value: 'dana@acme.example' },
					{ fieldId: 'OwnerId', value: '={{ $json.Id }}' },
					{ fieldId: 'Lead_Score__c', value: '={{ 74 }}' },
				],
			},
		}),
		Task: node({
			resource: 'task',
			operation: 'create',
			status: 'Not Started',
			additionalFields: { whoId: '={{ $json.id }}', subject: 'Call Dana' },
		}),
	});
	const [lead] = await host.services.salesforce.records('Lead');
	expect(lead).toMatchObject({ Email: 'dana@acme.example', Lead_Score__c: 74, Owner: { Email: 'rep@sales.example' } });
	expect(await host.services.salesforce.records('Task')).toMatchObject([
		{ WhoId: lead.Id as string, Subject: 'Call Dana' },
	]);
});

it('Pipedrive: person, search, activity', async () => {
	const node = (parameters: object): Node => ({ type: 'pipedrive', version: 2, parameters });
	await run('Pipedrive', {
		Person: node({
			resource: 'person',
			operation: 'create',
			name: 'Dana Reyes',
			additionalFields: {
				emails: { emailProperties: [{ value: 'dana@acme.example', primary: true, label: 'work' }] },
				customFields: { property: [{ name: 'Lead score', value: '={{ 74 }}' }] },
			},
		}),
		Search: node({
			resource: 'person',
			operation: 'search',
			term: 'dana@acme.example',
			exactMatch: true,
			additionalFields: { fields: ['email'] },
		}),
		Activity: node({
			resource: 'activity',
			operation: 'create',
			subject: 'Call Dana',
			type: 'task',
			additionalFields: { person_id: '={{ $json.id }}', due_date: '2026-03-02T09:00:00Z' },
		}),
	});
	const person = await host.services.pipedrive.person('dana@acme.example');
	expect(person).toMatchObject({ named: { 'Lead score': 74 } });
	expect(await host.services.pipedrive.activities()).toMatchObject([
		{ subject: 'Call Dana', due_date: '2026-03-02', person_id: person?.id as number },
	]);
});

it('Slack: a question that waits, and is answered by its link', async () => {
	await host.add(
		chain(
			'Ask in Slack',
			{ type: 'webhook', version: 2.1, parameters: { path: 'nodes-test', options: {} } },
			{
				Ask: {
					type: 'slack',
					version: 2.3,
					parameters: {
						resource: 'message',
						operation: 'sendAndWait',
						select: 'channel',
						channelId: { __rl: true, mode: 'name', value: '#sales-leads' },
						message: 'Do you take *Dana Reyes*?',
						approvalOptions: { values: { approvalType: 'double' } },
						options: {},
					},
				},
				After: { type: 'set', version: 3.4, parameters: { assignments: {}, includeOtherFields: true, options: {} } },
			},
		),
	);
	await host.follow(`${host.url}/webhook/nodes-test`);
	const [question] = await host.services.slack.messages('#sales-leads');
	expect(await host.services.slack.violations()).toEqual([]);
	const links = [...JSON.stringify(question.blocks).matchAll(/"url":"([^"]+)"/g)].map(([, link]) => link);
	expect(links).toHaveLength(2);
	const isWaiting = await host.executions('status=waiting');
	expect(isWaiting).toHaveLength(1);
	expect((await host.follow(links[0])).status).toBe(200);
	expect(await host.executions('status=waiting')).toEqual([]);
	const [{ data, status }] = await host.executions();
	const { runData } = (data as { resultData: { runData: Record<string, { data: { main: object[][] } }[]> } })
		.resultData;
	expect({ status, answer: runData.After[0].data.main[0][0] }).toMatchObject({
		status: 'success',
		answer: { json: { data: { approved: expect.any(Boolean) } } },
	});
});

it('a vendor that fails is an error of the node, without a secret', async () => {
	await host.services.pipedrive.fault({ status: 500, times: 1 });
	const id = await host.add(
		chain('Fails', manual, {
			Search: {
				type: 'pipedrive',
				version: 2,
				parameters: { resource: 'person', operation: 'search', term: 'dana', additionalFields: {} },
			},
		}),
	);
	await expect(host.client.runWorkflow(id, START)).rejects.toThrow('Search');
	expect(await host.leaks()).toEqual([]);
});
