import { finished, group, note, ownStep, template, type Step } from './parts/canvas';
import { crmName, crmTitle, titleForCrm } from './parts/crm-sync';
import { CHANGE_NODES } from './parts/crm-sync/change-nodes';
import { insertOnce } from './parts/outbox';
import { append, leadsOfItems, readSettings, startWorkflow } from './parts/store';
import { TABLES } from './tables';

const nodes = CHANGE_NODES[crmName];

const starts = nodes.starts((row) => [0, row]);
const find = ownStep('crmSync', 'Find changed records', [1, 0], { operation: 'findChanges', crm: crmName });
const record = nodes.record([2, 1]);
const users = nodes.users?.([2, 2]);
const settings = readSettings([2, -1]);
const read = ownStep('crmSync', 'Read the changes', [3, 0], { operation: 'readChanges', crm: crmName });
const leads = leadsOfItems([4, 0.4]);
const decide = ownStep('advanceLead', 'Keep what is new', [5, 0], {
	operation: 'decision',
	options: { by: '15-crm-changes' },
});
const log = append('Append to ll_activity_log', [6, 0], TABLES.activityLog);

const flow = template('15-crm-changes', titleForCrm('15 CRM changes'));
for (const start of starts) flow.add(start.to(find));
type Input = ReturnType<Step['input']>;
const feed = (source: Step | ReturnType<Step['output']>, ...targets: ReadonlyArray<Step | Input>): void => {
	for (const target of targets) flow.add((source as Step).to(target as Step));
};
const report = insertOnce(flow, [4, 1.4], 'Report unknown reasons');
const scoring = startWorkflow(flow, [7, 0], { workflow: 'scoring', what: '02 Score' });
feed(find.output(0), settings, read.input(0));
feed(find.output(1), record, ...(users === undefined ? [] : [users]));
feed(record, read.input(1));
if (users !== undefined) feed(users, read.input(2));
feed(settings, read.input(3), decide.input(2));
feed(read.output(0), leads, decide.input(0));
feed(read.output(1), report.first);
feed(leads, decide.input(1));
feed(decide.output(2), log);
feed(log, scoring.first);

flow.add(
	note(
		'What it does',
		[-3.9, -2.6],
		[3.3, 2.2],
		'start',
		`
		# ${titleForCrm('15 CRM changes')}

		What people change in ${crmTitle} reaches the lead: accepted, an opportunity, won, lost, sent back with a reason, another owner. Nothing comes back twice, and what was set before the lead was handed over is out of date.

		**Before**
		1. Run **00 Set up**.
		2. ${nodes.setUp}
		3. Choose the credentials, activate **all** grey nodes, and publish this workflow and **02 Score**.

		**Change first**
		- Why leads come back: rows *reason_…* of **ll_settings**.
	`,
	),
);
flow.add(
	note(
		'1 CRM: what changed',
		[-0.45, -2.6],
		[4.2, 5.8],
		'off',
		`
		# 1 · What changed in ${crmTitle}
		The record is read for its address, its owner and the reason. What is skipped is listed at the node, with why.
	`,
	),
);
flow.add(
	note(
		'2 What it means',
		[3.85, -2.6],
		[5.6, 5],
		'sales',
		`
		# 2 · What it means for the lead
		Only what is new goes to the log; **02 Score** takes it from there, so it counts even if n8n stops in between. A reason that nobody knows changes nothing and is reported to marketing.
	`,
	),
);

export default finished(
	flow,
	group(
		'Take the change',
		`Reads the records that changed in ${crmTitle}, keeps what is new for their leads, notes it and starts 02`,
		...[find, record, settings, read, report.first, report.last, leads, decide, log, scoring.first, scoring.last],
		...(users === undefined ? [] : [users]),
	),
);
