import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import { ownStep } from '../canvas';
import { asOf } from '../clock';
import { from, value } from '../expression';
import { scoredRows } from '../lead-book';
import { insertRows, is, readRows, splitOut, updateRows, workOut } from '../steps';
import { tell } from '../tell';
import { WORDS } from '../words';
import { CHANGED_FOR_CRM, writeBack } from './crm';
import { at } from './place';
import { outcome, output, OWN_WORDS } from './writing';

const eachLine = splitOut('Stage changes', at(11.6, 1), 'stageLog');
const logStages = insertRows('Append to ll_stage_log', at(12.6, 1), TABLES.stageLog);
const eachLead = splitOut('Leads that came back', at(11.6, 2.5), 'leads');
const readLog = readRows('Read ll_activity_log', at(12.6, 2.5), TABLES.activityLog, [is('lead', value('$json.lead'))]);
const readRules = readRows('Read ll_rules', at(12.6, 3.5), TABLES.rules, [], { executeOnce: true });
const score = ownStep('scoreLead', 'Score Lead', at(13.8, 2.5), {
	leadKeyField: 'lead',
	activitiesSource: 'input',
	modelSource: 'input',
	options: { asOf: value(asOf), unknownLeads: 'ignore' },
});
const grid = ownStep('classifyGrid', 'Classify Grid', at(14.8, 2.5), { options: { asOf: value(asOf) } });

const news = workOut(
	'News',
	at(16, 4),
	`
	${WORDS.trim()}
	const at = ${asOf};
	const by = '05-recycle';
	const classified = [...${output(grid, 0)}, ...${output(grid, 1)}, ...${output(grid, 2)}].map((json) => ({ json }));
	${scoredRows('classified', `(${from(readLog)}.isExecuted ? ${from(readLog)}.all() : [])`)}
	const scores = new Map(scored.map(({ row }) => [row.lead, row]));
	const { results, back, moved } = ${from(outcome)}.first().json;
	const changes = back.filter(({ row }) => scores.has(row.lead)).map(({ row: before }) => ({ before, row: scores.get(before.lead) }));
	${OWN_WORDS}
	const messages = back.map(({ row: stored, interest, report, reason, note, by: person, decision }) => {
		const row = { ...stored, ...scores.get(stored.lead) };
		const isOut = row.stage === 'disqualified';
		const words = ownWords({ reason, note }, report);
		return {
			lead: row.lead, audience: 'marketing', at,
			key: 'recycled:' + row.lead + ':' + report.at,
			kind: 'recycled',
			title: (isOut ? 'Disqualified: ' : 'Back from sales: ') + who(row),
			text: [
				whoLine(row),
				'Why now: ' + (person || 'sales') + (decision === 'lost' ? ' lost the deal' : ' sent it back') + ' on ' + day(report.at) + ', reason ' + plain(report.reason) + (words ? ', in their words ' + words : '') + '. It came back for the ' + (report.count === 1 ? 'first' : report.count === 2 ? 'second' : report.count + 'th') + ' time.',
				'What is kept: ' + points(report.retained) + ' of ' + points(report.previous) + ' points of engagement. ' + standing(row),
				'Strongest reasons until now: ' + strongest(reasonsOf(interest)),
				nextLine(isOut
					? 'nothing; it is out and is not handed over again. If the reason is wrong, change its stage in ll_lead_book back to nurture.'
					: 'put it on the track ' + plain(report.track ?? 'stay_in_touch') + '.' + (report.coolOffUntil ? ' Sales does not hear of it before ' + day(report.coolOffUntil) + '; after that it is handed over again as soon as its score is in the sales cells.' : ' It is handed over again as soon as its score is in the sales cells.')),
			].join('\\n'),
			details: { ...detailsOf(row, reasonsOf(interest)), link: undefined },
		};
	});
	${CHANGED_FOR_CRM}
	return {
		results,
		messages,
		crm,
		retold: [],
		scores: changes.map(({ before, row }) => ({ ...row, id: before.id })),
		scoreLog: changes.filter(({ before, row }) => before.total !== row.total || before.cell !== row.cell).map(({ before, row }) => ({
			lead: row.lead, at, cell: row.cell, previousCell: before.cell ?? null, total: row.total, previousTotal: before.total ?? null, fit: row.fit, engagement: row.engagement, summary: row.summary, by,
		})),
	};
`,
);

const eachScore = splitOut('Scores after it', at(17.2, 1.5), 'scores');
const write = updateRows('Write unless somebody saw more', at(18.2, 1.5), TABLES.leadBook, [
	is('id', value('$json.id')),
	{ keyName: 'logged', condition: 'lte', keyValue: value('$json.logged') },
	is('recycles', value('$json.recycles')),
]);
const eachChange = splitOut('Score changes', at(17.2, 2.5), 'scoreLog');
const logScores = insertRows('Append to ll_score_log', at(18.2, 2.5), TABLES.scoreLog);
const telling = tell(news, at(17.2, 4));
const writingBack = writeBack(news, at(17.2, 9));
const results = splitOut('Results', at(17.2, 13), 'results');

export function connectTelling(flow: WorkflowBuilder): void {
	flow
		.add(outcome.to([eachLine, eachLead, news]))
		.add(eachLine.to(logStages))
		.add(eachLead.to(score.input(0)))
		.add(eachLead.to([readLog, readRules]))
		.add(readLog.to(score.input(1)))
		.add(readRules.to(score.input(2)))
		.add(score.to(grid))
		.add(news.to([eachScore, eachChange, telling.first, ...writingBack.first, results]))
		.add(eachScore.to(write))
		.add(eachChange.to(logScores));
	telling.connect(flow);
	writingBack.connect(flow);
}
