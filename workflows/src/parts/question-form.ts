/** The form behind a question in Slack, and what its answer stands for. */
import { REASON_IN_WORDS, REASONS, options } from './feedback/choices';
import { step, type Place, type Step } from './canvas';
import { value } from './expression';

/** Nothing waits for ever. */
export const WAITS_DAYS = 7;

const ACCEPT = 'Accept';
const SEND_BACK = 'Send back to marketing';

/** Slack's node gives the answer by the labels of the form. */
const LABELS = { decision: 'Your decision', reason: 'Reason', note: 'In your own words' };

const FORM = {
	values: [
		{
			fieldLabel: LABELS.decision,
			fieldType: 'dropdown',
			fieldOptions: options({ [ACCEPT]: '', [SEND_BACK]: '' }),
			requiredField: true,
		},
		{
			fieldLabel: LABELS.reason,
			fieldType: 'dropdown',
			fieldOptions: options({ ...REASONS, [REASON_IN_WORDS]: '' }),
		},
		{ fieldLabel: LABELS.note, fieldType: 'textarea', placeholder: 'e.g. no budget until autumn' },
	],
};

/**
 * Asks in Slack and waits. It gives the answer as `data`, what it was given when none came in time or it is deactivated, or
 * `error`.
 */
export const askAndWait = (place: Place): Step =>
	step(
		'slack',
		'Ask in Slack and wait',
		place,
		{
			authentication: 'accessToken',
			resource: 'message',
			operation: 'sendAndWait',
			select: 'channel',
			channelId: { __rl: true, mode: 'id', value: value('$json.place') },
			message: value('$json.question'),
			responseType: 'customForm',
			formFields: FORM,
			options: {
				messageButtonLabel: 'Answer',
				responseFormTitle: 'What happened with this lead?',
				responseFormDescription: 'Accept the lead, or send it back and say why.',
				responseFormButtonLabel: 'Send',
				limitWaitTime: {
					values: { limitType: 'afterTimeInterval', resumeAmount: WAITS_DAYS, resumeUnit: 'days' },
				},
				appendAttribution: false,
			},
		},
		{
			disabled: true,
			notes: 'Choose a credential, then activate',
			notesInFlow: true,
			onError: 'continueRegularOutput',
		},
	);

const said = (label: string): string => `$json.data['${label}']`;

/** The fields of a decision as the webhook of 05 takes it; lead and owner are those of the question that was started. */
export const decisionOf = (started: { name: string }, place: Place): Step =>
	step('set', 'Decision', place, {
		mode: 'manual',
		assignments: {
			assignments: Object.entries({
				lead: value(`$('${started.name}').first().json.lead`),
				decision: value(`${said(LABELS.decision)} === '${ACCEPT}' ? 'accepted' : 'sent_back'`),
				reason: value(`${said(LABELS.reason)} ?? ''`),
				note: value(`(${said(LABELS.note)} ?? '').trim()`),
				by: value(`$('${started.name}').first().json.audience`),
			}).map(([name, text]) => ({ id: name, name, value: text, type: 'string' })),
		},
		options: {},
	});

/** Whether somebody answered; without an answer in time the SLA goes on. */
export const IS_ANSWERED = `!!($json.data ?? {})['${LABELS.decision}']`;
