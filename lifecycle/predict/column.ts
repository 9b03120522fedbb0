import { assetOfActivity, type ScoredActivity } from '../activity/scored-activity';
import { asNumber } from '../number';
import { asText, fold } from '../text';
import { asInstant, DAY } from '../time';
import { halved } from './arithmetic';
import type { Snapshot } from './snapshot';

/** What a column reads of a lead. */
export type Column =
	/** An attribute as a number, as a date (days from it to the instant) or as one of some texts. */
	| { readonly of: 'attribute'; readonly name: string; readonly as: 'number' | 'date' | 'text' }
	/** How often it did something. */
	| { readonly of: 'count'; readonly type: string }
	/** Days since it last did it; nothing where it never did. */
	| { readonly of: 'recency'; readonly type: string }
	/** The same, each activity counting half as much every so many days. */
	| { readonly of: 'fading'; readonly type: string; readonly halfLife: number }
	/** How often it did it with one page, file or step. */
	| { readonly of: 'asset'; readonly type: string; readonly asset: string }
	/** Activities of any type; days with at least one; days since the last; days since it came in. */
	| { readonly of: 'all' }
	| { readonly of: 'days' }
	| { readonly of: 'silence' }
	| { readonly of: 'age' }
	/** Whether it did something lately after a long silence. */
	| { readonly of: 'return' };

/** A number, a folded text, or undefined where nothing is known. */
export type Cell = number | string | undefined;

const LONGEST_TEXT = 80;
const SILENCE = 14 * DAY;
const LATELY = 7 * DAY;

/** A text as categories are compared. */
export const categoryOf = (value: unknown): string =>
	fold(asText(value).slice(0, 4 * LONGEST_TEXT)).slice(0, LONGEST_TEXT);

/** Text that is a date by its looks; a number of days or seconds is a number. */
export const looksLikeDate = (value: unknown): boolean =>
	value instanceof Date || (typeof value === 'string' && /^\s*(?:19|20)\d\d[-/]\d\d?/.test(value));

/** What a lead did, by type, so that it is gone through once for all columns. */
export interface Doings {
	readonly byType: ReadonlyMap<string, readonly ScoredActivity[]>;
	readonly byAsset: ReadonlyMap<string, number>;
}

export const assetKey = (type: string, asset: string): string => `${type}\u0000${asset}`;

/** The page, file or step of an activity as columns name it; '' where it has none. */
export const assetOf = (activity: ScoredActivity): string => categoryOf(assetOfActivity(activity));

export function doingsOf({ activities }: Snapshot, withAssets = true): Doings {
	const byType = new Map<string, ScoredActivity[]>();
	const byAsset = new Map<string, number>();
	for (const activity of activities) {
		const others = byType.get(activity.type);
		if (others) others.push(activity);
		else byType.set(activity.type, [activity]);
		const asset = withAssets ? assetOf(activity) : '';
		if (asset === '') continue;
		const key = assetKey(activity.type, asset);
		byAsset.set(key, (byAsset.get(key) ?? 0) + 1);
	}
	return { byType, byAsset };
}

type Read<Of extends Column['of']> = (column: Extract<Column, { of: Of }>, snapshot: Snapshot, doings: Doings) => Cell;

const READ: { readonly [Of in Column['of']]: Read<Of> } = {
	attribute: attributeCell,
	count: ({ type }, _, { byType }) => byType.get(type)?.length ?? 0,
	recency: ({ type }, { at }, { byType }) => daysSinceLast(byType.get(type), at),
	fading: ({ type, halfLife }, { at }, { byType }) => fadedSum(byType.get(type), at, halfLife),
	asset: ({ type, asset }, _, { byAsset }) => byAsset.get(assetKey(type, asset)) ?? 0,
	all: (_, { activities }) => activities.length,
	days: (_, { activities }) => new Set(activities.map(({ at }) => Math.floor(at / DAY))).size,
	silence: (_, { activities, at }) => daysSinceLast(activities, at),
	age: (_, { at, cameInAt }) => (cameInAt === undefined ? undefined : (at - cameInAt) / DAY),
	return: (_, snapshot) => (hasReturned(snapshot) ? 1 : 0),
};

/** What a column says of a lead. */
export const cellOf = (column: Column, snapshot: Snapshot, doings: Doings): Cell =>
	(READ[column.of] as Read<Column['of']>)(column, snapshot, doings);

function attributeCell({ name, as }: Extract<Column, { of: 'attribute' }>, { attributes, at }: Snapshot): Cell {
	const value = attributes.get(name);
	if (value === undefined) return undefined;
	if (as === 'text') return categoryOf(value) || undefined;
	if (as === 'number') return typeof value === 'boolean' ? Number(value) : figureOf(value);
	const instant = looksLikeDate(value) ? asInstant(value) : undefined;
	// What is dated later was not known then.
	return instant === undefined || instant > at ? undefined : (at - instant) / DAY;
}

/** Beyond it numbers are marks such as the largest that a machine knows, and sums of them have no end. */
const LARGEST = 1e15;

function figureOf(value: unknown): number | undefined {
	const number = asNumber(value);
	return number === undefined || Math.abs(number) > LARGEST ? undefined : number;
}

function daysSinceLast(activities: readonly ScoredActivity[] | undefined, at: number): number | undefined {
	return activities === undefined || activities.length === 0
		? undefined
		: (at - activities[activities.length - 1].at) / DAY;
}

/** What activities still count at an instant, each half as much every so many days. */
export function fadedSum(activities: readonly { at: number }[] | undefined, at: number, halfLife: number): number {
	let sum = 0;
	for (const activity of activities ?? []) sum += halved((at - activity.at) / (halfLife * DAY));
	return sum;
}

function hasReturned({ activities, at }: Snapshot): boolean {
	for (let index = activities.length - 1; index > 0 && at - activities[index].at <= LATELY; index--)
		if (activities[index].at - activities[index - 1].at >= SILENCE) return true;
	return false;
}
