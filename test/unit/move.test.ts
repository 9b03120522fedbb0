import { DateTime } from 'luxon';
import { directionOf, TO_DATA_TABLES, TO_POSTGRESQL, type Direction } from '../../lifecycle/move/direction';
import { canonicalRow, hashOf, isSame, NO_ROWS, withHashes } from '../../lifecycle/move/checksum';
import { afterPage, beginMove, IS_UNSCORED, progressOf } from '../../lifecycle/move/move';
import { moveReport, refusalOf } from '../../lifecycle/move/move-report';
import { MOVED, readMove, type MoveState } from '../../lifecycle/move/move-state';
import { FIRST_OF_KEY, cellsOf, movedCells, staysBehind } from '../../lifecycle/move/moved-row';
import { withoutEqual } from '../../lifecycle/move/open-rows';
import { isCopying, isOver, pageOf, ROWS_A_PAGE, rowsToWrite } from '../../lifecycle/move/page';
import type { Fields } from '../../lifecycle/path';
import { TABLES, type Table } from '../../lifecycle/tables';
import { KEYS } from '../../workflows/src/store/sql';
import cases from '../cases/move.json';

const NOW = DateTime.fromISO('2026-11-29T12:00:00Z', { zone: 'utc' });
const table = (name: string): Table => MOVED.find((each) => each.name === name) ?? TABLES.rules;

describe('a row on both sides', () => {
	const sides = ({ table: name, left, right }: (typeof cases.equal)[number]) => [
		canonicalRow(table(name), movedCells(table(name), left, 40)),
		canonicalRow(table(name), cellsOf(table(name), right)),
	];

	it.each(cases.equal)('is equal: $why', (each) => {
		const [left, right] = sides(each);
		expect(left).toBe(right);
	});

	it.each(cases.different)('differs: $why', (each) => {
		const [left, right] = sides(each as (typeof cases.equal)[number]);
		expect(left).not.toBe(right);
	});

	it.each(cases.staysBehind)('stays where it is or not: $why', ({ table: name, row, stays }) => {
		expect(staysBehind(table(name), row)).toBe(stays);
	});

	it('knows the key by which PostgreSQL takes a row once', () => {
		const first = Object.fromEntries(Object.entries(KEYS).map(([name, key]) => [name, key?.[0]]));
		expect(FIRST_OF_KEY).toEqual(first);
	});
});

describe('the checksum', () => {
	const hashes = ['a', 'b', 'c'].map((alias) => hashOf(TABLES.aliasBook, cellsOf(TABLES.aliasBook, { alias })));

	it('is the same in any order and in any pages', () => {
		const one = withHashes(NO_ROWS, hashes);
		const parts = withHashes(withHashes(NO_ROWS, [hashes[2], hashes[0]]), [hashes[1]]);
		expect(isSame(one, parts)).toBe(true);
		expect(one.sum).toMatch(/^[0-9a-f]{16}$/);
	});

	it('knows a row that is there twice from one that is not there', () => {
		expect(withHashes(NO_ROWS, [hashes[0], hashes[0]]).sum).not.toBe(NO_ROWS.sum);
		expect(isSame(withHashes(NO_ROWS, [hashes[0], hashes[0]]), withHashes(NO_ROWS, [hashes[0], hashes[1]]))).toBe(
			false,
		);
	});

	it('does not overflow', () => {
		const most = 'f'.repeat(16);
		expect(withHashes(NO_ROWS, [most, '0000000000000002'])).toEqual({ rows: 2, sum: '0000000000000001' });
	});
});

describe('rows without an equal', () => {
	const row = (hash: string, id: number) => ({ hash, id });

	it('cancel each other whenever they come, each one another', () => {
		const open = withoutEqual([], [row('a', 1), row('a', 2), row('b', 3)], [row('c', 7)]);
		expect(withoutEqual(open, [row('c', 4)], [row('a', 8)])).toEqual([
			{ hash: 'a', id: 2, of: 'source' },
			{ hash: 'b', id: 3, of: 'source' },
		]);
	});
});

// --- Two stores in memory ------------------------------------------------------------------------------------------------

class Stop extends Error {}

/** Tables by name, lowest number first; with keys and numbers that are given as in PostgreSQL, else as in Data Tables. */
class Store {
	readonly #rows = new Map<string, Fields[]>();
	readonly #last = new Map<string, number>();

	constructor(readonly isPostgres: boolean) {}

	of(name: string): readonly Fields[] {
		return this.#rows.get(name) ?? [];
	}

