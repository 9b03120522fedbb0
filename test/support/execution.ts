import { Workflow } from 'n8n-workflow';
import type { INode, IPinData, IRun, IWorkflowSettings, WorkflowExecuteMode } from 'n8n-workflow';
import { WorkflowExecute } from 'n8n-core/dist/execution-engine/workflow-execute';
import { type NodeClass, NodeTypes } from './node-types';
import { plainCopy } from './plain-copy';
import { type ServerOptions, serverData } from './server-data';

/** A workflow as n8n exports it; of its keys only these matter to a run. */
export interface WorkflowFile {
	/** What expressions read as `$workflow.id`; default: `test`. */
	id?: string;
	nodes: INode[];
	connections: Workflow['connectionsBySourceNode'];
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

export function addNode(workflow: WorkflowFile, name: string, type: string, more: Partial<INode> = {}): void {
	const position: [number, number] = [0, workflow.nodes.length];
	workflow.nodes.push({ id: name, name, type, typeVersion: 1, position, parameters: {}, ...more });
}

interface Connection {
	from: string;
	output?: number;
	to: string;
	input?: number;
	type?: 'main' | 'ai_tool';
}

export function connect(workflow: WorkflowFile, connection: Connection): void {
	const { from, output = 0, to, input = 0, type = 'main' } = connection;
	const outputs = ((workflow.connections[from] ??= {})[type] ??= []);
	while (outputs.length <= output) outputs.push([]);
	outputs[output]?.push({ node: to, type, index: input });
}

/** The workflow as the engine holds it: parameters left out have taken their defaults. */
export const build = (
	{ id = 'test', nodes, connections, settings }: WorkflowFile,
	nodeTypes: readonly NodeClass[],
): Workflow =>
	new Workflow({
		id,
		name: 'test',
		nodes: plainCopy(nodes),
		connections: plainCopy(connections),
		active: false,
		nodeTypes: new NodeTypes(nodeTypes),
		settings: { executionOrder: 'v1', timezone: 'UTC', ...settings },
	});

export interface Execution extends ServerOptions {
	pinData?: IPinData;
	/** Node to start from. Default: the trigger n8n would pick. */
	startNode?: string;
	mode?: WorkflowExecuteMode;
}

export async function execute(workflow: Workflow, execution: Execution): Promise<IRun> {
	const { pinData, startNode: name, mode = 'manual', credentials, tables, executionId, onStart, onCall } = execution;
	const startNode = name === undefined ? workflow.getStartNode() : workflow.getNode(name);
	if (!startNode) throw new Error(`The workflow has no ${name ? `node "${name}"` : 'trigger'} to start from.`);
	return await new WorkflowExecute(serverData(mode, { credentials, tables, executionId, onStart, onCall }), mode).run({
		workflow,
		startNode,
		pinData,
	});
}
