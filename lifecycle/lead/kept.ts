/**
 * How a row keeps its score and its news as JSON text: all tables of an n8n share 200 MB, and most of a lead's row is
 * these two. What can be worked out from the rest is left out; reading puts it back.
 */
import { hash } from 'crypto';
import { writeText } from '../model/line-text';
import { isFields, type Fields } from '../path';
import { toHundredths } from '../points';
import type { Reason } from '../score/reasons';
import type { Message } from '../message/message';
import type { News, ScoreLine, StageLine } from '../stage/news';
import { asInstant, isInstant, toIso } from '../time';
import type { KeptScore, LeadRow, Told } from './row';

/** The score as the cell holds it; null where there is nothing to keep. */
export function printScore({ reasons, dropsBelow, told }: KeptScore): string | null {
	const kept = {
		...(reasons.length > 0 && { reasons: reasons.map(printReason) }),
		...(dropsBelow !== null && { dropsBelow }),
		...(told.length > 0 && { told }),
	};
	return Object.keys(kept).length === 0 ? null : JSON.stringify(kept);
}

/** Also what a former version kept, a whole score with its reasons written out, whose key moments were all told. */
export function readScore({ reasons, dropsBelow, told, moments }: Fields, mostReasons: number): KeptScore {
	return {
		reasons: listOf(reasons)
			.flatMap((reason) => readReason(reason) ?? [])
			.slice(0, mostReasons),
		dropsBelow: isDrop(dropsBelow) ? { at: dropsBelow.at, threshold: dropsBelow.threshold } : null,
		told: entriesOf<Told>(told ?? moments)
			.filter(isTold)
			.map(({ activity, at }) => ({ activity, at })),
	};
}

/** Rule, dimension, points, count, instant in ms or null, text where it is not the usual one, what faded. */
type KeptReason = [string, string, number, number, (number | null)?, (string | null)?, number?];

const SHORT: Readonly<Record<string, string>> = {
	fit: 'f',
	engagement: 'e',
	quality: 'q',
	adjustment: 'a',
	limit: 'l',
	other: 'o',
};
const LONG = new Map(Object.entries(SHORT).map(([long, short]) => [short, long]));

function printReason({ rule, dimension, points, count, lastAt, text, faded }: Reason): KeptReason {
	const instant = lastAt === null ? null : (asInstant(lastAt) ?? null);
	const kept: KeptReason = [rule, SHORT[dimension] ?? dimension, points, count];
	const own = text === usualText(rule, count, points) ? null : text;
	const isPlain = own === null && faded === undefined;
	if (instant !== null || !isPlain) kept.push(instant);
	if (!isPlain) kept.push(own);
	if (faded !== undefined) kept.push(faded);
	return kept;
}

function readReason(kept: unknown): Reason | undefined {
	if (!Array.isArray(kept)) return isReason(kept) ? kept : undefined;
	const [rule, dimension, points, count, instant, text, faded] = kept as unknown[];
	if (typeof rule !== 'string' || typeof dimension !== 'string') return undefined;
	if (!isNumber(points) || !isNumber(count)) return undefined;
	return {
		rule,
		dimension: (LONG.get(dimension) ?? dimension) as Reason['dimension'],
		points,
		count,
		lastAt: isInstant(instant) ? toIso(instant) : null,
		text: typeof text === 'string' ? text : usualText(rule, count, points),
		...(isNumber(faded) && { faded }),
	};
}

const usualText = (rule: string, count: number, points: number): string => writeText(rule, count, toHundredths(points));

const isNumber = (value: unknown): value is number => Number.isFinite(value);

const isReason = (value: unknown): value is Reason =>
	isFields(value) &&
	typeof value.rule === 'string' &&
	typeof value.dimension === 'string' &&
	typeof value.text === 'string' &&
	isNumber(value.points);

const isDrop = (value: unknown): value is { at: string; threshold: number } =>
	isFields(value) && typeof value.at === 'string' && typeof value.threshold === 'number';

const isTold = ({ activity, at }: Told): boolean => typeof activity === 'string' && asInstant(at) !== undefined;

// --- Attributes -----------------------------------------------------------------------------------------------------------

