import {
	NodeHelpers,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type INodeProperties,
} from 'n8n-workflow';
import { isFields, pathReader } from '../../lifecycle/path';
import { itemsAt } from './inputs';
import { counted, isBlank } from './shell';

/**
 * A field that somebody named and that is in no item is most likely misspelt. One that has its default may be missing:
 * nobody chose it. Fields of all inputs count, so that a parameter may name one of another input.
 *
 * @param properties the form of the node; a parameter with `requiresDataPath: 'single'` names a field
 */
export function absentFields(context: IExecuteFunctions, properties: readonly INodeProperties[]): string[] {
	const items = itemsAt(context, 0).filter((item) => !isBlank(item));
	if (items.length === 0) return [];
	const others = otherInputs(context);
	const has = (path: string): boolean => {
		const read = pathReader(path);
		return [...items, ...others].some(({ json }) => read(json) !== undefined);
	};
	return namedFields(context.getNode(), properties)
		.filter(({ path }) => !has(path))
		.map(
			({ displayName, path }) =>
				`0 of ${counted(items.length, 'item has', 'items have')} the field “${path}”, named in “${displayName}”.`,
		);
}

const MOST_INPUTS = 10;

function otherInputs(context: IExecuteFunctions) {
	const { length } = context.getNodeInputs?.() ?? [];
	return Array.from({ length: Math.min(length, MOST_INPUTS) }, (_, input) => input)
		.slice(1)
		.flatMap((input) => itemsAt(context, input));
}

interface NamedField {
	readonly displayName: string;
	readonly path: string;
}

function namedFields(node: INode, properties: readonly INodeProperties[]): NamedField[] {
	const { parameters } = node;
	const options = isFields(parameters.options) ? (parameters.options as INodeParameters) : {};
	const listed = properties.find(({ name }) => name === 'options')?.options ?? [];
	const isShown = (values: INodeParameters, property: INodeProperties): boolean =>
		NodeHelpers.displayParameter(values, property, node, null, parameters);
	return [
		...chosen(properties, parameters).filter(({ property }) => isShown(parameters, property)),
		...chosen(listed.filter(isProperty), options).filter(({ property }) => isShown(options, property)),
	].map(({ property: { displayName }, path }) => ({ displayName, path }));
}

const isProperty = (option: object): option is INodeProperties => 'type' in option;

/** An expression may name another field for each item. */
function chosen(properties: readonly INodeProperties[], values: INodeParameters) {
	return properties.flatMap((property) => {
		const value = Object.hasOwn(values, property.name) ? values[property.name] : undefined;
		if (property.requiresDataPath !== 'single' || typeof value !== 'string' || value === property.default) return [];
		const path = value.trim();
		return path === '' || path.startsWith('=') ? [] : [{ property, path }];
	});
}
