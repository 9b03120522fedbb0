import { contentId } from '../activity/activity';
import { fault, ok, shown } from '../fault';
import { CHOICES } from '../message/choices';
import { isAddress } from '../message/reach';
import { isFields, type Fields } from '../path';
import { asText } from '../text';
import { asInstant, toIso } from '../time';
import { DECISIONS, type Decision, type DecisionName } from './cause';

/** An entry of `ll_activity_log` that holds a decision. It is quarantined, so that no score counts it. */
export interface DecisionEntry {
	readonly activity: string;
	readonly lead: string;
	readonly type: string;
	readonly at: string;
	readonly channel: string;
	readonly source: string;
	/** JSON text of the {@link Decision}, without its activity and lead. */
	readonly properties: string;
	readonly attributes: string;
	readonly quarantine: string;
}

const TYPE = 'sales_decision';
const QUARANTINE = 'decision';

/** Other words that CRMs have for the decisions. */
const ALSO_SAID_AS: ReadonlyMap<string, DecisionName> = new Map([
	['accept', 'accepted'],
	['sal', 'accepted'],
	['sql', 'opportunity'],
	['closed_won', 'won'],
	['closed_lost', 'lost'],
	['send_back', 'sent_back'],
	['rejected', 'sent_back'],
	['recycled', 'sent_back'],
	['unqualified', 'sent_back'],
	['disqualified', 'sent_back'],
]);

const nameOf = (words: string): string =>
	words
		.trim()
		.toLowerCase()
		.replace(/[^a-z]+/g, '_');

const BY_NAME: ReadonlyMap<string, DecisionName> = new Map([
	...DECISIONS.map((decision) => [decision, decision] as const),
	...ALSO_SAID_AS,
	...Object.entries(CHOICES).map(([choice, decision]) => [nameOf(choice), decision] as const),
]);

const EXAMPLE =
	'Send an object such as {"lead": "ana@example.com", "decision": "sent_back", "reason": "no budget until autumn", "by": "ben@example.com"}.';

/** More than that nobody reads; a key that is longer is found in no table. */
const LONGEST = { words: 1000, name: 200 };

export interface DecisionFault {
	/** The field that is wrong; empty for the whole item. */
	readonly field: string;
	readonly message: string;
	readonly hint: string;
}

/**
 * Reads what somebody said of a lead: an item of the form, of a call or of a CRM (`lead`, `decision`, `reason`, `note`,
 * `by`, `owner`, `at`, `crm`), or an entry of the log. A time in the future is now. What has no id gets one from its
 * content.
 */
export function readDecision(item: unknown, asOf: string): DecisionResult {
	if (!isFields(item)) return wrong('', `The item is ${shown(item)}, not an answer about a lead`, EXAMPLE);
	const said = item.type === TYPE ? { ...propertiesOf(item.properties), ...envelopeOf(item) } : item;
	const lead = textOf(said.lead, LONGEST.name);
	if (typeof said.lead !== 'string' || lead === '') {
		return missing('lead', said.lead, `Name the lead by its key or e-mail address. ${EXAMPLE}`);
	}
	const decision = typeof said.decision === 'string' ? BY_NAME.get(nameOf(said.decision)) : undefined;
	if (decision === undefined) return missing('decision', said.decision, `Use one of: ${DECISIONS.join(', ')}.`);
	return readWords(said, { lead, decision }, asOf);
}

/** What of a call cannot be read. */
export interface NotDecided {
	readonly ok: false;
	readonly message: string;
	/** Each with the number of its item; empty where there is none. */
	readonly faults: ReadonlyArray<{ readonly item: number; readonly field: string; readonly message: string }>;
}

const MOST_FAULTS = 20;

