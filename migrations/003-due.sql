do $lock$ begin perform pg_advisory_xact_lock(hashtext('n8n-nodes-lead-lifecycle')); end $lock$;

do $due$ begin
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
end $due$;

create or replace function ll_note_due() returns trigger language plpgsql as $function$
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
end $due$;

create or replace function ll_same_key() returns trigger language plpgsql as $function$
begin
	new."lead" := lower(trim(new."lead"));
	return new;
end
$function$;

do $key$ begin
	if not exists (select from pg_trigger where tgrelid = 'll_activity_log'::regclass and tgname = 'll_activity_log_same_key') then
		create trigger ll_activity_log_same_key before insert or update on ll_activity_log for each row
			when (new."lead" is distinct from lower(trim(new."lead"))) execute function ll_same_key();
	end if;
end $key$;

do $key$ begin
	if not exists (select from pg_trigger where tgrelid = 'll_lead_book'::regclass and tgname = 'll_lead_book_same_key') then
		create trigger ll_lead_book_same_key before insert or update on ll_lead_book for each row
			when (new."lead" is distinct from lower(trim(new."lead"))) execute function ll_same_key();
	end if;
end $key$;

create or replace function ll_make_due(leads text[]) returns void language sql as $function$
	insert into ll_due (lead) select distinct l from unnest(leads) as l where l <> '' order by l
	on conflict (lead) do update set touched = ll_due.touched + 1, later = false, tries = 0, died = 0;
$function$;

create or replace function ll_make_all_due() returns void language sql as $function$
	insert into ll_due (lead, later) select lead, true from ll_lead_book where lead <> '' order by lead
	on conflict (lead) do update set touched = ll_due.touched + 1;
$function$;

create or replace function ll_take(run text, is_scheduled boolean) returns table (name text, workflow text, next text, rules text, sweep text, taken integer) language plpgsql as $function$
declare
	number integer;
	most integer;
