import { foldLead } from '../activity/activity';
import { WITH_SALES, type LeadRow, type Stage } from '../lead/row';
import { isOptedOut, type Consent, type Refusal } from './consent';

/** Why somebody is on no track. */
export type WhyOff =
	| Refusal
	| 'with sales'
	| 'won'
	| 'lost'
	| 'disqualified'
	| 'no e-mail address'
	| 'no track'
	| 'merged into another lead';

/** Whoever is reached under one address: mail tools know nothing else. */
export interface Person {
	/** All rows with the address, lowest id first. */
	readonly rows: readonly LeadRow[];
	/** The row that speaks for the person. */
	readonly lead: LeadRow;
	/** '' where there is none that mail can be sent to. */
	readonly email: string;
	/** Where the person belongs today. */
	readonly track: string | null;
	/** Tracks that were handed over under the address and not taken back. */
	readonly had: readonly string[];
	/** Why there is no track. */
	readonly why: WhyOff | null;
	/** Would be on a track, were it not for {@link why}. */
	readonly isHeldBack: boolean;
}

export interface StandingTerms {
	readonly consent: Consent;
	/** Names as `foldField` makes them. */
	readonly optOutFields: ReadonlySet<string>;
}

const LONGEST_ADDRESS = 320;
/** One address and nothing else, as every mail tool takes it. */
const ADDRESS = /^[^\s\p{C},;:<>()"@]+@[^\s\p{C},;:<>()"@]+\.[^\s\p{C},;:<>()"@]+$/u;

const addressOf = ({ email }: LeadRow): string =>
	email !== null && email.length <= LONGEST_ADDRESS && ADDRESS.test(email) ? email : '';

/** Where everybody in the lead book stands, each address once; of a lead with several rows the lowest id counts. */
export function standingOf(rows: readonly LeadRow[], terms: StandingTerms): Person[] {
	const leads = firstRows(rows);
	const former = formerRows(leads);
	return groupsOf(leads).map((group) => personOf(group, former, terms));
}

function firstRows(rows: readonly LeadRow[]): LeadRow[] {
	const byId = [...rows].sort((left, right) => (left.id ?? Infinity) - (right.id ?? Infinity) || 0);
	const first = new Map<string, LeadRow>();
	for (const row of byId) if (row.lead !== '' && !first.has(foldLead(row.lead))) first.set(foldLead(row.lead), row);
	return [...first.values()];
}

/** The rows that turned out to be a lead, by the key of the lead. */
function formerRows(rows: readonly LeadRow[]): ReadonlyMap<string, LeadRow[]> {
	const next = new Map(rows.map(({ lead, mergedInto }) => [foldLead(lead), foldLead(mergedInto ?? '')]));
	const former = new Map<string, LeadRow[]>();
	for (const row of rows) {
		const visited = new Set([foldLead(row.lead)]);
		for (let key = next.get(foldLead(row.lead)); key && !visited.has(key); key = next.get(key)) {
			visited.add(key);
			addTo(former, key, row);
		}
	}
	return former;
}

function addTo(lists: Map<string, LeadRow[]>, key: string, row: LeadRow): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [row]);
	else list.push(row);
}

/** Rows by address; each row without one is alone. */
function groupsOf(rows: readonly LeadRow[]): LeadRow[][] {
	const groups = new Map<string, LeadRow[]>();
	for (const row of rows) {
		const address = addressOf(row).toLowerCase();
		const key = address === '' ? `lead ${row.lead}` : `address ${address}`;
		addTo(groups, key, row);
	}
	return [...groups.values()];
}

function personOf(rows: readonly LeadRow[], former: ReadonlyMap<string, LeadRow[]>, terms: StandingTerms): Person {
	const live = rows.filter(({ mergedInto }) => mergedInto === null);
	const all = [...new Set([...rows, ...live.flatMap(({ lead }) => former.get(foldLead(lead)) ?? [])])];
	const lead = live.find(({ track }) => track !== null) ?? live[0] ?? rows[0];
	const email = addressOf(lead);
	const refusal = refusalOf(all, email, terms);
	const why = whyOff(live, refusal, email);
	return {
		rows,
		lead,
		email,
		track: why === null ? lead.track : null,
		had: [...new Set(rows.flatMap(({ listedTrack }) => listedTrack ?? []))],
		why,
		isHeldBack: lead.track !== null && (why === 'no e-mail address' || (why !== null && why === refusal)),
	};
}

/** What any row of the address says against it counts. */
function whyOff(live: readonly LeadRow[], refusal: Refusal | undefined, email: string): WhyOff | null {
	if (live.length === 0) return 'merged into another lead';
	const stage = live.map((row) => whyNotInNurture(row.stage)).find((why) => why !== null);
	if (stage) return stage;
	if (refusal !== undefined) return refusal;
	if (email === '') return 'no e-mail address';
	return live.some(({ track }) => track !== null) ? null : 'no track';
}

function whyNotInNurture(stage: Stage): WhyOff | null {
	if (WITH_SALES.has(stage)) return 'with sales';
	return stage === 'won' || stage === 'lost' || stage === 'disqualified' ? stage : null;
}

function refusalOf(rows: readonly LeadRow[], email: string, { consent, optOutFields }: StandingTerms) {
	const said = consent.refusalOf([...rows.map(({ lead }) => lead), ...rows.map((row) => row.email ?? ''), email]);
	if (said !== undefined) return said;
	return rows.some(({ attributes }) => isOptedOut(attributes, optOutFields)) ? 'opted out' : undefined;
}
