import { asText } from '../text';

const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const LONGEST_ADDRESS = 320;
const BRACKETED = /[<[]([^<>[\]@]*@[^<>[\]]*)[>\]]/;
const QUOTED = /^(['"‘“])(.*)(['"’”])$/s;
const ADDRESS = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+$/;
// Three characters of the object, two of the server, a zero, nine of the record, and three that check them.
const SALESFORCE_ID = /^[a-zA-Z0-9]{5}0[a-zA-Z0-9]{9}(?:[A-Z0-5]{3})?$/;

// Nearly all of them are written so.
const PLAIN_ADDRESS = /^[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

/** A text without characters that nobody sees, such as a zero-width space that came with a copied address. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/**
 * The e-mail address in a text, lower case: `jane@example.com`, `Jane <jane@example.com>`, `Jane [jane@example.com]`,
 * `mailto:jane@example.com`, `'jane@example.com'`, `jane@example.com.`, the first of `a@example.com, b@example.com`. '' when there is none.
 */
export function addressIn(text: string): string {
	if (!text.includes('@') || text.length > 4 * LONGEST_ADDRESS) return '';
	const plain = withoutInvisible(text).trim();
	return plainAddress(plain) || plainAddress(BRACKETED.exec(plain)?.[1] ?? plain.split(/[,;]/)[0]);
}

function plainAddress(text: string): string {
	const address = text
		.trim()
		.replace(QUOTED, '$2')
		.replace(/^mailto:/i, '')
		.replace(/\.$/, '');
	return address.length <= LONGEST_ADDRESS && ADDRESS.test(address) ? address.toLowerCase() : '';
}

/**
 * The key of a lead as it is written down: an e-mail address in its one spelling ({@link addressIn}), anything else as
 * it stands, without blanks around it and without what nobody sees. '' for what holds no key, Odoo's `false` too.
 */
export function leadKey(value: unknown): string {
	if (typeof value === 'string' && PLAIN_ADDRESS.test(value)) return value;
	if (typeof value === 'boolean') return '';
	const text = withoutInvisible(asText(value)).trim().toWellFormed();
	return addressIn(text) || text;
}

/**
 * What two spellings of one key have in common. Only addresses compare whatever their case; the ids of CRMs do not: in
 * Salesforce `…GNyA` and `…GNYA` are two records, while an id of 18 characters is the one of 15 with three that check it.
 */
export function sameKey(value: unknown): string {
	const key = leadKey(value);
	return isSalesforceId(key) ? key.slice(0, 15) : key;
}

/** Whether a text is the id of a Salesforce record, in which capitals tell two records apart. */
export const isSalesforceId = (text: string): boolean => SALESFORCE_ID.test(text);
