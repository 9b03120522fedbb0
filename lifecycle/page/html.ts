import { cut, forHtml } from '../message/limits';

/** Text that is safe in a page: made by {@link markup}, in which every value is escaped. */
export class Html {
	constructor(readonly text: string) {}
}

export type Content = string | number | Html | readonly Content[] | null | undefined | false;

/** Names and notes come from outside and may be of any length. */
const LONGEST = 500;

/**
 * A piece of a page: markup`<b>${name}</b>`. Values are escaped, cut to 500 characters, and lose characters that nobody sees,
 * pieces go in as they are, lists one after the other; nothing comes of null, undefined and false. A value may stand in text or in an
 * attribute in double quotes, nowhere else; an address goes through {@link query} or {@link mailTo}.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
	let text = strings[0];
	for (const [index, value] of values.entries()) text += written(value) + strings[index + 1];
	return new Html(text);
}

function written(value: Content): string {
	if (value instanceof Html) return value.text;
	if (typeof value === 'string') return cut(value, LONGEST, forHtml);
	if (typeof value === 'number') return String(value);
	return isList(value) ? value.map(written).join('') : '';
}

const isList = (value: Content): value is readonly Content[] => Array.isArray(value);

/** Without halves of characters, which no address can hold. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, ''));

/** An address on the page itself, for an attribute: `?lead=ana%40example.com`. What is empty is left out. */
export function query(values: Readonly<Record<string, string | number>>): Html {
	const parts = Object.entries(values).filter(([, value]) => value !== '');
	const pairs = parts.map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`);
	return new Html(`?${pairs.join('&amp;')}`);
}

/** For an attribute. Whatever the text holds, it stays an address of a mail. */
export const mailTo = (email: string): Html =>
	new Html(`mailto:${encoded(email.slice(0, 320)).replaceAll('%40', '@')}`);
