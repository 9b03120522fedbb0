/** Words in a path that tell what a page is for, in English, French, German and Spanish; the first that fits wins. */
const PAGE_WORDS: readonly (readonly [kind: string, words: string])[] = [
	['unsubscribe', 'unsubscribe desinscription abmelden baja'],
	['pricing', 'pricing prices price plans tarifs tarif prix preise preis precios precio'],
	['demo', 'demo demos demonstration'],
	['trial', 'trial free-trial essai testen prueba'],
	[
		'careers',
		'careers career jobs job karriere stellenangebote carrieres carriere emplois empleo trabaja-con-nosotros',
	],
	['investors', 'investors investor investor-relations investisseurs investoren inversores'],
	['press', 'press presse prensa newsroom media-kit'],
	['management', 'management team leadership equipe equipo unternehmensleitung about-us about'],
	[
		'customers',
		'customers customer case-studies case-study references clients kunden clientes testimonials success-stories',
	],
	['reviews', 'reviews review avis bewertungen opiniones'],
	['blog', 'blog'],
	['landing', 'lp landing landing-page'],
	['contact', 'contact contact-us contact-sales kontakt contacto'],
	['community', 'community forum'],
	['certification', 'certification certifications'],
	['training', 'training academy formation schulung formacion'],
	['docs', 'docs documentation help support knowledge-base'],
	[
		'product',
		'product products produit produits produkt produkte producto productos features feature platform solutions',
	],
];

const KIND_OF_WORD: ReadonlyMap<string, string> = new Map(
	PAGE_WORDS.flatMap(([kind, words]) => words.split(' ').map((word): [string, string] => [word, kind])),
);

/**
 * What a page is for, from its address: `https://example.com/fr/tarifs?x=1` -> `pricing`; `/` -> `home`; '' when the
 * address does not tell. Whole path parts only, so `/blog/pricing-strategy` is a blog page.
 */
export function pageKind(address: string): string {
	const path = pathOf(address);
	if (path === undefined) return '';
	const parts = path.split('/').filter((part) => part !== '');
	for (const part of parts) {
		const kind = KIND_OF_WORD.get(part.replace(/\.(html?|php|aspx?)$/, ''));
		if (kind) return kind;
	}
	return parts.length === 0 ? 'home' : '';
}

const LONGEST_ADDRESS = 4000;

/** The path of an address, lower case, without host, query and fragment; undefined when it is no web address. */
export function pathOf(address: string): string | undefined {
	const text = address.slice(0, LONGEST_ADDRESS).trim();
	const match = /^(?:https?:\/\/[^/?#]*)?(\/[^?#]*)?(?:[?#].*)?$/is.exec(text);
	if (!match || text === '') return undefined;
	return (match[1] ?? '/').toLowerCase();
}
