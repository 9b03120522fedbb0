import { finished, group, note, ownStep, startsWith, template, type Place, type Step } from './parts/canvas';
import { crmName, crmNodes, crmTitle, titleForCrm } from './parts/crm-sync';
import { value } from './parts/expression';
import { append, ensureRow, is, readRows, updateRows } from './parts/steps';
import { LEASE, letGo, rememberWorkflow, started, takeLease } from './parts/store';
import { READ_ONCE } from './parts/outbox';
import { TABLES } from './tables';

type Output = ReturnType<Step['output']>;
type Input = ReturnType<Step['input']>;

/** How long a run that is killed keeps the others waiting. */
const LEASE_SECONDS = 10 * 60;
/**
 * A run is over before its lease is, also with a slow CRM: up to four calls a lead, one after the other, of 2.5 seconds each.
 * HubSpot takes a hundred records with one call; only its tasks are looked up and made one by one.
 */
const LEADS_A_RUN = crmName === 'hubspot' ? 200 : 60;
const ROWS_A_QUERY = 1000;

const byOthers = started([0, -0.5]);
const often = startsWith('scheduleTrigger', 'Every 5 minutes', [0, 0.5], {
	rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
});
const remember = rememberWorkflow('crm', [1, 0]);
const lease = takeLease('crm', [2, 0], LEASE_SECONDS);

// --- What is due ---------------------------------------------------------------------------------------------------------

const readOutbox = readRows(
	'Read tasks that wait',
	[3, 0.6],
	TABLES.outbox,
	[is('channel', 'crm'), ...['sent', 'failed', 'no_channel'].map((status) => not('status', status))],
	{ limit: ROWS_A_QUERY, executeOnce: true, ...READ_ONCE },
);
const readBook = readRows(
	'Read leads that are due',
	[4, 0],
	TABLES.leadBook,
	[
		is('lead', value("$json.lead || ''")),
		// The query of the first row also brings everything that is due.
		{ keyName: 'crm', condition: 'like', keyValue: value("$itemIndex === 0 ? 'due%' : '-'") },
	],
	{ any: true, limit: ROWS_A_QUERY },
);

const sync = (operation: string, name: string, place: Place, options: object = {}): Step =>
	ownStep('crmSync', name, place, { operation, crm: crmName, options });

const due = sync('findDue', 'Find what is due', [5, 0], { leads: LEADS_A_RUN });

// --- Look up ---------------------------------------------------------------------------------------------------------------

const users = crmNodes.users([6, 1]);
const setUp = crmNodes.setUp?.([7, 1.6]);
const lookUp = sync('lookUp', 'Look up', [8, 0]);
const finds = crmNodes.find((row) => [9, 0.6 + row]);
const write = sync('write', 'Plan the records', [10, 0]);

// --- Write -----------------------------------------------------------------------------------------------------------------

const owner = { id: value('$json.id'), owner: value('$json.owner') };
const setOwner = updateRows(
	'Set the owner if empty',
	[11, 2],
	TABLES.leadBook,
	[is('id', owner.id), { keyName: 'owner', condition: 'isEmpty' }],
	{ cells: { owner: owner.owner } },
);
const address = updateRows(
	'Address new messages',
	[11, 3],
	TABLES.outbox,
	[is('lead', value('$json.lead')), is('status', 'new'), is('audience', 'sales')],
	{ cells: { audience: owner.owner } },
);
const update = crmNodes.update([11, 0.6]);
const create = crmNodes.create?.([11, -0.8]);

// --- Tasks -----------------------------------------------------------------------------------------------------------------

const lookFor = sync('lookForTasks', 'Check the records', [12, 0]);
const findTasks = crmNodes.findTasks([13, 0.6]);
const make = sync('makeTasks', 'Plan the tasks', [14, 0]);
const makeTask = crmNodes.makeTask([15, 0.6]);

// --- Outcome ---------------------------------------------------------------------------------------------------------------

const outcome = sync('noteOutcome', 'Result', [16, 0]);
const noteBook = updateRows(
	'Mark as written if unchanged',
	[17, -0.6],
	TABLES.leadBook,
	[is('id', owner.id), is('version', value('$json.version'))],
	{ cells: { crm: value('$json.crm') }, alwaysOutputData: true },
);
const noteOutbox = ensureRow('Note tries in ll_outbox', [17, 0.6], TABLES.outbox, [is('key', value('$json.key'))], {
	alwaysOutputData: true,
});
const allNoted = append('Wait for both', [18, 0], 3);
// By it 10 knows whether hand-offs have to wait for the CRM: not while its nodes are deactivated.
const end = letGo('crm', [19, 0], undefined, [], {
	cells: {
		seen: value(`$json.isOff === undefined ? $('${LEASE.name}').first().json.seen : $json.isOff ? 0 : $json.leads`),
	},
});

