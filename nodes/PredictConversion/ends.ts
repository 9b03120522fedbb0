import type { Ends } from '../shared/connections';

/** Names of the inputs and outputs of each operation. Any input but Leads and Model may be left unconnected. */
export const ENDS = {
	train: {
		inputs: ['Leads', 'Activities', 'Stage Log', 'Links', 'Live Model', 'Settings'],
		outputs: ['Model', 'Suggested Points', 'Half-Lives', 'Report', 'Message'],
	},
	predict: { inputs: ['Leads', 'Activities', 'Links', 'Model'], outputs: ['Leads', 'Changed Rows'] },
} as const satisfies Readonly<Record<string, Ends>>;

export type OperationName = keyof typeof ENDS;
export type InputName = (typeof ENDS)[OperationName]['inputs'][number];

export const placeOfInput = (operation: OperationName, input: InputName): number =>
	(ENDS[operation].inputs as readonly InputName[]).indexOf(input);
