import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import { GENERIC_DEFAULTS } from '../../lifecycle/activity/adapters/generic';
import { QUARANTINE_DEFAULTS } from '../../lifecycle/activity/quarantine';
import { itemsOf, jsonOf, runAsTool, runNode, runWorkflow } from '../support/engine';

const BROWSER =
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36';
const CLICK = {
	event: 'click',
	email: 'Ada@Example.com',
	timestamp: 1772359200,
	sg_event_id: 'e1',
	sg_message_id: 'm1',
	url: 'https://example.com/pricing',
	useragent: BROWSER,
};
const DELIVERED = {
	event: 'delivered',
	email: 'ada@example.com',
	timestamp: 1772350000,
	sg_event_id: 'd1',
	sg_message_id: 'm1',
};
const PAGE = {
	type: 'page',
	anonymousId: 'anon-1',
	messageId: 's1',
	timestamp: '2026-03-01T09:00:00Z',
	properties: { url: 'https://example.com/careers' },
};
const IDENTIFY = {
	type: 'identify',
	userId: 'u7',
	anonymousId: 'anon-1',
	messageId: 's2',
	timestamp: '2026-03-02T09:00:00Z',
	traits: { email: 'ada@example.com', title: 'CFO' },
};
const webhook = (body: unknown): Record<string, unknown> => ({ headers: { host: 'n8n' }, params: {}, query: {}, body });
const asOf = '2026-03-10T00:00:00Z';

describe('the form', () => {
	it('has the domain’s defaults', () => {
		const { properties } = new NormalizeActivity().description;
		const presets = new Map(properties.map(({ name, default: preset }) => [name, preset]));
		for (const [name, preset] of Object.entries(GENERIC_DEFAULTS)) expect(presets.get(name)).toBe(preset);
		const options = properties.find(({ name }) => name === 'options')?.options ?? [];
		const optionPresets = new Map(
			options.map((option) => [option.name, 'default' in option ? option.default : undefined]),
		);
		for (const name of ['burstLinks', 'burstSeconds', 'fastSeconds', 'futureMinutes', 'releaseDays'] as const) {
			expect(optionPresets.get(name)).toBe(QUARANTINE_DEFAULTS[name]);
		}
	});
});

