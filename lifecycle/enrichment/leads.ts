import type { DateTime } from 'luxon';
import { isEmpty } from '../empty';
import { readEmail } from '../lead/email';
import { firstRows, type StoredRow } from '../lead/first-rows';
import { WITH_SALES, type Stage } from '../lead/row';
import { foldField, isOptedOut, OPT_OUT_FIELDS, type Consent } from '../lists/consent';
import type { Fields } from '../path';
import { asInstant } from '../time';
import { isOfAll, nextTry, readAsked, type AskedBy } from './asked';
import { QUESTIONS, SERVICES, type Question, type Service } from './services';

/** A lead that services are asked about in this run. */
export interface AskedLead {
	/** Of its row in `ll_lead_book`. */
	readonly id: number;
	readonly lead: string;
	/** Lower case. */
	readonly email: string;
	readonly domain: string;
	/** The address is a company's mailbox, such as info@: only the company is asked about. */
	readonly isShared: boolean;
	/** Services to ask, in the order of {@link SERVICES}. */
	readonly services: readonly Service[];
	/** What was asked before. */
	readonly asked: AskedBy;
}

export interface LeadsOptions {
	readonly asOf: DateTime;
	/** So many leads for each service. */
	readonly most: number;
	/** An answer is old after so many days. */
	readonly daysFresh: number;
}

/** A service that takes nothing for the moment. */
export interface Paused {
	readonly service: Service;
	readonly why: 'busy' | 'credits' | 'credential';
	/** Epoch milliseconds. */
	readonly until: number;
}

export interface Choice {
	readonly leads: readonly AskedLead[];
	readonly paused: readonly Paused[];
}

/** Nobody sells to these at the moment. */
const CLOSED: ReadonlySet<Stage> = new Set<Stage>(['won', 'lost', 'disqualified']);

/**
 * Which leads are worth a question now: those with an address at a company that did something, that nobody is to leave alone, and of
 * whom something is missing or known for too long. Leads that sales has come first, then those with the highest score.
 *
 * @param book rows of `ll_lead_book`
 * @param consent what people said about being written to
 */
export function leadsToAsk(book: readonly Fields[], consent: Consent, options: LeadsOptions): Choice {
	const now = options.asOf.toMillis();
	const rows = [...firstRows(book).values()];
	const paused = pausedAmong(rows, now);
	const closed = new Set(paused.map(({ service }) => service));
	const open = SERVICES.filter((service) => !closed.has(service));
	const left = new Map(open.map((service) => [service, options.most]));
	const leads = rows
		.filter((row) => row.lastActivityAt !== null && !CLOSED.has(row.stage) && !isLeftAlone(row, consent))
		.sort(byWorth)
		.flatMap((row) => candidateOf(row, open, options.daysFresh, now))
		.flatMap((lead) => withinBudget(lead, left));
	return { leads, paused };
}

const OPT_OUTS: ReadonlySet<string> = new Set(OPT_OUT_FIELDS.map(foldField));
const isLeftAlone = ({ lead, email, attributes }: StoredRow, consent: Consent): boolean =>
	consent.refusalOf([lead, email ?? '']) !== undefined || isOptedOut(attributes, OPT_OUTS);

const byWorth = (one: StoredRow, other: StoredRow): number =>
	Number(WITH_SALES.has(other.stage)) - Number(WITH_SALES.has(one.stage)) ||
	(other.total ?? 0) - (one.total ?? 0) ||
	(asInstant(other.lastActivityAt) ?? 0) - (asInstant(one.lastActivityAt) ?? 0) ||
	one.id - other.id;

function candidateOf(row: StoredRow, open: readonly Service[], daysFresh: number, now: number): AskedLead[] {
	const email = row.email ?? row.lead;
	const { class: kind, domain } = readEmail(email);
	if (domain === undefined || (kind !== 'business' && kind !== 'role')) return [];
	const isShared = kind === 'role';
	const asked = readAsked(row.enrichment);
	const services = open.filter((service) => {
		const last = asked[service];
		// What is old is asked again, whatever is known: it may come from that service.
		if (last !== undefined) return nextTry(last, daysFresh) <= now;
		return questionsOf(service, isShared).some(({ teaches }) => teaches.some((name) => isMissing(row, name)));
	});
	return services.length === 0
		? []
		: [{ id: row.id, lead: row.lead, email: email.trim().toLowerCase(), domain, isShared, services, asked }];
}

function isMissing(row: StoredRow, name: string): boolean {
	const cell = name === 'name' || name === 'title' || name === 'company' ? row[name] : null;
	return isEmpty(row.attributes[name]) && isEmpty(cell);
}

function withinBudget(lead: AskedLead, left: Map<Service, number>): AskedLead[] {
	const services = lead.services.filter((service) => (left.get(service) ?? 0) > 0);
	for (const service of services) left.set(service, (left.get(service) ?? 0) - 1);
	return services.length === 0 ? [] : [{ ...lead, services }];
}

/** A service paused by what it said last: a later answer to anybody ends the pause. */
function pausedAmong(rows: readonly StoredRow[], now: number): Paused[] {
	const books = rows.map(({ enrichment }) => readAsked(enrichment));
	return SERVICES.flatMap((service) => {
		const all = books.flatMap((asked) => asked[service] ?? []);
		const answeredAt = Math.max(-Infinity, ...all.filter(({ result }) => result === 'answered').map(timeOf));
		const last = all
			.filter((each) => isOfAll(each) && timeOf(each) > answeredAt)
			.sort(byTime)
			.at(-1);
		const until = last === undefined ? 0 : nextTry(last, 0);
		return last === undefined || until <= now ? [] : [{ service, why: last.result as Paused['why'], until }];
	});
}

const timeOf = ({ at }: { at: string }): number => asInstant(at) ?? 0;
const byTime = (one: { at: string }, other: { at: string }): number => timeOf(one) - timeOf(other);

export const questionsOf = (service: Service, isShared: boolean): Question[] =>
	QUESTIONS.filter((question) => question.service === service && (question.about === 'company' || !isShared));

/** What the node of a service is given. A question about a company holds no address of a person. */
export interface Call {
	/** By this a call is told from an answer: a node that is deactivated hands on what it got. */
	readonly question: string;
	readonly domain: string;
	readonly email?: string;
}

/** The calls of a question, in order: one a person, one a company. */
export function callsOf(question: Question, leads: readonly AskedLead[]): Call[] {
	const calls = new Map<string, Call>();
	for (const lead of leads) {
		if (!asks(lead, question)) continue;
		const { domain, email } = lead;
		const call = { question: question.name, domain };
		calls.set(keyOf(question, lead), question.about === 'company' ? call : { ...call, email });
	}
	return [...calls.values()];
}

export const asks = ({ services, isShared }: AskedLead, { service, about }: Question): boolean =>
	services.includes(service) && (about === 'company' || !isShared);

/** Which call of a question is about a lead. */
export const keyOf = ({ about }: Question, { email, domain }: Pick<AskedLead, 'email' | 'domain'>): string =>
	about === 'company' ? domain : email;
