import { memoised } from '../memoised';
import { countryCode, isEnglishSpeaking } from './country';
import { EMAIL_CLASSES, readEmail } from './email';
import { nameHasDigits } from './name';
import { readAmount } from './ranges';
import { timelineMonths } from './timeline';
import { JOB_FUNCTIONS, readTitle, SENIORITIES } from './title';

/** The fields of a lead that scoring knows by name, wherever a CRM keeps them. */
export type StandardField =
	| 'email'
	| 'name'
	| 'title'
	| 'company'
	| 'industry'
	| 'country'
	| 'employees'
	| 'revenue'
	| 'phone'
	| 'authority'
	| 'timeline'
	| 'owner'
	| 'stage';

/** A field that rules read as `$lead.<name>`: computed from the raw value of one standard field. */
export interface DerivedField {
	name: string;
	from: StandardField;
	/** One line for the person who writes rules. */
	describe: string;
	/** Never throws; undefined for a missing value, a wrong type or a text that says nothing. */
	derive: (value: unknown) => unknown;
}

const SHOWS_BLANK = 320;

const isBlank = (text: string): boolean =>
	(text.length > SHOWS_BLANK ? text.slice(0, SHOWS_BLANK) : text).trim() === '';

/** A reader's answers for text; a blank text, like any other type, has none. */
const forOwnText =
	<T>(read: (text: string) => T): ((value: unknown) => T | undefined) =>
	(value) =>
		typeof value !== 'string' || isBlank(value) ? undefined : read(value);

/** The same, remembered: for texts that many leads share. What is a lead's own, a memory would only churn. */
const forText = <T>(read: (text: string) => T): ((value: unknown) => T | undefined) => {
	const answer = memoised(forOwnText(read));
	return (value) => (typeof value === 'string' ? answer(value) : undefined);
};

const forTextOrNumber = <T>(read: (value: string | number) => T): ((value: unknown) => T | undefined) => {
	const answer = forText(read);
	return (value) => (typeof value === 'number' ? read(value) : answer(value));
};

const email = forOwnText(readEmail);
const title = forText(readTitle);
const country = forText(countryCode);
const amount = forTextOrNumber((value) => readAmount(value)?.value);

const englishSpeaking = (value: unknown): boolean | undefined => {
	const code = country(value);
	return code === undefined ? undefined : isEnglishSpeaking(code);
};

const FIELDS: readonly DerivedField[] = [
	{
		name: 'emailClass',
		from: 'email',
		describe: `Kind of address: ${EMAIL_CLASSES.join(', ')}`,
		derive: (value) => email(value)?.class,
	},
	{
		name: 'emailDomain',
		from: 'email',
		describe: 'Domain of the address, in lower case',
		derive: (value) => email(value)?.domain,
	},
	{
		name: 'seniority',
		from: 'title',
		describe: `Rank: ${SENIORITIES.join(', ')}`,
		derive: (value) => title(value)?.seniority,
	},
	{
		name: 'function',
		from: 'title',
		describe: `Department: ${JOB_FUNCTIONS.join(', ')}`,
		derive: (value) => title(value)?.function,
	},
	{
		name: 'country',
		from: 'country',
		describe: 'Two-letter ISO country code',
		derive: country,
	},
	{
		name: 'englishSpeaking',
		from: 'country',
		describe: 'Whether English is an official language there; true for the United States too',
		derive: englishSpeaking,
	},
	{
		name: 'employees',
		from: 'employees',
		describe: 'Number of employees; the middle of a range',
		derive: amount,
	},
	{
		name: 'revenue',
		from: 'revenue',
		describe: 'Revenue as a number, in the currency it was written in; the middle of a range',
		derive: amount,
	},
	{
		name: 'timelineMonths',
		from: 'timeline',
		describe: 'Months until the purchase; the middle of a range',
		derive: forTextOrNumber(timelineMonths),
	},
	{
		name: 'nameHasDigits',
		from: 'name',
		describe: 'Whether the name holds a digit',
		derive: forOwnText(nameHasDigits),
	},
];

/** Every derived field by name, in the order the documentation lists them. */
export const DERIVED_FIELDS: ReadonlyMap<string, DerivedField> = new Map(FIELDS.map((field) => [field.name, field]));
