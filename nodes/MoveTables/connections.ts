import { connectionsBy } from '../shared/connections';

const ENDS = {
	begin: { inputs: ['Progress'], outputs: ['Progress'] },
	next: { inputs: ['Progress'], outputs: ['Page', 'Result', 'Refusal'] },
	rows: { inputs: ['Progress', 'Rows'], outputs: ['Rows', 'Page'] },
	note: { inputs: ['Progress', 'Rows', 'Rows in New Place'], outputs: ['Progress'] },
};

export type OperationName = keyof typeof ENDS;

export const INPUTS = connectionsBy(ENDS, 'inputs');
export const OUTPUTS = connectionsBy(ENDS, 'outputs');
export const outputsOf = (operation: OperationName): number => ENDS[operation].outputs.length;
