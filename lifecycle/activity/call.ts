import { fold } from '../text';

/** What people write where nobody was reached, in English, French, German, Spanish, Italian, Dutch and Portuguese; compared folded. */
const NOT_REACHED = new RegExp(
	[
		'no[- ]?(answer|contact|response|reply|pick ?up)|not? (reached|available|picked up)|un(answered|reach\\w+)|did ?n.?t (answer|pick)',
		'\\b(voice ?mail|answering machine|left (a )?message|lvm|vm|busy|missed|wrong number|bad number|disconnected|not in service|hung up|gatekeeper)\\b',
		'nicht (erreicht|abgenommen|rangegangen)|keine antwort|besetzt|anrufbeantworter|mailbox|falsche nummer|verpasst',
		'pas de reponse|sans reponse|non joint|injoignable|messagerie|repondeur|occupe|faux numero|manque',
		'sin respuesta|no contesta|no responde|buzon|ocupado|numero equivocado|perdida',
		'non risponde|nessuna risposta|segreteria|occupato|niet bereikt|geen gehoor|in gesprek',
		'nao atendeu|nao atende|sem resposta|caixa postal',
	].join('|'),
);

/** What people write where somebody did not come. */
const ABSENT =
	/\bno[- ]?shows?\b|did ?n.?t (come|show|join)|not? (came|come|attended)|nicht (erschienen|gekommen)|\bpas venue?s?\b|no (vino|asistio)|non (si )?presentat|niet (gekomen|verschenen)/;

/** What a meeting came to that colleagues marked as done: attended, unless their notes say that nobody came. */
export const isAbsent = (notes: readonly string[]): boolean => notes.some((note) => ABSENT.test(fold(note)));

/**
 * Whether somebody was reached by a call of ours: not when its result or subject says that nobody answered, and not when
 * it lasted no time at all. A call of which nothing more is known counts as one that took place.
 *
 * @param notes result and subject, as colleagues wrote them
 * @param seconds undefined where nobody measured it
 */
export const isReached = (notes: readonly string[], seconds?: number): boolean =>
	seconds !== 0 && !notes.some((note) => NOT_REACHED.test(fold(note)));
