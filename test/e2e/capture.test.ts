import { readRow } from '../../lifecycle/lead/row';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { RunningN8n, type Answer, type Row } from './support/n8n';

jest.setTimeout(600_000);

const DAY = 86_400_000;
/** Two hundred calls at once are two hundred open executions; so many at a time are enough to meet in every step. */
const AT_ONCE = 25;

const daysAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
const pricing = (lead: string, at: string, more: object = {}) => ({
	lead,
	type: 'page_view',
	at,
	channel: 'web',
	properties: { path: '/pricing' },
	...more,
});
const form = (lead: string, at: string, attributes: object = DIRECTOR) => ({
	lead,
	type: 'form_submit',
	at,
	properties: { form: 'contact' },
	attributes,
});

let n8n: RunningN8n;

beforeAll(async () => {
	n8n = await RunningN8n.connect();
});

interface FailedExecution {
	readonly id: string;
	readonly data?: {
		readonly resultData: { readonly lastNodeExecuted?: string; readonly error?: { readonly message: string } };
	};
}

/** Waits until all is scored. The webhook answers before, so a fault on the way shows only in n8n's executions. */
async function settled(): Promise<void> {
	await n8n.untilIdle();
	const { data } = (await n8n.client.api('GET', '/executions?status=error&limit=5&includeData=true')) as {
		data: FailedExecution[];
	};
	expect(
		data.map(({ id, data }) => `${id}: ${data?.resultData.lastNodeExecuted}: ${data?.resultData.error?.message}`),
	).toEqual([]);
}

