import type { Reason } from '../score/reasons';
import type { News } from '../stage/news';

/** Every stage a lead can be in, in the order of its life. */
export const STAGES = [
	'new',
	'nurture',
	'mql',
	'accepted',
	'opportunity',
	'won',
	'lost',
	'recycled',
	'disqualified',
] as const;
export type Stage = (typeof STAGES)[number];

export const isStage = (value: unknown): value is Stage =>
	typeof value === 'string' && (STAGES as readonly string[]).includes(value);

/** Stages in which sales has the lead. */
export const WITH_SALES: ReadonlySet<Stage> = new Set<Stage>(['mql', 'accepted', 'opportunity']);

export type ColumnKind = 'text' | 'number';

/** The columns of `ll_lead_book`: what people read comes first, what machines need comes last. */
export const LEAD_COLUMNS = [
	['lead', 'text'],
	['total', 'number'],
	['cell', 'text'],
	['label', 'text'],
	['stage', 'text'],
	['summary', 'text'],
	['name', 'text'],
	['email', 'text'],
	['title', 'text'],
	['company', 'text'],
	['owner', 'text'],
	['fit', 'number'],
	['engagement', 'number'],
	['quality', 'number'],
	['recent', 'number'],
	['signal', 'text'],
	['lastActivityAt', 'text'],
	['activities', 'number'],
	['handedOffAt', 'text'],
	['acceptedAt', 'text'],
	['track', 'text'],
	['coolOffUntil', 'text'],
	['recycles', 'number'],
	['recycledAt', 'text'],
	['retained', 'number'],
	['scoreAdjustment', 'number'],
	['scoreAdjustmentNote', 'text'],
	['account', 'text'],
	['cellSince', 'text'],
	['slaAlerts', 'text'],
	['crm', 'text'],
	['mergedInto', 'text'],
	['listedTrack', 'text'],
	['attributes', 'text'],
	['leadScore', 'text'],
	['logged', 'number'],
	['version', 'number'],
	['batch', 'text'],
	['news', 'text'],
] as const satisfies ReadonlyArray<readonly [name: string, kind: ColumnKind]>;

export type LeadColumn = (typeof LEAD_COLUMNS)[number][0];

/** What of a score is kept on the row; everything else can be worked out from the log. */
export interface KeptScore {
	/** The strongest reasons, at most {@link KEPT_REASONS}, strongest first. */
	readonly reasons: readonly Reason[];
	readonly dropsBelow: { readonly at: string; readonly threshold: number } | null;
}
export const KEPT_REASONS = 6;

/**
 * A row of `ll_lead_book`, read. Points have at most two decimals, times are ISO 8601 in UTC, an empty cell is null (an
 * empty list or object for what is kept as JSON text).
 */
export interface LeadRow {
	/** The Data Table's own number of the row; undefined for a lead that has no row yet. */
	readonly id: number | undefined;
	readonly lead: string;
	readonly total: number | null;
	readonly cell: string | null;
	readonly label: string | null;
	readonly stage: Stage;
	readonly summary: string | null;
	readonly name: string | null;
	readonly email: string | null;
	readonly title: string | null;
	readonly company: string | null;
	/** Who has the lead: an address, or a word such as `sales`. People's column: a score never overwrites it. */
	readonly owner: string | null;
	readonly fit: number | null;
	readonly engagement: number | null;
	readonly quality: number | null;
	readonly recent: number | null;
	readonly signal: string | null;
	readonly lastActivityAt: string | null;
	/** Activities that count; null where the lead was never scored. */
	readonly activities: number | null;
	readonly handedOffAt: string | null;
	readonly acceptedAt: string | null;
	readonly track: string | null;
	readonly coolOffUntil: string | null;
	readonly recycles: number;
	readonly recycledAt: string | null;
	readonly retained: number | null;
	/** People's columns, read by Score Lead as they are. */
	readonly scoreAdjustment: number | null;
	readonly scoreAdjustmentNote: string | null;
	readonly account: string | null;
	readonly cellSince: string | null;
	/** Keys of SLA alerts that were sent. */
	readonly slaAlerts: readonly string[];
	/** `due` when the CRM does not show this row yet; then the CRM's id of the record may follow: `due 1234`, `1234`. */
	readonly crm: string | null;
	/** The lead this key turned out to be; a row with it is history and takes no part in anything. */
	readonly mergedInto: string | null;
	readonly listedTrack: string | null;
	/** What activities taught about the lead. */
	readonly attributes: Readonly<Record<string, unknown>>;
	readonly leadScore: KeptScore;
	/** Entries of the log, counted or not, that the score comes from. */
	readonly logged: number | null;
	/** Rises with each write; a row is written only where it is what was read. */
	readonly version: number;
	/** The run that wrote the row's news. */
	readonly batch: string | null;
	/** Messages and lines of the logs that the row's last writes caused and that are not copied yet. */
	readonly news: News;
}
