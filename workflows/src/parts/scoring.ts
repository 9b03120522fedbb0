import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../tables';
import { note, type Place, type Step } from './canvas';
import { crm } from './crm';
import { throughCrm } from './crm/branch';
import { NAMES } from './crm/names';
import { from, maybe, value } from './expression';
import { newsOf } from './scoring/news';
import { readAndScore, type WhichLeads } from './scoring/reading';
import { writeBook } from './scoring/writing';
import { ensureRow, insertRows, is, splitOut, workOut } from './steps';
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

/** Leads that go into one call to the CRM. */
const LEADS_A_CALL = 100;

/** The messages to a lead's owner go to the rep that the CRM names. */
const addressed = (news: Step): string => `
	const owners = new Map(${maybe({ name: NAMES.known })}.flatMap(({ known }) => known ?? []).filter(({ crmOwner }) => crmOwner).map(({ lead, crmOwner }) => [lead, crmOwner]));
	return { messages: ${from(news)}.first().json.messages.map((message) => ({ ...message, audience: owners.get(message.lead) ?? message.audience })) };
`;

/** Scores leads from their whole log, writes the lead book and the CRM, hands over once, and tells. Takes 42 columns. */
export function scoreAndWrite(column: number, { by, leads }: Scoring): ScoringSteps {
	const isSlice = 'slice' in leads;
	const at = (columns: number, row: number): Place => [column + columns, row];
	const scored = readAndScore(at, leads);
	const written = writeBook(at, isSlice, scored.reads);
	const news = workOut('News', at(18.4, written.lowest), newsOf(written.due, isSlice, by));
	const eachScore = splitOut('Score changes', at(20.2, -2.5), 'scoreLog');
	const logScores = insertRows('Append to ll_score_log', at(21.2, -2.5), TABLES.scoreLog);
	const eachStage = splitOut('Stage changes', at(22.4, -1.5), 'stageLog');
	const logStages = insertRows('Append to ll_stage_log', at(23.4, -1.5), TABLES.stageLog);
	const inCrm = throughCrm(crm, news, (columns, row) => at(20.2 + columns, row - 0.5), { atOnce: LEADS_A_CALL });
	const eachLeft = splitOut('What is left for later', at(37.6, 2.5), 'queue');
	const queue = ensureRow('Queue it in ll_outbox', at(38.6, 2.5), TABLES.outbox, [is('key', value('$json.key'))]);
	const messages = workOut('Messages with their owner', at(20.2, 6), addressed(news));
	const telling = tell(messages, at(21.2, 6));

	const connect = (flow: WorkflowBuilder): void => {
		scored.connect(flow);
		flow.add(scored.last.to(written.first));
		written.connect(flow, news);
		flow
			.add(news.to([eachScore, eachStage, ...inCrm.first, messages]))
			.add(eachScore.to(logScores))
			.add(eachStage.to(logStages));
		inCrm.connect(flow);
		flow.add(inCrm.left.to(eachLeft).to(queue)).add(messages.to(telling.first));
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
			note(
				'4 Log',
				[column + 19.55, top],
				[20.5, 2.75],
				'read',
				`
				## 4 · Log
				Changes of score and of stage, each with what they come from.
			`,
			),
		)
		.add(
			note(
				'5 CRM',
				[column + 19.55, top + 2.8],
				[20.5, 4.65],
				'off',
				`
				## 5 · ${crm.title}
				First who owns the lead, then the record, then a task for the rep with the due date of the SLA, and only then the message. Switch **all** grey nodes here on together (press **D**), with one credential.
				A new record is made ${crm.upserts ? 'for every lead with an address' : 'when a lead is handed over'}. What ${crm.title} does not take waits in **ll_outbox** for **10 Deliver**, and nothing is made twice.
			`,
			),
		)
		.add(tellNote('6 Tell', [column + 19.55, top + 7.5], [20.5, 5.6]));
}
