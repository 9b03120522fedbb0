import { finished, note, ownStep, startsWith, step, template } from '../parts/canvas';
import { value } from '../parts/expression';
import { sendToSlack, TOP } from './write-back';

const PATH = 'ask-for-a-demo';

const field = (fieldName: string, fieldLabel: string, more: object = {}) => ({
	fieldName,
	fieldLabel,
	fieldType: 'text',
	...more,
});
const choice = (fieldName: string, fieldLabel: string, choices: readonly string[]) =>
	field(fieldName, fieldLabel, {
		fieldType: 'dropdown',
		fieldOptions: { values: choices.map((option) => ({ option })) },
	});

const form = startsWith(
	'formTrigger',
	'Form',
	[0, 0],
	{
		formTitle: 'Ask for a demo',
		formDescription: 'Tell us a little about you, and we will be in touch.',
		formFields: {
			values: [
				field('email', 'E-mail', { fieldType: 'email', requiredField: true }),
				field('name', 'Name', { requiredField: true }),
				field('title', 'Job title'),
				field('company', 'Company'),
				choice('industry', 'Industry', ['Software', 'Health', 'Finance', 'Services', 'E-commerce', 'Other']),
				field('country', 'Country'),
				choice('timeline', 'When do you want to start?', ['next month', 'in 6 months', 'next year']),
				field('message', 'What would you like to see?', { fieldType: 'textarea' }),
			],
		},
		options: { path: PATH, buttonLabel: 'Send', appendAttribution: false },
	},
	{ webhookId: PATH },
);
const activity = ownStep('normalizeActivity', 'Normalize Activity', [1.2, 1], {
	source: 'generic',
	leadField: 'email',
	typeField: '',
	type: 'demo_request',
	atField: 'submittedAt',
	idField: '',
});
const score = ownStep('scoreLead', 'Score Lead', [2.4, 0], {
	activitiesSource: 'input',
	options: { unknownLeads: 'ignore' },
});
const classify = ownStep('classifyGrid', 'Classify Grid', [3.6, 0], {
	salesCells: ['A1', 'A2', 'A3', 'B1', 'B2', 'B3', 'C1', 'C2', 'C3'],
	previousCellField: '',
});
const slack = sendToSlack([5, 0], '`${j.grid.icon} ${j.email}, ${j.company}, ${j.grid.cell}: ${j.leadScore.summary}`');
const email = step(
	'emailSend',
	'Send e-mail',
	[5, 1],
	{
		resource: 'email',
		operation: 'send',
		fromEmail: 'leads@example.com',
		toEmail: 'marketing@example.com',
		subject: value("'Not for sales yet: ' + $json.email"),
		emailFormat: 'text',
		text: value("$json.email + ', ' + $json.grid.cell + ': ' + $json.leadScore.summary + '\\n\\n' + $json.message"),
		options: { appendAttribution: false },
	},
	{ disabled: true, notes: 'Credential, then activate', notesInFlow: true },
);

const flow = template('starter-form-to-slack', 'Starter: score a form')
	.add(form.to(activity).to(score.input(1)))
	.add(form.to(score.input(0)).to(classify))
	.add(classify.output(0).to(slack))
	.add(classify.output(1).to(email))
	.add(classify.output(2).to(email))
	.add(
		note(
			'What it does',
			[-3.9, TOP],
			[3.5, 2.1],
			'start',
			`
			# Score a form

			Anyone who asks for a demo is scored right away. People who fit go to sales in Slack, with the reasons; everyone else goes to marketing by e-mail, so no request is lost.

			**In ten minutes**
			1. Press **Execute workflow**, fill in the form that opens, and look at *Score Lead*: each point has its reason.
			2. Choose a credential in *Send to Slack*, set the channel, activate the node. The same for *Send e-mail* and its two addresses.
			3. Publish, and link to the form's **Production URL**.

			**Change first**
			- The questions: *Form*. Keep the field names that are there; add your own.
			- Points: *Scoring Model* in *Score Lead*.
			- Who goes to sales: *Sales Cells* in *Classify Grid*.
		`,
		),
	)
	.add(
		note(
			'1 Form and score',
			[-0.35, TOP],
			[4.85, 3.3],
			'read',
			`
			# 1 · Form and score
			**Typeform instead?** Put a *Typeform Trigger* in the place of *Form*, and set *Source* of *Normalize Activity* to **Typeform**. Then connect *Normalize Activity* to both inputs of *Score Lead*, and set its *Lead Key Field* to \`lead\`.
		`,
		),
	)
	.add(
		note(
			'2 Send',
			[4.6, TOP],
			[2, 3.3],
			'sales',
			`
			# 2 · Send
			**Sales Ready** to Slack, the rest to marketing.
		`,
		),
	);

export default finished(flow);
