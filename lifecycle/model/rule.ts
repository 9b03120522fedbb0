import type { DecayCurve } from '../decay/curve';

export const OPERATORS = [
	'is',
	'is_not',
	'in',
	'not_in',
	'contains',
	'not_contains',
	'has_word',
	'starts_with',
	'ends_with',
	'matches',
	'gt',
	'gte',
	'lt',
	'lte',
	'between',
	'is_empty',
	'is_not_empty',
	'is_true',
	'is_false',
	'newer_than',
	'older_than',
] as const;
export type Operator = (typeof OPERATORS)[number];

export const PER = ['once', 'each', 'unit'] as const;
/** `distinct` counts once for each value of a property, e.g. once a message. */
export type Per = (typeof PER)[number] | 'distinct';

export const IMPORTANCE = ['critical', 'important', 'influential', 'negative'] as const;
export type Importance = (typeof IMPORTANCE)[number];

export const DIMENSIONS = ['fit', 'engagement', 'quality', 'exclude'] as const;
/** `product:<name>` stands for a score beside the total, one for each product. */
export type Dimension = (typeof DIMENSIONS)[number] | `product:${string}`;

export const RULE_COLUMNS = [
	'rule',
	'dimension',
	'event',
	'field',
	'operator',
	'value',
	'points',
	'per',
	'max',
	'count',
	'days',
	'every',
	'decay',
	'importance',
	'moment',
	'active',
	'note',
	'model',
] as const;
export type RuleColumn = (typeof RULE_COLUMNS)[number];

/** The word in the `event` column that makes a row wait for silence instead of an activity. */
export const INACTIVITY = 'inactivity';

/** One row of a rule. `row` is the row's name in messages, e.g. `Row 3`. */
export interface Condition {
	row: string;
	/** `lead` reads the lead, `activity` the properties of one activity, `silence` the time without any. */
	subject: 'lead' | 'activity' | 'silence';
	/** Activity types, `*` allowed; empty for the lead. */
	events: readonly string[];
	/** Field path; empty when the row only asks for the event. */
	field: string;
	operator: Operator | undefined;
	value: unknown;
	count: number;
	/** Window in days for an activity, least silence in days for `silence`. */
	days: number | undefined;
}

/** A rule: the rows that share one name. Points and limits come from its first row. */
export interface Rule {
	name: string;
	row: string;
	dimension: Dimension;
	/** Hundredths of a point, a whole number. */
	points: number;
	per: Per;
	/** The property of an activity that `distinct` goes by; '' for every other way to count. */
	distinctBy: string;
	/** Most points, in hundredths and without sign, that this rule may give one lead. */
	max: number | undefined;
	/** For silence: again after each further so many days. */
	every: number | undefined;
	/** undefined: the model's default. */
	decay: DecayCurve | undefined;
	importance: Importance | undefined;
	moment: boolean;
	note: string;
	conditions: readonly [Condition, ...Condition[]];
}

/** Options a model may bring along; a node's own options win over them. All points in points, not hundredths. */
export interface ScoreOptions {
	/** Percent, 100 = as written. */
	fitWeight?: number;
	/** Percent, 100 = as written. */
	engagementWeight?: number;
	fitCap?: number;
	engagementCap?: number;
	totalCap?: number;
	floor?: number;
	/** Names of rules that lift the total cap when they apply. */
	totalCapUnless?: readonly string[];
	/** Decay of engagement rules that name none, e.g. `half-life 30d`. */
	decay?: string;
	/** Days that count as recent. */
	recentDays?: number;
	/** The total at which a lead is ready for sales. */
	threshold?: number;
	/** Fields of the lead whose presence makes up `completeness`. */
	completenessFields?: readonly string[];
	/** Most reasons to list; the rest stands as one line. */
	maxReasons?: number;
}

export interface Model {
	name: string;
	version: string;
	rules: readonly Rule[];
	options: ScoreOptions;
}

export const productName = (dimension: Dimension): string | undefined =>
	dimension.startsWith('product:') ? dimension.slice('product:'.length) : undefined;
