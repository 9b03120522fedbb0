import type { DecisionName } from '../stage/cause';

/** What the form of 05 offers sales to say, and the decision it stands for; links in messages fill it in. */
export const CHOICES = {
	Accept: 'accepted',
	'Send back to marketing': 'sent_back',
	'Mark as opportunity': 'opportunity',
	'Mark as won': 'won',
	'Mark as lost': 'lost',
} as const satisfies Readonly<Record<string, DecisionName>>;

const BY_DECISION: ReadonlyMap<DecisionName, string> = new Map(
	Object.entries(CHOICES).map(([choice, decision]) => [decision, choice]),
);

/** An address that a browser opens, and nothing else. */
export const isLink = (text: string): boolean => /^https?:\/\/[^\s"<>]+$/.test(text);

/**
 * The address of the form of 05 for a lead, with a decision and who says it filled in; the form changes nothing before
 * somebody sends it.
 *
 * @param form the form's own address; anything but http(s) gives ''
 */
export function formLink(form: string, lead: string, decision?: DecisionName, by = ''): string {
	if (!isLink(form) || lead === '') return '';
	const choice = decision === undefined ? undefined : BY_DECISION.get(decision);
	const query = [
		['lead', lead],
		['decision', choice ?? ''],
		['by', by],
	].filter(([, value]) => value !== '');
	return `${form}?${query.map(([name, value]) => `${name}=${encodeURIComponent(wellFormed(value))}`).join('&')}`;
}

/** What the page of 18 is asked for; nothing: all leads. */
export type PageQuery = { readonly lead: string } | { readonly account: string } | Readonly<Record<string, never>>;

/**
 * The address of the page of a lead, a company or all leads. It holds no secret: the page asks who opens it.
 *
 * @param page the page's own address; anything but http(s) gives ''
 */
export function pageLink(page: string, query: PageQuery): string {
	if (!isLink(page) || Object.values(query).includes('')) return '';
	const [pair] = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(wellFormed(value))}`);
	return pair === undefined ? page : `${page}?${pair}`;
}

/** Without halves of characters, which no address can hold. */
const wellFormed = (text: string): string => text.replace(/[\ud800-\udfff]/gu, '');
