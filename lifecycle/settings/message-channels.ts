import { fault, ok, shown, type Result } from '../fault';
import { MESSAGE_KINDS, type MessageKind } from '../message/message';
import { fold } from '../text';
import { listOf, type SettingRow, type SettingRows } from './setting-rows';
import { CHANNELS, type Channel } from './settings';

const TO_PEOPLE: readonly Channel[] = ['slack', 'teams', 'email'];
const OTHERS: Partial<Record<MessageKind, readonly Channel[]>> = { ask: ['slack'], crm: ['crm'] };

export const DEFAULT_CHANNELS: ReadonlyArray<readonly [MessageKind, readonly Channel[]]> = MESSAGE_KINDS.map((kind) => [
	kind,
	OTHERS[kind] ?? TO_PEOPLE,
]);

export const KINDS_HINT = `The kinds are: ${MESSAGE_KINDS.join(', ')}.`;

/** A kind of message by its name, also with spaces or in another case. */
export const kindOf = (text: string): MessageKind | undefined =>
	MESSAGE_KINDS.find((kind) => kind === fold(text).replace(/[\s-]+/g, '_'));

/** `channels_<kind>`: by which channels messages of a kind go; `none` switches the kind off. */
export function readChannels(rows: SettingRows): Map<MessageKind, readonly Channel[]> {
	const channels = new Map(DEFAULT_CHANNELS);
	for (const row of rows.named('channels')) {
		const kind = kindOf(row.key);
		if (kind === undefined) rows.fault(row, 'name', `there is no kind of message ${shown(row.key)}`, KINDS_HINT);
		const given = rows.read(row, readChannelList);
		if (kind !== undefined && given !== undefined) channels.set(kind, given);
	}
	return channels;
}

function readChannelList({ value }: SettingRow): Result<Channel[]> {
	const names = listOf(value).map((name) => fold(name).replace('-', ''));
	const wrong = names.find((name) => !(CHANNELS as readonly string[]).includes(name));
	if (wrong === undefined) return ok(CHANNELS.filter((channel) => names.includes(channel)));
	return fault(
		`${shown(wrong)} is not a channel`,
		`Write one or more of: ${CHANNELS.join(', ')}. Write none to stop these messages.`,
	);
}
