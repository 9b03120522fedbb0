import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../tables';
import { note, type Place, type Step } from './canvas';
import { from, value } from './expression';
import { ensureRow, is, readRows, splitOut, updateRows, workOut } from './steps';
import { EVERYWHERE } from './tell/channels';
import { sendEach } from './tell/sending';

/** Up to this many leads are looked up one by one; for more the outbox is read whole. */
const FEW_QUERIES = 50;

export interface Telling {
	/** Hand the step with the messages on to it. */
	readonly first: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

const lookupsOf = (source: Step): string => `
	const leads = [...new Set(${from(source)}.first().json.messages.map(({ lead }) => lead))];
	return { lookups: leads.length > ${FEW_QUERIES} ? [{ condition: 'isNotEmpty', lead: '' }] : leads.map((lead) => ({ condition: 'eq', lead })) };
`;

const untoldOf = (source: Step): string => `
	const told = new Set($input.all().filter(({ json }) => json.status).map(({ json }) => json.key));
	const messages = ${from(source)}.first().json.messages.filter(({ key }) => !told.has(key));
	return { keys: messages.map(({ key }) => ({ key })), messages: messages.map((message) => ({ channel: '${EVERYWHERE}', ...message, details: JSON.stringify(message.details ?? {}), status: 'new', attempts: 0 })) };
`;

const aboutLead = { keyName: 'lead', condition: value('$json.condition'), keyValue: value('$json.lead') };
const thisKey = is('key', value('$json.key'));
const unclaimed = { keyName: 'status', condition: 'isEmpty' };

/**
 * Tells messages once each: of several executions with the same message only the one that claims its key in the outbox
 * goes on to the channels. What a channel does not take stays in the outbox as undelivered, for 10-deliver.
 *
 * @param source step whose first item holds the list `messages`, each with `key`, `lead`, `kind`, `audience`, `title`,
 * `text` and `at`; where it does not go everywhere `channel`; and `details`, an object of what a channel needs to show it well
 * @param place upper left of seventeen columns; takes two rows above and below
 */
export function tell(source: Step, [column, row]: Place): Telling {
	const lookups = workOut('Whom the messages are about', [column, row], lookupsOf(source));
	const eachLookup = splitOut('Queries on the outbox', [column + 1, row], 'lookups');
	const readOutbox = readRows('Read ll_outbox', [column + 2, row], TABLES.outbox, [aboutLead]);
	const untold = workOut('Not told yet', [column + 3, row], untoldOf(source));
	const eachKey = splitOut('Keys of new messages', [column + 4, row - 0.5], 'keys');
	const ensure = ensureRow("Make sure of the message's row", [column + 5, row - 0.5], TABLES.outbox, [thisKey]);
	const eachMessage = splitOut('New messages', [column + 4, row + 0.5], 'messages');
	const claim = updateRows('Claim the message', [column + 5, row + 0.5], TABLES.outbox, [thisKey, unclaimed]);
	const sending = sendEach([column + 6.2, row - 2], {
		queue: `${from(claim)}.all().map(({ json }) => json)`,
		stopsWhenDown: false,
	});
	return {
		first: lookups,
		connect: (flow) => {
			flow
				.add(lookups.to(eachLookup).to(readOutbox).to(untold).to([eachKey, eachMessage]))
				.add(eachKey.to(ensure))
				.add(eachMessage.to(claim).to(sending.first));
			sending.connect(flow);
		},
	};
}

/** The note behind {@link tell}. */
export const tellNote = (title: string, place: Place, size: Place, before = '') =>
	note(
		title,
		place,
		size,
		'off',
		`
		# ${title.replace(' ', ' · ')}
		${before}Every message has a key of its own, and only the run that claims the key sends it: each is told **once**, however often this runs.
		Grey nodes are switched off. Choose their credential, then switch them on (press **D**). Until then read the messages in **ll_outbox**. What a channel does not take is kept there as **undelivered**, and **10 Deliver** tries again.
	`,
	);
