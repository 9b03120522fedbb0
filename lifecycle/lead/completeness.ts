/** Name of the derived field that reads the whole lead rather than one of its fields. */
export const COMPLETENESS = 'completeness';

/** The key fields that data quality is measured by, unless the user names others. */
export const DEFAULT_COMPLETENESS_FIELDS: readonly string[] = [
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
];
