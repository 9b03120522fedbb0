/** Expressions in the nodes' parameters. n8n ends an expression at the first two closing braces in a row. */
const closed = (source: string): string => {
	if (/\}\}|\{\{/.test(source)) throw new Error(`Write a space between double braces in: ${source}`);
	// n8n's rewriting of a long expression can turn `list[key]?.field` into undefined, whatever is there.
	if (/\[[a-z_$][\w$.]*\]\?\./i.test(source)) throw new Error(`Write (list[key] ?? {}).field in: ${source}`);
	return source;
};

/** A value worked out for each item. */
export const value = (source: string): string => `={{ ${closed(source.trim())} }}`;

/** A value that takes several statements; the last one returns it. */
export const worked = (body: string): string => `={{ (() => {\n${closed(outdented(body))}\n})() }}`;

/** A node's output in an expression. */
export const from = ({ name }: { name: string }): string => `$('${name}')`;

/** The items of a node that may not have run, as plain objects. */
export const maybe = (source: { name: string }): string =>
	`(${from(source)}.isExecuted ? ${from(source)}.all().map((item) => item.json) : [])`;

function outdented(body: string): string {
	const lines = body.replace(/^\n|\s+$/g, '').split('\n');
	const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\t*/.exec(line)?.[0].length ?? 0);
	const depth = Math.max(0, Math.min(...indents) - 1);
	return lines.map((line) => line.slice(depth).replaceAll('\t', '  ')).join('\n');
}
