// @ts-check
/**
 * What Microsoft Graph takes as a message to Teams: a JSON schema generated from Microsoft's own types, and what the types do
 * not tell. A body that breaks either is a mistake of ours.
 */

import { join } from 'node:path';
import { compiler, deepest, schemaOf, worded } from '../schemas.mjs';

const TYPES = join('node_modules', '@microsoft', 'microsoft-graph-types', 'microsoft-graph.d.ts');

/** The others are Graph's to set: https://learn.microsoft.com/graph/api/resources/chatmessage */
const SET_BY_SENDER = ['attachments', 'body', 'hostedContents', 'importance', 'mentions', 'subject', 'summary'];

/** https://learn.microsoft.com/microsoftteams/limits-specifications-teams */
const MOST_BYTES = 28 * 1024;

/** What Teams shows: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
const ELEMENTS = new Set(
	'a at attachment b blockquote br code div em h1 h2 h3 hr i img li ol p pre s span strong table tbody td th tr u ul'.split(
		' ',
	),
);
const WITHOUT_END = new Set(['br', 'hr', 'img']);

/** @typedef {import('../http.mjs').Json} Json */

/** @type {Promise<import('../schemas.mjs').Validate> | undefined} */
let validation;

/** @returns {Promise<import('../schemas.mjs').Validate>} made once */
export function messageValidation() {
	validation ??= make();
	return validation;
}

async function make() {
	const schema = await schemaOf('graph', TYPES, 'ChatMessage');
	if (schema === undefined) throw new Error("Microsoft's types have no ChatMessage.");
	return (await compiler())(schema);
}

/**
 * @param {Json} message
 * @returns {Promise<string[]>} what is wrong with it
 */
export async function faultsOf(message) {
	const validate = await messageValidation();
	if (!validate(message)) return deepest(validate.errors).map((error) => worded(error, message));
	const { content, contentType } = message.body ?? {};
	const bytes = Buffer.byteLength(JSON.stringify(message));
	return [
		...Object.keys(message)
			.filter((name) => !SET_BY_SENDER.includes(name))
			.map((name) => `"${name}" is Graph's to set.`),
		...(content ? [] : ['There is no content.']),
		...(bytes > MOST_BYTES ? [`${bytes} bytes; Teams takes ${MOST_BYTES}.`] : []),
		...(contentType === 'html' ? htmlFaults(content ?? '') : []),
	];
}

/**
 * @param {string} html
 * @returns {string[]} what a browser would have to make sense of by itself: text from outside that was not escaped, say
 */
function htmlFaults(html) {
	const bare = [...html.matchAll(/&(?!(?:amp|lt|gt|quot|#39|nbsp);)|<(?!\/?[a-z][a-z\d]*(?:\s[^<>]*)?>)/gi)];
	/** @type {string[]} */
	const open = [];
	/** @type {string[]} */
	const faults = bare.map(({ 0: sign, index }) => `a bare ${sign} at “${html.slice(index, index + 30)}”`);
	for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z\d]*)(?:\s[^<>]*)?>/gi)) {
		if (!ELEMENTS.has(name)) faults.push(`Teams does not show <${name}>.`);
		if (WITHOUT_END.has(name)) continue;
		if (slash === '') open.push(name);
		else if (open.pop() !== name) faults.push(`</${name}> ends nothing.`);
	}
	return [...faults, ...open.map((name) => `<${name}> has no end.`)];
}
