/**
 * The tables, indexes and functions of the PostgreSQL store as one script that may run as often as one likes: what is there stays, what
 * has come since is added. `scripts/workflows.mjs` writes it to `migrations/`, and 00 runs it.
 */
import { TABLES, type Table } from '../tables';
import { DUE_LEADS } from './due';
import { KEYS, named, ofKeyed, SQL_TYPES } from './sql';

/** What a run looks for often; everything else is found by the key or is a small table. */
const INDEXES: ReadonlyArray<readonly [name: string, table: Table, on: string]> = [
	['ll_activity_log_by_lead', TABLES.activityLog, '("lead", id)'],
	['ll_alias_book_by_lead', TABLES.aliasBook, '("lead")'],
	['ll_activity_log_by_type', TABLES.activityLog, '("type")'],
	['ll_lead_book_by_email', TABLES.leadBook, '("email")'],
	['ll_lead_book_by_stage', TABLES.leadBook, '("stage")'],
	['ll_lead_book_with_news', TABLES.leadBook, `(id) where "news" <> ''`],
	['ll_lead_book_by_batch', TABLES.leadBook, `("batch") where "batch" <> ''`],
	['ll_lead_book_by_crm', TABLES.leadBook, '("crm")'],
	// A company's name may be longer than a sorted index takes.
	['ll_lead_book_by_account', TABLES.leadBook, 'using hash ("account")'],
	['ll_outbox_open', TABLES.outbox, `(id) where "status" is distinct from 'sent'`],
	['ll_outbox_by_status', TABLES.outbox, '("status")'],
	['ll_outbox_by_kind', TABLES.outbox, '("kind")'],
	['ll_outbox_by_time', TABLES.outbox, '("at")'],
	['ll_stage_log_by_time', TABLES.stageLog, '("at")'],
	['ll_stage_log_by_stage', TABLES.stageLog, '("to", "at")'],
	['ll_score_log_by_lead', TABLES.scoreLog, '("lead", id)'],
	['ll_score_log_by_time', TABLES.scoreLog, '("at")'],
];

const tables: readonly Table[] = Object.values(TABLES);
const plain = ({ name }: Table): string => name.slice('ll_'.length);

/** Text is in the order of its bytes, as in n8n's own tables: ids and times are compared by it. */
const columnOf = ({ name, type }: Table['columns'][number]): string =>
	`${named(name)} ${SQL_TYPES[type]}${type === 'string' ? ' collate "C"' : ''}`;

const tableOf = ({ name, columns }: Table): string =>
	[
		`create table if not exists ${name} (id bigint generated always as identity primary key, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now());`,
		...columns.map((column) => `alter table ${name} add column if not exists ${columnOf(column)};`),
		...(KEYS[name] === undefined
			? []
			: [
					`create unique index if not exists ${name}_key on ${name} (${KEYS[name].map(named).join(', ')}) where ${named(KEYS[name][0])} <> '';`,
				]),
	].join('\n');

/** The same rows given twice are there once, also when two give them at a time. */
function insertion(table: Table): string {
	const names = table.columns.map(({ name }) => named(name)).join(', ');
	const key = KEYS[table.name] ?? [];
	// A row that is found is no number of the table's lost; only of two that come at once the second one is.
	const isSame = key.map((name) => `t.${named(name)} = item.${named(name)}`);
	const known = [...isSame, ofKeyed(key[0])].join(' and ');
	return `create or replace function ll_insert_${plain(table)}(items jsonb) returns setof ${table.name} language sql as $function$
	insert into ${table.name} (${names})
	select ${names} from jsonb_populate_recordset(null::${table.name}, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	${key.length === 0 ? '' : `where not exists (select from ${table.name} as t where ${known})\n\torder by ${key.map(named).join(', ')}\n\t`}on conflict do nothing
	returning *;
$function$;`;
}

/** Writes the cells that the item has to the row of its id, or of its key, where that still holds what was read. */
function change(table: Table): string {
	const names = table.columns.map(({ name }) => named(name)).join(', ');
	const [key] = KEYS[table.name] ?? [];
	const byKey =
		key === undefined ? '' : ` or (not item ? 'id' and t.${named(key)} = was ->> '${key}' and ${ofKeyed(key)})`;
	return `create or replace function ll_change_${plain(table)}(item jsonb, was jsonb) returns setof ${table.name} language sql as $function$
	update ${table.name} as t set (${names}, "updatedAt") =
		(select ${names}, now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint${byKey}) and to_jsonb(t) @> was
	returning t.*;
$function$;`;
}

