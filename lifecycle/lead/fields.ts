import { isEmpty } from '../empty';
import { isFields, type Fields } from '../path';
import { COMPLETENESS, DEFAULT_COMPLETENESS_FIELDS } from './completeness';
import { DERIVED_FIELDS, type StandardField } from './derived';
import { addressIn } from './key';
import { keysIn, layoutOf, layoutReader, type Layout, type LayoutReader } from './layout';

export const STANDARD_FIELDS: readonly StandardField[] = [
	'email',
	'name',
	'title',
	'company',
	'industry',
	'country',
	'employees',
	'revenue',
	'phone',
	'authority',
	'timeline',
	'owner',
	'stage',
];

export const isStandardField = (field: string): field is StandardField =>
	(STANDARD_FIELDS as readonly string[]).includes(field);

export const LEAD_SHAPES = ['generic', 'hubspot', 'salesforce', 'pipedrive', 'odoo'] as const;
export type LeadShape = (typeof LEAD_SHAPES)[number];

/** Where each standard field stands, first path that holds something wins. Names joined with + are put together. */
type Paths = Partial<Record<StandardField, readonly string[]>>;

const SHAPES: Readonly<Record<LeadShape, Paths>> = {
	generic: {
		name: ['name', 'firstName+lastName', 'first_name+last_name', 'firstname+lastname'],
		title: ['title', 'jobTitle', 'job_title', 'jobtitle'],
	},
	// https://developers.hubspot.com/docs/api/crm/contacts: v3 holds plain properties, v1 wraps each in { value }.
	hubspot: {
		email: ['properties.email'],
		name: ['properties.firstname+properties.lastname'],
		title: ['properties.jobtitle'],
		company: ['properties.company'],
		industry: ['properties.industry'],
		country: ['properties.country', 'properties.hs_country_region_code'],
		employees: ['properties.numberofemployees', 'properties.numemployees', 'properties.company_size'],
		revenue: ['properties.annualrevenue'],
		phone: ['properties.phone', 'properties.mobilephone'],
		authority: ['properties.hs_buying_role', 'properties.authority'],
		timeline: ['properties.timeline', 'properties.purchase_timeline'],
		owner: ['properties.hubspot_owner_id'],
		stage: ['properties.lifecyclestage'],
	},
	// https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_lead.htm
	salesforce: {
		email: ['Email'],
		name: ['Name', 'FirstName+LastName'],
		title: ['Title'],
		company: ['Company', 'Account.Name'],
		industry: ['Industry'],
		country: ['CountryCode', 'Country', 'MailingCountry'],
		employees: ['NumberOfEmployees'],
		revenue: ['AnnualRevenue'],
		phone: ['Phone', 'MobilePhone'],
		authority: ['Authority__c'],
		timeline: ['Timeline__c'],
		owner: ['OwnerId'],
		stage: ['Status'],
	},
	// https://developers.pipedrive.com/docs/api/v1/Persons: lists of { value, primary } in v1 (email) and v2 (emails).
	pipedrive: {
		email: ['emails', 'email', 'primary_email'],
		name: ['name', 'first_name+last_name'],
		title: ['job_title'],
		company: ['org_id.name', 'org_name', 'organization.name'],
		industry: ['industry', 'org_id.industry'],
		country: ['org_id.address_country', 'postal_address.country', 'country'],
		employees: ['org_id.employee_count', 'employee_count'],
		revenue: ['org_id.annual_revenue', 'annual_revenue'],
		phone: ['phones', 'phone'],
		authority: ['authority'],
		timeline: ['timeline'],
		owner: ['owner_id.name', 'owner_id', 'owner_name'],
		stage: ['label', 'stage'],
	},
	// Odoo 19, model crm.lead; a many2one field reads as [id, name].
	odoo: {
		email: ['email_from', 'email_normalized'],
		name: ['contact_name', 'partner_id', 'name'],
		title: ['function'],
		company: ['partner_name', 'commercial_partner_id'],
		industry: ['industry_id', 'x_industry'],
		country: ['country_id'],
		employees: ['x_employees'],
		revenue: ['x_revenue'],
		phone: ['phone', 'mobile'],
		authority: ['x_authority'],
		timeline: ['x_timeline'],
		owner: ['user_id'],
		stage: ['stage_id'],
	},
};

