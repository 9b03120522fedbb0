import { hash } from 'crypto';
import { sameKey } from '../lead/key';
import { asInstant } from '../time';
import { canonicalJson } from './canonical-json';

/** One thing a lead did or that happened to it: the columns of the activity log. */
export interface Activity {
	/** Unique id: the vendor's, or {@link contentId}. The same id twice counts once. */
	activity: string;
	/** The lead's key: e-mail address, else the vendor's id, else the anonymous id (`properties.leadNote` says which). */
	lead: string;
	/** A name of the catalogue, or the vendor's own event name in snake_case. */
	type: string;
	/** ISO 8601 with offset. */
	at: string;
	channel: string;
	/** Name of the adapter that read it. */
	source: string;
	properties: Record<string, unknown>;
	/** What it taught about the lead (form fields, traits); the newest value wins. */
	attributes: Record<string, unknown>;
	/** Empty, or why it does not count: `bot:…`, `duplicate`, `future`, `past`. */
	quarantine: string;
}

/** What two spellings of one lead's key have in common: addresses compare whatever their case, ids as they stand. */
export const foldLead = (lead: string): string => sameKey(lead);

/**
 * The id of an activity that has none: the SHA-256 (hex) of lead, type, instant and properties. The order of keys,
 * the lead's case and the way the time is written make no difference; quarantine and attributes are not part of it.
 */
export function contentId(parts: Pick<Activity, 'lead' | 'type' | 'properties'> & { at: string | number }): string {
	const instant = asInstant(parts.at);
	const head = [foldLead(parts.lead), parts.type, instant ?? String(parts.at)];
	return hash('sha256', `${JSON.stringify(head)}${canonicalJson(parts.properties)}`);
}

export const HASH_DIGITS = 64;
const HASH = /^[0-9a-f]{64}$/;
/** 72 bits: of a hundred million activities hardly any two have the same, of those of one lead none. */
const KEPT_DIGITS = 18;
const SHORT_HASH = /^~[\w-]{12}$/;

/**
 * An id as the log keeps it: a hash of 64 digits as `~` and its first 72 bits in base64url, 13 characters instead of 64;
 * any other id as it is. Ids are compared in this form, so that a log that still holds whole hashes goes on.
 */
export const idInLog = (id: string): string =>
	HASH.test(id) ? `~${Buffer.from(id.slice(0, KEPT_DIGITS), 'hex').toString('base64url')}` : id;

/** Whether an id was made of the content, and so of the key that the lead had at the time. */
export const isContentId = (id: string): boolean => HASH.test(id) || SHORT_HASH.test(id);
