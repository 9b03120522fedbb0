import type { Fields } from '../path';
import { asText } from '../text';

const NAMES = ['page', 'path', 'url', 'asset', 'name', 'title', 'form', 'campaign', 'subject', 'product'] as const;

/** What an activity was about, by the first of its properties that says so. */
export function pageOfActivity(properties: Fields): string {
	for (const name of NAMES) {
		const text = Object.hasOwn(properties, name) ? asText(properties[name]).trim() : '';
		if (text !== '') return text.replace(/^https?:\/\/[^/]+/i, '').replace(/[?#].*$/s, '') || '/';
	}
	return '';
}

const REASONS: ReadonlyMap<string, string> = new Map([
	['bot:burst', 'a machine clicked many links within seconds'],
	['bot:fast', 'a machine clicked within seconds of delivery'],
	['bot:honeypot', 'a machine clicked a link that people cannot see'],
	['duplicate', 'a copy of another activity'],
	['future', 'dated in the future'],
	['past', 'dated before 1990'],
]);

/** Why an activity does not count, in words. */
export function quarantineText(quarantine: string): string {
	const known = REASONS.get(quarantine);
	if (known !== undefined) return known;
	return quarantine.startsWith('bot') ? 'a machine did it' : quarantine.replaceAll(/[:_-]/g, ' ');
}
