import { DateTime } from 'luxon';
import { roundHalfAway } from '../points';
import type {
	AccountCrossed,
	CrmTask,
	Demoted,
	FaultReport,
	HandOff,
	Happened,
	KeyMoment,
	LeadFacts,
	Message,
	Question,
	Recycled,
	Reminder,
	SlaAlert,
} from './message';
import type { Vocabulary } from './vocabulary';

/** What a placeholder stands for; an empty text where there is nothing to say. */
type Values = Record<string, string>;

/** How times and words are written for those who read a message. */
export interface Reader {
	readonly vocabulary: Vocabulary;
	/** IANA name. */
	readonly zone: string;
}

const inZone = (iso: string, { vocabulary, zone }: Reader): DateTime =>
	DateTime.fromISO(iso, { zone }).setLocale(vocabulary.language);

export const isTime = (iso: unknown): iso is string => typeof iso === 'string' && DateTime.fromISO(iso).isValid;

const DAY_AND_TIME = 'd LLL yyyy HH:mm ZZZZ';
const DAY = 'd LLL yyyy';
const IN_A_TITLE = 'ccc d LLL HH:mm';

/** `4 Mar 2026 13:00 UTC`, or in another format of luxon's; '' for what is not a time. */
export const timeText = (iso: string | null, reader: Reader, format = DAY_AND_TIME): string =>
	isTime(iso) ? inZone(iso, reader).toFormat(format) : '';

/** Points with two decimals at most, as the reader writes numbers; '' where there are none. */
export const pointsText = (points: number | null, { vocabulary }: Reader): string =>
	points === null
		? ''
		: (roundHalfAway(points * 100) / 100).toLocaleString(vocabulary.language, {
				maximumFractionDigits: 2,
				useGrouping: false,
			});

const plain = (name: string): string => name.replaceAll('_', ' ');

function happenedText(happened: Happened | null, reader: Reader): string {
	if (happened === null) return '';
	const at = timeText(happened.at, reader);
	return at === '' ? happened.what : reader.vocabulary.happened(happened.what, at);
}

export const nameOf = ({ name, email, lead }: LeadFacts): string => name || email || lead;

/** `Dana Reyes, Director at Northwind` */
export function personOf(lead: LeadFacts, { vocabulary }: Reader): string {
	const work = vocabulary.titleAt(lead.title ?? '', lead.company ?? '');
	return [nameOf(lead), work].filter((part) => part !== '').join(', ');
}

/** In brackets, the address, or else the key, that the name does not say already. */
export function addressOf(lead: LeadFacts): string {
	const address = [lead.email, lead.lead].find((text) => text && text !== nameOf(lead));
	return address ? ` (${address})` : '';
}

function leadValues(lead: LeadFacts, reader: Reader): Values {
	const { vocabulary } = reader;
	return {
		person: personOf(lead, reader),
		name: nameOf(lead),
		lead: lead.lead,
		email: lead.email ?? '',
		title: lead.title ?? '',
		company: lead.company ?? '',
		country: lead.country ?? '',
		owner: lead.owner ?? '',
		stage: vocabulary.stages[lead.stage] ?? lead.stage,
		cell: lead.cell ?? '',
		label: lead.label ?? '',
		total: pointsText(lead.total, reader),
		fit: pointsText(lead.fit, reader),
		engagement: pointsText(lead.engagement, reader),
		signal: lead.signal ?? '',
		reasons: lead.reasons.join(' · '),
		opener: lead.opener ?? '',
		last: happenedText(lead.last, reader),
		'last seen': timeText(lead.lastActivityAt, reader),
		why: happenedText(lead.last, reader) || vocabulary.scoreReached,
	};
}

const handOffValues = ({ recycles, newSince, due }: HandOff, reader: Reader): Values => ({
	due: timeText(due, reader),
	returns: recycles > 0 ? reader.vocabulary.returns(recycles) : '',
	new: recycles > 0 ? newSince.join(', ') || reader.vocabulary.nothingNew : '',
});

const dueValues = ({ due }: Question | CrmTask, reader: Reader): Values => ({ due: timeText(due, reader) });

const momentValues = ({ moment }: KeyMoment, reader: Reader): Values => ({
	moment: moment.what,
	since: timeText(moment.at, reader),
});