	add(name: string, ...rows: Fields[]): this {
		const key = (this.isPostgres && KEYS[name]) || [];
		const keyOf = (row: Fields): string => JSON.stringify(key.map((column) => row[column]));
		const kept = [...this.of(name)];
		const known = new Set(kept.map(keyOf));
		for (const row of rows) {
			if (key.length > 0 && row[key[0]] && known.has(keyOf(row))) continue;
			known.add(keyOf(row));
			const id = this.isPostgres && row.id ? Number(row.id) : (this.#last.get(name) ?? 0) + 1;
			this.#last.set(name, Math.max(id, this.#last.get(name) ?? 0));
			kept.push({ ...row, id });
		}
		this.#rows.set(
			name,
			kept.sort((left, right) => Number(left.id) - Number(right.id)),
		);
		return this;
	}

	after(name: string, id: number): Fields[] {
		return this.of(name)
			.filter((row) => Number(row.id) > id)
			.slice(0, ROWS_A_PAGE);
	}

	delete(name: string, after: number, to: number): void {
		if (to > after) this.keep(name, ({ id }) => Number(id) <= after || Number(id) > to);
	}

	keep(name: string, isKept: (row: Fields) => boolean): void {
		this.#rows.set(name, this.of(name).filter(isKept));
	}
}

interface World {
	readonly direction: Direction;
	readonly source: Store;
	readonly target: Store;
	/** The row of `ll_import_progress`. */
	progress: Fields;
}

/** Steps of the workflow between which n8n may be killed. */
type Kill = 'never' | 'deleted' | 'half written' | 'written' | 'compared';

/** One page, as template 26 does it. */
function page(world: World, kill: Kill, meanwhile: () => void = () => undefined): void {
	const { direction, source, target } = world;
	const state = readMove(world.progress) as MoveState;
	const { table: name, sourceAfter, targetAfter, deleteAfter, deleteTo } = pageOf(state);
	target.delete(name, deleteAfter, deleteTo);
	if (kill === 'deleted') throw new Stop();
	const read = source.after(name, sourceAfter);
	const rows = rowsToWrite(state, direction, read);
	target.add(name, ...rows.slice(0, kill === 'half written' ? Math.ceil(rows.length / 2) : undefined));
	meanwhile();
	if (kill === 'half written' || kill === 'written') throw new Stop();
	const after = afterPage(state, direction, { source: read, target: target.after(name, targetAfter) }, NOW);
	if (kill === 'compared') throw new Stop();
	world.progress = { ...world.progress, ...progressOf(world.progress, after, NOW) };
}

interface Outcome {
	readonly refusal?: string;
	readonly report?: ReturnType<typeof moveReport>;
}

/** A person who presses the button; the run is killed as said by the number of the page. */
function run(
	world: World,
	{ killAt = (_: number): Kill => 'never', replaces = false, meanwhile = (_: number): void => undefined } = {},
): Outcome {
	world.progress = { ...world.progress, ...progressOf(world.progress, beginMove(readMove(world.progress)), NOW) };
	for (let number = 0; number < 500; number++) {
		const state = readMove(world.progress) as MoveState;
		const refusal = refusalOf(state, world.direction, replaces);
		if (refusal) return { refusal: `${refusal.message}. ${refusal.hint}` };
		if (isOver(state)) return { report: moveReport(state, world.direction) };
		page(world, killAt(number), () => meanwhile(number));
	}
	throw new Error('It does not come to an end.');
}

/** Presses again after each kill. */
function runAgain(world: World, options: Parameters<typeof run>[1]): Outcome {
	for (;;) {
		try {
			return run(world, options);
		} catch (error) {
			if (!(error instanceof Stop)) throw error;
		}
	}
}

const LOG = 2500;
const filled = (store: Store): Store =>
	store
		.add('ll_rules', { rule: 'Visits', points: 5, active: true }, { rule: 'Visits', points: 5, active: true })
		.add('ll_settings', { name: 'keep', value: 'forever' })
		.add(
			'll_activity_log',
			...Array.from({ length: LOG }, (_, index) => ({
				activity: `a${index}`,
				lead: `l${index % 300}`,
				type: 'page_view',
			})),
		)
		.add(
			'll_lead_book',
			...Array.from({ length: 300 }, (_, index) => ({ lead: `l${index}`, total: index / 2, logged: 8 })),
		)
		.add('ll_outbox', { key: 'k', status: 'sent' }, { title: 'by hand', key: '' }, { title: 'by hand too', key: '' })
		.add('ll_import_progress', { source: 'hubspot', done: 4 })
		.add(
			'll_state',
			{ name: 'delivery', until: '', workflow: 'w9' },
			{ name: 'scoring', until: '', position: LOG, workflow: 'w1', rules: '{}' },
		);
