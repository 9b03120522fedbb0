// Control characters, and those that let a text run backwards; line breaks stay.
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** Text without characters that nobody sees. */
export const tidy = (text: string): string => text.replace(UNSEEN, ' ');

/** How a channel writes a character, e.g. `&lt;` for `<`. */
export type Escape = (character: string) => string;
const AS_IT_IS: Escape = (character) => character;

/**
 * Text of at most `limit` UTF-16 units, as all channels count, counted after escaping; longer text ends in “…”. Never cut
 * inside a character or an escape.
 */
export function cut(text: string, limit: number, escape: Escape = AS_IT_IS): string {
	const pieces: string[] = [];
	let length = 0;
	let kept = 0;
	for (const character of tidy(text)) {
		const piece = escape(character);
		if (length + piece.length > limit) return `${pieces.slice(0, kept).join('')}…`;
		pieces.push(piece);
		length += piece.length;
		if (length <= limit - 1) kept = pieces.length;
	}
	return pieces.join('');
}

/** Like {@link cut}, with every line break and every run of spaces as one space. */
export const oneLine = (text: string, limit: number, escape?: Escape): string =>
	cut(tidy(text).replace(/\s+/g, ' ').trim(), limit, escape);

const ENTITIES = new Map([
	['&', '&amp;'],
	['<', '&lt;'],
	['>', '&gt;'],
]);
const HTML = new Map([...ENTITIES, ['"', '&quot;'], ["'", '&#39;']]);

/** What Slack reads as markup of its own. */
export const forSlack: Escape = (character) => ENTITIES.get(character) ?? character;

/** What Slack would set bold, italic, struck through, as code or as a quotation; it knows no escape for these. */
const SLACK_STYLE = /`|(?:^|[^\p{L}\p{N}])[*_~](?=\S)|^\s*>/mu;

/** Whether Slack would style a text that is not meant so, such as `_Ana_` or `*ACME*`; `ana_maria@x.example` is fine. */
export const isStyledBySlack = (text: string): boolean => SLACK_STYLE.test(text);

export const forHtml: Escape = (character) => HTML.get(character) ?? character;
