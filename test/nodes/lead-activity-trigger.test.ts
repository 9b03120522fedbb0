import { createHmac } from 'node:crypto';
import {
	resolveWebhookDescriptionField,
	type ICredentialDataDecryptedObject,
	type ICredentialTestFunctions,
	type INodeParameters,
	type INodeProperties,
} from 'n8n-workflow';
import { GENERIC_DEFAULTS } from '../../lifecycle/activity/adapters/generic';
import { SCHEMES } from '../../lifecycle/intake/schemes';
import { LeadActivityWebhookApi } from '../../credentials/LeadActivityWebhookApi.credentials';
import { LeadActivityTrigger } from '../../nodes/LeadActivityTrigger/LeadActivityTrigger.node';
import { jsonOf } from '../support/engine';
import { addNode, build, type WorkflowFile } from '../support/execution';
import { nodeTypeOf } from '../support/node-types';
import { callWebhook, type WebhookAnswer, type WebhookCall } from '../support/webhook';

const SECRET = '3f0c1d8e5b7a49d2860e4c9b7a1f5d33';
const OWN = { scheme: 'leadActivity', secret: SECRET };
const OPEN = { authentication: 'none' };
const ACTIVITY = {
	lead: ' Ana@Example.com',
	type: 'page_view',
	at: '2026-03-29T14:05:00Z',
	properties: { path: '/a' },
};
const JSON_TYPE = { 'content-type': 'application/json' };
// As n8n's server does with the value that the node's hidden parameter has: JSON is left unread.
const UNREAD = { 'content-type': 'application/octet-stream' };

const call = (
	parameters: INodeParameters,
	{ credential, ...request }: Partial<WebhookCall> & { credential?: ICredentialDataDecryptedObject },
): Promise<WebhookAnswer> =>
	callWebhook(LeadActivityTrigger, {
		parameters,
		credentials: credential && { leadActivityWebhookApi: credential },
		...request,
		headers: { connection: 'close', ...JSON_TYPE, ...request.headers },
	});

const signed = (body: string, { secret = SECRET, at = Date.now() } = {}): Record<string, string> => {
	const time = Math.floor(at / 1000);
	const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
	return { 'X-Lead-Activity-Signature': `t=${time},v1=${signature}` };
};

const answerOf = ({ body }: WebhookAnswer): unknown => JSON.parse(body) as unknown;

