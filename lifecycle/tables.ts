import { ACCOUNT_COLUMNS } from './account/account-row';
import { LEAD_COLUMNS } from './lead/row';
import { RULE_COLUMNS, type RuleColumn } from './model/rule';

export type ColumnType = 'string' | 'number' | 'boolean';

export interface Column {
	readonly name: string;
	readonly type: ColumnType;
}

export interface Table {
	readonly name: string;
	readonly purpose: string;
	readonly columns: readonly Column[];
}

const texts = (names: string): Column[] => names.split(' ').map((name) => ({ name, type: 'string' }));
const numbers = (names: string): Column[] => names.split(' ').map((name) => ({ name, type: 'number' }));

const RULE_TYPES: Partial<Record<RuleColumn, ColumnType>> = {
	points: 'number',
	max: 'number',
	count: 'number',
	days: 'number',
	every: 'number',
	moment: 'boolean',
	active: 'boolean',
};

/** What a rule is worth stands beside its name, where n8n shows it without scrolling. */
const RULES_AS_SHOWN = [
	'rule',
	'points',
	...RULE_COLUMNS.filter((name) => name !== 'rule' && name !== 'points'),
] as const;

/**
 * The tables that all templates share. Their columns are in the order in which people read them, machines' last. Objects are JSON text and times ISO 8601 text, so that what goes in comes out
 * to the letter. No name is part of another: n8n finds a table “by name” by a part of its name.
 */
export const TABLES = {
	rules: {
		name: 'll_rules',
		purpose: 'the scoring model, one rule a row; yours to change',
		columns: RULES_AS_SHOWN.map((name) => ({ name, type: RULE_TYPES[name] ?? 'string' })),
	},
	activityLog: {
		name: 'll_activity_log',
		purpose: 'everything a lead did; nothing is lost, and what a visitor did moves to the lead it turned out to be',
		columns: texts('activity lead type at channel source properties attributes quarantine'),
	},
	leadBook: {
		name: 'll_lead_book',
		purpose: 'one row a lead: score, cell, stage and why',
		columns: LEAD_COLUMNS.map(([name, kind]) => ({ name, type: kind === 'number' ? 'number' : 'string' })),
	},
	accountBook: {
		name: 'll_account_book',
		purpose: 'one row a company',
		columns: ACCOUNT_COLUMNS.map(([name, type]) => ({ name, type })),
	},
	outbox: {
		name: 'll_outbox',
		purpose: 'every message, whether or not Slack and e-mail are switched on',
		columns: [
			...texts('title audience status kind at lead text channel'),
			...numbers('attempts'),
			...texts('nextAt error details key'),
		],
	},
	stageLog: {
		name: 'll_stage_log',
		purpose: 'every change of stage',
		columns: texts('lead from to at by why'),
	},
	scoreLog: {
		name: 'll_score_log',
		purpose: 'every change of total or cell',
		columns: [
			...texts('lead at cell previousCell'),
			...numbers('total previousTotal fit engagement'),
			...texts('summary by'),
		],
	},
	importProgress: {
		name: 'll_import_progress',
		purpose: 'how far the imports of CRMs are, one row a CRM',
		columns: [
			...texts('source status cursor'),
			...numbers('total done activities leads'),
			...texts('startedAt lastPageAt finishedAt'),
		],
	},
	aliasBook: {
		name: 'll_alias_book',
		purpose: 'other keys of a lead, such as a visitor’s anonymous id',
		columns: texts('alias lead at'),
	},
	settings: {
		name: 'll_settings',
		purpose: 'what your team decides once for all templates, one setting per row; yours to change',
		columns: texts('name value note'),
	},
	predictors: {
		name: 'll_predictors',
		purpose: 'what was learnt from won and lost leads, one model a row; the newest with status live predicts',
		columns: [
			...texts('name status verdict trainedAt'),
			...numbers('auc low high leads converted'),
			...texts('why model'),
		],
	},
	state: {
		name: 'll_state',
		purpose: 'how far the templates are and which of them is at work; leave it alone',
		columns: [
			...texts('name holder until'),
			...numbers('position seen tries'),
			...texts('gaps sweep workflow next rules'),
		],
	},
} as const satisfies Record<string, Table>;
