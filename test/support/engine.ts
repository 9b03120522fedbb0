/**
 * Runs nodes and small workflows in n8n's own engine, inside the jest process: parameter defaults, expressions, item
 * links, On Error routing and retries are n8n's, nothing of them is imitated here. Data Tables are those of `data-tables.ts`. Code nodes
 * and sub-workflows need a server and do not run; pin their output instead.
 */
import { NodeHelpers } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IPinData,
	IRun,
	IRunData,
	ITaskData,
	NodeExecutionHint,
	OnError,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { addNode, build, connect, execute, type Execution, type WorkflowFile } from './execution';
import { type ItemLink, PROBE, SOURCE } from './harness-nodes';
import { latestVersion, type NodeClass, nodeTypeOf } from './node-types';
import { plainCopy, sameValue } from './plain-copy';
import { type Credentials, credentialReferences } from './server-data';

export type { WorkflowFile } from './execution';
export type { ItemLink } from './harness-nodes';
export { type NodeClass, nodeTypeOf } from './node-types';
export { runAsTool } from './tool';

/** The name the node under test has in its workflow. */
export const NODE = 'Node under test';

/** What a node threw, as the engine keeps it. */
export interface EngineError {
	name: string;
	message: string;
	/** The second, smaller line n8n shows; our hints stand here. */
	description?: string | null;
	context?: { itemIndex?: number; parameter?: string };
}

export interface NodeRun {
	/** Parameters as a workflow file holds them; those left out take the node's defaults. Expressions begin with `=`. */
	parameters?: INodeParameters;
	/** Items of the only input, or one list an input (an empty list: connected, but brings nothing). Default: one `{}` item. */
	inputs?: INodeExecutionData[] | INodeExecutionData[][];
	/** "On Error" in the node's settings. Default: `stopWorkflow`. */
	onError?: OnError;
	executeOnce?: boolean;
	alwaysOutputData?: boolean;
	retryOnFail?: boolean;
	/** 2 to 5; n8n's default is 3. */
	maxTries?: number;
	/** Milliseconds, up to 5000; n8n's default is 1000. */
	waitBetweenTries?: number;
	/** Default: the newest. */
	typeVersion?: number;
	/** Decrypted credentials by credential type. */
	credentials?: Credentials;
	/** Default: `manual`. */
	mode?: WorkflowExecuteMode;
	/** The workflow's time zone, what `this.getTimezone()` gives. Default: `UTC`. */
	timezone?: string;
	/** Follow every output item's link back to the inputs, see {@link NodeResult.links}. */
	links?: boolean;
}

export interface NodeResult {
	/** One list an output, in the order the node declares them; with `continueErrorOutput` the error output is last. */
	outputs: INodeExecutionData[][];
	/** What the node threw, in every On Error mode. A node that keeps the contract throws only under `stopWorkflow`. */
	error?: EngineError;
	/** What the node said with `this.addExecutionHints`. */
	hints: NodeExecutionHint[];
	/** How often the engine ran the node: 0 when no input brought an item. */
	runs: number;
	/** With `links: true`: by output and item, the input item it comes from, or the engine's message where it cannot tell. */
	links: Array<Array<ItemLink | string>>;
	/** Everything the engine recorded, by node name. */
	runData: IRunData;
}

/** Name of the node that feeds an input, for expressions such as `{{ $('Source').item.json.email }}`: `Source`, `Source 2` … */
export const sourceName = (input: number): string => (input === 0 ? 'Source' : `Source ${input + 1}`);

/** Items from plain objects. */
export const itemsOf = (json: readonly object[]): INodeExecutionData[] =>
	json.map((fields) => ({ json: fields as IDataObject }));

/** Plain objects from items. */
export const jsonOf = (items: readonly INodeExecutionData[]): IDataObject[] => items.map(({ json }) => json);

/**
 * Runs one node on the given items. Each input is fed by a pinned node of its own.
 * @throws when the node changed an input item (it must return copies), and when n8n finds the node's parameters
 * incomplete, which it does before anything runs.
 */
export async function runNode(node: NodeClass, options: NodeRun = {}): Promise<NodeResult> {
	const inputs = listsOf(options.inputs ?? itemsOf([{}]));
	const pinData = Object.fromEntries(inputs.map((items, input) => [sourceName(input), plainCopy(items)]));
	const workflow = aroundNode(node, options, inputs.length);
	const run = await execute(workflow, { ...options, pinData, startNode: 'Start' });
	inputs.forEach((items, input) => assertUnchanged(items, pinData[sourceName(input)], input));
	return nodeResult(workflow, run, pinData);
}

const listsOf = (inputs: INodeExecutionData[] | INodeExecutionData[][]): INodeExecutionData[][] =>
	inputs.length > 0 && inputs.every(Array.isArray) ? inputs : [inputs as INodeExecutionData[]];