/** A lead as scoring sees it: its own fields, and what its activities taught where those are empty. */
export interface LeadView {
	readonly fields: Fields;
	readonly layout: Layout;
	readonly taught: ReadonlyMap<string, unknown> | undefined;
}

export const leadView = (fields: Fields, taught?: LeadView['taught']): LeadView => ({
	fields,
	layout: layoutOf(fields),
	taught,
});

export type FieldReader = (lead: LeadView) => unknown;

export interface FieldSource {
	shape?: LeadShape;
	/** Overrides the path of single standard fields. */
	fieldMapping?: Readonly<Partial<Record<StandardField, string>>>;
	/** The time zone in which a date without a time is a day; missing: UTC. */
	zone?: string;
	/** What `$lead.completeness` looks at; missing: {@link DEFAULT_COMPLETENESS_FIELDS}. */
	completenessFields?: readonly string[];
}

/**
 * Gives the reader of a field named in a rule: a standard field (`title`) is looked up where the lead's shape keeps
 * it, `$lead.seniority` and its kind are derived, anything else is a path in the lead as it is.
 */
export function leadFields(source: FieldSource = {}): (field: string) => FieldReader {
	const readers = new Map<string, FieldReader>();
	return (written) => {
		const field = fieldName(written);
		const known = readers.get(field);
		if (known) return known;
		const reader = remembered(makeReader(field, source));
		readers.set(field, reader);
		return reader;
	};
}

// Several rules read one field of a lead, one after the other; a lead is an object of its own each time it is scored.
function remembered(read: FieldReader): FieldReader {
	let lead: LeadView | undefined;
	let value: unknown;
	return (asked) => {
		if (asked !== lead) {
			value = read(asked);
			lead = asked;
		}
		return value;
	};
}

const DERIVED_PREFIX = '$lead.';

export const isDerivedField = (field: string): boolean => field.toLowerCase().startsWith(DERIVED_PREFIX);

/** The names of derived fields, as rules write them. */
export const DERIVED_NAMES: readonly string[] = [...DERIVED_FIELDS.keys(), COMPLETENESS].map(
	(name) => DERIVED_PREFIX + name,
);

const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(
	[...STANDARD_FIELDS, ...DERIVED_NAMES].map((name) => [name.toLowerCase(), name]),
);

/** A field's own name, whatever the capitals it was written in; a path of the lead stays as it is. */
export const fieldName = (written: string): string => BY_LOWER_CASE.get(written.trim().toLowerCase()) ?? written;

function makeReader(field: string, source: FieldSource): FieldReader {
	if (field === DERIVED_PREFIX + COMPLETENESS) return completenessReader(source);
	if (isDerivedField(field)) {
		const derived = DERIVED_FIELDS.get(field.slice(DERIVED_PREFIX.length));
		if (!derived) return () => undefined;
		const read = makeReader(derived.from, source);
		return (lead) => derived.derive(read(lead));
	}
	const own = writtenReader(field, source);
	return withTaught(field, source, field === 'email' ? (...lead) => plainAddress(own(...lead)) : own);
}

/** What is written in the lead, and where that says nothing what its activities taught. */
function withTaught(field: string, { shape }: FieldSource, own: LayoutReader): FieldReader {
	const falseIsEmpty = shape === 'odoo';
	return (lead) => {
		const value = own(lead.fields, lead.layout);
		if (lead.taught === undefined || !(isEmpty(value) || (falseIsEmpty && value === false))) return value;
		return taughtValue(lead.taught, field) ?? value;
	};
}

function taughtValue(taught: ReadonlyMap<string, unknown>, field: string): unknown {
	if (taught.has(field)) return taught.get(field);
	const lower = field.toLowerCase();
	for (const [name, value] of taught) if (name.toLowerCase() === lower) return value;
	return undefined;
}

/** The fields that make up the completeness of a lead, with their readers. */
export function keyFieldReaders(source: FieldSource): Array<{ readonly field: string; readonly read: FieldReader }> {
	const { completenessFields = DEFAULT_COMPLETENESS_FIELDS } = source;
	return (
		completenessFields
			.filter((field) => field !== DERIVED_PREFIX + COMPLETENESS)
			// An address is as much there as the text that it is written in.
			.map((field) => ({
				field,
				read: isDerivedField(field)
					? makeReader(field, source)
					: withTaught(field, source, writtenReader(field, source)),
			}))
	);
}

