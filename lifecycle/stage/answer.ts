import { DateTime } from 'luxon';
import type { Fault } from '../fault';
import type { LeadRow } from '../lead/row';
import { languageOf } from '../message/reach';
import type { Language } from '../settings/settings';
import { ANSWER_PHRASES, type AnswerPhrases } from './answer-phrases';
import type { Answer, Decision } from './cause';
import type { Policy } from './policy';

/** Answers to a person who decided, in sentences for a page or a chat, in the language of sales. */

/** A name of the settings as people read it: `no_budget` -> `no budget`. */
export const plain = (name: string): string => name.replaceAll('_', ' ');

interface Reader {
	readonly phrases: AnswerPhrases;
	/** `20 Feb 2026` */
	readonly day: (iso: string) => string;
}

function readerOf({ settings }: Policy): Reader {
	const language: Language = languageOf('sales', settings);
	const day = (iso: string): string =>
		DateTime.fromISO(iso, { zone: settings.timeZone }).setLocale(language).toFormat('d LLL yyyy');
	return { phrases: ANSWER_PHRASES[language], day };
}

export function doneAnswer(row: LeadRow, decision: Decision, policy: Policy): Answer {
	return { ...answerOf(row, decision), outcome: 'done', ...doneWords(row, decision, policy) };
}

export function alreadyAnswer(row: LeadRow, decision: Decision, policy: Policy): Answer {
	const reader = readerOf(policy);
	const { already, nothingDone, owned, ownedAlready } = reader.phrases;
	const state = decision.decision === 'owner' ? ownedAlready(owned(row.owner)) : nowIn(row, decision, reader);
	return {
		...answerOf(row, decision),
		outcome: 'already',
		title: already,
		message: `${named(row, reader)} ${state}. ${nothingDone}`,
	};
}

export function refusedAnswer(row: LeadRow, decision: Decision, policy: Policy): Answer {
	const reader = readerOf(policy);
	const { refused, nothingDone } = reader.phrases;
	return {
		...answerOf(row, decision),
		outcome: 'refused',
		title: refused,
		message: `${named(row, reader)} ${nowIn(row, decision, reader)}. ${nothingDone}${nextFor(row, policy, reader)}`,
	};
}

/** The lead was handed over again since. */
export function outOfDate(row: LeadRow, decision: Decision, policy: Policy): Answer {
	const reader = readerOf(policy);
	const { day, phrases } = reader;
	const said = phrases.outOfDate(named(row, reader), day(decision.at), day(row.handedOffAt ?? policy.asOf));
	return { ...answerOf(row, decision), outcome: 'already', ...withNothingDone(said, phrases) };
}

/** Another answer of the same call came first. */
export function conflicting(row: LeadRow, decision: Decision, policy: Policy): Answer {
	const reader = readerOf(policy);
	const said = reader.phrases.conflicting(named(row, reader));
	return { ...answerOf(row, decision), outcome: 'refused', ...withNothingDone(said, reader.phrases) };
}

/** No reason was given, or none that is known. */
export function unknownReason(row: LeadRow, decision: Decision, { message }: Fault, policy: Policy): Answer {
	const { phrases } = readerOf(policy);
	const known = policy.settings.reasons.map(({ reason }) => plain(reason)).join(', ');
	const said = phrases.reasonNeeded(message, decision.reason, known);
	return { ...answerOf(row, decision), outcome: 'refused', ...withNothingDone(said, phrases) };
}

export const unknownLead = (decision: Decision, policy: Policy): Answer => ({
	...answerOf(undefined, decision),
	outcome: 'refused',
	...readerOf(policy).phrases.unknownLead(decision.lead),
});

export const ambiguousLead = (decision: Decision, leads: readonly string[], policy: Policy): Answer => ({
	...answerOf(undefined, decision),
	outcome: 'refused',
	...readerOf(policy).phrases.ambiguousLead(decision.lead, leads.join(', ')),
});

const withNothingDone = ({ title, message }: Pick<Answer, 'title' | 'message'>, { nothingDone }: AnswerPhrases) => ({
	title,
	message: `${message} ${nothingDone}`,
});

const answerOf = (row: LeadRow | undefined, { activity, lead, decision }: Decision) => ({
	activity,
	lead: row?.lead ?? lead,
	decision,
	stage: row?.stage ?? null,
});

function doneWords(row: LeadRow, { decision }: Decision, policy: Policy): Pick<Answer, 'title' | 'message'> {
	const reader = readerOf(policy);
	const { phrases } = reader;
	const who = named(row, reader);
	switch (decision) {
		case 'accepted':
			return phrases.accepted(who);
		case 'opportunity':
			return phrases.opportunity(who);
		case 'won':
			return phrases.won(who);
		case 'owner':
			return phrases.owner(who, phrases.owned(row.owner));
		default:
			if (row.stage === 'disqualified') return phrases.disqualified(who, row.recycles);
			return phrases.sentBack(
				who,
				row.track === null ? null : plain(row.track),
				row.retained === 0 ? null : row.retained,
				reader.day(row.coolOffUntil ?? policy.asOf),
			);
	}
}

function nowIn({ stage, acceptedAt, recycledAt }: LeadRow, { decision }: Decision, reader: Reader): string {
	const { nowIn: state, since: sinceDay, nothingTo } = reader.phrases;
	const since =
		stage === 'accepted' ? acceptedAt : stage === 'recycled' || stage === 'disqualified' ? recycledAt : null;
	const isNotHandedOver = stage === 'new' || stage === 'nurture';
	const nothing = isNotHandedOver ? nothingTo[decision === 'accepted' ? 'accept' : 'update'] : '';
	return `${state[stage]}${since === null ? '' : sinceDay(reader.day(since))}${nothing}`;
}

function nextFor({ stage, coolOffUntil }: LeadRow, { now }: Policy, { phrases, day }: Reader): string {
	if (stage === 'recycled' && coolOffUntil !== null && Date.parse(coolOffUntil) > now)
		return phrases.restsUntil(day(coolOffUntil));
	return stage === 'new' || stage === 'nurture' || stage === 'recycled' ? phrases.waitsForScore : '';
}

/** `Ana Garcia, Director at Acme (ana@acme.example)` */
function named({ lead, name, email, title, company }: LeadRow, { phrases }: Reader): string {
	const position = [title, company].filter((part) => part !== null).join(phrases.positionAt);
	const who = [name ?? email ?? lead, position].filter((part) => part !== '').join(', ');
	return `${who} (${email !== null && email !== name ? email : lead})`;
}
