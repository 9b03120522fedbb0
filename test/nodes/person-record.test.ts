import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { PersonRecord } from '../../nodes/PersonRecord/PersonRecord.node';
import { TABLES, type Table } from '../../workflows/src/tables';
import { codes, plain, tablesOf } from './docs-page';
import { itemsOf, jsonOf, runNode } from '../support/engine';
import * as tables from '../support/page-tables';
import { AS_OF, RITA } from '../support/page-tables';

/** Rows as n8n gives them: with every column of their table. */
const whole = ({ columns }: Table, rows: readonly IDataObject[]): IDataObject[] =>
	rows.map((row, index) => ({ id: index + 1, ...Object.fromEntries(columns.map(({ name }) => [name, null])), ...row }));

const LINKS = whole(TABLES.aliasBook, tables.links);
const OUTBOX = whole(TABLES.outbox, [
	{
		id: 1,
		lead: RITA,
		kind: 'hand_off',
		title: 'Rita Okoye is ready',
		audience: 'sam@sales.example',
		channel: 'slack',
		status: 'sent',
		at: AS_OF,
	},
	{
		id: 2,
		lead: RITA,
		kind: 'crm',
		title: 'Call Rita',
		audience: 'sam@sales.example',
		channel: 'crm',
		status: 'sent',
		at: AS_OF,
	},
	{ id: 3, lead: 'tom@harbor.example', kind: 'hand_off', title: 'Tom', status: 'new', at: AS_OF },
	{ id: 4, lead: '', kind: 'digest', title: 'The day', text: 'Handed over: RITA OKOYE', status: 'new', at: AS_OF },
]);
const ROWS = [
	...whole(TABLES.leadBook, tables.leadBook),
	...whole(TABLES.activityLog, tables.activityLog),
	...whole(TABLES.stageLog, tables.stageLog),
	...whole(TABLES.scoreLog, tables.scoreLog),
	...whole(TABLES.accountBook, tables.accountBook),
	...whole(TABLES.rules, tables.rules),
	...whole(TABLES.settings, tables.settings),
	...OUTBOX,
];

const record = (parameters: INodeParameters, rows: IDataObject[] = ROWS, links: IDataObject[] = LINKS) =>
	runNode(PersonRecord, {
		parameters: { person: RITA, options: { asOf: AS_OF }, ...parameters },
		inputs: [itemsOf([{}, ...rows]), itemsOf([{}, ...links])],
	});
const answerOf = async (parameters: INodeParameters, rows?: IDataObject[]): Promise<IDataObject> => {
	const { outputs, error } = await record(parameters, rows);
	if (error) throw new Error(`${error.message} ${error.description}`);
	return jsonOf(outputs[0])[0];
};

