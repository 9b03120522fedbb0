import { toIso } from '../time';
import { contentId, type Activity } from './activity';
import type { Adapter, Draft } from './adapter';
import { channelOf, isChannel } from './catalogue';
import { emailOf, instantOf, textOf } from './values';

/** A draft as an activity; undefined when the event names nobody at all. `receivedAt` in epoch milliseconds. */
export function finish(draft: Draft, adapter: Adapter, receivedAt: number): Activity | undefined {
	const email = emailOf(draft.email);
	const lead = email || textOf(draft.leadId) || textOf(draft.anonymousId);
	if (lead === '') return undefined;
	const instant = instantOf(draft.at);
	const at = toIso(instant ?? receivedAt);
	const properties = draft.properties ?? {};
	addNotes(properties, draft, lead, draft.note ?? noteOn(adapter, email, textOf(draft.leadId)));
	if (instant === undefined) properties.timeNote = 'no time in the event: time of receipt';
	const id = textOf(draft.id);
	return {
		activity: id === '' ? contentId({ lead, type: draft.type, at, properties }) : idOf(adapter, id),
		lead,
		type: draft.type,
		at,
		channel: channelFor(draft),
		source: draft.source || adapter.source,
		properties,
		attributes: draft.attributes ?? {},
		quarantine: draft.quarantine ?? '',
	};
}

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

/** The user's own ids stay as they are; a vendor's get its name, since two vendors may count alike. */
const idOf = (adapter: Adapter, id: string): string =>
	adapter.source === 'canonical' || adapter.source === 'generic' ? id : `${adapter.source}:${id}`;

const noteOn = (adapter: Adapter, email: string, leadId: string): string => {
	if (email !== '' || adapter.source === 'canonical' || adapter.source === 'generic') return '';
	return leadId === '' ? `${adapter.label} anonymous id` : `${adapter.idName}; no e-mail address in the event`;
};

const aliasesOf = (aliases: readonly unknown[], lead: string): string[] => [
	...new Set(aliases.map(textOf).filter((alias) => alias !== '' && alias !== lead)),
];
