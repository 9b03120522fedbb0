import type { GridRules } from '../grid/grid';
import type { MessageKind } from '../message/message';
import type { RecycleReason } from '../recycle/reason';
import type { SlaSettings } from '../sla';
import type { RetentionTerms } from './retention-terms';

/** Where an audience that is a word, such as `manager`, is reached. */
export interface Audience {
	readonly email: string;
	/** A channel (`#sales-leads`) or an address that is looked up in Slack. */
	readonly slack: string;
	readonly language: Language;
}

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export const CHANNELS = ['slack', 'teams', 'email', 'crm'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Messages of a kind about leads whose field has a value go to another audience. */
export interface Redirect {
	/** A kind of message; `*` for all. */
	readonly kind: MessageKind | '*';
	/** A field of the lead in the message, such as `country`, `company`, `cell`. */
	readonly field: string;
	readonly value: string;
	/** An address or an audience. */
	readonly to: string;
}

/** How many days pass before the weekly review acts. */
export interface ReviewTerms {
	readonly fallbackOwner: string;
	readonly daysToAccept: number;
	readonly daysStillAccepted: number;
	readonly daysStillOpportunity: number;
	readonly daysSilent: number;
	readonly daysGone: number;
}

/** What a team decides once, for all templates: the rows of `ll_settings`, read. */
export interface Settings {
	readonly grid: GridRules;
	readonly audiences: ReadonlyMap<string, Audience>;
	readonly redirects: readonly Redirect[];
	/** Which channels a kind of message takes; none: it is not sent at all. */
	readonly channels: ReadonlyMap<MessageKind, readonly Channel[]>;
	readonly sla: SlaSettings;
	readonly reasons: readonly RecycleReason[];
	readonly maxRecycles: number;
	readonly review: ReviewTerms;
	/** IANA name; empty: n8n's own. */
	readonly timeZone: string;
	readonly language: Language;
	/** A key moment, an import, or the crossing of a company older than this is no news. */
	readonly newsDays: number;
	/** Points of all its people together at which a company is ready for sales. */
	readonly accountThreshold: number;
	/** Address of the page of 18, to which messages and tasks link; empty: they do not. */
	readonly pageAddress: string;
	readonly retention: RetentionTerms;
}
