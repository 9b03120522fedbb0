import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { step, type Place, type Step } from '../canvas';
import { from, maybe, value } from '../expression';
import { asOf } from '../clock';
import { splitOut } from '../steps';
import { DELIVERY } from '../tell/delivery';

const OFF = {
	disabled: true,
	notes: 'Credential, then press D',
	notesInFlow: true,
	onError: 'continueRegularOutput',
} as const;

/** The field of a contact in Brevo that holds the track; it has to be there, of the type text. */
const BREVO_FIELD = 'LEAD_TRACK';
const tag = (field: 'track' | 'was'): string => `'lead-track-' + $json.${field}`;

const TAG = 'Tag in Mailchimp';
const UNTAG = 'Take the tag away in Mailchimp';
const BREVO = 'Set the track in Brevo';
const MAUTIC = 'Set the tag in Mautic';
const MAIL = 'Send the lists to marketing';

/** Only people who are in the audience already are tagged: Mailchimp knows who may be written to. */
const mailchimp = (
	name: string,
	place: Place,
	operation: 'create' | 'delete',
	field: 'track' | 'was',
	audience: string,
) =>
	step(
		'mailchimp',
		name,
		place,
		{
			resource: 'memberTag',
			operation,
			list: value(audience),
			email: value('$json.email'),
			tags: [value(tag(field))],
			options: {},
		},
		OFF,
	);

