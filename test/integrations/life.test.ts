/** A lead’s life in one n8n beside a real Odoo, Slack and a mailbox: handed over, sent back, and handed over again. */
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { makeSalesperson } from '../services/odoo/crm.mjs';
import type { Odoo } from '../services/odoo/odoo.mjs';
import { openOdooWithFields } from './support/odoo';

jest.setTimeout(900_000);

type Row = Record<string, unknown>;

const LEAD = 'mara.lind@life.example';
const REP = 'rita.rep@sales.example';
const CAPTURE = '01-capture';
const FEEDBACK = '05-feedback';
/** What follows a call: the lead is scored, its messages are sent, Odoo is written. */
const THEN = ['02-score', '10-deliver', 'odoo/16-crm-sync'];

/** Days and hours after a Monday morning. */
const after = (days: number, hours = 0): string =>
	new Date(Date.parse('2026-03-02T10:00:00.000Z') + (days * 24 + hours) * 3_600_000).toISOString();

const MANAGER = {
	name: 'Mara Lind',
	title: 'Marketing Manager',
	company: 'Lind Works',
	country: 'United States',
	revenue: 300_000_000,
	authority: 'decision maker',
	owner: REP,
};

/** What makes a manager cross: two visits to the prices and the wish for a demo. */
const interest = (at: string): Row[] => [
	{ lead: LEAD, type: 'page_view', at, properties: { path: '/pricing' } },
	{ lead: LEAD, type: 'page_view', at, properties: { path: '/pricing/enterprise' } },
	{ lead: LEAD, type: 'demo_request', at, properties: { product: 'analytics' } },
];

let host: IntegrationHost;
let odoo: Odoo;

beforeAll(async () => {
	odoo = await openOdooWithFields();
	await makeSalesperson(odoo.client, { name: 'Rita Rep', email: REP });
	host = await openIntegrationHost({
		services: ['slack', 'mail'],
		seeds: {
			slack: {
				users: [{ name: 'rep', real_name: 'Rita Rep', email: REP }],
				channels: ['sales-leads', 'marketing-leads'],
			},
		},
		credentials: { odooApiKeyApi: odoo.credentials().odooApiKeyApi },
		replayed: [CAPTURE, FEEDBACK, ...THEN],
	});
});

afterAll(async () => {
	await host?.stop();
	await odoo?.stop();
});

const book = async (): Promise<Row> => (await host.rows('ll_lead_book', { lead: LEAD }))[0];

const goOn = async (at: string): Promise<void> => {
	for (const file of THEN) expect(await host.runAt(file, at)).toMatchObject({ status: 200 });
};

const capture = async (activities: readonly Row[], at: string): Promise<void> => {
	expect(await host.runAt(CAPTURE, at, activities)).toMatchObject({ status: 202 });
	await goOn(at);
};

interface Seen {
	readonly record: Row;
	readonly tasks: readonly string[];
	readonly inSlack: number;
	readonly mailed: number;
	readonly handOffs: number;
}

/** What the CRM holds and how often the owner was told. */
async function look(): Promise<Seen> {
	const fields = ['user_id', 'x_lead_total', 'x_lead_cell', 'x_lead_stage'];
	const records = await odoo.client.search('crm.lead', [['email_from', '=', LEAD]], { fields });
	expect(records).toHaveLength(1);
	const onRecord = [
		['res_model', '=', 'crm.lead'],
		['res_id', '=', records[0].id],
	];
	const tasks = await odoo.client.search('mail.activity', onRecord, { fields: ['note'] });
	const channels = await Promise.all(['@rep', '#sales-leads'].map((name) => host.services.slack.messages(name)));
	const told = (text: unknown): boolean => String(text).includes('Ready for sales: Mara Lind');
	return {
		record: records[0],
		tasks: tasks.map(({ note }: Row) => String(note)),
		inSlack: channels.flat().filter(({ text }: Row) => told(text)).length,
		mailed: (await host.services.mail.messages()).filter(({ subject }: Row) => told(subject)).length,
		handOffs: (await host.rows('ll_outbox', { lead: LEAD, kind: 'hand_off' })).length,
	};
}

describe('a lead’s life', () => {
	it('crosses: its record in Odoo, a task for the rep, Slack and e-mail', async () => {
		const at = after(0);
		const form = { lead: LEAD, type: 'form_submit', at, properties: { form: 'contact' }, attributes: MANAGER };
		await capture([...interest(at), form], at);
		const row = await book();
		expect(row).toMatchObject({ stage: 'mql', cell: 'B2', owner: REP });
		const seen = await look();
		expect(seen).toMatchObject({ inSlack: 1, mailed: 1, handOffs: 1 });
		expect(seen.record).toMatchObject({
			x_lead_total: row.total,
			x_lead_cell: 'B2',
			x_lead_stage: 'mql',
			user_id: [expect.any(Number), 'Rita Rep'],
		});
		expect(seen.tasks).toEqual([expect.stringContaining(`task:${LEAD}:${String(row.handedOffAt)}`)]);
	});

	it('is sent back for bad timing: out of the sales cells, in Odoo too', async () => {
		const before = await book();
		const said = { lead: LEAD, decision: 'sent_back', reason: 'bad timing', by: REP };
		const { status, body } = await host.runAt(FEEDBACK, after(1), said);
		expect([status, JSON.parse(body)]).toMatchObject([200, { done: 1, already: 0, refused: 0 }]);
		await goOn(after(1));
		const row = await book();
		expect(row).toMatchObject({ stage: 'recycled', cell: 'B3', track: 'stay_in_touch', coolOffUntil: after(31) });
		expect(Number(row.total)).toBeLessThan(Number(before.total));
		expect((await look()).record).toMatchObject({
			x_lead_stage: 'recycled',
			x_lead_cell: 'B3',
			x_lead_total: row.total,
		});
	});

	it('comes back too soon, and sales does not hear of it', async () => {
		await capture(interest(after(10)), after(10));
		expect(await book()).toMatchObject({ stage: 'recycled', cell: 'B1' });
		expect(await look()).toMatchObject({ inSlack: 1, mailed: 1, handOffs: 1 });
	});

	it('crosses again after thirty days, and is handed over again, once', async () => {
		await capture(interest(after(31, 1)), after(31, 1));
		const row = await book();
		expect(row).toMatchObject({ stage: 'mql', handedOffAt: after(31, 1), recycles: 1 });
		const seen = await look();
		expect(seen).toMatchObject({ inSlack: 2, mailed: 2, handOffs: 2 });
		expect(seen.record).toMatchObject({ x_lead_stage: 'mql', x_lead_total: row.total });
		expect(seen.tasks).toHaveLength(2);
		const stages = (await host.rows('ll_stage_log', { lead: LEAD })).map(({ from, to }) => `${from} → ${to}`);
		expect(stages).toEqual(['new → nurture', 'nurture → mql', 'mql → recycled', 'recycled → mql']);
	});

	it('left no secret anywhere, broke no rule of Slack’s, and reached nobody else', async () => {
		expect(await host.failures()).toEqual([]);
		expect(await host.leaks()).toEqual([]);
		expect(await host.services.slack.violations()).toEqual([]);
		expect(await host.services.proxy.unknown()).toEqual([]);
		expect(await host.services.proxy.refused()).toEqual([]);
	});
});
