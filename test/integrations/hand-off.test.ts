import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, Template } from '../../scripts/host/client.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { findDovecot } from '../services/mailbox/install-dovecot.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { DELIVER, sweep } from './support/outbox';

jest.setTimeout(600_000);

const SCORE = '02-score';
const CRM_SYNC = '16-crm-sync';
/** What 16 writes to a contact. */
const PROPERTIES = LEAD_PROPERTIES.map(({ column }) => PROPERTY_NAMES.hubspot(column));
const LEAD = 'dana.reyes@hand-off.example';
/** HubSpot knows this one, and who works on it. */
const KNOWN = 'known@hand-off.example';
const REP = 'rita.rep@sales.example';

/** n8n's own trigger at the mailbox into which the templates' mail goes. */
const INBOX = {
	name: 'Inbox',
	nodes: [
		{
			name: 'Mail comes in',
			type: 'n8n-nodes-base.emailReadImap',
			typeVersion: 2.2,
			position: [0, 0],
			parameters: { format: 'simple' },
		},
	],
	connections: {},
};
/** Where this machine has no mailbox, the output of the run says so. */
const itWithMailbox = findDovecot() === undefined ? it.skip : it;

interface NodeRun {
	readonly data: { readonly main: ReadonlyArray<ReadonlyArray<{ readonly json: Json }>> };
}

let host: IntegrationHost;
let inbox = '';

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['slack', 'mail', 'hubspot'],
		seeds: {
			hubspot: {
				properties: PROPERTIES,
				owners: [{ id: '12', email: REP }],
				contacts: [{ email: KNOWN, hubspot_owner_id: '12' }],
			},
		},
		templates: ['01-capture', SCORE, DELIVER, CRM_SYNC],
		replayed: [SCORE],
	});
	// A workflow that never ran is not known to those that start it.
	for (const file of [SCORE, DELIVER, CRM_SYNC]) await sweep(host, file);
	if (findDovecot() !== undefined) {
		inbox = await host.add(INBOX);
		await host.client.publish(inbox);
	}
	const at = new Date().toISOString();
	const { status } = await host.post([
		{ lead: LEAD, type: 'page_view', at, properties: { path: '/pricing' } },
		{ lead: LEAD, type: 'form_submit', at, properties: { form: 'contact' }, attributes: DIRECTOR },
	]);
	expect(status).toBe(202);
	await eventually(async () => (await handOff())?.status === 'sent' || undefined);
	await sweep(host, CRM_SYNC);
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
		expect(messages[0].text).toContain('Next step: ');
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

	it('goes to the rep whom HubSpot names, though the lead book names nobody when it crosses', async () => {
		const at = new Date().toISOString();
		const attributes = { ...DIRECTOR, name: 'Kim Known' };
		await host.post([
			{ lead: KNOWN, type: 'page_view', at, properties: { path: '/pricing' } },
			{ lead: KNOWN, type: 'form_submit', at, properties: { form: 'contact' }, attributes },
		]);
		const sent = await eventually(async () => {
			const [row] = await host.rows('ll_outbox', { lead: KNOWN, kind: 'hand_off' });
			return row?.status === 'sent' ? row : undefined;
		});
		expect(sent).toMatchObject({ audience: REP, attempts: 1 });
		expect(await host.rows('ll_lead_book', { lead: KNOWN })).toMatchObject([{ owner: REP }]);
		const mails = (await host.services.mail.messages()).filter(({ subject }) => subject.includes('Kim Known'));
		expect(mails.map(({ to }) => to)).toEqual([[REP]]);
		expect(await host.failures()).toEqual([]);
	});

	it('is reached by one start of the nightly rescore, however many slices the lead book has', async () => {
		const leads = Array.from({ length: 8 }, (_, index) => `lead-${index}@slices.example`);
		const at = new Date(Date.now() - 86_400_000).toISOString();
		await host.post(leads.map((lead) => ({ lead, type: 'page_view', at, properties: { path: '/pricing' } })));
		await sweep(host, SCORE);
		const totals = async () => (await host.rows('ll_lead_book')).map(({ lead, total }): unknown[] => [lead, total]);
		const scored = await totals();
		expect(scored.map(([lead]) => lead)).toEqual(expect.arrayContaining(leads));
		await update('ll_lead_book', 'lead', leads, { total: 99 });
		await update('ll_state', 'name', ['scoring'], { sweep: '2026-01-01 ' });
		const sliced = await host.add(await inSlicesOf(3));
		await host.client.runWorkflow(sliced, 'Every 5 minutes');
		await host.idle();
		expect(await totals()).toEqual(scored);
		const runs = await host.executions(`workflowId=${sliced}`);
		// One for the day, and four slices of the ten leads.
		expect(runs.map(({ status }) => String(status))).toEqual(Array.from({ length: 5 }, () => 'success'));
	});

	it('cools off by itself, a year later by the templates’ clock, and the contact with it', async () => {
		const [{ total }] = await host.rows('ll_lead_book', { lead: LEAD });
		const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString();
		// The first run of a day begins the rescore of its night; where a template starts others, it goes on by itself.
		expect((await host.runAt(SCORE, inAYear)).status).toBe(200);
		expect((await host.runAt(SCORE, inAYear)).status).toBe(200);
		const [row] = await host.rows('ll_lead_book', { lead: LEAD });
		expect(row.total).toBeLessThan(Number(total));
		expect(row).toMatchObject({ stage: 'nurture', track: 're_engage', handedOffAt: null });
		expect(await host.rows('ll_score_log', { lead: LEAD, at: inAYear })).toMatchObject([{ total: row.total }]);
		await sweep(host, CRM_SYNC);
		expect(await host.services.hubspot.contact(LEAD)).toMatchObject({ lead_total: row.total });
	});

	// n8n listens to a mailbox fifteen seconds after it opened it, so this comes late.
	itWithMailbox('is read from the mailbox by n8n’s own trigger, so that mail can be taken in', async () => {
		const [{ text, subject }] = await host.services.mail.messages();
		const mail = await eventually(async () => (await takenIn()).find((taken) => taken.subject === subject));
		expect(mail).toMatchObject({ from: 'leads@example.com', to: 'sales@example.com' });
		const oneEnding = (lines: unknown): string => String(lines).replaceAll('\r\n', '\n').trim();
		expect(oneEnding(mail.textPlain)).toBe(oneEnding(text));
	});

	it('left no secret in what n8n stored, printed or sent, and reached nobody else', async () => {
		expect(await host.leaks()).toEqual([]);
		// The search finds what is there: the lead itself stands in the database.
		expect(await host.leaks([LEAD])).not.toEqual([]);
		expect(await host.services.proxy.unknown()).toEqual([]);
		expect(await host.services.proxy.refused()).toEqual([]);
	});
});

