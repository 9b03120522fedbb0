import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MESSAGE_KINDS } from '../../lifecycle/message/message';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { SETTING_ROWS } from '../../lifecycle/settings/setting-defaults';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'settings.md'), 'utf8');
const cellsOf = (line: string): string[] => line.split('|').map((cell) => cell.trim());
const codeIn = (cell: string): string => /^`(.*)`$/.exec(cell)?.[1] ?? '';

/** Rows of the tables with a certain last column. */
function rowsOf(lastColumn: string): string[][] {
	const lines = page.split('\n');
	const heads = lines.flatMap((line, index) => (line.endsWith(`| ${lastColumn} |`) ? [index] : []));
	return heads.flatMap((head) => {
		const rest = lines.slice(head + 2);
		return rest
			.slice(
				0,
				rest.findIndex((line) => !line.startsWith('|')),
			)
			.map((line) => cellsOf(line).slice(1, -1));
	});
}

const documented = rowsOf('example').map(([name, , example]) => ({ name: codeIn(name), example: codeIn(example) }));
/** `audience_#` for each audience. */
const general = (name: string): string => name.replace(/^(audience|redirect|channels|sla|reason)_.*/, '$1_#');

describe('the page on settings', () => {
	it('has each setting once', () => {
		const names = new Set(SETTING_ROWS.map(({ name }) => general(name)));
		expect(documented.map(({ name }) => name).sort()).toEqual([...names].sort());
	});

	it.each(documented)('has an example of $name that can be read', ({ name, example }) => {
		const own = name === 'channels_#' ? 'channels_moment' : name.replace('#', 'sales');
		const { settings, faults } = readSettings([{ name: own, value: example }]);
		expect(faults).toEqual([]);
		expect(settings).toBeDefined();
	});

	it.each([...page.matchAll(/`((?:keep |hand_off,|mql)[^`]*)`/g)].map(([, text]) => text))(
		'has words that can be read: %s',
		(value) => {
			const name = value.startsWith('keep ') ? 'reason_x' : value.startsWith('mql') ? 'sla_x' : 'redirect_x';
			expect(readSettings([{ name, value }]).faults).toEqual([]);
		},
	);

	it('has each kind of message', () => {
		expect(rowsOf('is sent when').map(([kind]) => codeIn(kind))).toEqual([...MESSAGE_KINDS]);
	});
});

describe('the page of how-tos', () => {
	const howTo = readFileSync(join(__dirname, '..', '..', 'docs', 'how-to', 'README.md'), 'utf8');
	const NAMED: ReadonlyArray<readonly [name: string, words: RegExp]> = [
		['redirect_x', /^(hand_off|all)\b.* where /],
		['audience_france', /^marie@.*,/],
		['sales_cells', /^A1, /],
		['business_hours', /^Mon-/],
		['holidays', /^12-25/],
		['time_zone', /^Europe\//],
		['channels_reminder', /^slack, /],
	];
	const values = Array.from(howTo.matchAll(/`([^`]+)`/g), ([, text]) => text).flatMap((value) => {
		const name = NAMED.find(([, words]) => words.test(value))?.[0];
		return name === undefined ? [] : [{ name, value }];
	});

	it('has an example for each of its settings', () => {
		expect(NAMED.filter(([name]) => !values.some((row) => row.name === name))).toEqual([]);
	});

	it.each(values)('has words that can be read: $name, $value', (row) => {
		const france = { name: 'audience_france', value: 'marie@example.com' };
		const rows = row.name === france.name ? [row] : [france, row];
		expect(readSettings(rows).faults).toEqual([]);
	});
});
