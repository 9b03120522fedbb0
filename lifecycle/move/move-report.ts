import type { Fault } from '../fault';
import { together } from './checksum';
import type { Direction } from './direction';
import { differs, MOST_TRIES } from './move';
import { foundOf, MOVED, type Found, type MoveState } from './move-state';
import { isOver, tableOf } from './page';

/** The templates, by the name of their row in `ll_state`. */
const TEMPLATES: Readonly<Record<string, string>> = {
	scoring: '02 Score',
	accounts: '03 Account roll-up',
	feedback: '05 Feedback',
	enrichment: '07 Enrichment',
	delivery: '10 Deliver',
	crm: '16 CRM Sync',
	publishing: '20 Try a model',
	retention: '25 Retention',
};

/** Numbers of rows that are named. */
const MOST_NAMED = 10;

const list = (names: readonly string[]): string =>
	names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
const count = (rows: number, what = 'row'): string => `${rows} ${what}${rows === 1 ? '' : 's'}`;

/**
 * What stands in the way of going on; undefined where nothing does.
 *
 * @param replaces whether rows that are in the new place may be deleted
 */
export function refusalOf(state: MoveState, { source, target }: Direction, replaces: boolean): Fault | undefined {
	if (state.look !== null || isOver(state)) return undefined;
	const { busy, isUnscored, occupied } = state.obstacles;
	if (busy.length > 0) {
		const names = busy.map((each) => each.replace(/^\S+/, (name) => TEMPLATES[name] ?? name));
		return {
			message: `${list(names)} ${names.length === 1 ? 'is' : 'are'} at work, or stopped a moment ago`,
			hint: 'Deactivate all templates, wait two minutes, then run this again. Nothing was changed.',
		};
	}
	if (isUnscored) {
		return {
			message: `${source.name} ${source.has} activities that are not scored yet`,
			hint: 'Deactivate 01 Capture and the other templates, but leave 02 Score active until it is through with them, at most five minutes. Then deactivate 02 Score too, wait two minutes, and run this again. Nothing was changed.',
		};
	}
	if (occupied.length > 0 && !replaces) {
		return {
			message: `${target.name} already ${target.has} rows in ${list(occupied)}`,
			hint: 'To delete them and put the moved rows in their place, set “Rows Already There” of “Plan the next page” to “Replace”, then run this again. Nothing was changed.',
		};
	}
	if (state.tries < MOST_TRIES) return undefined;
	return {
		message: `A page of ${tableOf(state).name} did not arrive in ${target.name} as it was sent, ${MOST_TRIES} times`,
		hint: `Something else writes to the table at the same time. Deactivate all templates that use ${target.name}, then run this again: it goes on with this page.`,
	};
}

/** A table as the last item of the workflow shows it. */
export interface TableReport {
	readonly table: string;
	readonly rows: number;
	readonly rowsInNewPlace: number;
	readonly repeatedRows: number;
	readonly checksum: string;
	readonly checksumInNewPlace: string;
	readonly isEqual: boolean;
}

export interface MoveReport {
	readonly text: string;
	readonly isEqual: boolean;
	readonly tables: readonly TableReport[];
}

/** What moved, and whether both sides are equal. */
export function moveReport(state: MoveState, direction: Direction): MoveReport {
	const tables = MOVED.map(({ name }) => name);
	const found = MOVED.map((table) => foundOf(state, table));
	const reports = found.map((each, index) => tableReport(tables[index], each));
	const different = tables.filter((_, index) => differs(found[index]));
	const text = different.length === 0 ? sameText(state, direction) : differentText(state, direction, different);
	return { text, isEqual: different.length === 0, tables: reports };
}

function tableReport(table: string, found: Found): TableReport {
	const { source, target, repeated } = found;
	return {
		table,
		rows: source.rows,
		rowsInNewPlace: target.rows,
		repeatedRows: repeated.rows,
		checksum: source.sum,
		checksumInNewPlace: together(target, repeated).sum,
		isEqual: !differs(found),
	};
}

function sameText(state: MoveState, { source, target }: Direction): string {
	const all = MOVED.map((table) => foundOf(state, table));
	const rows = all.reduce((sum, each) => sum + each.target.rows, 0);
	const repeated = all.reduce((sum, each) => sum + each.repeated.rows, 0);
	return [
		`${count(rows)} moved from ${source.name} to ${target.name}, and both sides are equal: each table has the same number of rows and the same checksum.`,
		...(repeated === 0
			? []
			: [
					`${count(repeated)} ${repeated === 1 ? 'was' : 'were'} left out, because an earlier row of the same table has the same key. The earlier one always counted.`,
				]),
		`Now activate the templates for ${target.name}. 02 Score then scores every lead once more, which changes nothing. The rows in ${source.name} are still there: keep them until you are sure.`,
	].join(' ');
}

function differentText(state: MoveState, direction: Direction, different: readonly string[]): string {
	const { source, target } = direction;
	const each = MOVED.filter(({ name }) => different.includes(name)).map((table) => {
		const found = foundOf(state, table);
		const inNew = found.target.rows + found.repeated.rows;
		return `${table.name}: ${count(found.source.rows)} in ${source.name}, ${inNew} in ${target.name}${namedRows(found, direction)}.`;
	});
	return [
		`Not equal yet. Do not activate the templates for ${target.name}.`,
		...each,
		`Something wrote to ${list(different)} during the move. Make sure that all templates of both sets are deactivated, then run this again: it moves ${different.length === 1 ? 'this table' : 'these tables'} again and compares all.`,
	].join(' ');
}

function namedRows({ unequal: { open, areTooMany } }: Found, { source, target }: Direction): string {
	if (areTooMany) return '';
	const named = (of: 'source' | 'target', store: string): string[] => {
		const ids = open.filter((row) => row.of === of).map(({ id }) => String(id));
		if (ids.length === 0) return [];
		const rest = ids.length > MOST_NAMED ? ' and more' : '';
		return [`only in ${store} as it is: id ${ids.slice(0, MOST_NAMED).join(', ')}${rest}`];
	};
	const parts = [...named('source', source.name), ...named('target', target.name)];
	return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}
