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
		expect(bound.map(({ mode }) => mode)).toEqual(names.map(() => 'list'));
		expect(bound.map(({ value }) => value)).toEqual(names.map((name) => `id of ${name}`));
		expect(bound.map(({ cachedResultName }) => cachedResultName)).toEqual(names);
		expect(JSON.stringify(template)).toBe(before);
	});

	it('leaves a table that is not there to its name', () => {
		const template = parsed('00-set-up') as unknown as Parameters<typeof bindTables>[0];
		expect(bindTables(template, new Map())).toEqual(template);
	});
});
