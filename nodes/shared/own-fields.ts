import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Fields } from '../../lifecycle/path';

/** “Also as Own Fields”: what a table or a sheet shows of a result that is an object. */
export const ownFieldsOption = (names: readonly string[]): INodeProperties => ({
	displayName: 'Also as Own Fields',
	name: 'ownFields',
	type: 'boolean',
	default: true,
	description: `Whether ${listed(names)} also stand as fields of their own, first in the item, for tables and sheets. They replace fields of these names.`,
});

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

/** The item with fields of a result in front of its own. */
export function withOwnFields(item: INodeExecutionData, result: Fields, names: readonly string[]): INodeExecutionData {
	const front = Object.fromEntries(names.map((name) => [name, result[name]])) as IDataObject;
	return { ...item, json: { ...front, ...item.json, ...front } };
}
