/** In which nodes two workflows differ, in words. */
import { essence } from './choices';
import { canonical, type Workflow, type WorkflowNode } from './workflow';

/**
 * @param template that says what is the user's choice and no difference
 * @returns sentences, e.g. `“Send to Slack”: text`; empty when they are equal
 */
export function differences(current: Workflow, next: Workflow, template: Workflow): string[] {
	const [mine, theirs] = [essence(current, template), essence(next, template)];
	const nodes = mine.nodes.flatMap((node) => {
		const other = theirs.nodes.find(({ name }) => name === node.name);
		return other === undefined ? [`“${node.name}” is in your copy only`] : changedParts(node, other);
	});
	const missing = theirs.nodes.filter(({ name }) => !mine.nodes.some((node) => node.name === name));
	return [
		...(mine.name === theirs.name ? [] : [`it is called “${mine.name}”`]),
		...nodes,
		...missing.map(({ name }) => `“${name}” is not in your copy`),
		...(canonical(mine.connections) === canonical(theirs.connections) ? [] : ['connections']),
		...(canonical(mine.nodeGroups) === canonical(theirs.nodeGroups) ? [] : ['groups']),
	];
}

function changedParts(node: WorkflowNode, other: WorkflowNode): string[] {
	const parts = [
		...changedKeys(node.parameters ?? {}, other.parameters ?? {}),
		...changedKeys(rest(node), rest(other)),
	];
	const named = parts.map((part) => (part === 'position' ? 'moved' : part));
	return named.length === 0 ? [] : [`“${node.name}”: ${named.join(', ')}`];
}

const rest = ({ parameters, id, ...more }: WorkflowNode): Record<string, unknown> => more;

function changedKeys(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): string[] {
	const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
	return keys.filter((key) => canonical(one[key] ?? null) !== canonical(other[key] ?? null)).sort();
}
