/** The steps of tools that keep contacts. Each is deactivated until somebody chooses its credential, and says what it refused. */
import { step, type Place, type Step } from './canvas';
import { value } from './expression';

const OFF = {
	disabled: true,
	notes: 'Choose a credential, then activate',
	notesInFlow: true,
	onError: 'continueRegularOutput',
} as const;

/** The field of a contact in Brevo that holds the track; it has to be there, of the type text. */
export const BREVO_FIELD = 'LEAD_TRACK';

/** Only people who are in the audience already are tagged: Mailchimp knows who may be written to. */
const mailchimp = (name: string, place: Place, operation: 'create' | 'delete', tag: string): Step =>
	step(
		'mailchimp',
		name,
		place,
		{
			resource: 'memberTag',
			operation,
			list: 'choose-your-audience',
			email: value('$json.email'),
			tags: [value(tag)],
			options: {},
		},
		OFF,
	);

export const tagInMailchimp = (place: Place): Step => mailchimp('Tag in Mailchimp', place, 'create', '$json.tag');
export const untagInMailchimp = (place: Place): Step =>
	mailchimp('Remove the tag in Mailchimp', place, 'delete', '$json.wasTag');

export const setInBrevo = (place: Place): Step =>
	step(
		'sendInBlue',
		'Set the track in Brevo',
		place,
		{
			resource: 'contact',
			operation: 'upsert',
			email: value('$json.email'),
			upsertAttributes: {
				upsertAttributesValues: [{ fieldName: BREVO_FIELD, fieldValue: value("$json.track ?? ''") }],
			},
		},
		OFF,
	);

/** Mautic finds a contact by its address, and takes a tag away that begins with a minus. */
export const setInMautic = (place: Place): Step =>
	step(
		'mautic',
		'Set the tag in Mautic',
		place,
		{
			resource: 'contact',
			operation: 'create',
			jsonParameters: true,
			bodyJson: value(
				"JSON.stringify({ email: $json.email, tags: [$json.tag, $json.wasTag && '-' + $json.wasTag].filter(Boolean) })",
			),
			additionalFields: {},
			options: {},
		},
		OFF,
	);

/** @param asOf expression of the moment of the run, ISO 8601 */
export const mailFiles = (place: Place, asOf: string): Step =>
	step(
		'emailSend',
		'Send the files to marketing',
		place,
		{
			resource: 'email',
			operation: 'send',
			fromEmail: 'leads@example.com',
			toEmail: 'marketing@example.com',
			subject: value(`'Nurture lists of ' + ${asOf}.slice(0, 10)`),
			emailFormat: 'text',
			text: 'One file per track with the leads that joined it, and one with those that left theirs and why. Nobody who unsubscribed, complained, bounced or is with sales is in the file of a track.',
			options: { appendAttribution: false, fileAttachments: value("Object.keys($binary).join(',')") },
		},
		OFF,
	);