const brevo = (place: Place): Step =>
	step(
		'sendInBlue',
		BREVO,
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
const mautic = (place: Place): Step => {
	const tags = `[...($json.track ? [${tag('track')}] : []), ...($json.was ? ['-' + ${tag('was')}] : [])]`;
	return step(
		'mautic',
		MAUTIC,
		place,
		{
			resource: 'contact',
			operation: 'create',
			jsonParameters: true,
			bodyJson: value(`JSON.stringify({ email: $json.email, tags: ${tags} })`),
			additionalFields: {},
			options: {},
		},
		OFF,
	);
};

const mail = (place: Place): Step =>
	step(
		'emailSend',
		MAIL,
		place,
		{
			resource: 'email',
			operation: 'send',
			fromEmail: 'leads@example.com',
			toEmail: 'marketing@example.com',
			subject: value(`'Nurture lists of ' + ${asOf}.slice(0, 10)`),
			emailFormat: 'text',
			text: value(
				"'Attached, one file a track: ' + Object.keys($binary).map((name) => $binary[name].fileName).join(', ') + '. Who unsubscribed, complained, bounced or is disqualified is in none of them.'",
			),
			options: { appendAttribution: false, attachments: value("Object.keys($binary).join(',')") },
		},
		OFF,
	);

/**
 * Hands the lists to the tools that are switched on. Takes four columns and five rows.
 *
 * @param audience expression of the id of Mailchimp's audience
 * @returns what to hand the step with the lists on to, in this order
 */
export function handOver(flow: WorkflowBuilder, [column, row]: Place, audience: string): Step[] {
	const at = (columns: number, rows: number): Place => [column + columns, row + rows];
	const eachLeave = splitOut('Off their track', at(0, 0), 'leaves');
	const eachJoin = splitOut('New on a track', at(0, 1), 'joins');
	const eachChange = splitOut('One item a lead', at(0, 2.5), 'changes');
	const eachFile = splitOut('One item a file', at(0, 4), 'files');
	const files = step('convertToFile', 'Make the files', at(1, 4), {
		operation: 'toText',
		sourceProperty: 'csv',
		// A spreadsheet takes a file without the mark for another encoding.
		options: { fileName: value('$json.fileName'), addBOM: true, encoding: 'utf8' },
	});
	const together = step('aggregate', 'All files together', at(2, 4), {
		aggregate: 'aggregateAllItemData',
		options: { includeBinaries: true },
	});
	flow
		.add(eachLeave.to(mailchimp(UNTAG, at(1, 0), 'delete', 'was', audience)))
		.add(eachJoin.to(mailchimp(TAG, at(1, 1), 'create', 'track', audience)))
		.add(eachChange.to([brevo(at(1, 2)), mautic(at(1, 3))]))
		.add(
			eachFile
				.to(files)
				.to(together)
				.to(mail(at(3, 4))),
		);
	return [eachLeave, eachJoin, eachChange, eachFile];
}

/** Defines `ways`, what is switched on; `faults`; and `failed`, ids of the leads that a way did not take. */
const TAKEN = `
	const failed = new Map();
	const ways = [];
	const faults = [];
	// Who is not in Mailchimp's audience never agreed to be.
	const isMissing = (tool, error) => tool === 'Mailchimp' && /\\b404\\b|could not be found|not found/i.test(textOf(error));
	// A step that is switched off passes its items on, with our mark on them.
	const read = (tool, entries, results) => {
		if (entries.length === 0 || results.length === 0 || results.every(({ isOurs }) => isOurs)) return;
		if (!ways.includes(tool)) ways.push(tool);
		const errors = entries.map((_, index) => (results[index] ?? { error: 'no answer' }).error).map((error) => error && !isMissing(tool, error) ? error : undefined);
		entries.forEach(({ id }, index) => { if (errors[index]) failed.set(id, tool); });
		const refused = errors.filter((error) => error);
		if (refused.length > 0) faults.push(tool + ' refused ' + refused.length + ' of ' + entries.length + ' leads: ' + cleaned(refused[0]) + '. The next run hands them over again.');
	};
	read('Mailchimp', leaves, ${maybe({ name: UNTAG })});
	read('Mailchimp', joins, ${maybe({ name: TAG })});
	read('Brevo', changes, ${maybe({ name: BREVO })});
	read('Mautic', changes, ${maybe({ name: MAUTIC })});
	const mailed = ${maybe({ name: MAIL })};
	if (mailed.some(({ messageId, accepted }) => messageId || accepted)) ways.push('E-mail');
	const mailFault = mailed.find(({ error }) => error);
	if (mailFault) {
		for (const { id } of changes) failed.set(id, 'E-mail');
		faults.push('The e-mail with the lists was not sent: ' + cleaned(mailFault.error) + '. The next run sends them again.');
	}`;

const DIGEST = `
	const leadsOf = (list) => list.length + (list.length === 1 ? ' lead' : ' leads');
	const tracks = [...new Set(joins.map(({ track }) => track))];
	const names = files.map(({ fileName }) => fileName).join(', ');
	const where = ways.length > 0 ? 'to ' + ways.join(', ') : 'as files, in execution ' + $execution.id + ' of this workflow';
	const refusals = Object.entries(heldBack).map(([why, leads]) => leads + ' (' + why + ')').join(', ');
	const text = [
		changes.length === 0 ? 'Nothing changed since the last run.' : 'Handed over ' + where + ': ' + names + '.',
		...tracks.map((track) => '- ' + track.replaceAll('_', ' ') + ': ' + leadsOf(joins.filter((join) => join.track === track)) + ' more'),
		...(leaves.length > 0 ? ['- off their track: ' + leadsOf(leaves)] : []),
		'On a track in all: ' + onTrack + '.' + (refusals ? ' Not written to: ' + refusals + '.' : ''),
		...faults,
	].join('\\n');`;

/**
 * What the tools took: `marks`, leads and the track that counts as handed over; `rows`, the outbox row that says so; and
 * `faults`. A lead that a tool refused keeps its old mark, so the next run hands it over again.
 */
export const handedOver = (lists: Step): string => `
	${DELIVERY}
	const { joins, leaves, changes, files, heldBack, onTrack } = ${from(lists)}.first().json;
	const at = ${asOf};
	${TAKEN.trim()}
	${DIGEST.trim()}
	const row = {
		key: 'nurture_lists:' + at, lead: '', kind: 'digest', audience: 'marketing', at, text,
		title: 'Nurture lists: ' + joins.length + ' on a track, ' + leaves.length + ' off one',
		channel: ways.length > 0 ? ways.join(',').toLowerCase() : 'file',
		status: faults.length > 0 ? 'failed' : 'sent',
		error: faults.join(' ') || null,
	};
	const done = changes.filter(({ id }) => !failed.has(id));
	return { marks: done.map(({ id, track }) => ({ id, listedTrack: track })), rows: [row], faults };
`;
