import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { CELLS, DEFAULT_SALES_CELLS, DEFAULT_UNQUALIFIED_CELLS, readRoutes } from '../../lifecycle/grid/grid';
import { STANDARD_FIELDS } from '../../lifecycle/lead/fields';
import { OPERATORS, RULE_COLUMNS } from '../../lifecycle/model/rule';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { ACTIVITY_FIELD_NAMES } from '../../lifecycle/activity/scored-activity';
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { codes, pathOf, plain, records, tablesOf, textOf } from './docs-page';

const READMES = ['README.md', 'README.fr.md'];
const STARTERS = 'docs/templates/starters.md';
const PAGES = [
	...READMES,
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	...readdirSync(pathOf('docs'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file.replaceAll('\\', '/')}`),
];

const withoutFences = (text: string): string => text.replace(/^```.*?^```$/gms, '');

/** The relative targets of links and images. */
const linksOf = (page: string): string[] =>
	Array.from(withoutFences(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target).filter(
		(target) => !/^[a-z]+:/.test(target),
	);

/** The anchors that headings get: lower case, punctuation dropped, spaces to hyphens. */
const anchorsOf = (page: string): Set<string> =>
	new Set(
		Array.from(withoutFences(textOf(page)).matchAll(/^#+ (.+)$/gm), ([, heading]) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N}\s_-]/gu, '')
				.replaceAll(' ', '-'),
		),
	);

const table = (page: string, heading: string) => {
	const found = tablesOf(page).find(({ head }) => plain(head[0]) === heading);
	if (!found) throw new Error(`${page} has no table of “${heading}”`);
	return found;
};

const firstColumn = (page: string, heading: string): string[] => table(page, heading).rows.map(([cell]) => plain(cell));

describe.each(PAGES)('%s', (page) => {
	it('links to what is there', () => {
		const broken = linksOf(page).filter((target) => {
			const [path, anchor] = target.split('#');
			const file = path === '' ? page : pathOf(resolve(dirname(pathOf(page)), path));
			if (!existsSync(pathOf(file))) return true;
			return anchor !== undefined && !anchorsOf(file).has(anchor);
		});
		expect(broken).toEqual([]);
	});

	it('names only npm scripts that exist', () => {
		const { scripts } = JSON.parse(readFileSync(pathOf('package.json'), 'utf8')) as { scripts: Record<string, string> };
		const named = Array.from(textOf(page).matchAll(/(?:^|`|&& )npm (?:run )?([a-z]+)/gm), ([, name]) => name);
		const npmItself = ['ci', 'install', 'pack'];
		expect(named.filter((name) => !(name in scripts) && !npmItself.includes(name))).toEqual([]);
	});
});

describe.each([
	['docs/score-lead.md', new ScoreLead().description.properties],
	['docs/classify-grid.md', new ClassifyGrid().description.properties],
])('the parameters in %s', (page, properties) => {
	const options = properties.find(({ name }) => name === 'options')?.options as INodeProperties[];

	it('are those of the node, in its order, with its defaults', () => {
		const shown = properties.filter(({ type, name }) => type !== 'notice' && name !== 'options');
		expect(table(page, 'parameter').rows.map((row) => row.slice(0, 3).map(plain))).toEqual(shown.map(rowOf));
	});

	it('are those of its options, with what adding them puts into the form', () => {
		const rows = table(page, 'option').rows;
		expect(rows.map(([name, key, , added]) => [name, key, added].map(plain))).toEqual(options.map(rowOf));
	});

	it('name every choice', () => {
		const meanings = [...table(page, 'parameter').rows, ...table(page, 'option').rows];
		for (const property of [...properties, ...options].filter(({ type }) => type === 'options')) {
			const row = meanings.find(([, name]) => plain(name) === property.name) ?? [];
			const choices = (property.options as Array<{ value: string }>).map(({ value }) => value);
			expect([property.name, codes(row[row.length - 1])]).toEqual([property.name, expect.arrayContaining(choices)]);
		}
	});
});

function rowOf({ displayName, name, default: value }: INodeProperties): string[] {
	return [displayName, name, shownDefault(name, value)];
}

function shownDefault(name: string, value: INodeProperties['default']): string {
	if (name === 'model') return `${(JSON.parse(value as string) as unknown[]).length === 2 ? 'two' : 'other'} rules`;
	if (Array.isArray(value)) return (value as string[]).join(', ');
	return typeof value === 'object' ? 'none' : `${value}`;
}

