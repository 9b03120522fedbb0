import { answersOwnTrigger, finished, note, ownStart, startsWith, step, template } from './parts/canvas';
import { clock } from './parts/clock';
import { titleInCrm } from './parts/crm';
import { takeChanges } from './parts/crm-in/changes';
import { from, value } from './parts/expression';
import { takeFeedback } from './parts/feedback';
import { CHOICES, REASON_IN_WORDS, REASONS, lines, options } from './parts/feedback/choices';
import { DECISIONS, OWNER } from './parts/feedback/understanding';
import { splitOut, workOut } from './parts/steps';

/** n8n keeps forms and webhooks in one list of paths, so these two differ. */
const PATHS = { form: 'lead-feedback', webhook: 'lead-decision' };
/** What the webhook takes; the form has no owner, whom the CRM knows. */
const SAID = [...Object.keys(DECISIONS), OWNER];

/** Other words that CRMs have for the decisions. */
const ALSO_SAID_AS = {
	accept: 'accepted',
	sal: 'accepted',
	sql: 'opportunity',
	closed_won: 'won',
	closed_lost: 'lost',
	send_back: 'sent_back',
	rejected: 'sent_back',
	recycled: 'sent_back',
	unqualified: 'sent_back',
	disqualified: 'sent_back',
};

const callItself = { workflowId: { __rl: true, mode: 'id', value: value('$workflow.id') }, mode: 'once', options: {} };

// --- The form ----------------------------------------------------------------------------------------------------------

const form = startsWith(
	'formTrigger',
	'Lead feedback form',
	[0, -1],
	{
		authentication: 'basicAuth',
		formTitle: 'What becomes of the lead?',
		formDescription: 'Accept a lead that was handed to you, or send it back and say why.',
		formFields: {
			values: [
				{
					fieldName: 'lead',
					fieldLabel: 'Lead',
					fieldType: 'text',
					placeholder: 'ana@example.com',
					requiredField: true,
				},
				{
					fieldName: 'decision',
					fieldLabel: 'What do you say?',
					fieldType: 'dropdown',
					fieldOptions: options(CHOICES),
					requiredField: true,
				},
				{
					fieldName: 'reason',
					fieldLabel: 'Why does it come back, or why is it lost?',
					fieldType: 'dropdown',
					fieldOptions: options({ ...REASONS, [REASON_IN_WORDS]: '' }),
				},
				{
					fieldName: 'note',
					fieldLabel: 'In your own words',
					fieldType: 'textarea',
					placeholder: 'e.g. no budget until autumn',
				},
				{
					fieldName: 'by',
					fieldLabel: 'Your name or e-mail address',
					fieldType: 'text',
					requiredField: true,
				},
			],
		},
		responseMode: 'lastNode',
		options: { path: PATHS.form, buttonLabel: 'Send', appendAttribution: false },
	},
	{ webhookId: '0c1d6a54-5bac-4c0d-9d11-1eadfeedbac1', notes: 'Choose a Basic Auth credential', notesInFlow: true },
);
const formMoment = clock([1, -1], 'When the form came');
const ofForm = workOut(
	'What the form says',
	[2, -1],
	`
	const { lead, decision, reason, note, by } = ${from(form)}.first().json;
	const choices = ${lines(CHOICES)};
	const reasons = ${lines(REASONS)};
	return { item: 0, lead, decision: choices[decision], reason: reasons[reason] ?? '', note: (note ?? '').trim(), by, asOf: $json.asOf };
`,
);
const takeForm = step('executeWorkflow', 'Take the form', [3, -1], callItself, {
	onError: 'continueRegularOutput',
	alwaysOutputData: true,
});
// The page shows HTML, and names come from outside.
const shown = (text: string): string =>
	`${text}.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')`;
