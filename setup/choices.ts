/**
 * What a user chooses in an installed workflow, so that it outlives an upgrade and is no edit: credentials, whether a
 * node is active, a workflow's settings, and what a template leaves open, such as a sender's address or a team of Teams.
 */
import { createHash } from 'node:crypto';
import { canonical, type Workflow, type WorkflowNode } from './workflow';

/** How a node signs in goes with its credential. */
const WITH_THE_CREDENTIAL = ['authentication', 'nodeCredentialType'];
const LEFT_OPEN = /\bexample\.(com|org|net)\b/;

/** Whether a parameter's value waits for a person: an example address, or a list in which nothing is picked. */
export function isOpen(value: unknown): boolean {
	if (typeof value === 'string') return LEFT_OPEN.test(value);
	if (typeof value !== 'object' || value === null) return false;
	const { __rl: isLocator, value: picked } = value as { __rl?: unknown; value?: unknown };
	return isLocator === true && picked === '';
}

const openIn = ({ parameters = {} }: WorkflowNode): string[] => [
	...WITH_THE_CREDENTIAL,
	...Object.keys(parameters).filter((name) => isOpen(parameters[name])),
];

const counterpart = ({ nodes }: Workflow, { name, type }: WorkflowNode): WorkflowNode | undefined =>
	nodes.find((node) => node.name === name && node.type === type);

/** Twelve hexadecimal digits of any data; the order of keys makes no difference. */
export const hashOf = (value: unknown): string =>
	createHash('sha256').update(canonical(value)).digest('hex').slice(0, 12);

/**
 * What of a workflow is the template's: equal for two copies that differ in choices alone.
 *
 * @param template that says what is left open
 */
export function essence(workflow: Workflow, template: Workflow): Workflow {
	const nodes = workflow.nodes.map((node) => {
		const { credentials, disabled, webhookId, ...rest } = node;
		const original = counterpart(template, node);
		return original === undefined ? rest : { ...rest, parameters: closed(node, original) };
	});
	const byName = (a: WorkflowNode, b: WorkflowNode): number => (a.name < b.name ? -1 : 1);
	const { name, connections, nodeGroups = [] } = workflow;
	return { name, nodes: nodes.sort(byName), connections, nodeGroups };
}

export const fingerprint = (workflow: Workflow, template: Workflow): string => hashOf(essence(workflow, template));

function closed(node: WorkflowNode, original: WorkflowNode): Record<string, unknown> {
	const parameters: Record<string, unknown> = { ...node.parameters };
	for (const name of openIn(original)) {
		const value = original.parameters?.[name];
		if (value === undefined) delete parameters[name];
		else parameters[name] = value;
	}
	return parameters;
}

/** A new version of a workflow with the choices that were made in the old one. */
export function carryOver(next: Workflow, current: Workflow): Workflow {
	const nodes = next.nodes.map((node) => {
		const old = counterpart(current, node);
		return old === undefined ? node : withChoices(node, old);
	});
	return { ...next, nodes, settings: { ...next.settings, ...current.settings } };
}

function withChoices(node: WorkflowNode, old: WorkflowNode): WorkflowNode {
	const { disabled, ...rest } = node;
	const isSet = old.disabled !== true || Object.keys(old.credentials ?? {}).length > 0;
	const kept = openIn(node).filter((name) => old.parameters?.[name] !== undefined);
	const parameters = { ...node.parameters, ...Object.fromEntries(kept.map((name) => [name, old.parameters?.[name]])) };
	const credentials = { ...node.credentials, ...old.credentials };
	return {
		...rest,
		...(node.parameters !== undefined && { parameters }),
		...(Object.keys(credentials).length > 0 && { credentials }),
		...(old.webhookId !== undefined && { webhookId: old.webhookId }),
		...((isSet ? old.disabled : disabled) === true && { disabled: true }),
	};
}