async function postAll(bodies: readonly object[]): Promise<Answer[]> {
	const answers: Answer[] = [];
	const queue = [...bodies.entries()];
	const worker = async (): Promise<void> => {
		for (let next = queue.shift(); next; next = queue.shift()) answers[next[0]] = await n8n.postActivity(next[1]);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	await settled();
	return answers;
}

const stateOf = async (lead: string): Promise<Record<string, readonly Row[]>> => ({
	book: await n8n.rows('ll_lead_book', { lead }),
	outbox: await n8n.rows('ll_outbox', { lead }),
	stages: await n8n.rows('ll_stage_log', { lead }),
	scores: await n8n.rows('ll_score_log', { lead }),
});

/** Waits until 10 has tried each message about a lead: what 02 starts may begin after all else has ended. */
async function tried(lead: string): Promise<void> {
	const isUntried = ({ kind, status }: Row): boolean =>
		(kind === 'hand_off' || kind === 'moment') && (status === 'new' || status === 'sending');
	for (const end = Date.now() + 60_000; Date.now() < end;) {
		if (!(await n8n.rows('ll_outbox', { lead })).some(isUntried)) return;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	throw new Error('10 did not try the messages within a minute.');
}

const handOffs = (rows: readonly Row[]): readonly Row[] => rows.filter(({ kind }) => kind === 'hand_off');

describe('00 Set up', () => {
	it('changes nothing when it runs again', async () => {
		const before = await n8n.rows('ll_rules');
		await n8n.run('00-set-up', 'Set up');
		expect(await n8n.rows('ll_rules')).toEqual(before);
		expect(before.length).toBeGreaterThan(40);
	});
});

describe('a pricing visit, a demo request and a director’s form', () => {
	const lead = 'dana.reyes@must-show.example';
	const at = daysAgo(0.5);
	const bodies = [pricing(lead, at), { lead, type: 'demo_request', at }, form(lead, at)];

	it('put the lead into the cell, total and reasons of the starter model, and hand it over once', async () => {
		for (const body of bodies) {
			expect(await n8n.postActivity(body)).toMatchObject({
				status: 202,
				body: { accepted: 1, quarantined: 0, refused: 0, leads: 1, ids: [expect.any(String)] },
			});
		}
		await settled();
		await tried(lead);
		const { book, outbox, stages } = await stateOf(lead);
		expect(book).toHaveLength(1);
		// Fit 12 + 10 + 15 + 10 + 12 + 8, engagement 12 + 10.
		expect(book[0]).toMatchObject({
			name: 'Dana Reyes',
			title: 'Director of Marketing',
			company: 'Northwind Health',
			email: lead,
			cell: 'A3',
			fit: 67,
			engagement: expect.closeTo(22, 0) as number,
			activities: 3,
			stage: 'mql',
		});
		expect(book[0].summary).toContain('Decision maker +15');
		// The row keeps the six strongest reasons and the others as one, so that they add up to the score.
		const { reasons } = readRow(book[0]).row.leadScore;
		expect(reasons.map(({ points }) => Math.round(points))).toEqual([15, 12, 12, 12, 10, 10, 18]);
		expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(Number(book[0].total), 5);
		expect(Number(book[0].total)).toBeCloseTo(89, 0);

		expect(handOffs(outbox)).toHaveLength(1);
		const [{ title, text, audience, status }] = handOffs(outbox);
		expect(title).toContain('Dana Reyes, Director of Marketing at Northwind Health');
		for (const words of ['Who: ', 'Why now: ', 'Cell: 🔥 A3', 'Strongest reasons: Decision maker +15', 'Next step: '])
			expect(text).toContain(words);
		// No channel is active here, and 10 says so once 02 has started it.
		expect({ audience, status }).toEqual({ audience: 'sales', status: 'no_channel' });
		expect(outbox.filter(({ kind }) => kind === 'moment')).toHaveLength(1);
		expect(stages.map(({ from, to }) => [from, to])).toEqual([
			['new', 'nurture'],
			['nurture', 'mql'],
		]);
	});

	it('change nothing when they are sent again', async () => {
		const before = await stateOf(lead);
		expect(before.book).toHaveLength(1);
		for (const body of bodies) expect((await n8n.postActivity(body)).status).toBe(202);
		await n8n.postActivity(bodies);
		await settled();
		expect(await stateOf(lead)).toEqual(before);
	});
});

describe('many calls at once', () => {
	const call = (lead: string, index: number, isFirst: boolean) => ({
		...(isFirst ? form(lead, daysAgo(1)) : pricing(lead, daysAgo(index / 100))),
		activity: `${lead}-${index}`,
	});

	it.each([
		['200 on one lead', 1],
		['200 over 40 leads', 40],
	])('%s: every point counts, one row and one hand-off a lead', async (_name, leads) => {
		const lead = (index: number): string => `lead-${index % leads}@crowd-${leads}.example`;
		const bodies = Array.from({ length: 200 }, (_, index) => call(lead(index), index, index < leads));
		const answers = await postAll(bodies);
		expect(answers.filter(({ status }) => status !== 202)).toEqual([]);

		const isOurs = (row: Row): boolean => String(row.lead).endsWith(`@crowd-${leads}.example`);
		const book = (await n8n.rows('ll_lead_book')).filter(isOurs);
		expect(book).toHaveLength(leads);
		expect(new Set(book.map((row) => row.lead)).size).toBe(leads);
		expect(book.map(({ activities }) => activities)).toEqual(book.map(() => 200 / leads));
		const outbox = (await n8n.rows('ll_outbox')).filter(isOurs);
		expect(handOffs(outbox)).toHaveLength(leads);
		expect(new Set(outbox.map(({ key }) => key)).size).toBe(outbox.length);
		const stages = (await n8n.rows('ll_stage_log')).filter(isOurs);
		expect(stages.filter(({ to }) => to === 'mql')).toHaveLength(leads);
		expect(stages.filter(({ to }) => to === 'nurture')).toHaveLength(leads);
	});
});

describe('a visitor who is anonymous at first', () => {
	const page = (anonymousId: string, messageId: string, days: number, url = 'https://x.example/pricing') => ({
		type: 'page',
		anonymousId,
		messageId,
		timestamp: daysAgo(days),
		properties: { url },
	});
	const identified = (email: string, anonymousId: string, days: number) => ({
		type: 'identify',
		anonymousId,
		messageId: `i-${anonymousId}`,
		timestamp: daysAgo(days),
		traits: { email, jobTitle: 'CFO' },
	});
	const logOf = (lead: string) => n8n.rows('ll_activity_log', { lead });
	const ada = 'ada@visitors.example';

	it('gives all it did to the lead it turns out to be', async () => {
		await n8n.postActivity([page('anon-1', 's1', 3), page('anon-1', 's2', 2)]);
		await settled();
		expect(await n8n.rows('ll_lead_book', { lead: 'anon-1' })).toMatchObject([{ activities: 2 }]);
		expect((await n8n.postActivity(identified(ada, 'anon-1', 1))).status).toBe(202);
		await settled();
		expect(await n8n.rows('ll_lead_book', { lead: 'anon-1' })).toMatchObject([{ mergedInto: ada }]);
		expect(await n8n.rows('ll_alias_book', { alias: 'anon-1' })).toMatchObject([{ lead: ada }]);
		// The log is only added to: the visits stand where they came in, and are read with hers.
		expect((await logOf('anon-1')).map(({ activity }) => activity)).toEqual(['segment:page:s1', 'segment:page:s2']);
		expect((await logOf(ada)).map(({ activity }) => activity)).toEqual(['segment:identify:i-anon-1']);
		expect(await n8n.rows('ll_lead_book', { lead: ada })).toMatchObject([{ activities: 3, title: 'CFO' }]);
	});

	it('gives what it does later, too', async () => {
		await n8n.postActivity(page('anon-1', 's3', 0.5));
		await settled();
		expect(await n8n.rows('ll_lead_book', { lead: ada })).toMatchObject([{ activities: 4 }]);
		expect(await n8n.rows('ll_lead_book', { lead: 'anon-1' })).toMatchObject([{ mergedInto: ada }]);
	});

	it('changes nothing when it is identified again', async () => {
		const before = { book: await n8n.rows('ll_lead_book', { lead: ada }), aliases: await n8n.rows('ll_alias_book') };
		await n8n.postActivity(identified(ada, 'anon-1', 1));
		await settled();
		expect(await n8n.rows('ll_lead_book', { lead: ada })).toEqual(before.book);
		expect(await n8n.rows('ll_alias_book')).toEqual(before.aliases);
	});

	it('counts once what the log has of both, under ids made of the content', async () => {
		const lead = 'bea@visitors.example';
		const visit = { type: 'page_view', at: daysAgo(2), properties: { path: '/pricing' } };
		await n8n.postActivity([
			{ lead: 'k-9', ...visit },
			{ lead, ...visit },
			{ lead: 'k-9', ...visit, at: daysAgo(1) },
		]);
		await settled();
		await n8n.postActivity({ lead, type: 'lead_identify', at: daysAgo(1), properties: { alsoKnownAs: ['k-9 '] } });
		await settled();
		expect(await n8n.rows('ll_lead_book', { lead })).toMatchObject([{ activities: 3 }]);
	});

	it('is found through a chain of keys', async () => {
		const lead = 'cas@visitors.example';
		const link = (known: string, alias: string) =>
			n8n.postActivity({ lead: known, type: 'lead_identify', at: daysAgo(1), properties: { alsoKnownAs: [alias] } });
		await n8n.postActivity(page('anon-3', 'c1', 3));
		await link('u-3', 'anon-3');
		await settled();
		await link(lead, 'u-3');
		await settled();
		await n8n.postActivity(page('anon-3', 'c2', 0.2));
		await settled();
		expect((await n8n.rows('ll_lead_book', { lead })).map(({ activities }) => activities)).toEqual([4]);
	});

	it('is found when visits and identification come at one moment, forty times', async () => {
		const people = Array.from({ length: 40 }, (_, index) => index);
		const calls = people.flatMap((index) => [
			page(`crowd-${index}`, `v${index}`, 2),
			identified(`p${index}@crowd.visitors.example`, `crowd-${index}`, 1),
		]);
		const answers = await postAll(calls);
		expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
		const book = new Map((await n8n.rows('ll_lead_book')).map((row) => [row.lead, row]));
		for (const index of people) {
			const lead = `p${index}@crowd.visitors.example`;
			expect(book.get(lead)).toMatchObject({ activities: 2 });
			const visitor = book.get(`crowd-${index}`);
			if (visitor) expect(visitor).toMatchObject({ mergedInto: lead });
		}
	});
});

describe('clicks that look like a visitor of machines', () => {
	const lead = 'dee@released.example';
	const click = (index: number) => ({
		event: 'click',
		email: lead,
		timestamp: Math.floor(Date.now() / 1000) - 86_400 + index,
		sg_event_id: `c${index}`,
		sg_message_id: 'm1',
		url: `https://x.example/${index}`,
	});
	const held = async () => (await n8n.rows('ll_activity_log', { lead })).map(({ quarantine }) => quarantine);
	const IN_ONE_CALL = ['bot:burst', 'bot:burst', 'bot:burst'];

	it('are held when each came in a call of its own, and take their points back', async () => {
		const one = 'eve@machine.example';
		const clicks = [0, 1, 2, 3].map((index) => ({ ...click(index), email: one, sg_event_id: `e${index}` }));
		for (const each of clicks.slice(0, 2)) {
			expect(await n8n.postActivity(each)).toMatchObject({ body: { accepted: 1 } });
			await settled();
		}
		const [before] = await n8n.rows('ll_lead_book', { lead: one });
		expect(before).toMatchObject({ activities: 2 });
		expect(before.total).toBeGreaterThan(0);
		for (const each of clicks.slice(2)) {
			await n8n.postActivity(each);
			await settled();
			// What shows only in several calls together is judged when the log is read; the log stays as it is.
			expect(await n8n.rows('ll_lead_book', { lead: one })).toMatchObject([{ activities: 0, total: 0 }]);
		}
		expect(await n8n.rows('ll_score_log', { lead: one })).toMatchObject([
			{},
			{},
			{ total: 0, previousTotal: before.total },
		]);
	});

	it('are held, and count once the lead acts in person', async () => {
		expect(await n8n.postActivity([0, 1, 2].map(click))).toMatchObject({ body: { accepted: 0, quarantined: 3 } });
		await settled();
		expect(await held()).toEqual(IN_ONE_CALL);
		await n8n.postActivity(pricing(lead, daysAgo(0.5)));
		await settled();
		expect(await n8n.rows('ll_lead_book', { lead })).toMatchObject([{ activities: 1 }]);
		await n8n.postActivity(form(lead, daysAgo(0.1)));
		await settled();
		expect(await held()).toEqual([...IN_ONE_CALL, '', '']);
		expect(await n8n.rows('ll_lead_book', { lead })).toMatchObject([{ activities: 5 }]);
	});
});

describe('a batch', () => {
	it('of two leads is written for both', async () => {
		const [first, second] = ['one@batch.example', 'TWO@batch.example '];
		const answer = await n8n.postActivity([
			pricing(first, daysAgo(2)),
			pricing(second, daysAgo(2)),
			pricing(second, daysAgo(1)),
		]);
		expect(answer).toMatchObject({ status: 202, body: { accepted: 3, quarantined: 0, leads: 2 } });
		await settled();
		expect(await n8n.rows('ll_lead_book', { lead: first })).toMatchObject([{ activities: 1, stage: 'nurture' }]);
		expect(await n8n.rows('ll_lead_book', { lead: 'two@batch.example' })).toMatchObject([
			{ activities: 2, stage: 'nurture' },
		]);
	});

	it('of many new leads is written in one go, and once', async () => {
		const leads = Array.from({ length: 120 }, (_, index) => `lead-${index}@many.example`);
		const bodies = leads.flatMap((lead) => [
			form(lead, daysAgo(3), { title: 'Analyst', company: 'Many' }),
			pricing(lead, daysAgo(2)),
		]);
		expect((await n8n.postActivity(bodies)).status).toBe(202);
		await settled();
		const isOurs = (row: Row): boolean => String(row.lead).endsWith('@many.example');
		const book = (await n8n.rows('ll_lead_book')).filter(isOurs);
		expect(book.map(({ lead }) => lead).sort()).toEqual([...leads].sort());
		expect(
			book.filter(({ activities, stage, company }) => activities === 2 && stage === 'nurture' && company === 'Many'),
		).toHaveLength(120);
		expect((await n8n.rows('ll_score_log')).filter(isOurs)).toHaveLength(120);
	});

	it('with the newer form last or first teaches the newer title', async () => {
		const lead = 'promoted@batch.example';
		await n8n.postActivity([
			form(lead, daysAgo(1), { title: 'Director' }),
			form(lead, daysAgo(9), { title: 'Coordinator', company: 'Old Mill' }),
		]);
		await settled();
		expect(await n8n.rows('ll_lead_book', { lead })).toMatchObject([{ title: 'Director', company: 'Old Mill' }]);
	});
});

describe('an excluded lead', () => {
	const lead = 'spy@excluded-rival.example';

	it('is never handed over, and told about to nobody', async () => {
		const tables = await n8n.client.tables();
		const rules = String(tables.get('ll_rules')?.id);
		const exclusion = {
			rule: 'Rival',
			dimension: 'exclude',
			field: '$lead.emailDomain',
			operator: 'in',
			value: 'excluded-rival.example',
			points: 0,
			active: true,
			model: 'starter',
		};
		await n8n.client.api('POST', `/data-tables/${rules}/rows`, { data: [exclusion] });
		await n8n.postActivity([
			form(lead, daysAgo(1)),
			pricing(lead, daysAgo(1)),
			{ lead, type: 'demo_request', at: daysAgo(1) },
		]);
		await settled();
		const { book, outbox, stages } = await stateOf(lead);
		expect(book).toMatchObject([{ stage: 'disqualified', handedOffAt: null }]);
		expect(outbox).toEqual([]);
		expect(stages).toMatchObject([{ from: 'new', to: 'disqualified' }]);
		expect(stages[0].why).toContain('Rival');
	});
});

describe('a body that cannot be read', () => {
	const good = pricing('good@refused.example', daysAgo(1));

	it.each([
		['no lead', [good, { type: 'page_view', at: daysAgo(1) }], 1, 'lead', '“lead” is missing'],
		['no type', [{ lead: 'x@refused.example', at: daysAgo(1) }], 0, 'type', '“type” is missing'],
		['a type that is no text', [{ lead: 'x@refused.example', type: 7, at: daysAgo(1) }], 0, 'type', '“type” is 7'],
		['no time', [good, good, { lead: 'x@refused.example', type: 'page_view' }], 2, 'at', '“at” is missing'],
		['a time that is none', [{ ...good, at: 'yesterday' }], 0, 'at', '“at” is "yesterday"'],
		['a number among objects', [good, 42], 1, '', 'Item 1 is 42'],
		['an empty list', [], 0, '', 'empty list'],
		['an empty object', {}, 0, '', 'Item 0 is {}'],
	])('%s: 400 with item and field, and nothing is stored', async (_name, body, item, field, words) => {
		const answer = await n8n.postActivity(body);
		expect(answer.status).toBe(400);
		expect(answer.body).toMatchObject({ faults: [{ item, field }] });
		expect(JSON.stringify(answer.body)).toContain(JSON.stringify(words).slice(1, -1));
	});

	it.each([
		['text that is not JSON', '{"lead": '],
		['lines of JSON that call themselves JSON', `${JSON.stringify(good)}\n${JSON.stringify(good)}`],
	])('%s: n8n refuses it before the trigger reads it, and says where', async (_name, text) => {
		const { status, body } = await n8n.postText(text);
		expect(status).toBe(422);
		expect(body).toMatchObject({ message: 'Failed to parse request body', hint: expect.stringMatching(/JSON/) });
	});

	afterAll(async () => {
		await settled();
		const stored = (await n8n.rows('ll_activity_log')).filter(({ lead }) => String(lead).endsWith('@refused.example'));
		expect(stored).toEqual([]);
	});
});

describe('a stranger', () => {
	const body = JSON.stringify(pricing('stranger@closed.example', daysAgo(1)));

	it.each([
		['without the header', {}],
		['with a wrong secret', { 'X-Lead-Activity-Key': 'guess' }],
	])('%s is turned away and leaves nothing behind', async (_name, headers) => {
		expect((await n8n.post(body, headers as Record<string, string>)).status).toBe(401);
		expect(await n8n.rows('ll_activity_log', { lead: 'stranger@closed.example' })).toEqual([]);
	});
});
