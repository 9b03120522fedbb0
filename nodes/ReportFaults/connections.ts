import { connectionsBy } from '../shared/connections';

const ENDS = {
	tables: { inputs: ['Tables'], outputs: ['Messages', 'All Well', 'Rows to Check'] },
	rows: { inputs: ['Rules', 'Settings', 'Tables', 'Scoring State'], outputs: ['Messages'] },
	run: { inputs: ['Failed Runs', 'Settings', 'Earlier Reports'], outputs: ['Messages'] },
};

export type OperationName = keyof typeof ENDS;

export const INPUTS = connectionsBy(ENDS, 'inputs');
export const OUTPUTS = connectionsBy(ENDS, 'outputs');
export const outputsOf = (operation: OperationName): number => ENDS[operation].outputs.length;