const ending = step('form', 'Say what happened', [4, -1], {
	operation: 'completion',
	respondWith: 'text',
	completionTitle: value("$json.title ?? 'That did not work'"),
	completionMessage: value(
		shown(
			"($json.message ?? 'Something went wrong here, and your answer may not be saved. Send the form again; if it fails again, tell whoever looks after n8n.')",
		),
	),
	limitWaitTime: true,
	resumeAmount: 10,
	resumeUnit: 'minutes',
	options: {},
});

// --- The webhook -------------------------------------------------------------------------------------------------------

// n8n's own Webhook node keeps the headers of a call with the execution, and with them the secret.
const webhook = ownStart(
	'leadActivityTrigger',
	'Lead decision',
	[0, 3],
	{ path: PATHS.webhook, take: 'body', respond: 'responseNode' },
	{ webhookId: '7d2f0b9e-c4a1-4f6b-8e55-1eadfeedbac2', notes: 'Choose a credential', notesInFlow: true },
);
const callMoment = clock([1, 3], 'When the call came');
const ofCall = workOut(
	'What the call says',
	[2, 3],
	`
	const { body } = ${from(webhook)}.first().json;
	const { asOf } = $json;
	const entries = Array.isArray(body) ? body : [body];
	const known = ${JSON.stringify(SAID).replaceAll(',', ', ')};
	const also = ${lines(ALSO_SAID_AS)};
	const isText = (value) => typeof value === 'string' && value.trim() !== '';
	const isBlank = (value) => value === undefined || value === null || value === '';
	const decisionOf = (value) => {
		const name = isText(value) ? value.trim().toLowerCase().replace(/[^a-z]+/g, '_') : '';
		return known.includes(name) ? name : Object.hasOwn(also, name) ? also[name] : undefined;
	};
	const timeOf = (value) => typeof value === 'number' ? DateTime.fromMillis(value) : DateTime.fromISO(String(value));
	const shown = (value) => JSON.stringify(value ?? null).slice(0, 60);
	const example = 'An item is an object like {"lead": "ana@example.com", "decision": "sent_back", "reason": "no budget until autumn", "by": "ben@example.com"}.';
	const faultOf = (entry, item) => {
		const fault = (field, words) => ({ item, field, message: 'Item ' + item + (field ? ': “' + field + '” ' : ' ') + words });
		if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return fault('', 'is ' + shown(entry) + ', not an answer about a lead. ' + example);
		if (!isText(entry.lead)) return fault('lead', 'is ' + (isBlank(entry.lead) ? 'missing' : shown(entry.lead)) + '. Name the lead by its key or e-mail address. ' + example);
		if (decisionOf(entry.decision) === undefined) return fault('decision', 'is ' + (isBlank(entry.decision) ? 'missing' : shown(entry.decision)) + '. Use one of: ' + known.join(', ') + '.');
		if (decisionOf(entry.decision) === '${OWNER}' && typeof entry.owner !== 'string') return fault('owner', 'is ' + (isBlank(entry.owner) ? 'missing' : shown(entry.owner)) + '. Write the e-mail address of the new owner, or "" for none.');
		if (!isBlank(entry.at) && !timeOf(entry.at).isValid) return fault('at', 'is ' + shown(entry.at) + ', which is not a time. Write it in ISO 8601, or leave it out.');
		const unreadable = ['reason', 'by', 'note'].find((field) => !isBlank(entry[field]) && typeof entry[field] !== 'string');
		if (unreadable) return fault(unreadable, 'is ' + shown(entry[unreadable]) + '. Write it as text.');
	};
	const faults = entries.map(faultOf).filter((fault) => fault);
	if (entries.length === 0) return { verdict: 'refused', answer: { message: 'The body is an empty list. ' + example, faults: [] } };
	if (faults.length > 0) return { verdict: 'refused', answer: { message: 'Nothing of this call was done: ' + faults.length + ' of ' + entries.length + ' items cannot be read.', faults: faults.slice(0, 20) } };
	const textOf = (value) => isBlank(value) ? '' : value.trim();
	return { verdict: 'read', said: entries.map((entry, item) => ({
		item,
		lead: entry.lead.trim(),
		decision: decisionOf(entry.decision),
		reason: textOf(entry.reason),
		note: textOf(entry.note),
		by: textOf(entry.by),
		owner: decisionOf(entry.decision) === '${OWNER}' ? textOf(entry.owner) : '',
		at: isBlank(entry.at) ? null : timeOf(entry.at).toUTC().toISO(),
		asOf,
	})) };
`,
);
const canBeRead = step('if', 'Can all be read?', [3, 3], {
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		combinator: 'and',
		conditions: [
			{
				id: 'read',
				leftValue: value('$json.verdict'),
				rightValue: 'read',
				operator: { type: 'string', operation: 'equals' },
			},
		],
	},
	options: {},
});
const answer = (name: string, column: number, row: number, responseCode: number, source: string) =>
	answersOwnTrigger(name, [column, row], {
		respondWith: 'json',
		responseBody: value(source),
		options: { responseCode },
	});