/** Attributes that have a column of their own. Where it says the same, a mark of its text stands for the attribute. */
const COLUMNS = ['name', 'email', 'title', 'company'] as const;
const MARK = /^=[\w-]{4}$/;

type WithColumns = Pick<LeadRow, (typeof COLUMNS)[number]>;

/** What activities taught, as the cell holds it; null where it is nothing. */
export function printAttributes({ attributes, ...row }: WithColumns & Pick<LeadRow, 'attributes'>): string | null {
	const kept: Record<string, unknown> = { ...attributes };
	for (const column of COLUMNS) {
		const text = row[column];
		if (text !== null && kept[column] === text) kept[column] = markOf(text);
	}
	return Object.keys(kept).length === 0 ? null : JSON.stringify(kept);
}

/**
 * Where somebody corrected the column by hand, its text has another mark: what was taught is not known then until the
 * log is read again, and the column counts as written by hand.
 */
export function readAttributes(kept: Fields, row: WithColumns): Fields {
	const attributes: Record<string, unknown> = { ...kept };
	for (const column of COLUMNS) {
		const mark = attributes[column];
		if (typeof mark !== 'string' || !MARK.test(mark)) continue;
		const text = row[column];
		if (text !== null && markOf(text) === mark) attributes[column] = text;
		else delete attributes[column];
	}
	return attributes;
}

/** 24 bits of a hash: a correction by hand hardly ever has the mark of what it corrects. */
const markOf = (text: string): string =>
	`=${Buffer.from(hash('sha256', text).slice(0, 6), 'hex').toString('base64url')}`;

// --- News ---------------------------------------------------------------------------------------------------------------

/** What a line says of the lead, which the row says as well until it changes. */
type Said = Pick<LeadRow, 'lead' | 'cell' | 'total' | 'fit' | 'engagement' | 'summary'>;

/** The news as the cell holds it, without what the row itself says; null where there is none. */
export function printNews({ messages, stages, scores }: News, row: Said): string | null {
	const kept = {
		...(messages.length > 0 && { messages: messages.map(sharingFacts) }),
		...(stages.length > 0 && { stages: stages.map((line) => without({ lead: row.lead }, line)) }),
		...(scores.length > 0 && { scores: scores.map((line) => without(saidBy(row), line)) }),
	};
	return Object.keys(kept).length === 0 ? null : JSON.stringify(kept);
}

export const readNews = ({ messages, stages, scores }: Fields, row: Said): News => ({
	messages: entriesOf<SharedMessage>(messages).map(withFacts),
	stages: entriesOf<Partial<StageLine>>(stages).map((line) => ({ lead: row.lead, ...line }) as StageLine),
	scores: entriesOf<Partial<ScoreLine>>(scores).map((line) => ({ ...saidBy(row), ...line }) as ScoreLine),
});

type SharedMessage = Message | (Omit<Message, 'about'> & { readonly about: number });

/** Of a hand-off come several messages about the same facts: they stand in the first, the others name its place. */
function sharingFacts(message: Message, index: number, all: readonly Message[]): SharedMessage {
	if (!('about' in message)) return message;
	const facts = JSON.stringify(message.about);
	const first = all.findIndex((other) => 'about' in other && JSON.stringify(other.about) === facts);
	return first === index ? message : { ...message, about: first };
}

function withFacts(message: SharedMessage, _index: number, all: readonly SharedMessage[]): Message {
	if (!('about' in message) || typeof message.about !== 'number') return message as Message;
	return { ...message, about: (all[message.about] as { about?: unknown } | undefined)?.about } as Message;
}

const saidBy = ({ lead, cell, total, fit, engagement, summary }: Said): Said => ({
	...{ lead, cell, total, fit, engagement, summary },
});

const without = (said: Partial<Said>, line: object): object =>
	Object.fromEntries(Object.entries(line).filter(([name, value]) => said[name as keyof Said] !== value));

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

// Only the lifecycle writes these. An entry that is no object could not be told; one that is, is told as it stands.
const entriesOf = <Entry>(value: unknown): Entry[] =>
	listOf(value)
		.filter(isFields)
		.map((entry) => entry as unknown as Entry);
