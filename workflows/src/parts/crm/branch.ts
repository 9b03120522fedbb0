import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import type { Step } from '../canvas';
import { value } from '../expression';
import { is, readRows, splitOut, updateRows, workOut } from '../steps';
import { knownOf, leftOf, missingOf, takenOf, whomOf, type CrmOptions } from './bodies';
import type { At, Crm } from './crm';
import { NAMES } from './names';
import type { Asked } from '../crm-set-up/crm-calls';

export interface CrmBranch {
	/** Hand the step with the list `crm` on to them, in this order. */
	readonly first: readonly Step[];
	/** Gives `isOn`, the keys that are `done`, and what is `undone`: `{ key, lead, fault, details }`. */
	readonly left: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

const answersOf = (asked: readonly Asked[]): Step[] => asked.map(({ answer }) => answer);

function chain(flow: WorkflowBuilder, steps: readonly Step[]): void {
	steps.slice(1).forEach((step, index) => flow.add(steps[index].to(step)));
}

/** Who works there, and who of the leads is known; the last step says what is to be written. */
function lookUp(crm: Crm, source: Step, at: At, options: CrmOptions) {
	const eachRetold = splitOut('Hand-offs that may be cut off', at(0, 0), 'retold');
	const readTold = readRows(NAMES.told, at(1, 0), TABLES.outbox, [is('key', value('$json.key'))]);
	const leads = splitOut(NAMES.leads, at(0, 1), 'crm');
	const ask = crm.ask(at);
	const whom = workOut(NAMES.whom, at(5, 1), whomOf(crm, source, answersOf(ask)));
	const pages = splitOut(NAMES.pages, at(6, 0), 'pages');
	const finds = crm.find(at);
	const known = workOut(NAMES.known, at(8, 2), knownOf(crm, answersOf(ask), answersOf(finds), options));
	const connect = (flow: WorkflowBuilder): void => {
		flow.add(eachRetold.to(readTold));
		chain(flow, [leads, ...ask.flatMap(({ steps }) => steps), whom]);
		flow.add(whom.to([pages, known])).add(pages.to(finds.map(({ steps }) => steps[0])));
		for (const { steps } of finds) chain(flow, steps);
	};
	return { first: [eachRetold, leads], known, connect };
}

/** Notes the owners in the lead book, writes the records, and reads what the CRM answered. */
function write(crm: Crm, known: Step, at: At) {
	const owners = splitOut('Owners that the CRM names', at(9.2, 0), 'owners');
	const noteOwner = updateRows('Note the owner', at(10.2, 0), TABLES.leadBook, [
		is('lead', value('$json.lead')),
		is('version', value('$json.version')),
	]);
	const writes = crm.writes.map(({ list, title, step }, index) => ({
		each: splitOut(title, at(9.2, index + 1), list),
		step: step(at(10.2, index + 1)),
	}));
	const written = answersOf(writes.map(({ step }) => step));
	const taken = workOut(NAMES.taken, at(11.4, 3), takenOf(crm, written));
	const connect = (flow: WorkflowBuilder): void => {
		flow.add(known.to([owners, ...writes.map(({ each }) => each), taken])).add(owners.to(noteOwner));
		for (const { each, step } of writes) chain(flow, [each, ...step.steps]);
	};
	return { taken, connect };
}

/** Makes the tasks that are not there yet, and says what is left for later. */
function makeTasks(crm: Crm, taken: Step, at: At) {
	const eachTask = splitOut('Tasks to look for', at(12.6, 2), 'tasks');
	const findTasks = crm.findTasks(at(13.6, 2));
	const missing = workOut(NAMES.missing, at(14.8, 3), missingOf(crm, findTasks.answer));
	const eachMissing = splitOut('Tasks that are not there', at(16, 2), 'missing');
	const makeTask = crm.makeTask(at(17, 2));
	const left = workOut(NAMES.left, at(18.2, 3), leftOf(crm, makeTask.answer));
	const connect = (flow: WorkflowBuilder): void => {
		flow.add(taken.to([eachTask, missing])).add(missing.to([eachMissing, left]));
		chain(flow, [eachTask, ...findTasks.steps]);
		chain(flow, [eachMissing, ...makeTask.steps]);
	};
	return { left, connect };
}

/**
 * Takes leads through the CRM: who owns them, their record, and the task for their owner, in this order. What the CRM does
 * not take is left for later, and the run goes on.
 *
 * @param source step whose first item holds the list `crm` of leads, see lead.ts, and, of those with `unlessTold`, the keys
 * in `retold`
 * @param at of nineteen columns and four rows
 */
export function throughCrm(crm: Crm, source: Step, at: At, options: CrmOptions): CrmBranch {
	const { first, known, ...found } = lookUp(crm, source, at, options);
	const { taken, ...written } = write(crm, known, at);
	const { left, ...tasks } = makeTasks(crm, taken, at);
	const connect = (flow: WorkflowBuilder): void => {
		for (const part of [found, written, tasks]) part.connect(flow);
	};
	return { first, left, connect };
}
