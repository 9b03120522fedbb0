import type { Fault } from '../fault';
import { messageIn } from '../message/stored';
import { nearestOf } from '../nearest';
import type { Fields } from '../path';
import { shortenedReasons, type Reason } from '../score/reasons';
import type { LeadScore } from '../score/score';
import type { News } from '../stage/news';
import { fold } from '../text';
import { RowCells, type Book } from './cells';
import { printVersion } from './version';
import { printAttributes, printNews, printScore, readAttributes, readNews, readScore } from './kept';

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
	['cell', 'text'],
	['total', 'number'],
	['fit', 'number'],
	['engagement', 'number'],
	['signal', 'text'],
	['stage', 'text'],
	['summary', 'text'],
	['label', 'text'],
	['name', 'text'],
	['email', 'text'],
	['title', 'text'],
	['company', 'text'],
	['owner', 'text'],
	['quality', 'number'],
	['recent', 'number'],
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
	['chance', 'number'],
	['chanceWhy', 'text'],
	['account', 'text'],
	['cellSince', 'text'],
	['slaAlerts', 'text'],
	['crm', 'text'],
	['mergedInto', 'text'],
	['listedTrack', 'text'],
	['enrichment', 'text'],
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
	/** The reasons, strongest first; from {@link KEPT_REASONS} on the rest stands as one, so that they add up to the total. */
	readonly reasons: readonly Reason[];
	readonly dropsBelow: { readonly at: string; readonly threshold: number } | null;
	/** Entries of the log that caused news: key moments that were sent and decisions that were applied, of the last days. */
	readonly told: readonly Told[];
}

/** An entry of the log that is no news any more. `at` is when it happened; of a decision, when it was applied. */
export interface Told {
	readonly activity: string;
	readonly at: string;
}
export const KEPT_REASONS = 7;

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
	/** Percent chance to convert, and why, as the model of 21 predicts; nothing else writes them. */
	readonly chance: number | null;
	readonly chanceWhy: string | null;
	readonly account: string | null;
	readonly cellSince: string | null;
	/** Keys of SLA alerts that were sent. */
	readonly slaAlerts: readonly string[];
	/** `due` when the CRM does not show this row yet; then the CRM's id of the record may follow: `due 1234`, `1234`. */
	readonly crm: string | null;
	/** The lead this key turned out to be; a row with it is history and takes no part in anything. */
	readonly mergedInto: string | null;
	readonly listedTrack: string | null;
	/** What data services were asked about the lead; 07 reads and writes it. */
	readonly enrichment: string | null;
	/** What activities taught about the lead. */
	readonly attributes: Readonly<Record<string, unknown>>;
	readonly leadScore: KeptScore;
	/** Entries of the log, counted or not, that the score comes from. */
	readonly logged: number | null;
	/** Rises with each write; a row is written only where it is what was read. See `version.ts`. */
	readonly version: number;
	/** The run that wrote the row's news. */
	readonly batch: string | null;
	/** Messages and lines of the logs that the row's last writes caused and that are not copied yet. */
	readonly news: News;
}

/** A lead that has no row yet. */
export const emptyRow = (lead: string): LeadRow => ({ ...readRow({ lead }).row, lead });

/**
 * Reads a row of `ll_lead_book`, also one of a former version and one that somebody edited by hand: a cell that makes no
 * sense is a fault that names the lead and the column, and the row goes on with the most sensible reading.
 */
export function readRow(raw: Fields): { row: LeadRow; faults: Fault[] } {
	const cells: Cells = new RowCells(raw, LEAD_BOOK);
	const lead = cells.text('lead') ?? '';
	if (lead === '') cells.fault('lead', 'not a lead', 'Write the e-mail address of the lead, or delete the row.');
	const row = { ...SHAPE, ...standing(cells, lead), ...history(cells) };
	const attributes = readAttributes(cells.object('attributes'), row);
	const news = readNews(cells.object('news'), row);
	if (news.messages.some((message) => messageIn(message) === undefined)) {
		cells.fault('news', 'not news that can be sent', 'Empty the cell, or put back what was there.');
	}
	return { row: { ...row, attributes, news }, faults: cells.faults };
}

const LEAD_BOOK: Book<LeadColumn> = { table: 'll_lead_book', noun: 'Lead', key: 'lead' };
type Cells = RowCells<LeadColumn>;

