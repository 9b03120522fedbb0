import type { INode, IPinData } from 'n8n-workflow';
import { NurtureLists } from '../../nodes/NurtureLists/NurtureLists.node';
import workflow from '../../workflows/12-nurture-lists.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { NURTURED as LEAD, nurtured } from '../support/nurtured';

const TRIGGER = 'Every Monday at 8';
const NOW = '2026-03-02T08:00:00.000Z';
const OTHER = 'bo@x.example';

const rowOf = (row: Row = {}): Row => nurtured({ version: 4, ...row });
const said = (type: string, at = '2026-02-01T08:00:00.000Z', more: Row = {}): Row => ({
	activity: type,
	lead: LEAD,
	type,
	at,
	...more,
});

interface Given {
	/** What the tools answer; those that are not named are deactivated. */
	readonly tools?: Record<string, object[]>;
	/** Options of “Find changes”. */
	readonly options?: object;
	readonly at?: string;
}

function tablesOf(leads: Row[], activities: Row[] = [], links: Row[] = []): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.leadBook, ...leads);
	tables.insert(TABLES.activityLog, ...activities);
	tables.insert(TABLES.aliasBook, ...links);
	tables.insert(TABLES.state, { name: 'delivery', workflow: 'id of 10', until: '' });
	return tables;
}

const TOOL = /\.(mailchimp|sendInBlue|mautic|emailSend)$/;

async function run(tables: DataTables, { tools = {}, options = {}, at = NOW }: Given = {}) {
	// What speaks to a service stands here for itself: its output is given, or it is deactivated.
	const nodes = (workflow.nodes as unknown as INode[]).map((node) => ({
		...node,
		...(TOOL.test(node.type) ? { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} } : {}),
		...(node.name === 'Find changes'
			? { parameters: { ...node.parameters, options: { ...(node.parameters.options as object), ...options } } }
			: {}),
		disabled: node.disabled && tools[node.name] === undefined,
	}));
	const pinData: IPinData = Object.fromEntries(
		Object.entries({ [TRIGGER]: [{ timestamp: at }], ...tools }).map(([name, json]) => [name, itemsOf(json)]),
	);
	const started: string[] = [];
	const result = await runWorkflow({ nodes, connections: workflow.connections } as unknown as WorkflowFile, {
		tables,
		nodeTypes: [NurtureLists],
		pinData,
		onStart: (id: string) => void started.push(id),
	});
	const rows = tables.all(TABLES.leadBook);
	return {
		...{ result, started, rows },
		joins: jsonOf(result.output('Find changes', 0)),
		leaves: jsonOf(result.output('Find changes', 1)),
		listed: rows.map(({ listedTrack }) => listedTrack),
		report: tables.all(TABLES.outbox).at(-1) ?? {},
	};
}

