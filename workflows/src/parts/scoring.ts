import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../tables';
import type { Place, Step } from './canvas';
import { crm } from './crm';
import { throughCrm } from './crm/branch';
import { NAMES } from './crm/names';
import { from, maybe, value } from './expression';
import { newsOf } from './scoring/news';
import { addNotes } from './scoring/notes';
import { readAndScore, type WhichLeads } from './scoring/reading';
import { writeBook } from './scoring/writing';
import { ensureRow, insertRows, is, splitOut, workOut } from './steps';
import { tell } from './tell';

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

/** Scores leads from their whole log, writes the lead book and the CRM, hands over once, and tells. Takes 44 columns. */
export function scoreAndWrite(column: number, { by, leads }: Scoring): ScoringSteps {
	const isSlice = 'slice' in leads;
	const at = (columns: number, row: number): Place => [column + columns, row];
	const scored = readAndScore(at, leads);
	const written = writeBook(at, leads, scored);
	const news = workOut('News', at(18.4, written.lowest), newsOf(written.due, isSlice, by));
	const eachScore = splitOut('Score changes', at(20.2, -1.9), 'scoreLog');
	const logScores = insertRows('Append to ll_score_log', at(21.2, -1.9), TABLES.scoreLog);
	const eachStage = splitOut('Stage changes', at(20.2, -1.05), 'stageLog');
	const logStages = insertRows('Append to ll_stage_log', at(21.2, -1.05), TABLES.stageLog);
	const inCrm = throughCrm(crm, news, (columns, row) => at(20.2 + columns, row + 1), { atOnce: LEADS_A_CALL });
	const eachLeft = splitOut('What is left for later', at(39.6, 4), 'queue');
	const queue = ensureRow('Queue it in ll_outbox', at(40.6, 4), TABLES.outbox, [is('key', value('$json.key'))]);
	const messages = workOut('Messages with their owner', at(20.2, 8), addressed(news));
	const telling = tell(messages, at(21.2, 8));

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
		addNotes(flow, column, isSlice, written.lowest);
	};
	return { first: scored.first, connect };
}
