import type { INodeParameters, NodeParameterValue } from 'n8n-workflow';

/** A field of a webhook's description that depends on the node's parameters. */
export interface WebhookField {
	/** The expression that n8n evaluates where it does not know the function, and the editor always. */
	template: string;
	/** The same of the parameters, without the expression engine. */
	resolve: (parameters: INodeParameters) => NodeParameterValue | INodeParameters[string] | undefined;
}

// n8n's own name for it (`WEBHOOK_RESOLVERS` of n8n-workflow), which versions before 2.41 neither have nor look for.
const RESOLVERS = Symbol.for('n8n.webhookDescriptionResolvers');

/**
 * The fields as expressions, with functions for the versions of n8n that use them: each expression of a webhook's
 * description costs every call some milliseconds in the expression sandbox, and a function costs nothing.
 */
export function webhookFields<Name extends string>(fields: Record<Name, WebhookField>): Record<Name, string> {
	const names = Object.keys(fields) as Name[];
	const templates = Object.fromEntries(names.map((name) => [name, fields[name].template])) as Record<Name, string>;
	return { ...templates, [RESOLVERS]: fields };
}
