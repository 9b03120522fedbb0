/**
 * Which leads are due, in PostgreSQL: the table `ll_due` with a row for each. Whatever adds to the log makes its lead due in the same
 * transaction, so that nothing that is stored is forgotten, and no number of a row has to be remembered. Several runs of 02 take leads
 * at once, each its own; a run that is killed loses them when its time is over.
 *
 * Whoever locks rows of several tables does so in this order: state, log, lead book, due; rows of one table in the order of their lead.
 */
import { ITEMS, type Query } from './sql';

/** Runs of 02 that score at the same time, at most. */
const RUNS_AT_ONCE = 4;
/** Leads that one run takes, and entries of the log, about, that they have together. */
const MOST_LEADS = 1000;
const MOST_ENTRIES = 50_000;
/** How long a run keeps what it took, unless it is done before. */
const SECONDS = 120;
/** News of a lead that nobody holds is looked for when it is older than any run. */
const NEWS_IS_LEFT_AFTER = '5 minutes';
/** A row that can never be written keeps its lead due no longer than that. */
const MOST_TRIES = 5;
/** A lead that runs die of is given up then: by the fourth it is alone. */
const MOST_DEATHS = 5;

/** The row of a lead, found by its key however many rows there seem to be. */
const ROW_OF = (lead: string): string =>
	`lateral (select * from ll_lead_book as b where b.lead = ${lead} and b.lead <> '' offset 0) as b`;

/** What was added to the log of the leads of a run and was not scored yet, found by the index of each lead. */
const NEW_OF_RUN = (run: string): string =>
	`(select d.lead, d.first from ll_due as d where d.holder = ${run} offset 0) as d, lateral (select * from ll_activity_log as a where a.lead = d.lead and a.id >= d.first offset 0) as a`;

/** How long a run that was started for a lead may need until it takes it. */
const SECONDS_TO_START = 15;

/** Of a table with a row for every lead few are held: they are found by the index of those. */
const HELD = 'd.holder is not null and d.until > now()';
const RUNS = `select count(distinct d.holder) from ll_due as d where ${HELD}`;
const FREE = '(d.until is null or d.until < now())';
const IN_ORDER = 'order by d.later, d.since, d.lead';
const RUN = '$execution.id';

const TABLE = `do $due$ begin
	if to_regclass('ll_due') is null then
		create table ll_due (
			lead text collate "C" primary key,
			since timestamptz not null default now(),
			later boolean not null default false,
			first bigint,
			fresh integer not null default 0,
			touched bigint not null default 1,
			taken bigint,
			tries integer not null default 0,
			died integer not null default 0,
			holder text,
			until timestamptz,
			asked timestamptz
		) with (fillfactor = 70);
		comment on table ll_due is 'Leads that are due to be scored. since: from when on. later: every lead once more, after those with new activities. first, fresh: lowest ID and number of entries of ll_activity_log that were not scored yet. touched: rises with each reason, so that a run sees what came after it took the lead (taken). tries: runs that lost a row to another writer. died: runs that ended without letting go. holder, until: the run that has it. asked: when a run was started for it.';
		create index ll_due_in_order on ll_due (later, since, lead);
		create index ll_due_by_holder on ll_due (holder, lead) where holder is not null;
		create index ll_due_died on ll_due (died) where died > 0;
		insert into ll_due (lead, since, first, fresh)
			select a.lead, min(a."createdAt"), min(a.id), count(*) from ll_activity_log as a
			where a.lead <> '' and a.id > coalesce((select position from ll_state where name = 'scoring'), 0)
			group by a.lead order by a.lead;
	end if;
end $due$;`;

const APPENDED = `create or replace function ll_note_due() returns trigger language plpgsql as $function$
begin
	insert into ll_due (lead, first, fresh)
		select a.lead, min(a.id), count(*) from added as a where a.lead <> '' group by a.lead order by a.lead
	on conflict (lead) do update set
		touched = ll_due.touched + 1,
		first = least(ll_due.first, excluded.first),
		fresh = least(ll_due.fresh::bigint + excluded.fresh, 1000000000),
		since = case when ll_due.later then excluded.since else ll_due.since end,
		later = false,
		tries = 0,
		died = 0;
	return null;
end
$function$;

do $due$ begin
	if not exists (select from pg_trigger where tgrelid = 'll_activity_log'::regclass and tgname = 'll_activity_log_makes_due') then
		create trigger ll_activity_log_makes_due after insert on ll_activity_log
			referencing new table as added for each statement execute function ll_note_due();
	end if;
end $due$;`;

