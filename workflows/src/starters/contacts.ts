import type { WorkflowJSON } from '@n8n/workflow-sdk';
import { finished, note, ownStep, startsWith, template, type Place, type Step } from '../parts/canvas';
import { PATIENT, TOP, writeBack, writeBackNote, type WriteBack } from './write-back';

/** What differs between the starters of two CRMs. Expressions are about one record, `$json` or `j`. */
export interface ContactsStarter {
	readonly file: string;
	/** As its makers write it. */
	readonly crm: string;
	/** What it calls people: contacts, leads or persons. */
	readonly people: string;
	readonly leadShape: 'hubspot' | 'salesforce' | 'pipedrive' | 'odoo';
	/** Path of what identifies a record. */
	readonly keyField: string;
	/** Path of the cell that the starter wrote last time, and expressions of it and of the total. */
	readonly last: WriteBack['last'] & { readonly cellField: string };
	readonly who: WriteBack['who'];
	/** Parameters of Classify Grid that differ from its own. */
	readonly grid: object;
	readonly get: (name: string, place: Place) => Step;
	readonly write: (name: string, place: Place) => Step;
	/** True where a record says what people did, so that it is read as activity. */
	readonly tellsActivity: boolean;
	/** For the notes: the fields to make, who is read, and what else to know. */
	readonly fields: string;
	readonly read: string;
	readonly remark: string;
}

/** The options of a node that writes: a record that the CRM refuses comes out as `error`, and the others go on. */
export const WRITES = { ...PATIENT, onError: 'continueRegularOutput' } as const;

/**
 * A starter that scores the records that changed lately and writes score, cell and reasons back. It keeps nothing
 * itself: who was in the sales cells before is read from the field that it wrote.
 */
export function contactsStarter(starter: ContactsStarter): WorkflowJSON {
	const { crm, people, leadShape, keyField, last, grid, tellsActivity } = starter;
	const hourly = startsWith('scheduleTrigger', 'Every hour', [0, 0], {
		rule: { interval: [{ field: 'hours', hoursInterval: 1 }] },
	});
	const get = starter.get(`Get ${people}`, [1, 0]);
	const score = ownStep('scoreLead', 'Score Lead', [3.2, 0], {
		leadShape,
		leadKeyField: keyField,
		...(tellsActivity ? { activitiesSource: 'input', options: { unknownLeads: 'ignore' } } : {}),
	});
	const classify = ownStep('classifyGrid', 'Classify Grid', [4.2, 0], {
		...grid,
		previousCellField: last.cellField,
		outputs: 'one',
	});
	const flow = template(starter.file, `Starter: score ${crm} ${people}`).add(hourly.to(get).to(score.input(0)));
	if (tellsActivity) {
		const activity = ownStep('normalizeActivity', 'Normalize Activity', [2.2, 1], { source: leadShape });
		flow.add(get.to(activity).to(score.input(1)));
	}
	flow.add(score.to(classify));
	writeBack(flow, classify, [5.4, 0], {
		last,
		who: starter.who,
		write: (place) => starter.write(`Write to ${crm}`, place),
	});
	for (const each of notesOf(starter)) flow.add(each);
	return finished(flow);
}

const notesOf = ({ crm, people, fields, read, remark, tellsActivity }: ContactsStarter) => [
	note(
		'What it does',
		[-3.9, TOP],
		[3.5, 2.2],
		'start',
		`
		# Score ${crm} ${people}

		Scores ${people}, writes **score, cell and reasons** back to ${crm}, and names in Slack who just became ready for sales. It needs no tables and no other workflow.

		**In ten minutes**
		1. ${fields}
		2. Choose your ${crm} credential in *Get ${people}* and *Write to ${crm}*.
		3. Press **Execute workflow**, and look at the fields in ${crm}.
		4. Choose a credential in *Send to Slack*, set the channel, activate the node, and publish.

		**Change first**
		- Points: *Scoring Model* in *Score Lead*.
		- Who is ready for sales: *Sales Cells* in *Classify Grid*.
		- How often: *Every hour*.

		${remark}
	`,
	),
	note(
		'1 Read and score',
		[-0.25, TOP],
		[5.35, tellsActivity ? 3.3 : 2.4],
		'read',
		`
		# 1 · Read and score
		${read} The starter model gives points for who they are${tellsActivity ? ' and what they do' : ''}; each point has its reason.
	`,
	),
	writeBackNote(
		[5.2, TOP],
		[5.35, tellsActivity ? 3.3 : 2.4],
		crm,
		`A record that ${crm} refuses is named too (⚠️), and tried again in the next run.`,
	),
];