describe('a call that is taken', () => {
	it('starts the workflow with activities and a receipt, and is answered with the receipt', async () => {
		const body = JSON.stringify([ACTIVITY, ACTIVITY]);
		const answer = await call({}, { body, headers: signed(body), credential: OWN });
		expect(answer.error).toBeUndefined();
		const [activities, receipts] = (answer.outputs ?? []).map(jsonOf);
		const activity = {
			activity: expect.stringMatching(/^[0-9a-f]{64}$/),
			lead: 'ana@example.com',
			type: 'page_view',
			at: '2026-03-29T14:05:00.000Z',
			channel: 'web',
			source: 'canonical',
			properties: { path: '/a' },
			attributes: {},
		};
		expect(activities).toEqual([
			{ ...activity, quarantine: '' },
			{ ...activity, quarantine: 'duplicate' },
		]);
		expect(receipts).toEqual([{ accepted: 1, quarantined: 1, refused: 0, leads: 1, ids: [activities[0].activity] }]);
		expect(answerOf(answer)).toEqual(receipts[0]);
	});

	it('gives objects as text and short ids for tables, and tells the sender the same ids', async () => {
		const { outputs } = await call({ ...OPEN, settings: { objectsAsText: true } }, { body: JSON.stringify(ACTIVITY) });
		const [activity] = jsonOf(outputs?.[0] ?? []);
		expect(activity).toMatchObject({
			activity: expect.stringMatching(/^~[\w-]{12}$/),
			properties: '{"path":"/a"}',
			attributes: '{}',
		});
		expect(jsonOf(outputs?.[1] ?? [])).toMatchObject([{ ids: [activity.activity] }]);
	});

	it('that says nothing a lead did starts no workflow', async () => {
		const event = {
			event: 'delivered',
			email: 'a@example.com',
			timestamp: 1774793000,
			sg_event_id: 'd',
			sg_message_id: 'm',
		};
		for (const respond of ['onReceived', 'lastNode', 'responseNode']) {
			const answer = await call({ ...OPEN, respond }, { body: JSON.stringify([event]) });
			expect([answer.status, answer.outputs, answer.error]).toEqual([202, undefined, undefined]);
			expect(answerOf(answer)).toEqual({ accepted: 0, quarantined: 0, refused: 1, leads: 0, ids: [] });
		}
	});

	it('may hold lines, a form or text', async () => {
		const line = JSON.stringify(ACTIVITY);
		const bodies: Array<[string, string]> = [
			['application/x-ndjson', `${line}\n${line}`],
			['application/x-www-form-urlencoded', 'lead=ana%40example.com&type=page_view&at=2026-03-29'],
			['text/plain', line],
		];
		for (const [type, body] of bodies) {
			const { outputs, error } = await call(OPEN, { body, headers: { 'content-type': type } });
			expect([type, error, outputs?.[0].length]).toEqual([type, undefined, body.split('\n').length]);
		}
	});

	it.each([
		[
			'Elementor with Advanced Data',
			{
				...{ 'form[id]': '1606c7c4', 'form[name]': 'Quote', 'meta[page_url][value]': 'https://north.example/pricing' },
				...{ 'fields[name][id]': 'name', 'fields[name][type]': 'text', 'fields[name][title]': '' },
				...{ 'fields[name][value]': 'Mara Berg', 'fields[name][raw_value]': 'Mara Berg' },
				...{ 'fields[email][id]': 'email', 'fields[email][type]': 'email', 'fields[email][title]': 'Adresse' },
				...{ 'fields[email][value]': 'mara+1@north.example', 'fields[email][raw_value]': 'mara+1@north.example' },
			},
			'mara+1@north.example',
			{ form: 'Quote', formId: '1606c7c4', page: 'pricing' },
		],
		[
			'Elementor without it',
			{ Name: 'Mara Berg', 'E-mail': 'mara@north.example', form_id: 'a1b2c3d', form_name: 'Quote' },
			'mara@north.example',
			{ form: 'Quote', formId: 'a1b2c3d' },
		],
	])('may be the form of %s', async (_what, fields, lead, properties) => {
		const before = Date.now();
		const { outputs, error } = await call(OPEN, {
			body: new URLSearchParams(fields).toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		expect(error).toBeUndefined();
		const activities = jsonOf(outputs?.[0] ?? []);
		expect(activities).toMatchObject([
			{ type: 'form_submit', source: 'elementor', lead, properties, attributes: { name: 'Mara Berg' }, quarantine: '' },
		]);
		expect(Date.parse(activities[0].at as string)).toBeGreaterThanOrEqual(before);
	});

	it('may be a page of leads from Meta’s Graph API', async () => {
		const lead = (id: string, email: string) => ({
			...{ id, created_time: '2026-03-01T10:00:00+0000', form_id: 'f1' },
			field_data: [{ name: 'email', values: [email] }],
		});
		const data = [lead('1', 'mara@north.example'), lead('2', 'ole@north.example')];
		const answer = await call(OPEN, { body: JSON.stringify({ data, paging: { cursors: { after: 'MTE=' } } }) });
		expect(jsonOf(answer.outputs?.[0] ?? []).map(({ type, lead: key }) => [type, key])).toEqual([
			['ad_lead_form', 'mara@north.example'],
			['ad_lead_form', 'ole@north.example'],
		]);
		expect(answerOf(answer)).toMatchObject({ accepted: 2, leads: 2 });
	});

	it('never hands on headers or secrets', async () => {
		const body = JSON.stringify(ACTIVITY);
		const headers: Record<string, string> = { ...signed(body), authorization: 'Bearer 77', cookie: 'n8n=88' };
		const { outputs, body: said } = await call({}, { body, headers, credential: OWN });
		const everything = JSON.stringify(outputs) + said;
		for (const secret of [SECRET, 'Bearer', 'n8n=88', headers['X-Lead-Activity-Signature']]) {
			expect(everything).not.toContain(secret);
		}
	});

	it('reads the fields that the form names, and only those of the chosen vendor', async () => {
		const body = JSON.stringify({ who: 'ana@example.com', what: 'form_submit', when: '2026-03-29T14:05:00Z' });
		const mapping = { source: 'generic', leadField: 'who', typeField: 'what', atField: 'when' };
		const { outputs } = await call({ ...OPEN, ...mapping }, { body });
		expect(jsonOf(outputs?.[0] ?? [])).toMatchObject([
			{ lead: 'ana@example.com', type: 'form_submit', source: 'generic' },
		]);
		const other = await call({ ...OPEN, source: 'mailgun' }, { body });
		expect([other.status, other.body]).toEqual([400, expect.stringContaining('not an event of Mailgun')]);
	});
});

interface Turned extends INodeParameters {
	headers?: Record<string, string>;
}

describe('decisions of sales', () => {
	const taken = async (said: unknown) => call({ ...OPEN, take: 'decisions' }, { body: JSON.stringify(said) });

	it.each([
		[
			{ lead: ' ana@acme.example ', decision: 'accepted' },
			{ lead: 'ana@acme.example', decision: 'accepted' },
		],
		[
			{ lead: 'a', decision: 'Closed Lost', reason: ' no budget ' },
			{ decision: 'lost', reason: 'no budget' },
		],
		[{ lead: 'a', decision: 'send-back', at: '2026-03-01T10:00:00+02:00' }, { at: '2026-03-01T08:00:00.000Z' }],
		[
			{ lead: 'a', decision: 'SQL', at: 1772359200000 },
			{ decision: 'opportunity', at: '2026-03-01T10:00:00.000Z' },
		],
		[
			{ lead: 'a', decision: 'Owner', owner: ' eve@sales.example ' },
			{ decision: 'owner', owner: 'eve@sales.example' },
		],
		[
			{ lead: 'a', decision: 'owner', owner: '' },
			{ decision: 'owner', owner: '' },
		],
	])('reads %j', async (said, expected) => {
		const answer = await taken(said);
		expect((answer.outputs ?? []).map(jsonOf)).toMatchObject([[expected], [{ entries: 1 }]]);
		expect(answerOf(answer)).toEqual({ entries: 1 });
	});

	it.each([
		['text', 'accepted', 0, ''],
		['null', null, 0, ''],
		['a list in the list', [[]], 0, ''],
		['no lead', [{ lead: 'a', decision: 'won' }, { decision: 'won' }], 1, 'lead'],
		['a lead that is a number', { lead: 7, decision: 'won' }, 0, 'lead'],
		['no decision', { lead: 'a' }, 0, 'decision'],
		['a decision of no meaning', { lead: 'a', decision: 'perhaps' }, 0, 'decision'],
		['a decision named like a method', { lead: 'a', decision: 'constructor' }, 0, 'decision'],
		['no time', { lead: 'a', decision: 'won', at: 'tomorrow' }, 0, 'at'],
		['a reason that is an object', { lead: 'a', decision: 'lost', reason: {} }, 0, 'reason'],
		['another owner without a name', { lead: 'a', decision: 'owner' }, 0, 'owner'],
		['an owner that is an object', { lead: 'a', decision: 'owner', owner: { id: 7 } }, 0, 'owner'],
	])('refuses the whole call for %s, by item and field', async (_name, said, item, field) => {
		const { status, outputs, body } = await taken(said);
		expect([status, outputs]).toEqual([400, undefined]);
		expect(JSON.parse(body)).toMatchObject({ faults: [{ item, field }] });
		expect(body).toContain('Nothing was saved');
	});

	it('refuses an empty list and what is not JSON', async () => {
		const { status, body } = await taken([]);
		expect([status, JSON.parse(body)]).toEqual([
			400,
			{ message: expect.stringContaining('empty list') as string, faults: [] },
		]);
		expect((await call({ ...OPEN, take: 'decisions' }, { body: '{"lead"', headers: UNREAD })).status).toBe(400);
	});
});

describe('a body that is handed on as it was sent', () => {
	const AS_SENT = { take: 'body' };
	const form = 'application/x-www-form-urlencoded';
	const decision = { lead: ' Ana@Example.com', decision: 'accepted', nested: { list: [1, null] } };

	it.each<[string, string, string, unknown, number]>([
		['an object', 'application/json', JSON.stringify(decision), decision, 1],
		['a list', 'application/json', JSON.stringify([decision, 'text', null]), [decision, 'text', null], 3],
		['a list with one entry', 'application/json', JSON.stringify([decision]), [decision], 1],
		['a list in a list', 'application/json', '[[]]', [[]], 1],
		['an empty list', 'application/json', '[]', [], 0],
		['text', 'application/json', '"accepted"', 'accepted', 1],
		['nothing, said in JSON', 'application/json', 'null', null, 1],
		['lines', 'application/x-ndjson', '{"lead":"a"}\n\n{"lead":"b"}', [{ lead: 'a' }, { lead: 'b' }], 2],
		['a form', form, 'lead=ana%40example.com&decision=won', { lead: 'ana@example.com', decision: 'won' }, 1],
		['JSON of another type', 'text/plain', JSON.stringify(decision), decision, 1],
		['XML', 'text/xml', '<lead>a</lead>', '<lead>a</lead>', 1],
	])('%s', async (_name, type, body, expected, entries) => {
		const answer = await call({ ...OPEN, ...AS_SENT }, { body, headers: { 'content-type': type } });
		expect(answer.error).toBeUndefined();
		expect((answer.outputs ?? []).map(jsonOf)).toEqual([[{ body: expected }], [{ entries }]]);
		expect(answerOf(answer)).toEqual({ entries });
	});

	it('comes without headers, secrets and the query', async () => {
		const credential = { scheme: 'sharedSecret', secret: SECRET, keyHeader: 'X-Lead-Activity-Key' };
		const headers = { 'X-Lead-Activity-Key': SECRET, authorization: 'Bearer 77', cookie: 'n8n=88' };
		const body = JSON.stringify(decision);
		const answer = await call(AS_SENT, { body, headers, credential, query: 'key=99secret99' });
		expect(answer.outputs?.[0]).toHaveLength(1);
		const everything = JSON.stringify(answer.outputs) + answer.body;
		for (const hidden of [SECRET, 'Bearer', 'n8n=88', '99secret99', 'content-type']) {
			expect(everything).not.toContain(hidden);
		}
	});

	it.each([
		['of an unknown sender', 401, 'does not fit', '{}', { headers: signed('{}', { secret: 'x'.repeat(32) }) }],
		['too large', 413, 'too large', '"2345678"', { ...OPEN, settings: { largestBody: 0.000001 } }],
		['not JSON', 400, 'The body is not JSON', '{"lead": ', OPEN],
		['not JSON in a line', 400, 'in line 2', '{"lead": "a"}\n{"lead": ', OPEN],
		['empty', 400, 'The body is empty', '', OPEN],
		['of several parts', 400, 'several parts', '--x', { ...OPEN, headers: { 'content-type': 'multipart/mixed' } }],
	])('%s: %i', async (_name, status, words, body, { headers, ...parameters }: Turned) => {
		for (const respond of ['onReceived', 'lastNode', 'responseNode']) {
			const answer = await call(
				{ ...AS_SENT, ...parameters, respond },
				{ body, headers: { ...UNREAD, ...headers }, credential: OWN },
			);
			expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(words)]);
			expect(answer.body).toContain('Nothing of this call was taken');
			expect(answer.body).not.toContain('An activity is');
			expect([answer.outputs, answer.error]).toEqual([undefined, undefined]);
		}
	});

	it('is not refused for what only activities are asked', async () => {
		const leftOver = { source: 'unknown', settings: { burstLinks: -1 } };
		const { outputs, error } = await call({ ...OPEN, ...AS_SENT, ...leftOver }, { body: '{}' });
		expect([error, outputs?.[0].length]).toEqual([undefined, 1]);
	});

	it('is what the user must ask for', () => {
		const { properties } = new LeadActivityTrigger().description;
		const question = properties.find(({ name }) => name === 'take');
		expect(question).toMatchObject({ type: 'options', default: 'activities', noDataExpression: true });
		const ofActivities = properties.filter(({ name }) => name === 'source' || name in GENERIC_DEFAULTS);
		expect(ofActivities).toHaveLength(1 + Object.keys(GENERIC_DEFAULTS).length);
		for (const { displayOptions } of ofActivities) {
			expect(displayOptions?.show).toMatchObject({ take: ['activities'] });
		}
	});
});

