import { STARTER_ROWS } from '../../../lifecycle/model/starter';
import { RULE_COLUMNS } from '../../../lifecycle/model/rule';

type Row = Readonly<Record<string, string | number | boolean | undefined>>;

/** A cell, in quotes where it holds what would end it. */
const cellOf = (value: Row[string]): string => {
	const text = value === undefined ? '' : String(value);
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvOf = (columns: readonly string[], rows: readonly Row[]): string =>
	[columns, ...rows.map((row) => columns.map((column) => row[column]))]
		.map((cells) => cells.map(cellOf).join(','))
		.join('\n') + '\n';

const LEAD_COLUMNS = [
	'email',
	'name',
	'title',
	'company',
	'industry',
	'country',
	'timeline',
	'total',
	'cell',
	'summary',
];
const PEOPLE = [
	{
		email: 'ana@acme.example',
		name: 'Ana Lima',
		title: 'Director of Operations',
		company: 'Acme',
		industry: 'Software',
		country: 'United States',
		timeline: 'next month',
	},
	{
		email: 'bob@globex.example',
		name: 'Bob Moreau',
		title: 'Marketing Manager',
		company: 'Globex',
		industry: 'Health care',
		country: 'France',
		timeline: 'in 6 months',
	},
	{
		email: 'cho@gmail.com',
		name: 'Cho Park',
		title: 'Student',
		company: '',
		industry: '',
		country: 'Ireland',
		timeline: '',
	},
];

/** The two tabs of the Google Sheet starter, by the name of the file to import. */
export const SHEETS: Readonly<Record<string, string>> = {
	'rules.csv': csvOf(RULE_COLUMNS, STARTER_ROWS),
	'leads.csv': csvOf(LEAD_COLUMNS, PEOPLE),
};