/** People write to tables too: a key is one in small letters, however it is typed. */
const SAME_KEY = `create or replace function ll_same_key() returns trigger language plpgsql as $function$
begin
	new."lead" := lower(trim(new."lead"));
	return new;
end
$function$;

${['ll_activity_log', 'll_lead_book']
	.map(
		(table) => `do $key$ begin
	if not exists (select from pg_trigger where tgrelid = '${table}'::regclass and tgname = '${table}_same_key') then
		create trigger ${table}_same_key before insert or update on ${table} for each row
			when (new."lead" is distinct from lower(trim(new."lead"))) execute function ll_same_key();
	end if;
end $key$;`,
	)
	.join('\n\n')}`;

/** What stands on rows and is not copied yet is the business of 02. */
const WITH_NEWS = `create or replace function ll_make_due(leads text[]) returns void language sql as $function$
	insert into ll_due (lead) select distinct l from unnest(leads) as l where l <> '' order by l
	on conflict (lead) do update set touched = ll_due.touched + 1, later = false, tries = 0, died = 0;
$function$;`;

const EVERY_LEAD = `create or replace function ll_make_all_due() returns void language sql as $function$
	insert into ll_due (lead, later) select lead, true from ll_lead_book where lead <> '' order by lead
	on conflict (lead) do update set touched = ll_due.touched + 1;
$function$;`;

const isoAfter = (span: string): string =>
	`to_char((now() + ${span}) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** Nobody keeps scoring for itself. */
const IS_FREE = `coalesce(s."until", '') < ${isoAfter("interval '0'")}`;

/**
 * Two statements, the second with a new view of the tables: what was added while the first one waited is seen with it. A run that has
 * enough to do leaves the rest to others. Leads of a run that died are taken apart from the others, ever fewer at a time, until the one that
 * it died of is alone, and then given up until its next activity or the night. Where nothing is left, one that the schedule started goes on,
 * to see whether a night has begun.
 */
const TAKE = `create or replace function ll_take(run text, is_scheduled boolean) returns table (name text, workflow text, next text, rules text, sweep text, taken integer) language plpgsql as $function$
declare
	number integer;
	most integer;
begin
	perform from ll_state as s where s."name" = 'scoring' and ${IS_FREE} for share;
	if not found or (${RUNS} and d.holder <> run) >= ${RUNS_AT_ONCE} then
		return;
	end if;
	with dead as (select d.lead from ll_due as d where d.holder is not null and d.until < now() order by d.lead for update skip locked)
	update ll_due as d set died = d.died + 1, holder = null, until = null, taken = null where d.lead = any (array(select lead from dead));
	with given_up as (select d.lead from ll_due as d where d.died >= ${MOST_DEATHS} order by d.lead for update skip locked)
	delete from ll_due as d where d.lead = any (array(select lead from given_up));
	perform from ll_due as d where ${FREE} and d.died = 0 ${IN_ORDER} limit 1;
	if not found then
		select power(10, greatest(3 - d.died, 0))::integer into most from ll_due as d where ${FREE} and d.died > 0 ${IN_ORDER} limit 1;
	end if;
	with picked as (
		select d.lead, d.later, d.since, d.fresh from ll_due as d where ${FREE} and (d.died = 0) = (most is null)
		${IN_ORDER} limit coalesce(most, ${MOST_LEADS}) for update skip locked
	),
	weighed as (
		select p.lead, sum(w.entries) over (order by p.later, p.since, p.lead) - w.entries as before
		from picked as p left join ${ROW_OF('p.lead')} on true,
			lateral (select p.fresh + coalesce(b.logged, b.activities, 0) as entries) as w
	),
	held as (
		update ll_due as d set holder = run, until = now() + interval '${SECONDS} seconds', taken = d.touched
		where d.lead = any (array(select w.lead from weighed as w where w.before < ${MOST_ENTRIES})) returning d.lead
	)
	select count(*) into number from held;
	if number = 0 and not is_scheduled then
		return;
	end if;
	return query select s."name", s."workflow", s."next", s."rules", s."sweep", number from ll_state as s where s."name" = 'scoring';