describe('what a caller may say', () => {
	const body = JSON.stringify({ ...ACTIVITY, attributes: { owner: 'lea@ours.example', title: 'CFO' } });
	const attributesOf = ({ outputs }: WebhookAnswer) => jsonOf(outputs?.[0] ?? []).map(({ attributes }) => attributes);

	it('your own senders name an owner', async () => {
		const answer = await call({}, { body, headers: signed(body), credential: OWN });
		expect(attributesOf(answer)).toEqual([{ owner: 'lea@ours.example', title: 'CFO' }]);
	});

	it('a form tool’s signature does not, whatever the call looks like', async () => {
		const signature = createHmac('sha256', SECRET).update(body).digest('base64');
		const headers = { 'Typeform-Signature': `sha256=${signature}` };
		const answer = await call({}, { body, headers, credential: { scheme: 'typeform', secret: SECRET } });
		expect(attributesOf(answer)).toEqual([{ title: 'CFO' }]);
		expect(jsonOf(answer.outputs?.[0] ?? [])).toMatchObject([{ properties: { withheld: ['owner'] } }]);
	});

	it('nor does whoever found an open address, unless the form trusts it', async () => {
		expect(attributesOf(await call(OPEN, { body }))).toEqual([{ title: 'CFO' }]);
		const trusted = await call({ ...OPEN, settings: { trust: 'own' } }, { body });
		expect(attributesOf(trusted)).toEqual([{ owner: 'lea@ours.example', title: 'CFO' }]);
	});

	it('a level that there is not is refused', async () => {
		const answer = await call({ ...OPEN, settings: { trust: 'everybody' } }, { body });
		expect(answer.error?.message).toContain('“Trust” is “everybody”, which is no level of trust');
	});
});

