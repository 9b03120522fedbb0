import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** A fenced block (`info` is what follows the fence) or a table of a page, with the line it begins on. */
export type Block =
	| { kind: 'fence'; info: string; text: string; line: number; section: string }
	| { kind: 'table'; head: string[]; rows: string[][]; line: number; section: string };

export type Table = Extract<Block, { kind: 'table' }>;

export const pathOf = (page: string): string => resolve(ROOT, page);

export const textOf = (page: string): string => readFileSync(pathOf(page), 'utf8');

/** The fenced blocks and tables of a Markdown page, in order. `section` is the `##` heading above. */
export function blocksOf(page: string): Block[] {
	const lines = textOf(page).split('\n');
	const blocks: Block[] = [];
	let section = '';
	for (let at = 0; at < lines.length; at++) {
		if (lines[at].startsWith('## ')) section = lines[at].slice(3).trim();
		const end = endOfBlock(lines, at);
		if (end === at) continue;
		const place = { line: at + 1, section };
		if (lines[at].startsWith('|')) {
			const [head, , ...rows] = lines.slice(at, end + 1).map(cellsOf);
			blocks.push({ kind: 'table', head, rows, ...place });
		} else {
			blocks.push({
				kind: 'fence',
				info: lines[at].slice(3).trim(),
				text: lines.slice(at + 1, end).join('\n'),
				...place,
			});
		}
		at = end;
	}
	return blocks;
}

/** The last line of the block that begins at a line; that line itself when none does. */
function endOfBlock(lines: readonly string[], start: number): number {
	if (lines[start].startsWith('```')) {
		const end = lines.indexOf('```', start + 1);
		if (end < 0) throw new Error(`The block in line ${start + 1} is never closed`);
		return end;
	}
	let end = start;
	if (lines[start].startsWith('|')) while (lines[end + 1]?.startsWith('|')) end++;
	return end;
}

export const tablesOf = (page: string): Table[] => blocksOf(page).filter((block) => block.kind === 'table');

const cellsOf = (row: string): string[] =>
	row
		.split('|')
		.slice(1, -1)
		.map((cell) => cell.trim());

/** A cell without its code marks. */
export const plain = (cell: string): string => /^`([^`]*)`$/.exec(cell)?.[1] ?? cell;

/** What stands in code marks in a cell. */
export const codes = (cell: string): string[] => Array.from(cell.matchAll(/`([^`]*)`/g), ([, code]) => code);

/** The rows of a table as objects by column; blank cells are left out. */
export const records = ({ head, rows }: Table): Array<Record<string, string>> =>
	rows.map((row) => {
		const cells = row.map((cell, column): [string, string] => [plain(head[column]), plain(cell)]);
		return Object.fromEntries(cells.filter(([, value]) => value !== ''));
	});