end
$function$;`;

/**
 * Keeps scoring for a run that must not be disturbed, such as one that erases a person: from now on no run takes leads, and the row
 * comes out once those that had some are done. Looked at anew when the lock is there: who took leads while this waited is seen.
 */
const TAKE_ALL = `create or replace function ll_take_scoring(run text, seconds integer) returns setof ll_state language plpgsql as $function$
begin
	perform from ll_state as s where s."name" = 'scoring' for update;
	update ll_state as s set holder = run, "until" = ${isoAfter('make_interval(secs => seconds)')}, "updatedAt" = now()
		where s."name" = 'scoring' and (s.holder = run or ${IS_FREE});
	if found and not exists (select from ll_due as d where ${HELD}) then
		return query select * from ll_state as s where s."name" = 'scoring';
	end if;
end
$function$;`;

/** As JSON, or null: people write to tables too. */
const JSON_OF = `create or replace function ll_json(value text) returns jsonb language plpgsql immutable as $function$
begin
	return value::jsonb;
exception when others then
	return null;
end
$function$;`;

/**
 * What was said about the keys that a run took, about those that its entries name, and about all that hang together with them. What an
 * entry says is worked out by Follow Log; here every text in it may be a key.
 */
const LINKS = `create or replace function ll_links_of(run text) returns setof ll_alias_book language plpgsql stable set jit = off as $function$
declare
	reached text[];
	met text[];
