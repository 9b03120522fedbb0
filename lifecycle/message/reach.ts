import { countryCode, wholeCountryCode } from '../lead/country';
import type { Audience, Redirect, Settings } from '../settings/settings';
import { asText, fold } from '../text';
import type { LeadFacts, Message, MessageKind } from './message';

/** One e-mail address and nothing else. An owner comes from outside. */
export const isAddress = (text: string): boolean => /^[^\s,;:<>"@]+@[^\s,;:<>"@]+$/.test(text);

const SALES = 'sales';
const NOWHERE: Audience = { email: '', slack: '', language: 'en' };

/** Where an audience is reached: what is neither an address nor a word of the settings goes to sales only. */
function knownAs(audience: string, { audiences }: Settings): Audience {
	return audiences.get(audience) ?? audiences.get(SALES) ?? NOWHERE;
}

/** The question and the task belong to a hand-off and go where it goes. */
const PARTS_OF_HAND_OFF: ReadonlySet<MessageKind> = new Set(['ask', 'crm']);

/** The audience after redirects; the first that fits counts. */
export function audienceOf(message: Message, { redirects }: Settings): string {
	const about = 'about' in message ? message.about : undefined;
	return redirects.find((redirect) => fits(redirect, message.kind, about))?.to ?? message.audience;
}

const fits = ({ kind, field, value }: Redirect, messageKind: MessageKind, about: LeadFacts | undefined): boolean =>
	(kind === '*' || kind === messageKind || (kind === 'hand_off' && PARTS_OF_HAND_OFF.has(messageKind))) &&
	about !== undefined &&
	Object.hasOwn(about, field) &&
	isSame(field, asText(about[field as keyof LeadFacts]), value);

/** A country is the same in any language and as its code. */
function isSame(field: string, found: string, wanted: string): boolean {
	if (fold(found) === fold(wanted)) return true;
	const code = field === 'country' ? wholeCountryCode(wanted) : undefined;
	return code !== undefined && countryCode(found) === code;
}

/** Who gets a message by e-mail. */
export const mailboxOf = (audience: string, settings: Settings): string =>
	isAddress(audience) ? audience : knownAs(audience, settings).email;

/** The address to look up in Slack; '' for none. */
export const slackAddressOf = (audience: string, settings: Settings): string =>
	[audience, knownAs(audience, settings).slack].find(isAddress) ?? '';

/** Kinds of messages that Slack shows to the owner alone; the others stand where all can see them. */
const IN_PERSON: ReadonlySet<string> = new Set<MessageKind>([
	'moment',
	'demoted',
	'sla_at_risk',
	'sla_breached',
	'reminder',
	'ask',
]);

export interface SlackPlace {
	/** Id of a user, or a channel such as `#sales-leads`. */
	readonly channel: string;
	/** Whom the message is for, where others read it too; '' otherwise. */
	readonly mention: string;
}

/**
 * Where Slack shows a message.
 *
 * @param user Slack's id of who was found under {@link slackAddressOf}; '' for nobody
 */
export function slackPlaceOf(audience: string, kind: string, user: string, settings: Settings): SlackPlace {
	const isOwner = isAddress(audience);
	if (user !== '' && (!isOwner || IN_PERSON.has(kind))) return { channel: user, mention: '' };
	const { slack } = knownAs(audience, settings);
	const channel = isAddress(slack) ? knownAs(SALES, settings).slack : slack;
	return { channel, mention: user !== '' ? `<@${user}>` : isOwner ? audience : '' };
}

/** The language in which an audience reads. */
export const languageOf = (audience: string, { audiences, language }: Settings) =>
	audiences.get(audience)?.language ?? language;
