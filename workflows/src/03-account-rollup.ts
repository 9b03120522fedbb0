import { finished, group, note, ownStep, startsWith, template } from './parts/canvas';
import { value } from './parts/expression';
import { READ_ONCE } from './parts/outbox';
import { deleteRows, insertRows, is, readNewestRow, readRows, updateRows } from './parts/steps';
import {
	append,
	readSettings,
	readTable,
	rememberWorkflow,
	started,
	startWorkflow,
	updateIfUnchanged,
} from './parts/store';
import { TABLES } from './tables';

/** What the surge looks at: its window, the baseline before it and a day to spare; of a busy log the newest entries. */
const LOG = { days: 36, entries: 50_000 };

const daily = startsWith('scheduleTrigger', 'Every morning', [0, -0.5], {
	rule: { interval: [{ field: 'days', daysInterval: 1, triggerAtHour: 6, triggerAtMinute: 0 }] },
});
const start = started([0, 0.5]);
const remember = rememberWorkflow('accounts', [1, 0]);

// --- Roll up -----------------------------------------------------------------------------------------------------------

const settings = readSettings([2, 0]);
const companies = readTable('Read the account book', [3, 0], TABLES.accountBook);
const messages = readRows('Read messages about companies', [4, 0], TABLES.outbox, [is('kind', 'account_crossed')], {
	executeOnce: true,
	...READ_ONCE,
});
const leads = readTable('Read the lead book', [5, 0], TABLES.leadBook);
const links = readTable('Read links', [6, 0], TABLES.aliasBook);
const newest = readNewestRow('Newest log entry', [7, 0], TABLES.activityLog);
// Up to what was there when the run began: rows that come in meanwhile would shift the pages that are read.
const log = readRows('Read the last weeks of the log', [8, 0], TABLES.activityLog, [
	{ keyName: 'id', condition: 'gt', keyValue: value(`($json.id ?? 0) - ${LOG.entries}`) },
	{ keyName: 'id', condition: 'lte', keyValue: value('$json.id ?? 0') },
	{
		keyName: 'at',
		condition: 'gte',
		keyValue: value(
			`DateTime.fromISO([$json.at, $now.toISO()].sort()[0]).minus({ days: ${LOG.days} }).toUTC().toISO()`,
		),
	},
]);
const aggregate = ownStep('aggregateAccount', 'Aggregate Account', [9.2, 0], {
	leadShape: 'leadBook',
	groupBy: 'domain',
	method: 'sum',
});

// --- Write, and send -----------------------------------------------------------------------------------------------------

const insert = insertRows('Insert new companies', [10.6, -2], TABLES.accountBook);
const update = updateIfUnchanged([10.6, -1], 'Update companies if unchanged', { table: TABLES.accountBook });
const outbox = append('Append to ll_outbox', [10.6, 0], TABLES.outbox);
const itself = is('id', value('$json.id'));
const place = updateRows('Write the company of leads', [10.6, 1], TABLES.leadBook, [itself]);
const drop = deleteRows('Delete duplicate companies', [10.6, 2], TABLES.accountBook, [itself]);

const flow = template('03-account-rollup', '03 Account roll-up');
const delivery = startWorkflow(flow, [11.8, 0], { workflow: 'delivery', what: '10 Deliver' });
flow
	.add(daily.to(remember))
	.add(start.to(remember))
	.add(remember.to(settings).to(companies).to(messages).to(leads).to(links).to(newest).to(log).to(aggregate.input(1)))
	.add(leads.to(aggregate.input(0)))
	.add(links.to(aggregate.input(2)))
	.add(companies.to(aggregate.input(3)))
	.add(settings.to(aggregate.input(4)))
	.add(messages.to(aggregate.input(5)))
	.add(aggregate.output(0).to(insert))
	.add(aggregate.output(1).to(update))
	.add(aggregate.output(2).to(outbox))
	.add(aggregate.output(3).to(place))
	.add(aggregate.output(4).to(drop))
	.add(outbox.to(delivery.first));

flow
	.add(
		note(
			'What it does',
			[-3.9, -3.6],
			[3.3, 2.4],
			'start',
			`
			# 03 Account roll-up

			Every morning the leads are rolled up to the **companies** they belong to, in **ll_account_book**.

			When a company crosses the threshold **though none of its people does**, sales is notified, once per crossing: who they are, the strongest reasons of each of them, and whether their interest surges.

			**Before:** run **00 Set up**. Then publish this workflow and **10 Deliver**.

			**Change first**
			- The threshold: *account_threshold* in **ll_settings**.
			- How points add up: *Aggregate Account* → *Method*. *Top N* keeps a crowd from outweighing a committee.
			- Roles that a buying committee needs: its option *Required Roles*, from the attribute **role** of the leads.
			- The hour: *Every morning*.
		`,
		),
	)
	.add(
		note(
			'1 Roll up',
			[-0.45, -3.6],
			[10.75, 6.6],
			'read',
			`
			# 1 · Roll up
			All leads that are not disqualified, by the domain of their address. Strangers with free mail are never put together; a person alone with free mail is not a company and stays out of the book.
			The log of the last five weeks, at most its newest ${LOG.entries.toLocaleString('en-US')} entries, shows whether a company does more than is usual for it.
		`,
		),
	)
	.add(
		note(
			'2 Write and send',
			[10.35, -3.6],
			[3.5, 6.6],
			'sales',
			`
			# 2 · Write and send
			Only what changed is written. Each crossing has a number, so every run gives its message the same key: it is sent once, whichever of these steps runs first.
		`,
		),
	);

export default finished(
	flow,
	group(
		'Companies',
		'Reads leads and what they did, rolls them up to companies, writes what changed, and puts messages into the outbox.',
		...[remember, settings, companies, messages, leads, links, newest, log, aggregate],
		...[insert, update, outbox, place, drop],
	),
	group('Send', 'Starts 10, which sends messages about companies that crossed.', delivery.first, delivery.last),
);
