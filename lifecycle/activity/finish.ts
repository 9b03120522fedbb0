import { hash } from 'crypto';
import { shown, type Fault } from '../fault';
import { toIso } from '../time';
import { contentId, type Activity } from './activity';
import type { Adapter, Draft } from './adapter';
import { channelOf, isChannel } from './catalogue';
import { emailOf, instantOf, textOf } from './values';

/**
 * A draft as an activity; undefined when the event names nobody at all, a fault when it has a time that cannot be read:
 * dated with its receipt, an old event would be news. `receivedAt` in epoch milliseconds.
 */
export function finish(draft: Draft, adapter: Adapter, receivedAt: number): Activity | Fault | undefined {
	const email = emailOf(draft.email);
	const lead = keyOf(draft, email);
	if (lead === '') return undefined;
	const instant = instantOf(draft.at);
	if (instant === undefined && textOf(draft.at) !== '') return unreadableTime(draft.at);
	const at = toIso(instant ?? receivedAt);
	const { attributes = {}, properties = {}, quarantine = '' } = draft;
	addNotes(properties, draft, lead, draft.note ?? noteOn(adapter, email, textOf(draft.leadId)));
	if (instant === undefined) properties.timeNote = NO_TIME;
	return {
		activity: idOf(draft, adapter, email) || contentId({ lead, type: draft.type, at, properties }),
		lead,
		type: draft.type,
		at,
		channel: channelFor(draft),
		source: draft.source || adapter.source,
		properties,
		attributes,
		quarantine,
	};
}

const NO_TIME = 'no time in the event: time of receipt';

const keyOf = ({ leadId, anonymousId }: Draft, email: string): string => email || textOf(leadId) || textOf(anonymousId);

const channelFor = ({ channel, type }: Draft): string => (isChannel(channel) ? channel : channelOf(type));

/** What is known about the reading itself: how sure the lead is, its other keys, a machine's mark. */
function addNotes(properties: Record<string, unknown>, draft: Draft, lead: string, leadNote: string): void {
	const anonymousId = textOf(draft.anonymousId);
	const alsoKnownAs = draft.aliases === undefined ? [] : aliasesOf(draft.aliases, lead);
	if (leadNote !== '') properties.leadNote = leadNote;
	if (anonymousId !== '') properties.anonymousId = anonymousId;
	if (alsoKnownAs.length > 0) properties.alsoKnownAs = alsoKnownAs;
	if (draft.machine !== undefined) properties.machine = draft.machine;
}

const unreadableTime = (at: unknown): Fault => ({
	message: `Its time ${shown(at)} cannot be read`,
	hint: 'Write it like 2026-03-29T14:05:00Z, or name the field that holds the time.',
});

/**
 * The id that came with the event, '' when none did. The user's own ids stay as they are; a vendor's get its name, since
 * two vendors may count alike. Ids are kept after a lead was erased and are told to senders, so an address in a vendor's id
 * is replaced by its hash.
 */
function idOf({ id: given }: Draft, adapter: Adapter, email: string): string {
	const id = textOf(given);
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

const noteOn = (adapter: Adapter, email: string, leadId: string): string => {
	if (email !== '' || adapter.source === 'canonical' || adapter.source === 'generic') return '';
	return leadId === '' ? `${adapter.label} anonymous id` : `${adapter.idName}; no e-mail address in the event`;
};

const aliasesOf = (aliases: readonly unknown[], lead: string): string[] => [
	...new Set(aliases.map(textOf).filter((alias) => alias !== '' && alias !== lead)),
];
