/** Expressions in the nodes' parameters. n8n ends an expression at the first two closing braces in a row. */
const closed = (source: string): string => {
	if (/\}\}|\{\{/.test(source)) throw new Error(`Write a space between double braces in: ${source}`);
	// n8n's rewriting of a long expression can turn `list[key]?.field` into undefined, whatever is there.
	if (/\[[a-z_$][\w$.]*\]\?\./i.test(source)) throw new Error(`Write (list[key] ?? {}).field in: ${source}`);
	return source;
};

/** A value worked out for each item. */
export const value = (source: string): string => `={{ ${closed(source.trim())} }}`;

/** A node's output in an expression. */
export const from = ({ name }: { name: string }): string => `$('${name}')`;