function demotedValues({ about, handedOffAt, previous }: Demoted, reader: Reader): Values {
	const standing = (cell: string | null, total: number | null): string =>
		[cell ?? '', total === null ? '' : `(${reader.vocabulary.points(pointsText(total, reader))})`]
			.filter((part) => part !== '')
			.join(' ');
	return {
		since: timeText(handedOffAt, reader),
		before: standing(previous.cell, previous.total),
		now: standing(about.cell, about.total),
	};
}

function slaValues(alert: SlaAlert, reader: Reader): Values {
	const { vocabulary } = reader;
	const { startedAt, dueAt, elapsedMinutes, remainingMinutes, isBusinessTime, level } = alert;
	const isAccepted = alert.about.stage === 'accepted';
	const since = timeText(startedAt, reader);
	// A row of the outbox that somebody edited may lack them.
	const isTimed = Number.isFinite(elapsedMinutes) && Number.isFinite(remainingMinutes);
	return {
		since,
		due: timeText(dueAt, reader, IN_A_TITLE),
		waits: since === '' ? '' : vocabulary.waits(isAccepted, since),
		used: isTimed ? vocabulary.used(elapsedMinutes, elapsedMinutes + remainingMinutes, isBusinessTime) : '',
		late: remainingMinutes <= -1 ? vocabulary.duration(-remainingMinutes, isBusinessTime) : '',
		policy: alert.policy,
		overdue: vocabulary.overdue(!['at_risk', 'breached'].includes(level)),
		'first step': vocabulary.firstStep(isAccepted),
	};
}

const reminderValues = ({ since, days }: Reminder, reader: Reader): Values => ({
	since: timeText(since, reader, DAY),
	days: Number.isFinite(days) ? String(days) : '',
});

function recycledValues(news: Recycled, reader: Reader): Values {
	const { vocabulary } = reader;
	const reason = plain(news.reason);
	const at = timeText(news.returnedAt, reader);
	const handedOffAt = timeText(news.handedOffAt, reader);
	return {
		returned: vocabulary.returned(news.decision, news.by ?? '', at, handedOffAt, reason),
		reason,
		words: news.words === '' ? '' : vocabulary.quoted(news.words),
		by: news.by ?? '',
		since: at,
		count: news.count > 0 ? vocabulary.ordinal(news.count) : '',
		kept: pointsText(news.retained, reader),
		previous: pointsText(news.previous, reader),
		track: plain(news.track ?? ''),
		again: isTime(news.coolOffUntil) ? vocabulary.from(timeText(news.coolOffUntil, reader, DAY)) : vocabulary.rightAway,
	};
}

function accountValues({ account, people }: AccountCrossed, reader: Reader): Values {
	const { vocabulary } = reader;
	const [first, ...others] = people;
	const { surge } = account;
	return {
		company: account.name,
		total: pointsText(account.score, reader),
		threshold: pointsText(account.threshold, reader),
		since: timeText(account.crossedAt, reader),
		surge: surge === null ? '' : vocabulary.surge(surge.recent, surge.days, surge.baseline),
		first: first === undefined ? '' : nameOf(first),
		opener: first?.opener ?? '',
		others: vocabulary.and(others.map(nameOf)),
	};
}

const faultValues = ({ where, run }: FaultReport, reader: Reader): Values => ({
	where,
	...(run === undefined ? {} : { step: run.step, since: timeText(run.since, reader) }),
});

/** What stands for the placeholders of a message's wording, all as text in the reader's language and time zone. */
export function valuesOf(message: Message, reader: Reader): ReadonlyMap<string, string> {
	const values =
		'about' in message
			? { ...leadValues(message.about, reader), ...ownValues(message, reader) }
			: ownValues(message, reader);
	return new Map(Object.entries(values));
}

function ownValues(message: Message, reader: Reader): Values {
	switch (message.kind) {
		case 'hand_off':
			return handOffValues(message, reader);
		case 'moment':
			return momentValues(message, reader);
		case 'demoted':
			return demotedValues(message, reader);
		case 'sla_at_risk':
		case 'sla_breached':
			return slaValues(message, reader);
		case 'reminder':
			return reminderValues(message, reader);
		case 'recycled':
			return recycledValues(message, reader);
		case 'account_crossed':
			return accountValues(message, reader);
		case 'digest':
			return { title: message.title, next: message.next };
		case 'fault':
			return faultValues(message, reader);
		default:
			return dueValues(message, reader);
	}
}
