import { createRequire } from 'node:module';
import { NodeHelpers } from 'n8n-workflow';
import type {
	IDataObject,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	INodeProperties,
	IVersionedNodeType,
} from 'n8n-workflow';
import { harnessNodes } from './harness-nodes';

/** A node class as a `.node.ts` file exports it. */
export type NodeClass = new () => INodeType | IVersionedNodeType;

/** What n8n puts before the names of this package's nodes. */
export const PACKAGE = 'n8n-nodes-lead-lifecycle';

const TOOL_SUFFIX = /Tool$/;
const AI_TOOL = 'ai_tool';

/** The full type of a node of ours in a workflow, e.g. `n8n-nodes-lead-lifecycle.scoreLead`. */
export const nodeTypeOf = (node: NodeClass): string => `${PACKAGE}.${new node().description.name}`;

/** The version n8n gives a node that is newly put on the canvas. */
export function latestVersion(node: NodeClass): number {
	const { version } = NodeHelpers.getVersionedNodeType(new node()).description;
	return Array.isArray(version) ? Math.max(...version) : version;
}

/**
 * The node types one run may use: those given, the harness's own, and any of n8n-nodes-base, loaded when asked for.
 * A name that ends in `Tool` gives the node as an AI tool, as n8n's server does.
 */
export class NodeTypes implements INodeTypes {
	private readonly loaded = new Map<string, INodeType | IVersionedNodeType>(harnessNodes());

	constructor(nodes: readonly NodeClass[]) {
		for (const node of nodes) this.loaded.set(nodeTypeOf(node), new node());
	}

	getByName(type: string): INodeType | IVersionedNodeType {
		const known = this.loaded.get(type) ?? loadFromNodesBase(type);
		if (!known) throw new Error(`The node type "${type}" is not known here: pass its class in "nodeTypes".`);
		this.loaded.set(type, known);
		return known;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		if (this.loaded.has(type) || !TOOL_SUFFIX.test(type)) {
			return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
		}
		const node = NodeHelpers.getVersionedNodeType(this.getByName(type.replace(TOOL_SUFFIX, '')), version);
		return asTool(node);
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}

type KnownNodes = Record<string, { className: string; sourcePath: string } | undefined>;

const requireLate = createRequire(__filename);

/** One node's module only: loading all of n8n-nodes-base takes many seconds. */
function loadFromNodesBase(type: string): INodeType | IVersionedNodeType | undefined {
	const [packageName, name] = type.split('.');
	if (packageName !== 'n8n-nodes-base') return undefined;
	const known = (requireLate('n8n-nodes-base/dist/known/nodes.json') as KnownNodes)[name];
	if (!known) return undefined;
	const exported = requireLate(`n8n-nodes-base/${known.sourcePath}`) as Record<string, NodeClass>;
	return new exported[known.className]();
}

/** The same node with the description n8n's server gives its tool variant; the code that runs is the node's own. */
function asTool(node: INodeType): INodeType {
	const { usableAsTool, ...description } = node.description;
	if (!usableAsTool) throw new Error(`"${description.displayName}" does not say "usableAsTool".`);
	const toolDescription: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: description.description,
	};
	const tool: INodeTypeDescription = {
		...description,
		...(typeof usableAsTool === 'object' ? usableAsTool.replacements : {}),
		name: `${description.name}Tool`,
		displayName: `${description.displayName} Tool`,
		inputs: [],
		outputs: [AI_TOOL],
		properties: [toolDescription, ...description.properties],
	};
	return Object.create(node, { description: { value: tool } }) as INodeType;
}
