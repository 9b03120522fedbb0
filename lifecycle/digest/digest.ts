import type { DateTime } from 'luxon';
import type { Fault } from '../fault';
import type { LeadRow } from '../lead/row';
import type { Digest } from '../message/message';
import type { Fields } from '../path';
import type { Channel, Language } from '../settings/settings';
import type { Sla } from '../sla';
import type { StageLine } from '../stage/news';
import { waitingSince } from './backlog';
import { countPeriod, type CrossedAccount, type Period, type StuckMessage } from './counts';
import { digestLines, digestNext, digestTitle, type Standing } from './sentences';

/** What the tables hold when a digest is written. */
export interface DigestSources {
	/** Leads that are with sales, and those that the lines of the stage log are about; others do no harm. */
	readonly leads: readonly LeadRow[];
	/** Lines of the last seven days; older ones are left out. */
	readonly stages: readonly StageLine[];
	readonly accounts: readonly CrossedAccount[];
	/** Messages that no channel took. */
	readonly stuck: readonly StuckMessage[];
	/** Tasks that no CRM was ever given. */
	readonly tasksWaiting?: number;
	/** The row of the log that waits longest to be scored. */
	readonly oldestUnscored?: Fields;
	/** What is wrong in the tables, rules and settings. */
	readonly faults: readonly Fault[];
	/** Bytes that all Data Tables of this n8n hold, and may hold; undefined where nobody measured them. */
	readonly storage?: { readonly used: number; readonly limit: number };
}

export interface DigestTerms {
	/** The end of the day and of the week, in the zone in which days are written. */
	readonly asOf: DateTime;
	/** Day of the weekly digest, 1 for Monday to 7 for Sunday. */
	readonly weeklyOn: number;
	readonly languageOf: (audience: string) => Language;
	/** What the SLA policies say of a lead that is with sales; null where none applies. */
	readonly slaOf: (lead: LeadRow) => Sla | null;
}

/** From this share of the limit on, the digest says that the Data Tables fill up. */
const STORAGE_WARNING = 0.7;

interface Recipient {
	readonly audience: string;
	readonly period: Period;
	readonly channels: readonly Channel[];
}

/**
 * The digests that are due. Sales gets the day in its channel; a day on which nothing happened and nothing waits brings
 * no message. The manager and marketing get the week by e-mail, also a quiet one, or nobody would know whether this runs.
 * The period is in the key, so that a second run tells nobody twice.
 */
export function digestsOf(sources: DigestSources, terms: DigestTerms): Digest[] {
	const standing = standingOf(sources, terms);
	const at = terms.asOf.toUTC().toISO() ?? '';
	return recipientsOn(terms).flatMap(({ audience, period, channels }): Digest[] => {
		const counts = countPeriod(sources, period, at);
		const reader = { language: terms.languageOf(audience), zone: terms.asOf.zoneName ?? 'UTC' };
		const lines = digestLines(counts, standing, reader);
		if (lines.length === 0 && period.name === 'daily') return [];
		const key = `digest:${period.name}:${period.key}:${audience}`;
		const title = digestTitle(counts, standing, period, reader);
		const next = digestNext(counts, standing, reader);
		return [{ kind: 'digest', key, audience, at, channels, title, lines, next }];
	});
}

function recipientsOn({ asOf, weeklyOn }: DigestTerms): Recipient[] {
	const daily = periodOf('daily', asOf, 1, asOf.toFormat('yyyy-MM-dd'));
	const weekly = periodOf('weekly', asOf, 7, asOf.toFormat("kkkk-'W'WW"));
	const sales: Recipient = { audience: 'sales', period: daily, channels: ['slack', 'teams'] };
	if (asOf.weekday !== weeklyOn) return [sales];
	const byMail = (audience: string): Recipient => ({ audience, period: weekly, channels: ['email'] });
	return [sales, byMail('manager'), byMail('marketing')];
}

const periodOf = (name: Period['name'], asOf: DateTime, days: number, key: string): Period => ({
	name,
	key,
	since: asOf.minus({ days }).toUTC().toISO() ?? '',
	until: asOf,
});

function standingOf(
	{ leads, stuck, tasksWaiting = 0, oldestUnscored, faults, storage }: DigestSources,
	{ asOf, slaOf }: DigestTerms,
): Standing {
	const withSales = leads.filter(
		({ stage, mergedInto }) => mergedInto === null && (stage === 'mql' || stage === 'accepted'),
	);
	const overdue = withSales.flatMap((lead) => {
		const sla = slaOf(lead);
		return sla?.state === 'breached' && sla.dueAt !== null ? [{ lead, dueAt: sla.dueAt }] : [];
	});
	const share = storage === undefined ? 0 : storage.used / storage.limit;
	return {
		waiting: withSales.filter(({ stage }) => stage === 'mql').sort(byTime(({ handedOffAt }) => handedOffAt ?? '')),
		overdue: overdue.sort(byTime(({ dueAt }) => dueAt)),
		stuck,
		tasksWaiting,
		unscoredFor: waited(waitingSince(oldestUnscored, asOf), asOf),
		faults,
		storageShare: share >= STORAGE_WARNING ? share : undefined,
	};
}

const waited = (since: number | undefined, asOf: DateTime): number | undefined =>
	since === undefined ? undefined : asOf.toMillis() - since;

const byTime =
	<T>(timeOf: (entry: T) => string) =>
	(left: T, right: T): number =>
		timeOf(left) < timeOf(right) ? -1 : timeOf(left) > timeOf(right) ? 1 : 0;