begin
	select array_agg(key) into reached from (
		select d.lead as key from ll_due as d where d.holder = run
		union
		select lower(trim(b."mergedInto")) from ll_due as d, ${ROW_OF('d.lead')} where d.holder = run and b."mergedInto" <> ''
		union
		select lower(trim(text.value #>> '{}')) from ${NEW_OF_RUN('run')},
			jsonb_path_query(ll_json(a.properties), 'strict $.alsoKnownAs.**') as text (value)
		where a.properties like '%"alsoKnownAs"%' and jsonb_typeof(text.value) in ('string', 'number')
	) as seeds;
	met := reached;
	while cardinality(met) > 0 loop
		select array_agg(key) into met from (
			select l.lead as key from ll_alias_book as l where l.alias = any (met) and l.alias <> ''
			union
			select l.alias from ll_alias_book as l where l.lead = any (met)
			except
			select unnest(reached)
		) as others;
		reached := reached || met;
	end loop;
	return query select l.* from ll_alias_book as l where l.alias = any (reached) and l.alias <> '' order by l.id;
end
$function$;`;

/** Adds activities, and says which workflow to start for them, all in the one statement of a call. */
const APPEND = `create or replace function ll_append(items jsonb) returns table ("insertedRows" integer, workflow text) language plpgsql as $function$
begin
	select count(*) into "insertedRows" from ll_insert_activity_log(items);
	select s.workflow into workflow from ll_start_scoring() as s;
	return next;
end
$function$;`;

const ENTRIES = `create or replace function ll_entries_of(run text) returns setof ll_activity_log language sql stable set jit = off as $function$
	select a.* from ${NEW_OF_RUN('run')} order by a.id;
$function$;`;

/** The rows of the leads that a run took, and what one that was killed left of other leads. */
const WAITING = `create or replace function ll_waiting_of(run text) returns table (id bigint, lead text, news text, "mergedInto" text, logged double precision, activities double precision) language sql stable set jit = off as $function$
	select b.id, b.lead, b.news, b."mergedInto", b.logged, b.activities from ll_due as d, ${ROW_OF('d.lead')} where d.holder = run
	union
	(select b.id, b.lead, b.news, b."mergedInto", b.logged, b.activities from ll_lead_book as b
		where b.news <> '' and b."updatedAt" < now() - interval '${NEWS_IS_LEFT_AFTER}' order by b.id limit ${MOST_LEADS})
	order by 1;
$function$;`;

/**
 * What came since a lead was taken, and what somebody else wrote first, keeps it due. When Follow Log says that a night has begun,
 * every lead is due once more, after those with new activities.
 */
const LET_GO = `create or replace function ll_let_go(run text, saved jsonb) returns setof ll_state language plpgsql as $function$
declare
	is_lost boolean := coalesce((saved ->> 'tries')::numeric, 0) > 0;
begin
	perform from ll_state where name = 'scoring' for update;
	perform from ll_due where holder = run order by lead for update;
	delete from ll_due where holder = run and touched = taken and (not is_lost or tries >= ${MOST_TRIES});
	update ll_due set holder = null, until = null, taken = null, asked = null, tries = tries + is_lost::integer where holder = run;
	update ll_state set rules = coalesce(saved ->> 'rules', rules), tries = 0, "updatedAt" = now() where name = 'scoring';
	update ll_state set sweep = saved ->> 'sweep' where name = 'scoring' and coalesce(sweep, '') < saved ->> 'sweep';
	if found then
		perform ll_make_all_due();
	end if;
	return query select * from ll_state where name = 'scoring';
end
$function$;`;

/** Of many calls that come at once one starts a run for the leads that they made due. */
const START_SCORING = `create or replace function ll_start_scoring() returns setof ll_state language sql as $function$
	with picked as (
		select d.lead from ll_due as d
		where ${FREE} and (d.asked is null or d.asked < now() - interval '${SECONDS_TO_START} seconds') and (${RUNS}) < ${RUNS_AT_ONCE}
		${IN_ORDER} limit ${MOST_LEADS} for update skip locked
	),
	asked as (update ll_due as d set asked = now() where d.lead = any (array(select p.lead from picked as p)) returning d.lead)
	select s.* from ll_state as s where s."name" = 'scoring' and s."workflow" <> '' and exists (select from asked);
$function$;`;

export const DUE_LEADS: readonly string[] = [
	TABLE,
	APPENDED,
	SAME_KEY,
	WITH_NEWS,
	EVERY_LEAD,
	TAKE,
	TAKE_ALL,
	START_SCORING,
	APPEND,
	ENTRIES,
	WAITING,
	JSON_OF,
	LINKS,
	LET_GO,
];

// --- Queries of 02, and of those that start it -----------------------------------------------------------------------------

/** The row of 02 with how many leads this run has now; nothing where enough runs are at work. */
export const takeLeads = (schedule: string): Query => ({
	query: 'select * from ll_take($1::text, $2::boolean)',
	parameters: [RUN, `$('${schedule}').isExecuted`],
});

/** The row of 02 where the run has scoring for itself. */
export const takeScoring = (seconds: number): Query => ({
	query: `select * from ll_take_scoring($1::text, ${seconds})`,
	parameters: [RUN],
});

/** Lowest number first. */
export const NEW_ENTRIES: Query = { query: 'select * from ll_entries_of($1::text)', parameters: [RUN] };

export const LINKS_OF_RUN: Query = { query: 'select * from ll_links_of($1::text)', parameters: [RUN] };

export const WAITING_ROWS: Query = { query: 'select * from ll_waiting_of($1::text)', parameters: [RUN] };

/** Off the rows that this run wrote, in the order in which others lock them. */
export const NEWS_IS_COPIED: Query = {
	query:
		'with mine as materialized (select id from ll_lead_book where batch = $1::text order by lead for update), cleared as (update ll_lead_book as t set batch = null, news = null, "updatedAt" = now() from mine where t.id = mine.id and t.batch = $1::text returning t.id) select count(*)::int as cleared from cleared',
	parameters: [RUN],
};

export const LET_LEADS_GO: Query = {
	query: 'select * from ll_let_go($1::text, $2::jsonb)',
	parameters: [RUN, 'JSON.stringify($json)'],
};

/** Of a lead that nobody holds, as a row with an activity: then there is more to do. */
export const MORE_LEADS: Query = {
	query: `select d.lead as activity from ll_due as d where ${FREE} ${IN_ORDER} limit 1`,
	parameters: [],
};

/** How many are new, and the workflow of 02 where a lead waits for which nobody started a run yet. */
export const APPEND_ACTIVITIES: Query = { query: 'select * from ll_append($1::jsonb)', parameters: [ITEMS] };

export const EVERY_LEAD_IS_DUE: Query = {
	query: `with due as (select ll_make_all_due()) select s.* from ll_state as s, due where s."name" = 'scoring'`,
	parameters: [],
};

export const OLDEST_UNSCORED: Query = {
	query: 'select a.* from ll_activity_log as a where a.id = (select min(d.first) from ll_due as d)',
	parameters: [],
};