/** Who the lead is and where it stands. */
const standing = (cells: Cells, lead: string) => ({
	id: cells.id(),
	lead,
	total: cells.number('total'),
	cell: cells.text('cell'),
	label: cells.text('label'),
	stage: readStage(cells),
	summary: cells.text('summary'),
	name: cells.text('name'),
	email: cells.text('email'),
	title: cells.text('title'),
	company: cells.text('company'),
	owner: cells.text('owner'),
	fit: cells.number('fit'),
	engagement: cells.number('engagement'),
	quality: cells.number('quality'),
	recent: cells.number('recent'),
	signal: cells.text('signal'),
	lastActivityAt: cells.time('lastActivityAt'),
	activities: cells.count('activities'),
	account: cells.text('account'),
	mergedInto: readMergedInto(cells, lead),
});

/** What was done with it, and what templates note about it. */
const history = (cells: Cells) => ({
	handedOffAt: cells.time('handedOffAt'),
	acceptedAt: cells.time('acceptedAt'),
	track: cells.text('track'),
	coolOffUntil: cells.time('coolOffUntil'),
	recycles: cells.count('recycles') ?? 0,
	recycledAt: cells.time('recycledAt'),
	retained: cells.number('retained'),
	scoreAdjustment: cells.number('scoreAdjustment'),
	scoreAdjustmentNote: cells.text('scoreAdjustmentNote'),
	chance: cells.number('chance'),
	chanceWhy: cells.text('chanceWhy'),
	cellSince: cells.time('cellSince'),
	slaAlerts: cells.keys('slaAlerts'),
	crm: cells.text('crm'),
	listedTrack: cells.text('listedTrack'),
	enrichment: cells.text('enrichment'),
	attributes: {} as Fields,
	leadScore: readScore(cells.object('leadScore'), KEPT_REASONS),
	logged: cells.count('logged'),
	version: cells.version('version'),
	batch: cells.text('batch'),
});

/** Whatever its case. A slip of the pen is read as the stage that was meant, so that nobody is handed over twice. */
function readStage(cells: Cells): Stage {
	const text = cells.text('stage');
	if (text === null) return 'new';
	const stage = fold(text);
	if (isStage(stage)) return stage;
	cells.fault('stage', 'not a stage', `Write one of: ${STAGES.join(', ')}.`);
	return OTHER_NAMES.get(stage) ?? (nearestOf(stage, STAGES) as Stage | undefined) ?? stageByDates(cells);
}

const OTHER_NAMES: ReadonlyMap<string, Stage> = new Map([
	['sal', 'accepted'],
	['sql', 'opportunity'],
]);

function stageByDates(cells: Cells): Stage {
	if (cells.text('acceptedAt') !== null) return 'accepted';
	if (cells.text('handedOffAt') !== null) return 'mql';
	return cells.text('recycledAt') === null ? 'nurture' : 'recycled';
}

function readMergedInto(cells: Cells, lead: string): string | null {
	const other = cells.text('mergedInto');
	if (other === null || fold(other) !== fold(lead)) return other;
	cells.fault('mergedInto', 'the lead itself', 'Write the other lead, or empty the cell.');
	return null;
}

/** The cells of a row as the table holds them, in the order of its columns: objects as JSON text, what is empty as null. */
export function printRow(row: LeadRow): Record<LeadColumn, string | number | null> {
	const { slaAlerts, leadScore, news, version } = row;
	const printed: Record<LeadColumn, string | number | null> = {
		...row,
		version: printVersion(version),
		slaAlerts: printJson(slaAlerts, slaAlerts.length > 0),
		attributes: printAttributes(row),
		leadScore: printScore(leadScore),
		news: printNews(news, row),
	};
	return Object.fromEntries(LEAD_COLUMNS.map(([name]) => [name, printed[name]])) as typeof printed;
}

const printJson = (value: object, hasContent: boolean): string | null => (hasContent ? JSON.stringify(value) : null);

/** What of a score is kept on the row, beside what was told before. */
export const keptScore = ({ reasons, dropsBelow }: LeadScore, told: readonly Told[]): KeptScore => ({
	reasons: shortenedReasons(reasons, KEPT_REASONS),
	dropsBelow,
	told,
});

const NO_CELLS = new RowCells({}, LEAD_BOOK);

/** Every column once: engines copy a known shape quickly, and add one column after the other to an object twenty times as slowly. */
const SHAPE = {
	...standing(NO_CELLS, ''),
	...history(NO_CELLS),
	news: { messages: [], stages: [], scores: [] } as News,
};
