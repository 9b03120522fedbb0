import { LARGE } from '../../lifecycle/move/page';
import { connectionsBy } from '../shared/connections';

const ENDS = {
	begin: { inputs: ['Progress'], outputs: ['Progress'] },
	next: { inputs: ['Progress'], outputs: ['Page', 'Result', 'Refusal'] },
	rows: {
		inputs: ['Progress', 'Rows'],
		outputs: ['Rows', 'Page', ...LARGE.map(({ name }) => name)],
	},
	note: { inputs: ['Progress', 'Rows', 'Rows in New Place'], outputs: ['Progress'] },
};

/** Of “Get Rows to Write”, the first output of a large table. */
export const FIRST_LARGE = 2;

export type OperationName = keyof typeof ENDS;

export const INPUTS = connectionsBy(ENDS, 'inputs');
export const OUTPUTS = connectionsBy(ENDS, 'outputs');
export const outputsOf = (operation: OperationName): number => ENDS[operation].outputs.length;
