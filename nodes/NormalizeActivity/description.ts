import type { INodeProperties } from 'n8n-workflow';
import { mappingProperties, readingOptions, sourceProperty } from '../shared/activity-form';
import { asOfOption } from '../shared/properties';

export const properties: INodeProperties[] = [
	sourceProperty,
	...mappingProperties,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [asOfOption, ...readingOptions],
	},
];
