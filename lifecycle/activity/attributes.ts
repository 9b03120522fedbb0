import type { Fields } from '../path';
import { isEmpty, textOf } from './values';

/** Names under which vendors and forms send the lead's standard fields; compared without case, spaces and signs. */
const STANDARD: readonly (readonly [name: string, aliases: string])[] = [
	['email', 'email emailaddress mail workemail businessemail'],
	['firstName', 'firstname fname givenname forename prenom vorname nombre'],
	['lastName', 'lastname lname familyname surname nachname apellido'],
	['name', 'name fullname'],
	['title', 'title jobtitle position jobrole'],
	['company', 'company companyname organization organisation org employer'],
	['industry', 'industry sector'],
	['country', 'country countryname countrycode'],
	['state', 'state region province'],
	['city', 'city town'],
	['postalCode', 'postalcode zip zipcode postcode'],
	['employees', 'employees numberofemployees noofemployees employeecount companysize numemployees'],
	['revenue', 'revenue annualrevenue'],
	['phone', 'phone phonenumber mobilephone mobile telephone tel'],
	['website', 'website url webpage'],
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

const LONGEST_NAME = 120;

/** The lead's field that a vendor's field or a form's question stands for; the label itself when it is none of them. */
export function attributeName(label: string): string {
	const short = label.trim().slice(0, LONGEST_NAME);
	const standard = NAME_OF.get(short.toLowerCase().replace(/[^a-z0-9]/g, ''));
	if (standard) return standard;
	return QUESTIONS.find(([pattern]) => pattern.test(short))?.[1] ?? short;
}

/**
 * Fields of a lead under the names the nodes use (`FNAME` -> `firstName`, `no_of_employees` -> `employees`); empty
 * ones are dropped, unknown ones keep their name, and `name` is put together when only its parts are known.
 */
export function attributesOf(fields: Fields): Record<string, unknown> {
	const entries = new Map<string, unknown>();
	for (const key of Object.keys(fields)) {
		if (!isEmpty(fields[key])) entries.set(attributeName(key), fields[key]);
	}
	entries.delete('__proto__');
	const parts = [textOf(entries.get('firstName')), textOf(entries.get('lastName'))].filter((part) => part !== '');
	if (!entries.has('name') && parts.length > 0) entries.set('name', parts.join(' '));
	return Object.fromEntries(entries);
}