const handOff = async (): Promise<Json | undefined> =>
	(await host.rows('ll_outbox', { lead: LEAD, kind: 'hand_off' }))[0];

async function update(table: string, column: string, values: readonly string[], data: Json): Promise<void> {
	const { id } = (await host.client.tables()).get(table) as { id: string };
	const filters = values.map((value) => ({ columnName: column, condition: 'eq', value }));
	await host.client.api('PATCH', `/data-tables/${id}/rows/update`, { filter: { type: 'or', filters }, data });
}

/** 02 as it is, but for so many leads a slice. */
async function inSlicesOf(sliceRows: number): Promise<Template> {
	const file = join(__dirname, '..', '..', 'workflows', `${SCORE}.json`);
	const template = JSON.parse(await readFile(file, 'utf8')) as Template;
	const nodes = template.nodes.map((node) => {
		if (node.name === 'Read rows that wait') return { ...node, parameters: { ...node.parameters, limit: sliceRows } };
		if (node.name === 'Follow Log') return { ...node, parameters: { options: { sliceRows } } };
		return node;
	});
	return { ...template, name: 'Score in slices', nodes };
}

/** What the trigger has read of the mailbox. */
async function takenIn(): Promise<Json[]> {
	// One that still runs has nothing to show yet.
	const executions = await host.executions(`status=success&workflowId=${inbox}`);
	return executions.flatMap(({ data }) => {
		const { runData } = (data as { resultData: { runData: Record<string, NodeRun[]> } }).resultData;
		return runData['Mail comes in'].flatMap((run) => run.data.main[0].map(({ json }) => json));
	});
}

async function eventually<Result>(look: () => Promise<Result | undefined>, limit = 60_000): Promise<Result> {
	for (const end = Date.now() + limit; Date.now() < end;) {
		const found = await look();
		if (found !== undefined) return found;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	throw new Error(`Nothing within ${limit / 1000} seconds.`);
}