function assertUnchanged(before: INodeExecutionData[], after: INodeExecutionData[], input: number): void {
	const changed = before.findIndex(({ json }, item) => !sameValue(json, after[item].json));
	if (changed >= 0) throw new Error(`The node changed item ${changed} of input ${input}; it must copy.`);
}

/** Start -> one source an input -> the node -> one probe an output. */
function aroundNode(node: NodeClass, options: NodeRun, inputs: number): Workflow {
	const file: WorkflowFile = {
		nodes: [],
		connections: {},
		settings: { timezone: options.timezone ?? 'UTC' },
	};
	addNode(file, 'Start', SOURCE);
	addNode(file, NODE, nodeTypeOf(node), settingsOf(node, options));
	const sources = Array.from({ length: inputs }, (_, input) => sourceName(input));
	for (const [input, name] of sources.entries()) {
		addNode(file, name, SOURCE);
		connect(file, { from: 'Start', to: name });
		connect(file, { from: name, to: NODE, input });
	}
	const workflow = build(file, [node]);
	if (!options.links) return workflow;
	for (let output = 0; output < outputCount(workflow); output++) {
		addNode(file, probeName(output), PROBE, { parameters: { sources: JSON.stringify(sources) } });
		connect(file, { from: NODE, output, to: probeName(output) });
	}
	return build(file, [node]);
}

function settingsOf(node: NodeClass, options: NodeRun): Partial<INode> {
	const { onError, executeOnce, alwaysOutputData, retryOnFail, maxTries, waitBetweenTries } = options;
	return {
		...{ onError, executeOnce, alwaysOutputData, retryOnFail, maxTries, waitBetweenTries },
		typeVersion: options.typeVersion ?? latestVersion(node),
		parameters: options.parameters ?? {},
		credentials: credentialReferences(options.credentials),
	};
}

const probeName = (output: number): string => `Probe ${output}`;

function outputCount(workflow: Workflow): number {
	const node = workflow.nodes[NODE];
	const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const outputs = NodeHelpers.getConnectionTypes(NodeHelpers.getNodeOutputs(workflow, node, description));
	return outputs.filter((type) => type === 'main').length;
}

function nodeResult(workflow: Workflow, run: IRun, pinData: IPinData): NodeResult {
	const { runData, error } = run.data.resultData;
	const runs = runData[NODE] ?? [];
	const [first] = runs;
	if (error && !first) throw new Error(`The run failed before the node: ${error.message}`, { cause: error });
	const outputs = Array.from({ length: outputCount(workflow) }, (_, output) => output);
	return {
		outputs: outputs.map((output) => first?.data?.main[output] ?? []),
		error: first?.error,
		hints: first?.hints ?? [],
		runs: runs.length,
		links: outputs.map((output) => linksOf(runData[probeName(output)]?.[0], pinData)),
		runData,
	};
}

interface FollowedLink {
	input: number;
	linked?: INodeExecutionData;
	error?: string;
}

function linksOf(probe: ITaskData | undefined, pinData: IPinData): Array<ItemLink | string> {
	return (probe?.data?.main[0] ?? []).map(({ json }) => {
		const followed = json.links as unknown as FollowedLink[];
		const found = followed.find(({ linked }) => linked !== undefined);
		if (!found) return followed[0].error ?? 'linked to no item';
		return { input: found.input, item: positionOf(found, pinData) };
	});
}

const positionOf = ({ input, linked }: FollowedLink, pinData: IPinData): number =>
	pinData[sourceName(input)].findIndex(({ json }) => json === linked?.json);

export interface WorkflowRun extends Execution {
	/** The package's node classes the workflow uses; nodes of n8n-nodes-base are found by themselves. */
	nodeTypes?: readonly NodeClass[];
	/** Output by node name; a pinned node does not run. Added to the file's own pins. */
	pinData?: IPinData;
}

export interface WorkflowResult {
	/** What stopped the workflow. */
	error?: EngineError;
	/** True when it ran to its end. */
	finished: boolean;
	/** Items a node gave on an output (0: the first) in its last run; none when it did not run. */
	output(node: string, output?: number): INodeExecutionData[];
	/** Everything the engine recorded, by node name. */
	runData: IRunData;
}

/** Runs a whole workflow; pin what cannot run here (webhooks, Code, Data Tables, services). */
export async function runWorkflow(file: WorkflowFile, options: WorkflowRun = {}): Promise<WorkflowResult> {
	const pinData = plainCopy({ ...file.pinData, ...options.pinData });
	const run = await execute(build(file, options.nodeTypes ?? []), { ...options, pinData });
	const { runData, error } = run.data.resultData;
	return {
		error: error,
		finished: run.finished === true,
		output: (node, output = 0) => runData[node]?.at(-1)?.data?.main[output] ?? [],
		runData,
	};
}
