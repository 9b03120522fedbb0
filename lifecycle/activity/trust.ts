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
export function withinTrust(draft: Draft, trust: Trust): { draft: Draft; withheld: string[] } {
	const may = PERMISSIONS[trust];
	if (trust === 'own') return { draft, withheld: [] };
	const withheld = new Set<string>();
	const keep = (name: string, isAllowed: boolean): boolean => {
		if (!isAllowed) withheld.add(name);
		return isAllowed;
	};
	const isOpen = (name: string): boolean =>
		keep(name, (may.owner || !OWNER_FIELDS.has(name)) && (may.state || !STATE_FIELDS.has(name)));
	const aliases = [...(draft.aliases ?? []), may.consent ? draft.formerEmail : undefined].filter(
		(key) => key === draft.formerEmail || may.addresses || keep('alsoKnownAs', !textOf(key).includes('@')),
	);
	const isConsent = draft.type !== 'email_subscribe' || keep('consent', may.consent);
	return {
		draft: {
			...draft,
			type: isConsent ? draft.type : WITHOUT_CONSENT,
			aliases,
			properties: only(draft.properties, (name) => may.owner || keep(name, !OWN_PROPERTIES.has(name))),
			attributes: only(draft.attributes, isOpen),
			quarantine: may.owner ? draft.quarantine : undefined,
		},
		withheld: [...withheld],
	};
}

const only = (fields: Record<string, unknown> = {}, isKept: (name: string) => boolean): Record<string, unknown> =>
	Object.fromEntries(Object.entries(fields).filter(([name]) => isKept(name)));
