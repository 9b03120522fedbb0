import type { IDataObject, INode } from 'n8n-workflow';
import workflow from '../../workflows/12-nurture-lists.json';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';

const NOW = '2026-03-02T08:00:00.000Z';
const LEAD = 'ana@acme.example';

type Row = Record<string, unknown>;
interface Given {
	readonly rows: Row[];
	/** Activities that say whether a lead may be written to. */
	readonly said?: Row[];
	/** What the tools answer; those that are not named are switched off. */
	readonly tools?: Record<string, object[]>;
	readonly everything?: boolean;
}

const rowOf = (row: Row = {}): Row => ({
	id: 1,
	lead: LEAD,
	email: LEAD,
	name: 'Ana Ruiz',
	stage: 'nurture',
	track: 'welcome',
	cell: 'B3',
	total: 40,
	listedTrack: null,
	...row,
});
const activity = (type: string, at = '2026-02-01T08:00:00.000Z', more: Row = {}): Row => ({
	id: 1,
	lead: LEAD,
	type,
	at,
	quarantine: '',
	...more,
});

const SERVICE = /dataTable|mailchimp|sendInBlue|mautic|emailSend|scheduleTrigger/;

async function handedOver({ rows, said = [{}], tools = {}, everything = false }: Given) {
	const given: Record<string, object[]> = {
		Now: [{ asOf: NOW }],
		'Read ll_lead_book': rows,
		'Who may be written to': said,
		'Note it in the lead book': [{}],
		'Append to ll_outbox': [{}],
		...tools,
	};
	// What speaks to a service or a table stands here for itself: its output is given, or it is switched off.
	const nodes = (workflow.nodes as unknown as INode[]).map((node) => ({
		...node,
		...(SERVICE.test(node.type) ? { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} } : {}),
		...(node.name === 'Settings'
			? { parameters: { ...node.parameters, jsonOutput: JSON.stringify({ everything, mailchimpAudience: 'a1' }) } }
			: {}),
		disabled: node.disabled && given[node.name] === undefined,
	}));
	const file = { nodes, connections: workflow.connections } as unknown as WorkflowFile;
	const pinData = Object.fromEntries(Object.entries(given).map(([name, json]) => [name, itemsOf(json)]));
	const result = await runWorkflow(file, { startNode: 'Now', pinData });
	const of = (name: string): IDataObject => jsonOf(result.output(name))[0];
	const lists = of('Lists') as { joins: Row[]; leaves: Row[]; files: Row[]; heldBack: Row; onTrack: number };
	const handed = of('What was handed over') as { marks: Row[]; rows: Row[]; faults: string[] };
	return { result, lists, handed, digest: handed.rows[0] as Record<string, string> };
}

