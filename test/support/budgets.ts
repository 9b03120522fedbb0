/**
 * What a canvas may cost, so that a person reads it in a minute. {@link overBudget} says where a template goes beyond it.
 */
import {
	GROUP_DESCRIPTION_MAX_LENGTH,
	summarizeTopLevelItems,
	validateWorkflowGroups,
	type IConnections,
	type INode,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { NodeJSON, WorkflowJSON } from '@n8n/workflow-sdk';
import { COLOURS } from '../../workflows/src/parts/canvas';
import { describes, isNote } from './templates';

/** Notes do not count as nodes; an expression is a parameter that begins with `=`, counted in characters. */
export const BUDGET = { nodes: 25, expression: 200, expressions: 3000, nodesWithoutGroups: 10 } as const;

/** The node that reads who holds the lease; every later step of a run may refer to it. */
const LEASE = 'Take the lease';

/** Two branches of one output that may run in either order, and why. */
export interface EitherOrder {
	/** File name without folder and ending, so that it holds for every CRM. */
	readonly template: string;
	/** The node whose output goes to both. */
	readonly after: string;
	readonly branches: readonly string[];
	readonly why: string;
}

interface Canvas {
	readonly steps: readonly NodeJSON[];
	readonly notes: readonly NodeJSON[];
	/** Names of the nodes that an output leads to, by the name of the node, then by output. */
	readonly targets: ReadonlyMap<string, ReadonlyArray<readonly string[]>>;
	/** Names of the nodes that are connected by more than one input. */
	readonly waiting: ReadonlySet<string>;
}

function canvasOf({ nodes, connections }: WorkflowJSON): Canvas {
	const targetsOf = ({ main = [] }: WorkflowJSON['connections'][string]) =>
		main.map((targets) => (targets ?? []).map(({ node }) => node));
	return {
		steps: nodes.filter((node) => !isNote(node)),
		notes: nodes.filter(isNote),
		targets: new Map(Object.entries(connections).map(([source, outputs]) => [source, targetsOf(outputs)])),
		waiting: waitingIn(connections),
	};
}

function waitingIn(connections: WorkflowJSON['connections']): Set<string> {
	const inputs = new Map<string, Set<number>>();
	for (const { node, index } of Object.values(connections).flatMap(({ main = [] }) =>
		main.flatMap((each) => each ?? []),
	))
		inputs.set(node, (inputs.get(node) ?? new Set<number>()).add(index));
	return new Set([...inputs].filter(([, indexes]) => indexes.size > 1).map(([name]) => name));
}

/** One line a fault; none when the template keeps to the budget. */
export function overBudget(workflow: WorkflowJSON, eitherOrder: readonly EitherOrder[] = []): string[] {
	const canvas = canvasOf(workflow);
	return [
		...tooManyNodes(canvas),
		...longExpressions(canvas),
		...codeNodes(canvas),
		...distantReferences(canvas),
		...orderedBranches(canvas, eitherOrder),
		...failuresOnSuccessBranch(canvas),
		...groupFaults(workflow, canvas),
		...missingNote(canvas),
	];
}

const tooManyNodes = ({ steps }: Canvas): string[] =>
	steps.length > BUDGET.nodes ? [`${steps.length} nodes; at most ${BUDGET.nodes}`] : [];

const codeNodes = ({ steps }: Canvas): string[] =>
	steps.filter(({ type }) => type === 'n8n-nodes-base.code').map(({ name }) => `“${name}” is a Code node`);

function textsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

const expressionsOf = ({ parameters }: NodeJSON): string[] =>
	textsOf(parameters).filter((text) => text.startsWith('='));

function longExpressions({ steps }: Canvas): string[] {
	const expressions = steps.flatMap((node) => expressionsOf(node).map((text) => ({ name: node.name, text })));
	const sum = expressions.reduce((characters, { text }) => characters + text.length, 0);
	return [
		...expressions
			.filter(({ text }) => text.length > BUDGET.expression)
			.map(
				({ name, text }) => `“${name}” has an expression of ${text.length} characters; at most ${BUDGET.expression}`,
			),
		...(sum > BUDGET.expressions ? [`${sum} characters of expressions; at most ${BUDGET.expressions}`] : []),
	];
}

const isTrigger = (node: NodeJSON): boolean => describes(node)?.group.includes('trigger') ?? false;

const REFERENCE = /\$(?:\(|items\(|node\[)\s*(['"`])(.*?)\1/g;

/** A reference past the predecessor hides a connection that nobody sees on the canvas. */
function distantReferences({ steps, targets }: Canvas): string[] {
	const triggers = steps.filter(isTrigger).map(({ name }) => name);
	const feeds = (source: string | undefined, name: string | undefined): boolean =>
		(targets.get(String(source)) ?? []).flat().includes(String(name));
	return steps.flatMap((node) =>
		expressionsOf(node)
			.flatMap((text) => [...text.matchAll(REFERENCE)].map(([, , name]) => name))
			.filter((name) => name !== LEASE && !triggers.includes(name) && !feeds(name, node.name))
			.map((name) => `“${node.name}” refers to “${name}”, which is neither its predecessor nor a trigger`),
	);
}

/**
 * n8n runs the branches of one output by their height on the canvas, which nobody sees and everybody moves. So a branch
 * either waits for the other in a node of several inputs, or the two are named as independent of each other.
 */
function orderedBranches(canvas: Canvas, eitherOrder: readonly EitherOrder[]): string[] {
	const isNamed = (source: string, pair: Pair): boolean =>
		eitherOrder.some(({ after, branches }) => after === source && pair.every((name) => branches.includes(name)));
	return [...canvas.targets].flatMap(([source, outputs]) =>
		outputs
			.flatMap(pairsOf)
			.filter((pair) => !isNamed(source, pair) && !oneWaits(pair, canvas))
			.map((pair) => `after “${source}” the height decides which runs first: ${pair.join(' | ')}`),
	);
}

type Pair = readonly [string, string];

const pairsOf = (names: readonly string[]): Pair[] =>
	names.flatMap((left, index) =>
		// One node that is connected by several inputs waits for all of them.
		names.slice(index + 1).flatMap((right): Pair[] => (left === right ? [] : [[left, right]])),
	);

/** One of the two is a node of several inputs that the other leads to, as a Merge is. */
const oneWaits = ([left, right]: Pair, { targets, waiting }: Canvas): boolean =>
	(waiting.has(right) && reachedFrom(left, targets).has(right)) ||
	(waiting.has(left) && reachedFrom(right, targets).has(left));

function reachedFrom(start: string, targets: Canvas['targets']): Set<string> {
	const reached = new Set<string>();
	const open = [start];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		const next = (targets.get(name) ?? []).flat().filter((target) => !reached.has(target));
		next.forEach((target) => reached.add(target));
		open.push(...next);
	}
	return reached;
}

/** With *Continue* a failed bulk insert sends its rows down the success branch. */
const failuresOnSuccessBranch = ({ steps }: Canvas): string[] =>
	steps
		.filter(({ type, onError }) => type === 'n8n-nodes-base.dataTable' && /^continue/.test(onError ?? ''))
		.map(({ name }) => `“${name}” is a Data Table node that goes on after an error`);

function groupFaults({ nodes, connections, nodeGroups = [] }: WorkflowJSON, { steps }: Canvas): string[] {
	const connectionsBySourceNode = connections as unknown as IConnections;
	const checked = validateWorkflowGroups({
		nodes: nodes as INode[],
		connectionsBySourceNode,
		nodeGroups,
		getNodeType: (node) => describes(node) as INodeTypeDescription | undefined,
	});
	const { total, ceiling, overCeiling } = summarizeTopLevelItems({ nodes, nodeGroups, connectionsBySourceNode });
	return [
		...(checked.valid ? [] : checked.violations.map(({ message }) => message)),
		...nodeGroups
			.filter(({ nodeIds }) => nodeIds.length < 2)
			.map(({ name }) => `The group “${name}” has fewer than two nodes`),
		...nodeGroups
			.filter(({ description = '' }) => description === '' || description.length > GROUP_DESCRIPTION_MAX_LENGTH)
			.map(({ name }) => `The group “${name}” needs a description of 1 to ${GROUP_DESCRIPTION_MAX_LENGTH} characters`),
		...(steps.length > BUDGET.nodesWithoutGroups && overCeiling
			? [`${total} boxes when every group is folded; at most ${ceiling}`]
			: []),
	];
}

const missingNote = ({ notes }: Canvas): string[] =>
	notes.some(
		({ parameters }) => parameters?.color === COLOURS.start && /change first/i.test(parameters.content as string),
	)
		? []
		: ['no note in the colour of the start says “Change first”'];
