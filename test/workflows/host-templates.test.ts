import { bindTables } from '../../scripts/host/templates.mjs';
import { TABLES } from '../../workflows/src/tables';
import { files, parsed } from '../support/templates';

const ids = new Map(Object.values(TABLES).map(({ name }) => [name, { id: `id of ${name}` }]));

interface Locator {
	mode: string;
	value: string;
	cachedResultName?: string;
}

/** How each Data Table node of a template finds its table. */
const locatorsOf = ({ nodes }: { nodes: Array<{ parameters?: object }> }): Locator[] =>
	nodes.flatMap(({ parameters }) => (parameters as { dataTableId?: Locator } | undefined)?.dataTableId ?? []);

describe('bindTables', () => {
	it.each(files)('points every Data Table node of %s to its table by id', (file) => {
		const template = parsed(file) as unknown as Parameters<typeof bindTables>[0];
		const before = JSON.stringify(template);
		const names = locatorsOf(template).map(({ value }) => value);
		const bound = locatorsOf(bindTables(template, ids));
		names.forEach((name, index) => {
			const byId = name.startsWith('=')
				? { mode: 'id' }
				: { mode: 'list', value: `id of ${name}`, cachedResultName: name };
			expect(bound[index]).toMatchObject(byId);
		});
		expect(JSON.stringify(template)).toBe(before);
	});

	it('finds by id what an expression names', () => {
		const dataTableId = { __rl: true, mode: 'name', value: '={{ $json.table }}' };
		const node = { type: 'n8n-nodes-base.dataTable', parameters: { dataTableId } };
		const few = new Map([['ll_state', { id: 'w1' }]]);
		const [bound] = locatorsOf(bindTables({ name: 'x', nodes: [node], connections: {} }, few));
		expect(bound).toEqual({ __rl: true, mode: 'id', value: '={{ ({"ll_state":"w1"})[$json.table] }}' });
	});

	it('leaves a table that is not there to its name', () => {
		const template = parsed('00-set-up') as unknown as Parameters<typeof bindTables>[0];
		expect(bindTables(template, new Map())).toEqual(template);
	});
});
