import type { INodeProperties } from 'n8n-workflow';

/** “Put Result in Field”, the same in every node. */
export const outputFieldProperty = (field: string): INodeProperties => ({
	displayName: 'Put Result in Field',
	name: 'outputField',
	type: 'string',
	default: field,
	required: true,
	hint: 'The name of the output field to put the result in',
});

/** “As Of”, an option of every node that depends on the time. */
export const asOfOption: INodeProperties = {
	displayName: 'As Of',
	name: 'asOf',
	type: 'dateTime',
	default: '',
	description: 'The moment to work at. Empty means now; a fixed moment makes a run reproducible.',
};
