import type { Fields } from '../path';
import type { Crm } from './crm';
import { failureIn } from '../failure';
import { sentenceFor } from './failure';
import type { CrmLead, KnownLead, Task } from './lead';
import { batchesOf, call, goingOn, isKnown, readAnswers, stopped } from './look-up';

/** By call, in their order; undefined for a call that nothing came back from. */
export type Results = ReadonlyArray<Fields | undefined>;

const NO_ANSWER: Fields = { error: 'no answer' };

/**
 * What became of the records, and which people's tasks are to be looked for, so that none is made twice. When the CRM did
 * not answer a write at all, no further call is made.
 */
export function lookForTasks(
	leads: readonly CrmLead[],
	updated: Results,
	created: Results,
	crm: Crm,
): { leads: CrmLead[]; calls: Fields[] } {
	const { updates, creations } = batchesOf(leads, crm);
	const came = new Map<CrmLead, CrmLead>();
	updates.forEach((batch, index) => {
		for (const lead of batch) came.set(lead, afterWriting(lead, updated[index] ?? NO_ANSWER, crm));
	});
	creations.forEach((lead, index) => came.set(lead, afterWriting(lead, created[index] ?? NO_ANSWER, crm)));
	const after = unlessDown(
		leads.map((lead) => came.get(lead) ?? lead),
		[...updated, ...created],
		crm,
	);
	return { leads: after, calls: withTasks(after).map((lead) => call(crm.lookForTasks(lead))) };
}

function afterWriting(lead: CrmLead, answer: Fields, crm: Crm): CrmLead {
	const { fault, isOff } = readAnswers([answer], crm);
	if (isOff) return stopped(lead, '');
	if (fault !== undefined) return stopped(lead, fault);
	const id = crm.idOf(answer, lead) ?? lead.person?.id;
	if (id !== undefined) return { ...lead, person: { kind: 'Lead', ...lead.person, id } };
	return stopped(lead, `${crm.title} did not name the record of ${lead.row.email}.`);
}

/** What is written is written; what comes after it waits. */
function unlessDown(leads: readonly CrmLead[], answers: Results, crm: Crm): CrmLead[] {
	const { fault, isDown } = readAnswers(
		answers.filter((answer) => answer !== undefined),
		crm,
	);
	if (!isDown || fault === undefined) return [...leads];
	return leads.map((lead) => (lead.obstacle === null ? { ...lead, taskFault: fault } : lead));
}

const withTasks = (leads: readonly CrmLead[]): KnownLead[] =>
	goingOn(leads)
		.filter(isKnown)
		.filter(({ tasks, taskFault }) => tasks.length > 0 && taskFault === '');

/**
 * Which tasks are to be made: those whose key stands in the text of none that the CRM has.
 *
 * @param found every task of every person that was asked for
 */
export function makeTasks(
	leads: readonly CrmLead[],
	found: readonly Fields[],
	crm: Crm,
): { leads: CrmLead[]; calls: Fields[] } {
	const { fault, isOff, fields } = readAnswers(found, crm);
	const texts = crm.taskTextsOf(fields);
	const isThere = ({ key }: Task): boolean =>
		texts.some((text) => text.includes(key) || text.includes(key.replaceAll('&', '&amp;')));
	const after = leads.map((lead) => {
		if (lead.obstacle !== null || lead.tasks.length === 0 || lead.taskFault !== '') return lead;
		if (isOff) return stopped(lead, '');
		const there = lead.tasks.filter(isThere).map(({ key }) => key);
		return { ...lead, found: there, taskFault: there.length < lead.tasks.length ? (fault ?? '') : '' };
	});
	return { leads: after, calls: missingOf(after).map(({ lead, task }) => call(crm.makeTask(lead, task))) };
}

const missingOf = (leads: readonly CrmLead[]): Array<{ lead: KnownLead; task: Task }> =>
	withTasks(leads).flatMap((lead) =>
		lead.tasks.filter(({ key }) => !lead.found.includes(key)).map((task) => ({ lead, task })),
	);

/** Why tasks were not made, by their keys; '' where a node is deactivated. */
export function taskFaults(leads: readonly CrmLead[], made: Results, crm: Crm): Map<string, string> {
	const faults = new Map<string, string>();
	for (const { obstacle, tasks, found, taskFault, person } of leads)
		for (const { key } of tasks) {
			if (obstacle !== null) faults.set(key, obstacle.fault);
			else if (taskFault !== '' && !found.includes(key)) faults.set(key, taskFault);
			else if (person === null) faults.set(key, `${crm.title} has no record of this person.`);
		}
	missingOf(leads).forEach(({ task }, index) => {
		const answer = made[index] ?? NO_ANSWER;
		const failure = failureIn(answer);
		if (failure !== undefined) faults.set(task.key, sentenceFor(failure, crm.title));
		else if (readAnswers([answer], crm).isOff) faults.set(task.key, '');
	});
	return faults;
}
