/** 00 for PostgreSQL: n8n's own steps for tables know Data Tables alone. */
import { finished, group, note, startsWith, template, type Place } from '../parts/canvas';
import { FIRST_RULES, FIRST_SETTINGS } from '../parts/first-rows';
import { whatWasLoaded } from '../parts/set-up-result';
import { append, given, insertRows, queryStep, splitOut } from '../parts/steps';
import { TABLES, type Table } from '../tables';
import { MIGRATIONS } from './migrations';

const tables: readonly Table[] = Object.values(TABLES);

/** Lets the given rows through where the table has none. */
const whereEmpty = (place: Place, { name }: Table, field: string) =>
	queryStep(`Is ${name} empty?`, place, {
		query: `select $1::jsonb as "${field}" where not exists (select from ${name})`,
		parameters: [`JSON.stringify($json.${field})`],
	});

const start = startsWith('manualTrigger', 'Set up', [0, 0]);
const migrations = Object.entries(MIGRATIONS).map(([file, query], index) =>
	queryStep(`Run ${file}`, [1.2 + 0.9 * index, 0], { query, parameters: [] }, { executeOnce: true }),
);
const rows = given('Rules and settings to start with', [3.8, 0], { rules: FIRST_RULES, settings: FIRST_SETTINGS });
const rules = [
	whereEmpty([5, -0.6], TABLES.rules, 'rules'),
	splitOut('One item per rule', [6, -0.6], 'rules'),
	insertRows('Load into ll_rules', [7, -0.6], TABLES.rules),
] as const;
const settings = [
	whereEmpty([5, 1.2], TABLES.settings, 'settings'),
	splitOut('One item per setting', [6, 1.2], 'settings'),
	insertRows('Load into ll_settings', [7, 1.2], TABLES.settings),
] as const;
const loaded = append('Wait for both', [8.2, 0], 3);
const result = whatWasLoaded(
	[9.2, 0],
	`Ready: ${tables.map(({ name }) => name).join(', ')}`,
	'Write your own addresses into the table ll_settings, then publish 01 and 02.',
);

const flow = template('00-set-up', '00 Set up').add(
	start.to(migrations[0]).to(migrations[1]).to(migrations[2]).to(rows),
);
flow.add(rows.to(rules[0]).to(rules[1]).to(rules[2]).to(loaded.input(0)));
flow.add(rows.to(settings[0]).to(settings[1]).to(settings[2]).to(loaded.input(1)));
flow.add(rows.to(loaded.input(2))).add(loaded.to(result));
flow
	.add(
		note(
			'What it does',
			[-4, -2],
			[3.4, 3.4],
			'start',
			`
			# 00 Set up (PostgreSQL)

			Choose the credential of your database in every Postgres node, then press **Execute workflow** once. It makes the tables that all templates share, their indexes and a few functions, and loads the rules and settings to start with. Run it again after each update: what is there stays, columns that have come since are added.

			${tables.map(({ name, purpose }) => `- **${name}**: ${purpose}`).join('\n\t\t\t\t')}

			**Change first**
			- In **ll_settings**: the addresses of \`audience_sales\`, \`audience_manager\` and \`audience_marketing\`.
			- In **ll_rules**: the points.

			**Next:** publish **01** and **02**.
		`,
		),
	)
	.add(
		note(
			'1 Tables',
			[0.8, -2],
			[3.9, 4.6],
			'read',
			`
			# 1 · Tables and functions
			The scripts in the folder *migrations* of the package. The database user needs the right to create tables in its schema.
		`,
		),
	)
	.add(
		note(
			'2 Rules and settings',
			[4.75, -2],
			[5.4, 4.6],
			'sales',
			`
			# 2 · Rules and settings to start with
			The rules of a published lead-scoring guide, and each setting with its default. Loaded into an empty table only.
		`,
		),
	);
export const setUpOnPostgres = finished(
	flow,
	group(
		'Make tables',
		'Makes tables, indexes and functions that are missing. Then the rows to start with.',
		...migrations,
		rows,
	),
	group('Load rules', 'Loads the rules of a published lead-scoring guide, into an empty table only.', ...rules),
	group('Load settings', 'Loads each setting with its default and a note, into an empty table only.', ...settings),
	group('Say it', 'Says what was loaded and what to do next.', loaded, result),
);
