import type { IDataObject, INode, INodeParameters, IRunData, Workflow } from 'n8n-workflow';
import { addNode, build, connect, execute, type WorkflowFile } from './execution';
import { AGENT, SOURCE } from './harness-nodes';
import { latestVersion, type NodeClass, nodeTypeOf } from './node-types';

export interface ToolRun {
	/** The tool's parameters; what the model fills in is written `={{ $fromAI('email', 'Who', 'string') }}`. */
	parameters?: INodeParameters;
	/** What the model passes, by `$fromAI` key. */
	arguments?: IDataObject;
	/**
	 * How the agent reaches the tool. `call` (default): in place, `isToolExecution()` is true (MCP server, AI Agent 2).
	 * `request`: the engine runs the tool node and hands its first output back, `isToolExecution()` is false (AI Agent 3).
	 */
	via?: 'call' | 'request';
	/** The item the agent works on; in a `request` the tool sees it merged with the arguments. Default: `{}`. */
	item?: IDataObject;
	/** The setting “On Error” of the tool. */
	onError?: INode['onError'];
}

export interface ToolResult {
	/** What the model gets to read: the `json` of each item of output 0; null when there was none. */
	response: IDataObject[] | null;
	/** Name and description the model knows the tool by (only with `call`). */
	name?: string;
	description?: string;
	/** Message of what stopped the agent. */
	error?: string;
	runData: IRunData;
}

const TOOL = 'Tool under test';
const AGENT_NAME = 'Agent';

/** Runs a node the way an AI agent does, one call of the tool. There is no model: the arguments are given. */
export async function runAsTool(node: NodeClass, options: ToolRun = {}): Promise<ToolResult> {
	const pinData = { Start: [{ json: options.item ?? {} }] };
	const run = await execute(withAgent(node, options), { pinData, startNode: 'Start' });
	const { runData, error } = run.data.resultData;
	const answer = runData[AGENT_NAME]?.at(-1)?.data?.main[0]?.[0]?.json as Partial<ToolResult> | undefined;
	return { response: null, ...answer, error: error?.message, runData };
}

function withAgent(node: NodeClass, options: ToolRun): Workflow {
	const { parameters = {}, arguments: given = {}, via = 'call', onError } = options;
	const file: WorkflowFile = { nodes: [], connections: {} };
	const agent = { via, tool: TOOL, arguments: JSON.stringify(given) };
	addNode(file, 'Start', SOURCE);
	addNode(file, TOOL, `${nodeTypeOf(node)}Tool`, { typeVersion: latestVersion(node), parameters, onError });
	addNode(file, AGENT_NAME, AGENT, { parameters: agent });
	connect(file, { from: 'Start', to: AGENT_NAME });
	connect(file, { from: TOOL, to: AGENT_NAME, type: 'ai_tool' });
	return build(file, [node]);
}
