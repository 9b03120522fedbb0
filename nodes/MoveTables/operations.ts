import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { directionOf, type Direction } from '../../lifecycle/move/direction';
import { moveReport, refusalOf } from '../../lifecycle/move/move-report';
import { afterPage, beginMove, progressOf } from '../../lifecycle/move/move';
import { AT_THE_BEGIN, readMove, type MoveState } from '../../lifecycle/move/move-state';
import { isOver, LARGE, pageOf, rowsToWrite, tableOf } from '../../lifecycle/move/page';
import type { Table } from '../../lifecycle/tables';
import { recordsOfInput } from '../shared/settings-input';
import { readAsOf, refuse, required } from '../shared/shell';
import { FIRST_LARGE, outputsOf, type OperationName } from './connections';

type Operation = (context: IExecuteFunctions) => INodeExecutionData[][];

export const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
	begin(context) {
		const { row } = moveIn(context);
		return [items([{ ...progressOf(row, beginMove(readMove(row)), asOfIn(context)) }])];
	},
	next(context) {
		const { row, state, direction } = moveIn(context);
		const replaces = context.getNodeParameter('existingRows', 0) === 'replace';
		const refusal = refusalOf(state, direction, replaces);
		if (refusal !== undefined) return [[], [], items([{ text: `${refusal.message}. ${refusal.hint}` }])];
		if (isOver(state)) return [[], items([{ ...moveReport(state, direction) }]), []];
		const { source, lastPageAt } = row;
		return [items([{ source, lastPageAt, ...pageOf(state) }]), [], []];
	},
	rows(context) {
		const { state, direction } = moveIn(context);
		const rows = rowsToWrite(state, direction, recordsOfInput(context, 1));
		const outputs: INodeExecutionData[][] = Array.from({ length: outputsOf('rows') }, () => []);
		outputs[1] = items([{ rows: rows.length }]);
		// A query has the whole page as one value; n8n’s Data Tables take an item for each row.
		if (direction.keepsNumbers) outputs[0] = items(rows.length > 0 ? [{ rows: JSON.stringify(rows) }] : []);
		else outputs[outputOf(tableOf(state))] = items(rows.map((row) => ({ ...row })));
		return outputs;
	},
	note(context) {
		const { row, state, direction } = moveIn(context);
		const asOf = asOfIn(context);
		const [source, target] = [1, 2].map((input) => recordsOfInput(context, input));
		const after = afterPage(state, direction, { source, target }, asOf);
		return [items([{ ...progressOf(row, after, asOf), reservedAt: row.lastPageAt }])];
	},
};

/** Data Tables that are large have an output of their own. */
function outputOf(table: Table): number {
	const large = LARGE.indexOf(table);
	return large < 0 ? 0 : FIRST_LARGE + large;
}

const items = (list: readonly IDataObject[]): INodeExecutionData[] => list.map((json) => ({ json }));

interface Move {
	/** Of `ll_import_progress`. */
	readonly row: IDataObject;
	readonly state: MoveState;
	readonly direction: Direction;
}

function moveIn(context: IExecuteFunctions): Move {
	const [row] = recordsOfInput(context, 0);
	if (row === undefined) {
		refuse(context, {
			message: 'The input Progress is empty',
			hint: 'Connect the row of ll_import_progress for the move. Templates 26 and 27 show how.',
		});
	}
	return { row, state: readMove(row) ?? AT_THE_BEGIN, direction: required(context, directionOf(row.source)) };
}

function asOfIn(context: IExecuteFunctions) {
	const { asOf } = context.getNodeParameter('options', 0, {}) as { asOf?: string };
	return readAsOf(context, asOf);
}
