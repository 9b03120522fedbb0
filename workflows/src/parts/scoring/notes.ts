import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { note } from '../canvas';
import { crm } from '../crm';
import { tellNote } from '../tell';

const TOP = -2.6;

/** The notes behind the steps that score, write and tell, the first of which stands in `column`. */
export function addNotes(flow: WorkflowBuilder, column: number, isSlice: boolean, lowest: number): void {
	scoringNotes(flow, column, isSlice, lowest);
	tellingNotes(flow, column);
}

function scoringNotes(flow: WorkflowBuilder, column: number, isSlice: boolean, lowest: number): void {
	flow
		.add(
			note(
				'2 Score',
				[column - 0.25, TOP],
				[11.35, 5.5],
				'read',
				`
				# 2 · Score
				The **whole log** of each lead is read and scored afresh, so order, repeats and runs at the same moment make no difference to the result.
				*Rows of the lead book* says which column holds what.
			`,
			),
		)
		.add(
			note(
				'3 Write',
				[column + 11.2, TOP],
				[8.25, lowest + 0.9 - TOP],
				'sales',
				isSlice
					? `
				# 3 · Write what changed
				*Write where nobody else wrote*: a row that another run has written since it was read is left to that run. Rows that stay the same are not touched.
				*Take back from sales*: handed over, not accepted, and cooled off. **handedOffAt** is emptied, so the lead can cross again.
			`
					: `
				# 3 · Write, and hand off once
				Many calls may work on one lead at a time. *Write where the log has grown*: the call that saw more of the log wins, no score is lost.
				*Claim the hand-off*: only the call that finds **handedOffAt** empty gets the row back, and it alone tells sales. Recycling a lead empties the field, so it can cross again.
			`,
			),
		);
}

function tellingNotes(flow: WorkflowBuilder, column: number): void {
	flow
		.add(
			note(
				'4 Log',
				[column + 19.9, TOP],
				[22.15, 2.3],
				'read',
				`
				# 4 · Log
				Changes of score and of stage, each with what they come from.
			`,
			),
		)
		.add(
			note(
				'5 CRM',
				[column + 19.9, TOP + 2.4],
				[22.15, 5.15],
				'off',
				`
				# 5 · ${crm.title}
				First who owns the lead, then the record, then a task for the rep with the due date of the SLA, and only then the message. Switch **all** grey nodes here on together (press **D**), with one credential.
				A new record is made ${crm.upserts ? 'for every lead with an address' : 'when a lead is handed over'}. What ${crm.title} does not take waits in **ll_outbox** for **10 Deliver**, and nothing is made twice.
			`,
			),
		)
		.add(tellNote('6 Tell', [column + 19.9, TOP + 7.65], [22.15, 6]));
}
