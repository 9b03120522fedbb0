import { asText } from '../text';
import { rounded } from '../review/figures';
import { DAY } from '../time';
import type { Cell, Column } from './column';
import type { Snapshot } from './snapshot';

/** Columns that are told together: all that is said of one type of activity, of one attribute, of activity as a whole. */
export function topicOf(column: Column): string {
	switch (column.of) {
		case 'attribute':
			return `field:${column.name}`;
		case 'count':
		case 'recency':
		case 'fading':
			return `type:${column.type}`;
		case 'asset':
			return `asset:${column.type}:${column.asset}`;
		case 'all':
		case 'days':
		case 'silence':
			return 'activity';
		default:
			return column.of;
	}
}

const spoken = (name: string): string => name.replace(/^\$lead\./, '').replaceAll('_', ' ');

/** What a lead has of a column's topic, in words: `demo request ×2, last 3 days ago`, `industry: software`. */
export function inWords(column: Column, snapshot: Snapshot, cell: Cell): string {
	switch (column.of) {
		case 'attribute':
			return `${spoken(column.name)}${valueInWords(snapshot.attributes.get(column.name), cell, column.as)}`;
		case 'count':
		case 'recency':
		case 'fading':
			return typeInWords(column.type, snapshot);
		case 'asset':
			return assetInWords(column, cell);
		default:
			return ofAllInWords(column.of, snapshot, cell);
	}
}

const assetInWords = ({ type, asset }: Extract<Column, { of: 'asset' }>, cell: Cell): string =>
	typeof cell === 'number' && cell > 0 ? `${spoken(type)} “${asset}”${times(cell)}` : `no ${spoken(type)} “${asset}”`;

function ofAllInWords(of: 'all' | 'days' | 'silence' | 'age' | 'return', snapshot: Snapshot, cell: Cell): string {
	if (of === 'return') return cell === 1 ? 'came back after silence' : 'did not come back after silence';
	if (of !== 'age') return activityInWords(snapshot);
	return typeof cell === 'number' ? `came in ${daysInWords(cell)} ago` : 'came in at an unknown time';
}

function valueInWords(value: unknown, cell: Cell, as: 'number' | 'date' | 'text'): string {
	if (cell === undefined) return value === undefined ? ' unknown' : ' cannot be read';
	if (as === 'date') return ` ${daysInWords(Number(cell))} ago`;
	const text = asText(value).replace(/\s+/g, ' ').trim();
	return `: ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`;
}

const times = (count: number): string => (count > 1 ? ` ×${count}` : '');

const daysInWords = (days: number): string => {
	const whole = rounded(days, days < 2 ? 1 : 0);
	return whole === 1 ? '1 day' : `${whole} days`;
};

function typeInWords(type: string, { activities, at }: Snapshot): string {
	const own = activities.filter((activity) => activity.type === type);
	if (own.length === 0) return `no ${spoken(type)}`;
	return `${spoken(type)}${times(own.length)}, last ${daysInWords((at - own[own.length - 1].at) / DAY)} ago`;
}

function activityInWords({ activities, at }: Snapshot): string {
	if (activities.length === 0) return 'no activity';
	const last = daysInWords((at - activities[activities.length - 1].at) / DAY);
	return `${activities.length === 1 ? '1 activity' : `${activities.length} activities`}, last ${last} ago`;
}
