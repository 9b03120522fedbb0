import type { Channel } from '../settings/settings';

/** What every message about a lead says of it. Points have at most two decimals, times are ISO 8601 in UTC. */
export interface LeadFacts {
	readonly lead: string;
	readonly name: string | null;
	readonly email: string | null;
	readonly title: string | null;
	readonly company: string | null;
	readonly owner: string | null;
	readonly country: string | null;
	readonly stage: string;
	readonly cell: string | null;
	readonly label: string | null;
	readonly total: number | null;
	readonly fit: number | null;
	readonly engagement: number | null;
	readonly signal: string | null;
	readonly lastActivityAt: string | null;
	/** The strongest reasons as their texts, at most three. */
	readonly reasons: readonly string[];
	/** The newest thing that gave points. */
	readonly last: Happened | null;
	/** What to start a conversation with: a rule of engagement worth more than a visit to just any page. */
	readonly opener: string | null;
}

/** Something that happened, by the name of its rule. */
export interface Happened {
	readonly what: string;
	readonly at: string;
}

/** `key` is unique per message: the same news told twice has the same key. */
interface Envelope {
	readonly key: string;
	/** An address, or a word of the settings such as `sales`, `manager`, `marketing`. */
	readonly audience: string;
	readonly at: string;
	/** Only these of the channels that the settings give its kind; left out: all of them. */
	readonly channels?: readonly Channel[];
}

interface AboutLead extends Envelope {
	readonly about: LeadFacts;
}

export interface HandOff extends AboutLead {
	readonly kind: 'hand_off';
	readonly handedOffAt: string;
	/** When the first step is due, by the SLA policies of the settings. */
	readonly due: string | null;
	/** Times the lead came back before. */
	readonly recycles: number;
	/** What is new since it came back; empty: nothing, only its rest is over. */
	readonly newSince: readonly string[];
}

export interface KeyMoment extends AboutLead {
	readonly kind: 'moment';
	readonly moment: Happened;
	readonly activity: string;
}

export interface Demoted extends AboutLead {
	readonly kind: 'demoted';
	readonly handedOffAt: string;
	readonly previous: { readonly cell: string | null; readonly total: number | null };
}

export interface SlaAlert extends AboutLead {
	readonly kind: 'sla_at_risk' | 'sla_breached';
	readonly to: 'owner' | 'manager';
	readonly policy: string;
	/** `at_risk`, `breached`, or the name of an escalation. */
	readonly level: string;
	readonly startedAt: string;
	readonly dueAt: string;
	readonly elapsedMinutes: number;
	readonly remainingMinutes: number;
	/** Whether minutes are those of business hours. */
	readonly isBusinessTime: boolean;
}

export interface Reminder extends AboutLead {
	readonly kind: 'reminder';
	readonly to: 'owner' | 'manager';
	readonly reason: 'no_owner' | 'no_progress';
	/** Since when nothing moved; null for a lead without an owner. */
	readonly since: string | null;
	readonly days: number;
}

export interface Recycled extends AboutLead {
	readonly kind: 'recycled';
	readonly to: 'marketing' | 'manager';
	readonly decision: 'sent_back' | 'lost' | 'no_follow_up' | 'lost_deal';
	readonly outcome: 'nurture' | 'disqualify';
	readonly by: string | null;
	readonly reason: string;
	/** What somebody said beyond the name of the reason. */
	readonly words: string;
	readonly returnedAt: string;
	readonly count: number;
	readonly previous: number;
	readonly retained: number;
	readonly track: string | null;
	readonly coolOffUntil: string | null;
	/** When it had been handed over. */
	readonly handedOffAt: string | null;
}

export interface AccountCrossed extends Envelope {
	readonly kind: 'account_crossed';
	readonly account: {
		readonly account: string;
		readonly name: string;
		readonly domain: string | null;
		readonly score: number;
		readonly threshold: number;
		readonly members: number;
		readonly engaged: number;
		readonly missingRoles: readonly string[];
		readonly crossedAt: string;
		readonly surge: { readonly recent: number; readonly baseline: number; readonly days: number } | null;
	};
	readonly people: readonly LeadFacts[];
}

/** A digest is lines that are already sentences, since it is about counts of many leads; nobody parses them. */
export interface Digest extends Envelope {
	readonly kind: 'digest';
	readonly title: string;
	readonly lines: readonly string[];
	readonly next: string;
	/** A whole page that goes with the mail as a file. */
	readonly file?: PageFile;
}

/** A document in HTML that is complete in itself. */
export interface PageFile {
	/** Such as `scoring-review-2026-11-29.html`. */
	readonly name: string;
	readonly html: string;
}

/** Something that is wrong in a table, a setting or a run, for those who can mend it. */
export interface FaultReport extends Envelope {
	readonly kind: 'fault';
	readonly where: string;
	readonly faults: ReadonlyArray<{ readonly message: string; readonly hint: string }>;
	/** Where to put it right: the table, or the run. */
	readonly link?: string;
	/** The step that failed and since when, where a workflow failed. */
	readonly run?: { readonly step: string; readonly since: string };
}

/** Asks the owner of a hand-off in Slack what to do with it. */
export interface Question extends AboutLead {
	readonly kind: 'ask';
	readonly handedOffAt: string;
	readonly due: string | null;
}

/** A task for the owner in the CRM. */
export interface CrmTask extends AboutLead {
	readonly kind: 'crm';
	readonly handedOffAt: string;
	readonly due: string | null;
}

export type Message =
	| HandOff
	| KeyMoment
	| Demoted
	| SlaAlert
	| Reminder
	| Recycled
	| AccountCrossed
	| Digest
	| FaultReport
	| Question
	| CrmTask;

export type MessageKind = Message['kind'];

export const MESSAGE_KINDS = [
	'hand_off',
	'moment',
	'demoted',
	'sla_at_risk',
	'sla_breached',
	'reminder',
	'recycled',
	'account_crossed',
	'digest',
	'fault',
	'ask',
	'crm',
] as const satisfies readonly MessageKind[];

/** A row of `ll_outbox` that is still to be delivered. `details` holds the {@link Message} as JSON text. */
export interface OutboxRow {
	readonly id?: number;
	readonly title: string;
	readonly audience: string;
	readonly status: string;
	readonly kind: string;
	readonly at: string;
	readonly lead: string;
	readonly text: string;
	/** Comma-separated: `slack`, `teams`, `email`, `crm`. */
	readonly channel: string;
	readonly attempts: number;
	readonly nextAt: string;
	readonly error: string;
	readonly details: string;
	readonly key: string;
}