/**
 * Writes rows as {@link change} does, thousands at once: each where its version is still what was read, which is the one before that of
 * the item; a row that somebody added by hand has none. Rows are locked in one order, so that runs do not wait in a circle.
 */
function writing(table: Table): string {
	const names = table.columns.map(({ name }) => named(name)).join(', ');
	const [key] = KEYS[table.name] ?? ['id'];
	return `create or replace function ll_write_${plain(table)}(items jsonb) returns setof ${table.name} language sql as $function$
	with given as (
		select item, (item ->> 'id')::bigint as id, v.version - sign(v.version) as version
		from jsonb_array_elements(items) as item, lateral (select nullif((item ->> 'version')::double precision, 0) as version) as v
	),
	locked as materialized (select t.id from ${table.name} as t where t.id in (select id from given) order by t.${named(key)} for update)
	update ${table.name} as t set (${names}, "updatedAt") =
		(select ${names}, now() from jsonb_populate_record(t, given.item))
	from given join locked using (id)
	where t.id = given.id and t.version is not distinct from given.version
	returning t.*;
$function$;`;
}

/** Adds the item as a row, or writes its cells to the row that has its key. */
function putting(table: Table): string {
	const [key] = KEYS[table.name] ?? [];
	return `create or replace function ll_put_${plain(table)}(item jsonb) returns setof ${table.name} language plpgsql as $function$
begin
	return query select * from ll_insert_${plain(table)}(item);
	if not found then
		return query select * from ll_change_${plain(table)}(item - 'id', jsonb_build_object('${key}', item -> '${key}'));
	end if;
end
$function$;`;
}

/**
 * Takes rows over from other tables, with their numbers and times where they have them; those whose key is there already are left out.
 * The table goes on counting behind them.
 */
const MOVING = `create or replace function ll_move_rows(moved text, items jsonb) returns integer language plpgsql as $function$
declare
	counter text := pg_get_serial_sequence(moved, 'id');
	names text := (select string_agg(quote_ident(column_name), ', ') from information_schema.columns
		where table_schema = current_schema() and table_name = moved and column_name not in ('id', 'createdAt', 'updatedAt'));
	added integer;
begin
	execute format('insert into %1$I (id, "createdAt", "updatedAt", %2$s) overriding system value
		select coalesce(id, nextval(%3$L)), coalesce("createdAt", now()), coalesce("updatedAt", now()), %2$s
		from jsonb_populate_recordset(null::%1$I, %4$L) order by id on conflict do nothing', moved, names, counter, items);
	get diagnostics added = row_count;
	execute format('select setval(%2$L, max(id)) from %1$I', moved, counter);
	-- What moves is scored. 02 finds no night noted when it first runs, and then makes every lead due.
	if moved = '${TABLES.activityLog.name}' then
		delete from ll_due;
	end if;
	return added;
end
$function$;`;

/** Whether activities wait for 02. */
const UNSCORED = `create or replace function ll_is_unscored() returns boolean language plpgsql stable as $function$
begin
	return exists (select from ll_due where first is not null or until > now());
end
$function$;`;

const indexes = INDEXES.map(([name, { name: table }, on]) => `create index if not exists ${name} on ${table} ${on};`);
const withVersion = tables.filter(({ columns }) => columns.some(({ name }) => name === 'version'));
const withKey = tables.filter(({ name }) => KEYS[name]?.length === 1);

/** Two that run it at once, such as two people who press the button, wait for each other: each script is one transaction. */
const ONE_AT_A_TIME = `do $lock$ begin perform pg_advisory_xact_lock(hashtext('n8n-nodes-lead-lifecycle')); end $lock$;`;
const script = (...statements: readonly string[]): string => `${[ONE_AT_A_TIME, ...statements].join('\n\n')}\n`;

/** By the name of the file; the names are in the order in which they run. */
export const MIGRATIONS: Readonly<Record<string, string>> = {
	'001-tables.sql': script(...tables.map(tableOf), indexes.join('\n')),
	'002-functions.sql': script(
		...tables.map(insertion),
		...tables.map(change),
		...withVersion.map(writing),
		...withKey.map(putting),
		MOVING,
		UNSCORED,
	),
	'003-due.sql': script(...DUE_LEADS),
};