describe('a call that is turned away', () => {
	const body = JSON.stringify(ACTIVITY);
	const refused = (answer: WebhookAnswer, status: number, words: string) => {
		expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(words)]);
		expect([answer.outputs, answer.error]).toEqual([undefined, undefined]);
		expect(answer.body).toContain('Nothing of this call was taken');
	};

	it.each([
		['no signature', {}, 'The header “X-Lead-Activity-Signature” is missing'],
		['another secret', signed(body, { secret: 'x'.repeat(32) }), 'The signature or secret does not fit'],
		['another body', signed(`${body} `), 'The signature or secret does not fit'],
		['a call of before', signed(body, { at: Date.now() - 400_000 }), 'seconds ago, and 300 are allowed'],
		['a call of later', signed(body, { at: Date.now() + 400_000 }), 'seconds ahead of now, and 300 are allowed'],
	])('%s: 401', async (_name, headers, words) => {
		refused(await call({}, { body, headers, credential: OWN }), 401, words);
	});

	it('takes the time window from the form', async () => {
		const headers = signed(body, { at: Date.now() - 400_000 });
		const wide = await call({ settings: { windowSeconds: 500 } }, { body, headers, credential: OWN });
		expect(wide.outputs?.[0]).toHaveLength(1);
	});

	it('bad items: 400 with item and field, in every mode of answering', async () => {
		for (const respond of ['onReceived', 'lastNode', 'responseNode']) {
			const answer = await call(
				{ ...OPEN, respond },
				{ body: JSON.stringify([ACTIVITY, { ...ACTIVITY, at: 'soon' }]) },
			);
			refused(answer, 400, '1 of 2 items cannot be read');
			expect(answerOf(answer)).toMatchObject({ faults: [{ item: 1, field: 'at' }] });
		}
	});

	it('what is not JSON: 400', async () => {
		refused(await call(OPEN, { body: '{"lead": ', headers: UNREAD }), 400, 'The body is not JSON');
	});

	it('too large: 413', async () => {
		const large = JSON.stringify({ ...ACTIVITY, properties: { text: 'x'.repeat(600_000) } });
		refused(await call({ ...OPEN, settings: { largestBody: 0.5 } }, { body: large }), 413, 'The body is too large');
		expect((await call({ ...OPEN, settings: { largestBody: 0 } }, { body: large })).outputs?.[0]).toHaveLength(1);
	});

	it('too large for n8n: 413', async () => {
		const tooLarge = Object.assign(new Error('request entity too large'), { status: 413 });
		refused(await withBody(() => Promise.reject(tooLarge)), 413, 'The body is too large');
	});

	it('a body that broke off, or that does not come through: 400', async () => {
		refused(await withBody(() => Promise.reject(new Error('aborted'))), 400, 'The body could not be read');
		refused(await withBody(() => Promise.resolve()), 400, 'The body could not be read');
	});

	/** The same request, with another way of reading its body. */
	async function withBody(readRawBody: () => Promise<void>): Promise<WebhookAnswer> {
		class Unread extends LeadActivityTrigger {
			override webhook: LeadActivityTrigger['webhook'] = function () {
				Object.assign(this.getRequestObject(), { rawBody: undefined, readRawBody });
				return new LeadActivityTrigger().webhook.call(this);
			};
		}
		return callWebhook(Unread, { parameters: OPEN, body, headers: JSON_TYPE });
	}
});

