/** 20 on a real n8n: a draft is tried and published in the form, 02 scores by it as foretold, and the way back restores every score. */
import type { Json } from '../../scripts/host/client.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { FormPage, getForm } from '../e2e/support/form';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { insertRows, sweep } from './support/outbox';

jest.setTimeout(600_000);

const [WISH, LEAD, NOW] = [
	'What do you want to do?',
	'One lead to look at: its key or e-mail address, or a lead as JSON',
	'What now?',
];
const LEADS = Array.from({ length: 12 }, (_, index) => `lead${index}@try.example`);
const SCORE = '02-score';

interface Standing {
	readonly total: number;
	readonly cell: string;
}

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({
		services: [],
		templates: ['01-capture', SCORE, '20-try-a-model'],
	});
	const at = new Date(Date.now() - 3_600_000).toISOString();
	const { status } = await host.post(
		LEADS.flatMap((lead, index) => [
			{ lead, type: 'form_submit', at, attributes: { ...DIRECTOR, name: '{{ 6 * 7 }} <b>$&</b>' } },
			...Array.from({ length: index % 4 }, (_each, visit) => ({
				...{ lead, type: 'page_view', at, activity: `${lead}-${visit}`, properties: { path: '/pricing' } },
			})),
		]),
	);
	expect(status).toBe(202);
	await sweep(host, SCORE);
	expect(await book()).toHaveLength(LEADS.length);
	const live = await host.rows('ll_rules');
	await insertRows(
		host,
		'll_rules',
		live.map(({ id: _, createdAt: _made, updatedAt: _changed, ...rule }) => ({
			...{ ...rule, model: 'draft', points: rule.rule === 'Pricing page' ? 30 : rule.points },
		})),
	);
});

afterAll(async () => {
	await host?.stop();
});

const form = (): Promise<FormPage> => FormPage.open(`${host.url}/form/try-a-model`, host.sales);
const book = async (): Promise<Json[]> => await host.rows('ll_lead_book');
/** What the scores make of each lead. */
const standing = async (): Promise<Record<string, Standing>> =>
	Object.fromEntries((await book()).map(({ lead, total, cell }) => [String(lead), { total, cell }]));

/** The leads that the preview lists, as it foretells them. */
function foretold(html: string): Record<string, Standing> {
	const rows = html.matchAll(
		/\((lead\d+@try\.example)\)<\/td>\s*<td>[^<]*<\/td>\s*<td>([^<]*)<\/td>\s*<td>([^<]*)<\/td>/g,
	);
	const last = (text: string): string => text.split('→').at(-1)?.trim() ?? '';
	return Object.fromEntries(
		Array.from(rows, ([, lead, cell, points]) => [lead, { total: Number(last(points)), cell: last(cell) }]),
	);
}

it('previews, publishes what it showed, and goes back to every score', async () => {
	const before = await standing();
	const preview = await (await form()).next({ [WISH]: 'Try a draft', [LEAD]: LEADS[3] });
	const [, changed] = /(\d+) leads of 12 would get another score/.exec(preview.html) ?? [];
	const [, handedOver] = /(\d+) leads? would be handed over at once/.exec(preview.html) ?? [];
	expect([changed, handedOver]).toEqual(['9', expect.any(String)]);
	expect(preview.html).toContain('Too few outcomes');
	// What stands in a name is neither worked out nor markup.
	expect(preview.html).not.toContain('<b>$');
	expect(preview.html).toMatch(/6 \* 7/);
	const told = foretold(preview.html);
	expect(Object.keys(told)).toHaveLength(9);
	expect(await standing()).toEqual(before);
	const handOffs = (await host.rows('ll_outbox', { kind: 'hand_off' })).length;

	const { title, message } = await preview.send({ [NOW]: 'Publish it' });
	expect([title, message]).toEqual(['Published', expect.stringContaining('“draft” is live now')]);
	await sweep(host, SCORE);
	expect(await standing()).toEqual({ ...before, ...told });
	expect(told[LEADS[3]].total - before[LEADS[3]].total).toBe(3 * (30 - 12));
	expect((await host.rows('ll_outbox', { kind: 'hand_off' })).length - handOffs).toBe(Number(handedOver));

	const back = await (await form()).send({ [WISH]: 'Go back to the former version' });
	expect(back.title).toBe('Published');
	await sweep(host, SCORE);
	expect(await standing()).toEqual(before);
	expect(await host.failures()).toEqual([]);
});

it('says that there is no draft any more, and opens to nobody without the password', async () => {
	const { title, message } = await (await form()).send({ [WISH]: 'Try a draft' });
	expect([title, message]).toEqual(['The draft cannot be tried', expect.stringContaining('The rules hold no draft')]);
	expect((await getForm(`${host.url}/form/try-a-model`)).status).toBe(401);
});