describe('defaults', () => {
	it('turn a webhook’s events into activities', async () => {
		const { outputs, hints } = await runNode(NormalizeActivity, { inputs: itemsOf([webhook([CLICK, DELIVERED])]) });
		expect(outputs.map(jsonOf)).toEqual([
			[
				{
					activity: 'sendgrid:click:e1',
					lead: 'ada@example.com',
					type: 'email_click',
					at: '2026-03-01T10:00:00.000Z',
					channel: 'email',
					source: 'sendgrid',
					properties: { message: 'm1', url: 'https://example.com/pricing', page: 'pricing', userAgent: BROWSER },
					attributes: {},
					quarantine: '',
				},
			],
			[],
		]);
		expect(hints.map(({ message }) => message)).toEqual([
			'1 event carried no lead activity: the message was delivered: the lead did nothing yet (1).',
		]);
	});

	it('read the items of a trigger node, of several vendors, and link them to their source', async () => {
		const { outputs, links } = await runNode(NormalizeActivity, {
			inputs: itemsOf([CLICK, {}, PAGE, IDENTIFY]),
			links: true,
		});
		expect(jsonOf(outputs[0])).toMatchObject([
			{ source: 'sendgrid', type: 'email_click' },
			{
				source: 'segment',
				type: 'page_view',
				lead: 'ada@example.com',
				properties: { page: 'careers', linkedFrom: 'anon-1' },
			},
			{ source: 'segment', type: 'lead_identify', lead: 'ada@example.com', attributes: { title: 'CFO' } },
		]);
		expect(links[0]).toEqual([
			{ input: 0, item: 0 },
			{ input: 0, item: 2 },
			{ input: 0, item: 3 },
		]);
	});

	it('hold copies and machines on the second output, with the reason', async () => {
		const machine = { ...CLICK, sg_event_id: 'e2', event: 'open', sg_machine_open: true };
		const { outputs, links, hints } = await runNode(NormalizeActivity, {
			inputs: itemsOf([CLICK, CLICK, machine]),
			links: true,
		});
		expect(jsonOf(outputs[0])).toHaveLength(1);
		expect(jsonOf(outputs[1])).toMatchObject([
			{ quarantine: 'duplicate' },
			{ quarantine: 'bot:provider:sg_machine_open' },
		]);
		expect(links[1]).toEqual([
			{ input: 0, item: 1 },
			{ input: 0, item: 2 },
		]);
		expect(hints[0].message).toBe(
			'2 activities in quarantine: duplicate (1), bot:provider:sg_machine_open (1). Nothing is lost: clear “quarantine” to count one again.',
		);
	});

	it('read plain events that a developer posts', async () => {
		const at = '2026-03-01T10:00:00Z';
		const posted = [
			{ lead: 'ada@example.com', type: 'form_submit', at, properties: { form: 'Demo' } },
			{ email: 'bob@example.com', type: 'Demo Requested', at, product: 'analytics' },
		];
		const { outputs } = await runNode(NormalizeActivity, { inputs: itemsOf([webhook(posted)]) });
		expect(jsonOf(outputs[0])).toMatchObject([
			{ lead: 'ada@example.com', type: 'form_submit', source: 'canonical', properties: { form: 'Demo' } },
			{ lead: 'bob@example.com', type: 'demo_request', source: 'generic', properties: { product: 'analytics' } },
		]);
	});

	it('take items that say nothing for nothing', async () => {
		const { outputs } = await runNode(NormalizeActivity, { inputs: itemsOf([{}, {}]) });
		expect(outputs).toEqual([[], []]);
	});

	it('work inside a workflow', async () => {
		const file = {
			nodes: [
				{
					id: '1',
					name: 'Webhook',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0] as [number, number],
					parameters: {},
				},
				{
					id: '2',
					name: 'Normalize',
					type: 'n8n-nodes-lead-lifecycle.normalizeActivity',
					typeVersion: 1,
					position: [200, 0] as [number, number],
					parameters: {},
				},
			],
			connections: { Webhook: { main: [[{ node: 'Normalize', type: 'main' as const, index: 0 }]] } },
		};
		const { output } = await runWorkflow(file, {
			nodeTypes: [NormalizeActivity],
			pinData: { Webhook: itemsOf([webhook(CLICK)]) },
		});
		expect(jsonOf(output('Normalize'))).toMatchObject([{ activity: 'sendgrid:click:e1' }]);
	});
});

describe('a bad item between good ones', () => {
	const inputs = itemsOf([CLICK, { hello: 'world' }, PAGE]);

	it('stops the run, and says which and why', async () => {
		const { error } = await runNode(NormalizeActivity, { inputs });
		expect(error).toMatchObject({
			message: 'Item 1: No known vendor sends events of this shape',
			context: { itemIndex: 1 },
		});
		expect(error?.description).toContain('“Source”');
	});

	it('goes on in its place', async () => {
		const { outputs } = await runNode(NormalizeActivity, { inputs, onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[0])).toMatchObject([
			{ type: 'email_click' },
			{ error: expect.stringContaining('Item 1: No known vendor') as string },
			{ type: 'page_view' },
		]);
	});

	it('goes to the error output with its item', async () => {
		const { outputs } = await runNode(NormalizeActivity, { inputs, onError: 'continueErrorOutput' });
		expect(jsonOf(outputs[0])).toHaveLength(2);
		expect(jsonOf(outputs[2])).toMatchObject([
			{ hello: 'world', error: expect.stringContaining('No known vendor') as string },
		]);
	});

	it('keeps the good events of an item, and counts the others', async () => {
		const { outputs } = await runNode(NormalizeActivity, {
			inputs: itemsOf([webhook([CLICK, { hello: 1 }, { hello: 2 }])]),
			onError: 'continueRegularOutput',
		});
		const message = 'Item 0: 2 of its 3 events could not be read: No known vendor sends events of this shape';
		expect(jsonOf(outputs[0])).toMatchObject([
			{ type: 'email_click' },
			{ error: expect.stringContaining(message) as string },
		]);
	});

	it('at the end too', async () => {
		const { outputs } = await runNode(NormalizeActivity, {
			inputs: itemsOf([CLICK, { hello: 1 }]),
			onError: 'continueErrorOutput',
		});
		expect(jsonOf(outputs[2])).toHaveLength(1);
	});
});