describe('a webhook that cannot check', () => {
	const body = JSON.stringify(ACTIVITY);

	it.each<[string, ICredentialDataDecryptedObject | undefined, string]>([
		['without a credential', undefined, 'credential'],
		['with an empty secret', { ...OWN, secret: '' }, '“Secret” of the credential is empty'],
		['with a scheme of no name', { scheme: '', secret: SECRET }, '“Scheme” of the credential is not known'],
		['with a key that is none', { scheme: 'sendgrid', publicKey: 'abc' }, 'is not a public key of SendGrid'],
		['with an empty password', { scheme: 'basicAuth', user: 'odoo' }, '“Password” of the credential is empty'],
		['with no user', { scheme: 'basicAuth', password: SECRET }, '“User” of the credential is not a name'],
	])('%s takes nothing, whatever the call', async (_name, credential, words) => {
		// “:”, “odoo:” and “:” with the password.
		const basic = ['Og==', 'b2Rvbzo=', Buffer.from(`:${SECRET}`).toString('base64')];
		const given = basic.map((who) => ({ authorization: `Basic ${who}` }));
		for (const headers of [{}, signed(body), signed(body, { secret: '' }), ...given]) {
			const answer = await call({}, { body, headers, credential });
			expect([answer.status, answer.outputs]).toEqual([500, undefined]);
			expect(answer.error?.message).toContain(words);
			expect(JSON.stringify(answer.error)).not.toContain(SECRET);
		}
	});

	it('takes every call where the user said so', async () => {
		expect((await call(OPEN, { body })).outputs?.[0]).toHaveLength(1);
	});

	it.each([
		[{ windowSeconds: -1 }, '“Time Window (Seconds)” is “-1”, which is not a number of 0 or more'],
		[{ largestBody: 'x' }, '“Largest Body (MB)” is “x”, which is not a number of 0 or more'],
		[{ burstLinks: -1 }, '“Burst: Links” is “-1”, which is not a number of 0 or more'],
	])('refuses %j', async (settings, message) => {
		expect((await call({ ...OPEN, settings }, { body })).error?.message).toBe(message);
	});
});

