/** Names that workflows out there hold: a change of one of them breaks every one of those workflows. */
import { NodeHelpers, type INodeProperties } from 'n8n-workflow';
import { AggregateAccount } from '../../nodes/AggregateAccount/AggregateAccount.node';
import { ApplyDecay } from '../../nodes/ApplyDecay/ApplyDecay.node';
import { CheckSla } from '../../nodes/CheckSla/CheckSla.node';
import { RecycleLead } from '../../nodes/RecycleLead/RecycleLead.node';
import names from '../cases/public-names.json';
import { addNode, build, type WorkflowFile } from '../support/execution';
import { nodeTypeOf } from '../support/node-types';

const CLASSES = [ApplyDecay, AggregateAccount, CheckSla, RecycleLead];
const NODES = CLASSES.map((Node) => new Node().description);

/** The names of a node's outputs when it is added; those of some follow the form. */
function outputsOf(node: string): string[] {
	const index = NODES.findIndex(({ name }) => name === node);
	const { outputNames } = NODES[index];
	if (outputNames) return outputNames;
	const file: WorkflowFile = { nodes: [], connections: {}, settings: {} };
	addNode(file, node, nodeTypeOf(CLASSES[index]));
	const workflow = build(file, [CLASSES[index]]);
	const outputs = NodeHelpers.getNodeOutputs(workflow, workflow.nodes[node], NODES[index]);
	return outputs.flatMap((output) => (typeof output === 'string' ? [] : (output.displayName ?? '')));
}

const isPlain = (value: unknown): boolean => typeof value !== 'object';
const defaultsOf = (properties: INodeProperties[]): Record<string, unknown> =>
	Object.fromEntries(
		properties.map(({ name, default: value }) => [name, isPlain(value) ? value : 'see the form']).reverse(),
	) as Record<string, unknown>;
const choicesOf = (properties: INodeProperties[]): Record<string, unknown> =>
	Object.fromEntries(
		properties
			.filter(({ type }) => type === 'options')
			.map(({ name, options }) => [name, (options ?? []).map((option) => 'value' in option && option.value).sort()]),
	);

describe.each(names)('$node', ({ node, outputs, parameters, choices, options }) => {
	const description = NODES.find(({ name }) => name === node);
	const properties = description?.properties.filter(({ name, type }) => name !== 'options' && type !== 'notice') ?? [];
	const optional = (description?.properties.find(({ name }) => name === 'options')?.options ?? []) as INodeProperties[];

	it('has its outputs', () => expect(outputsOf(node)).toEqual(outputs));
	it('has its parameters with their defaults', () => expect(defaultsOf(properties)).toEqual(parameters));
	it('has its choices', () => expect(choicesOf([...properties, ...optional])).toEqual(choices));
	it('has its options with their defaults', () => expect(defaultsOf(optional)).toEqual(options));
});
