import { finished, group, note, startsWith, template, type Step } from './parts/canvas';
import { FIRST_RULES, FIRST_SETTINGS } from './parts/first-rows';
import { whatWasLoaded } from './parts/set-up-result';
import { append, given, insertRows, splitOut } from './parts/steps';
import { checkTables, stopInTheWay } from './parts/table-check';
import { createTable, isWithout, listTables } from './parts/table-steps';
import { setUpOnPostgres } from './store/set-up';
import { ON_POSTGRES } from './store/which';
import { TABLES, type Table } from './tables';

const start = startsWith('manualTrigger', 'Set up', [0, 0]);

// --- What is in the way ---------------------------------------------------------------------------------------------------

const existing = listTables([1, 0]);

const isClear = checkTables([2.2, 0], { options: { mayBeMissing: true } });
const stop = stopInTheWay([3.4, -0.7]);

// --- Tables ---------------------------------------------------------------------------------------------------------------

const tables: readonly Table[] = Object.values(TABLES);
const creates = tables.map((table, index) => createTable(table, [4.4 + 0.55 * index, index % 2]));

// --- Rules and settings -----------------------------------------------------------------------------------------------------

const rows = given('Rules and settings to start with', [11.6, 0], {
	rules: FIRST_RULES,
	settings: FIRST_SETTINGS,
});

const rules = [
	isWithout('Is ll_rules empty?', [12.8, -0.6], TABLES.rules, 'active', [true, false, null]),
	splitOut('One item per rule', [13.8, -0.6], 'rules'),
	insertRows('Load into ll_rules', [14.8, -0.6], TABLES.rules),
];
const settings = [
	isWithout(
		'Is ll_settings empty?',
		[12.8, 1.6],
		TABLES.settings,
		'name',
		FIRST_SETTINGS.map(({ name }) => name),
	),
	splitOut('One item per setting', [13.8, 1.6], 'settings'),
	insertRows('Load into ll_settings', [14.8, 1.6], TABLES.settings),
];

const loaded = append('Wait for both', [16, 0], 3);
const result = whatWasLoaded(
	[17, 0],
	`Ready, made where they were missing: ${tables.map(({ name }) => name).join(', ')}`,
	'Open ll_settings under Data tables and write in your own addresses, then publish 01 and 02.',
);

// --- Connections -----------------------------------------------------------------------------------------------------------

const inARow = (steps: readonly Step[]): Step => steps.reduce((before, next) => before.to(next) as unknown as Step);

const flow = template('00-set-up', '00 Set up').add(start.to(existing).to(isClear));
flow.add(isClear.output(0).to(stop)).add(isClear.output(1).to(creates[0]));
flow.add(inARow([...creates, rows]));
for (const next of [rules[0], settings[0], loaded.input(2)]) flow.add(rows.to(next));
flow.add(inARow(rules).to(loaded.input(0))).add(inARow(settings).to(loaded.input(1)));
flow.add(loaded.to(result));

flow
	.add(
		note(
			'What it does',
			[-4, -2],
			[3.4, 3.2],
			'start',
			`
			# 00 Set up

			Press **Execute workflow** once. It makes the tables that all templates share, and loads the rules and settings to start with. Run it again whenever you like: what is there stays as it is.

			${tables.map(({ name, purpose }) => `- **${name}**: ${purpose}`).join('\n\t\t\t')}

			**Change first**
			- In **ll_settings** (*Data tables*): the addresses of \`audience_sales\`, \`audience_manager\` and \`audience_marketing\`.
			- In **ll_rules**: the points.

			**Next:** publish **01** and **02**.
		`,
		),
	)
	.add(
		note(
			'1 Check',
			[-0.4, -2],
			[4.6, 4.9],
			'read',
			`
			# 1 · Is a table in the way?
			n8n finds a table by a part of its name, so no other table may have the name of one of ours inside its own. If the run stops, rename that table.
			n8n's node cannot add columns. If the run stops and names some, open the table under *Data tables*, add them with **+**, and run this again.
		`,
		),
	)
	.add(
		note(
			'2 Tables',
			[4.3, -2],
			[6.8, 4.9],
			'read',
			`
			# 2 · The tables
			Only those that are missing are made.
		`,
		),
	)
	.add(
		note(
			'3 Rules and settings',
			[11.2, -2],
			[6.8, 4.9],
			'sales',
			`
			# 3 · Rules and settings to start with
			The rules of a published lead-scoring guide, and each setting with its default. Loaded into an empty table only.
		`,
		),
	);

const onDataTables = finished(
	flow,
	group('Check', 'Is there a table that n8n would take for one of ours, or one that lacks columns?', existing, isClear),
	group(
		'Make tables',
		'Makes each table that is missing; one that is there stays as it is. Then the rows to start with.',
		...creates,
		rows,
	),
	group('Load rules', 'Loads the rules of a published lead-scoring guide, into an empty table only.', ...rules),
	group('Load settings', 'Loads each setting with its default and a note, into an empty table only.', ...settings),
	group('Say it', 'Says what was loaded and what to do next.', loaded, result),
);

export default ON_POSTGRES ? setUpOnPostgres : onDataTables;
