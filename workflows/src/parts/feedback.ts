import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { note } from './canvas';
import { crm } from './crm';
import { at } from './feedback/place';
import { connectTelling } from './feedback/telling';
import { understand } from './feedback/understanding';
import { connectWriting } from './feedback/writing';
import { tellNote } from './tell';

/** The bands go down with the branches: what is told comes last, so it stands lowest. */
const BOTTOM = 7.4;

/**
 * Takes what sales says of leads, writes it, and answers for each item. It begins with the trigger *Feedback*, and its
 * last step gives an item for each item: `{ item, lead, decision, outcome, stage, title, message }`.
 */
export function takeFeedback(flow: WorkflowBuilder): void {
	flow.add(understand);
	connectWriting(flow);
	connectTelling(flow);
	addNotes(flow);
}

function addNotes(flow: WorkflowBuilder): void {
	flow
		.add(
			note(
				'3 Write',
				at(-0.35, -4.6),
				[11.65, 7.9],
				'sales',
				`
				# 3 · Understand, and write once
				*What it means* holds what may be said of a lead in which stage. A row is written only where nobody else has written meanwhile, so a form that is sent twice counts once. Who the lead belongs to may be said in every stage, and changes none.
				*Recycle Lead* finds the reason, decides what the lead keeps, its track and its cool-off, or that it is out. **Your reasons go here.** A reason it does not know is answered with the list of those it knows, and nothing is changed.
				Taking a lead back empties **handedOffAt**, so that it can be handed over again.
			`,
			),
		)
		.add(
			note(
				'4 Score again',
				at(11.35, -0.4),
				[5.5, 5.5],
				'read',
				`
				# 4 · Score again
				A lead that came back is scored from its whole log, with what it keeps, and placed in the grid: its new cell is where it starts from the next time.
			`,
			),
		)
		.add(tellNote('5 Tell', at(16.95, 0), [22, BOTTOM]))
		.add(crmNote());
}

const crmNote = () =>
	note(
		'7 Back to the CRM',
		at(16.95, BOTTOM + 0.1),
		[22, 6.6],
		'off',
		`
		# 7 · Back to ${crm.title}
		The new stage, and the score of a lead that came back. ${crm.upserts ? '' : `Nothing is made there: who is not in ${crm.title} stays out of it. `}Switch **all** grey nodes here on together (press **D**), with one credential; what ${crm.title} does not take waits in **ll_outbox** for **10 Deliver**.
		*Results* is what the form and the webhook answer.
	`,
	);
