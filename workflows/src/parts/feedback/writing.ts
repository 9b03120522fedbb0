import { TABLES } from '../../tables';
import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { ownStep, type Step } from '../canvas';
import { asOf } from '../clock';
import { from, maybe, value } from '../expression';
import { LEAD_STATE, LEAD_TO_SCORE } from '../lead-book';
import { rowOfRecycled } from '../recycling';
import { is, readRows, splitOut, updateRows, workOut } from '../steps';
import { WORDS } from '../words';
import { at } from './place';
import { meaning, OWNER } from './understanding';

/** The items that one output of a step gave, by its number; none where the step did not run. */
export const output = (source: Step, index: number): string =>
	`(${from(source)}.isExecuted ? ${from(source)}.all(${index}).map((item) => item.json) : [])`;

/** Defines `plain(name)` and `ownWords({ reason, note }, report)`, what somebody said beyond the name of the reason. */
export const OWN_WORDS = `const plain = (name) => String(name).replaceAll('_', ' ');
		const ownWords = ({ reason, note }, report) => [...new Set([reason, note])].filter((text) => text && plain(text).toLowerCase() !== plain(report.reason)).map((text) => '“' + text + '”').join(', ');`;

const eachAsked = splitOut('Answered before', at(6.2, -2), 'asked');
const readStages = readRows('What was answered', at(7.2, -2), TABLES.stageLog, [is('lead', value('$json.lead'))]);
const eachMove = splitOut('Accepted and further on', at(6.2, -1), 'moves');
const move = updateRows('Move the stage', at(7.2, -1), TABLES.leadBook, [
	is('id', value('$json.id')),
	is('stage', value(`${from(meaning)}.first().json.froms[$itemIndex]`)),
]);
const eachOwner = splitOut('Another owner', at(6.2, -3), 'owners');
const ownerWas = `${from(meaning)}.first().json.owned[$itemIndex]`;
const setOwner = updateRows('Set the owner', at(7.2, -3), TABLES.leadBook, [
	is('id', value('$json.id')),
	{ keyName: 'owner', condition: value(`${ownerWas}.condition`), keyValue: value(`${ownerWas}.owner`) },
]);
const eachReturn = splitOut('Sent back and lost', at(6.2, 0.5), 'returns');
const recycle = ownStep(
	'recycleLead',
	'Recycle Lead',
	at(7.2, 0.5),
	{ options: { asOf: value(asOf) } },
	{ onError: 'continueErrorOutput' },
);
const asRead = (keyName: string) => is(keyName, value(`${from(meaning)}.first().json.before[$json.id].${keyName}`));
const takeBack = (name: string, row: number) =>
	updateRows(name, at(9.2, row), TABLES.leadBook, [
		is('id', value('$json.id')),
		asRead('stage'),
		asRead('handedOffAt'),
		asRead('recycles'),
	]);
const toNurture = rowOfRecycled('Row of a recycled lead', at(8.2, 0));
const recycled = takeBack('Take it back once', 0);
const toNobody = rowOfRecycled('Row of a disqualified lead', at(8.2, 1));
const disqualified = takeBack('Take it out once', 1);