const stale = (store: Store): Store =>
	store
		.add('ll_rules', { rule: 'Old' })
		.add('ll_settings', { name: 'keep', value: '1 year' })
		.add('ll_state', { name: 'crm', workflow: 'w7' });

const worldTo = (direction: Direction): World => ({
	direction,
	source: filled(new Store(!direction.keepsNumbers)),
	target: stale(new Store(direction.keepsNumbers)),
	progress: { source: direction.progress },
});
/** Without what each store gives itself. */
const contents = (store: Store): unknown =>
	Object.fromEntries(
		MOVED.map((each) => [
			each.name,
			store
				.of(each.name)
				.filter((row) => !staysBehind(each, row))
				.map((row) => canonicalRow(each, movedCells(each, row, 0))),
		]),
	);

describe.each([
	['to PostgreSQL', TO_POSTGRESQL],
	['back to Data Tables', TO_DATA_TABLES],
])('a move %s', (_, direction) => {
	it('brings every row over in its order, and finds both sides equal', () => {
		const world = worldTo(direction);
		const { report } = run(world);
		expect(report).toMatchObject({ isEqual: true });
		expect(report?.text).toContain(`${LOG + 300 + 3 + 2 + 1 + 1 + 1} rows moved from`);
		expect(contents(world.target)).toEqual(contents(world.source));
		expect(world.progress).toMatchObject({ status: 'done', activities: LOG, leads: 300, finishedAt: NOW.toISO() });
	});

	it('has 02 go on behind the last entry, and leaves who is at work in the new place alone', () => {
		const world = worldTo(direction);
		run(world);
		const [last] = world.target.of('ll_activity_log').slice(-1);
		expect(world.target.of('ll_state')).toMatchObject([
			{ name: 'crm', workflow: 'w7' },
			{
				name: 'scoring',
				position: last.id,
				seen: last.id,
				gaps: '[]',
				sweep: '',
				until: '',
				workflow: null,
				holder: null,
			},
		]);
	});

	it.each(['deleted', 'half written', 'written', 'compared'] as const)(
		'is the same when it is killed in every page just after it was %s',
		(kill) => {
			const world = worldTo(direction);
			let pages = 0;
			const killed = new Set<string>();
			const killAt = (): Kill => {
				pages++;
				const { cursor } = world.progress;
				const isNew = !killed.has(String(cursor));
				killed.add(String(cursor));
				return isNew ? kill : 'never';
			};
			const { report } = runAgain(world, { killAt });
			expect(report).toMatchObject({ isEqual: true });
			expect(contents(world.target)).toEqual(contents(world.source));
			expect(pages).toBeGreaterThan(40);
		},
	);

	const isCopyingLeads = ({ progress }: World): boolean => {
		const state = readMove(progress) as MoveState;
		return isCopying(state) && MOVED[state.table] === TABLES.leadBook;
	};

	it('does not take what a second run wrote at the same time for its own', () => {
		const world = worldTo(direction);
		let isDone = false;
		const stray = (): void => {
			if (isDone || !isCopyingLeads(world)) return;
			isDone = true;
			world.target.add('ll_lead_book', { lead: 'stray', total: 1 });
		};
		expect(run(world, { meanwhile: stray }).report).toMatchObject({ isEqual: true });
		expect(isDone).toBe(true);
		expect(contents(world.target)).toEqual(contents(world.source));
	});

	it('gives a page up that never arrives as it was sent, and goes on when it does', () => {
		const world = worldTo(direction);
		let strays = 0;
		const stray = (): void => {
			if (isCopyingLeads(world)) world.target.add('ll_lead_book', { lead: `stray${strays++}` });
		};
		expect(run(world, { meanwhile: stray }).refusal).toContain('A page of ll_lead_book did not arrive');
		expect(run(world).report).toMatchObject({ isEqual: true });
		expect(contents(world.target)).toEqual(contents(world.source));
	});

	it('names the table and rows that differ, and moves this table again', () => {
		const world = worldTo(direction);
		// When the lead book has moved and the next tables have not.
		const late = (): void => {
			const { look, table: at } = readMove(world.progress) as MoveState;
			const isNew = world.source.of('ll_lead_book').length === 300;
			if (isNew && look === null && MOVED[at] === TABLES.scoreLog)
				world.source.add('ll_lead_book', { lead: 'belated', total: 3 });
		};
		const { report } = run(world, { meanwhile: late });
		expect(report).toMatchObject({ isEqual: false });
		expect(report?.text).toContain('ll_lead_book: 301 rows in');
		expect(report?.text).toMatch(/only in .* as it is: id \d+\)/);
		expect(report?.text).not.toContain('belated');
		expect(world.progress.status).toBe('different');
		const [first] = world.target.of('ll_activity_log');
		expect(run(world).report).toMatchObject({ isEqual: true });
		expect(contents(world.target)).toEqual(contents(world.source));
		expect(world.target.of('ll_activity_log')[0]).toBe(first);
	});

	it('names no rows where they are too many to know which', () => {
		const world = worldTo(direction);
		const meanwhile = (): void => {
			const isLate = MOVED[(readMove(world.progress) as MoveState).table] === TABLES.scoreLog;
			if (isLate) world.source.keep('ll_activity_log', ({ id }) => Number(id) % 2 === 0);
		};
		const text = run(world, { meanwhile }).report?.text;
		expect(text).toMatch(new RegExp(`ll_activity_log: ${LOG / 2} rows in [^(]*, ${LOG} in [^(.]*\\.`));
	});

	it('replaces rows that are there only where it may', () => {
		const world = worldTo(direction);
		world.target.add('ll_lead_book', ...Array.from({ length: 1200 }, (_, index) => ({ lead: `old${index}` })));
		world.target.add('ll_import_progress', { source: 'odoo' }, { source: 'move_back', done: 7 }, { source: 'hubspot' });
		expect(run(world).refusal).toContain('already ha');
		expect(world.target.of('ll_lead_book')).toHaveLength(1200);
		expect(run(world, { replaces: true }).report).toMatchObject({ isEqual: true });
		expect(contents(world.target)).toEqual(contents(world.source));
		expect(world.target.of('ll_import_progress').map(({ source }) => source)).toEqual(['move_back', 'hubspot']);
	});
});