describe('the credential', () => {
	const body = JSON.stringify(ACTIVITY);
	const OTHER = '90b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5';

	/** One trigger in a published workflow, and how often its credential was read. */
	function trigger(
		nodeId: string,
		mode?: 'manual',
	): { reads: () => number; post: (stored: string, used: string) => Promise<number> } {
		let reads = 0;
		const post = async (stored: string, used: string): Promise<number> => {
			const credential = {
				scheme: 'leadActivity',
				get secret() {
					reads += 1;
					return stored;
				},
			};
			const answer = await call({}, { body, headers: signed(body, { secret: used }), credential, nodeId, mode });
			expect(answer.error).toBeUndefined();
			return answer.outputs === undefined ? answer.status : 202;
		};
		return { reads: () => reads, post };
	}

	afterEach(() => jest.restoreAllMocks());

	it('is read once for calls that follow one another', async () => {
		const { reads, post } = trigger('follow');
		for (let times = 0; times < 3; times++) expect(await post(SECRET, SECRET)).toBe(202);
		expect(reads()).toBe(1);
	});

	it('with a new secret takes it at once, and the former one no more', async () => {
		const { post } = trigger('changed');
		expect(await post(SECRET, SECRET)).toBe(202);
		expect(await post(OTHER, OTHER)).toBe(202);
		expect(await post(OTHER, SECRET)).toBe(401);
	});

	it('that was changed is asked for after five seconds at the latest', async () => {
		const now = performance.now();
		const clock = jest.spyOn(performance, 'now').mockReturnValue(now);
		const { post } = trigger('taken-back');
		expect(await post(SECRET, SECRET)).toBe(202);
		clock.mockReturnValue(now + 4_999);
		expect(await post(OTHER, SECRET)).toBe(202);
		clock.mockReturnValue(now + 5_000);
		expect(await post(OTHER, SECRET)).toBe(401);
	});

	it('turns away a wrong secret, whatever was kept', async () => {
		const { reads, post } = trigger('wrong');
		expect(await post(SECRET, SECRET)).toBe(202);
		expect(await post(SECRET, OTHER)).toBe(401);
		expect(reads()).toBe(2);
	});

	it('is read for each call to the test URL', async () => {
		const { reads, post } = trigger('building', 'manual');
		for (let times = 0; times < 3; times++) expect(await post(SECRET, SECRET)).toBe(202);
		expect(reads()).toBe(3);
	});

	it('of one trigger says nothing of another', async () => {
		expect(await trigger('first').post(SECRET, SECRET)).toBe(202);
		expect(await trigger('second').post(OTHER, SECRET)).toBe(401);
	});
});

