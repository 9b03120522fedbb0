import type { DateTime } from 'luxon';
import { failureIn, type Failure } from '../failure';
import type { Fields } from '../path';
import { toIso } from '../time';
import { isRetried, printAsked, type Asked } from './asked';
import { asks, callsOf, keyOf, type AskedLead } from './leads';
import { QUESTIONS, resultOf, type Question, type Service, type ServiceResult } from './services';

/** What came back from the calls of a question. */
export interface Answered {
	/** One answer a call, in their order; a service that takes all calls at once may give one error for all of them. */
	readonly answers: readonly Fields[];
	/** The node is active: calls that come back as they were sent are a node that failed as a whole. */
	readonly isActive: boolean;
}

/** What Normalize Activity reads: one item a lead and service; no results mean that nothing is known. */
export interface Enriched {
	readonly enrichedBy: Service;
	readonly lead: string;
	/** When it was asked, ISO 8601 in UTC. */
	readonly at: string;
	readonly results: readonly Fields[];
}

/** A row of the lead book, of which only the column of this module is written. */
export interface EnrichmentRow {
	readonly id: number;
	readonly enrichment: string;
}

export interface Outcome {
	readonly enriched: readonly Enriched[];
	readonly rows: readonly EnrichmentRow[];
	readonly failed: readonly Failed[];
}

/** So many leads about whom a service failed in one way. */
export interface Failed {
	readonly service: Service;
	readonly result: ServiceResult;
	readonly count: number;
}

/** What one call brought; no call of a node that is deactivated. */
interface Brought {
	readonly result: ServiceResult;
	readonly found?: Fields;
}

/**
 * What the services said about the leads that they were asked about, and what is noted about it. A lead is noted for a service whose
 * nodes are active; the others are asked when somebody activates them.
 *
 * @param leads as {@link leadsToAsk} gave them
 * @param answered by question, in the order of {@link QUESTIONS}
 */
export function readAnswers(leads: readonly AskedLead[], answered: readonly Answered[], asOf: DateTime): Outcome {
	const at = toIso(asOf.toMillis());
	const bringers = QUESTIONS.map((question, index) => ({
		question,
		bring: bringer(question, leads, answered[index]),
	}));
	const enriched: Enriched[] = [];
	const rows: EnrichmentRow[] = [];
	const failures: Array<Pick<Failed, 'service' | 'result'>> = [];
	for (const lead of leads) {
		const noted: Partial<Record<Service, Asked>> = {};
		for (const service of lead.services) {
			const brought = bringers
				.filter(({ question }) => question.service === service && asks(lead, question))
				.flatMap(({ bring }) => bring(lead) ?? []);
			if (brought.length === 0) continue;
			const asked = askedNow(brought, lead.asked[service], at);
			noted[service] = asked;
			if (asked.result === 'answered') enriched.push(enrichedBy(service, lead, at, brought));
			else failures.push({ service, result: asked.result });
		}
		if (Object.keys(noted).length > 0) rows.push({ id: lead.id, enrichment: printAsked({ ...lead.asked, ...noted }) });
	}
	return { enriched, rows, failed: counted(failures) };
}

const enrichedBy = (service: Service, { lead }: AskedLead, at: string, brought: readonly Brought[]): Enriched => ({
	enrichedBy: service,
	lead,
	at,
	results: brought.flatMap(({ found }) => (found === undefined ? [] : [found])),
});

function bringer(
	question: Question,
	leads: readonly AskedLead[],
	{ answers, isActive }: Answered,
): (lead: AskedLead) => Brought | undefined {
	const calls = callsOf(question, leads).map((call) => keyOf(question, { email: '', ...call }));
	const byCall = new Map(answersByCall(answers, calls.length).map((answer, index) => [calls[index], answer]));
	return (lead) => {
		const answer = byCall.get(keyOf(question, lead));
		const isSilent = answer === undefined || answer.question === question.name;
		if (!isSilent) return broughtBy(question.service, answer);
		return isActive || answers.some(({ question: name }) => name !== question.name) ? { result: 'broken' } : undefined;
	};
}

/** Where an answer is missing, nobody can tell which: no lead gets what is known of another. */
function answersByCall(answers: readonly Fields[], calls: number): readonly Fields[] {
	if (answers.length === calls) return answers;
	const [first] = answers;
	const isOneForAll = first !== undefined && answers.every((answer) => failureIn(answer) !== undefined);
	return isOneForAll ? Array.from({ length: calls }, () => first) : [];
}

function broughtBy(service: Service, answer: Fields): Brought {
	const failure = failureIn(answer);
	return failure === undefined ? { result: 'answered', found: answer } : ofFailure(service, failure);
}

const UNKNOWN = /not (be )?found|unknown (person|company|record)/i;
const PENDING = /not ready|queued|lookup pending/i;
const CREDITS = /payment required|\bcredits?\b|quota|over plan/i;

function ofFailure(service: Service, failure: Failure): Brought {
	const { said, status } = failure;
	if (status === 404 || UNKNOWN.test(said)) return { result: 'answered' };
	if (PENDING.test(said)) return { result: 'pending' };
	if (status === 402 || CREDITS.test(said)) return { result: 'credits' };
	return { result: resultOf(service, failure) };
}

/** Of several calls of a service about a lead, the one that is left to do. */
const ORDER: readonly ServiceResult[] = ['credential', 'credits', 'busy', 'broken', 'pending', 'answered', 'refused'];
/** Where another call found something, the plan of the account has these only in part. */
const OF_THE_PLAN: ReadonlySet<ServiceResult> = new Set<ServiceResult>(['credential', 'refused']);
/** Failures of the service are not the lead's. */
const COUNTED: ReadonlySet<ServiceResult> = new Set<ServiceResult>(['pending', 'broken']);

/** What is found is not taken while a call is left to be tried again: the answers of a day are one activity. */
function askedNow(brought: readonly Brought[], before: Asked | undefined, at: string): Asked {
	const isFound = brought.some(({ found }) => found !== undefined);
	const results = brought.map(({ result }) => result).filter((result) => !isFound || !OF_THE_PLAN.has(result));
	const result = ORDER.find((each) => results.includes(each)) ?? 'refused';
	const asked = { at, result, tries: COUNTED.has(result) ? (before?.tries ?? 0) + 1 : 0 };
	return isFound && !isRetried(asked) ? { at, result: 'answered', tries: 0 } : asked;
}

function counted(failures: ReadonlyArray<Pick<Failed, 'service' | 'result'>>): Failed[] {
	const counts = new Map<string, Failed>();
	for (const { service, result } of failures) {
		const key = `${service} ${result}`;
		counts.set(key, { service, result, count: (counts.get(key)?.count ?? 0) + 1 });
	}
	return [...counts.values()];
}
