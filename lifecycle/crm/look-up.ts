import type { Fields } from '../path';
import type { Crm, Person, Staff } from './crm';
import { failureIn } from '../failure';
import { meansDown, sentenceFor } from './failure';
import type { CrmLead, KnownLead } from './lead';

/** By this a call of ours is told from an answer: a node that is deactivated hands on what it got. */
export const OURS = 'isOurs';
const isOurs = (answer: Fields): boolean => Object.hasOwn(answer, OURS);

/** What the nodes of a CRM answered. */
export interface Answers {
	/** Undefined where nothing failed. */
	readonly fault: string | undefined;
	/** A further call would fail as well. */
	readonly isDown: boolean;
	/** A node is deactivated. */
	readonly isOff: boolean;
	readonly fields: readonly Fields[];
}

export function readAnswers(answers: readonly Fields[], { title }: Crm): Answers {
	const failures = answers.flatMap((answer) => failureIn(answer) ?? []);
	const told = answers.filter((answer) => failureIn(answer) === undefined);
	return {
		fault: failures.length > 0 ? sentenceFor(failures.find(meansDown) ?? failures[0], title) : undefined,
		isDown: failures.some(meansDown),
		isOff: told.some(isOurs),
		fields: told.filter((answer) => !isOurs(answer)),
	};
}

/** Keeps a lead from going further; what hinders it already stays. */
export const stopped = (lead: CrmLead, fault: string): CrmLead =>
	lead.obstacle === null ? { ...lead, obstacle: { fault, isFinal: false } } : lead;

/** Where nodes of the CRM are deactivated nothing is written, and nothing is noted as a fault. */
const OFF = '';

/** Leads that nothing hinders. */
export const goingOn = (leads: readonly CrmLead[]): CrmLead[] => leads.filter(({ obstacle }) => obstacle === null);

/**
 * Who of the leads is to be looked up, after the CRM was asked who works there: a call for each {@link Crm.leadsACall}
 * addresses. When that first call failed, none is made.
 */
export function lookUp(
	leads: readonly CrmLead[],
	staff: readonly Fields[],
	crm: Crm,
): { leads: CrmLead[]; calls: Fields[] } {
	const { fault, isOff } = readAnswers(staff, crm);
	const checked = isOff
		? leads.map((lead) => stopped(lead, OFF))
		: fault !== undefined
			? leads.map((lead) => stopped(lead, fault))
			: [...leads];
	const emails = [...new Set(goingOn(checked).map(({ row }) => row.email.toLowerCase()))];
	return { leads: checked, calls: inParts(emails, crm.leadsACall).map((part) => call(crm.lookUp(part))) };
}

export const inParts = <T>(list: readonly T[], size: number): T[][] =>
	Array.from({ length: Math.ceil(list.length / size) }, (_, part) => list.slice(part * size, (part + 1) * size));

export const call = (fields: Fields): Fields => ({ ...fields, [OURS]: true });

export interface Written {
	readonly leads: CrmLead[];
	/** What known records are written with, and new ones. */
	readonly updates: Fields[];
	readonly creations: Fields[];
	/** Reps that the CRM names where the lead book names nobody. */
	readonly owners: ReadonlyArray<{ readonly id: number | undefined; readonly lead: string; readonly owner: string }>;
}

/** What is written, now that it is known whom the CRM knows, and who has them there. */
export function writeRecords(
	leads: readonly CrmLead[],
	asked: readonly Fields[],
	found: readonly Fields[],
	crm: Crm,
): Written {
	const setUp = crm.setUpOf(readAnswers(asked, crm).fields);
	const people = readAnswers(found, crm);
	const known = knownOf(leads, crm.staffOf(readAnswers(asked, crm).fields), people, crm).map((lead) => ({
		...lead,
		model: setUp.model ?? null,
		taskFault: crm.whyNoTasks?.(setUp) ?? '',
	}));
	return {
		leads: known,
		updates: batchesOf(known, crm).updates.map((batch) => call(crm.update(batch, setUp))),
		creations: batchesOf(known, crm).creations.map((lead) => call(crm.create(lead, setUp))),
		owners: ownersOf(known),
	};
}

function knownOf(leads: readonly CrmLead[], staff: readonly Staff[], people: Answers, crm: Crm): CrmLead[] {
	const personOf = byEmail(crm.peopleOf(people.fields));
	const emailOf = new Map(staff.map(({ id, email }) => [String(id), email.toLowerCase()]));
	const idOf = new Map(staff.filter(({ email }) => email !== '').map(({ id, email }) => [email.toLowerCase(), id]));
	return leads.map((lead) => {
		if (lead.obstacle !== null) return lead;
		const person = personOf.get(lead.row.email.toLowerCase());
		const fault = whyUnknown(person, people);
		if (fault !== undefined) return stopped(lead, fault);
		const wanted = idOf.get(String(lead.row.owner ?? '').toLowerCase()) ?? null;
		const owned = { ...lead, person: person === undefined ? null : { id: person.id, kind: person.kind } };
		const ownerId = person?.ownerId;
		return ownerId === undefined
			? { ...owned, assignee: wanted, ownerId: wanted }
			: { ...owned, ownerId, crmOwner: emailOf.get(String(ownerId)) ?? '' };
	});
}

/** Who is not among the answers may be in the one that failed. */
function whyUnknown(person: Person | undefined, { fault, isDown, isOff }: Answers): string | undefined {
	if (isOff) return OFF;
	return isDown || person === undefined ? fault : undefined;
}

function byEmail(people: readonly Person[]): Map<string, Person> {
	const found = new Map<string, Person>();
	for (const person of people) {
		const email = person.email.toLowerCase();
		if (email !== '' && !found.has(email)) found.set(email, person);
	}
	return found;
}

const ownersOf = (leads: readonly CrmLead[]): Written['owners'] =>
	goingOn(leads)
		.filter(({ row, crmOwner }) => crmOwner !== '' && String(row.owner ?? '').trim() === '')
		.map(({ id, row, crmOwner }) => ({ id, lead: row.lead, owner: crmOwner }));

interface Batches {
	readonly updates: CrmLead[][];
	readonly creations: CrmLead[];
}

/**
 * Which leads go into which call. A record that was refused before is written alone, so that it keeps no other from
 * being written. A CRM that makes a record where there is none takes all as updates.
 */
export function batchesOf(leads: readonly CrmLead[], { recordsACall, upserts }: Crm): Batches {
	const due = goingOn(leads).filter((lead) => lead.isDue || lead.person === null);
	const batches = (list: readonly CrmLead[]): CrmLead[][] => [
		...inParts(
			list.filter(({ record }) => record === null),
			recordsACall,
		),
		...list.filter(({ record }) => record !== null).map((lead) => [lead]),
	];
	if (upserts) return { updates: batches(due), creations: [] };
	return {
		updates: batches(due.filter(isKnown)),
		creations: due.filter((lead) => !isKnown(lead) && lead.mayCreate),
	};
}

export const isKnown = (lead: CrmLead): lead is KnownLead => lead.person !== null;
