import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import type { Place, Step } from '../canvas';
import { crm } from '../crm';
import { throughCrm } from '../crm/branch';
import { FOR_CRM } from '../crm/lead';
import { ensureRow, is, splitOut } from '../steps';

/** Leads that go into one call to the CRM. */
const LEADS_A_CALL = 100;

/**
 * Defines `crm`, the leads whose stage the CRM is to hear of. A change that was made in the CRM is written back too, because
 * what we wrote there, stage and score, is old now; but not where our own property shows the new stage already: it was
 * changed there. Needs `moved`, `back`, `scores` and {@link FOR_CRM}.
 */
export const CHANGED_FOR_CRM = `${FOR_CRM}
	const changed = new Map();
	for (const { row, shown } of moved) changed.set(row.lead, { row, shown });
	for (const { row, shown } of back) changed.set(row.lead, { row: { ...row, ...scores.get(row.lead) }, shown: scores.has(row.lead) ? null : shown });
	const crm = Array.from(changed, ([, change]) => change).filter(({ row, shown }) => row.email && shown !== row.stage).map(({ row }) => forCrm(row, [], { mayCreate: false, version: row.version }));`;

export interface WritingBack {
	/** Hand the step with the list `crm` on to them, in this order. */
	readonly first: readonly Step[];
	readonly connect: (flow: WorkflowBuilder) => void;
}

/**
 * Writes the stage back to the CRM, and the score of a lead that came back. What the CRM does not take waits in the outbox.
 *
 * @param source step whose first item holds the lists `crm` and `retold`
 * @param place upper left of twenty-one columns and four rows
 */
export function writeBack(source: Step, [column, row]: Place): WritingBack {
	const inCrm = throughCrm(crm, source, (columns, rows) => [column + columns, row + rows], { atOnce: LEADS_A_CALL });
	const eachLeft = splitOut('What is left for later', [column + 19.4, row + 3], 'queue');
	const queue = ensureRow('Queue it in ll_outbox', [column + 20.4, row + 3], TABLES.outbox, [
		is('key', '={{ $json.key }}'),
	]);
	return {
		first: inCrm.first,
		connect: (flow) => {
			inCrm.connect(flow);
			flow.add(inCrm.left.to(eachLeft).to(queue));
		},
	};
}
