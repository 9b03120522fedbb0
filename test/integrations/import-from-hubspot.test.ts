import { SWEEP_DONE } from '../../lifecycle/log/state';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { insertRows, sweep } from './support/outbox';

jest.setTimeout(600_000);

const CONTACTS = 650;
/** The one of those with a form who filled it in within the days of the setting `news_days`. */
const RECENT = 610;
const TEMPLATE = '13-import-from-hubspot';
const SCORE = '02-score';

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** Every third opened letters, every fifth filled in a form; the first ones are further on, and one has no address. */
const contact = (index: number): Record<string, string> => ({
	...(index === 7 ? {} : { email: `person${index}@company${index % 40}.example` }),
	firstname: 'Person',
	lastname: String(index),
	jobtitle: index % 2 === 0 ? 'Marketing Director' : 'Analyst',
	company: `Company ${index % 40}`,
	createdate: daysAgo(300),
	lifecyclestage: ['customer', 'opportunity', 'salesqualifiedlead', 'marketingqualifiedlead'][index] ?? 'lead',
	...(index % 10 === 0 ? { hubspot_owner_id: '701' } : {}),
	...(index % 3 === 0 ? { hs_email_open: '9', hs_email_last_open_date: daysAgo(20) } : {}),
	...(index % 5 === 0
		? {
				num_conversion_events: '2',
				recent_conversion_date: daysAgo(index === RECENT ? 1 : 5),
				recent_conversion_event_name: 'Contact us',
			}
		: {}),
});

/** Sales is to hear of this form at once. */
const MOMENT = {
	...{ model: 'starter', rule: 'Contact form', dimension: 'engagement', event: 'form_submit', points: 1 },
	...{ field: 'form', operator: 'contains', value: 'Contact us', moment: true, active: true },
};

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['hubspot'],
		seeds: {
			hubspot: {
				owners: [{ email: 'rep@sales.example' }],
				contacts: Array.from({ length: CONTACTS }, (_none, index) => contact(index)),
				properties:
					'hs_additional_emails hs_country_region_code hs_email_hard_bounce_reason_enum hs_email_last_send_date hs_email_replied hs_email_last_reply_date hs_sales_email_last_replied engagements_last_meeting_booked'.split(
						' ',
					),
			},
		},
		templates: [TEMPLATE, SCORE],
	});
	await insertRows(host, 'll_rules', [MOMENT]);
	// From its first run on, others can start it.
	await sweep(host, SCORE);
});

afterAll(async () => {
	await host?.stop();
});

type Row = Record<string, unknown>;
const rows = async (table: string, where: Row = {}): Promise<Row[]> => await host.rows(table, where);
const progress = async (): Promise<Row> => (await rows('ll_import_progress'))[0];
const repeated = (values: unknown[]): unknown[] => values.filter((each, index) => values.indexOf(each) !== index);

/** As at night: 02 takes up every lead, however long ago it did something. */
async function rescoreAll(): Promise<void> {
	const where = { name: 'scoring' };
	const [state] = await rows('ll_state', where);
	const night = String(state.sweep).slice(0, 10);
	expect(state.sweep).toBe(`${night} ${SWEEP_DONE}`);
	const { id } = (await host.client.tables()).get('ll_state') as { id: string };
	await host.client.api('PATCH', `/data-tables/${id}/rows/update`, {
		filter: { type: 'and', filters: [{ columnName: 'name', condition: 'eq', value: where.name }] },
		data: { sweep: `${night} ` },
	});
	await sweep(host, SCORE);
	expect((await rows('ll_state', where))[0].sweep).toBe(state.sweep);
}

