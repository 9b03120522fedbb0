/** Names of a node's inputs and outputs, in their order. */
export interface Ends {
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
}

/**
 * The inputs or outputs of a node, by its parameter “operation”. n8n keeps this as text and works it out in the browser
 * too, so it is written as text.
 */
export const connectionsBy = (ends: Readonly<Record<string, Ends>>, side: keyof Ends) => {
	const names = Object.fromEntries(Object.entries(ends).map(([operation, each]) => [operation, each[side]]));
	return `={{ (${JSON.stringify(names)})[$parameter.operation].map((displayName) => ({ type: 'main', displayName })) }}` as const;
};
