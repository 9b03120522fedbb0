import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { finished, note, startsWith, step, template } from './parts/canvas';
import { titleInCrm } from './parts/crm';
import { setUpCrm } from './parts/crm-set-up';
import { from, value } from './parts/expression';
import { given, insertRows, readNewestRow, splitOut, workOut } from './parts/steps';
import { TABLES, type Table } from './tables';

const tables: readonly Table[] = Object.values(TABLES);

/** Rows as the table holds them: a switch that is not set stands as false or true, so that it can be seen and flipped. */
const starterRules = STARTER_ROWS.map((row) => ({
	...row,
	moment: row.moment === true,
	active: row.active !== false,
	model: 'starter',
}));

const start = startsWith('manualTrigger', 'Set up', [0, 0]);

const existing = step(
	'dataTable',
	'Tables there already',
	[1, 0],
	{ resource: 'table', operation: 'list', returnAll: true, options: { filterName: 'll_' } },
	{ alwaysOutputData: true },
);

const compare = workOut(
	'What is missing',
	[2, 0],
	`
	const names = ${JSON.stringify(tables.map(({ name }) => name))};
	const there = ${from(existing)}.all().map((item) => item.json.name ?? '');
	const clash = there.find((name) => names.some((ours) => name.toLowerCase().includes(ours) && name !== ours)) ?? '';
	return { clash, missing: names.filter((name) => !there.includes(name)) };
`,
);

const isClear = step('if', 'No other table in the way?', [3, 0], {
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		combinator: 'and',
		conditions: [
			{
				id: 'clash',
				leftValue: value('$json.clash'),
				rightValue: '',
				operator: { type: 'string', operation: 'empty', singleValue: true },
			},
		],
	},
	options: {},
});

const stop = step('stopAndError', 'Ask for another name', [4.4, 1.3], {
	errorMessage: value(
		'"The table “" + $json.clash + "” has the name of one of ours inside its own, and n8n would take one for the other. Rename it, then run this again."',
	),
});

const missing = splitOut('One item a missing table', [4.4, -0.5], 'missing');

const which = step('switch', 'Which table?', [5.4, -0.5], {
	mode: 'rules',
	rules: {
		values: tables.map(({ name }) => ({
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				combinator: 'and',
				conditions: [
					{
						id: name,
						leftValue: value('$json.missing'),
						rightValue: name,
						operator: { type: 'string', operation: 'equals' },
					},
				],
			},
			renameOutput: true,
			outputKey: name,
		})),
	},
	options: {},
});

const creates = tables.map((table, index) =>
	step('dataTable', `Create ${table.name}`, [6.8, (index * 5) / 6 - 5.95], {
		resource: 'table',
		operation: 'create',
		tableName: table.name,
		columns: { column: [...table.columns] },
		options: { createIfNotExists: false },
	}),
);

const firstRule = readNewestRow('Any rule there?', [4.4, 4.3], TABLES.rules);

const starter = given('Starter rules', [5.4, 4.3], { rules: starterRules });
const ifEmpty = workOut(
	'Only into an empty table',
	[6.4, 4.3],
	`
	const isEmpty = ${from(firstRule)}.first().json.id === undefined;
	return { rules: isEmpty ? $json.rules : [] };
`,
);
const eachRule = splitOut('One item a rule', [7.4, 4.3], 'rules');
const loadRules = insertRows('Load into ll_rules', [8.4, 4.3], TABLES.rules);

const flow = template('00-set-up', titleInCrm('00 Set up')).add(start.to(existing).to(compare).to(isClear));
flow.add(isClear.output(0).to(missing)).add(isClear.output(0).to(firstRule)).add(isClear.output(1).to(stop));
flow.add(isClear.output(0).to(setUpCrm(flow, [-0.4, 5.5])));
flow.add(missing.to(which));
creates.forEach((create, index) => flow.add(which.output(index).to(create)));
flow.add(firstRule.to(starter).to(ifEmpty).to(eachRule).to(loadRules));

flow
	.add(
		note(
			'What it does',
			[-3.8, -6.8],
			[3.3, 2.6],
			'start',
			`
			# 00 Set up

			Press **Execute workflow** once. It makes the tables that all templates share and loads the starter rules. Run it again whenever you like: what is there stays as it is.

			${tables.map(({ name, purpose }) => `- **${name}**: ${purpose}`).join('\n\t\t\t')}

			**Next:** open **ll_rules** under *Data tables* and make the rules yours; then publish **01 Capture and score**.
		`,
		),
	)
	.add(
		note(
			'1 Tables',
			[-0.4, -6.8],
			[9.9, 9.95],
			'read',
			`
			# 1 · The tables
			Only those that are missing are made. n8n finds a table “by name” by a part of its name, so no other table may have one of these names inside its own.
		`,
		),
	)
	.add(
		note(
			'2 Rules',
			[-0.4, 3.25],
			[9.9, 2.15],
			'sales',
			`
			# 2 · The starter rules
			From a published lead-scoring guide, one row a rule. They are loaded only into an empty table, so your own rules are safe.
			*Starter rules* holds them as plain data: change them there before the first run, or in **ll_rules** at any time.
		`,
		),
	);

export default finished(flow);
