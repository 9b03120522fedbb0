import { connectionsBy } from '../shared/connections';

const ENDS = {
	due: { inputs: ['Outbox', 'Settings', 'CRM Sync'], outputs: ['Due', 'Rows', 'Reports', 'Ask the CRM'] },
	result: {
		inputs: ['Messages', 'Slack', 'Teams', 'E-Mail'],
		outputs: ['Rows', 'Rows, Channel Down', 'Reports'],
	},
};

export const INPUTS = connectionsBy(ENDS, 'inputs');
export const OUTPUTS = connectionsBy(ENDS, 'outputs');
