import type { CrmName } from './crm';

/** What a property holds: a number with up to two decimals, one short word, or a line of words of any length. */
export type PropertyKind = 'number' | 'word' | 'text';

export interface LeadProperty {
	/** The column of the lead book it comes from. */
	readonly column: string;
	/** As people read it in the CRM; in Pipedrive it is also how the field is found. */
	readonly label: string;
	readonly kind: PropertyKind;
	readonly purpose: string;
}

/** What stands on the record of a person in every CRM. */
export const LEAD_PROPERTIES = [
	{ column: 'total', label: 'Lead total', kind: 'number', purpose: 'Fit, engagement and quality together' },
	{ column: 'fit', label: 'Lead fit', kind: 'number', purpose: 'Points for who the person is' },
	{ column: 'engagement', label: 'Lead engagement', kind: 'number', purpose: 'Points for what the person does' },
	{ column: 'cell', label: 'Lead cell', kind: 'word', purpose: 'Place in the grid, A1 to D4' },
	{ column: 'label', label: 'Lead label', kind: 'word', purpose: 'Hot, Warm or Cold' },
	{ column: 'stage', label: 'Lead stage', kind: 'word', purpose: 'Stage of the lead, such as nurture or mql' },
	{ column: 'summary', label: 'Lead summary', kind: 'text', purpose: 'The strongest reasons of the score in words' },
] as const satisfies readonly LeadProperty[];

/** Where salespeople say in the CRM why a lead comes back; only they write it, 15 reads it. */
export const REASON_PROPERTY: LeadProperty = {
	column: 'reason',
	label: 'Lead reason',
	kind: 'text',
	purpose: 'Why sales sends the lead back, in a word or in words; read when it comes back',
};

/** All that is created in a CRM: what the templates write of a lead, and where salespeople say why it comes back. */
export const PROPERTIES: readonly LeadProperty[] = [...LEAD_PROPERTIES, REASON_PROPERTY];

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * The name of a column's property in a CRM's API. Pipedrive gives each field a key of its own in each account, so there
 * the field is known by its label.
 */
export const PROPERTY_NAMES: Readonly<Record<CrmName, (column: string) => string>> = {
	hubspot: (column) => `lead_${column}`,
	salesforce: (column) => `Lead_${capitalised(column)}__c`,
	pipedrive: (column) => `Lead ${column}`,
	odoo: (column) => `x_lead_${column}`,
};

/** The type of a property in a CRM's API, by what it holds. HubSpot's is `type`, a slash and `fieldType`. */
export const PROPERTY_TYPES: Readonly<Record<CrmName, Readonly<Record<PropertyKind, string>>>> = {
	hubspot: { number: 'number/number', word: 'string/text', text: 'string/textarea' },
	salesforce: { number: 'Number(16, 2)', word: 'Text(40)', text: 'LongTextArea(4000)' },
	pipedrive: { number: 'double', word: 'varchar', text: 'text' },
	odoo: { number: 'float', word: 'char', text: 'text' },
};
