import { hash } from 'crypto';
import { shown, type Fault } from '../fault';
import { leadKey } from '../lead/key';
import { howToWriteTime, toIso } from '../time';
import { contentId, type Activity } from './activity';
import { boundsFault, LONGEST_ID, LONGEST_KEY } from './bounds';
import type { Adapter, Draft } from './adapter';
import { channelOf, isChannel } from './catalogue';
import { withinTrust, type Trust } from './trust';
import { emailOf, instantOf, textOf } from './values';

/** Whose word the event is, and when it was received, in epoch milliseconds. */
export interface Receipt {
	trust: Trust;
	receivedAt: number;
}

/**
 * A draft as an activity; undefined when the event names nobody at all, a fault when it has a time or an object that cannot be read:
 * dated with its receipt, an old event would be news. What its source may not say is left out and named in `withheld`.
 */
export function finish(given: Draft, adapter: Adapter, { trust, receivedAt }: Receipt): Activity | Fault | undefined {
	const { draft, withheld } = withinTrust(given, trust);
	const email = emailOf(draft.email);
	const lead = email || leadKey(draft.leadId) || leadKey(draft.anonymousId);
	if (lead === '') return undefined;
	if (draft.fault !== undefined) return draft.fault;
	const instant = instantOf(draft.at);
	if (instant === undefined && textOf(draft.at) !== '') return unreadableTime(draft.at);
	const at = toIso(instant ?? receivedAt);
	const told = { draft, adapter, email, lead, at, isDated: instant !== undefined };
	return boundsFault(lead, draft) ?? addressFault(lead) ?? activityOf(told, withheld);
}

/** A draft with what was read out of it. */
interface Told {
	draft: Draft;
	adapter: Adapter;
	/** '' where the lead is known by another key. */
	email: string;
	lead: string;
	at: string;
	isDated: boolean;
}

function activityOf(told: Told, withheld: readonly string[]): Activity {
	const { draft, adapter, lead, at, isDated } = told;
	const { type, attributes = {}, properties = {}, quarantine = '' } = draft;
	addNotes(properties, told);
	if (!isDated) properties.timeNote = NO_TIME;
	const activity = idOf(told) || contentId({ lead, type, at, properties });
	if (withheld.length > 0) properties.withheld = [...withheld];
	const source = draft.source || adapter.source;
	return { activity, lead, type, at, channel: channelFor(draft), source, properties, attributes, quarantine };
}

const NO_TIME = 'no time in the event: time of receipt';

const channelFor = ({ channel, type }: Draft): string => (isChannel(channel) ? channel : channelOf(type));

/** What is known about the reading itself: how sure the lead is, its other keys, a machine's mark. */
function addNotes(properties: Record<string, unknown>, { draft, adapter, email, lead }: Told): void {
	const leadNote = draft.note ?? noteOn(adapter, email, textOf(draft.leadId));
	const anonymousId = textOf(draft.anonymousId);
	const alsoKnownAs = draft.aliases === undefined ? [] : aliasesOf(draft.aliases, lead);
	if (leadNote !== '') properties.leadNote = leadNote;
	if (anonymousId !== '') properties.anonymousId = anonymousId;
	if (alsoKnownAs.length > 0) properties.alsoKnownAs = alsoKnownAs;
	if (draft.machine !== undefined) properties.machine = draft.machine;
}

// A form that is sent without its plus signs escaped turns `ana+news@…` to this.
const addressFault = (lead: string): Fault | undefined =>
	lead.includes('@') && /\s/.test(lead)
		? {
				message: `Its lead ${shown(lead)} is no e-mail address`,
				hint: 'An address has no space in it; in a URL or a form write + as %2B.',
			}
		: undefined;

const unreadableTime = (at: unknown): Fault => ({
	message: `Its time ${shown(at)} cannot be read`,
	hint: `${howToWriteTime(at)} Or name another field that holds the time.`,
});

/**
 * The id that came with the event, '' when none did; of a very long one its hash. The user's own ids stay as they are; a
 * vendor's get its name, since two vendors may count alike. Ids are kept after a lead was erased and are told to senders,
 * so an address in a vendor's id is replaced by its hash.
 */
function idOf({ draft, adapter, email }: Told): string {
	const whole = textOf(draft.id);
	const id = whole.length > LONGEST_ID ? hash('sha256', whole) : whole;
	if (id === '' || adapter.source === 'canonical' || adapter.source === 'generic') return id;
	return `${adapter.source}:${email === '' ? id : withoutAddress(id, email)}`;
}

/** `email` in lower case. */
function withoutAddress(id: string, email: string): string {
	const start = id.toLowerCase().indexOf(email);
	if (start < 0) return id;
	const rest = withoutAddress(id.slice(start + email.length), email);
	return `${id.slice(0, start)}${hash('sha256', email).slice(0, 16)}${rest}`;
}

function noteOn(adapter: Adapter, email: string, leadId: string): string {
	if (email !== '' || adapter.source === 'canonical' || adapter.source === 'generic') return '';
	return leadId === '' ? `${adapter.label} anonymous id` : `${adapter.idName}; no e-mail address in the event`;
}

const aliasesOf = (aliases: readonly unknown[], lead: string): string[] => [
	...new Set(aliases.map(textOf).filter((alias) => alias !== '' && alias !== lead && alias.length <= LONGEST_KEY)),
];
