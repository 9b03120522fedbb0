import type { Fault } from '../fault';
import type { LeadRow, Stage } from '../lead/row';
import type { Answer, Decision } from './cause';
import type { Policy } from './policy';

/** Answers to a person who decided, in sentences for a page or a chat. */

/** A name of the settings as people read it: `no_budget` -> `no budget`. */
export const plain = (name: string): string => name.replaceAll('_', ' ');

const NOTHING_DONE = 'No changes made.';

export function doneAnswer(row: LeadRow, decision: Decision, policy: Policy): Answer {
	return { ...answerOf(row, decision), outcome: 'done', ...doneWords(row, decision, policy) };
}

export const alreadyAnswer = (row: LeadRow, decision: Decision, policy: Policy): Answer => ({
	...answerOf(row, decision),
	outcome: 'already',
	title: 'Already answered',
	message: `${named(row)} ${
		decision.decision === 'owner' ? `${owned(row)} already` : nowIn(row, decision, policy)
	}. ${NOTHING_DONE}`,
});

export const refusedAnswer = (row: LeadRow, decision: Decision, policy: Policy): Answer => ({
	...answerOf(row, decision),
	outcome: 'refused',
	title: 'Not possible',
	message: `${named(row)} ${nowIn(row, decision, policy)}. ${NOTHING_DONE}${nextFor(row, policy)}`,
});

/** The lead was handed over again since. */
export const outOfDate = (row: LeadRow, decision: Decision, policy: Policy): Answer => ({
	...answerOf(row, decision),
	outcome: 'already',
	title: 'Out of date',
	message: `This answer for ${named(row)} is from ${policy.day(decision.at)}, before the lead was handed over on ${policy.day(
		row.handedOffAt ?? policy.asOf,
	)}. ${NOTHING_DONE}`,
});

/** Another answer of the same call came first. */
export const conflicting = (row: LeadRow, decision: Decision): Answer => ({
	...answerOf(row, decision),
	outcome: 'refused',
	title: 'Conflicting answers in one call',
	message: `An earlier item of this call about ${named(row)} rules this one out. If you still mean it, send it in a call of its own. ${NOTHING_DONE}`,
});

/** No reason was given, or none that is known. */
export function unknownReason(row: LeadRow, decision: Decision, { message }: Fault, { settings }: Policy): Answer {
	const known = settings.reasons.map(({ reason }) => plain(reason)).join(', ');
	return {
		...answerOf(row, decision),
		outcome: 'refused',
		title: 'Reason needed',
		message: `${message}. Choose one of: ${known}. ${NOTHING_DONE}`,
	};
}

export const unknownLead = (decision: Decision): Answer => ({
	...answerOf(undefined, decision),
	outcome: 'refused',
	title: 'Lead not found',
	message: `No lead “${decision.lead}” is in the lead book. Check the e-mail address, or open the link in the hand-off message.`,
});

export const ambiguousLead = (decision: Decision, leads: readonly string[]): Answer => ({
	...answerOf(undefined, decision),
	outcome: 'refused',
	title: 'Which lead?',
	message: `Several leads have the address “${decision.lead}”. Name one of them: ${leads.join(', ')}.`,
});

const answerOf = (row: LeadRow | undefined, { activity, lead, decision }: Decision) => ({
	activity,
	lead: row?.lead ?? lead,
	decision,
	stage: row?.stage ?? null,
});

function doneWords(row: LeadRow, { decision }: Decision, policy: Policy): Pick<Answer, 'title' | 'message'> {
	switch (decision) {
		case 'accepted':
			return {
				title: 'Accepted',
				message: `${named(row)} is accepted. The clock for the first response has stopped. Come back here when it becomes an opportunity, or to send it back.`,
			};
		case 'opportunity':
			return { title: 'Marked as opportunity', message: `${named(row)} is an opportunity now.` };
		case 'won':
			return { title: 'Won', message: `${named(row)} is won. Well done!` };
		case 'owner':
			return { title: 'New owner', message: `${named(row)} ${owned(row)} now.` };
		default:
			return row.stage === 'disqualified' ? disqualified(row) : sentBack(row, policy);
	}
}

const disqualified = (row: LeadRow) => ({
	title: 'Disqualified',
	message: `${named(row)} is disqualified.${
		row.recycles > 1 ? ` It came back ${row.recycles} times.` : ''
	} Nobody will be asked to work on it again.`,
});

const sentBack = (row: LeadRow, policy: Policy) => ({
	title: 'Sent back to marketing',
	message: `${named(row)} goes back to marketing${row.track === null ? '' : `, on the track ${plain(row.track)}`}.${
		row.retained === null || row.retained === 0 ? '' : ` It keeps ${row.retained} points of engagement.`
	} It can be handed to sales again from ${policy.day(row.coolOffUntil ?? policy.asOf)}, once its score qualifies.`,
});

const owned = ({ owner }: LeadRow): string =>
	owner === null ? 'has no owner, its messages go to sales,' : `belongs to ${owner}`;

const NOW_IN: Readonly<Record<Stage, string>> = {
	new: 'is still with marketing',
	nurture: 'is still with marketing',
	mql: 'is with sales and not accepted yet',
	accepted: 'is already accepted',
	opportunity: 'is already an opportunity',
	won: 'is already won',
	lost: 'is already lost',
	recycled: 'is already back with marketing',
	disqualified: 'is already disqualified',
};

function nowIn({ stage, acceptedAt, recycledAt }: LeadRow, { decision }: Decision, { day }: Policy): string {
	const since =
		stage === 'accepted' ? acceptedAt : stage === 'recycled' || stage === 'disqualified' ? recycledAt : null;
	const isNotHandedOver = stage === 'new' || stage === 'nurture';
	const nothing = !isNotHandedOver
		? ''
		: decision === 'accepted'
			? ', so there is nothing to accept'
			: ', so there is nothing to update';
	return `${NOW_IN[stage]}${since === null ? '' : `, since ${day(since)}`}${nothing}`;
}

function nextFor({ stage, coolOffUntil }: LeadRow, { day, now }: Policy): string {
	if (stage === 'recycled' && coolOffUntil !== null && Date.parse(coolOffUntil) > now)
		return ` It can be handed to sales again from ${day(coolOffUntil)}, once its score qualifies.`;
	if (stage === 'new' || stage === 'nurture' || stage === 'recycled')
		return ' It is handed to sales once its score qualifies.';
	return '';
}

/** `Ana Garcia, Director at Acme (ana@acme.example)` */
function named({ lead, name, email, title, company }: LeadRow): string {
	const position = [title, company].filter((part) => part !== null).join(' at ');
	const who = [name ?? email ?? lead, position].filter((part) => part !== '').join(', ');
	return `${who} (${email !== null && email !== name ? email : lead})`;
}