describe('parameters', () => {
	it('a chosen vendor refuses the events of another', async () => {
		const { error } = await runNode(NormalizeActivity, { parameters: { source: 'mailgun' }, inputs: itemsOf([CLICK]) });
		expect(error?.message).toBe('Item 0: This is not an event of Mailgun; it looks like one of SendGrid');
	});

	it('generic reads the fields named in the form', async () => {
		const row = {
			person: { mail: 'Ada@Example.com' },
			what: 'Demo Requested',
			when: '2026-03-01 10:00',
			nr: 7,
			product: 'analytics',
			form: { jobtitle: 'CFO' },
		};
		const parameters = {
			source: 'generic',
			leadField: 'person.mail',
			typeField: 'what',
			atField: 'when',
			idField: 'nr',
			attributesField: 'form',
			options: { asOf },
		};
		const { outputs } = await runNode(NormalizeActivity, { parameters, inputs: itemsOf([row]) });
		expect(jsonOf(outputs[0])).toEqual([
			{
				activity: '7',
				lead: 'ada@example.com',
				type: 'demo_request',
				at: '2026-03-01T10:00:00.000Z',
				channel: 'web',
				source: 'generic',
				properties: { person: { mail: 'Ada@Example.com' }, product: 'analytics' },
				attributes: { title: 'CFO' },
				quarantine: '',
			},
		]);
	});

	it('generic takes expressions, worked out for each item', async () => {
		const parameters = { source: 'generic', leadField: '={{ $json.key }}', typeField: '', type: '={{ $json.kind }}' };
		const inputs = itemsOf([
			{ key: 'a', a: 'ada@example.com', kind: 'form_submit', at: '2026-03-01T10:00:00Z' },
			{ key: 'b', b: 'bob@example.com', kind: 'callback_request', at: '2026-03-01T10:00:00Z' },
		]);
		const { outputs } = await runNode(NormalizeActivity, { parameters, inputs });
		expect(jsonOf(outputs[0])).toMatchObject([
			{ lead: 'ada@example.com', type: 'form_submit' },
			{ lead: 'bob@example.com', type: 'callback_request' },
		]);
	});

	it('says what a source may not say, and which option lets it', async () => {
		const identified = { ...IDENTIFY, traits: { ...IDENTIFY.traits, owner: 'lea@ours.example' } };
		const { outputs, hints } = await runNode(NormalizeActivity, { inputs: itemsOf([identified]) });
		expect(jsonOf(outputs[0])).toMatchObject([{ attributes: { title: 'CFO' }, properties: { withheld: ['owner'] } }]);
		expect(hints.map(({ message }) => message)).toEqual([
			'Left out, since the source may not say it: owner (1). If these events are your own or your CRM’s, say so in the option “Trust”.',
		]);
		const trusted = await runNode(NormalizeActivity, {
			parameters: { options: { trust: 'own' } },
			inputs: itemsOf([identified]),
		});
		expect(jsonOf(trusted.outputs[0])).toMatchObject([{ attributes: { owner: 'lea@ours.example' } }]);
		expect(trusted.hints).toEqual([]);
	});

	it('names types that the catalogue does not know, with the nearest one', async () => {
		const { hints } = await runNode(NormalizeActivity, {
			parameters: { source: 'generic' },
			inputs: itemsOf([
				{ email: 'a@b.example', type: 'Webinar Wish', at: '2026-03-01T10:00:00Z' },
				{ email: 'a@b.example', type: 'zzz', at: '2026-03-01T10:00:00Z' },
			]),
		});
		expect(hints.map(({ message }) => message)).toEqual([
			'Not in the catalogue of activity types: webinar_wish, did you mean webinar_register? (1), zzz (1). Such a type keeps its name, and a rule has to name it.',
		]);
	});

	it('names the fields of an event that no tool sends', async () => {
		const inputs = itemsOf([{ contact: { mail: 'a@b.example' }, action: 'opened', when: { date: '2026-03-01' } }]);
		const { error } = await runNode(NormalizeActivity, { inputs });
		expect(error?.message).toContain('No known vendor sends events of this shape');
		expect(JSON.stringify(error)).toContain('“Lead” contact.mail, “Activity Type” action, “Time” when.date');
	});

	it('generic without a type is no activity', async () => {
		const { outputs, hints } = await runNode(NormalizeActivity, {
			parameters: { source: 'generic' },
			inputs: itemsOf([{ email: 'a@b.c' }]),
		});
		expect(outputs).toEqual([[], []]);
		expect(hints[0].message).toContain('“type” holds no activity type');
	});

	it.each([
		[{ source: 'fax' }, '“Source” is “fax”, which is no source this node knows'],
		[{ options: { asOf: 'soon' } }, '“As Of” is “soon”, which is not a date'],
		[{ options: { burstLinks: -1 } }, '“Burst: Links” is “-1”, which is not a number of 0 or more'],
		[{ options: { fastSeconds: 'x' } }, '“Quick Click (Seconds)” is “x”, which is not a number of 0 or more'],
	])('%j is refused before any item is touched', async (parameters, message) => {
		const { error, outputs } = await runNode(NormalizeActivity, {
			parameters,
			inputs: itemsOf([CLICK]),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(jsonOf(outputs[0])).toEqual([{ error: expect.stringContaining(message) as string }]);
	});
});

describe('options', () => {
	const run = async (
		options: Record<string, string | number | boolean | string[]>,
		items: Record<string, unknown>[],
	) => {
		const { outputs } = await runNode(NormalizeActivity, { parameters: { options }, inputs: itemsOf(items) });
		return outputs.map(jsonOf);
	};
	const burst = ['/a', '/b', '/c'].map((path, index) => ({
		...CLICK,
		sg_event_id: `b${index}`,
		timestamp: CLICK.timestamp + index,
		url: `https://example.com${path}`,
	}));

	it('As Of tells what is in the future, and stands for a missing time', async () => {
		const [counted, held] = await run({ asOf: '2026-02-01T00:00:00Z' }, [CLICK, { type: 'identify', userId: 'u' }]);
		expect(held).toMatchObject([{ quarantine: 'future' }]);
		expect(counted).toMatchObject([
			{ at: '2026-02-01T00:00:00.000Z', properties: { timeNote: 'no time in the event: time of receipt' } },
		]);
	});

	it('As Of dates what the sender’s clock dates ahead by less than the tolerance; its ID stays what the sender’s time makes it', async () => {
		const visit = { lead: 'ana@example.com', type: 'page_view', at: '2026-03-29T14:04:59.000Z' };
		const [[ahead]] = await run({ asOf: '2026-03-29T14:00:00Z' }, [visit]);
		const [[known]] = await run({ asOf: '2026-03-29T15:00:00Z' }, [visit]);
		expect(ahead).toMatchObject({ at: '2026-03-29T14:00:00.000Z', activity: known.activity, quarantine: '' });
		expect(known).toMatchObject({ at: '2026-03-29T14:04:59.000Z' });
	});

	it('bursts', async () => {
		expect((await run({}, burst)).map(({ length }) => length)).toEqual([0, 3]);
		expect((await run({ burstLinks: 4 }, burst)).map(({ length }) => length)).toEqual([3, 0]);
		expect((await run({ burstSeconds: 1 }, burst)).map(({ length }) => length)).toEqual([3, 0]);
		expect((await run({ burstLinks: 0 }, burst)).map(({ length }) => length)).toEqual([3, 0]);
	});

	it('a later form releases them, for so many days', async () => {
		const form = {
			event_id: 'x',
			event_type: 'form_response',
			form_response: {
				token: 't',
				submitted_at: '2026-03-03T10:00:00Z',
				answers: [{ type: 'email', email: 'ada@example.com', field: {} }],
			},
		};
		expect((await run({}, [...burst, form])).map(({ length }) => length)).toEqual([4, 0]);
		expect((await run({ releaseDays: 1 }, [...burst, form])).map(({ length }) => length)).toEqual([1, 3]);
	});

	it('honeypots', async () => {
		const [, held] = await run({ honeypots: '/hidden, /trap' }, [{ ...CLICK, url: 'https://example.com/TRAP' }]);
		expect(held).toMatchObject([{ quarantine: 'bot:honeypot' }]);
	});

	it('machine rules can be chosen', async () => {
		const bot = { ...CLICK, useragent: 'curl/8' };
		expect((await run({}, [bot]))[1]).toMatchObject([{ quarantine: 'bot:user-agent' }]);
		expect((await run({ rules: ['headRequests'] }, [bot]))[0]).toMatchObject([{ quarantine: '' }]);
	});

	it('deliveries are kept when asked for, and judge a later run', async () => {
		const [kept] = await run({ keepDeliveries: true }, [{ ...DELIVERED, timestamp: CLICK.timestamp - 1 }]);
		expect(kept).toMatchObject([{ type: 'email_delivered' }]);
		const [, held] = await run({}, [...kept, CLICK]);
		expect(held).toMatchObject([{ quarantine: 'bot:fast' }]);
	});

	it('anonymous activity can be left alone', async () => {
		const [counted] = await run({ link: false }, [PAGE, IDENTIFY]);
		expect(counted).toMatchObject([{ lead: 'anon-1' }, { lead: 'ada@example.com' }]);
	});

	it('objects as text, and rows of the log back', async () => {
		const [rows] = await run({ objectsAsText: true }, [CLICK]);
		expect(rows[0].properties).toBe(
			JSON.stringify({ message: 'm1', url: CLICK.url, userAgent: BROWSER, page: 'pricing' }),
		);
		const [again] = await run({}, rows);
		expect(again).toMatchObject([
			{ activity: 'sendgrid:click:e1', source: 'sendgrid', properties: { page: 'pricing' } },
		]);
	});
});

describe('as a tool of an agent', () => {
	const given = { email: 'ada@example.com', kind: 'form_submit', at: '2026-03-01T10:00:00Z', bot: true };
	const parameters = {
		source: 'generic',
		leadField: "={{ $fromAI('email', 'Address of the lead') ? 'email' : '' }}",
		typeField: "={{ $fromAI('kind', 'What the lead did') ? 'kind' : '' }}",
		atField: "={{ $fromAI('at', 'When', 'string') ? 'at' : '' }}",
		propertiesField: "={{ $fromAI('bot', 'Whether a machine did it', 'boolean') ? '' : '' }}",
	};

	it('gives everything on the one output it is read from, when called in place', async () => {
		const { response, error } = await runAsTool(NormalizeActivity, { parameters, arguments: given, via: 'call' });
		expect(error).toBeUndefined();
		expect(response).toMatchObject([{ lead: 'ada@example.com', type: 'form_submit', quarantine: 'bot:provider:bot' }]);
	});

	it('and when the engine runs it', async () => {
		const { response, error } = await runAsTool(NormalizeActivity, {
			arguments: { ...CLICK, event: 'open', sg_machine_open: true },
			via: 'request',
		});
		expect(error).toBeUndefined();
		expect(response).toMatchObject([{ quarantine: 'bot:provider:sg_machine_open' }]);
	});
});
