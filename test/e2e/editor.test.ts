/**
 * Lead Activity Trigger's test address, as somebody uses it who builds a workflow: a button of the editor is pressed, one
 * call is posted to `/webhook-test/…`, and what it brought shows in the editor.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { bindCredentials } from '../../scripts/host/templates.mjs';
import { findLeaks } from '../services/leaks.mjs';
import capture from '../../workflows/01-capture.json';
import { blocksOf } from '../nodes/docs-page';
import type { Editor } from './support/editor';
import { RunningN8n, type Answer } from './support/n8n';

jest.setTimeout(600_000);

const TRIGGER = 'Lead activity';
const SECRET = randomBytes(24).toString('hex');
const CREDENTIAL = 'leadActivityWebhookApi';
const WAITING = { waitingForWebhook: true };

let n8n: RunningN8n;
let editor: Editor;

beforeAll(async () => {
	n8n = await RunningN8n.connect();
	editor = await n8n.openEditor();
});

afterAll(() => editor?.close());

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const digest = (text: string, encoding: 'hex' | 'base64', secret = SECRET): string =>
	createHmac('sha256', secret).update(text).digest(encoding);

/** The scheme for senders of one's own: time and body are signed. */
function signed(body: string, { secret = SECRET, secondsAgo = 0 } = {}): Record<string, string> {
	const time = Math.floor(Date.now() / 1000) - secondsAgo;
	return { 'X-Lead-Activity-Signature': `t=${time},v1=${digest(`${time}.${body}`, 'hex', secret)}` };
}

const toTest = (path: string, body: string, headers: Record<string, string>): Promise<Answer> =>
	n8n.post(body, headers, `/webhook-test/${path}`);

/** The items that a node gave, as the tab of the editor was told: a list for each output. */
function shown(executionId: string, node: string): unknown[][] {
	const isOurs = ({ type, data }: Editor['told'][number]): boolean =>
		type === 'nodeExecuteAfterData' && data.executionId === executionId && data.nodeName === node;
	const { data } = editor.told.find(isOurs)?.data as unknown as { data: { data: { main: { json: unknown }[][] } } };
	return data.data.main.map((items) => items.map(({ json }) => json));
}

/** Waits until what a call started has ended. */
async function ended(workflow: string): Promise<{ executionId: string; status: unknown }> {
	const { executionId } = (await editor.untilTold('testWebhookReceived', workflow)).data as { executionId: string };
	const { status } = (await editor.untilTold('executionFinished', workflow)).data;
	return { executionId, status };
}

describe('01, imported and not published, with a credential for signed calls', () => {
	const path = 'lead-activity';
	const lead = 'tess@tried-out.example';
	const activity = { lead, type: 'page_view', at: minutesAgo(9), properties: { path: '/pricing' } };
	const body = JSON.stringify(activity);
	const notListening = {
		status: 404,
		body: {
			message: `The requested webhook "${path}" is not registered.`,
			hint: expect.stringContaining('Execute workflow') as string,
		},
	};
	const headers: Record<string, string> = {};
	let workflow = '';

	beforeAll(async () => {
		const { client } = n8n;
		const id = await client.createCredential('Signed calls', CREDENTIAL, { scheme: 'leadActivity', secret: SECRET });
		const none = { httpHeaderAuth: '', httpBasicAuth: '' };
		workflow = await client.createWorkflow(bindCredentials(capture, { ...none, [CREDENTIAL]: id }));
	});

	it('has no test address before the button is pressed, though another 01 is published', async () => {
		expect(await toTest(path, body, signed(body))).toMatchObject(notListening);
	});

	it('waits for a call when “Execute workflow” is pressed', async () => {
		expect(await editor.executeWorkflow(workflow, TRIGGER)).toEqual(WAITING);
	});

	it.each([
		['without a signature', () => ({})],
		['signed with another secret', () => signed(body, { secret: 'guess' })],
		['signed for another body', () => signed(`${body} `)],
		['signed six minutes ago', () => signed(body, { secondsAgo: 360 })],
	])('refuses a call %s with 401, and goes on waiting', async (_name, sign) => {
		expect(await toTest(path, body, sign())).toMatchObject({
			status: 401,
			body: { message: expect.stringMatching(/^Nothing of this call was taken\. /) as string },
		});
	});

	it('names the field that is missing, and goes on waiting', async () => {
		const incomplete = JSON.stringify({ lead, type: 'page_view' });
		expect(await toTest(path, incomplete, signed(incomplete))).toMatchObject({
			status: 400,
			body: { faults: [{ item: 0, field: 'at' }] },
		});
		expect(editor.told.filter(({ type }) => type === 'testWebhookReceived')).toEqual([]);
	});

	it('takes a signed call, shows its activity and runs to the end', async () => {
		Object.assign(headers, signed(body));
		const answer = await toTest(path, body, headers);
		const receipt = {
			accepted: 1,
			quarantined: 0,
			refused: 0,
			leads: 1,
			ids: [expect.stringMatching(/^~[\w-]{12}$/)],
		};
		expect(answer).toEqual({ status: 202, body: receipt });
		const { executionId, status } = await ended(workflow);
		expect(status).toBe('success');
		const properties = JSON.stringify(activity.properties);
		const [id] = (answer.body as { ids: string[] }).ids;
		expect(shown(executionId, TRIGGER)).toMatchObject([
			[{ ...activity, activity: id, properties, quarantine: '' }],
			[answer.body],
		]);
		expect(await n8n.rows('ll_activity_log', { lead })).toMatchObject([{ activity: id, type: 'page_view' }]);
		// 01 starts 02, which is published.
		await n8n.untilIdle();
		expect(await n8n.rows('ll_lead_book', { lead })).toMatchObject([{ activities: 1, stage: 'nurture' }]);
	});

	it('keeps nothing of secret and signature, and shows nothing of them', async () => {
		const { executionId } = await ended(workflow);
		const execution = await n8n.client.api('GET', `/executions/${executionId}?includeData=true`);
		const texts = [
			['the execution', JSON.stringify(execution)],
			['the editor', JSON.stringify(editor.told)],
		] as const;
		for (const [, text] of texts) expect(text).toContain(lead);
		const [header, signature] = Object.entries(headers)[0];
		expect(await findLeaks([SECRET, signature.split('v1=')[1], header.toLowerCase()], texts)).toEqual([]);
	});

	it('takes one call for each press of the button', async () => {
		expect(await toTest(path, body, signed(body))).toMatchObject(notListening);
	});
});

