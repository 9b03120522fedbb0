// What people, forms and exports write where nothing is known, in English, French, German, Spanish, Italian, Portuguese
// and Dutch. `na` alone is none of them: it is Namibia.
const PLACEHOLDER_WORDS = [
	// What a spreadsheet writes where a formula failed.
	String.raw`#(?:value|ref|name|div\/0|num|null|wert|bezug|valeur|¡?valor|¡?ref|¡?num)[!?]`,
	String.raw`n\/a|#?n\/a!?|n\.\s?a|#na|none|null|nil|nan|undefined|unknown|unspecified|blank|empty|tbd|tba|tbc|to be (?:determined|defined)`,
	'no (?:data|value|entry)|not (?:provided|available|applicable|specified|set|given|known|disclosed|answered|stated)',
	'(?:please )?(?:select|choose)(?: one| an option| \\.\\.\\.)?|bitte (?:aus)?w[äa]hlen|choisir|choisissez|s[ée]lectionne[rz]|seleccion[ea]r?',
	String.raw`k\.?\s?a|keine angaben?|ohne angabe|nicht (?:angegeben|verf[üu]gbar|bekannt|zutreffend)|unbekannt|leer`,
	String.raw`n\.?[\/.]c|n\.?[\/.]d|s\.\s?o|aucune?|inconnue?|vide|sans objet|non (?:renseign|communiqu|pr[ée]cis|sp[ée]cifi|d[ée]fini)[ée]e?|non disponible`,
	'ningun[oa]|desconocid[oa]|vac[íi]o|sin (?:datos|especificar|informaci[óo]n)|no (?:disponible|especificad[oa]|aplica|indicad[oa]|informad[oa])',
	'nessun[oa]|sconosciut[oa]|vuoto|non (?:disponibile|specificat[oa]|indicat[oa]|fornit[oa]|noto)',
	'nenhuma?|desconhecid[oa]|vazio|n[ãa]o (?:informad[oa]|dispon[íi]vel|especificad[oa]|se aplica|consta)',
	String.raw`geen|onbekend|leeg|n\.?v\.?t|niet (?:bekend|opgegeven|beschikbaar|van toepassing)`,
].join('|');
const MARKS = String.raw`[-–—_.…?~*()[\]{}<>'"\s]*`;
/** Blank text too. */
const PLACEHOLDER = new RegExp(`^(?:[-–—_.…?~*\\s]*|${MARKS}(?:${PLACEHOLDER_WORDS})${MARKS})$`, 'i');
const LONGEST_PLACEHOLDER = 40;

/** Whether a text only says that nothing is known: `N/A`, `--None--`, `-`, `[not provided]`, `keine Angabe`, blank. */
export const isPlaceholder = (text: string): boolean => text.length <= LONGEST_PLACEHOLDER && PLACEHOLDER.test(text);

const saysNothing = (text: string): boolean =>
	text.length <= LONGEST_PLACEHOLDER ? PLACEHOLDER.test(text) : text.trim() === '';

/**
 * Whether a cell says nothing: undefined, null, blank text or a placeholder such as `N/A`. A list or an object is never
 * blank, it may be wrong.
 */
export const isBlank = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && saysNothing(value));

/** The same where a date, a number or a key is asked for: Odoo, too, gives false for a field that is empty. */
export const isMissing = (value: unknown): boolean => value === false || isBlank(value);

/** Whether a value of any shape says nothing: blank, NaN, a list without entries, an object without keys. */
export function isEmpty(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return isBlank(value) || Number.isNaN(value);
	if (Array.isArray(value)) return value.length === 0;
	return !(value instanceof Date) && Object.keys(value).length === 0;
}
