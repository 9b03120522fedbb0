/** 12 on a real n8n, with a mail server that runs here: the files, the column it writes, and what a refusal leaves behind. */
import type { Json } from '../../scripts/host/client.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { insertRows } from './support/outbox';

jest.setTimeout(600_000);

const LISTS = '12-nurture-lists';
const TRIGGER = 'Every Monday at 8';
const ANA = 'ana@lists.example';
const BO = 'bo@lists.example';
const EVE = 'eve@lists.example';

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({ services: ['mail'], templates: [LISTS] });
	const lead = (email: string, more: Json = {}): Json => ({
		lead: email,
		email,
		stage: 'nurture',
		track: 'welcome',
		version: 0,
		...more,
	});
	await insertRows(host, 'll_lead_book', [
		lead(ANA, { name: '=HYPERLINK("http://x.example")' }),
		lead(BO, { stage: 'mql', listedTrack: 'welcome' }),
		lead(EVE),
	]);
	await insertRows(host, 'll_activity_log', [
		{ activity: 'u1', lead: 'visitor-7', type: 'email_unsubscribe', at: '2026-02-01T08:00:00.000Z' },
	]);
	await insertRows(host, 'll_alias_book', [{ alias: 'visitor-7', lead: EVE, at: '2026-01-01T08:00:00.000Z' }]);
});

afterAll(async () => {
	await host?.stop();
});

const run = (): Promise<Json> => host.run(LISTS, TRIGGER);
async function listed(): Promise<Record<string, unknown>> {
	const rows = await host.rows('ll_lead_book');
	return Object.fromEntries(rows.map(({ lead, listedTrack }): [string, unknown] => [String(lead), listedTrack]));
}
const reports = async (): Promise<Json[]> =>
	(await host.rows('ll_outbox')).filter(({ key }) => /^nurture_lists:/.test(String(key)));
const mails = () => host.services.mail.messages({ subject: 'Nurture lists of' });

describe('12 Nurture lists', () => {
	it('ends with an error where the mail server takes nothing, and has saved the report and no track', async () => {
		await host.services.mail.fault({ code: 550 });
		await expect(run()).rejects.toThrow(
			/“?12 Nurture lists.* ended with error .*The e-mail with the lists was not sent: .*550/,
		);
		await host.services.mail.clearFaults();
		expect(await listed()).toEqual({ [ANA]: null, [BO]: 'welcome', [EVE]: null });
		expect(await reports()).toMatchObject([
			{
				status: 'new',
				channel: 'slack,teams,email',
				text: expect.stringMatching(/The e-mail with the lists was not sent: .*550/),
			},
		]);
		expect(await mails()).toEqual([]);
	});

	it('sends the files in one e-mail, and writes the track of those whom it lists', async () => {
		await run();
		const [{ attachments, to }, ...more] = await mails();
		expect([more, to]).toEqual([[], ['marketing@example.com']]);
		const day = new Date().toISOString().slice(0, 10);
		expect(Object.fromEntries(attachments.map(({ fileName, text }) => [fileName, text]))).toEqual({
			[`track-welcome-${day}.csv`]: `\ufeffemail,name,title,company,track,cell,total,lead\r\n${ANA},"'=HYPERLINK(""http://x.example"")",,,welcome,,,${ANA}\r\n`,
			[`off-their-track-${day}.csv`]: `\ufeffemail,name,was,track,why,lead\r\n${BO},,welcome,,with sales,${BO}\r\n`,
		});
		expect(await listed()).toEqual({ [ANA]: 'welcome', [BO]: null, [EVE]: null });
		expect((await host.rows('ll_lead_book')).map(({ version }) => version as unknown)).toEqual([0, 0, 0]);
		const report = (await reports()).at(-1);
		expect(report?.text).toContain('Sent to E-mail.\n- welcome: 1 lead joined\n- off their track: 1 lead\n');
		expect(report?.text).toContain('Not written to: 1 (unsubscribed).');
	});

	it('sends no e-mail where nothing changed', async () => {
		await run();
		expect(await mails()).toHaveLength(1);
		expect((await reports()).at(-1)?.text).toMatch(/^Nothing changed since the last run\./);
	});
});
