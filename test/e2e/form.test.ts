/**
 * The form of 05, as a salesperson uses it: from the link in the message of the hand-off to the page that says what
 * became of the lead.
 */
import { formLink } from '../../lifecycle/message/choices';
import { setTimeout as sleep } from 'node:timers/promises';
import { findLeaks } from '../services/leaks.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { FormPage, getForm, postForm, type Ending } from './support/form';
import { RunningN8n, type Row } from './support/n8n';

jest.setTimeout(600_000);

const HANDED_OVER_LIMIT = 300_000;
const LOOK_EVERY = 200;
const [LEAD, DECISION, REASON, NOTE, BY] = [
	'Lead',
	'Your decision',
	'Reason, if you send it back or lost it',
	'Anything else, or another reason in your own words',
	'Your name or e-mail address',
];
const halfADayAgo = new Date(Date.now() - 43_200_000).toISOString();
const ben = 'ben@sales.example';

const leads = {
	accepted: 'ada+accepted@reps-form.example',
	sentBack: 'bea@reps-form.example',
	untouched: 'cas@reps-form.example',
};

let n8n: RunningN8n;
/** The form's address in the message that tells sales of a lead. */
const links = new Map<string, string>();

beforeAll(async () => {
	n8n = await RunningN8n.connect();
	const deeds = (lead: string) => [
		{ lead, type: 'form_submit', at: halfADayAgo, properties: { form: 'contact' }, attributes: DIRECTOR },
		{ lead, type: 'page_view', at: halfADayAgo, channel: 'web', properties: { path: '/pricing' } },
		{ lead, type: 'demo_request', at: halfADayAgo },
	];
	expect((await n8n.postActivity(Object.values(leads).flatMap(deeds))).status).toBe(202);
	for (const lead of Object.values(leads)) links.set(lead, await linkToForm(lead));
});

/** Waits for the hand-off of a lead; its buttons lead to the form, with the lead filled in. */
async function linkToForm(lead: string): Promise<string> {
	for (const givenUpAt = Date.now() + HANDED_OVER_LIMIT; Date.now() < givenUpAt; await sleep(LOOK_EVERY)) {
		const [handOff] = await n8n.rows('ll_outbox', { lead, kind: 'hand_off' });
		if (handOff !== undefined) return formLink(`${n8n.client.url}/form/lead-feedback`, lead);
	}
	throw new Error(`${lead} is not handed over.`);
}

const stateOf = async (lead: string): Promise<Record<'book' | 'stages' | 'outbox' | 'scores', readonly Row[]>> => ({
	book: await n8n.rows('ll_lead_book', { lead }),
	stages: await n8n.rows('ll_stage_log', { lead }),
	// Whether and when a message goes out is written to it later.
	outbox: (await n8n.rows('ll_outbox', { lead })).map(({ key, kind, audience, text }) => ({
		key,
		kind,
		audience,
		text,
	})),
	scores: await n8n.rows('ll_score_log', { lead }),
});

const openForm = (lead: string): Promise<FormPage> => FormPage.open(links.get(lead) ?? '', n8n.sales);

async function answer(lead: string, answers: Readonly<Record<string, string>>): Promise<Ending> {
	const ending = await (await openForm(lead)).send({ [BY]: ben, ...answers });
	// 02 copies the news of the answer to the logs and the outbox.
	await n8n.client.untilIdle();
	return ending;
}

