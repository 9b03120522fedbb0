import { foldLead } from '../activity/activity';
import { asBoolean } from '../boolean';
import type { Links } from '../identity/links';
import type { Fields } from '../path';
import { asText } from '../text';
import { asInstant } from '../time';

/** Types of activity that say whether somebody may be written to. */
export const CONSENT_TYPES = ['email_unsubscribe', 'email_spam_complaint', 'email_bounce', 'email_subscribe'] as const;
export type ConsentType = (typeof CONSENT_TYPES)[number];

/** Why nobody may write to somebody. */
export type Refusal = 'spam complaint' | 'the address does not exist' | 'unsubscribed' | 'opted out';

/** An entry of the activity log of a {@link ConsentType}. */
export interface ConsentEntry {
	/** The key that it was logged under. */
	readonly lead: string;
	readonly type: ConsentType;
	/** Epoch milliseconds; undefined where the time cannot be read. */
	readonly at: number | undefined;
	/** A machine may have done it. */
	readonly isQuarantined: boolean;
}

const isConsentType = (type: string): type is ConsentType => (CONSENT_TYPES as readonly string[]).includes(type);

/** Reads a row of `ll_activity_log`; undefined for one of another type. */
export function readConsent({ lead, type, at, quarantine }: Fields): ConsentEntry | undefined {
	const name = asText(type).trim();
	if (!isConsentType(name)) return undefined;
	return { lead: asText(lead), type: name, at: asInstant(at), isQuarantined: asText(quarantine).trim() !== '' };
}

/** What people said about being written to, under all of their keys. */
export class Consent {
	private readonly entries = new Map<string, ConsentEntry[]>();

	/**
	 * @param links which keys are one person
	 * @param asOf epoch milliseconds; what was said later does not count yet
	 */
	constructor(entries: Iterable<ConsentEntry>, links: Links, asOf: number) {
		for (const entry of entries) {
			if (entry.at !== undefined && entry.at > asOf) continue;
			const own = foldLead(entry.lead);
			// Whoever types somebody else's address into a form links a device to it, and must not subscribe them with it.
			const person = entry.type === 'email_subscribe' ? own : foldLead(links.personOf(own, entry.at));
			for (const key of new Set([own, person])) this.add(key, entry);
		}
	}

	/** Why nobody may write to whoever has these keys, by what the log says; undefined: it says nothing against it. */
	refusalOf(keys: readonly string[]): Refusal | undefined {
		const said = [...new Set(keys.map(foldLead))].flatMap((key) => this.entries.get(key) ?? []);
		const of = (type: ConsentType): ConsentEntry[] => said.filter((entry) => entry.type === type);
		if (of('email_spam_complaint').length > 0) return 'spam complaint';
		if (of('email_bounce').length > 0) return 'the address does not exist';
		// An unsubscription is believed even where a machine may have clicked; a subscription is not.
		const left = latest(of('email_unsubscribe'), Infinity);
		const joined = latest(
			of('email_subscribe').filter(({ isQuarantined }) => !isQuarantined),
			NEVER,
		);
		return left !== NEVER && left >= joined ? 'unsubscribed' : undefined;
	}

	private add(key: string, entry: ConsentEntry): void {
		if (key === '') return;
		const said = this.entries.get(key);
		if (said === undefined) this.entries.set(key, [entry]);
		else said.push(entry);
	}
}

const NEVER = -Infinity;

const latest = (entries: readonly ConsentEntry[], withoutTime: number): number =>
	entries.reduce((newest, { at = withoutTime }) => Math.max(newest, at), NEVER);

/** Fields of CRMs, mail tools and forms that say that somebody wants no mail, in any spelling. */
export const OPT_OUT_FIELDS = [
	'unsubscribed',
	'optOut',
	'emailOptOut',
	'hs_email_optout',
	'HasOptedOutOfEmail',
	'emailBlacklisted',
	'doNotEmail',
	'doNotContact',
] as const;

/** `Do not e-mail` and `do_not_email` are one name. */
export const foldField = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Whether what is known about a lead says that it wants no mail.
 *
 * @param fields names as {@link foldField} makes them
 */
export const isOptedOut = (attributes: Fields, fields: ReadonlySet<string>): boolean =>
	Object.entries(attributes).some(([name, value]) => fields.has(foldField(name)) && asBoolean(value) === true);