describe('docs/score-lead.md', () => {
	it('names every standard field', () => {
		const sentence = /know these fields by name[^:]*: (.*?)\. With/s.exec(textOf('docs/score-lead.md'))?.[1] ?? '';
		expect(codes(sentence)).toEqual([...STANDARD_FIELDS]);
	});
});

describe('docs/classify-grid.md', () => {
	it('draws the grid of the default routes', () => {
		const routes = readRoutes(DEFAULT_SALES_CELLS, DEFAULT_UNQUALIFIED_CELLS);
		const drawn = table('docs/classify-grid.md', '').rows.flatMap((row) => row.slice(1));
		expect(drawn).toEqual(CELLS.map((cell) => `${cell} ${routes.ok ? routes.value.get(cell) : ''}`));
	});
});

describe('docs/rules.md', () => {
	const page = 'docs/rules.md';

	it('explains every column, operator and field of an activity', () => {
		expect(firstColumn(page, 'column')).toEqual([...RULE_COLUMNS]);
		expect(new Set(firstColumn(page, 'operator'))).toEqual(new Set(OPERATORS));
		const fields = table(page, '`event` is').rows.flatMap(([, cell]) => codes(cell));
		expect(fields).toEqual(expect.arrayContaining([...ACTIVITY_FIELD_NAMES]));
	});

	it('lists the starter model in full', () => {
		const listed = tablesOf(page)
			.filter(({ section }) => section === 'The starter model')
			.flatMap(records);
		const expected = STARTER_ROWS.map((row) =>
			Object.fromEntries(
				Object.entries(row)
					.map(([column, value]): [string, string] => [column, String(value)])
					.filter(([, value]) => value !== ''),
			),
		);
		expect(listed).toEqual(expected);
	});
});

describe.each(READMES)('%s', (page) => {
	const lists = tablesOf(page).filter(({ rows }) => /^\[.*\]\(/.test(rows[0][0]));
	/** The link texts in a list's first column, by whether they lead to a page of a template. */
	const named = (ofTemplates: boolean): string[] =>
		lists
			.flatMap(({ rows }) => rows.map(([cell]) => /^\[(.*)\]\((.*)\)$/.exec(cell) ?? []))
			.filter(([, , target]) => !target.startsWith(STARTERS))
			.filter(([, , target]) => target.startsWith('docs/templates/') === ofTemplates)
			.map(([, name]) => name);

	it('lists the nodes that exist', () => {
		const files = readdirSync(pathOf('nodes'), { recursive: true, encoding: 'utf8' });
		const nodes = files
			.filter((file) => file.endsWith('.node.ts'))
			.map((file) => /displayName: '([^']*)'/.exec(readFileSync(pathOf(`nodes/${file}`), 'utf8'))?.[1]);
		expect(named(false).sort()).toEqual(nodes.sort());
	});

	it('lists the templates that exist', () => {
		const files = readdirSync(pathOf('workflows')).filter((file) => file.endsWith('.json'));
		expect(named(true)).toEqual(files.map((file) => file.replace('.json', '')).sort());
	});

	it('lists the starters that exist, each with its file', () => {
		const files = readdirSync(pathOf('workflows/starters')).filter((file) => file.endsWith('.json'));
		const rows = lists.flatMap(({ rows }) => rows).filter(([cell]) => cell.includes(STARTERS));
		const linked = rows.map(([, , cell]) => /^\[(.*)\]\(workflows\/starters\/(.*)\)$/.exec(cell) ?? []);
		expect(linked.map(([, name]) => name).sort()).toEqual(files.sort());
		expect(linked.map(([, , target]) => target).sort()).toEqual(files.sort());
	});

	it('names options of npm start that exist', () => {
		const script = textOf('scripts/start.mjs');
		const options = Array.from(textOf(page).matchAll(/(?:npm start -- |`)(--[a-z-]+)/g), ([, option]) => option);
		expect(options.length).toBeGreaterThan(0);
		for (const option of options) expect(script).toContain(`${option} `);
	});
});

describe('CONTRIBUTING.md', () => {
	it('names every kind of test', () => {
		const config = textOf('jest.config.js');
		const projects = Array.from(config.matchAll(/displayName: '([^']*)'/g), ([, name]) => name);
		const rows = firstColumn('CONTRIBUTING.md', 'project');
		expect(rows).toEqual(expect.arrayContaining(projects));
		for (const name of rows) expect([name, existsSync(pathOf(`test/${name}`))]).toEqual([name, true]);
	});
});