/** Percent of the key fields that hold something, 0-100; where none is named, nothing is missing. */
function completenessReader(source: FieldSource): (lead: LeadView) => number {
	const readers = keyFieldReaders(source);
	if (readers.length === 0) return () => 100;
	return (lead) => Math.round((readers.filter(({ read }) => !isEmpty(read(lead))).length * 100) / readers.length);
}

/**
 * The key under which leads of a layout have a field, where a filled text or number under it is what its reader gives; null where
 * none of them has the field, undefined where it takes more to read it. Whether an e-mail is there does not take its address.
 */
export function keyOfField(
	written: string,
	source: FieldSource,
	{ layout, asks }: { layout: Layout; asks: 'value' | 'presence' },
): string | null | undefined {
	const field = asks === 'value' ? fieldName(written) : written;
	if (isDerivedField(field) || (asks === 'value' && field === 'email')) return undefined;
	const keys = new Set(pathsOf(field, source).flatMap((path) => keysOfPath(path, layout)));
	if (keys.size === 0) return null;
	return keys.size === 1 ? [...keys][0] : undefined;
}

function keysOfPath(path: string, layout: Layout): ReadonlyArray<string | undefined> {
	const keys = path.split('+').flatMap((part) => keysIn(part, layout));
	return path.includes('+') && keys.length > 0 ? [undefined] : keys;
}

/** The path at which a lead of this shape keeps a field: where a new lead's key is written. */
export const fieldPath = (field: string, source: FieldSource = {}): string => pathsOf(field, source)[0];

function pathsOf(field: string, { shape = 'generic', fieldMapping = {} }: FieldSource): readonly string[] {
	if (!isStandardField(field)) return [field];
	const mapped = fieldMapping[field]?.trim();
	return mapped ? [mapped] : (SHAPES[shape][field] ?? [field]);
}

/** A field as it is written in the lead. */
function writtenReader(field: string, source: FieldSource): LayoutReader {
	if (!isStandardField(field)) return layoutReader(field);
	const unwrapShape = source.shape === 'odoo' ? unwrapOdoo : unwrap;
	const readers = pathsOf(field, source).map((path) => joinedReader(path, unwrapShape));
	return readers.length === 1 ? readers[0] : firstFilled(readers);
}

const firstFilled =
	(readers: readonly LayoutReader[]): LayoutReader =>
	(fields, layout) => {
		for (const read of readers) {
			const value = read(fields, layout);
			if (!isEmpty(value)) return value;
		}
		return undefined;
	};

/** `Ann Lee <ann@acme.com>` is her address; what is no address stays as it is. */
const plainAddress = (value: unknown): unknown => (typeof value === 'string' ? addressIn(value) || value : value);

function joinedReader(path: string, unwrap: (value: unknown) => unknown): LayoutReader {
	const readers = path.split('+').map(layoutReader);
	const [read] = readers;
	if (readers.length === 1) return (fields, layout) => unwrap(read(fields, layout));
	return (fields, layout) => {
		const parts = readers.map((read) => unwrap(read(fields, layout))).filter((value) => !isEmpty(value));
		return parts.length > 0 ? parts.join(' ') : undefined;
	};
}

/** CRM wrappers to the value inside: HubSpot's `{ value }`, Pipedrive's lists of it, Odoo's `[id, name]`. */
function unwrap(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return unwrapList(value);
	return isFields(value) && Object.hasOwn(value, 'value') ? value.value : value;
}

/** Odoo reads an empty field as false. */
const unwrapOdoo = (value: unknown): unknown => (value === false ? undefined : unwrap(value));

function unwrapList(list: readonly unknown[]): unknown {
	if (list.length === 2 && typeof list[0] === 'number' && typeof list[1] === 'string') return list[1];
	const wrapped = list.filter((each): each is Fields => isFields(each) && Object.hasOwn(each, 'value'));
	if (wrapped.length === 0) return list;
	return (wrapped.find((each) => each.primary === true) ?? wrapped[0]).value;
}
