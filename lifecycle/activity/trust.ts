import type { Draft } from './adapter';
import { textOf } from './values';

/**
 * Whose word an event is, from the most trusted to the least. Being signed proves who sent an event, not who wrote what is
 * in it: a visitor's browser fills in Segment's traits and the hidden fields of a form.
 */
export const TRUST_LEVELS = ['own', 'crm', 'vendor', 'visitor'] as const;
export type Trust = (typeof TRUST_LEVELS)[number];

/** What only some may say. Everybody may say what a lead did, and teach what it is. */
interface Permissions {
	/** Who has the lead, in which stage it is, and what sales decided. */
	owner: boolean;
	/** Points by hand, and what the nodes keep about a lead. */
	state: boolean;
	/** That an e-mail address is another lead's: its history goes over to that one. */
	addresses: boolean;
	/** That a lead who unsubscribed wants e-mail again. */
	consent: boolean;
}

/** The whole model; docs/security.md shows the same table. */
export const PERMISSIONS: Readonly<Record<Trust, Permissions>> = {
	/** Your own systems, with your secret; rows of the activity log. */
	own: { owner: true, state: true, addresses: true, consent: true },
	/** The CRM: colleagues write in it. */
	crm: { owner: true, state: false, addresses: true, consent: true },
	/** A tool that reports what it saw for itself. */
	vendor: { owner: false, state: false, addresses: false, consent: true },
	/** A tool that hands on what a visitor typed or a visitor's browser sent. */
	visitor: { owner: false, state: false, addresses: false, consent: false },
};

/** The less trusted of two. */
export const lessTrusted = (left: Trust, right: Trust): Trust =>
	TRUST_LEVELS.indexOf(left) > TRUST_LEVELS.indexOf(right) ? left : right;

const OWNER_FIELDS = new Set(['owner', 'stage']);
/** Fields in which the nodes and the lead book keep what they decided. */
const STATE_FIELDS = new Set(
	`scoreAdjustment scoreAdjustmentNote adjustment adjustmentNote excluded leadScore recycledAt retained handedOffAt acceptedAt
	coolOffUntil mergedInto`.split(/\s+/),
);

/** Properties in which this package itself keeps what it worked out; they decide who is who and what counts. */
const OWN_PROPERTIES = new Set(['alsoKnownAs', 'linkedFrom', 'leadNote', 'released', 'timeNote', 'withheld']);

/** What an activity of type `email_subscribe` is without the lead's proven consent: wants to hear more. */
const WITHOUT_CONSENT = 'feed_subscribe';
/** What sales decided stands in the log too. */
const DECISION = 'sales_decision';

/** Whether an activity of a type may come from a source at all. */
export const mayReport = (type: string, trust: Trust): boolean => type !== DECISION || PERMISSIONS[trust].owner;

/** A draft without what its source may not say, and the names of what was left out. */
export function withinTrust(draft: Draft, trust: Trust): { draft: Draft; withheld: readonly string[] } {
	if (trust === 'own') return { draft, withheld: NONE };
	const withheld: string[] = [];
	const changes = changesOf(draft, PERMISSIONS[trust], withheld);
	const kept = changes.length === 0 ? draft : (Object.assign({}, draft, ...changes) as Draft);
	return { draft: kept, withheld: withheld.length === 0 ? NONE : [...new Set(withheld)] };
}

const NONE: readonly string[] = [];

/** What has to be another in the draft: nearly always nothing. Puts the names of what is left out into `withheld`. */
function changesOf(draft: Draft, may: Permissions, withheld: string[]): Partial<Draft>[] {
	const changes: Partial<Draft>[] = [];
	if (draft.type === 'email_subscribe' && !may.consent) {
		withheld.push('consent');
		changes.push({ type: WITHOUT_CONSENT });
	}
	const aliases = aliasesWithin(draft, may, withheld);
	if (aliases !== draft.aliases) changes.push({ aliases });
	const properties = may.owner ? draft.properties : without(draft.properties, isOwnProperty, withheld);
	if (properties !== draft.properties) changes.push({ properties });
	const isClosed = may.owner ? isState : may.state ? isOwner : isOwnerOrState;
	const attributes = without(draft.attributes, isClosed, withheld);
	if (attributes !== draft.attributes) changes.push({ attributes });
	if (!may.owner && draft.quarantine !== undefined) changes.push({ quarantine: undefined });
	return changes;
}

const isOwnProperty = (name: string): boolean => OWN_PROPERTIES.has(name);
const isOwner = (name: string): boolean => OWNER_FIELDS.has(name);
const isState = (name: string): boolean => STATE_FIELDS.has(name);
const isOwnerOrState = (name: string): boolean => isOwner(name) || isState(name);

function aliasesWithin({ aliases, formerEmail }: Draft, may: Permissions, withheld: string[]): Draft['aliases'] {
	const isClosed = (key: unknown): boolean => !may.addresses && textOf(key).includes('@');
	const former = may.consent && formerEmail !== undefined ? [formerEmail] : [];
	if (aliases === undefined) return former.length === 0 ? undefined : former;
	const open = aliases.some(isClosed) ? aliases.filter((key) => !isClosed(key)) : aliases;
	if (open !== aliases) withheld.push('alsoKnownAs');
	return former.length === 0 ? open : [...open, ...former];
}

/** The same fields where none of them is closed, which is nearly always; else a copy, and the names of the others. */
function without(
	fields: Record<string, unknown> | undefined,
	isClosed: (name: string) => boolean,
	withheld: string[],
): Record<string, unknown> | undefined {
	if (fields === undefined) return undefined;
	if (!Object.keys(fields).some(isClosed)) return fields;
	withheld.push(...Object.keys(fields).filter(isClosed));
	return Object.fromEntries(Object.entries(fields).filter(([name]) => !isClosed(name)));
}