describe('12 Nurture lists', () => {
	it.each(['new', 'nurture', 'recycled'])('lists a lead that is %s and has a track, once', async (stage) => {
		const tables = tablesOf([rowOf({ stage })]);
		const first = await run(tables);
		expect(first.result.error).toBeUndefined();
		expect([first.joins.length, first.listed]).toEqual([1, ['welcome']]);
		const second = await run(tables, { at: '2026-03-09T08:00:00.000Z' });
		expect([second.joins, second.leaves, second.result.output('Find changes', 3)]).toEqual([[], [], []]);
		expect(second.report.text).toBe('Nothing changed since the last run.\nOn a track in all: 1.');
	});

	it('writes no other column of the lead book, the version neither', async () => {
		const tables = tablesOf([rowOf()]);
		const [before] = tables.all(TABLES.leadBook);
		const { rows } = await run(tables);
		expect(rows).toEqual([{ ...before, listedTrack: 'welcome' }]);
	});

	it.each<[string, Row, string]>([
		['disqualified', { stage: 'disqualified' }, 'disqualified'],
		['with sales', { stage: 'mql' }, 'with sales'],
		['won', { stage: 'won' }, 'won'],
		['without a track', { track: null }, 'no track'],
		['opted out in HubSpot', { attributes: '{"hs_email_optout":"true"}' }, 'opted out'],
		['merged into another lead', { mergedInto: OTHER }, 'merged into another lead'],
	])('takes one that is %s off the track that was handed over', async (_name, row, why) => {
		const { joins, leaves, listed } = await run(tablesOf([rowOf({ ...row, listedTrack: 'welcome' })]));
		expect(joins).toEqual([]);
		expect(leaves).toMatchObject([{ lead: LEAD, track: null, was: 'welcome', why }]);
		expect(listed).toEqual([null]);
	});

	const LATER = '2026-02-10T08:00:00.000Z';
	it.each<[string, Row[], Row[], string]>([
		['unsubscribed', [said('email_unsubscribe')], [], 'unsubscribed'],
		[
			'was subscribed by a machine after it unsubscribed',
			[said('email_unsubscribe'), said('email_subscribe', LATER, { quarantine: 'bot: fast' })],
			[],
			'unsubscribed',
		],
		[
			'complained, then subscribed',
			[said('email_spam_complaint'), said('email_subscribe', LATER)],
			[],
			'spam complaint',
		],
		['has an address that bounced', [said('email_bounce')], [], 'the address does not exist'],
		[
			'unsubscribed under another key',
			[said('email_unsubscribe', LATER, { lead: 'crm-17' })],
			[{ alias: 'crm-17', lead: LEAD, at: LATER }],
			'unsubscribed',
		],
	])('never lists one that %s', async (_name, activities, links, why) => {
		const { joins, report, result } = await run(tablesOf([rowOf()], activities, links));
		expect([joins, result.output('All files together')]).toEqual([[], []]);
		expect(report.text).toContain(`Not written to: 1 (${why}).`);
	});

	it('lists one that subscribed again after it unsubscribed', async () => {
		const activities = [said('email_unsubscribe'), said('email_subscribe', LATER), said('page_view', LATER)];
		expect((await run(tablesOf([rowOf()], activities))).joins).toHaveLength(1);
	});

	it('moves a lead: off the one track, on the other', async () => {
		const { joins, leaves, listed } = await run(tablesOf([rowOf({ track: 'education', listedTrack: 'welcome' })]));
		const move = { track: 'education', tag: 'lead-track-education', was: 'welcome', wasTag: 'lead-track-welcome' };
		expect([joins, leaves, listed]).toMatchObject([[move], [move], ['education']]);
	});

	it('sends everyone again where that is asked for', async () => {
		const { joins, leaves } = await run(tablesOf([rowOf({ listedTrack: 'welcome' })]), {
			options: { everything: true },
		});
		expect([joins.length, leaves.length]).toEqual([1, 0]);
	});

	it('puts a file per track, and one of those who are off theirs, into one item for one e-mail', async () => {
		const other = rowOf({ lead: OTHER, email: OTHER, track: 're_engage', listedTrack: 'welcome' });
		const { result } = await run(tablesOf([rowOf({ name: '=HYPERLINK("http://x.example")' }), other]));
		const [{ binary = {} }, ...more] = result.output('All files together');
		expect(more).toEqual([]);
		const files = Object.fromEntries(
			Object.values(binary).map(({ fileName, data }) => [fileName, Buffer.from(data, 'base64').toString('utf8')]),
		);
		expect(files).toEqual({
			'track-re_engage-2026-03-02.csv': expect.stringContaining(`\n${OTHER},`),
			'track-welcome-2026-03-02.csv': `\ufeffemail,name,title,company,track,cell,total,lead\r\n${LEAD},"'=HYPERLINK(""http://x.example"")",,,welcome,B3,40,${LEAD}\r\n`,
			'off-their-track-2026-03-02.csv': expect.stringContaining(`\n${OTHER},Ana Ruiz,welcome,re_engage,,`),
		});
	});

	describe('what was handed over', () => {
		const two = () => tablesOf([rowOf(), rowOf({ lead: OTHER, email: OTHER, name: 'Bo Lund' })]);

		it('is files where nothing is activated', async () => {
			const { result, report, started } = await run(two());
			expect(result.error).toBeUndefined();
			expect(report).toMatchObject({
				key: `nurture_lists:${NOW}`,
				...{ kind: 'digest', audience: 'marketing', channel: 'slack,teams', status: 'new' },
				title: 'Nurture lists: 2 joined a track, 0 left one',
			});
			expect(report.text).toMatch(
				/^The files are in execution .*: track-welcome-2026-03-02\.csv\.\n- welcome: 2 leads joined\n/,
			);
			expect(started).toEqual(['id of 10']);
		});

		it('is what the tools took', async () => {
			const { report, listed } = await run(two(), {
				tools: {
					'Tag in Mailchimp': [{ success: true }, { success: true }],
					'Set the track in Brevo': [{ success: true }, { success: true }],
					'Send the files to marketing': [{ accepted: ['marketing@example.com'], messageId: '<1@x>' }],
				},
			});
			expect(report.text).toMatch(/^Sent to Mailchimp, Brevo, E-mail\.\n/);
			expect(listed).toEqual(['welcome', 'welcome']);
		});

		it('is not a lead that a tool refused: the next run sends it again, and this one ends with an error', async () => {
			const tables = two();
			const { result, report, listed, started } = await run(tables, {
				tools: { 'Set the tag in Mautic': [{ id: 5 }, { error: '500 - token: abcdef' }] },
			});
			expect(listed).toEqual(['welcome', null]);
			expect(result.error?.message).toContain('Mautic refused 1 of 2 leads');
			expect(report).toMatchObject({
				channel: 'slack,teams,email',
				text: expect.stringContaining('Mautic refused 1 of 2'),
			});
			expect(JSON.stringify([report, result.error])).not.toContain('abcdef');
			// All is noted before the run ends with the error.
			expect(started).toEqual(['id of 10']);
			const second = await run(tables, {
				tools: { 'Set the tag in Mautic': [{ id: 6 }] },
				at: '2026-03-09T08:00:00.000Z',
			});
			expect(second.joins.map(({ lead }) => lead)).toEqual([OTHER]);
			expect([second.result.error, second.listed]).toEqual([undefined, ['welcome', 'welcome']]);
		});

		it('is not a lead that Mailchimp does not have: it never agreed to be there', async () => {
			const { result, listed } = await run(tablesOf([rowOf()]), {
				tools: { 'Tag in Mailchimp': [{ error: 'The resource you are requesting could not be found' }] },
			});
			expect([result.error, listed]).toEqual([undefined, ['welcome']]);
		});

		it('is nothing where the e-mail did not go out, and where all is refused it says so all the same', async () => {
			const { result, listed, report } = await run(two(), {
				tools: { 'Send the files to marketing': [{ error: 'Connection timeout' }] },
			});
			expect(listed).toEqual([null, null]);
			expect(result.error?.message).toContain('The e-mail with the lists was not sent: Connection timeout.');
			expect(report.text).toContain('Connection timeout');
		});

		it('is sent by 10 later where 10 never ran', async () => {
			const tables = tablesOf([rowOf()]);
			tables.change(TABLES.state, { name: 'delivery' }, { workflow: null });
			const { started, report, result } = await run(tables, {
				tools: { 'Set the track in Brevo': [{ error: '500' }] },
			});
			expect([started, report.status]).toEqual([[], 'new']);
			expect(result.error?.message).toContain('Brevo refused 1 of 1 lead');
		});
	});

	describe('the nodes of the tools', () => {
		const parametersOf = (name: string) =>
			JSON.stringify(workflow.nodes.find((node) => node.name === name)?.parameters ?? {});

		it.each([
			['Tag in Mailchimp', '"operation":"create"', '{{ $json.tag }}'],
			['Remove the tag in Mailchimp', '"operation":"delete"', '{{ $json.wasTag }}'],
			['Set the track in Brevo', '"LEAD_TRACK"', "{{ $json.track ?? '' }}"],
			['Set the tag in Mautic', "'-' + $json.wasTag", '$json.tag'],
			['Send the files to marketing', 'fileAttachments', '$binary'],
		])('%s says what it is to say', (name, ...parts) => {
			for (const part of parts) expect(parametersOf(name)).toContain(part);
		});
	});
});
