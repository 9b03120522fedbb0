/** A company that crosses while none of its people does, from the lead book through 03 and 10 to Slack, on a real n8n. */
import { printRow, readRow } from '../../lifecycle/lead/row';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { DELIVER, insertRows, sweep } from './support/outbox';

jest.setTimeout(600_000);

const ROLL_UP = '03-account-rollup';
const DAILY = 'Every morning';
const KEY = 'account_crossed:harbor.example:1';
const PEOPLE = [
	['ida@harbor.example', 'Ida Moss', 40],
	['leo@mail.harbor.example', 'Leo Park', 30],
	['eve@gmail.com', 'Eve Stone', 50],
] as const;

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({ services: ['slack'], templates: [ROLL_UP, DELIVER] });
	// A workflow that never ran is not known to those that start it.
	await sweep(host);
	const rows = PEOPLE.map(([lead, name, total]) => {
		const fields = {
			lead,
			email: lead,
			name,
			total,
			engagement: 5,
			stage: 'nurture',
			company: 'Harbor Craft',
			version: 3,
		};
		return printRow(readRow(fields).row);
	});
	await insertRows(host, 'll_lead_book', rows);
	const at = new Date(Date.now() - 3_600_000).toISOString();
	const visits = Array.from({ length: 6 }, (_, index) => ({
		activity: `v${index}`,
		lead: PEOPLE[0][0],
		type: 'page_view',
		at,
	}));
	await insertRows(host, 'll_activity_log', visits);
	await rollUp();
});

afterAll(async () => {
	await host?.stop();
});

async function rollUp(): Promise<void> {
	await host.run(ROLL_UP, DAILY);
	await host.idle();
}

const messages = async () => (await host.rows('ll_outbox', { kind: 'account_crossed' })).map(({ key }) => String(key));

describe('a company that crosses', () => {
	it('stands in the account book, and its people know it', async () => {
		expect(await host.failures()).toEqual([]);
		expect(await host.rows('ll_account_book')).toMatchObject([
			{ account: 'harbor.example', name: 'Harbor Craft', score: 70, members: 2, qualified: true, crossings: 1 },
		]);
		const [{ surge }] = await host.rows('ll_account_book');
		expect(JSON.parse(surge as string)).toMatchObject({ recent: 6, surging: true });
		const book = await host.rows('ll_lead_book');
		expect(book.map(({ account, version }): unknown[] => [account, version])).toEqual([
			['harbor.example', 3],
			['harbor.example', 3],
			[null, 3],
		]);
	});

	it('is told in Slack by 10, which 03 starts', async () => {
		const [{ text }, ...others] = await host.services.slack.messages('#sales-leads');
		expect(others).toEqual([]);
		expect(text).toContain('A company is ready: Harbor Craft, 70 points');
		expect(await host.rows('ll_outbox', { key: KEY })).toMatchObject([{ status: 'sent' }]);
		expect(await host.services.slack.violations()).toEqual([]);
	});

	it('is not told again by runs of the next days, nor by two at the same moment', async () => {
		const before = await host.rows('ll_account_book');
		await rollUp();
		await Promise.all([host.run(ROLL_UP, DAILY), host.run(ROLL_UP, DAILY)]);
		await host.idle();
		expect(await host.rows('ll_account_book')).toEqual(before);
		expect(await messages()).toEqual([KEY]);
		expect(await host.services.slack.messages('#sales-leads')).toHaveLength(1);
	});

	it('is told again when it fell below and crosses again', async () => {
		await points(0);
		await rollUp();
		expect(await host.rows('ll_account_book')).toMatchObject([{ score: 40, qualified: false, transition: 'left' }]);
		await points(33);
		await rollUp();
		expect(await messages()).toEqual([KEY, KEY.replace(/1$/, '2')]);
		expect(await host.services.slack.messages('#sales-leads')).toHaveLength(2);
		expect(await host.failures()).toEqual([]);
	});
});

async function points(total: number): Promise<void> {
	const { id } = (await host.client.tables()).get('ll_lead_book') as { id: string };
	const filters = [{ columnName: 'lead', condition: 'eq', value: PEOPLE[1][0] }];
	await host.client.api('PATCH', `/data-tables/${id}/rows/update`, {
		filter: { type: 'and', filters },
		data: { total },
	});
}
