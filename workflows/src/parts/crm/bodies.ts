import type { Step } from '../canvas';
import { asOf } from '../clock';
import { from, maybe } from '../expression';
import { DELIVERY } from '../tell/delivery';
import type { Crm } from './crm';
import { faultsOf } from '../crm-set-up/crm-faults';
import { NAMES } from './names';

const step = (name: string) => ({ name });
const TOLD = step(NAMES.told);
const WHOM = step(NAMES.whom);
const KNOWN = step(NAMES.known);
const TAKEN = step(NAMES.taken);
const MISSING = step(NAMES.missing);

export interface CrmOptions {
	/** So many leads go into one call, where the CRM takes several. One that it refuses keeps those beside it from being written. */
	readonly atOnce: number;
}

/**
 * Whom to look up. A lead `unlessTold` was handed over by a run that may have been cut off: it is handed over in the CRM only
 * when its message is not in the outbox, because the CRM comes before the message.
 */
export const whomOf = (crm: Crm, source: Step, asked: readonly Step[]): string => `
	${DELIVERY}
	${faultsOf(crm.title)}
	const told = new Set(${maybe(TOLD)}.filter(({ status }) => status).map(({ key }) => key));
	const leads = ${from(source)}.first().json.crm.flatMap(({ unlessTold, ...lead }) => {
		if (unlessTold === undefined || !told.has(unlessTold)) return [lead];
		return lead.isChanged ? [{ ...lead, tasks: [], mayCreate: false }] : [];
	});
	const answers = [${asked.map((ask) => `...${maybe(ask)}`).join(', ')}];
	// A step that is switched off passes the lead on as it is.
	const isOn = !answers.some(({ lead }) => lead !== undefined);
	const failed = answers.find(({ error }) => error);
	const fault = isOn && failed ? faultOf(failed.error) : '';
	const emails = isOn && !fault ? [...new Set(leads.map(({ email }) => email.toLowerCase()))] : [];
	const pages = Array.from({ length: Math.ceil(emails.length / ${crm.leadsACall}) }, (_, page) => ({ emails: emails.slice(page * ${crm.leadsACall}, (page + 1) * ${crm.leadsACall}) }));
	return { isOn, fault, leads, pages };
`;

export const knownOf = (crm: Crm, asked: readonly Step[], finds: readonly Step[], { atOnce }: CrmOptions): string => `
	${DELIVERY}
	${faultsOf(crm.title)}
	const { isOn, fault, leads } = ${from(WHOM)}.first().json;
	const asked = ${maybe(asked[0])};
	const found = [${finds.map((find) => `...${maybe(find)}`).join(', ')}];
	${crm.answers.trim()}
	const emailOf = new Map(staff.filter(({ email }) => email).map(({ id, email }) => [String(id), email.toLowerCase()]));
	const idOf = new Map(staff.filter(({ email }) => email).map(({ id, email }) => [email.toLowerCase(), id]));
	const byEmail = new Map();
	for (const person of people) if (person.email && !byEmail.has(person.email.toLowerCase())) byEmail.set(person.email.toLowerCase(), person);
	const unread = found.find(({ error }) => error);
	const known = isOn ? leads.map((lead) => {
		const person = byEmail.get(lead.email.toLowerCase());
		const wanted = lead.owner ? idOf.get(lead.owner.toLowerCase()) : undefined;
		return {
			...lead,
			id: person?.id ?? null,
			kind: person?.kind ?? 'Lead',
			crmOwner: emailOf.get(String(person?.ownerId)) ?? null,
			ownerId: person?.ownerId ?? wanted ?? null,
			assignee: person?.ownerId ? null : wanted ?? null,
			// Who is not among the answers may be in the one that failed.
			fault: fault || (!person && unread ? faultOf(unread.error) : ''),
		};
	}) : [];
	const writable = known.filter(({ id, mayCreate, fault }) => !fault && (id !== null || ${crm.upserts ? 'true' : 'mayCreate'}));
	const inPages = (list) => Array.from({ length: Math.ceil(list.length / ${atOnce}) }, (_, page) => list.slice(page * ${atOnce}, (page + 1) * ${atOnce}));
	${crm.lists.trim()}
	return {
		isOn,
		known,
		// The rep that the CRM names is the one who answers for the lead.
		owners: known.filter(({ crmOwner, owner }) => crmOwner && crmOwner !== owner?.toLowerCase()).map(({ lead, crmOwner, version }) => ({ lead, owner: crmOwner, version })),
		...Object.fromEntries(Object.entries(lists).map(([name, entries]) => [name, entries.map((entry) => ({ ...entry, isOurs: true }))])),
	};
`;

