import { finished, group, note, ownStep, startsWith, step, template, type Place } from './parts/canvas';
import { from, value } from './parts/expression';
import { SAVES_NO_PAGE } from './parts/page';
import { append as join, deleteAny, is, readRows, updateRows } from './parts/steps';
import { ensureStateOf, LEASE, letGo, readTable, startsOther, takeLease, updateIfUnchanged } from './parts/store';
import { TABLES } from './tables';

/** Nobody scores for so long, unless the run is done before. */
const LEASE_SECONDS = 120;
/** Times that a run looks, 5 seconds apart, whether nobody scores. */
const TRIES = 60;
/** Somebody who does not answer has not confirmed. */
const WAITS_MINUTES = 15;
/** As many values as Person Record puts into one query. */
const VALUES = Array.from({ length: 10 }, (_, index) => value(`$json.k${index}`));

// --- Ask -----------------------------------------------------------------------------------------------------------------

const form = startsWith(
	'formTrigger',
	'One person form',
	[0, 0],
	{
		authentication: 'basicAuth',
		formTitle: 'What do we hold about this person?',
		formDescription:
			'Explain shows one page. Export gives a file. Erase first lists what would go, and asks again. Nothing is changed before you confirm.',
		formFields: {
			values: [
				{
					fieldName: 'person',
					fieldLabel: 'E-mail address or key',
					fieldType: 'text',
					placeholder: 'ana@example.com',
					requiredField: true,
				},
				{
					fieldName: 'answer',
					fieldLabel: 'What do you need?',
					fieldType: 'dropdown',
					fieldOptions: { values: ['Explain', 'Export', 'Erase'].map((option) => ({ option })) },
					requiredField: true,
				},
			],
		},
		responseMode: 'lastNode',
		options: { path: 'one-person', buttonLabel: 'Go on', appendAttribution: false },
	},
	{ webhookId: '9b0d7c1e-6a35-4f0e-8b77-1eadfeedbac6', notes: 'Choose a Basic Auth credential', notesInFlow: true },
);
const asked = `${from(form)}.first().json`;
const person = value(`${asked}.person`);

// --- Find all that is held -------------------------------------------------------------------------------------------------

/** Rows of the table, and by the condition, that each item names. */
const readQueried = (name: string, place: Place) =>
	readRows(
		name,
		place,
		{ name: value('$json.table') },
		VALUES.map((keyValue) => ({ keyName: value('$json.column'), condition: value('$json.condition'), keyValue })),
		{ any: true, retryOnFail: false },
	);

const links = readTable('Read links', [1.2, 0], TABLES.aliasBook);
const findLead = ownStep('personRecord', 'Find the lead', [2.2, 0], { operation: 'lead', person });
const readLead = readQueried('Read the lead', [3.2, 0]);
const findRows = ownStep('personRecord', 'Find their keys', [4.2, 0], { operation: 'rows', person });
const readAll = readQueried('Read what is held', [5.2, 0]);
const record = ownStep('personRecord', 'Person Record', [6.4, 0], {
	operation: 'record',
	person,
	answer: value(`${asked}.answer.toLowerCase()`),
	confirmed: value(`$('${LEASE.name}').isExecuted`),
});

// --- Answer ----------------------------------------------------------------------------------------------------------------

const choice = (name: string, place: Place, numberOutputs: number, output: string) =>
	step('switch', name, place, { mode: 'expression', numberOutputs, output: value(output) });

const KINDS = "['explain', 'export', 'preview', 'erased']";
const which = choice('Which answer?', [7.8, -1], 5, `(${KINDS}.indexOf($json.kind) + 5) % 5`);
/** The page is there as long as somebody may look at it. */
const waits = { limitWaitTime: true, resumeAmount: WAITS_MINUTES, resumeUnit: 'minutes' };
const page = step('form', 'Show the page', [9, -3], {
	operation: 'completion',
	respondWith: 'showText',
	responseText: value('$json.html'),
	...waits,
});
const file = step('form', 'Give the file', [9, -2], {
	operation: 'completion',
	respondWith: 'returnBinary',
	completionTitle: 'Your file is ready',
	completionMessage: 'It holds everything that the tables hold about this person.',
	inputDataFieldName: 'data',
	...waits,
	options: {},
});

// --- Erase -----------------------------------------------------------------------------------------------------------------