describe('Person Record', () => {
	it.each(['lead', 'rows'])('asks for rows of our tables by columns they have (%s)', async (operation) => {
		const { outputs } = await runNode(PersonRecord, {
			parameters: { operation, person: RITA },
			inputs:
				operation === 'lead' ? [itemsOf(LINKS)] : [itemsOf(whole(TABLES.leadBook, tables.leadBook)), itemsOf(LINKS)],
		});
		const queries = jsonOf(outputs[0]);
		const unknown = queries.filter(({ table, column }) => {
			const found = Object.values(TABLES).find(({ name }) => name === table);
			return found?.columns.every(({ name }) => name !== column) ?? true;
		});
		expect(unknown).toEqual([]);
		expect(queries.filter((query) => Object.values(query).some((cell) => cell === undefined || cell === null))).toEqual(
			[],
		);
		expect(queries).toContainEqual(expect.objectContaining({ table: 'll_lead_book', column: 'lead', k0: RITA }));
		if (operation === 'rows')
			expect(queries).toContainEqual(
				expect.objectContaining({ table: 'll_activity_log', column: 'lead', k0: RITA, k1: 'visitor-77' }),
			);
	});

	it.each([RITA, 'visitor-77', RITA.toUpperCase()])('explains by whichever key, %s', async (person) => {
		const { kind, html } = await answerOf({ person, answer: 'explain' });
		expect(kind).toBe('explain');
		for (const words of ['Rita Okoye', '86.73', 'Pricing page', 'visitor-77', 'CRM: 1 task', 'Rita Okoye is ready'])
			expect(html).toContain(words);
		expect(html).not.toContain('Tom Novak');
	});

	it('explains without rules all but the score', async () => {
		const { html } = await answerOf(
			{ answer: 'explain' },
			ROWS.filter((row) => !('dimension' in row)),
		);
		expect(html).toContain('There is no score');
		expect(html).toContain('visitor-77');
	});

	it('escapes what people typed', async () => {
		const rows = ROWS.map((row) => (row.name === 'Rita Okoye' ? { ...row, name: '<script>alert(1)</script> x' } : row));
		for (const answer of ['explain', 'erase']) expect((await answerOf({ answer }, rows)).html).not.toContain('<script');
	});

	it('gives nothing to delete before it is confirmed', async () => {
		const { outputs } = await record({ answer: 'erase' });
		expect(jsonOf(outputs[0])).toMatchObject([{ kind: 'preview', title: 'Erase Rita Okoye?' }]);
		expect(outputs.slice(1).flat()).toEqual([]);
	});

	it('deletes who is who only when nothing else is left', async () => {
		const first = await record({ answer: 'erase', confirmed: true });
		const tablesNamed = jsonOf(first.outputs[1]).map(({ table }) => table);
		expect(new Set(tablesNamed)).toEqual(new Set(['ll_activity_log', 'll_outbox', 'll_stage_log', 'll_score_log']));
		expect(
			jsonOf(first.outputs[1])
				.filter(({ table }) => table === 'll_outbox')
				.map(({ k0 }) => k0),
		).toEqual([1, 4]);
		expect(jsonOf(first.outputs[4])).toEqual([
			{ id: 1, topLeads: expect.not.stringContaining('rita') as string, version: 3 },
		]);
		const left = ROWS.filter(
			({ lead, kind, topLeads }) =>
				kind !== 'digest' && topLeads === undefined && lead !== RITA && lead !== 'visitor-77',
		);
		const second = await record({ answer: 'erase', confirmed: true }, [
			...left,
			...whole(TABLES.leadBook, tables.leadBook),
		]);
		expect(jsonOf(second.outputs[1]).map(({ table, k0 }) => [table, k0])).toEqual([
			['ll_alias_book', 1],
			['ll_lead_book', 1],
		]);
		const last = await record({ answer: 'erase', confirmed: true }, left, []);
		expect(jsonOf(last.outputs[0])).toMatchObject([{ kind: 'erased' }]);
	});

	it.each([
		['nothing', { person: 'nobody@x.example' }, ROWS],
		[
			'ambiguous',
			{ person: 'shared@x.example' },
			whole(TABLES.leadBook, [
				{ id: 1, lead: 'u1', email: 'shared@x.example' },
				{ id: 2, lead: 'u2', email: 'shared@x.example' },
			]),
		],
	])('says so when the answer is %s', async (kind, parameters, rows) => {
		for (const answer of ['explain', 'export', 'erase']) {
			const given = await answerOf({ ...parameters, answer }, rows);
			// What is ambiguous stays so when an erasure is confirmed, and nothing is deleted.
			expect(given.kind).toBe(kind);
		}
	});

	it('wants to know who, and quotes nobody in an error', async () => {
		const { error } = await record({ person: ' ' });
		expect(error).toMatchObject({
			message: '“Person” is empty',
			description: 'Give the key or the e-mail address of one person.',
		});
	});

	it('has a page that names its parameters', () => {
		const named = tablesOf('docs/person-record.md').flatMap(({ rows }) => rows.flat().flatMap(codes));
		const missing = new PersonRecord().description.properties.filter(
			({ name, type }) => type !== 'collection' && !named.includes(name),
		);
		expect(missing.map(({ displayName }) => displayName)).toEqual([]);
		expect(tablesOf('docs/person-record.md').flatMap(({ rows }) => rows.map(([cell]) => plain(cell)))).toContain(
			'Confirmed',
		);
	});
});
