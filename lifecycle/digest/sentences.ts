import { DateTime } from 'luxon';
import type { Fault } from '../fault';
import type { LeadRow } from '../lead/row';
import type { Language } from '../settings/settings';
import type { Named, Period, PeriodCounts, StuckMessage } from './counts';
import { DAY, HOUR, MINUTE } from '../time';
import { PHRASES, type DigestPhrases } from './phrases';

/** What is so now, whatever the period. */
export interface Standing {
	/** Handed over and not accepted, oldest first. */
	readonly waiting: readonly LeadRow[];
	/** Past their deadline, oldest first; `dueAt` in ISO 8601. */
	readonly overdue: ReadonlyArray<{ readonly lead: LeadRow; readonly dueAt: string }>;
	readonly stuck: readonly StuckMessage[];
	readonly tasksWaiting: number;
	/** How long the oldest activity waits to be scored, in milliseconds, where it is longer than usual. */
	readonly unscoredFor: number | undefined;
	readonly faults: readonly Fault[];
	/** Of the limit of all Data Tables, where it is worth a warning. */
	readonly storageShare: number | undefined;
}

export interface DigestReader {
	readonly language: Language;
	/** IANA name. */
	readonly zone: string;
}

/** So many names, faults and errors stand in a digest. */
const MOST = { names: 8, faults: 5, errors: 2 };

const phrasesOf = ({ language }: DigestReader): DigestPhrases => PHRASES[language];

/** One line for everything that there is something to say about. */
export function digestLines(counts: PeriodCounts, standing: Standing, reader: DigestReader): string[] {
	const { labels } = phrasesOf(reader);
	const line = (label: string, names: readonly string[]): string[] => countLine(label, names, reader);
	const people = (label: string, leads: readonly Named[]): string[] =>
		line(
			label,
			leads.map(({ name }) => name),
		);
	return [
		...people(labels.handedOver, counts.handedOver),
		...people(labels.accepted, counts.accepted),
		...people(labels.opportunities, counts.opportunities),
		...people(labels.won, counts.won),
		...line(
			labels.waiting,
			standing.waiting.map((lead) => sinceText(lead, lead.handedOffAt, reader)),
		),
		...line(
			labels.overdue,
			standing.overdue.map(({ lead, dueAt }) => sinceText(lead, dueAt, reader)),
		),
		...line(
			labels.back,
			counts.back.map(({ name, why }) => [name, reasonIn(why)].filter((part) => part !== '').join(', ')),
		),
		...people(labels.cooled, counts.cooled),
		...line(labels.crossed, counts.crossed),
		...stuckLine(standing, reader),
		...tasksLine(standing, reader),
		...backlogLine(standing, reader),
		...faultLines(standing, reader),
		...storageLine(standing, reader),
	];
}

/** `Handed over: 2 (Ana, Ben)`. A name that comes twice counts twice and is written once. */
function countLine(label: string, names: readonly string[], reader: DigestReader): string[] {
	if (names.length === 0) return [];
	const unique = [...new Set(names)];
	const rest = unique.length - MOST.names;
	const { colon, andMore } = phrasesOf(reader);
	const shown = unique.slice(0, MOST.names).join(', ') + (rest > 0 ? andMore(rest) : '');
	return [`${label}${colon}${names.length} (${shown})`];
}

function sinceText({ name, lead, owner }: LeadRow, since: string | null, reader: DigestReader): string {
	const { since: text, nobody, noDay } = phrasesOf(reader);
	const { language, zone } = reader;
	const day = since === null ? noDay : DateTime.fromISO(since, { zone }).setLocale(language).toFormat('ccc d LLL');
	return text(name || lead, day, owner || nobody);
}

/** The reason in a line of the stage log, as far as one is in it: what follows the first colon of its first sentence. */
const reasonIn = (why: string): string => why.split('. ')[0].split(': ').slice(1).join(': ').replace(/\.$/, '');

function stuckLine({ stuck }: Standing, reader: DigestReader): string[] {
	if (stuck.length === 0) return [];
	const { labels, colon, noReason, stuck: text } = phrasesOf(reader);
	const errors = [...new Set(stuck.map(({ error }) => error || noReason))].slice(0, MOST.errors);
	return [`${labels.stuck}${colon}${text(stuck.length, errors.join(' '))}`];
}

const tasksLine = ({ tasksWaiting }: Standing, reader: DigestReader): string[] =>
	tasksWaiting === 0 ? [] : [phrasesOf(reader).tasks(tasksWaiting)];

function backlogLine({ unscoredFor }: Standing, reader: DigestReader): string[] {
	if (unscoredFor === undefined) return [];
	const { backlog, minutes, hours, days } = phrasesOf(reader);
	if (unscoredFor < 2 * HOUR) return [backlog(minutes(Math.floor(unscoredFor / MINUTE)))];
	return [backlog(unscoredFor < 2 * DAY ? hours(Math.floor(unscoredFor / HOUR)) : days(Math.floor(unscoredFor / DAY)))];
}

function faultLines({ faults }: Standing, reader: DigestReader): string[] {
	const { labels, colon, moreFaults } = phrasesOf(reader);
	const rest = faults.length - MOST.faults;
	return [
		...faults.slice(0, MOST.faults).map(({ message, hint }) => `${labels.fault}${colon}${message}. ${hint}`),
		...(rest > 0 ? [moreFaults(rest)] : []),
	];
}

const storageLine = ({ storageShare }: Standing, reader: DigestReader): string[] =>
	storageShare === undefined ? [] : [phrasesOf(reader).storage(Math.floor(storageShare * 100))];

/** `Leads, Tue 3 Mar: 1 handed over, 2 waiting` */
export function digestTitle(counts: PeriodCounts, standing: Standing, period: Period, reader: DigestReader): string {
	const { title, quiet, brief } = phrasesOf(reader);
	const day = period.until.setLocale(reader.language).toFormat('ccc d LLL');
	if (digestLines(counts, standing, reader).length === 0) return title[period.name](day, quiet);
	const parts = [
		brief.handedOver(counts.handedOver.length),
		...(standing.waiting.length > 0 ? [brief.waiting(standing.waiting.length)] : []),
		...(standing.overdue.length > 0 ? [brief.overdue(standing.overdue.length)] : []),
		...(counts.back.length > 0 ? [brief.back(counts.back.length)] : []),
	];
	return title[period.name](day, parts.join(', '));
}

/** What to do first. */
export function digestNext(
	counts: PeriodCounts,
	{ overdue, waiting, tasksWaiting, unscoredFor, faults }: Standing,
	reader: DigestReader,
): string {
	const { next } = phrasesOf(reader);
	if (unscoredFor !== undefined) return next.backlog;
	if (overdue.length > 0) return next.overdue(overdue.length);
	if (waiting.length > 0) return next.waiting;
	if (faults.length > 0 || tasksWaiting > 0) return next.faults;
	return counts.back.length > 0 ? next.back : next.nothing;
}