describe('a salesperson who follows the link of a hand-off', () => {
	it('finds the lead filled in, and the decisions and reasons to choose from', async () => {
		const { fields } = await openForm(leads.accepted);
		expect([...fields.keys()]).toEqual([LEAD, DECISION, REASON, NOTE, BY]);
		expect(fields.get(LEAD)?.value).toBe(leads.accepted);
		expect(fields.get(DECISION)).toMatchObject({
			value: '',
			options: expect.arrayContaining(['Accept']) as string[],
		});
		expect(fields.get(REASON)).toMatchObject({
			value: '',
			options: expect.arrayContaining(['Bad timing']) as string[],
		});
	});

	it('accepts it', async () => {
		const lead = leads.accepted;
		const before = await stateOf(lead);
		const { title, message } = await answer(lead, { [DECISION]: 'Accept' });
		expect(title).toBe('Accepted');
		expect(message).toContain(`Dana Reyes, Director of Marketing at Northwind Health (${lead}) is accepted.`);
		const after = await stateOf(lead);
		const [{ handedOffAt }] = before.book;
		const acceptedAt = expect.stringMatching(/^\d{4}-/) as string;
		expect(after.book).toMatchObject([{ stage: 'accepted', owner: ben, handedOffAt, acceptedAt, recycles: 0 }]);
		expect(after.stages.slice(before.stages.length)).toMatchObject([
			{ from: 'mql', to: 'accepted', by: '05-feedback', why: `Accepted by ${ben}.` },
		]);
		expect(after.outbox).toEqual(before.outbox);
	});

	it('is told so when it was accepted before, and changes nothing', async () => {
		const before = await stateOf(leads.accepted);
		const { title, message } = await answer(leads.accepted, { [DECISION]: 'Accept' });
		expect(title).toBe('Already answered');
		expect(message).toMatch(/is already accepted, since .*\. No changes made\.$/);
		expect(await stateOf(leads.accepted)).toEqual(before);
	});

	it('is asked for a reason when one is missing, and changes nothing', async () => {
		const before = await stateOf(leads.sentBack);
		const { title, message } = await answer(leads.sentBack, { [DECISION]: 'Send back to marketing' });
		expect(title).toBe('Reason needed');
		expect(message).toContain('bad timing');
		expect(message).toMatch(/No changes made\.$/);
		expect(await stateOf(leads.sentBack)).toEqual(before);
	});

	it('sends it back for bad timing: it rests, keeps half, and marketing hears of it', async () => {
		const lead = leads.sentBack;
		const before = await stateOf(lead);
		const note = 'call <b>her</b> & him in spring';
		const { title, message } = await answer(lead, {
			[DECISION]: 'Send back to marketing',
			[REASON]: 'Bad timing',
			[NOTE]: note,
		});
		expect(title).toBe('Sent back to marketing');
		expect(message).toMatch(
			/goes back to marketing, on the track stay in touch\. It keeps 11(\.\d+)? points of engagement\. It can be handed/,
		);
		const after = await stateOf(lead);
		const [book] = after.book;
		expect(book).toMatchObject({
			stage: 'recycled',
			handedOffAt: null,
			acceptedAt: null,
			recycles: 1,
			retained: expect.closeTo(11, 0) as number,
			engagement: expect.closeTo(11, 0) as number,
			track: 'stay_in_touch',
		});
		const days = (Date.parse(String(book.coolOffUntil)) - Date.parse(String(book.recycledAt))) / 86_400_000;
		expect(Math.round(days)).toBe(30);
		expect(after.stages.slice(before.stages.length)).toMatchObject([
			{
				from: 'mql',
				to: 'recycled',
				by: '05-feedback',
				why: expect.stringMatching(/^Sent back by ben@sales\.example: bad timing/) as string,
			},
		]);
		expect(after.outbox.slice(before.outbox.length)).toMatchObject([{ kind: 'recycled', audience: 'marketing' }]);
		const [{ text }] = after.outbox.slice(before.outbox.length);
		for (const words of ['bad timing', note, '11 of 22 engagement points', 'stay in touch'])
			expect(text).toContain(words);
		expect(after.scores.slice(before.scores.length)[0]).toMatchObject({ by: '05-feedback' });
		expect(after.scores.at(-1)).toMatchObject({ total: book.total });
	});

	it.each([
		['a lead that nobody knows', 'nobody@reps-form.example'],
		['a key that is a piece of a page', '<img/src=x/onerror=alert(1)>@reps-form.example'],
	])('is told that the book has no such lead: %s', async (_name, lead) => {
		const { title, message, html } = await answer(leads.untouched, { [LEAD]: lead, [DECISION]: 'Accept' });
		expect(title).toBe('Lead not found');
		expect(message).toBe(
			`No lead “${lead}” is in the lead book. Check the e-mail address, or open the link in the hand-off message.`,
		);
		expect(html).not.toContain('<img');
		expect(await stateOf(lead)).toEqual({ book: [], stages: [], outbox: [], scores: [] });
	});
});

describe('a stranger', () => {
	const filledIn = (): FormData => {
		const form = new FormData();
		[leads.untouched, 'Accept', '', '', 'Mallory'].forEach((value, index) => form.append(`field-${index}`, value));
		return form;
	};

	it.each([
		['without a password', () => undefined],
		['with a wrong password', () => ({ ...n8n.sales, password: 'guess' })],
		['with the password of another user', () => ({ ...n8n.sales, user: 'owner' })],
	])('%s does not see the form', async (_name, login) => {
		const response = await getForm(links.get(leads.untouched) ?? '', login());
		expect({ status: response.status, body: await response.text() }).toEqual({ status: 401, body: '' });
		expect(response.headers.get('www-authenticate')).toMatch(/^Basic /);
	});

	it.each([
		['without a password', undefined],
		['with a made-up token', '0'.repeat(64)],
	])('%s cannot send it', async (_name, token) => {
		const before = await stateOf(leads.untouched);
		expect((await postForm(links.get(leads.untouched) ?? '', filledIn(), token)).status).toBe(401);
		expect(await stateOf(leads.untouched)).toEqual(before);
	});

	it('who guesses the address of somebody else’s answer is not told what became of it', async () => {
		const { address, html } = await answer(leads.accepted, { [DECISION]: 'Accept' });
		expect(html).toContain('Dana Reyes');
		const guessed = await getForm(address.split('?')[0]);
		expect(guessed.status).toBe(401);
		expect(await guessed.text()).not.toContain('Dana Reyes');
	});
});

it('the executions hold neither the password nor what stands for it', async () => {
	const { token } = await openForm(leads.accepted);
	const query = `workflowId=${n8n.workflowId('05-feedback')}&limit=20&includeData=true`;
	const { data } = (await n8n.client.api('GET', `/executions?${query}`)) as { data: unknown[] };
	const text = JSON.stringify(data);
	expect(text).toContain(leads.sentBack);
	expect(await findLeaks([n8n.sales.password, token], [['the executions', text]])).toEqual([]);
});
