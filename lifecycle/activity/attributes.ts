import { isEmpty } from '../empty';
import { isFields, type Fields } from '../path';
import { fold } from '../text';
import { textOf } from './values';

/**
 * Names under which vendors and forms send the lead's standard fields, in English, German, French, Spanish, Italian, Portuguese
 * and Dutch; compared without case, accents, spaces, signs and a possessive in front.
 */
const STANDARD: readonly (readonly [name: string, aliases: string])[] = [
	[
		'email',
		'email emailaddress mail workemail businessemail emailadresse emailadress mailadresse adressemail adresseemail courriel emailprofessionnel emailpro geschaftlicheemail correo correoelectronico emailcorporativo indirizzoemail emailaziendale zakelijkemail zakelijkemailadres emailadres enderecodeemail',
	],
	['firstName', 'firstname fname givenname forename prenom vorname nombre nome voornaam primernombre'],
	[
		'lastName',
		'lastname lname familyname surname nachname apellido nom nomdefamille familienname apellidos cognome sobrenome achternaam',
	],
	[
		'name',
		'name fullname vollstandigername vorundnachname nomcomplet nometprenom prenometnom nombrecompleto nombreyapellido nombreyapellidos nomecompleto nomeecognome nomeesobrenome naam volledigenaam',
	],
	[
		'title',
		'title jobtitle position jobrole funktion berufsbezeichnung jobtitel stellenbezeichnung fonction poste intituleduposte cargo puesto ruolo qualifica funcao functie functietitel',
	],
	[
		'company',
		'company companyname organization organisation org employer firma firmenname unternehmen unternehmensname entreprise societe nomdelentreprise nomdelasociete raisonsociale empresa nombredelaempresa nomedaempresa azienda nomeazienda nomedellazienda ragionesociale bedrijf bedrijfsnaam organisatie',
	],
	['industry', 'industry sector branche secteur secteurdactivite industria settore setor bedrijfstak'],
	['country', 'country countryname countrycode land pays pais paese'],
	['state', 'state region province bundesland provincia stato estado'],
	['city', 'city town stadt ort ville ciudad citta cidade stad plaats woonplaats'],
	['postalCode', 'postalcode zip zipcode postcode plz postleitzahl codepostal codigopostal cep'],
	[
		'employees',
		'employees numberofemployees noofemployees employeecount companysize numemployees mitarbeiter mitarbeiterzahl anzahlmitarbeiter anzahldermitarbeiter mitarbeiteranzahl unternehmensgrosse effectif effectifs nombredesalaries nombredemployes tailledelentreprise empleados numerodeempleados tamanodelaempresa dipendenti numerodidipendenti numerodipendenti funcionarios numerodefuncionarios medewerkers aantalmedewerkers',
	],
	[
		'revenue',
		'revenue annualrevenue umsatz jahresumsatz chiffredaffaires facturacion ingresosanuales fatturato faturamento omzet jaaromzet',
	],
	[
		'phone',
		'phone phonenumber mobilephone mobile telephone tel telefon telefonnummer handynummer mobilnummer numerodetelephone portable telefono numerodetelefono telefone celular cellulare telefoon telefoonnummer',
	],
	['website', 'website url webpage webseite internetseite siteweb siteinternet paginaweb sitoweb'],
	['authority', 'authority roleinpurchaseprocess purchasingrole buyingrole'],
	['timeline', 'timeline purchasingtimeframe timeframe'],
	['owner', 'owner ownerid hubspotownerid'],
	['stage', 'stage lifecyclestage'],
	['leadSource', 'leadsource'],
];

const NAME_OF: ReadonlyMap<string, string> = new Map(
	STANDARD.flatMap(([name, aliases]) => aliases.split(' ').map((alias): [string, string] => [alias, name])),
);

const QUESTIONS: readonly (readonly [pattern: RegExp, name: string])[] = [
	[/\bfirst name\b/i, 'firstName'],
	[/\blast name\b|\bsurname\b/i, 'lastName'],
	[/\bjob title\b|\byour (role|position)\b/i, 'title'],
	[/\b(company|organi[sz]ation)( name)?\s*\??$/i, 'company'],
	[/\byour industry\b/i, 'industry'],
	[/\bhow many employees\b|\bcompany size\b/i, 'employees'],
	[/\bphone( number)?\s*\??$/i, 'phone'],
	[/\byour country\b|\bwhich country\b/i, 'country'],
];

const POSSESSIVE = /^(?:your|ihre?|deine?|votre|ton|ta|su|tu|seu|sua|(?:il |la )?(?:tuo|tua|suo)|uw|jouw|je) /;

const LONGEST_NAME = 120;

/** What vendors put in place of a value that they do not hand out, such as HubSpot's REDACTED. */
const MASK = /^[[(<]?(redacted|filtered|masked)[\])>]?$|^\*{3,}$/i;

const isMasked = (value: unknown): boolean => typeof value === 'string' && MASK.test(value.trim());

/** The lead's field that a vendor's field or a form's question stands for; the label itself when it is none of them. */
export const attributeName = (label: string): string => standardName(label) ?? short(label);

/** The same; undefined when the label names none of the lead's fields. */
export function standardName(label: string): string | undefined {
	const folded = fold(short(label)).replace(POSSESSIVE, '');
	const standard = NAME_OF.get(folded.replace(/[^a-z0-9]/g, ''));
	return standard ?? QUESTIONS.find(([pattern]) => pattern.test(short(label)))?.[1];
}

const short = (label: string): string => label.trim().slice(0, LONGEST_NAME);

/** Objects in which vendors keep standard fields of the lead, such as Segment's traits, and which of theirs they are. */
const NESTED: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
	[
		'company',
		namedAs({ company: 'name', industry: 'industry', employees: 'employees', revenue: 'revenue', website: 'website' }),
	],
	['address', namedAs({ city: 'city', state: 'state', country: 'country', postalCode: 'postalCode' })],
]);

function namedAs(names: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
	return new Map(Object.entries(names).map(([name, inside]) => [inside, name]));
}

/**
 * Fields of a lead under the names the nodes use (`FNAME` -> `firstName`, `no_of_employees` -> `employees`); empty
 * and masked ones are dropped, unknown ones keep their name, and `name` is put together of both its parts: one of them
 * may be all that changed. Of an object `company` or `address` the standard fields are taken, where no plain one says
 * otherwise.
 */
export function attributesOf(fields: Fields): Record<string, unknown> {
	const entries = new Map<string, unknown>();
	const inside: [string, unknown][] = [];
	for (const key of Object.keys(fields)) {
		const value = fields[key];
		if (isEmpty(value) || isMasked(value)) continue;
		const name = attributeName(key);
		const nested = isFields(value) ? NESTED.get(name) : undefined;
		if (nested !== undefined) inside.push(...standardFieldsIn(value as Fields, nested));
		else entries.set(name, value);
	}
	for (const [name, value] of inside) if (!entries.has(name)) entries.set(name, value);
	entries.delete('__proto__');
	const parts = [textOf(entries.get('firstName')), textOf(entries.get('lastName'))].filter((part) => part !== '');
	if (!entries.has('name') && parts.length === 2) entries.set('name', parts.join(' '));
	return Object.fromEntries(entries);
}

function standardFieldsIn(fields: Fields, names: ReadonlyMap<string, string>): [string, unknown][] {
	return Object.keys(fields).flatMap((key): [string, unknown][] => {
		const name = names.get(attributeName(key));
		const value = fields[key];
		return name === undefined || isEmpty(value) || typeof value === 'object' ? [] : [[name, value]];
	});
}
