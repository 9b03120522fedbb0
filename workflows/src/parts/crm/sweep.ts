import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import { note, type Place, type Step } from '../canvas';
import { asOf } from '../clock';
import { from, maybe, value } from '../expression';
import { is, readRows, splitOut, updateRows, workOut } from '../steps';
import { DELIVERY } from '../tell/delivery';
import { throughCrm } from './branch';
import type { Crm } from './crm';
import { FOR_CRM } from './lead';
import { NAMES } from './names';

/** So many rows of the outbox a run at most. */
const WRITES_A_RUN = 50;
/** A run holds what it writes for so many minutes: n8n's nodes of CRMs wait for five on a call that hangs. */
const HELD_MINUTES = 60;

/** Expression of the rows to hold, from the rows `crm` of the outbox that are due. */
export const heldWrites = (rows: string): string =>
	`${rows}.slice(0, ${WRITES_A_RUN}).map(({ id, attempts }) => ({ id, attempts: (attempts ?? 0) + 1, nextAt: DateTime.fromISO(${asOf}).plus({ minutes: ${HELD_MINUTES} }).toUTC().toISO() }))`;

export interface Sweep {
	/** Hand the step with the list `crm` on to it. */
	readonly first: Step;
	/** Gives `{ outcomes }`, rows of the outbox as they are from now on, each with its `title` and `key`. */
	readonly outcome: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

const againOf = (held: Step, readLeads: Step): string => `
	${FOR_CRM}
	const rows = ${from(held)}.all().map(({ json }) => json);
	const book = new Map();
	for (const row of ${maybe(readLeads)}) if (row.lead && !book.has(row.lead)) book.set(row.lead, row);
	const tasksOf = (lead) => rows.filter((row) => row.lead === lead).flatMap(({ details }) => JSON.parse(details || '{}').task ?? []);
	const withSales = ['mql', 'accepted', 'opportunity', 'won'];
	const crm = [...new Set(rows.map(({ lead }) => lead))].filter((lead) => book.get(lead)?.email).map((lead) => {
		const row = book.get(lead);
		const tasks = tasksOf(lead);
		// What stands in the book now is written, whatever it was when the CRM was down.
		return forCrm(row, tasks, { mayCreate: tasks.length > 0 || withSales.includes(row.stage), version: row.version });
	});
	return { crm, retold: [] };
`;

const outcomeOf = (crm: Crm, held: Step, again: Step): string => `
	${DELIVERY}
	const now = ${asOf};
	const known = new Set(${from(again)}.first().json.crm.map(({ lead }) => lead));
	const [{ isOn, undone } = { isOn: true, undone: [] }] = ${maybe({ name: NAMES.left })};
	const faults = new Map(undone.map(({ key, fault }) => [key, fault]));
	const faultOf = ({ key, lead }) => {
		if (!known.has(lead)) return 'The lead book has no lead “' + lead + '” with an e-mail address.';
		return isOn ? faults.get(key) : 'The steps of ${crm.title} are switched off in 10 Deliver.';
	};
	const outcome = (row) => {
		const { id, attempts, key, title } = row;
		const fault = faultOf(row);
		if (fault === undefined) return { id, attempts, key, title, status: 'sent', nextAt: null, error: null };
		if (known.has(row.lead) && !isGivenUp(row.at, now)) return { id, attempts, key, title, status: 'undelivered', nextAt: retryAt(now, attempts), error: fault };
		return { id, attempts, key, title, status: 'failed', nextAt: null, error: fault + ' It is given up. Put that right, then write “undelivered” into status, and it is tried once more.' };
	};
	return { outcomes: ${from(held)}.all().map(({ json }) => outcome(json)) };
`;

/**
 * Writes to the CRM what it did not take: the record of each lead as it stands in the lead book now, then the tasks that the
 * CRM does not have.
 *
 * @param place upper left of twenty-three columns and five rows
 */
export function sweepCrm(crm: Crm, [column, row]: Place): Sweep {
	const at = (columns: number, rows: number): Place => [column + columns, row + rows];
	const eachWrite = splitOut('Writes that are due', at(0, 1), 'crm');
	const held = updateRows('Hold the write', at(1, 1), TABLES.outbox, [
		is('id', value('$json.id')),
		is('attempts', value('$json.attempts - 1')),
	]);
	const readLeads = readRows('Read their leads', at(2, 1), TABLES.leadBook, [is('lead', value('$json.lead'))]);
	const again = workOut('Leads to write again', at(3, 1), againOf(held, readLeads));
	// A record that is refused keeps no other from being written.
	const inCrm = throughCrm(crm, again, (columns, rows) => at(4.2 + columns, rows), { atOnce: 1 });
	const outcome = workOut('What came of it in the CRM', at(4.2, 4), outcomeOf(crm, held, again));
	const eachOutcome = splitOut('Its outcome in the CRM', at(5.2, 4), 'outcomes');
	const noteOutcome = updateRows('Note what came of the write', at(6.2, 4), TABLES.outbox, [
		is('id', value('$json.id')),
		is('attempts', value('$json.attempts')),
	]);
	const connect = (flow: WorkflowBuilder): void => {
		flow
			.add(
				eachWrite
					.to(held)
					.to(readLeads)
					.to(again)
					.to([...inCrm.first, outcome]),
			)
			.add(outcome.to(eachOutcome).to(noteOutcome));
		inCrm.connect(flow);
	};
	return { first: eachWrite, outcome, connect };
}

/** The note behind {@link sweepCrm}. */
export const sweepNote = (crm: Crm, title: string, place: Place, size: Place) =>
	note(
		title,
		place,
		size,
		'off',
		`
		# ${title.replace(/ CRM$/, ` · ${crm.title}`)}
		What ${crm.title} did not take: the record of a lead as it stands in **ll_lead_book** now, then the task for its owner, unless ${crm.title} has it already. Switch **all** grey nodes here on together (press **D**), with one credential.
	`,
	);
