/** The starters on a real n8n, as people import them: a credential is chosen in each node, and nothing else is changed. */
import { postForm } from '../e2e/support/form';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';

jest.setTimeout(600_000);

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const PEOPLE = 120;

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['slack', 'hubspot', 'salesforce', 'pipedrive'],
		seeds: {
			hubspot: {
				properties: ['lead_total', 'lead_cell', 'lead_summary'],
				contacts: Array.from({ length: PEOPLE }, (_none, index) => ({
					email: `person${index}@company${index}.example`,
					jobtitle: index === 7 ? 'Director of Operations' : 'Analyst',
					industry: 'Software',
					country: 'United States',
					hs_analytics_last_timestamp: ago(5),
					hs_analytics_last_url: 'https://www.example.com/pricing',
				})),
			},
			salesforce: {
				customFields: { Lead: ['Lead_Total__c', 'Lead_Cell__c', 'Lead_Summary__c'] },
				leads: [
					{ LastName: 'Lima', Email: 'ana@acme.example', Company: 'Acme', Title: 'Director', Industry: 'Software' },
					{ LastName: 'Park', Email: 'cho@school.example', Company: 'None', Title: 'Student' },
				],
			},
			pipedrive: {
				fields: { 'Lead total': 'double', 'Lead cell': 'varchar', 'Lead summary': 'text' },
				persons: [
					{
						name: 'Ana Lima',
						email: 'ana@acme.example',
						job_title: 'Director of Health',
						postal_address: { country: 'US' },
					},
				],
			},
		},
		templates: [
			'starters/starter-hubspot-contacts',
			'starters/starter-salesforce-contacts',
			'starters/starter-pipedrive-contacts',
			'starters/starter-form-to-slack',
		],
		setUp: false,
	});
});

afterAll(async () => {
	await host?.stop();
});

/** What Slack got in `#sales-leads` while something was done. */
async function said(work: () => Promise<unknown>): Promise<string[]> {
	const before = (await host.services.slack.messages('#sales-leads')).length;
	await work();
	return (await host.services.slack.messages('#sales-leads')).slice(before).map(({ text }) => String(text));
}
const run = (crm: string) => said(() => host.run(`starters/starter-${crm}-contacts`, 'Every hour'));

describe('a starter on a real n8n', () => {
	it('reads every page of HubSpot, writes to each contact, and names who is ready once', async () => {
		expect(await run('hubspot')).toEqual([
			expect.stringMatching(/^🔥 person7@company7\.example, B3, Director \+12 · /),
		]);
		const contacts = await host.services.hubspot.contacts();
		expect(contacts).toHaveLength(PEOPLE);
		expect(contacts.filter(({ lead_cell: cell }) => !/^[BC]3$/.test(String(cell)))).toEqual([]);
		const writes = (await host.services.hubspot.writes()).length;
		expect(writes).toBe(PEOPLE);
		expect(await run('hubspot')).toEqual([]);
		expect(await host.services.hubspot.writes()).toHaveLength(writes);
	});

	it('names a contact that HubSpot refuses, and announces it once HubSpot takes it', async () => {
		await host.services.hubspot.changeContact('person9@company9.example', { jobtitle: 'Director' });
		await host.services.hubspot.fault({ status: 500, path: '/contacts/v1' });
		expect(await run('hubspot')).toEqual([expect.stringMatching(/^⚠️ Not written: person9@company9\.example, B3, .+/)]);
		await host.services.hubspot.clearFaults();
		expect(await run('hubspot')).toEqual([expect.stringMatching(/^🔥 person9@company9\.example, B3, /)]);
	});

	it.each([
		['salesforce', /^🔥 ana@acme\.example, B4, Director \+12 · Health, finance or high tech \+10$/],
		['pipedrive', /^🔥 Ana Lima, B4, Director \+12 · United States \+8$/],
	])('writes to %s, and names who is ready once', async (crm, message) => {
		expect(await run(crm)).toEqual([expect.stringMatching(message)]);
		expect(await run(crm)).toEqual([]);
	});

	it('keeps the fields of Salesforce and Pipedrive as they are named', async () => {
		const leads = await host.services.salesforce.records('Lead');
		expect(leads.map(({ Lead_Total__c: total, Lead_Cell__c: cell }: Record<string, unknown>) => [total, cell])).toEqual(
			[
				[22, 'B4'],
				[-15, 'D4'],
			],
		);
		const [{ named }] = await host.services.pipedrive.persons();
		expect(named).toEqual({
			'Lead total': 20,
			'Lead cell': 'B4',
			'Lead summary': 'Director +12 · United States +8',
		});
	});

	it('sends who fills in the form to sales', async () => {
		const messages = await said(async () => {
			const form = new FormData();
			const answers = ['dana@northwind.example', 'Dana Reyes', 'Director of Marketing', 'Northwind'];
			answers.push('Health', 'United States', 'next month', 'The grid');
			answers.forEach((answer, index) => form.append(`field-${index}`, answer));
			expect((await postForm(`${host.url}/form/ask-for-a-demo`, form)).status).toBe(200);
			await host.idle();
		});
		expect(messages).toEqual([expect.stringMatching(/^🔥 dana@northwind\.example, Northwind, B3: Director \+12 · /)]);
	});

	it('left nothing that Slack or a CRM does not know, and no secret anywhere', async () => {
		expect(await host.services.slack.violations()).toEqual([]);
		expect(await host.services.proxy.unknown()).toEqual([]);
		expect(await host.failures()).toEqual([]);
		expect(await host.leaks()).toEqual([]);
	});
});
