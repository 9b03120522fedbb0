import type { Place } from '../canvas';
import { from } from '../expression';
import { given } from '../steps';

/** Where an audience that is a word, such as “manager”, is reached; an address under `slack` is looked up there. */
const AUDIENCES = {
	sales: { email: 'sales@example.com', slack: '#sales-leads' },
	manager: { email: 'sales-manager@example.com', slack: 'sales-manager@example.com' },
	marketing: { email: 'marketing@example.com', slack: '#marketing-leads' },
};

const STEP = { name: 'Audiences' };

export const audiences = (place: Place) => given(STEP.name, place, AUDIENCES);

/** Kinds of messages that Slack tells to their owner alone; the others are told where all can see them. */
const IN_PERSON = ['moment', 'demoted', 'sla_at_risk', 'sla_breached', 'reminder'];

/**
 * Defines `mailboxOf(row)`, who gets a message by e-mail; `addressOf(row)`, whom to look up in Slack for it, or ''; and
 * `placeOf(row, user)`, where Slack shows it when `user`, an id, is who was found: `{ channel, mention }`.
 */
export const REACHING = `const audiences = ${from(STEP)}.first().json;
	// An owner comes from outside. More than one address, or anything that is none, goes to no one but sales.
	const isAddress = (text) => /^[^\\s,;:<>"@]+@[^\\s,;:<>"@]+$/.test(text ?? '');
	const audienceOf = ({ audience }) => Object.hasOwn(audiences, audience) ? audiences[audience] : audiences.sales;
	const mailboxOf = (row) => isAddress(row.audience) ? row.audience : audienceOf(row).email;
	const addressOf = (row) => [row.audience, audienceOf(row).slack].find(isAddress) ?? '';
	const placeOf = (row, user) => {
		const isOwner = isAddress(row.audience);
		const isInPerson = user && (!isOwner || ${JSON.stringify(IN_PERSON).replaceAll(',', ', ')}.includes(row.kind));
		const inPublic = isAddress(audienceOf(row).slack) ? audiences.sales.slack : audienceOf(row).slack;
		return { channel: isInPerson ? user : inPublic, mention: isInPerson ? '' : user ? '<@' + user + '>' : isOwner ? row.audience : '' };
	};`;
