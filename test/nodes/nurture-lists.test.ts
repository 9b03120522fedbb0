import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { NurtureLists } from '../../nodes/NurtureLists/NurtureLists.node';
import { FIND_INPUTS, FIND_OUTPUTS, RESULT_INPUTS, RESULT_OUTPUTS } from '../../nodes/NurtureLists/connections';
import { itemsOf, jsonOf, runNode, type NodeRun } from '../support/engine';

const AS_OF = '2026-03-02T08:00:00.000Z';
const LEAD = 'ana@acme.example';
const lead = (more: IDataObject = {}): IDataObject => ({
	id: 1,
	lead: LEAD,
	email: LEAD,
	stage: 'nurture',
	track: 'welcome',
	...more,
});

/** A Get with “Always Output Data” gives a blank item for nothing. */
const inputsOf = <Name extends string>(names: readonly Name[], tables: Partial<Record<Name, IDataObject[]>>) =>
	names.map((name) => itemsOf(tables[name] ?? [{}]));

async function find(
	tables: Partial<Record<(typeof FIND_INPUTS)[number], IDataObject[]>>,
	{ parameters, ...more }: NodeRun = {},
) {
	const run = await runNode(NurtureLists, {
		parameters: { options: { asOf: AS_OF }, ...parameters },
		inputs: inputsOf(FIND_INPUTS, tables),
		...more,
	});
	const of = (name: (typeof FIND_OUTPUTS)[number]): INodeExecutionData[] => run.outputs[FIND_OUTPUTS.indexOf(name)];
	return { ...run, of, joins: jsonOf(of('Joins')), leaves: jsonOf(of('Leaves')), summary: jsonOf(of('Summary')) };
}

async function check(answers: Partial<Record<(typeof RESULT_INPUTS)[number], IDataObject[]>>, more: NodeRun = {}) {
	const inputs = RESULT_INPUTS.map((name) => itemsOf(answers[name] ?? []));
	const run = await runNode(NurtureLists, { parameters: { operation: 'result' }, inputs, ...more });
	const [rows, messages, faults] = RESULT_OUTPUTS.map((_, index) => jsonOf(run.outputs[index]));
	return { ...run, rows, messages, faults };
}

const textOf = ({ binary }: INodeExecutionData): string =>
	Buffer.from(String(binary?.data.data), 'base64').toString('utf8');

describe('Nurture Lists, Find Changes', () => {
	it('gives one item per lead, with tags, linked to its row', async () => {
		const { joins, leaves, of, links } = await find(
			{ 'Lead Book': [{}, lead({ listedTrack: 'education' })] },
			{ parameters: { tagPrefix: 'll/' }, links: true },
		);
		const item = {
			action: 'move',
			email: LEAD,
			tag: 'll/welcome',
			wasTag: 'll/education',
			rows: [1],
			listedTrack: 'welcome',
		};
		expect([joins, leaves, jsonOf(of('Changes'))]).toEqual(Array(3).fill([expect.objectContaining(item)]));
		expect(links.slice(0, 3)).toEqual(Array(3).fill([{ input: 0, item: 1 }]));
	});

	it('makes files that a spreadsheet opens', async () => {
		const { of } = await find({ 'Lead Book': [lead({ name: '=HYPERLINK("http://x.example")' })] });
		const [file] = of('Files');
		expect(file.json).toEqual({ track: 'welcome', fileName: 'track-welcome-2026-03-02.csv', leads: 1 });
		expect(file.binary?.data).toMatchObject({ fileName: 'track-welcome-2026-03-02.csv', mimeType: 'text/csv' });
		expect(textOf(file)).toBe(
			`\ufeffemail,name,title,company,track,cell,total,lead\r\n${LEAD},"'=HYPERLINK(""http://x.example"")",,,welcome,,,${LEAD}\r\n`,
		);
	});

	it('dates files in the time zone of the workflow', async () => {
		const { of } = await find(
			{ 'Lead Book': [lead()] },
			{ parameters: { options: { asOf: '2026-03-01T23:30:00Z' } }, timezone: 'Asia/Tokyo' },
		);
		expect(of('Files')[0].json.fileName).toBe('track-welcome-2026-03-02.csv');
	});

	it('says that nothing changed, and gives a summary all the same', async () => {
		const { joins, summary, hints } = await find({ 'Lead Book': [lead({ listedTrack: 'welcome' })] });
		expect(joins).toEqual([]);
		expect(summary).toEqual([{ at: AS_OF, onTrack: 1, heldBack: {}, files: [], changes: [] }]);
		expect(hints.map(({ message }) => message)).toEqual(['Nothing changed since the last run.']);
	});

	it('follows its options', async () => {
		const everyone = await find(
			{ 'Lead Book': [lead({ listedTrack: 'welcome' })] },
			{ parameters: { options: { asOf: AS_OF, everything: true } } },
		);
		expect(everyone.joins).toHaveLength(1);
		const optedOut = await find(
			{ 'Lead Book': [lead({ attributes: '{"kein_newsletter":"ja"}' })] },
			{ parameters: { options: { asOf: AS_OF, optOutFields: 'unsubscribed, Kein Newsletter' } } },
		);
		expect(optedOut.summary[0].heldBack).toEqual({ 'opted out': 1 });
	});

	it('names a cell that cannot be read, and goes on', async () => {
		const { joins, hints } = await find({ 'Lead Book': [lead({ stage: 'nurtur' })] });
		expect(joins).toHaveLength(1);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^1 cell of ll_lead_book cannot be read\. First: .*…@acme\.example, row 1.*stage/),
		]);
	});

	it.each([
		['Lead Book', 'lead', 'll_lead_book', { 'Lead Book': [{ name: 'x' }] }],
		['Consent', 'type', 'll_activity_log', { 'Lead Book': [lead()], Consent: [{ lead: LEAD }] }],
		['Links', 'alias', 'll_alias_book', { 'Lead Book': [lead()], Links: [{ lead: LEAD }] }],
	])('refuses another table on “%s”', async (input, column, table, tables) => {
		const { error, outputs } = await find(tables);
		expect(error).toMatchObject({
			message: `Input “${input}”: no item has the column “${column}”`,
			description: `Connect a node that reads the table ${table}.`,
		});
		expect(outputs.flat()).toEqual([]);
	});

	it('gives its fault on Summary where it must not stop, so that no tool takes it for a lead', async () => {
		const { joins, leaves, summary, error } = await find(
			{ 'Lead Book': [lead()] },
			{ parameters: { options: { asOf: 'soon' } }, onError: 'continueRegularOutput' },
		);
		expect([error, joins, leaves]).toEqual([undefined, [], []]);
		expect(summary).toEqual([{ error: expect.stringContaining('“As Of”') }]);
	});
});