export const takenOf = (crm: Crm, writes: readonly Step[]): string => `
	${DELIVERY}
	${faultsOf(crm.title)}
	const { isOn, known, ...lists } = ${from(KNOWN)}.first().json;
	const emailOf = new Map(known.map(({ lead, email }) => [lead, email.toLowerCase()]));
	const ids = new Map(known.map(({ lead, id }) => [lead, id]));
	const faults = new Map(known.filter(({ fault }) => fault).map(({ lead, fault }) => [lead, fault]));
	const read = (entries, results, idsIn) => entries.forEach((entry, index) => {
		const result = results[index] ?? { error: 'no answer' };
		if (result.error) for (const lead of entry.leads ?? [entry.lead]) faults.set(lead, faultOf(result.error));
		else if (!result.isOurs) for (const [lead, id] of idsIn(entry, result)) ids.set(lead, id ?? ids.get(lead));
	});
${crm.writes
	.map(({ list, ids }, index) => `\tread(lists.${list}, ${maybe(writes[index])}, (entry, result) => ${ids});`)
	.join('\n')}
	const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	const htmlOf = (text) => escaped(text).replaceAll('\\n', '<br>');
	const ready = known.filter(({ lead }) => !faults.has(lead) && ids.get(lead));
	return {
		isOn,
		faults: Object.fromEntries(faults),
		tasks: ready.flatMap(({ lead, kind, ownerId, tasks }) => tasks.map((task) => ({ ...task, lead, id: ids.get(lead), kind, ownerId, html: htmlOf(task.text), isOurs: true }))),
	};
`;

export const missingOf = (crm: Crm, findTasks: Step): string => `
	${DELIVERY}
	${faultsOf(crm.title)}
	const { tasks } = ${from(TAKEN)}.first().json;
	const tasksFound = ${maybe(findTasks)}.filter(({ isOurs }) => !isOurs);
	const texts = ${crm.taskTexts};
	const unread = tasksFound.find(({ error }) => error);
	const isThere = ({ key }) => texts.some((text) => text.includes(key) || text.includes(key.replaceAll('&', '&amp;')));
	const missing = tasks.filter((task) => !isThere(task));
	return { fault: unread ? faultOf(unread.error) : '', missing: unread ? [] : missing, unseen: unread ? missing.map(({ key }) => key) : [] };
`;

export const leftOf = (crm: Crm, makeTask: Step): string => `
	${DELIVERY}
	${faultsOf(crm.title)}
	const at = ${asOf};
	const { isOn, known } = ${from(KNOWN)}.first().json;
	const { faults } = ${from(TAKEN)}.first().json;
	const { fault, missing, unseen } = ${from(MISSING)}.first().json;
	const results = ${maybe(makeTask)};
	const taskFaults = new Map(unseen.map((key) => [key, fault]));
	missing.forEach(({ key }, index) => {
		const result = results[index] ?? { error: 'no answer' };
		if (result.error) taskFaults.set(key, faultOf(result.error));
	});
	const who = ({ name, email }) => name || email;
	const undone = known.flatMap((lead) => [
		...(faults[lead.lead] ? [{ key: 'crm:' + lead.lead, lead: lead.lead, title: '${crm.title}: score of ' + who(lead), fault: faults[lead.lead], details: {} }] : []),
		...lead.tasks.filter(({ key }) => faults[lead.lead] || taskFaults.has(key)).map((task) => ({ key: task.key, lead: lead.lead, title: '${crm.title}: task for ' + who(lead), fault: faults[lead.lead] ?? taskFaults.get(task.key), details: { task } })),
	]);
	return {
		isOn,
		undone,
		queue: undone.map(({ key, lead, title, fault, details }) => ({
			key, lead, kind: 'crm', audience: 'crm', title, text: 'Not yet in ${crm.title}. It is written as soon as ${crm.title} takes it.', at, channel: 'crm', status: 'undelivered', attempts: 0, nextAt: DateTime.fromISO(at).plus({ minutes: 1 }).toUTC().toISO(), error: fault, details: JSON.stringify(details),
		})),
	};
`;
