import { connectionsBy } from '../shared/connections';

const ENDS = {
	keys: { inputs: ['Leads', 'Links'], outputs: ['Queries'] },
	old: {
		inputs: ['Leads', 'Activities', 'Links', 'Rules', 'Settings', 'Progress', 'Scoring State'],
		outputs: ['Progress', 'Old Rows', 'Lead Book', 'Activities', 'Messages'],
	},
};

/** Where the inputs of “Find Old Rows” are. */
export const INPUT = { leads: 0, activities: 1, links: 2, rules: 3, settings: 4, progress: 5, scoring: 6 } as const;

export type OperationName = keyof typeof ENDS;

export const INPUTS = connectionsBy(ENDS, 'inputs');
export const OUTPUTS = connectionsBy(ENDS, 'outputs');
export const outputsOf = (operation: OperationName): number => ENDS[operation].outputs.length;