function not(keyName: string, keyValue: string) {
	return { keyName, condition: 'neq', keyValue };
}

const flow = template('16-crm-sync', titleForCrm('16 CRM sync'))
	.add(byOthers.to(remember))
	.add(often.to(remember).to(lease).to(readOutbox).to(readBook).to(due.input(0)))
	.add(readOutbox.to(due.input(1)));

/** To one input after the other. */
const feed = (source: Step | Output, ...targets: ReadonlyArray<Step | Input>): void => {
	for (const target of targets) flow.add((source as Step).to(target as Step));
};
feed(due.output(0), users, lookUp.input(0));
feed(due.output(1), allNoted.input(0));
feed(users.output(0), ...(setUp === undefined ? [] : [setUp]), lookUp.input(1), write.input(1));
feed(users.output(1), lookUp.input(1), write.input(1));
if (setUp !== undefined) feed(setUp, lookUp.input(2), write.input(2));
feed(lookUp.output(0), write.input(0));
feed(lookUp.output(1), ...finds);
for (const [index, find] of finds.entries()) feed(find, write.input(3 + index));
feed(write.output(0), lookFor.input(0));
feed(write.output(1), update);
if (create !== undefined) feed(write.output(2), create);
feed(write.output(3), setOwner, address);
feed(update, lookFor.input(1));
if (create !== undefined) feed(create, lookFor.input(2));
feed(lookFor.output(0), make.input(0));
feed(lookFor.output(1), findTasks);
feed(findTasks, make.input(1));
feed(make.output(0), outcome.input(0));
feed(make.output(1), makeTask);
feed(makeTask, outcome.input(1));
feed(outcome.output(0), noteBook);
feed(outcome.output(1), noteOutbox);
feed(outcome.output(2), allNoted.input(0));
feed(noteBook, allNoted.input(1));
feed(noteOutbox, allNoted.input(2));
feed(allNoted, end);

flow.add(
	note(
		'What it does',
		[-3.9, -2.6],
		[3.3, 2.4],
		'start',
		`
		# ${titleForCrm('16 CRM sync')}

		Writes each lead that changed to ${crmTitle}: score, cell, stage and why. On a hand-off it makes a task for the rep, **once**. A rep whom ${crmTitle} names becomes the lead’s owner where **ll_lead_book** names nobody.

		**Before**
		1. Run **00 Set up**.
		2. Choose the ${crmTitle} credential in **every** grey node, and activate all of them.
		3. Publish this workflow.

		**Change first**
		- Which values are written: the properties that 00 makes; their names are on the documentation page of ${crmTitle}.
		- No tasks: set \`channels_crm\` to \`none\` in **ll_settings**.
	`,
	),
);
flow.add(
	note(
		'1 Due',
		[-0.45, -2.6],
		[5, 4.6],
		'read',
		`
		# 1 · What is due
		Rows of **ll_lead_book** whose column *crm* begins with **due**, and tasks in **ll_outbox**. One run at a time.
	`,
	),
);
flow.add(
	note(
		'2 CRM: look up',
		[4.65, -2.6],
		[6, 5.4],
		'off',
		`
		# 2 · Look up
		Who works in ${crmTitle}, and which leads it knows. When ${crmTitle} does not answer the first call, no other is made in this run.
	`,
	),
);
flow.add(
	note(
		'3 CRM: write',
		[10.7, -2.6],
		[5, 6.4],
		'off',
		`
		# 3 · Records, then tasks
		${create === undefined ? 'A contact is made where there is none' : 'A new record is made only for leads that sales has'}. A task is made only where ${crmTitle} has none with its key.
	`,
	),
);
flow.add(
	note(
		'4 CRM: result',
		[15.8, -2.6],
		[4, 4.6],
		'read',
		`
		# 4 · Result
		What ${crmTitle} did not take waits in **ll_outbox** with the reason. It is tried again after 1, 2, 4, 8, 15, 30 and 60 minutes, then hourly, for 3 days.
	`,
	),
);

const inCrm = [users, setUp, ...finds, update, create, findTasks, makeTask].filter((each) => each !== undefined);
const own = [readOutbox, readBook, due, lookUp, write, setOwner, address, lookFor, make, outcome];

export default finished(
	flow,
	group(
		'Take the lease',
		'One run at a time; a run that is killed keeps the next one waiting, not the one after it',
		remember,
		lease,
	),
	group(
		`Sync with ${crmTitle}`,
		`What is due, whom ${crmTitle} knows, their records, the tasks, and what came of it`,
		...own,
		...inCrm,
		noteBook,
		noteOutbox,
		allNoted,
	),
);
