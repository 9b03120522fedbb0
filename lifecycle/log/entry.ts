import { foldLead } from '../activity/activity';
import { wordsOf } from '../activity/identity';
import { emailOf, textOf } from '../activity/values';
import type { Word } from '../identity/links';
import { asNumber } from '../number';
import { fieldsOfJson, type Fields } from '../path';
import { asText } from '../text';

/** A row of `ll_activity_log` as it is read: objects may be JSON text. */
export interface LogEntry {
	/** The table's own number of the row; it rises. */
	readonly id: number;
	readonly activity: string;
	/** Key of the lead, folded. */
	readonly lead: string;
	readonly type: string;
	readonly at: string;
	readonly source: string;
	readonly quarantine: string;
	/** As it is in the table, an object or its JSON text. */
	readonly properties: unknown;
}

/** Reads an entry; undefined for what has no number or no lead, such as an empty item. */
export function readEntry(raw: Fields): LogEntry | undefined {
	const id = asNumber(raw.id);
	const lead = foldLead(asText(raw.lead));
	if (id === undefined || lead === '') return undefined;
	return {
		id,
		activity: asText(raw.activity),
		lead,
		type: asText(raw.type),
		at: asText(raw.at),
		source: asText(raw.source),
		quarantine: asText(raw.quarantine),
		properties: raw.properties,
	};
}

/** Tools that keep people's records and say when two of them are one person, or when an address changed. */
const KEEPS_RECORDS: ReadonlySet<string> = new Set(['hubspot', 'mailchimp', 'odoo', 'pipedrive', 'salesforce']);

/**
 * What an entry says about who is who. A machine's word does not count. An address is another key of somebody only when a
 * CRM or the mailing tool says so: whoever sends events for a visitor could otherwise take over somebody else's history.
 */
export function wordsOfEntry({ lead, at, source, quarantine, properties }: LogEntry): Word[] {
	if (quarantine !== '') return [];
	if (typeof properties === 'string' && !properties.includes('"alsoKnownAs"')) return [];
	return wordsOf({ lead, at, properties: fieldsOfJson(properties) })
		.map((word) => ({ ...word, alias: foldLead(textOf(word.alias)) }))
		.filter(({ alias }) => alias !== '' && alias !== lead)
		.filter(({ alias }) => emailOf(alias) === '' || KEEPS_RECORDS.has(source));
}