/** The decisions in the body of a call, an object or a list: all of them, or what is wrong with it. */
export function readDecisions(body: unknown, asOf: string): { ok: true; decisions: Decision[] } | NotDecided {
	const entries: readonly unknown[] = Array.isArray(body) ? body : [body];
	if (entries.length === 0)
		return { ok: false, message: `Nothing was saved: the body is an empty list. ${EXAMPLE}`, faults: [] };
	const decisions: Decision[] = [];
	const faults: Array<NotDecided['faults'][number]> = [];
	for (const [item, entry] of entries.entries()) {
		const read = readDecision(entry, asOf);
		if (read.ok) decisions.push(read.value);
		else faults.push({ item, field: read.field, message: `Item ${item}: ${read.message}. ${read.hint}` });
	}
	if (faults.length === 0) return { ok: true, decisions };
	const some = `${faults.length} of ${entries.length} ${entries.length === 1 ? 'item' : 'items'}`;
	return { ok: false, message: `Nothing was saved: ${some} could not be read.`, faults: faults.slice(0, MOST_FAULTS) };
}

export type DecisionResult = { readonly ok: true; readonly value: Decision } | ({ readonly ok: false } & DecisionFault);

function readWords(said: Fields, about: Pick<Decision, 'lead' | 'decision'>, asOf: string): DecisionResult {
	const isOwner = about.decision === 'owner';
	if (isOwner && !isOwnerOrNone(said.owner)) {
		return missing('owner', said.owner, 'Write one e-mail address, that of the new owner, or "" for none.');
	}
	const at = timeOf(said.at, asOf);
	if (at === undefined) return missing('at', said.at, 'Write a time in ISO 8601, or leave it out.');
	const unreadable = WORDS.find((field) => !isBlank(said[field]) && typeof said[field] !== 'string');
	if (unreadable) return missing(unreadable, said[unreadable], 'Write it as text.');
	const read = {
		...about,
		reason: textOf(said.reason, LONGEST.words),
		by: textOf(said.by, LONGEST.name),
		note: textOf(said.note, LONGEST.words),
		owner: isOwner ? textOf(said.owner, LONGEST.name) : '',
		at,
		crm: textOf(said.crm, LONGEST.name),
	};
	return ok({ activity: textOf(said.activity, LONGEST.name) || idOf(read), ...read });
}

/** Messages about the lead go there, so it is one address and nothing else. */
const isOwnerOrNone = (owner: unknown): boolean =>
	typeof owner === 'string' && (owner.trim() === '' || isAddress(owner.trim()));

const WORDS = ['reason', 'note', 'by', 'crm'] as const;

const idOf = ({ lead, at, ...properties }: Omit<Decision, 'activity'>): string =>
	contentId({ lead, type: TYPE, at, properties });

/** A decision about a lead as the log keeps it. */
export function entryOf({ activity, lead, ...said }: Decision): DecisionEntry {
	return {
		activity,
		lead,
		type: TYPE,
		at: said.at,
		channel: 'crm',
		source: said.crm === '' ? 'feedback' : nameOf(said.crm),
		properties: JSON.stringify(said),
		attributes: '{}',
		quarantine: QUARANTINE,
	};
}

const envelopeOf = ({ activity, lead, at }: Fields): Fields => ({ activity, lead, at });

function propertiesOf(value: unknown): Fields {
	if (isFields(value)) return value;
	try {
		const parsed: unknown = JSON.parse(asText(value));
		return isFields(parsed) ? parsed : {};
	} catch {
		return {};
	}
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

const textOf = (value: unknown, longest: number): string => asText(value).trim().slice(0, longest);

function timeOf(value: unknown, asOf: string): string | undefined {
	if (isBlank(value)) return asOf;
	const instant = asInstant(value);
	return instant === undefined ? undefined : toIso(Math.min(instant, Date.parse(asOf)));
}

const wrong = (field: string, message: string, hint: string) => ({ ...fault(message, hint), field });

const missing = (field: string, value: unknown, hint: string) =>
	wrong(field, `“${field}” is ${isBlank(value) ? 'missing' : shown(value)}`, hint);