/** A trigger and a step after it, and how it is tried out. */
interface Trial {
	readonly parameters: object;
	/** Signs calls by the scheme of that name. */
	readonly scheme?: 'hubspot';
	readonly press: 'Execute workflow' | 'Execute step';
	readonly body: string;
	readonly sign?: (body: string, address: string) => Record<string, string>;
	readonly status: number;
	readonly answer: unknown;
	/** What the editor shows of the trigger's first output. */
	readonly items: unknown;
}

/** What the page of the node tells to do first. */
function firstCall(): Pick<Trial, 'parameters' | 'body' | 'answer' | 'items'> {
	const blocks = blocksOf('docs/lead-activity-trigger.md').filter(({ section }) => section === 'A first call');
	const block = (wanted: string): string => {
		const found = blocks.find((each) => each.kind === 'fence' && each.info === wanted);
		return found?.kind === 'fence' ? found.text : '';
	};
	return {
		parameters: JSON.parse(block('json parameters')) as object,
		body: block('json body'),
		answer: JSON.parse(block('json answer 202')),
		items: JSON.parse(block('json activities')),
	};
}

const open = { authentication: 'none' };
const visit = { activity: 'v-1', lead: 'ana@example.com', type: 'page_view', at: '2026-03-29T14:05:00.000Z' };
const one = { body: JSON.stringify(visit), items: [expect.objectContaining(visit)] };

/** HubSpot signs the address too, which is the test address here. */
function hubspotSignature(body: string, address: string): Record<string, string> {
	const time = String(Date.now());
	const signature = digest(`POST${address}${body}${time}`, 'base64');
	return { 'X-HubSpot-Request-Timestamp': time, 'X-HubSpot-Signature-v3': signature };
}

describe('a trigger of one’s own', () => {
	const trials: Record<string, Trial> = {
		'answers the first call of its page': { ...firstCall(), press: 'Execute step', status: 202 },
		'answers when the workflow finishes': {
			...one,
			parameters: { ...open, respond: 'lastNode' },
			press: 'Execute workflow',
			status: 202,
			answer: '',
		},
		'says that nobody answered, where only the trigger runs': {
			...one,
			parameters: { ...open, respond: 'responseNode' },
			press: 'Execute step',
			status: 500,
			answer: '',
		},
		'hands a body on as it was sent': {
			parameters: { ...open, take: 'body' },
			press: 'Execute workflow',
			body: '[{"decision": "accepted"}]',
			status: 202,
			answer: { entries: 1 },
			items: [{ body: [{ decision: 'accepted' }] }],
		},
		'knows its test address, which HubSpot signs': {
			...one,
			parameters: {},
			scheme: 'hubspot',
			sign: hubspotSignature,
			press: 'Execute workflow',
			status: 202,
			answer: { accepted: 1, quarantined: 0, refused: 0, leads: 1, ids: ['v-1'] },
		},
	};

	async function createTrial(path: string, { parameters, scheme }: Trial): Promise<string> {
		const { client } = n8n;
		const data = { scheme, secret: SECRET };
		const id = scheme && (await client.createCredential(`Signed by ${scheme}`, CREDENTIAL, data));
		const credentials = id && { [CREDENTIAL]: { id, name: `Signed by ${scheme}` } };
		const type = 'n8n-nodes-lead-lifecycle.leadActivityTrigger';
		const place = { typeVersion: 1, position: [0, 0] };
		return await client.createWorkflow({
			name: path,
			nodes: [
				{ id: '1', name: TRIGGER, type, ...place, webhookId: path, parameters: { path, ...parameters }, credentials },
				{ id: '2', name: 'What follows', type: 'n8n-nodes-base.noOp', ...place, parameters: {} },
			],
			connections: { [TRIGGER]: { main: [[{ node: 'What follows', type: 'main', index: 0 }]] } },
		});
	}

	it.each(Object.entries(trials))('%s', async (name, trial) => {
		const path = name.replaceAll(/\W+/g, '-');
		const workflow = await createTrial(path, trial);
		const press = trial.press === 'Execute step' ? editor.executeStep : editor.executeWorkflow;
		expect(await press.call(editor, workflow, TRIGGER)).toEqual(WAITING);
		const address = `${n8n.client.url}/webhook-test/${path}`;
		const { status, body } = await toTest(path, trial.body, trial.sign?.(trial.body, address) ?? {});
		expect({ status, body }).toEqual({ status: trial.status, body: trial.answer });
		const { executionId } = await ended(workflow);
		expect(shown(executionId, TRIGGER)[0]).toEqual(trial.items);
	});
});
