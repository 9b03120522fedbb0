import { fault, ok, shown, type Result } from '../fault';
import { isAddress } from '../message/reach';
import { fold } from '../text';
import { listOf, type SettingRow, type SettingRows } from './setting-rows';
import { LANGUAGES, type Audience, type Language } from './settings';

const LANGUAGE_NAMES: ReadonlyMap<string, Language> = new Map([
	['en', 'en'],
	['english', 'en'],
	['fr', 'fr'],
	['french', 'fr'],
	['francais', 'fr'],
]);

export const DEFAULT_AUDIENCES: ReadonlyArray<readonly [word: string, value: string]> = [
	['sales', 'sales@example.com, #sales-leads'],
	['manager', 'sales-manager@example.com'],
	['marketing', 'marketing@example.com, #marketing-leads'],
];

/** `audience_<word>`: where the words stand for, over those everybody starts with. */
export function readAudiences(rows: SettingRows, language: Language): Map<string, Audience> {
	const read = (row: SettingRow) => readAudience(row, language);
	const audiences = new Map<string, Audience>();
	for (const [key, value] of DEFAULT_AUDIENCES) {
		const audience = read({ name: `audience_${key}`, key, value });
		if (audience.ok) audiences.set(key, audience.value);
	}
	for (const row of rows.named('audience')) {
		const audience = rows.read(row, read);
		if (audience !== undefined) audiences.set(row.key, audience);
	}
	return audiences;
}

export const readLanguage = ({ value }: SettingRow): Result<Language> => {
	const language = LANGUAGE_NAMES.get(fold(value));
	return language === undefined
		? fault(`${shown(value)} is not a language of the messages`, `Write one of: ${LANGUAGES.join(', ')}.`)
		: ok(language);
};

/** An address, a Slack channel, or both, in any order, and a language: `lea@example.com, #leads, fr`. */
function readAudience({ value }: SettingRow, language: Language): Result<Audience> {
	const audience = { email: '', slack: '', language };
	for (const part of listOf(value)) {
		const named = LANGUAGE_NAMES.get(fold(part));
		if (named !== undefined) audience.language = named;
		else if (SLACK_CHANNEL.test(part) && audience.slack === '') audience.slack = part;
		else if (isAddress(part) && audience.email === '') audience.email = part;
		else return fault(`${shown(part)} is not understood`, HINT);
	}
	if (audience.email === '' && audience.slack === '') return fault(`${shown(value)} reaches nobody`, HINT);
	// Slack finds people by their address.
	return ok({ ...audience, slack: audience.slack || audience.email });
}

/** By its name or by Slack's own id of it. */
const SLACK_CHANNEL = /^(#[^\s,]+|[CG][A-Z0-9]{8,})$/;
const HINT = 'Write one e-mail address and one Slack channel, comma-separated: sales@example.com, #sales-leads.';
