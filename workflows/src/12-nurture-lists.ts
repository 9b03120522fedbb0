import { CONSENT_TYPES } from '../../lifecycle/lists/consent';
import { finished, group, note, ownStep, startsWith, step, template } from './parts/canvas';
import { onlyIf } from './parts/channels';
import { from, value } from './parts/expression';
import { BREVO_FIELD, mailFiles, setInBrevo, setInMautic, tagInMailchimp, untagInMailchimp } from './parts/mail-tools';
import { insertOnce } from './parts/outbox';
import { append as join, is, readRows, updateRows } from './parts/steps';
import { readSettings, readTable, startWorkflow } from './parts/store';
import { TABLES } from './tables';

const weekly = startsWith('scheduleTrigger', 'Every Monday at 8', [0, 0], {
	rule: {
		interval: [{ field: 'weeks', weeksInterval: 1, triggerAtDay: [1], triggerAtHour: 8, triggerAtMinute: 0 }],
	},
});

/** The one clock of a run. */
const asOf = `${from(weekly)}.first().json.timestamp`;

// --- Find --------------------------------------------------------------------------------------------------------------

const settings = readSettings([1, 0]);
const book = readTable('Read leads', [2, 0], TABLES.leadBook);
const consent = readRows(
	'Read consent',
	[3, 0],
	TABLES.activityLog,
	CONSENT_TYPES.map((type) => is('type', type)),
	{ any: true, executeOnce: true },
);
const links = readTable('Read links', [4, 0], TABLES.aliasBook);
const find = ownStep('nurtureLists', 'Find changes', [5.1, 0], { operation: 'find', options: { asOf: value(asOf) } });

// --- Hand over ---------------------------------------------------------------------------------------------------------

const tag = tagInMailchimp([6.4, 0]);
const untag = untagInMailchimp([6.4, 1]);
const brevo = setInBrevo([6.4, 2]);
const mautic = setInMautic([6.4, 3]);
const together = step('aggregate', 'All files together', [6.4, 4], {
	aggregate: 'aggregateAllItemData',
	options: { includeBinaries: true },
});
const mail = mailFiles([7.4, 4], asOf);
const check = ownStep('nurtureLists', 'Check the result', [8.6, 0], { operation: 'result' });

// --- Note --------------------------------------------------------------------------------------------------------------

const save = updateRows('Save the track', [9.8, 0], TABLES.leadBook, [is('id', value('$json.id'))]);
const allNoted = join('Wait for all', [13.8, 2.6], 3);
const refused = onlyIf('Was anything refused?', [14.8, 2.6], '$json.fault !== undefined');
const stop = step('stopAndError', 'Say what was refused', [15.8, 2.6], { errorMessage: value('$json.fault') });

const flow = template('12-nurture-lists', '12 Nurture lists');
const insert = insertOnce(flow, [9.8, 1.5], 'Put into the outbox');
const delivery = startWorkflow(flow, [11.8, 1.5], { workflow: 'delivery', what: '10 Deliver' });
flow
	.add(weekly.to(settings).to(book).to(consent).to(links))
	.add(book.to(find.input(0)))
	.add(consent.to(find.input(1)))
	.add(links.to(find.input(2)))
	.add(find.output(0).to(tag))
	.add(find.output(1).to(untag))
	.add(find.output(2).to([brevo, mautic]))
	.add(find.output(3).to(together).to(mail))
	.add(find.output(4).to(check.input(0)))
	.add(settings.to(check.input(1)))
	.add(untag.to(check.input(2)))
	.add(tag.to(check.input(3)))
	.add(brevo.to(check.input(4)))
	.add(mautic.to(check.input(5)))
	.add(mail.to(check.input(7)))
	.add(check.output(0).to(save).to(allNoted.input(0)))
	.add(check.output(1).to(insert.first))
	.add(insert.last.to(delivery.first))
	.add(delivery.last.to(allNoted.input(1)))
	.add(check.output(2).to(allNoted.input(2)))
	.add(allNoted.to(refused).to(stop));

flow
	.add(
		note(
			'What it does',
			[-3.9, -1.9],
			[3.3, 2.4],
			'start',
			`
			# 12 Nurture lists

			Every Monday it syncs the nurture tracks to your **e-mail tool**: who joined a track, and who left theirs. Only what changed since the last run.

			Nobody is on a list who **unsubscribed**, complained, bounced or is with sales.

			**Before**
			1. Run **00 Set up**.
			2. Choose the credential of your tool, and activate its node. Until then the lists are **files** in the execution.
			3. Publish this workflow.

			**Change first**
			- The audience: *Tag in Mailchimp* and *Remove the tag in Mailchimp*.
			- Who gets the files: *Send the files to marketing*.
			- To send everyone again to a new tool: *Find changes* → *Send Everyone Again*, for one run.
		`,
		),
	)
	.add(
		note(
			'1 Find',
			[-0.45, -1.9],
			[6.35, 4.9],
			'read',
			`
			# 1 · Who is on which track
			Only the stages **new**, **nurture** and **recycled** are on a track. An unsubscription counts until the lead subscribes again, a complaint for good.
			**listedTrack** in **ll_lead_book** is the track that was sent last. *Find changes* compares it with today.
		`,
		),
	)
	.add(
		note(
			'2 Hand over',
			[6, -1.9],
			[3.5, 6.9],
			'off',
			`
			# 2 · Send to your tool
			Mailchimp and Mautic get a **tag** such as \`lead-track-welcome\`, Brevo the field **${BREVO_FIELD}** (create it first, as text).
			Grey nodes are deactivated. Choose their credential, then activate them.
		`,
		),
	)
	.add(
		note(
			'3 Note',
			[9.55, -1.9],
			[7.2, 5.4],
			'sales',
			`
			# 3 · Save what was accepted
			What a tool refused keeps its old **listedTrack**: the next run sends it again, and this one ends with an error.
			**10 Deliver** sends marketing a report.
		`,
		),
	);

export default finished(
	flow,
	group(
		'Find and hand over',
		'Compares the lead book with what was sent before, sends the changes to the tools that are activated, and checks their answers.',
		...[settings, book, consent, links, find, untag, tag, brevo, mautic, together, mail, check],
	),
	group(
		'Report',
		'Puts the report into the outbox and starts 10, which sends it.',
		insert.first,
		insert.last,
		delivery.first,
		delivery.last,
	),
	group(
		'Stop on refusals',
		'When all is saved, ends the run with an error that says what was refused.',
		allNoted,
		refused,
		stop,
	),
);