begin
	perform from ll_state as s where s."name" = 'scoring' and coalesce(s."until", '') < to_char((now() + interval '0') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') for share;
	if not found or (select count(distinct d.holder) from ll_due as d where d.holder is not null and d.until > now() and d.holder <> run) >= 4 then
		return;
	end if;
	with dead as (select d.lead from ll_due as d where d.holder is not null and d.until < now() order by d.lead for update skip locked)
	update ll_due as d set died = d.died + 1, holder = null, until = null, taken = null where d.lead = any (array(select lead from dead));
	with given_up as (select d.lead from ll_due as d where d.died >= 5 order by d.lead for update skip locked)
	delete from ll_due as d where d.lead = any (array(select lead from given_up));
	perform from ll_due as d where (d.until is null or d.until < now()) and d.died = 0 order by d.later, d.since, d.lead limit 1;
	if not found then
		select power(10, greatest(3 - d.died, 0))::integer into most from ll_due as d where (d.until is null or d.until < now()) and d.died > 0 order by d.later, d.since, d.lead limit 1;
	end if;
	with picked as (
		select d.lead, d.later, d.since, d.fresh from ll_due as d where (d.until is null or d.until < now()) and (d.died = 0) = (most is null)
		order by d.later, d.since, d.lead limit coalesce(most, 1000) for update skip locked
	),
	weighed as (
		select p.lead, sum(w.entries) over (order by p.later, p.since, p.lead) - w.entries as before
		from picked as p left join lateral (select * from ll_lead_book as b where b.lead = p.lead and b.lead <> '' offset 0) as b on true,
			lateral (select p.fresh + coalesce(b.logged, b.activities, 0) as entries) as w
	),
	held as (
		update ll_due as d set holder = run, until = now() + interval '120 seconds', taken = d.touched
		where d.lead = any (array(select w.lead from weighed as w where w.before < 50000)) returning d.lead
	)
	select count(*) into number from held;
	if number = 0 and not is_scheduled then
		return;
	end if;
	return query select s."name", s."workflow", s."next", s."rules", s."sweep", number from ll_state as s where s."name" = 'scoring';
end
$function$;

create or replace function ll_take_scoring(run text, seconds integer) returns setof ll_state language plpgsql as $function$
begin
	perform from ll_state as s where s."name" = 'scoring' for update;
	update ll_state as s set holder = run, "until" = to_char((now() + make_interval(secs => seconds)) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), "updatedAt" = now()
		where s."name" = 'scoring' and (s.holder = run or coalesce(s."until", '') < to_char((now() + interval '0') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
	if found and not exists (select from ll_due as d where d.holder is not null and d.until > now()) then
		return query select * from ll_state as s where s."name" = 'scoring';
	end if;
end
$function$;

create or replace function ll_start_scoring() returns setof ll_state language sql as $function$
	with picked as (
		select d.lead from ll_due as d
		where (d.until is null or d.until < now()) and (d.asked is null or d.asked < now() - interval '15 seconds') and (select count(distinct d.holder) from ll_due as d where d.holder is not null and d.until > now()) < 4
		order by d.later, d.since, d.lead limit 1000 for update skip locked
	),
	asked as (update ll_due as d set asked = now() where d.lead = any (array(select p.lead from picked as p)) returning d.lead)
	select s.* from ll_state as s where s."name" = 'scoring' and s."workflow" <> '' and exists (select from asked);
$function$;

create or replace function ll_append(items jsonb) returns table ("insertedRows" integer, workflow text) language plpgsql as $function$
begin
	select count(*) into "insertedRows" from ll_insert_activity_log(items);
	select s.workflow into workflow from ll_start_scoring() as s;
	return next;
end
$function$;

create or replace function ll_entries_of(run text) returns setof ll_activity_log language sql stable set jit = off as $function$
	select a.* from (select d.lead, d.first from ll_due as d where d.holder = run offset 0) as d, lateral (select * from ll_activity_log as a where a.lead = d.lead and a.id >= d.first offset 0) as a order by a.id;
$function$;

create or replace function ll_waiting_of(run text) returns table (id bigint, lead text, news text, "mergedInto" text, logged double precision, activities double precision) language sql stable set jit = off as $function$
	select b.id, b.lead, b.news, b."mergedInto", b.logged, b.activities from ll_due as d, lateral (select * from ll_lead_book as b where b.lead = d.lead and b.lead <> '' offset 0) as b where d.holder = run
	union
	(select b.id, b.lead, b.news, b."mergedInto", b.logged, b.activities from ll_lead_book as b
		where b.news <> '' and b."updatedAt" < now() - interval '5 minutes' order by b.id limit 1000)
	order by 1;
$function$;

create or replace function ll_json(value text) returns jsonb language plpgsql immutable as $function$
begin
	return value::jsonb;
exception when others then
	return null;
end
$function$;

create or replace function ll_links_of(run text) returns setof ll_alias_book language plpgsql stable set jit = off as $function$
declare
	reached text[];
	met text[];
begin
	select array_agg(key) into reached from (
		select d.lead as key from ll_due as d where d.holder = run
		union
		select lower(trim(b."mergedInto")) from ll_due as d, lateral (select * from ll_lead_book as b where b.lead = d.lead and b.lead <> '' offset 0) as b where d.holder = run and b."mergedInto" <> ''
		union
		select lower(trim(text.value #>> '{}')) from (select d.lead, d.first from ll_due as d where d.holder = run offset 0) as d, lateral (select * from ll_activity_log as a where a.lead = d.lead and a.id >= d.first offset 0) as a,
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
$function$;

create or replace function ll_let_go(run text, saved jsonb) returns setof ll_state language plpgsql as $function$
declare
	is_lost boolean := coalesce((saved ->> 'tries')::numeric, 0) > 0;
begin
	perform from ll_state where name = 'scoring' for update;
	perform from ll_due where holder = run order by lead for update;
	delete from ll_due where holder = run and touched = taken and (not is_lost or tries >= 5);
	update ll_due set holder = null, until = null, taken = null, asked = null, tries = tries + is_lost::integer where holder = run;
	update ll_state set rules = coalesce(saved ->> 'rules', rules), tries = 0, "updatedAt" = now() where name = 'scoring';
	update ll_state set sweep = saved ->> 'sweep' where name = 'scoring' and coalesce(sweep, '') < saved ->> 'sweep';
	if found then
		perform ll_make_all_due();
	end if;
	return query select * from ll_state where name = 'scoring';
end
$function$;
