import { KEYS_A_QUERY } from '../../nodes/shared/queries';
import { finished, group, note, ownStep, startsWith, step, template, type Place } from './parts/canvas';
import { value } from './parts/expression';
import { insertOnce } from './parts/outbox';
import { append, deleteAny, deleteRows, is, readRows, updateRows } from './parts/steps';
import {
	ensureStateOf,
	letGo,
	readRules,
	readSettings,
	readStateOf,
	readTable,
	rememberWorkflow,
	takeLease,
} from './parts/store';
import { TABLES } from './tables';

/** Nobody scores for so long, unless the slice is done before. */
const LEASE_SECONDS = 120;
/** Times that a run looks, 5 seconds apart, whether nobody scores. */
const TRIES = 240;
/** So few that those who score wait for seconds. */
const LEADS_A_SLICE = 100;

const keysOfItem = (column: string) =>
	Array.from({ length: KEYS_A_QUERY }, (_, index) => is(column, value(`$json.k${index}`)));
const choice = (name: string, place: Place, numberOutputs: number, output: string) =>
	step('switch', name, place, { mode: 'expression', numberOutputs, output: value(output) });

const weekly = startsWith('scheduleTrigger', 'Every Sunday', [0, 0], {
	rule: {
		interval: [{ field: 'weeks', weeksInterval: 1, triggerAtDay: [0], triggerAtHour: 4, triggerAtMinute: 40 }],
	},
});

// --- While nobody scores, no run takes what it read before for the whole log ----------------------------------------------

const state = ensureStateOf('scoring', [1, 0], 'Find the lease');
const lease = takeLease('scoring', [2, 0], LEASE_SECONDS, { alwaysOutputData: true });
const isFree = choice(
	'Is nobody scoring?',
	[3, 0],
	3,
	`$json.holder === $execution.id ? 0 : $runIndex < ${TRIES} ? 1 : 2`,
);
const wait = step('wait', 'Wait 5 seconds', [4, 1.4], { amount: 5, unit: 'seconds' });

// --- Read one slice of leads ------------------------------------------------------------------------------------------------

const settings = readSettings([5.2, 0]);
const rules = readRules([6.2, 0]);
const progress = rememberWorkflow('retention', [7.2, 0], 'Where the last slice ended');
const leads = readRows(
	'Read the next leads',
	[8.2, 0],
	TABLES.leadBook,
	[{ keyName: 'id', condition: 'gt', keyValue: value('$json.position ?? 0') }],
	{ sortedBy: 'id', limit: LEADS_A_SLICE },
);
const links = readTable('Read links', [9.2, 0], TABLES.aliasBook);
const keys = ownStep('applyRetention', 'Find their keys', [10.2, 0], { operation: 'keys' });
const log = readRows('Read their activities', [11.2, 0], TABLES.activityLog, keysOfItem('lead'), { any: true });
const old = ownStep('applyRetention', 'Find what is old', [12.4, 0], { operation: 'old' });

// --- Delete -----------------------------------------------------------------------------------------------------------------

const gone = { alwaysOutputData: true };
const oldRows = deleteRows(
	'Delete old rows',
	[13.8, -0.4],
	{ name: value('$json.table') },
	[
		{ keyName: 'at', condition: 'lt', keyValue: value('$json.before') },
		{ keyName: value('$json.column'), condition: 'like', keyValue: value('$json.value') },
	],
	gone,
);
const uncounted = updateRows(
	'Forget how many there were',
	[13.8, 0.8],
	TABLES.leadBook,
	[is('id', value('$json.id'))],
	gone,
);
// A lead of which there are fewer activities than were counted would not be scored until there are as many again.
const counted = step('merge', 'After that', [14.8, 1.4], { mode: 'chooseBranch', useDataOfInput: 2 });
const activities = deleteAny('Delete activities', [15.8, 1.4], TABLES.activityLog, keysOfItem('id'), gone);
const written = append('All written', [17, 0], 3);

// --- Go on ------------------------------------------------------------------------------------------------------------------

const save = updateRows('Save where it ended', [18, 0], TABLES.state, [is('name', 'retention')], {
	executeOnce: true,
	cells: { position: value('$json.position') },
});
const release = letGo('scoring', [19, 0]);
const again = readStateOf('retention', [20, 0], 'Where did it end?');
const more = choice('Are there more?', [21, 0], 2, '$json.position > 0 ? 0 : 1');

const flow = template('25-retention', '25 Retention');
const message = insertOnce(flow, [13.8, 2.8]);
flow
	.add(weekly.to(state).to(lease).to(isFree))
	.add(isFree.output(0).to(settings).to(rules).to(progress).to(leads).to(links).to(keys.input(1)))
	.add(isFree.output(0).to(old.input(6)))
	.add(isFree.output(1).to(wait).to(state))
	.add(leads.to(keys.input(0)))
	.add(keys.to(log).to(old.input(1)))
	.add(leads.to(old.input(0)))
	.add(links.to(old.input(2)))
	.add(rules.to(old.input(3)))
	.add(settings.to(old.input(4)))
	.add(progress.to(old.input(5)))
	.add(old.output(0).to(written.input(0)))
	.add(old.output(1).to(oldRows).to(written.input(1)))
	.add(old.output(2).to(uncounted).to(counted.input(0)))
	.add(old.output(3).to(counted.input(1)))
	.add(counted.to(activities).to(written.input(2)))
	.add(old.output(4).to(message.first))
	.add(written.to(save).to(release).to(again).to(more))
	.add(more.output(0).to(state));

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.6],
			[3.3, 1.9],
			'start',
			`
			# 25 Retention

			Every Sunday night it deletes **old rows** that your settings let go. No score changes: an activity goes only when no rule can count it any more.

			**Before:** run **00 Set up**. Then publish this workflow.

			**Change first**, in the table **ll_settings**
			- *keep_activities*, *keep_messages*, *keep_stage_log*, *keep_score_log*: such as *24 months*. With *forever* nothing is deleted.

			If you changed options of *Score Lead* in **02**, set the same ones in *Find what is old*.
		`,
		),
	)
	.add(
		note(
			'1 Read',
			[-0.45, -2.6],
			[12.5, 5.4],
			'read',
			`
			# 1 · Read one slice of leads
			It takes the lease of **02 Score** for a hundred leads at a time, so nothing is scored from half of a log, and lets it go in between.
		`,
		),
	)
	.add(
		note(
			'2 Delete',
			[12.1, -2.6],
			[4.6, 7.2],
			'off',
			`
			# 2 · Delete
			What needs no score. Who the lead is, who is who, consent and decisions stay, and the newest activity of each kind. Rules that need older activities are named to marketing once a month.
		`,
		),
	)
	.add(
		note(
			'3 Go on',
			[16.75, -2.6],
			[5.3, 5.4],
			'sales',
			`
			# 3 · Go on
			A run that is cut off goes on there the next Sunday.
		`,
		),
	);

export default finished(
	flow,
	group(
		'Find and delete what is old',
		'While nobody scores: reads a hundred leads, deletes what no score needs, and goes on with the next hundred.',
		...[state, lease, isFree, wait, settings, rules, progress, leads, links, keys, log, old],
		...[oldRows, uncounted, counted, activities, written, save, release, again, more, message.first, message.last],
	),
);