describe('the description of the webhook', () => {
	const [webhook] = new LeadActivityTrigger().description.webhooks ?? [];
	const FIELDS = ['path', 'responseMode', 'responseCode', 'responseData'] as const;

	it.each(['onReceived', 'lastNode', 'responseNode'])('says the same with and without expressions: %s', (respond) => {
		const file: WorkflowFile = { nodes: [], connections: {} };
		addNode(file, 'Trigger', nodeTypeOf(LeadActivityTrigger), { parameters: { respond, path: 'crm' } });
		const workflow = build(file, [LeadActivityTrigger]);
		const node = workflow.nodes.Trigger;
		for (const field of FIELDS) {
			const resolved = resolveWebhookDescriptionField(node, webhook, field);
			const evaluated = workflow.expression.getSimpleParameterValue(node, webhook[field], 'webhook', {});
			expect([field, resolved]).toEqual([field, { resolved: true, value: evaluated }]);
		}
	});
});

describe('other schemes through the node', () => {
	const body = JSON.stringify(ACTIVITY);

	it('a shared secret in a header', async () => {
		const credential = { scheme: 'sharedSecret', secret: SECRET, keyHeader: 'X-Lead-Activity-Key' };
		const key = (value: string) => call({}, { body, credential, headers: { 'X-Lead-Activity-Key': value } });
		expect((await key(SECRET)).outputs?.[0]).toHaveLength(1);
		expect((await key(`${SECRET}x`)).status).toBe(401);
	});

	it.each(['activities', 'body'])('user and password, which nothing of the call tells: %s', async (take) => {
		const credential = { scheme: 'basicAuth', user: 'odoo', password: SECRET };
		const basic = (who: string) => Buffer.from(who).toString('base64');
		const parameters = { take };
		const from = (who: string) =>
			call(parameters, { body, credential, headers: { authorization: `Basic ${basic(who)}` } });
		const taken = await from(`odoo:${SECRET}`);
		expect([taken.outputs?.[0].length, taken.headers.get('www-authenticate')]).toEqual([1, null]);
		const strangers = [`odoo:${SECRET}x`, `Odoo:${SECRET}`, `:${SECRET}`, 'odoo:'];
		const turned = [await call(parameters, { body, credential }), ...(await Promise.all(strangers.map(from)))];
		for (const { status, headers, outputs } of turned) {
			expect([status, outputs]).toEqual([401, undefined]);
			expect(headers.get('www-authenticate')).toBe('Basic realm="Lead Activity Trigger"');
		}
		const everything = JSON.stringify([taken.outputs, ...turned.map(({ error }) => error)]);
		const said = [taken, ...turned].map((answer) => answer.body).join();
		for (const hidden of [SECRET, basic(`odoo:${SECRET}`), 'uthorization":', 'Basic ']) {
			expect(everything + said).not.toContain(hidden);
		}
	});

	it('a caller is asked for a password only where one is wanted', async () => {
		const { status, headers } = await call({}, { body, credential: OWN });
		expect([status, headers.get('www-authenticate')]).toEqual([401, null]);
	});

	it('HubSpot signs the public address with its query', async () => {
		const credential = { scheme: 'hubspot', secret: SECRET };
		const publicUrl = 'https://hooks.example.com/in';
		const time = String(Date.now());
		const source = `POST${publicUrl}?from=a:b${body}${time}`;
		const headers = {
			'X-HubSpot-Request-Timestamp': time,
			'X-HubSpot-Signature-v3': createHmac('sha256', SECRET).update(source).digest('base64'),
		};
		const to = (query: string, settings = { publicUrl }) => call({ settings }, { body, credential, headers, query });
		expect((await to('from=a%3Ab')).error).toBeUndefined();
		expect((await to('from=a%3Ab')).outputs?.[0]).toHaveLength(1);
		expect((await to('from=a%3Ac')).status).toBe(401);
		expect((await to('from=a%3Ab', { publicUrl: 'https://elsewhere.example.com/in' })).status).toBe(401);
	});
});

