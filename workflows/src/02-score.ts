import { KEYS_A_QUERY } from '../../nodes/shared/queries';
import { finishedBelowNotes, group, note, ownStep, startsWith, template } from './parts/canvas';
import { value } from './parts/expression';
import { append, insertRows, is, readRows } from './parts/steps';
import {
	clearNews,
	insertLeads,
	letLeadsGo,
	readLinks,
	readMore,
	readNewEntries,
	readRules,
	readSettings,
	readWaitingRows,
	started,
	takeDueLeads,
	rememberWorkflow,
	updateIfUnchanged,
	LEASE,
	startsOther,
} from './parts/store';
import { IF_BUSY } from './store/which';
import { TABLES } from './tables';

const byKeys = Array.from({ length: KEYS_A_QUERY }, (_, index) => is('lead', value(`$json.k${index}`)));

// --- What is due ---------------------------------------------------------------------------------------------------------

const SCHEDULE = 'Every 5 minutes';
const whenStarted = started([0, 0.5]);
const regularly = startsWith('scheduleTrigger', SCHEDULE, [0, 1.5], {
	rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
});
const remember = rememberWorkflow('scoring', [1, 1]);
const lease = takeDueLeads([2, 1], SCHEDULE);
const entries = readNewEntries([3.2, 0]);
const links = readLinks([3.2, 1]);
const waiting = readWaitingRows([3.2, 2]);
const follow = ownStep('followLog', 'Follow Log', [4.4, 1]);
const learned = insertRows('Remember links', [5.6, 2.5], TABLES.aliasBook);

// --- Score and decide -----------------------------------------------------------------------------------------------------

const settings = readSettings([5.6, -0.2]);
const rules = readRules([3.2, 3]);
// Their rows first, then their activities: a row is never newer than the log it is scored from.
const log = readRows('Read their rows and activities', [5.6, 1.6], { name: value('$json.table') }, byKeys, {
	any: true,
});
const score = ownStep('scoreLead', 'Score Lead', [6.8, 1], {
	leadKeyField: 'lead',
	leadShape: 'leadBook',
	joinLeadBook: true,
	activitiesSource: 'input',
	otherKeysField: 'keys',
	judgeMachines: true,
	modelSource: 'input',
	options: { faultyRules: 'skip', unknownLeads: 'ignore' },
});
const advance = ownStep('advanceLead', 'Advance Lead', [8, 1], {
	operation: 'score',
	options: { by: '02-score' },
});

// --- Write, and send the news on ------------------------------------------------------------------------------------------

const insert = insertLeads([9.4, 0.5]);
const update = updateIfUnchanged([9.4, 1.5], undefined, { copiesNews: true });
const unfold = ownStep('advanceLead', 'Unfold News', [10.6, 1], { operation: 'unfold' });
const outbox = insertRows('Append to ll_outbox', [11.8, 0.1], TABLES.outbox, { rowsBack: true });
const stages = insertRows('Append to ll_stage_log', [11.8, 1], TABLES.stageLog);
const scores = insertRows('Append to ll_score_log', [11.8, 1.9], TABLES.scoreLog);
const written = append('All written', [13, 1], 5);
const clear = clearNews([14.4, 0.4]);
const done = letLeadsGo([14.4, 1.4]);
const more = readMore([15.6, 2]);
// It comes with an entry of the log when there is more to score, and with new messages.
const start = startsOther(
	'Start 10, or this again',
	[16.8, 0.4],
	`($json.activity ? $workflow.id : $('${LEASE.name}').first().json.next)`,
);

const flow = template('02-score', '02 Score', IF_BUSY)
	.add(whenStarted.to(remember))
	.add(regularly.to(remember))
	.add(remember.to(lease))
	.add(lease.to([entries, links, waiting, settings, rules]))
	.add(lease.to(follow.input(0)))
	.add(entries.to(follow.input(1)))
	.add(links.to(follow.input(2)))
	.add(waiting.to(follow.input(3)))
	.add(follow.output(1).to(score.input(0)))
	.add(follow.output(2).to(log))
	.add(follow.output(3).to(learned))
	.add(learned.to(written.input(4)))
	.add(log.to(score.input(1)))
	.add(rules.to(follow.input(4)))
	.add(follow.output(4).to(score.input(2)))
	.add(log.to(score.input(3)))
	.add(log.to(advance.input(1)))
	.add(settings.to(advance.input(2)))
	.add(settings.to(unfold.input(2)))
	.add(advance.output(1).to(unfold.input(3)))
	.add(follow.output(0).to(unfold.input(4)))
	.add(score.to(advance.input(0)))
	.add(advance.output(0).to(insert))
	.add(advance.output(1).to(update))
	.add(insert.to(unfold.input(0)))
	.add(update.to(unfold.input(1)))
	.add(unfold.output(0).to(outbox))
	.add(unfold.output(1).to(stages))
	.add(unfold.output(2).to(scores))
	.add(unfold.output(3).to(written.input(0)))
	.add(outbox.to(written.input(1)))
	.add(outbox.to(start))
	.add(stages.to(written.input(2)))
	.add(scores.to(written.input(3)))
	.add(written.to([clear, done]))
	.add(done.to(more))
	.add(more.to(start));

flow
	.add(
		note(
			'What it does',
			[-3.9, -1.9],
			[3.3, 1.8],
			'start',
			`
			# 02 Score

			Scores the leads that did something new, and every lead once a night, and decides what becomes of them: hand over, take back, send a key moment.

			**01** starts it when an activity comes in. Its own schedule picks up what is left.

			**Before:** run **00 Set up**, then publish this workflow.

			**Change first**
			- Rules: rows of **ll_rules**.
			- Cells, bands, deadlines, who gets what: rows of **ll_settings**.
			- The hour of the nightly rescore: *Follow Log*.
		`,
		),
	)
	.add(
		note(
			'1 What is due',
			[-0.35, -1.9],
			[5.55, 5.2],
			'read',
			`
			# 1 · What is due
			A run takes what is due: in Data Tables one run at a time, in PostgreSQL up to four, each with its own leads. If n8n is stopped, that is free again after a minute or two. *Follow Log* finds the leads with new activities, those whose row has news, and a slice of all leads each night. Nothing is skipped: how far it came is saved only at the end.
		`,
		),
	)
	.add(
		note(
			'2 Score and decide',
			[5.25, -1.9],
			[3.75, 5.2],
			'sales',
			`
			# 2 · Score and decide
			Each lead is scored from its whole log. *Advance Lead* gives the rows that change, each with its news: messages and lines of the logs. Cells and bands are in **ll_settings**.
		`,
		),
	)
	.add(
		note(
			'3 Write',
			[9.05, -1.9],
			[4.95, 5.2],
			'sales',
			`
			# 3 · Write
			A row is written only if nobody else changed it meanwhile; what was not written is worked out again. *Unfold News* then copies its news to the outbox and the logs. If n8n is stopped in between, the news waits on the row.
		`,
		),
	)
	.add(
		note(
			'4 Let go',
			[14.05, -1.9],
			[3.75, 5.2],
			'read',
			`
			# 4 · Let go
			If more came in meanwhile, this workflow starts again. If there are messages, **10 Deliver** has been started as soon as they were written.
		`,
		),
	);

export default finishedBelowNotes(
	flow,
	group(
		'Find, score, decide, write',
		'Finds the leads that are due, scores them, writes each row with its news, and starts 10 for messages, itself if there is more to do.',
		...[remember, lease, entries, links, waiting, settings, rules, follow, learned, log, score, advance],
		...[insert, update, unfold, outbox, stages, scores, written, clear, done, more, start],
	),
);