describe('a move to PostgreSQL', () => {
	it('keeps numbers and times, and of rows with the same key the first one', () => {
		const world = worldTo(TO_POSTGRESQL);
		world.source.add('ll_lead_book', { lead: 'l7', total: 99 });
		world.source.add('ll_activity_log', { activity: 'a3', lead: 'l3' });
		world.source.keep('ll_state', () => false);
		for (const position of [LOG + 1, 7]) world.source.add('ll_state', { name: 'scoring', until: '', position });
		world.source.delete('ll_activity_log', 9, 10);
		const { report } = run(world);
		expect(report).toMatchObject({ isEqual: true });
		expect(report?.text).toContain('3 rows were left out');
		const moved = world.target.of('ll_lead_book').filter(({ lead }) => lead === 'l7');
		expect(moved).toMatchObject([{ total: 3.5 }]);
		const numbers = (store: Store) => store.of('ll_activity_log').map(({ id }) => id);
		expect(numbers(world.target)).toEqual(numbers(world.source).slice(0, -1));
	});
});

describe('what is in the way of a move', () => {
	it.each(cases.refusals)('$why', (each) => {
		const {
			state = [],
			newState = [],
			log = 0,
			occupied = [],
			replaces = false,
			says,
		} = each as {
			state?: Fields[];
			newState?: Fields[];
			log?: number;
			occupied?: string[];
			replaces?: boolean;
			says: string[];
		};
		const at = (row: Fields): Fields => ({
			...row,
			until: row.until ? NOW.plus({ seconds: Number(row.until) }).toISO() : row.until,
		});
		const world: World = {
			direction: TO_POSTGRESQL,
			source: new Store(false).add('ll_state', ...state.map(at)),
			target: new Store(true).add('ll_state', ...newState.map(at)),
			progress: { source: TO_POSTGRESQL.progress },
		};
		world.source.add(
			'll_activity_log',
			...Array.from({ length: log }, (_, index) => ({ activity: `a${index}`, lead: 'l' })),
		);
		for (const name of occupied) world.target.add(name, { name: 'x', lead: 'x' });
		const { refusal = '', report } = run(world, { replaces });
		for (const words of says) expect(refusal).toContain(words);
		expect(report?.isEqual).toBe(says.length === 0 ? true : undefined);
	});

	it('is a lead that PostgreSQL has for due, whatever the numbers of rows say', () => {
		const world = worldTo(TO_DATA_TABLES);
		world.source.keep('ll_state', () => false);
		world.source.add('ll_state', { name: 'scoring', position: 0, [IS_UNSCORED]: true });
		expect(run(world).refusal).toContain('PostgreSQL has activities that are not scored yet');
		world.source.keep('ll_state', () => false);
		expect(run(world).refusal).toContain('not scored yet');
		world.source.add('ll_state', { name: 'scoring', position: 0, [IS_UNSCORED]: false });
		expect(run(world).report).toMatchObject({ isEqual: true });
	});

	it('is a row of another kind', () => {
		expect(directionOf('hubspot')).toMatchObject({
			ok: false,
			message: 'The progress is of “hubspot”, which is no move',
		});
	});
});
