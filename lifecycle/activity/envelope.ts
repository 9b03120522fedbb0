import { fault, ok, type Result } from '../fault';
import { isFields, type Fields } from '../path';
import type { Context } from './adapter';
import { recognise } from './adapters';
import { isFlatForm, jsonField, nestForm, parseForm } from './form';
import { fieldsOf, listOf, own } from './values';
import { parseXml } from './xml';

export interface Envelope {
	events: Fields[];
	context: Context;
}

const NO_CONTEXT: Context = { headers: {} };
const REQUEST_KEYS = ['headers', 'query', 'webhookUrl', 'executionMode', 'contentType', 'method'];
const BATCH_KEYS = ['batch', 'activities', 'mandrill_events'];
/** Under which vendors' APIs answer with lists: Meta `data`, HubSpot `results`, Salesforce `records`, LinkedIn `elements`. */
const ANSWER_KEYS = [
	'data',
	'results',
	'records',
	'items',
	'elements',
	'entries',
	'content',
	'result',
	'leads',
	'contacts',
	'deals',
	'formSubmissions',
];
/** What stands beside such a list and is about the list alone. */
const ABOUT_LIST =
	/^(@odata\..*|additional_?data|code|count|cursors?|done|duration|has_?more|id|info|items_per_page|jsonrpc|limit(-left)?|links?|message|meta|metadata|next.*|object|offset|ok|page.*|paging|pagination|prev.*|response_?code|result_?set|related_?objects|size|status(_?code)?|success|summary|total.*|type|url)$/i;
const MAX_NESTING = 3;

/**
 * The events in one item, whatever it came through: n8n's Webhook node (`headers`, `query`, `body`), a vendor's trigger
 * node (the event itself), text that was not parsed (JSON, lines of JSON, a form, XML), a list, a batch or a page of an
 * API's answer (`{ data: [...], paging }`).
 */
export function openEnvelope(json: Fields): Result<Envelope> {
	const isRequest = Object.hasOwn(json, 'body') && REQUEST_KEYS.some((key) => Object.hasOwn(json, key));
	if (!isRequest) return eventsIn(json, NO_CONTEXT);
	return eventsIn(own(json, 'body'), { headers: lowerCaseKeys(fieldsOf(own(json, 'headers'))) });
}

function eventsIn(body: unknown, context: Context): Result<Envelope> {
	const parsed = typeof body === 'string' ? parseText(body) : ok(body);
	if (!parsed.ok) return parsed;
	const events: Fields[] = [];
	collect(parsed.value, events, 0);
	if (events.length > 0) return ok({ events, context });
	return fault(
		'There is no event in it',
		'Pass the body of a webhook, an item of a trigger node, or a list of events.',
	);
}

function collect(value: unknown, events: Fields[], depth: number): void {
	if (Array.isArray(value)) {
		if (depth < MAX_NESTING) for (const entry of value) collect(entry, events, depth + 1);
		return;
	}
	if (!isFields(value)) return;
	const fields = isFlatForm(value) ? nestForm(value) : value;
	const batch = batchIn(fields);
	if (batch !== undefined && depth < MAX_NESTING) collect(batch, events, depth + 1);
	else if (Object.keys(fields).length > 0) events.push(fields);
}

function batchIn(fields: Fields): unknown {
	for (const key of BATCH_KEYS) {
		const value = own(fields, key);
		if (Array.isArray(value)) return value;
		if (typeof value === 'string') return jsonField(fields, key);
	}
	return isOfOneVisitor(fields) ? undefined : (listIn(fields, 'events') ?? answerIn(fields));
}

/** The events of a page of a vendor's API; a list inside an event is part of it. */
function answerIn(fields: Fields): unknown {
	const lists = ANSWER_KEYS.filter((key) => Array.isArray(own(fields, key)));
	if (lists.length !== 1) return undefined;
	const [key] = lists;
	if (!Object.keys(fields).every((other) => other === key || ABOUT_LIST.test(other))) return undefined;
	const entries = listOf(own(fields, key));
	const isOfVendor = entries.some((entry) => isFields(entry) && recognise(entry) !== undefined);
	return isOfVendor && recognise(fields) === undefined ? entries : undefined;
}

const listIn = (fields: Fields, key: string): unknown =>
	Array.isArray(own(fields, key)) ? own(fields, key) : undefined;

/** Google Analytics names the visitor once, beside the events. */
const isOfOneVisitor = (fields: Fields): boolean =>
	['client_id', 'app_instance_id', 'user_id'].some((key) => Object.hasOwn(fields, key));

function parseText(text: string): Result<unknown> {
	const trimmed = text.trim();
	if (trimmed.startsWith('{') || trimmed.startsWith('[')) return parseJson(trimmed);
	if (trimmed.startsWith('<')) return parseXml(trimmed);
	if (/^[^\s=&]+=/.test(trimmed)) return ok(parseForm(trimmed));
	return fault('The text is neither JSON nor a form nor XML', 'Pass the parsed body, or text in one of these formats.');
}

function parseJson(text: string): Result<unknown> {
	try {
		return ok(JSON.parse(text));
	} catch {
		return parseLines(text);
	}
}

function parseLines(text: string): Result<unknown> {
	const events: unknown[] = [];
	for (const [index, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		try {
			events.push(JSON.parse(line));
		} catch {
			return fault(
				`The JSON text could not be read (line ${index + 1})`,
				'Send one JSON value, or one JSON object a line.',
			);
		}
	}
	return ok(events);
}

const lowerCaseKeys = (headers: Fields): Fields =>
	Object.fromEntries(Object.keys(headers).map((key) => [key.toLowerCase(), headers[key]]));
