import type { WorkflowFile } from '../support/engine';

/** Names of the nodes that stand after a node, itself included. */
export function reachedFrom(start: string, connections: WorkflowFile['connections']): Set<string> {
	const reached = new Set([start]);
	const after = (name: string): string[] =>
		(connections[name]?.main ?? []).flatMap((targets) => (targets ?? []).map(({ node }) => node));
	for (const name of reached) for (const next of after(name)) reached.add(next);
	return reached;
}
