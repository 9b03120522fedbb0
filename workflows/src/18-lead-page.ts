import { KEYS_A_QUERY } from '../../nodes/shared/queries';
import { MOST_PEOPLE } from '../../lifecycle/page/account';
import { finished, group, note, ownStep, step, template } from './parts/canvas';
import { value } from './parts/expression';
import { FEEDBACK_FORM, pageAnswer, pageCall, SAVES_NO_PAGE } from './parts/page';
import { is, readRows } from './parts/steps';
import { readRules, readSettings, readStateOf, readTable } from './parts/store';
import { TABLES } from './tables';

const once = { executeOnce: true };
const since = (days: number) => ({
	keyName: 'at',
	condition: 'gte',
	keyValue: value(`$now.minus({ days: ${days} }).toUTC().toISO()`),
});

// --- What is asked for ---------------------------------------------------------------------------------------------------

const call = pageCall('A page is opened', [0, 0], 'lead-page');
const asked = `$('${call.name}').first().json.query`;
/** A call may bring a list or an object instead of a text: nothing is found by that. No database looks for a NUL. */
const textOf = (name: string): string =>
	`typeof ${asked}.${name} === 'string' ? ${asked}.${name}.replaceAll('\\0', '').trim() : '?'`;
const which = step('switch', 'Which page?', [1, 0], {
	mode: 'expression',
	numberOutputs: 3,
	output: value('$json.query.lead ? 1 : $json.query.account ? 2 : 0'),
});

// --- All leads -----------------------------------------------------------------------------------------------------------

const book = readTable('Read all leads', [2.4, -3], TABLES.leadBook);
const week = readRows('Read a week of scores', [3.4, -3], TABLES.scoreLog, [since(7)], once);
const settingsOfLeads = readSettings([4.4, -3], 'Read settings for all leads');
const leads = ownStep(
	'leadPage',
	'Make the page of all leads',
	[5.6, -3],
	{ operation: 'leads', query: value(asked) },
	{ onError: 'continueRegularOutput' },
);

// --- One lead --------------------------------------------------------------------------------------------------------------

const key = value(`(${textOf('lead')}).toLowerCase()`);
const row = readRows('Find the lead', [2.4, 0], TABLES.leadBook, [is('lead', key), is('email', key)], { any: true });
const links = readRows('Read links', [3.4, 0], TABLES.aliasBook, [], once);
const keys = ownStep('leadPage', 'Find its keys', [4.4, 0], { operation: 'keys', lead: value(textOf('lead')) });
const byKeys = Array.from({ length: KEYS_A_QUERY }, (_, index) => is('lead', value(`$json.k${index}`)));
const activities = readRows('Read its activities', [5.6, -1], TABLES.activityLog, byKeys, { any: true });
const stages = readRows('Read its stages', [5.6, 0], TABLES.stageLog, [is('lead', value('$json.lead'))], once);
const rules = readRules([5.6, 1]);
const settingsOfLead = readSettings([5.6, 2], 'Read settings for a lead');
const state = readStateOf('scoring', [5.6, 3], 'Read rules in force');
const lead = ownStep(
	'leadPage',
	'Make the page of one lead',
	[6.8, 0],
	{ operation: 'lead', lead: value(textOf('lead')), page: value(`${asked}.page`), formUrl: FEEDBACK_FORM },
	{ onError: 'continueRegularOutput' },
);

// --- One company -------------------------------------------------------------------------------------------------------------

const company = readRows('Find the company', [2.4, 4.5], TABLES.accountBook, [is('account', value(textOf('account')))]);
const people = readRows('Read its people', [3.4, 4.5], TABLES.leadBook, [is('account', value(textOf('account')))], {
	...once,
	sortedBy: 'total',
	descending: true,
	limit: MOST_PEOPLE,
});
const scores = readRows('Read their scores', [4.4, 4.5], TABLES.scoreLog, [is('lead', value('$json.lead')), since(90)]);
const settingsOfCompany = readSettings([5.4, 4.5], 'Read settings for a company');
const account = ownStep(
	'leadPage',
	'Make the page of one company',
	[6.6, 4.5],
	{ operation: 'account', account: value(textOf('account')) },
	{ onError: 'continueRegularOutput' },
);

const answer = pageAnswer([8.4, 0]);

const flow = template('18-lead-page', '18 Lead page', SAVES_NO_PAGE)
	.add(call.to(which))
	.add(which.output(0).to(book).to(week).to(settingsOfLeads).to(leads.input(2)))
	.add(book.to(leads.input(0)))
	.add(week.to(leads.input(1)))
	.add(which.output(1).to(row).to(links).to(keys.input(1)))
	.add(row.to(keys.input(0)))
	.add(row.to(lead.input(0)))
	.add(keys.to([activities, stages, rules, settingsOfLead, state]))
	.add(activities.to(lead.input(1)))
	.add(links.to(lead.input(2)))
	.add(rules.to(lead.input(3)))
	.add(stages.to(lead.input(4)))
	.add(settingsOfLead.to(lead.input(5)))
	.add(state.to(lead.input(6)))
	.add(which.output(2).to(company).to(people).to(scores).to(settingsOfCompany).to(account.input(3)))
	.add(company.to(account.input(0)))
	.add(people.to(account.input(1)))
	.add(scores.to(account.input(2)))
	.add(leads.to(answer))
	.add(lead.to(answer))
	.add(account.to(answer));

flow
	.add(
		note(
			'What it does',
			[-3.9, -4.4],
			[3.3, 2.6],
			'start',
			`
			# 18 Lead page

			Shows your leads in the browser: **all leads**, **one lead** with every reason for its score, **one company**. It reads the tables and changes nothing.

			**Before**
			1. Run **00 Set up**.
			2. Open *A page is opened* and choose a **Basic Auth** credential: user and password for your salespeople. Use the one of the form in **05**, so they sign in once.
			3. Publish this workflow, and open \`/webhook/lead-page\`.

			**Change first**
			- Links in messages: write the address of the page into **page_address** in **ll_settings**.
			- If *Score Lead* in **02** has options, give *Make the page of one lead* the same.
		`,
		),
	)
	.add(
		note(
			'1 All leads',
			[2, -4.4],
			[7.3, 2.3],
			'read',
			`
			# 1 · All leads
			Every lead with what changed in seven days; the page shows 50 at a time.
		`,
		),
	)
	.add(
		note(
			'2 One lead',
			[-0.45, -2],
			[9.75, 4.9],
			'sales',
			`
			# 2 · One lead
			\`?lead=ana@example.com\`. All keys of the lead are read, such as its visitor ids, and its score is worked out again from the log.
			*Accept* and *Send back* open the form of **05**: only its button changes anything.
		`,
		),
	)
	.add(
		note(
			'3 One company',
			[2, 3],
			[7.3, 2.4],
			'read',
			`
			# 3 · One company
			\`?account=example.com\`. Its ${MOST_PEOPLE} strongest people, with their scores of 90 days.
		`,
		),
	);

export default finished(
	flow,
	group('All leads', 'Reads the lead book and makes the page of all leads', book, week, settingsOfLeads, leads),
	group(
		'One lead',
		'Finds the lead and all its keys, reads what it did, and makes its page',
		...[row, links, keys, activities, stages, rules, settingsOfLead, state, lead],
	),
	group(
		'One company',
		'Finds the company and its people, and makes its page',
		company,
		people,
		scores,
		settingsOfCompany,
		account,
	),
);