const eachSaid = splitOut('One item a lead', [4, 2.5], 'said');
const takeCall = step('executeWorkflow', 'Take the call', [5, 2.5], callItself);
const answerCall = answer(
	'Answer 200',
	6,
	2.5,
	200,
	"({ ...Object.fromEntries(['done', 'already', 'refused'].map((outcome) => [outcome, $input.all().filter(({ json }) => json.outcome === outcome).length])), results: $input.all().map(({ json }) => json) })",
);
const refuse = answer('Refuse with 400', 4, 3.5, 400, '$json.answer');

const flow = template('05-recycle', titleInCrm('05 Recycle'))
	.add(form.to(formMoment).to(ofForm).to(takeForm).to(ending))
	.add(webhook.to(callMoment).to(ofCall).to(canBeRead))
	.add(canBeRead.output(0).to(eachSaid))
	.add(canBeRead.output(1).to(refuse))
	.add(eachSaid.to(takeCall).to(answerCall));
takeFeedback(flow);
takeChanges(flow, [0, 4.85], callItself);

flow
	.add(
		note(
			'What it does',
			[-3.9, -3.6],
			[3.3, 2.7],
			'start',
			`
			# 05 Recycle

			Sales **accepts** a lead, or **sends it back** and says why. What comes back is scored anew with what it keeps, gets a nurture track and a cool-off, and can be handed over again. No lead falls between sales and marketing.

			**Before the first answer**
			1. Run **00 Set up**.
			2. Open *Lead feedback form* and choose a **Basic Auth** credential: user and password for your salespeople.
			3. Open *Lead decision* and choose a credential, for instance that of **01**: it says how your CRM proves who it is.
			4. Publish this workflow. Each hand-off of **01** links to the form.

			**Change first**
			- The reasons, what a lead keeps and how long it rests: *Recycle Lead*. The form's list is in *Lead feedback form* and *What the form says*.
			- The words of the message to marketing: *News*.
		`,
		),
	)
	.add(
		note(
			'1 The form',
			[-0.45, -3.6],
			[7.75, 4.55],
			'read',
			`
			# 1 · The form
			\`/form/lead-feedback?lead=ana@example.com\`, where the lead is filled in already. It asks for user and password. When everybody in sales has an account in your n8n, choose *n8n User Auth* instead.
			The workflow calls itself with the answer, from *Feedback* on; the page then says what became of it.
		`,
		),
	)
	.add(
		note(
			'2 The webhook',
			[-0.45, 1.05],
			[7.75, 3.7],
			'read',
			`
			# 2 · The webhook, for a CRM
			\`POST /webhook/lead-decision\` with one object or a list: \`{"lead": "ana@example.com", "decision": "sent_back", "reason": "no budget until autumn", "by": "ben@example.com"}\`. Decisions: ${SAID.join(', ')} (with \`"owner"\`).
			**200** has a result for each item; **400** names the item and the field, and nothing was done.
		`,
		),
	);

export default finished(flow);
