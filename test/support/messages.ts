import type { LeadFacts, Message } from '../../lifecycle/message/message';
import type { Settings } from '../../lifecycle/settings/settings';
import table from '../cases/message-words.json';

export interface MessageCase {
	readonly name: string;
	readonly why: string;
	readonly language: string;
	/** What differs from the lead of the table. */
	readonly about: object;
	/** Without the lead; ABOUT among people stands for it. */
	readonly message: object;
	readonly title: string;
	readonly text: readonly string[];
}
export const MESSAGE_CASES = table.cases as unknown as readonly MessageCase[];

/** The message of a case. */
export function messageOf({ message, about: more }: Pick<MessageCase, 'message' | 'about'>): Message {
	const about = { ...table.about, ...more } as LeadFacts;
	const { people } = message as { people?: unknown[] };
	const isAlone = 'account' in message || 'lines' in message || 'faults' in message;
	return {
		...message,
		...(isAlone ? {} : { about }),
		...(people ? { people: people.map((lead) => (lead === 'ABOUT' ? about : lead)) } : {}),
	} as unknown as Message;
}

/** Settings as far as messages need them. */
export const settingsOf = (more: Partial<Settings> = {}): Settings =>
	({
		audiences: new Map([
			['sales', { email: 'sales@example.com', slack: '#sales-leads', language: 'en' }],
			['manager', { email: 'boss@example.com', slack: 'boss@example.com', language: 'en' }],
			['marketing', { email: 'marketing@example.com', slack: '#marketing-leads', language: 'fr' }],
		]),
		redirects: [],
		channels: new Map(),
		timeZone: '',
		language: 'en',
		...more,
	}) as unknown as Settings;
