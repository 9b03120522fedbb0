import { step, type Place, type Step } from '../../canvas';
import { value } from '../../expression';
import { options, REASON_IN_WORDS, REASONS } from '../../feedback/choices';
import { ANSWERS, LABELS } from './answers';

/** Nothing waits for ever. */
export const WAITS_DAYS = 7;

const FORM = {
	values: [
		{
			fieldLabel: LABELS.decision,
			fieldType: 'dropdown',
			fieldOptions: options(ANSWERS),
			requiredField: true,
		},
		{
			fieldLabel: LABELS.reason,
			fieldType: 'dropdown',
			fieldOptions: options({ ...REASONS, [REASON_IN_WORDS]: '' }),
		},
		{
			fieldLabel: LABELS.note,
			fieldType: 'textarea',
			placeholder: 'e.g. no budget until autumn',
		},
	],
};

const OPTIONS = {
	messageButtonLabel: 'Answer',
	responseFormTitle: 'What becomes of the lead?',
	responseFormDescription: 'Accept the lead that was handed to you, or send it back and say why.',
	responseFormButtonLabel: 'Send',
	limitWaitTime: {
		values: { limitType: 'afterTimeInterval', resumeAmount: WAITS_DAYS, resumeUnit: 'days' },
	},
	appendAttribution: false,
};

/** Asks in Slack and waits; gives the answer as `data`, what it was given when none came in time, or `error`. */
export const ask = (place: Place): Step =>
	step(
		'slack',
		'Ask, and wait for the answer',
		place,
		{
			authentication: 'accessToken',
			resource: 'message',
			operation: 'sendAndWait',
			select: 'channel',
			channelId: { __rl: true, mode: 'id', value: value('$json.place') },
			message: value('$json.message'),
			responseType: 'customForm',
			formFields: FORM,
			options: OPTIONS,
		},
		{
			disabled: true,
			notes: 'Credential, then press D',
			notesInFlow: true,
			onError: 'continueRegularOutput',
		},
	);

/** Hands the answer on to the webhook of 05, whose rules hold. */
export const giveAnswer = (place: Place): Step =>
	step(
		'httpRequest',
		'Give the answer to 05',
		place,
		{
			method: 'POST',
			url: value("$execution.resumeUrl.split('/webhook-waiting')[0] + '/webhook/lead-decision'"),
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: value('JSON.stringify($json)'),
			options: { timeout: 60_000 },
		},
		{
			disabled: true,
			notes: 'Header Auth with the secret of 05',
			notesInFlow: true,
			onError: 'continueRegularOutput',
			// The same answer again is answered with “already”.
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 5000,
		},
	);