describe('the form', () => {
	const { description, methods } = new LeadActivityTrigger();
	const credential = new LeadActivityWebhookApi();

	it('has the domain’s defaults, and no expression where there is no item', () => {
		const byName = new Map(description.properties.map((property) => [property.name, property]));
		for (const [name, preset] of Object.entries(GENERIC_DEFAULTS)) {
			expect(byName.get(name)).toMatchObject({ default: preset, noDataExpression: true });
		}
	});

	it('keeps the value that makes n8n leave JSON bodies unread, for workflows of version 1', () => {
		const property = description.properties.find(({ name }) => name === 'options');
		expect(property).toMatchObject({ type: 'hidden', default: { binaryData: true } });
		expect(description).toMatchObject({ version: [1, 2], defaultVersion: 2 });
	});

	it('of the credential knows every scheme, and hides every secret', () => {
		const scheme = credential.properties.find(({ name }) => name === 'scheme') as INodeProperties;
		expect(scheme.options).toMatchObject(SCHEMES.map(({ name, label }) => ({ name: label, value: name })));
		const isSecret = ({ name }: INodeProperties) => /secret|password/i.test(name) && !name.endsWith('Notice');
		const secrets = credential.properties.filter(isSecret);
		expect(secrets.map(({ typeOptions }) => typeOptions?.password)).toEqual([true, true, true, true]);
	});

	it('of the credential asks for a user and a password, or for a secret, or for a key', () => {
		const proving = ['secret', 'publicKey', 'user', 'password', 'previousSecret', 'previousPassword'];
		const askedFor = ({ name }: (typeof SCHEMES)[number]) =>
			proving.filter((field) => {
				const property = credential.properties.find((each) => each.name === field);
				return property?.displayOptions?.show?.scheme?.includes(name);
			});
		const asked = new Map(SCHEMES.map((scheme) => [scheme.name, askedFor(scheme)]));
		expect(asked.get('basicAuth')).toEqual(['user', 'password', 'previousPassword']);
		expect(asked.get('sendgrid')).toEqual(['publicKey']);
		for (const name of ['basicAuth', 'sendgrid']) asked.delete(name);
		for (const fields of asked.values()) expect(fields).toEqual(['secret', 'previousSecret']);
	});

	it.each([
		['activities', 'can post activities of any lead'],
		['decisions', 'can post what they like'],
		['body', 'can post what they like'],
	])('says what strangers can do where every call is taken: %s', (take, words) => {
		const notices = description.properties.filter(
			({ type, displayOptions }) => type === 'notice' && displayOptions?.show?.authentication?.includes('none'),
		);
		const shown = notices.filter(({ displayOptions }) => displayOptions?.show?.take?.includes(take));
		expect(shown.map(({ displayName }) => displayName)).toEqual([expect.stringContaining(words)]);
	});

	it.each([
		[OWN, 'OK', 'The credential can be used'],
		[{ ...OWN, secret: 'short' }, 'Error', 'A secret of the credential is shorter than 16 characters'],
		[{ scheme: 'basicAuth', user: 'odoo', password: SECRET }, 'OK', 'can be used'],
		[
			{ scheme: 'basicAuth', user: 'odoo', password: 'short' },
			'Error',
			'A password of the credential is shorter than 16 characters',
		],
		[{ scheme: 'basicAuth', user: 'odoo', secret: SECRET }, 'Error', '“Password” of the credential is empty'],
		[{ scheme: 'basicAuth', password: SECRET }, 'Error', '“User” of the credential is not a name'],
		[{}, 'Error', '“Scheme” of the credential is not known'],
		[undefined, 'Error', '“Scheme” of the credential is not known'],
	])('tests the credential %j without a network', async (data, status, message) => {
		const tested = await methods.credentialTest.leadActivityWebhookTest.call({} as ICredentialTestFunctions, {
			id: '1',
			name: 'Test',
			type: credential.name,
			data,
		});
		expect(tested).toMatchObject({ status, message: expect.stringContaining(message) });
	});
});