describe('an import of HubSpot', () => {
	it('waits for the limit, and keeps the cursor when HubSpot is down', async () => {
		const page = { method: 'GET', path: '/crm/v3/objects/contacts' };
		await host.services.hubspot.fault({ ...page, status: 429, retryAfter: 1, times: 1 });
		const ended = host.run(TEMPLATE).then(
			() => 'well',
			(error: Error) => error.message,
		);
		while (!(Number((await progress())?.done) >= 200)) await new Promise((resolve) => setTimeout(resolve, 50));
		await host.services.hubspot.fault({ ...page, status: 502 });
		expect(await ended).toMatch(/13 Import from HubSpot.* ended with error/);
		const { status, done, cursor, total } = await progress();
		expect({ status, total }).toEqual({ status: 'running', total: CONTACTS });
		expect(Number(done)).toBeLessThan(CONTACTS);
		expect(cursor).toBe(String(1001 + Number(done)));
		await host.services.hubspot.clearFaults();
	});

	it('goes on after the last page, and brings every contact once', async () => {
		await host.run(TEMPLATE);
		const book = await rows('ll_lead_book');
		const log = await rows('ll_activity_log');
		expect(await progress()).toMatchObject({
			status: 'done',
			cursor: '',
			done: CONTACTS,
			leads: CONTACTS,
			activities: log.length,
		});
		expect(book).toHaveLength(CONTACTS);
		expect(repeated(book.map(({ lead }) => lead))).toEqual([]);
		expect(repeated(log.map(({ activity }) => activity))).toEqual([]);
		const count = (type: string) => log.filter((row) => row.type === type).length;
		expect([count('lead_import'), count('email_open'), count('form_submit')]).toEqual([CONTACTS, 217, 130]);
	});

	it('takes stage and owner over, and starts 02, which scores them', async () => {
		await host.idle();
		const [customer, opportunity, accepted, mql] = await Promise.all(
			[0, 1, 2, 3].map(
				async (index) => (await rows('ll_lead_book', { lead: `person${index}@company${index}.example` }))[0],
			),
		);
		expect(customer).toMatchObject({ stage: 'won', owner: 'rep@sales.example', title: 'Marketing Director' });
		expect(Number(customer.total)).toBeGreaterThan(0);
		expect(opportunity).toMatchObject({ stage: 'opportunity', acceptedAt: expect.any(String) });
		expect(accepted).toMatchObject({ stage: 'accepted', owner: null });
		expect(mql).toMatchObject({ stage: 'nurture', track: 'welcome', handedOffAt: null });
		expect(await rows('ll_lead_book', { lead: '1008' })).toHaveLength(1);
		const told = (await rows('ll_stage_log')).filter(({ why }) => String(why).startsWith('Imported from HubSpot'));
		expect(new Set(told.map(({ lead }) => lead)).size).toBe(CONTACTS);
		expect(told).toHaveLength(CONTACTS);
	});

	it('sends no key moment of the past, and the one of yesterday', async () => {
		const moments = await rows('ll_outbox', { kind: 'moment' });
		expect(moments.map(({ lead }) => lead)).toEqual([`person${RECENT}@company${RECENT % 40}.example`]);
	});

	it('gives scores that a fresh look at the log gives', async () => {
		const before = await rows('ll_lead_book');
		await rescoreAll();
		const after = new Map((await rows('ll_lead_book')).map((row) => [row.lead, row]));
		expect(
			before.filter(({ lead, total, cell }) => after.get(lead)?.total !== total || after.get(lead)?.cell !== cell),
		).toEqual([]);
	});

	it('adds nothing when it runs again, but what is new', async () => {
		const known = (await rows('ll_activity_log')).length;
		await host.services.hubspot.changeContact('person9@company9.example', {
			hs_email_open: '10',
			hs_email_last_open_date: daysAgo(0.1),
		});
		await host.run(TEMPLATE);
		expect(await progress()).toMatchObject({ status: 'done', done: CONTACTS, leads: 0, activities: 1 });
		const log = await rows('ll_activity_log');
		expect(log).toHaveLength(known + 1);
		expect(log.at(-1)).toMatchObject({ lead: 'person9@company9.example', type: 'email_open' });
		expect(await rows('ll_lead_book')).toHaveLength(CONTACTS);
	});

	it('goes on as one where two people start it at once', async () => {
		const known = (await rows('ll_activity_log')).length;
		await Promise.all([host.run(TEMPLATE), host.run(TEMPLATE)]);
		expect(await progress()).toMatchObject({ status: 'done', done: CONTACTS, leads: 0, activities: 0 });
		expect(await rows('ll_activity_log')).toHaveLength(known);
		expect(await rows('ll_lead_book')).toHaveLength(CONTACTS);
	});

	it('left no secret behind, and reached nobody else', async () => {
		expect(await host.leaks()).toEqual([]);
		expect(await host.services.proxy.unknown()).toEqual([]);
		expect(await host.services.proxy.refused()).toEqual([]);
	});
});
