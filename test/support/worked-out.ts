import { runInNewContext } from 'node:vm';
import type { NodeJSON } from '@n8n/workflow-sdk';
import { DateTime, Settings } from 'luxon';

type Item = Record<string, unknown>;

export interface Surroundings {
	/** What earlier nodes gave, by name: the items of their first output, or the items of each output. */
	readonly nodes: Record<string, Item[] | { outputs: Item[][] }>;
	/** Items of the node itself. */
	readonly items?: Item[];
	readonly execution?: string;
	/** Parameters of earlier nodes, by name. */
	readonly params?: Record<string, Item>;
}

/** What the expression of a Set node in raw mode gives; a stand-in for n8n, so that tables of cases run in a moment. */
export function workedOut(
	{ parameters }: NodeJSON,
	{ nodes, items = [{}], execution = '7', params = {} }: Surroundings,
): Item {
	const source = /^=\{\{ ([\s\S]*) \}\}$/.exec(parameters?.jsonOutput as string)?.[1];
	if (source === undefined) throw new Error('This node has no expression to work out.');
	const asItems = (list: Item[]) => list.map((json) => ({ json }));
	const node = (name: string) => {
		const given = nodes[name];
		const outputs = given === undefined ? [] : Array.isArray(given) ? [given] : given.outputs;
		const all = (output = 0) => asItems(outputs[output] ?? []);
		return { isExecuted: given !== undefined, all, first: () => all()[0], params: params[name] ?? {} };
	};
	const result = inUtc(() =>
		runInNewContext(source, {
			$: node,
			$json: items[0],
			$input: { all: () => asItems(items), first: () => ({ json: items[0] }) },
			$execution: { id: execution, resumeUrl: 'https://n8n.example/webhook-waiting/7' },
			DateTime,
		}),
	);
	// Of this realm, so that it can be compared.
	return JSON.parse(JSON.stringify(result)) as Item;
}

/** In n8n, times without a zone are those of the workflow, never of the machine. */
function inUtc(work: () => unknown): unknown {
	const { defaultZone } = Settings;
	Settings.defaultZone = 'UTC';
	try {
		return work();
	} finally {
		Settings.defaultZone = defaultZone;
	}
}
