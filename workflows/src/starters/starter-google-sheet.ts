import { finished, note, ownStep, startsWith, step, template, type Place, type StepOptions } from '../parts/canvas';
import { value } from '../parts/expression';
import { PATIENT, BY_FIT, TOP, writeBack, writeBackNote } from './write-back';

/** The document is chosen from the list of your account; n8n says so at the node until it is. */
const sheet = (name: string, place: Place, operation: 'read' | 'update', tab: string, more: object = {}) => {
	const options: StepOptions = { ...PATIENT, notes: 'Choose your document', notesInFlow: true };
	return step(
		'googleSheets',
		name,
		place,
		{
			resource: 'sheet',
			operation,
			documentId: { __rl: true, mode: 'list', value: '' },
			sheetName: { __rl: true, mode: 'name', value: tab },
			...more,
		},
		options,
	);
};

const hourly = startsWith('scheduleTrigger', 'Every hour', [0, 0], {
	rule: { interval: [{ field: 'hours', hoursInterval: 1 }] },
});
const leads = sheet('Get leads', [1, 0], 'read', 'leads', { options: {} });
const rules = sheet('Get rules', [1, 1], 'read', 'rules', { options: {} });
const score = ownStep('scoreLead', 'Score Lead', [3, 0], {
	leadKeyField: 'row_number',
	modelSource: 'input',
	// A sheet is read while people type in it.
	options: { faultyRules: 'skip' },
});
const classify = ownStep('classifyGrid', 'Classify Grid', [4, 0], {
	...BY_FIT,
	previousCellField: 'cell',
	outputs: 'one',
});

const flow = template('starter-google-sheet', 'Starter: score a Google Sheet')
	.add(hourly.to([leads, rules]))
	.add(leads.to(score.input(0)).to(classify))
	.add(rules.to(score.input(1)));
writeBack(flow, classify, [5.2, 0], {
	last: { cell: '$json.cell', total: '$json.total' },
	who: 'j.email || j.name',
	write: (place) =>
		sheet('Write to the sheet', place, 'update', 'leads', {
			columns: {
				mappingMode: 'defineBelow',
				value: {
					row_number: value('$json.row_number'),
					total: value('$json.leadScore.total'),
					cell: value('$json.grid.cell'),
					summary: value('$json.leadScore.summary'),
				},
				matchingColumns: ['row_number'],
				schema: [],
			},
			// As they are, so that no text is taken for a formula.
			options: { cellFormat: 'RAW' },
		}),
});

flow
	.add(
		note(
			'What it does',
			[-3.9, TOP],
			[3.5, 2.1],
			'start',
			`
			# Score a Google Sheet

			Scores each row of the tab **leads** with the rules of the tab **rules**, and writes total, cell and reasons beside it. The people who edit the sheet own the scoring; they never open n8n.

			**In ten minutes**
			1. Make a document with two tabs: import \`leads.csv\` as **leads** and \`rules.csv\` as **rules** (in the folder of this workflow).
			2. Choose your Google credential and the document in *Get leads*, *Get rules* and *Write to the sheet*.
			3. Press **Execute workflow**, and look at the columns total, cell and summary.
			4. Choose a credential in *Send to Slack*, set the channel, activate the node, and publish.

			**Change first**
			- Points: the tab **rules**. A rule may read any column of **leads**.
			- Who is ready for sales: *Sales Cells* in *Classify Grid*.
			- How often: *Every hour*.
		`,
		),
	)
	.add(
		note(
			'1 Read and score',
			[-0.25, TOP],
			[5.15, 3.3],
			'read',
			`
			# 1 · Read and score
			A row is a person: \`email\`, \`name\`, \`title\`, \`company\`, \`industry\`, \`country\`, and columns of your own. A rule that cannot be read stops the run, and the error names its row.
		`,
		),
	)
	.add(
		writeBackNote(
			[5, TOP],
			[5.35, 3.3],
			'the sheet',
			'When Google refuses to write, the run ends with its error, nobody is announced, and the next run tries again.',
		),
	);

export default finished(flow);
