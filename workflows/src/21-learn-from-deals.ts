import { finished, group, note, ownStep, startsWith, template } from './parts/canvas';
import { value } from './parts/expression';
import { insertOnce } from './parts/outbox';
import { insertRows, is, readRows, updateRows } from './parts/steps';
import { readSettings, readTable, startWorkflow } from './parts/store';
import { TABLES } from './tables';

/** What a training looks at; n8n holds all of it in memory at once. */
const MOST = { days: 800, activities: 200_000, leads: 50_000 };
const once = { executeOnce: true };
const LIVE = 'live';

const recent = (name: string, place: readonly [number, number]) =>
	readRows(
		name,
		place,
		TABLES.activityLog,
		[
			{
				keyName: 'at',
				condition: 'gte',
				keyValue: value(`$now.minus({ days: ${MOST.days} }).toUTC().toISO()`),
			},
		],
		{ ...once, newest: MOST.activities },
	);
const liveModel = (name: string, place: readonly [number, number]) =>
	readRows(name, place, TABLES.predictors, [is('status', LIVE)], { ...once, newest: 1 });

// --- Learn -----------------------------------------------------------------------------------------------------------------

const monthly = startsWith('scheduleTrigger', 'On the first of each month', [0, 0], {
	rule: { interval: [{ field: 'months', triggerAtDayOfMonth: 1, triggerAtHour: 4, triggerAtMinute: 30 }] },
});
const pastLeads = readRows('Read leads of the past', [1.2, 0], TABLES.leadBook, [], { ...once, newest: MOST.leads });
const pastActivities = recent('Read what they did', [2.2, 0]);
const stages = readTable('Read the stage log', [3.2, 0], TABLES.stageLog);
const pastLinks = readTable('Read links', [4.2, 0], TABLES.aliasBook);
const former = liveModel('Read the model in use', [5.2, 0]);
const settings = readSettings([6.2, 0]);
const train = ownStep('predictConversion', 'Learn from won and lost', [7.4, 0], { operation: 'train' });

// --- Keep and tell -------------------------------------------------------------------------------------------------------------

const keep = insertRows('Put the new model into use', [8.8, -0.6], TABLES.predictors, { rowsBack: true });
const retire = updateRows(
	'Keep the former ones',
	[9.9, -0.6],
	TABLES.predictors,
	[is('status', LIVE), { keyName: 'id', condition: 'lt', keyValue: value('$json.id') }],
	{ cells: { status: 'former' }, alwaysOutputData: true },
);

// --- Predict -----------------------------------------------------------------------------------------------------------------

const nightly = startsWith('scheduleTrigger', 'Every morning at 5', [0, 4.6], {
	rule: { interval: [{ field: 'days', daysInterval: 1, triggerAtHour: 5, triggerAtMinute: 0 }] },
});
const inUse = readRows('Is a model in use?', [1.2, 4.6], TABLES.predictors, [is('status', LIVE)], {
	...once,
	newest: 1,
	alwaysOutputData: false,
});
const leads = readRows('Read leads', [2.2, 4.6], TABLES.leadBook, [], { ...once, newest: MOST.leads });
const activities = recent('Read their activities', [3.2, 4.6]);
const links = readTable('Read their links', [4.2, 4.6], TABLES.aliasBook);
const predict = ownStep('predictConversion', 'Predict who will buy', [5.4, 4.6], { operation: 'predict' });
const save = updateRows('Save their chance', [6.6, 4.6], TABLES.leadBook, [is('id', value('$json.id'))]);

const flow = template('21-learn-from-deals', '21 Learn from deals');
const insert = insertOnce(flow, [8.8, 1.2], 'Put into the outbox');
const sending = startWorkflow(flow, [10.8, 1.2], { workflow: 'delivery', what: '10 Deliver' });
flow
	.add(monthly.to(pastLeads).to(pastActivities).to(stages).to(pastLinks).to(former).to(settings).to(train.input(5)))
	.add(pastLeads.to(train.input(0)))
	.add(pastActivities.to(train.input(1)))
	.add(stages.to(train.input(2)))
	.add(pastLinks.to(train.input(3)))
	.add(former.to(train.input(4)))
	.add(train.output(0).to(keep).to(retire))
	.add(train.output(4).to(insert.first))
	.add(insert.last.to(sending.first))
	.add(nightly.to(inUse).to(leads).to(activities).to(links).to(predict.input(2)))
	.add(leads.to(predict.input(0)))
	.add(activities.to(predict.input(1)))
	.add(inUse.to(predict.input(3)))
	.add(predict.output(1).to(save));

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.6],
			[3.3, 2.5],
			'start',
			`
			# 21 Learn from deals

			Learns each month from **won and lost leads** who will buy, and tells you by mail whether that can be trusted. Each morning every open lead gets a **chance in percent** and the reason.

			It refuses below 40 won and 40 lost, and says so when there is nothing to predict.

			**Before**
			1. Run **00 Set up**.
			2. Publish this workflow and **10 Deliver**, which sends the mail.
			3. Do not want to wait? Execute *On the first of each month*, then *Every morning at 5*.

			**Change first**
			- Who gets the mail: *audience_manager* in **ll_settings**.
			- What counts as converted, and within how many days: *Learn from won and lost*.
		`,
		),
	)
	.add(
		note(
			'1 Learn',
			[-0.45, -2.6],
			[8.85, 5],
			'read',
			`
			# 1 · Learn
			Each lead is looked at as of 14 days after it came in; nothing that happened later counts: docs/predict-conversion.md.
			Reads the newest ${MOST.leads.toLocaleString('en-US')} leads, and of the last ${MOST.days} days at most ${MOST.activities.toLocaleString('en-US')} activities.
		`,
		),
	)
	.add(
		note(
			'2 Keep and tell',
			[8.5, -2.6],
			[5.2, 5.2],
			'sales',
			`
			# 2 · Keep and tell
			A model comes out only if it is not worse than the one in use. All of them stay in **ll_predictors**.
			**To go back**: write \`former\` into the column *status* of the newest row and \`live\` into that of an older one.
		`,
		),
	)
	.add(
		note(
			'3 Predict',
			[-0.45, 2.7],
			[8.05, 3.3],
			'aside',
			`
			# 3 · Predict
			Writes **chance** and **chanceWhy** into **ll_lead_book**, where they changed. Points stay what decides about hand-offs.
			Won, lost and disqualified leads have no chance.
		`,
		),
	);

export default finished(
	flow,
	group(
		'Learn',
		'Reads leads, activities, stages, links, the model in use and the settings, and trains a model',
		...[pastLeads, pastActivities, stages, pastLinks, former, settings, train],
	),
	group('Keep', 'Puts the new model into use and marks the ones before it as former', keep, retire),
	group(
		'Tell',
		'Puts the mail with the verdict into the outbox and starts 10',
		...[insert.first, insert.last, sending.first, sending.last],
	),
	group(
		'Predict',
		'Predicts every open lead by the model in use and writes its chance where it changed',
		...[inUse, leads, activities, links, predict, save],
	),
);
