import { CONSENT_TYPES } from '../../lifecycle/lists/consent';
import { finishedBelowNotes, group, note, ownStep, startsWith, step, template, type Place } from './parts/canvas';
import { onlyIf } from './parts/channels';
import { value } from './parts/expression';
import { append, is, readRows, updateRows } from './parts/steps';
import { appendActivities, letGo, readTable, rememberWorkflow, started, startWorkflow, takeLease } from './parts/store';
import { TABLES } from './tables';

/** Dropcontact's node waits 45 seconds by itself, and each call may take five minutes. */
const LEASE_SECONDS = 30 * 60;
/** Leads that did something in so many days; what happened before was asked about then. */
const DAYS_ACTIVE = 7;

const byOthers = started([0, -0.5]);
// As soon after a lead's first score as its hand-off can use; a run that finds nobody asks nobody.
const often = startsWith('scheduleTrigger', 'Every 5 minutes', [0, 0.5], {
	rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
});
const remember = rememberWorkflow('enrichment', [1, 0]);
const lease = takeLease('enrichment', [2, 0], LEASE_SECONDS);

// --- Whom to ask about -----------------------------------------------------------------------------------------------------

const readLeads = readRows(
	'Read active leads',
	[3, 0],
	TABLES.leadBook,
	[
		{
			keyName: 'lastActivityAt',
			condition: 'gte',
			keyValue: value(`$now.minus({ days: ${DAYS_ACTIVE} }).toUTC().toISO()`),
		},
		// Before what was asked stands the time of the next try, where one is left.
		{ keyName: 'enrichment', condition: 'lt', keyValue: value('$now.toUTC().toISO()') },
	],
	{ any: true, executeOnce: true },
);
const consent = readRows(
	'Read who opted out',
	[4, 1],
	TABLES.activityLog,
	CONSENT_TYPES.map((type) => is('type', type)),
	{ any: true, executeOnce: true },
);
const links = readTable('Read links', [4, 2], TABLES.aliasBook);
const find = ownStep('enrichLeads', 'Find leads to ask about', [5, 0], { operation: 'find' });

// --- Ask -------------------------------------------------------------------------------------------------------------------

const OFF = { disabled: true, notes: 'Choose a credential, then activate', notesInFlow: true };
/** A service that fails, or is slow, stops nothing: what its error means is read with the answers. */
const GOES_ON = { onError: 'continueRegularOutput' } as const;

const clearbit = (name: string, place: Place, parameters: object) =>
	step('clearbit', name, place, { operation: 'enrich', additionalFields: {}, ...parameters }, { ...OFF, ...GOES_ON });
const person = clearbit('Get person from Clearbit', [6.2, -0.5], { resource: 'person', email: value('$json.email') });
const company = clearbit('Get company from Clearbit', [6.2, 0.6], {
	resource: 'company',
	domain: value('$json.domain'),
});
const hunter = step(
	'hunter',
	'Search domain in Hunter',
	[6.2, 1.7],
	// As many addresses as one request of the free plan gives.
	{ operation: 'domainSearch', domain: value('$json.domain'), onlyEmails: false, limit: 10 },
	{ ...OFF, ...GOES_ON },
);
const dropcontact = step(
	'dropcontact',
	'Get contact from Dropcontact',
	[6.2, 2.8],
	{ operation: 'enrich', email: value('$json.email'), simplify: false, additionalFields: {}, options: {} },
	{ ...OFF, ...GOES_ON },
);

// --- What they know --------------------------------------------------------------------------------------------------------

const read = ownStep('enrichLeads', 'Read the answers', [7.6, 0], { operation: 'read' });
const normalize = ownStep('normalizeActivity', 'As activities', [8.8, -0.8], {
	source: 'enrichment',
	options: { objectsAsText: true },
});
const log = appendActivities([9.8, -0.8]);
// First the answer, then that it was asked: what is killed in between is asked again, and counts once.
const wait = append('After the log', [10.8, 0.2], 2);
const asked = onlyIf('Only rows of the lead book', [11.8, 0.2], '$json.enrichment !== undefined');
const noteAsked = updateRows('Note what was asked', [12.8, 0.2], TABLES.leadBook, [is('id', value('$json.id'))], {
	cells: { enrichment: value('$json.enrichment') },
});
const all = append('Wait for both', [13.8, 0.9], 2);
const done = letGo('enrichment', [14.8, 0.9]);

const flow = template('07-enrichment', '07 Enrichment')
	.add(byOthers.to(remember))
	.add(often.to(remember).to(lease).to(readLeads).to([consent, links]))
	.add(readLeads.to(find.input(0)))
	.add(consent.to(find.input(1)))
	.add(links.to(find.input(2)));
const asking = [person, company, hunter, dropcontact];
for (const [index, ask] of asking.entries()) {
	flow.add(find.output(index).to(ask));
	flow.add(ask.to(read.input(index + 1)));
}
flow
	.add(find.output(asking.length).to(read.input(0)))
	.add(read.output(0).to(normalize))
	.add(read.output(1).to(wait.input(1)))
	.add(read.output(2).to(all.input(1)))
	.add(log.to(wait.input(0)))
	.add(wait.to(asked).to(noteAsked).to(all.input(0)))
	.add(all.to(done));
const scoring = startWorkflow(flow, [10.8, -1.2], { workflow: 'scoring', what: '02 Score', unlessBusy: true });
flow.add(normalize.to(log).to(scoring.first));

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.4],
			[3.3, 2.4],
			'start',
			`
			# 07 Enrichment

			Asks **Clearbit**, **Hunter** or **Dropcontact** about active leads with a business address. What they know fills gaps: it never wins over what a lead or the CRM said.

			**Before**
			1. Run **00 Set up**.
			2. Choose the credential of your service in its grey node, and activate it. The others stay deactivated.
			3. Publish this workflow.

			**Change first**
			- How many leads per run: *Find leads to ask about* → *Leads per Run*. Each may cost a credit.
			- How often a lead is asked about again: *Ask Again After* there.
		`,
		),
	)
	.add(
		note(
			'1 Whom to ask about',
			[-0.45, -2.4],
			[6.15, 5.4],
			'read',
			`
			# 1 · Whom to ask about
			Leads that did something in the last ${DAYS_ACTIVE} days and of which a title, a company or the like is missing, the most valuable first. Not private addresses, not those who opted out.
		`,
		),
	)
	.add(
		note(
			'2 Ask',
			[5.75, -2.4],
			[1.6, 6.2],
			'off',
			`
			# 2 · Ask
			Choose a credential, then activate. One service is enough.
		`,
		),
	)
	.add(
		note(
			'3 What they know',
			[7.4, -2.4],
			[8.2, 4.6],
			'read',
			`
			# 3 · What they know
			Each answer becomes an activity of the type **enriched**, and **02 Score** starts. What failed is asked again later; a service without credits rests for a day.
		`,
		),
	);

export default finishedBelowNotes(
	flow,
	group(
		'Ask and note the answers',
		'Finds the leads, asks the services whose nodes are active, appends what they know to the log and starts 02.',
		...[
			remember,
			lease,
			readLeads,
			consent,
			links,
			find,
			...asking,
			read,
			normalize,
			log,
			wait,
			asked,
			noteAsked,
			all,
			done,
		],
		scoring.first,
		scoring.last,
	),
);
