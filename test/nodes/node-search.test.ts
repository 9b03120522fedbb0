/** What somebody finds who types words into n8n's node creator, by the search of n8n itself. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sublimeSearch } from '@n8n/utils/dist/search/sublime-search';
import type { INodeType } from 'n8n-workflow';
import manifest from '../../package.json';
import cases from '../cases/node-search.json';

interface Row {
	words: string;
	/** Nodes with the best score; n8n lists them in any order. */
	first: string[];
	/** Nodes that are found as well. */
	also?: string[];
	why: string;
}

const ROOT = join(__dirname, '..', '..');

const nodes = manifest.n8n.nodes.map((built) => {
	const path = join(ROOT, built.replace(/^dist\//, '').replace(/\.js$/, ''));
	const name = basename(path, '.node');
	const loaded = jest.requireActual<Record<string, new () => INodeType>>(path);
	const { displayName } = new loaded[name]().description;
	const { alias } = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as { alias: string[] };
	return { properties: { displayName, codex: { alias } } };
});

it.each((cases as Row[]).map((row): [string, Row] => [row.words, row]))('“%s”', (words, { first, also = [] }) => {
	const found = sublimeSearch(words, nodes).map(({ score, item }) => ({ score, name: item.properties.displayName }));
	const best = found.filter(({ score }) => score === found[0].score).map(({ name }) => name);
	expect(best).toEqual(expect.arrayContaining(first.slice(0, 1)));
	const names = found.map(({ name }) => name);
	// As many as the creator shows without scrolling.
	expect(names.slice(0, 8)).toEqual(expect.arrayContaining([...first, ...also]));
});

it('finds each node by a word of the table', () => {
	const found = new Set((cases as Row[]).flatMap(({ first, also = [] }) => [...first, ...also]));
	const inner = ['Follow Log', 'Track Delivery'];
	expect(nodes.map(({ properties: { displayName } }) => displayName).filter((name) => !found.has(name))).toEqual(inner);
});