describe('Nurture Lists, Check Result', () => {
	const listed = async () =>
		(await find({ 'Lead Book': [lead(), lead({ id: 2, lead: 'bo@x.example', email: 'bo@x.example' })] })).summary;

	it('gives rows, a report for the outbox in the language of marketing, and no fault', async () => {
		const { rows, messages, faults } = await check({
			Summary: await listed(),
			Settings: [{ name: 'audience_marketing', value: 'lea@example.com, fr' }],
			Brevo: [{ success: true }, { success: true }],
		});
		expect(rows).toEqual([
			{ id: 1, listedTrack: 'welcome' },
			{ id: 2, listedTrack: 'welcome' },
		]);
		expect(messages).toEqual([
			expect.objectContaining({
				key: `nurture_lists:${AS_OF}`,
				kind: 'digest',
				audience: 'marketing',
				channel: 'slack,teams',
				status: 'new',
				title: 'Listes de nurturing : 2 sur un nouveau parcours, 0 hors du leur',
				text: 'Envoyé à Brevo.\n- welcome : 2 leads de plus\nSur un parcours en tout : 2.',
			}),
		]);
		expect(faults).toEqual([]);
	});

	it('keeps what a tool refused for the next run, and says so by every channel', async () => {
		const { rows, messages, faults } = await check({
			Summary: await listed(),
			Mautic: [{ error: '500 - token: abcdef' }, { id: 5 }],
		});
		expect(rows).toEqual([{ id: 2, listedTrack: 'welcome' }]);
		expect(faults).toEqual([{ fault: 'Mautic refused 1 of 2 leads: 500 - token: …. The next run sends it again.' }]);
		expect(messages[0]).toMatchObject({ channel: 'slack,teams,email' });
	});

	it('says where the files are when no tool is active', async () => {
		const { messages } = await check({ Summary: await listed() });
		expect(messages[0].text).toMatch(
			/^The files are in execution \S+ of .+: track-welcome-2026-03-02\.csv\.\n- welcome: 2 leads joined\n/,
		);
	});

	it('sends no report where its kind has no channel', async () => {
		const { rows, messages } = await check({
			Summary: await listed(),
			Settings: [{ name: 'channels_digest', value: 'none' }],
		});
		expect([rows.length, messages]).toEqual([2, []]);
	});

	it('refuses another item on Summary', async () => {
		const { error } = await check({ Summary: [{ lead: LEAD }] });
		expect(error).toMatchObject({
			message: 'Input “Summary”: there is no summary of the lists',
			description: 'Connect the output “Summary” of a Nurture Lists node with the operation Find Changes.',
		});
	});
});

describe('docs/nurture-lists.md', () => {
	const page = readFileSync(join(__dirname, '../../docs/nurture-lists.md'), 'utf8');
	const [parameters, input, output] = [...page.matchAll(/^```json \w+\n(.*?)^```$/gms)].map(
		([, json]) => JSON.parse(json) as unknown,
	);

	it('has an example that comes out as it says', async () => {
		const { of, error } = await find(input as Record<string, IDataObject[]>, {
			parameters: parameters as INodeParameters,
		});
		expect(error).toBeUndefined();
		for (const [name, expected] of Object.entries(output as Record<(typeof FIND_OUTPUTS)[number], IDataObject[]>))
			expect([name, jsonOf(of(name as (typeof FIND_OUTPUTS)[number]))]).toEqual([
				name,
				expected.map((each) => expect.objectContaining(each) as unknown),
			]);
	});

	it('names every parameter, choice, input and output', () => {
		const { properties } = new NurtureLists().description;
		const options = properties.find(({ name }) => name === 'options')?.options as typeof properties;
		for (const { name, displayName, type } of [...properties, ...options]) {
			if (name === 'options' || type === 'notice') continue;
			expect(page).toContain(`\`${name}\``);
			expect(page.replace(/\s+/g, ' ')).toContain(displayName);
		}
		for (const name of [...FIND_INPUTS, ...FIND_OUTPUTS, ...RESULT_INPUTS, ...RESULT_OUTPUTS])
			expect(page).toContain(name);
	});

	it('names every reason', () => {
		const reasons = [...page.matchAll(/^\| (`.+`) \| /gm)].flatMap(([, cell]) =>
			[...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
		);
		const known = [
			'with sales',
			'won',
			'lost',
			'disqualified',
			'spam complaint',
			'the address does not exist',
			'unsubscribed',
		];
		expect(reasons).toEqual(
			expect.arrayContaining([...known, 'opted out', 'no e-mail address', 'merged into another lead', 'no track']),
		);
	});
});