export const outcome = workOut(
	'What came of it',
	at(10.4, 2),
	`
	${WORDS.trim()}
	${LEAD_STATE}
	const asOf = ${asOf};
	const by = '05-recycle';
	const { plans } = ${from(meaning)}.first().json;
	const moved = new Map(${maybe(move)}.map((row) => [row.id + ' ' + row.stage, row]));
	const owned = new Map(${maybe(setOwner)}.map((row) => [row.id + ' ' + (row.owner ?? ''), row]));
	const returned = new Map([...${maybe(recycled)}, ...${maybe(disqualified)}].map((row) => [row.id, row]));
	const reports = new Map([...${output(recycle, 0)}, ...${output(recycle, 1)}].map((item) => [item.item, item.recycle]));
	const faults = new Map(${output(recycle, 2)}.map((item) => [item.item, String(item.error).replace(/^Item \\d+: /, '').replace(/ Or add a row to .*$/, ' Or say it in other words.')]));
	// A line of another owner stands in the stage that the lead has, and says nothing about how it got there.
	const lastLine = new Map(${maybe(readStages)}.filter(({ id, from, to }) => id !== undefined && !(from && from === to)).map((line) => [line.lead, line]));

	const date = (iso) => DateTime.fromISO(iso).toFormat('d LLL yyyy');
	const quoted = (text) => '“' + text + '”';
	${OWN_WORDS}
	const named = (row) => who(row) + ' (' + address(row) + ')';
	const tooOften = ({ count }) => count > 1 ? ' It came back ' + count + ' times.' : '';
	const doneBy = (plan) => (plan.by ? ' by ' + plan.by : '') + (plan.crm && plan.crm !== plan.by ? ' in ' + plan.crm : '');
	const NOW_IN = {
		new: 'is with marketing; it was not handed over', nurture: 'is with marketing; it is not handed over', mql: 'is handed over and not accepted yet', accepted: 'is already accepted',
		opportunity: 'is an opportunity already', won: 'is won already', lost: 'is lost', recycled: 'was sent back already and is with marketing', disqualified: 'is disqualified',
	};
	const NEXT_FOR = { recycled: ' It is handed over again when its score calls for it.', nurture: ' It is handed over when its score calls for it.', new: ' It is handed over when its score calls for it.' };
	const SAME = { accepted: ['accepted'], opportunity: ['opportunity'], won: ['won'], sent_back: ['recycled', 'disqualified'], lost: ['recycled', 'disqualified'] };
	const DONE = {
		accepted: (row) => ({ title: 'Accepted', message: named(row) + ' is accepted. The time to accept it has stopped; say here when it becomes an opportunity, or send it back.' }),
		opportunity: (row) => ({ title: 'An opportunity', message: named(row) + ' is an opportunity now.' }),
		won: (row) => ({ title: 'Won', message: named(row) + ' is won. Well done.' }),
	};
	const answerOf = (plan) => {
		const { item, key, decision, row, stage } = plan;
		const answer = (outcome, stage, words) => ({ item, lead: row?.lead ?? key, decision, outcome, stage, ...words });
		if (plan.plan === 'unknown') return answer('refused', null, { title: 'No such lead', message: 'No lead ' + quoted(key) + ' is in the lead book. Check the e-mail address, or follow the link of the hand-off.' });
		if (plan.plan === 'ambiguous') return answer('refused', null, { title: 'Which lead?', message: quoted(key) + ' is the address of several leads. Name one of them: ' + plan.leads.join(', ') + '.' });
		if (plan.plan === 'no' && decision !== '${OWNER}' && stage !== (row.stage || 'new')) return answer('refused', stage, { title: 'One after the other', message: 'Another item of this call about ' + named(row) + ' came first, and this one does not follow from it. Send it in a call of its own if it is still meant.' });
		if (plan.plan === 'no' && decision !== '${OWNER}') {
			const last = NEXT_FOR[stage] && stage !== 'recycled' ? undefined : lastLine.get(row.lead);
			const isSame = SAME[decision].includes(stage);
			const words = named(row) + ' ' + (NOW_IN[stage] ?? 'is in the stage ' + quoted(stage) + ', which is none of the lifecycle') + (last ? ' (' + date(last.at) + ': ' + last.why.replace(/\\.$/, '') + ')' : '') + '. Nothing was changed.' + (isSame ? '' : NEXT_FOR[stage] ?? '');
			return answer(isSame ? 'already' : 'refused', stage, { title: isSame ? 'Done before' : 'Not possible', message: words });
		}
		if (plan.plan === 'no' && decision === '${OWNER}') return answer('already', stage, { title: 'Done before', message: named(row) + (plan.owner ? ' belongs to ' + plan.owner : ' has no owner') + ' already. Nothing was changed.' });
		if (plan.plan === 'old') return answer('already', stage, { title: 'Old news', message: 'What ' + plan.crm + ' says of ' + named(row) + ' is from before it was handed over on ' + date(row.handedOffAt) + '. Nothing was changed.' });
		const late = () => answer('refused', stage, { title: 'Somebody was faster', message: 'Another answer for ' + named(row) + ' came in at the same moment, and counts. This one changed nothing.' });
		if (plan.plan === 'owner') return owned.has(row.id + ' ' + plan.owner) ? answer('done', stage, { title: 'Another owner', message: named(row) + (plan.owner ? ' belongs to ' + plan.owner + ' now.' : ' has no owner now; its messages go to sales.') }) : late();
		if (plan.plan === 'move') return moved.has(row.id + ' ' + decision) ? answer('done', decision, DONE[decision](row)) : late();
		if (faults.has(item)) return answer('refused', stage, { title: 'Why does it come back?', message: faults.get(item) + ' Nothing was changed.' });
		const written = returned.get(row.id);
		const report = reports.get(item);
		if (!written || !report) return late();
		const kept = report.previous > 0 ? ' It keeps ' + points(report.retained) + ' of ' + points(report.previous) + ' points of engagement.' : '';
		return answer('done', written.stage, written.stage === 'disqualified'
			? { title: 'Disqualified', message: named(row) + ' is disqualified: ' + plain(report.reason) + '.' + tooOften(report) + ' Nobody will be asked to work on it again.' }
			: { title: 'Back with marketing', message: named(row) + ' goes back to marketing: ' + plain(report.reason) + '.' + kept + ' Sales hears of it again from ' + date(report.coolOffUntil ?? asOf) + ' on, when its score calls for it.' });
	};
	const results = plans.map(answerOf);

	const done = plans.filter((_, index) => results[index].outcome === 'done');
	const FIRST_WORDS = { accepted: 'Accepted', opportunity: 'Made an opportunity', won: 'Won' };
	const stageLog = done.flatMap((plan) => {
		const line = (from, to, at, why) => ({ lead: plan.row.lead, from, to, at, by, why });
		if (plan.plan === 'owner') return [line(plan.stage, plan.stage, plan.at, 'Owner: ' + (plan.owner || 'nobody') + (plan.before ? ' instead of ' + plan.before : '') + doneBy(plan) + '.')];
		if (plan.plan === 'move') return [line(plan.stage, plan.decision, plan.at, FIRST_WORDS[plan.decision] + doneBy(plan) + (plan.note ? ': ' + plan.note : '') + '.')];
		const { stage } = returned.get(plan.row.id);
		const report = reports.get(plan.item);
		const words = ownWords(plan, report);
		const reason = plain(report.reason) + (words ? ', in the words of sales ' + words : '');
		const terms = stage === 'disqualified' ? '' : ' Keeps ' + points(report.retained) + ' of ' + points(report.previous) + ' points, track ' + report.track + ', not to be handed over before ' + date(report.coolOffUntil ?? asOf) + '.';
		const isLost = plan.decision === 'lost';
		return [
			...(isLost ? [line(plan.stage, 'lost', plan.at, 'Lost' + doneBy(plan) + ': ' + reason + '.')] : []),
			line(isLost ? 'lost' : plan.stage, stage, asOf, (isLost ? 'Lost deal' : 'Sent back' + doneBy(plan)) + ': ' + reason + '.' + (stage === 'disqualified' ? tooOften(report) : '') + terms),
		];
	});
	const back = done.filter(({ plan }) => plan === 'return').map((plan) => ({ ...plan, row: returned.get(plan.row.id), interest: plan.row, report: reports.get(plan.item) }));
	// What the CRM showed when it said so; of what was said elsewhere nothing is known of it.
	const movedOn = done.filter(({ plan }) => plan === 'move').map((plan) => ({ row: moved.get(plan.row.id + ' ' + plan.decision), shown: plan.shown }));
	return { results, stageLog, back, moved: movedOn, leads: back.map(({ row, row: { lead } }) => (${LEAD_TO_SCORE})) };
`,
);

export const connectWriting = (flow: WorkflowBuilder): void =>
	void flow
		.add(meaning.to([eachOwner, eachAsked, eachMove, eachReturn, outcome]))
		.add(eachOwner.to(setOwner))
		.add(eachAsked.to(readStages))
		.add(eachMove.to(move))
		.add(eachReturn.to(recycle))
		.add(recycle.output(0).to(toNurture))
		.add(recycle.output(1).to(toNobody))
		.add(toNurture.to(recycled))
		.add(toNobody.to(disqualified));
