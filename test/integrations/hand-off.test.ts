import { openIntegrationHost, type IntegrationHost } from '../../scripts/services/harness.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../workflows/src/parts/crm/properties';

jest.setTimeout(600_000);

/** What 01 writes to a contact. */
const PROPERTIES = LEAD_PROPERTIES.map(({ column }) => PROPERTY_NAMES.hubspot(column));
const LEAD = 'dana.reyes@hand-off.example';

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['slack', 'mail', 'hubspot'],
		seeds: { hubspot: { properties: PROPERTIES } },
		templates: ['01-capture-and-score'],
	});
	const at = new Date().toISOString();
	const { status } = await host.post([
		{ lead: LEAD, type: 'page_view', at, properties: { path: '/pricing' } },
		{ lead: LEAD, type: 'form_submit', at, properties: { form: 'contact' }, attributes: DIRECTOR },
	]);
	expect(status).toBe(202);
});

afterAll(async () => {
	await host?.stop();
});

describe('a lead that crosses', () => {
	it('is told in Slack, once, in a body that Slack’s own types allow', async () => {
		expect(await host.failures()).toEqual([]);
		const messages = await host.services.slack.messages('#sales-leads');
		expect(messages).toHaveLength(1);
		expect(messages[0].text).toContain('Dana Reyes, Director of Marketing at Northwind Health');
		expect(await host.services.slack.violations()).toEqual([]);
	});

	it('is told by e-mail, once', async () => {
		const messages = await host.services.mail.messages();
		expect(messages).toHaveLength(1);
		expect(messages[0]).toMatchObject({ from: 'leads@example.com', to: ['sales@example.com'] });
		expect(messages[0].subject).toContain('Dana Reyes');
		expect(messages[0].text).toContain('What to do next: ');
	});

	it('has its score in the contact in HubSpot', async () => {
		const [row] = await host.rows('ll_lead_book', { lead: LEAD });
		expect(row).toMatchObject({ stage: 'mql', cell: expect.stringMatching(/^[AB]/) });
		expect(await host.services.hubspot.contact(LEAD)).toMatchObject({
			lead_total: row.total,
			lead_cell: row.cell,
			lead_summary: row.summary,
		});
	});

	it('left no secret in what n8n stored, printed or sent, and reached nobody else', async () => {
		expect(await host.leaks()).toEqual([]);
		// The search finds what is there: the lead itself stands in the database.
		expect(await host.leaks([LEAD])).not.toEqual([]);
		expect(await host.services.proxy.unknown()).toEqual([]);
		expect(await host.services.proxy.refused()).toEqual([]);
	});
});
