import { asNumber } from '../number';
import { isFields, type Fields } from '../path';
import { asText } from '../text';
import { MESSAGE_KINDS, type Happened, type LeadFacts, type Message } from './message';

/**
 * The message in the column `details` of the outbox. Undefined for a row of an older version, and for one that somebody
 * edited so that its facts cannot be read: then title and text are all there is to send.
 */
export function messageIn(details: unknown): Message | undefined {
	const stored = parsed(details);
	if (!isFields(stored) || !isKnown(stored.kind)) return undefined;
	if ('about' in stored) {
		const about = leadIn(stored.about);
		return about === undefined || !hasLists(stored) ? undefined : ({ ...stored, about } as unknown as Message);
	}
	if (stored.kind === 'account_crossed') return accountIn(stored);
	const isWhole = stored.kind === 'digest' ? isTexts(stored.lines) : stored.kind === 'fault' && isFaults(stored.faults);
	return isWhole ? (stored as unknown as Message) : undefined;
}

const isKnown = (kind: unknown): boolean => (MESSAGE_KINDS as readonly unknown[]).includes(kind);

function parsed(details: unknown): unknown {
	if (typeof details !== 'string') return details;
	try {
		return JSON.parse(details) as unknown;
	} catch {
		return undefined;
	}
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');

const isFaults = (value: unknown): boolean =>
	Array.isArray(value) &&
	value.every((each) => isFields(each) && typeof each.message === 'string' && typeof each.hint === 'string');

/** What the words of its kind cannot do without. */
function hasLists(stored: Fields): boolean {
	switch (stored.kind) {
		case 'hand_off':
			return isTexts(stored.newSince);
		case 'moment':
			return happenedIn(stored.moment) !== null;
		case 'demoted':
			return isFields(stored.previous);
		case 'sla_at_risk':
		case 'sla_breached':
			return typeof stored.elapsedMinutes === 'number' && typeof stored.remainingMinutes === 'number';
		default:
			return true;
	}
}

const textOrNull = (value: unknown): string | null => asText(value) || null;

function happenedIn(value: unknown): Happened | null {
	const what = isFields(value) ? asText(value.what) : '';
	return what === '' ? null : { what, at: asText((value as Fields).at) };
}

function leadIn(value: unknown): LeadFacts | undefined {
	if (!isFields(value) || asText(value.lead) === '') return undefined;
	const text = (name: string): string | null => textOrNull(value[name]);
	const number = (name: string): number | null => asNumber(value[name]) ?? null;
	return {
		lead: asText(value.lead),
		name: text('name'),
		email: text('email'),
		title: text('title'),
		company: text('company'),
		owner: text('owner'),
		country: text('country'),
		stage: asText(value.stage),
		cell: text('cell'),
		label: text('label'),
		total: number('total'),
		fit: number('fit'),
		engagement: number('engagement'),
		signal: text('signal'),
		lastActivityAt: text('lastActivityAt'),
		reasons: Array.isArray(value.reasons) ? value.reasons.map(asText).filter((reason) => reason !== '') : [],
		last: happenedIn(value.last),
		opener: text('opener'),
	};
}

function accountIn(stored: Fields): Message | undefined {
	const { account, people } = stored;
	if (!isFields(account) || !Array.isArray(people) || !isTexts(account.missingRoles)) return undefined;
	const leads = people.map(leadIn).filter((lead) => lead !== undefined);
	return { ...stored, people: leads } as unknown as Message;
}
