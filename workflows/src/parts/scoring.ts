import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../tables';
import { note, type Place, type Step } from './canvas';
import { crm } from './crm';
import { newsOf } from './scoring/news';
import { readAndScore, type WhichLeads } from './scoring/reading';
import { writeBook } from './scoring/writing';
import { insertRows, splitOut, workOut } from './steps';
import { tell, tellNote } from './tell';

export interface Scoring {
	/** The template's name, which stands in the logs as who did it. */
	readonly by: string;
	readonly leads: WhichLeads;
}

export interface ScoringSteps {
	readonly first: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

/** Scores leads from their whole log, writes the lead book, hands over once, and tells. Takes 28 columns. */
export function scoreAndWrite(column: number, { by, leads }: Scoring): ScoringSteps {
	const isSlice = 'slice' in leads;
	const at = (columns: number, row: number): Place => [column + columns, row];
	const scored = readAndScore(at, leads);
	const written = writeBook(at, isSlice, scored.reads);
	const news = workOut('News', at(18.4, written.lowest), newsOf(written.due, isSlice, by));
	const eachScore = splitOut('Score changes', at(20.2, -0.5), 'scoreLog');
	const logScores = insertRows('Append to ll_score_log', at(21.2, -0.5), TABLES.scoreLog);
	const eachContact = splitOut('Leads with a new score', at(20.2, 0.5), 'crm');
	const eachStage = splitOut('Stage changes', at(20.2, 1.5), 'stageLog');
	const logStages = insertRows('Append to ll_stage_log', at(21.2, 1.5), TABLES.stageLog);
	const telling = tell(news, at(20.2, 2.9));

	const connect = (flow: WorkflowBuilder): void => {
		scored.connect(flow);
		flow.add(scored.last.to(written.first));
		written.connect(flow, news);
		flow
			.add(news.to([eachScore, eachContact, eachStage, telling.first]))
			.add(eachScore.to(logScores))
			.add(eachContact.to(crm.write(at(21.2, 0.5))))
			.add(eachStage.to(logStages));
		telling.connect(flow);
		addNotes(flow, column, isSlice);
	};
	return { first: scored.first, connect };
}

function addNotes(flow: WorkflowBuilder, column: number, isSlice: boolean): void {
	const top = -3.6;
	const height = 9.1;
	flow
		.add(
			note(
				'2 Score',
				[column - 0.25, top],
				[11.35, height],
				'read',
				`
				## 2 · Score
				The **whole log** of each lead is read and scored afresh, so order, repeats and runs at the same moment make no difference to the result.
				*Rows of the lead book* says which column holds what.
			`,
			),
		)
		.add(
			note(
				'3 Write',
				[column + 11.2, top],
				[8.25, height],
				'sales',
				isSlice
					? `
				## 3 · Write what changed
				*Write where nobody else wrote*: a row that another run has written since it was read is left to that run. Rows that stay the same are not touched.
				*Take back from sales*: handed over, not accepted, and cooled off. **handedOffAt** is emptied, so the lead can cross again.
			`
					: `
				## 3 · Write, and hand off once
				Many calls may work on one lead at a time. *Write where the log has grown*: the call that saw more activities wins, no score is lost.
				*Claim the hand-off*: only the call that finds **handedOffAt** empty gets the row back, and it alone tells sales. Recycling a lead empties the field, so it can cross again.
			`,
			),
		)
		.add(
			tellNote(
				'4 Tell',
				[column + 19.55, top],
				[18.5, height],
				`${crm.title} needs the properties named in its node. `,
			),
		);
}
