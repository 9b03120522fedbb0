import { fold } from '../text';
import { CODES, NAMES, REGIONS, US_POSTAL_CODES } from './country-names';

const LONGEST_TEXT = 300;
const LANGUAGES = ['en', 'fr', 'de', 'es'];
const SEPARATOR = /[,;/|()\n]+|\s[-–—]\s/;
const POSTAL_CODE_AT_END = /\s[\d-]{4,12}$/;
const SUBDIVISION = /^([a-z]{2})-[a-z0-9]{1,3}$/;

/**
 * Countries and territories where English is an official language in law or in fact (Unicode CLDR 48, territory
 * information), the United States among them.
 */
const ENGLISH_SPEAKING: ReadonlySet<string> = new Set(
	`AG AI AS AU BB BI BM BS BW BZ CA CC CK CM CX DM ER FJ FK FM GB GD GG GH GI GM GS GU GY HK IE IM IN IO JE JM KE KI
	KN KY LC LR LS MG MH MP MS MT MU MW NA NF NG NR NU NZ PG PH PK PN PR PW RW SB SC SD SG SH SL SS SX SZ TC TK TO TT TV
	TZ UG UM US VC VG VI VU WS ZA ZM ZW`.split(/\s+/),
);

export const isEnglishSpeaking = (code: string): boolean => ENGLISH_SPEAKING.has(code.toUpperCase());

interface CountryIndex {
	alpha2: ReadonlySet<string>;
	/** Names, three-letter codes and abbreviations in the form of {@link plain}. */
	names: ReadonlyMap<string, string>;
	regions: ReadonlyMap<string, string>;
}

let index: CountryIndex | undefined;

/**
 * The ISO 3166-1 alpha-2 code of a country written as a name (English, French, German, Spanish or its own language), a
 * code (`FR`, `FRA`, `US-CA`), an abbreviation (`U.S.`, `UK`), a region or an address that ends in one of them
 * (`Austin, TX`, `Lyon, France`); undefined when none is recognised. A country's name wins over a region's: `Georgia`
 * is GE.
 */
export function countryCode(text: string): string | undefined {
	if (text.length > LONGEST_TEXT) return undefined;
	index ??= buildIndex();
	const whole = wholeCode(text, index);
	if (whole !== undefined) return whole;
	const parts = text.split(SEPARATOR).filter((part) => part.trim() !== '');
	if (parts.length < 2) return regionCode(text, index);
	return endCode(parts, index) ?? wholeCode(parts[0], index);
}

/** The code of a country that is named or given as its code itself; undefined for a part of one, such as `US-CA`. */
export function wholeCountryCode(text: string): string | undefined {
	if (text.length > LONGEST_TEXT) return undefined;
	return namedCode(text, (index ??= buildIndex()));
}

function namedCode(text: string, { alpha2, names }: CountryIndex): string | undefined {
	const name = plain(text);
	return name.length === 2 && alpha2.has(name.toUpperCase()) ? name.toUpperCase() : names.get(name);
}

function wholeCode(text: string, countries: CountryIndex): string | undefined {
	const subdivision = SUBDIVISION.exec(fold(text));
	if (subdivision && countries.alpha2.has(subdivision[1].toUpperCase())) return subdivision[1].toUpperCase();
	return namedCode(text, countries);
}

// `San Francisco, CA` is California and `Mumbai, MH, IN` is India: American addresses end in a state, those with three
// parts in a country. `DE` without a ZIP code is far oftener Germany than Delaware.
function endCode(parts: readonly string[], countries: CountryIndex): string | undefined {
	const last = parts[parts.length - 1].trim();
	const end = last.replace(POSTAL_CODE_AT_END, '');
	const code = plain(end).toUpperCase();
	const isState = US_POSTAL_CODES.has(code) && (end !== last || (parts.length === 2 && code !== 'DE'));
	return isState ? 'US' : (wholeCode(end, countries) ?? regionCode(end, countries));
}

function regionCode(text: string, { regions }: CountryIndex): string | undefined {
	return regions.get(plain(text)) ?? regions.get(plain(text.replace(POSTAL_CODE_AT_END, '')));
}

/** A name as it is compared: no accents, dots, articles or punctuation, `St` for Saint, `and` for &. */
function plain(text: string): string {
	const name = fold(text)
		.replace(/[.'’`]/g, '')
		.replace(/&/g, ' and ')
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
		.trim();
	return name.replace(/^(?:the|la|le|les|el|los|las|die|der|das) /, '').replace(/\bsaint\b/g, 'st');
}

function buildIndex(): CountryIndex {
	const names = new Map<string, string>();
	const display = new Map(LANGUAGES.map((language) => [language, regionNames(language)]));
	for (const [alpha2, alpha3] of CODES) {
		for (const language of [...LANGUAGES, ownLanguage(alpha2)]) {
			const inLanguage = display.get(language) ?? regionNames(language);
			display.set(language, inLanguage);
			const name = inLanguage.of(alpha2);
			if (name !== undefined && !names.has(plain(name))) names.set(plain(name), alpha2);
		}
		names.set(alpha3.toLowerCase(), alpha2);
	}
	for (const [name, code] of NAMES) names.set(plain(name), code);
	const regions = new Map(REGIONS.map(([name, code]) => [plain(name), code]));
	return { alpha2: new Set(CODES.map(([alpha2]) => alpha2)), names, regions };
}

const regionNames = (language: string): Intl.DisplayNames =>
	new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });

const ownLanguage = (alpha2: string): string => new Intl.Locale(`und-${alpha2}`).maximize().language;