const YES = 'Yes, erase this person';
const confirm = step('form', 'Ask again', [9, -1], {
	operation: 'page',
	defineForm: 'fields',
	formFields: {
		values: [
			{ fieldType: 'html', elementName: 'list', html: value('$json.html') },
			{
				fieldName: 'sure',
				fieldLabel: 'Erase for good?',
				fieldType: 'dropdown',
				fieldOptions: { values: [{ option: YES }, { option: 'No, keep everything' }] },
				requiredField: true,
			},
		],
	},
	...waits,
	options: { formTitle: value('$json.title'), buttonLabel: 'Go on' },
});
const sure = choice('Is it confirmed?', [10, -1], 2, `$json.sure === '${YES}' ? 0 : 1`);
// While nobody scores, nobody writes a row back from what was read before.
const state = ensureStateOf('scoring', [11, -1], 'Find the lease');
const lease = takeLease('scoring', [12, -1], LEASE_SECONDS, { alwaysOutputData: true });
const isFree = choice(
	'Is nobody scoring?',
	[13, -1],
	3,
	`$json.holder === $execution.id ? 0 : $runIndex < ${TRIES} ? 1 : 2`,
);
const wait = step('wait', 'Wait 5 seconds', [14, -1], { amount: 5, unit: 'seconds' });

const gone = { alwaysOutputData: true };
const itself = [is('id', value('$json.id'))];
const remove = deleteAny(
	'Delete rows',
	[7.8, 2],
	{ name: value('$json.table') },
	VALUES.map((keyValue) => is('id', keyValue)),
	gone,
);
const messages = updateRows('Empty shared messages', [7.8, 3], TABLES.outbox, itself, gone);
const activities = updateRows('Take the name out of activities', [7.8, 4], TABLES.activityLog, itself, gone);
const companies = updateIfUnchanged([7.8, 5], 'Take them off companies', { table: TABLES.accountBook, ...gone });
const erased = join('All written', [9, 3.5], 4);

const release = letGo('scoring', [9, 0], 'Let go');
const rollUp = startsOther('Start 03', [10, 0], '$json.accounts');
const result = step('form', 'Show the result', [14, 0.2], {
	operation: 'completion',
	respondWith: 'text',
	completionTitle: value("$json.title ?? 'Nothing was erased'"),
	completionMessage: value("$json.html ?? 'You did not confirm, or leads were being scored all the time. Try again.'"),
	...waits,
	options: {},
});

const flow = template('23-one-person', '23 One person', { ...SAVES_NO_PAGE, saveManualExecutions: false })
	.add(form.to(links).to(findLead).to(readLead).to(findRows.input(0)))
	.add(links.to(findRows.input(1)))
	.add(findRows.to(readAll).to(record.input(0)))
	.add(links.to(record.input(1)))
	.add(record.output(0).to(which))
	.add(record.output(1).to(remove).to(erased.input(0)))
	.add(record.output(2).to(messages).to(erased.input(1)))
	.add(record.output(3).to(activities).to(erased.input(2)))
	.add(record.output(4).to(companies).to(erased.input(3)))
	.add(erased.to(links))
	.add(which.output(0).to(page))
	.add(which.output(1).to(file))
	.add(which.output(2).to(confirm).to(sure))
	.add(which.output(3).to([release, rollUp, result]))
	.add(which.output(4).to(result))
	.add(sure.output(0).to(state).to(lease).to(isFree))
	.add(sure.output(1).to(result))
	.add(isFree.output(0).to(links))
	.add(isFree.output(1).to(wait).to(state))
	.add(isFree.output(2).to(result));

flow
	.add(
		note(
			'What it does',
			[-3.9, -4.6],
			[3.3, 2.3],
			'start',
			`
			# 23 One person

			Says what your tables hold about **one person**, gives it as a file, or erases it everywhere.

			**Before**
			1. Run **00 Set up**.
			2. Open *One person form* and choose a **Basic Auth** credential **of its own**: whoever has it sees and erases people’s data. *n8n User Auth* is fine too.
			3. Publish this workflow, and open \`/form/one-person\`.

			**Change first**
			- If you changed options of *Score Lead* in **02**, set the same ones in *Person Record*.
		`,
		),
	)
	.add(
		note(
			'1 Find',
			[-0.45, -4.6],
			[7.7, 5.6],
			'read',
			`
			# 1 · Find all that is held
			Under all keys of the person: address, visitor ids, merged keys. Also what others’ rows say about the person. On a device that several people use, only this person’s span of time counts.
			Executions of this workflow are not saved.
		`,
		),
	)
	.add(
		note(
			'2 Answer',
			[7.35, -4.6],
			[7.7, 5.6],
			'sales',
			`
			# 2 · Answer, or ask again
			*Erase* lists what would go and asks once more. Then it waits until nobody scores, so that no run writes the person back.
		`,
		),
	)
	.add(
		note(
			'3 Erase',
			[7.35, 1.1],
			[3, 5],
			'off',
			`
			# 3 · Erase
			Then it looks again, until nothing is left. Who is who goes last.
		`,
		),
	);

export default finished(
	flow,
	group(
		'Find, answer, erase',
		'Reads every row about the person, shows it, or asks again, deletes it while nobody scores, and looks again.',
		...[
			links,
			findLead,
			readLead,
			findRows,
			readAll,
			record,
			which,
			page,
			file,
			confirm,
			sure,
			state,
			lease,
			isFree,
			wait,
		],
		...[remove, messages, activities, companies, erased, release, rollUp, result],
	),
);
