import { finished, note, startsWith, template } from './parts/canvas';
import { clock } from './parts/clock';
import { from } from './parts/expression';
import { stopOnFaults } from './parts/faults';
import { CONSENT, listsOf } from './parts/lists/finding';
import { handedOver, handOver } from './parts/lists/handing';
import { given, insertRows, is, readRows, splitOut, updateRows, workOut } from './parts/steps';
import { TABLES } from './tables';

const weekly = startsWith('scheduleTrigger', 'Every Monday at 8', [0, 0], {
	rule: {
		interval: [{ field: 'weeks', weeksInterval: 1, triggerAtDay: [1], triggerAtHour: 8, triggerAtMinute: 0 }],
	},
});
const byHand = startsWith('manualTrigger', 'Now', [0, 1]);
const moment = clock([1, 0]);
const settings = given('Settings', [2, 0], { everything: false, mailchimpAudience: 'id-of-your-audience' });
const book = readRows('Read ll_lead_book', [3, 0], TABLES.leadBook, [], { executeOnce: true });
const consent = readRows(
	'Who may be written to',
	[4, 0],
	TABLES.activityLog,
	CONSENT.map((type) => is('type', type)),
	{ any: true, executeOnce: true },
);
const lists = workOut('Lists', [5, 0], listsOf({ settings, book, consent }));

const handed = workOut('What was handed over', [6.4, 6], handedOver(lists));
const eachMark = splitOut('Leads handed over', [7.4, 6], 'marks');
const mark = updateRows('Note it in the lead book', [8.4, 6], TABLES.leadBook, [is('id', '={{ $json.id }}')]);
const eachRow = splitOut('The digest', [7.4, 7], 'rows');
const tell = insertRows('Append to ll_outbox', [8.4, 7], TABLES.outbox);
const stopping = stopOnFaults([7.4, 8], 'What was refused');

const flow = template('12-nurture-lists', '12 Nurture lists')
	.add(weekly.to(moment).to(settings).to(book).to(consent).to(lists))
	.add(byHand.to(moment));
const ways = handOver(flow, [6.4, 0], `${from(settings)}.first().json.mailchimpAudience`);
flow
	.add(lists.to([...ways, handed]))
	.add(handed.to([eachMark, eachRow, stopping.first]))
	.add(eachMark.to(mark))
	.add(eachRow.to(tell));
stopping.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -1.6],
			[3.3, 1.8],
			'start',
			`
			# 12 Nurture lists

			Every Monday, and whenever you press **Execute workflow**, it hands the leads in nurture to **marketing's own tool**, by track: who is new on a track, and who is off it. Only what changed since the last run.

			Nobody is on a list who **unsubscribed**, complained, bounced or is disqualified.

			**Before:** run **00 Set up**. Choose the credential of your tool and switch it on (press **D**). Until then the lists are **files** in the execution.

			**Change first**
			- The audience in Mailchimp: *Settings*. There \`everything\` set to true hands over all leads anew, once.
			- Who gets the e-mail: *Send the lists to marketing*.
		`,
		),
	)
	.add(
		note(
			'1 Find',
			[-0.45, -1.6],
			[6.4, 3.5],
			'read',
			`
			# 1 · Who is on which track
			Only the stages **new**, **nurture** and **recycled** are on a track. *Who may be written to* reads what the log says about that: an unsubscription counts until the lead subscribes anew, a complaint for good.
			**listedTrack** in the lead book is the track that was handed over last; *Lists* compares it with what is right today.
		`,
		),
	)
	.add(
		note(
			'2 Hand over',
			[6.05, -1.6],
			[4.8, 6.8],
			'off',
			`
			# 2 · Hand over
			Mailchimp and Mautic get a **tag** such as \`lead-track-welcome\`, Brevo the field **LEAD_TRACK** (make it first, as text). Mailchimp tags only who is in the audience.
			A **CSV a track**, and one of those who are off theirs, goes to marketing in one e-mail.
		`,
		),
	)
	.add(note('3 Note', [6.05, 5.3], [4.8, 3.8], 'sales', '# 3 · Note what was taken'));

export default finished(flow);
