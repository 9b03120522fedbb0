import { fault, ok, type Result } from '../fault';

const MAX_DEPTH = 100;
const ENTITIES: ReadonlyMap<string, string> = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
]);

interface Node {
	name: string;
	children: Map<string, unknown>;
	text: string[];
}

/**
 * Plain XML as nested objects: `<a><b>1</b><b>2</b></a>` -> `{ a: { b: ['1', '2'] } }`. Keys are names without their
 * namespace prefix, attributes stand as `@name`. Enough for SOAP messages; reads the text once, and refuses document
 * types, which well-meant senders have no use for.
 */
export function parseXml(xml: string): Result<Record<string, unknown>> {
	const root: Node = { name: '', children: new Map(), text: [] };
	const open: Node[] = [root];
	let position = 0;
	while (position < xml.length) {
		const current = open[open.length - 1];
		const start = xml.indexOf('<', position);
		current.text.push(xml.slice(position, start < 0 ? xml.length : start));
		if (start < 0) break;
		const step = skipSpecial(xml, start, current) ?? readTag(xml, start, open);
		if (typeof step === 'string') return invalid(step);
		position = step;
	}
	if (open.length !== 1 || root.children.size === 0) return invalid('a tag is not closed');
	return ok(Object.fromEntries(root.children));
}

/** Opens or closes a tag; gives the position behind it, or what is wrong. */
function readTag(xml: string, start: number, open: Node[]): number | string {
	const end = endOfTag(xml, start);
	if (end < 0) return 'a tag is not closed';
	const tag = xml.slice(start + 1, end);
	if (tag.startsWith('/')) return close(tag.slice(1).trim(), open) ? end + 1 : 'its tags do not match';
	const node = nodeOf(tag.replace(/\/$/, ''));
	if (open.length > MAX_DEPTH) return 'it is nested too deeply';
	if (tag.endsWith('/')) add(open[open.length - 1].children, node.name, contentOf(node));
	else open.push(node);
	return end + 1;
}

function close(name: string, open: Node[]): boolean {
	const closed = open.pop();
	const parent = open[open.length - 1];
	if (!closed || !parent || localName(name) !== closed.name) return false;
	add(parent.children, closed.name, contentOf(closed));
	return true;
}

const invalid = (why: string): Result<never> =>
	fault(`The XML text could not be read: ${why}`, 'Send well-formed XML, or JSON.');

/** Behind a comment, CDATA section or processing instruction; undefined when there is none; text says what is wrong. */
function skipSpecial(xml: string, start: number, current: Node): number | string | undefined {
	if (xml.startsWith('<!--', start)) return after(xml, '-->', start);
	if (xml.startsWith('<?', start)) return after(xml, '?>', start);
	if (xml.startsWith('<![CDATA[', start)) {
		const next = after(xml, ']]>', start);
		if (typeof next === 'number') current.text.push(xml.slice(start + 9, next - 3).replace(/&/g, '&amp;'));
		return next;
	}
	return xml.startsWith('<!', start) ? 'it holds a document type' : undefined;
}

function after(xml: string, mark: string, from: number): number | string {
	const found = xml.indexOf(mark, from);
	return found < 0 ? 'it is cut short' : found + mark.length;
}

/** The `>` that ends a tag: not one inside an attribute's quotes. */
function endOfTag(xml: string, start: number): number {
	let quote = '';
	for (let index = start; index < xml.length; index += 1) {
		const sign = xml[index];
		if (quote !== '') quote = sign === quote ? '' : quote;
		else if (sign === '"' || sign === "'") quote = sign;
		else if (sign === '>') return index;
	}
	return -1;
}

function nodeOf(tag: string): Node {
	const name = /^[^\s/]+/.exec(tag)?.[0] ?? '';
	const children = new Map<string, unknown>();
	for (const match of tag.slice(name.length).matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
		if (!match[1].startsWith('xmlns')) children.set(`@${localName(match[1])}`, decode(match[2] ?? match[3]));
	}
	return { name: localName(name), children, text: [] };
}

const localName = (name: string): string => name.replace(/^[^:]*:/, '');

function contentOf(node: Node): unknown {
	if (node.children.size > 0) return Object.fromEntries(node.children);
	return decode(node.text.join('')).trim();
}

function add(children: Map<string, unknown>, name: string, value: unknown): void {
	const present = children.get(name);
	if (present === undefined) children.set(name, value);
	else if (Array.isArray(present)) present.push(value);
	else children.set(name, [present, value]);
}

const decode = (text: string): string =>
	text.replace(/&(#x?[0-9a-f]{1,8}|[a-z]{2,5});/gi, (whole, name: string) => {
		if (!name.startsWith('#')) return ENTITIES.get(name.toLowerCase()) ?? whole;
		const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
