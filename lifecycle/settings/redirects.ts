import { fault, ok, shown, type Result } from '../fault';
import type { LeadFacts, MessageKind } from '../message/message';
import { isAddress } from '../message/reach';
import { nearestOf } from '../nearest';
import { fold } from '../text';
import { kindOf, KINDS_HINT } from './message-channels';
import { listOf, type SettingRow, type SettingRows } from './setting-rows';
import type { Audience, Redirect } from './settings';

const FIELDS = [
	'lead',
	'name',
	'email',
	'title',
	'company',
	'owner',
	'country',
	'stage',
	'cell',
	'label',
	'signal',
] as const satisfies ReadonlyArray<keyof LeadFacts>;
const FORM = /^(?<kinds>.+?) where (?<field>\S+) is (?<values>.+): ?(?<to>\S+)$/i;
const HINT = 'Write it as: hand_off where country is France: marie@example.com.';
const EVERY_KIND = new Set(['*', 'all', 'all messages']);

/** `redirect_<anything>`: messages of a kind about leads whose field has a value go to somebody else. */
export const readRedirects = (rows: SettingRows, audiences: ReadonlyMap<string, Audience>): Redirect[] =>
	rows.named('redirect').flatMap((row) => rows.read(row, (each) => readRedirect(each, audiences)) ?? []);

function readRedirect({ value }: SettingRow, audiences: ReadonlyMap<string, Audience>): Result<Redirect[]> {
	const groups = FORM.exec(value)?.groups;
	if (!groups) return fault(`${shown(value)} is not understood`, HINT);
	const kinds = readKinds(groups.kinds);
	if (!kinds.ok) return kinds;
	const field = FIELDS.find((each) => fold(each) === fold(groups.field));
	if (field === undefined) return unknownField(groups.field);
	const to = audiences.has(fold(groups.to)) ? fold(groups.to) : groups.to;
	if (!audiences.has(to) && !isAddress(to)) {
		return fault(
			`${shown(to)} is neither an e-mail address nor an audience`,
			`Write an address, or one of: ${[...audiences.keys()].join(', ')}.`,
		);
	}
	return ok(kinds.value.flatMap((kind) => listOf(groups.values).map((each) => ({ kind, field, value: each, to }))));
}

function readKinds(text: string): Result<Array<MessageKind | '*'>> {
	if (EVERY_KIND.has(fold(text))) return ok(['*']);
	const kinds = listOf(text);
	const wrong = kinds.find((kind) => kindOf(kind) === undefined);
	if (wrong !== undefined) return fault(`${shown(wrong)} is not a kind of message`, KINDS_HINT);
	return ok(kinds.flatMap((kind) => kindOf(kind) ?? []));
}

function unknownField(field: string): Result<never> {
	const nearest = nearestOf(field, FIELDS);
	const hint = `Write one of: ${FIELDS.join(', ')}.`;
	return fault(
		`${shown(field)} is not a field of a lead`,
		nearest === undefined ? hint : `Did you mean ${nearest}? ${hint}`,
	);
}
