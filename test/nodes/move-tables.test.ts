import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { MOVED } from '../../lifecycle/move/move-state';
import { MoveTables } from '../../nodes/MoveTables/MoveTables.node';
import { codes, tablesOf } from './docs-page';
import { itemsOf, jsonOf, runAsTool, runNode } from '../support/engine';

const AS_OF = '2026-11-29T12:00:00.000Z';
const PAGE_OF_DOCS = 'docs/move-tables.md';

const run = async (operation: string, inputs: object[][], parameters: INodeParameters = {}) => {
	const options = operation === 'begin' || operation === 'note' ? { options: { asOf: AS_OF } } : {};
	const { outputs, error } = await runNode(MoveTables, {
		parameters: { operation, ...options, ...parameters },
		inputs: inputs.map((rows) => itemsOf(rows)),
	});
	return { outputs: outputs.map(jsonOf), error };
};

async function one(operation: string, ...inputs: object[][]): Promise<IDataObject> {
	const { outputs, error } = await run(operation, inputs);
	expect(error).toBeUndefined();
	return outputs[0][0];
}

/** The progress behind the first look, and behind the emptying of the first table. */
async function moving(source: string, target: object[] = []): Promise<IDataObject> {
	let progress = await one('begin', [{ source }]);
	for (let look = 0; look < MOVED.length + 1; look++)
		progress = await one('note', [progress], [], look === 0 ? target : []);
	return progress;
}

describe('Move Tables', () => {
	it('begins with a look at who is at work', async () => {
		const progress = await one('begin', [{ source: 'move_to_postgresql' }]);
		expect(progress).toMatchObject({
			status: 'looking',
			done: 0,
			startedAt: AS_OF,
			lastPageAt: AS_OF,
			finishedAt: null,
		});
		expect(await one('next', [progress])).toEqual({
			...{ source: 'move_to_postgresql', lastPageAt: AS_OF },
			...{ table: 'll_state', sourceAfter: 0, targetAfter: 0, deleteAfter: 0, deleteTo: 0 },
		});
	});

	it.each([
		['move_to_postgresql', 'one item with the list', true],
		['move_back', 'an item for each row', false],
	])('gives the rows of %s as %s, and notes them when they arrived', async (source, _, isList) => {
		const progress = await moving(source);
		expect(await one('next', [progress])).toMatchObject({ table: 'll_rules', sourceAfter: 0, deleteAfter: 0 });
		const rules = [
			{ id: 4, createdAt: '2026-01-01', rule: 'Visits', points: 5 },
			{ id: 6, createdAt: '2026-01-02', rule: 'Demo', points: 20 },
		];
		const { outputs } = await run('rows', [[progress], rules]);
		const rows = isList ? (JSON.parse(outputs[0][0].rows as string) as IDataObject[]) : outputs[0];
		expect(rows.map(({ rule, points }) => [rule, points])).toEqual([
			['Visits', 5],
			['Demo', 20],
		]);
		expect(rows.map(({ id, createdAt }) => [id, createdAt])).toEqual(
			isList
				? [
						[4, '2026-01-01'],
						[6, '2026-01-02'],
					]
				: [
						[undefined, undefined],
						[undefined, undefined],
					],
		);
		expect(outputs[1]).toEqual([{ rows: 2 }]);
		const after = await one('note', [progress], rules, rules);
		expect(after).toMatchObject({ status: 'moving ll_activity_log', done: 2, reservedAt: AS_OF });
	});

	it('gives rows of a large Data Table an output of their own', async () => {
		const progress = await one('note', [await moving('move_back')], [], []);
		const cleared = await one('note', [progress], [], []);
		expect(await one('next', [cleared])).toMatchObject({ table: 'll_activity_log' });
		const { outputs } = await run('rows', [[cleared], [{ id: 3, activity: 'a', lead: 'x' }]]);
		expect(outputs.map((items) => items.length)).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
	});

	it('says who is at work, and plans no page', async () => {
		const progress = await moving('move_to_postgresql', [{ id: 1, name: 'delivery', until: '2026-11-29T12:01:00Z' }]);
		const { outputs } = await run('next', [[progress]]);
		expect(outputs).toEqual([
			[],
			[],
			[{ text: expect.stringMatching(/^10 Deliver in PostgreSQL is at work/) as string }],
		]);
	});

	it('goes on with rows that are there where it may replace them', async () => {
		let progress = await one('begin', [{ source: 'move_back' }]);
		for (let look = 0; look < MOVED.length; look++)
			progress = await one('note', [progress], [], look === 0 ? [] : [{ id: 1 }]);
		const texts = async (parameters: INodeParameters) =>
			(await run('next', [[progress]], parameters)).outputs.map((items) => items.length);
		expect(await texts({})).toEqual([0, 0, 1]);
		expect(await texts({ existingRows: 'replace' })).toEqual([1, 0, 0]);
	});

	it.each([
		['no row', [], 'The input Progress is empty'],
		['the row of an import', [{ source: 'hubspot' }], 'The progress is of “hubspot”, which is no move'],
	])('refuses %s', async (_, rows, message) => {
		expect((await run('begin', [rows.length > 0 ? rows : [{}]])).error?.message).toContain(message);
	});

	it('tells an agent that it works on tables, which a call does not bring', async () => {
		const { error } = await runAsTool(MoveTables, { parameters: { operation: 'next' } });
		expect(error).toContain('works on the tables of its inputs');
	});

	it('has a page that names its parameters', () => {
		const named = tablesOf(PAGE_OF_DOCS).flatMap(({ rows }) => rows.flat().flatMap(codes));
		const missing = new MoveTables().description.properties.filter(
			({ name, type }) => type !== 'collection' && !named.includes(name),
		);
		expect(missing.map(({ displayName }) => displayName)).toEqual([]);
	});
});
