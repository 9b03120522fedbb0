import { asOf } from '../clock';
import { from } from '../expression';

/** What is read before {@link listsOf}. */
export interface Read {
	readonly settings: { name: string };
	readonly book: { name: string };
	readonly consent: { name: string };
}

/** Types of activity that say whether a lead may be written to. */
export const CONSENT = ['email_unsubscribe', 'email_spam_complaint', 'email_bounce', 'email_subscribe'] as const;

/** Defines `refusalOf(row)`: why nobody may write to a lead, or nothing. Needs `rows` and `said`, activities of {@link CONSENT}. */
const CONSENT_OF = `
	const newest = (entries, type, isHeld) => entries.filter((entry) => entry.type === type && (isHeld || !entry.quarantine)).map(({ at }) => Date.parse(at)).sort((left, right) => left - right).at(-1);
	const saidBy = new Map();
	const keyOf = (text) => String(text ?? '').trim().toLowerCase();
	for (const entry of said) saidBy.set(keyOf(entry.lead), [...(saidBy.get(keyOf(entry.lead)) ?? []), entry]);
	// A vendor's or a form's field that says so, by whatever name.
	const REFUSALS = ['unsubscribed', 'optout', 'emailoptout', 'hsemailoptout', 'hasoptedoutofemail', 'emailblacklisted', 'donotemail', 'donotcontact'];
	const isYes = (value) => value === true || ['true', 'yes', '1'].includes(keyOf(value));
	const optedOut = (row) => Object.entries(JSON.parse(row.attributes || '{}')).some(([name, value]) => REFUSALS.includes(name.toLowerCase().replace(/[^a-z]/g, '')) && isYes(value));
	// Who unsubscribed is believed even where a machine may have clicked; who subscribes anew is not.
	const refusalOf = (row) => {
		const entries = [...new Set([keyOf(row.lead), keyOf(row.email)])].flatMap((key) => key ? saidBy.get(key) ?? [] : []);
		if (newest(entries, 'email_spam_complaint', true) !== undefined) return 'spam complaint';
		if (newest(entries, 'email_bounce', true) !== undefined) return 'the address does not exist';
		const left = newest(entries, 'email_unsubscribe', true);
		if (left !== undefined && !(newest(entries, 'email_subscribe', false) > left)) return 'unsubscribed';
		return optedOut(row) ? 'opted out' : undefined;
	};`;

/** Defines `csvOf(columns, rows)`. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
const CSV = `
	const cell = (value) => {
		const text = String(value ?? '');
		const plain = typeof value === 'string' && /^[=+\\-@\\t\\r]/.test(text) ? "'" + text : text;
		return ['"', ',', '\\r', '\\n'].some((sign) => plain.includes(sign)) ? '"' + plain.replaceAll('"', '""') + '"' : plain;
	};
	const csvOf = (columns, list) => [columns, ...list.map((row) => columns.map((column) => row[column]))].map((line) => line.map(cell).join(',')).join('\\r\\n') + '\\r\\n';`;

/**
 * Who is to be on which track, and what that changes of what was handed over before: `joins`, those who are new on a track,
 * `leaves`, those whose track they had is not theirs any more, `changes`, one entry a lead, and `files`, a CSV a track.
 */
export const listsOf = ({ settings, book, consent }: Read): string => `
	const { everything } = ${from(settings)}.first().json;
	const asOf = ${asOf};
	const firstOf = new Map();
	for (const { json: row } of ${from(book)}.all()) if (row.lead && !firstOf.has(row.lead)) firstOf.set(row.lead, row);
	const rows = Array.from(firstOf, ([, row]) => row);
	const said = ${from(consent)}.all().map(({ json }) => json).filter(({ id, at }) => id !== undefined && !(Date.parse(at) > Date.parse(asOf)));
	${CONSENT_OF.trim()}
	${CSV.trim()}
	const isAddress = (email) => /^[^\\s@,;]+@[^\\s@,;]+\\.[^\\s@,;]+$/.test(email ?? '');
	const IN_NURTURE = ['new', 'nurture', 'recycled'];
	const WHY = { mql: 'with sales', accepted: 'with sales', opportunity: 'with sales', won: 'won', lost: 'lost', disqualified: 'disqualified' };
	const standing = rows.map((row) => {
		const stage = row.stage || 'new';
		const why = !IN_NURTURE.includes(stage) ? WHY[stage] ?? 'not in nurture' : refusalOf(row) ?? (isAddress(row.email) ? row.track ? undefined : 'no track' : 'no e-mail address');
		return { row, track: why === undefined ? row.track : null, was: row.listedTrack || null, why: why ?? null };
	});
	const changed = standing.filter(({ track, was }) => track !== was || everything && track !== null);
	const changes = changed.map(({ row, track, was, why }) => ({
		id: row.id, lead: row.lead, email: row.email, name: row.name ?? '', title: row.title ?? '', company: row.company ?? '', cell: row.cell ?? '', total: row.total ?? '', track, was: was === track ? null : was, why, since: row.recycledAt ?? '', isOurs: true,
	})).sort((left, right) => String(left.track).localeCompare(String(right.track)) || left.lead.localeCompare(right.lead));
	const joins = changes.filter(({ track }) => track !== null);
	const leaves = changes.filter(({ was }) => was !== null);
	const fileName = (name) => name.replace(/[^\\w-]+/g, '-') + '-' + asOf.slice(0, 10) + '.csv';
	const tracks = [...new Set(joins.map(({ track }) => track))];
	const files = [
		...tracks.map((track) => ({ track, fileName: fileName('track-' + track), csv: csvOf(['email', 'name', 'title', 'company', 'track', 'cell', 'total', 'lead'], joins.filter((join) => join.track === track)) })),
		...(leaves.length > 0 ? [{ track: null, fileName: fileName('off-their-track'), csv: csvOf(['email', 'name', 'was', 'track', 'why', 'lead'], leaves) }] : []),
	];
	const refused = standing.filter(({ row, why }) => IN_NURTURE.includes(row.stage || 'new') && row.track && why !== null);
	const heldBack = Object.fromEntries([...new Set(refused.map(({ why }) => why))].map((why) => [why, refused.filter((each) => each.why === why).length]));
	const onTrack = standing.filter(({ track }) => track !== null).length;
	return { joins, leaves, changes, files, heldBack, onTrack };
`;