describe('12-nurture-lists', () => {
	it('works without a Code node', () =>
		expect(workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.code')).toEqual([]));

	describe('who is on a track', () => {
		it.each(['new', 'nurture', 'recycled'])('a lead that is %s and has one', async (stage) => {
			const { lists, handed } = await handedOver({ rows: [rowOf({ stage })] });
			expect(lists.joins).toMatchObject([{ lead: LEAD, track: 'welcome', was: null }]);
			expect(handed.marks).toEqual([{ id: 1, listedTrack: 'welcome' }]);
		});

		it.each([
			['disqualified', { stage: 'disqualified' }, 'disqualified'],
			['with sales', { stage: 'mql' }, 'with sales'],
			['accepted', { stage: 'accepted' }, 'with sales'],
			['won', { stage: 'won' }, 'won'],
			['without a track', { track: null }, 'no track'],
			['without an address', { email: null }, 'no e-mail address'],
			['of an address that is none', { email: 'Ana <ana@acme.example>' }, 'no e-mail address'],
			['of two addresses', { email: 'ana@acme.example,ben@acme.example' }, 'no e-mail address'],
			['opted out in HubSpot', { attributes: '{"hs_email_optout":"true"}' }, 'opted out'],
			['opted out in Salesforce', { attributes: '{"HasOptedOutOfEmail":true}' }, 'opted out'],
		])('never one that is %s: it comes off the track that was handed over', async (_name, row, why) => {
			const { lists } = await handedOver({ rows: [rowOf(row)] });
			expect([...lists.joins, ...lists.leaves]).toEqual([]);
			const before = await handedOver({ rows: [rowOf({ ...row, listedTrack: 'welcome' })] });
			expect(before.lists.leaves).toMatchObject([{ lead: LEAD, track: null, was: 'welcome', why }]);
			expect(before.handed.marks).toEqual([{ id: 1, listedTrack: null }]);
		});

		const LATER = '2026-02-10T08:00:00.000Z';
		it.each([
			['unsubscribed', [activity('email_unsubscribe')], 'unsubscribed'],
			[
				'unsubscribed, in other letters',
				[activity('email_unsubscribe', LATER, { lead: ' ANA@acme.example ' })],
				'unsubscribed',
			],
			[
				'unsubscribed by a machine perhaps',
				[activity('email_unsubscribe', LATER, { quarantine: 'bot: fast' })],
				'unsubscribed',
			],
			[
				'subscribed, then unsubscribed',
				[activity('email_subscribe'), activity('email_unsubscribe', LATER)],
				'unsubscribed',
			],
			[
				'unsubscribed, then a machine subscribed it',
				[activity('email_unsubscribe'), activity('email_subscribe', LATER, { quarantine: 'bot: fast' })],
				'unsubscribed',
			],
			['complained', [activity('email_spam_complaint')], 'spam complaint'],
			[
				'complained, then subscribed',
				[activity('email_spam_complaint'), activity('email_subscribe', LATER)],
				'spam complaint',
			],
			['has an address that bounced', [activity('email_bounce')], 'the address does not exist'],
		])('never one that %s', async (_name, said, why) => {
			const { lists, digest } = await handedOver({ rows: [rowOf()], said });
			expect(lists).toMatchObject({ joins: [], onTrack: 0, heldBack: { [why]: 1 } });
			expect(digest.text).toContain(`Not written to: 1 (${why}).`);
		});

		it.each([
			['subscribed anew after it unsubscribed', [activity('email_unsubscribe'), activity('email_subscribe', LATER)]],
			['unsubscribes only later than this run', [activity('email_unsubscribe', '2026-03-02T08:00:00.001Z')]],
		])('one that %s', async (_name, said) =>
			expect((await handedOver({ rows: [rowOf()], said })).lists.joins).toHaveLength(1),
		);

		it('finds what a lead of another key said under its address', async () => {
			const { lists } = await handedOver({ rows: [rowOf({ lead: 'crm-17' })], said: [activity('email_unsubscribe')] });
			expect(lists.joins).toEqual([]);
		});
	});

	describe('what changed', () => {
		it('is nothing the second time, and the digest says so', async () => {
			const { lists, handed, digest } = await handedOver({ rows: [rowOf({ listedTrack: 'welcome' })] });
			expect([...lists.joins, ...lists.leaves, ...lists.files, ...handed.marks]).toEqual([]);
			expect(digest.text).toBe('Nothing changed since the last run.\nOn a track in all: 1.');
		});

		it('is another track: off the one, on the other', async () => {
			const { lists } = await handedOver({ rows: [rowOf({ track: 'education', listedTrack: 'welcome' })] });
			expect(lists.joins).toMatchObject([{ track: 'education', was: 'welcome' }]);
			expect(lists.leaves).toMatchObject([{ track: 'education', was: 'welcome' }]);
		});

		it('is everybody, where everything is asked for', async () => {
			const { lists } = await handedOver({ rows: [rowOf({ listedTrack: 'welcome' })], everything: true });
			expect(lists.joins).toHaveLength(1);
			expect(lists.leaves).toEqual([]);
		});

		it('is told of the row with the lowest id, where a lead has two', async () => {
			const { lists } = await handedOver({ rows: [rowOf(), rowOf({ id: 2, track: 'education' })] });
			expect(lists.joins).toMatchObject([{ id: 1, track: 'welcome' }]);
		});
	});

	describe('the files', () => {
		const textOf = async (given: Given): Promise<Record<string, string>> => {
			const { result } = await handedOver(given);
			const binary = result.output('All files together')[0]?.binary ?? {};
			const text = (data: string) => Buffer.from(data, 'base64').toString('utf8');
			return Object.fromEntries(Object.values(binary).map(({ fileName, data }) => [String(fileName), text(data)]));
		};

		it('are one a track and one of those who are off theirs, in one item for one e-mail', async () => {
			const files = await textOf({
				rows: [
					rowOf(),
					rowOf({ id: 2, lead: 'b@x.example', email: 'b@x.example', track: 're_engage', listedTrack: 'welcome' }),
				],
			});
			expect(Object.keys(files)).toEqual([
				'track-re_engage-2026-03-02.csv',
				'track-welcome-2026-03-02.csv',
				'off-their-track-2026-03-02.csv',
			]);
			expect(files['track-welcome-2026-03-02.csv']).toBe(
				'\ufeffemail,name,title,company,track,cell,total,lead\r\nana@acme.example,Ana Ruiz,,,welcome,B3,40,ana@acme.example\r\n',
			);
		});

		it('hold no formula of a stranger, and quote what needs it', async () => {
			const files = await textOf({
				rows: [rowOf({ name: '=HYPERLINK("http://x.example")', company: 'Ruiz, "Sons"\nLtd' })],
			});
			expect(Object.values(files)[0]).toContain(`"'=HYPERLINK(""http://x.example"")",,"Ruiz, ""Sons""\nLtd",welcome`);
		});

		it('have a name without what a track may not do to a path', async () => {
			const files = await textOf({ rows: [rowOf({ track: '../../etc/passwd' })] });
			expect(Object.keys(files)).toEqual(['track--etc-passwd-2026-03-02.csv']);
		});
	});

	describe('what was handed over', () => {
		const two = [rowOf(), rowOf({ id: 2, lead: 'b@x.example', email: 'b@x.example' })];

		it('is a file where nothing is switched on', async () => {
			const { result, digest } = await handedOver({ rows: [rowOf()] });
			expect(result.error).toBeUndefined();
			expect(digest).toMatchObject({
				kind: 'digest',
				audience: 'marketing',
				channel: 'file',
				status: 'sent',
				key: `nurture_lists:${NOW}`,
			});
			expect(digest.text).toContain('- welcome: 1 lead more');
		});

		it('is what the tools took', async () => {
			const { digest, handed } = await handedOver({
				rows: two,
				tools: {
					'Tag in Mailchimp': [{ success: true }, { success: true }],
					'Set the track in Brevo': [{ success: true }, { success: true }],
					'Send the lists to marketing': [{ accepted: ['marketing@example.com'], messageId: '<1@x>' }],
				},
			});
			expect(digest).toMatchObject({ channel: 'mailchimp,brevo,e-mail', status: 'sent', error: null });
			expect(handed.marks).toHaveLength(2);
		});

		it('is not a lead that a tool refused: the next run hands it over again, and this one ends with an error', async () => {
			const { result, digest, handed } = await handedOver({
				rows: two,
				tools: { 'Set the tag in Mautic': [{ id: 5 }, { error: '500 - token: abcdef' }] },
			});
			expect(handed.marks).toEqual([{ id: 1, listedTrack: 'welcome' }]);
			expect(digest.status).toBe('failed');
			expect(digest.error).not.toContain('abcdef');
			expect(result.error?.message).toContain('Mautic refused 1 of 2 leads');
		});

		it('is not a lead that Mailchimp does not have: it never agreed to be there', async () => {
			const { result, handed } = await handedOver({
				rows: [rowOf()],
				tools: { 'Tag in Mailchimp': [{ error: 'The resource you are requesting could not be found' }] },
			});
			expect(result.error).toBeUndefined();
			expect(handed.marks).toHaveLength(1);
		});

		it('is nothing where the e-mail did not go out', async () => {
			const { handed, digest } = await handedOver({
				rows: two,
				tools: { 'Send the lists to marketing': [{ error: 'Connection timeout' }] },
			});
			expect(handed.marks).toEqual([]);
			expect(digest.error).toContain('The e-mail with the lists was not sent: Connection timeout.');
		});
	});
});
