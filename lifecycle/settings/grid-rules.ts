import {
	CELLS,
	DEFAULT_BANDS,
	DEFAULT_SALES_CELLS,
	DEFAULT_UNQUALIFIED_CELLS,
	isCell,
	readBands,
	type Cell,
	type GridRules,
} from '../grid/grid';
import { fault, ok, shown, type Result } from '../fault';
import { listOf, numberReader, type SettingRow, type SettingRows } from './setting-rows';

/** Which cells go to sales, and what a lead needs for its cell: `sales_cells`, `fit_bands` and their like. */
export function readGridRules(rows: SettingRows): GridRules {
	const sales = rows.one('sales_cells', DEFAULT_SALES_CELLS, readCells);
	const free = DEFAULT_UNQUALIFIED_CELLS.filter((cell) => !sales.includes(cell));
	const unqualified = rows.one('unqualified_cells', free, (row) => readUnqualified(row, sales));
	return {
		fit: rows.one('fit_bands', DEFAULT_BANDS, ({ name, value }) => readBands(name, value)),
		engagement: rows.one('engagement_bands', DEFAULT_BANDS, ({ name, value }) => readBands(name, value)),
		routes: new Map(CELLS.map((cell) => [cell, routeOf(cell, sales, unqualified)])),
		minimumTotal: rows.one('minimum_total', 0, numberReader(-Infinity)),
		hysteresis: rows.one('hysteresis', 0, numberReader(0)),
	};
}

const routeOf = (cell: Cell, sales: readonly Cell[], unqualified: readonly Cell[]) =>
	sales.includes(cell) ? 'sales' : unqualified.includes(cell) ? 'unqualified' : 'nurture';

function readCells({ value }: SettingRow): Result<Cell[]> {
	const cells = listOf(value).map((cell) => cell.toUpperCase());
	const wrong = cells.find((cell) => !isCell(cell));
	if (wrong === undefined) return ok(cells.filter(isCell));
	return fault(
		`${shown(wrong)} is not a cell`,
		'A cell is a fit letter A-D and an engagement digit 1-4. Write them comma-separated: A1, A2, B1. Write none for no cell.',
	);
}

function readUnqualified(row: SettingRow, sales: readonly Cell[]): Result<Cell[]> {
	const cells = readCells(row);
	if (!cells.ok) return cells;
	const both = cells.value.find((cell) => sales.includes(cell));
	return both === undefined
		? cells
		: fault(`${both} is in sales_cells too`, 'Keep it in one of the two; until then it goes to sales.');
}
