do $lock$ begin perform pg_advisory_xact_lock(hashtext('n8n-nodes-lead-lifecycle')); end $lock$;

create or replace function ll_insert_rules(items jsonb) returns setof ll_rules language sql as $function$
	insert into ll_rules ("rule", "points", "dimension", "event", "field", "operator", "value", "per", "max", "count", "days", "every", "decay", "importance", "moment", "active", "note", "model")
	select "rule", "points", "dimension", "event", "field", "operator", "value", "per", "max", "count", "days", "every", "decay", "importance", "moment", "active", "note", "model" from jsonb_populate_recordset(null::ll_rules, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_activity_log(items jsonb) returns setof ll_activity_log language sql as $function$
	insert into ll_activity_log ("activity", "lead", "type", "at", "channel", "source", "properties", "attributes", "quarantine")
	select "activity", "lead", "type", "at", "channel", "source", "properties", "attributes", "quarantine" from jsonb_populate_recordset(null::ll_activity_log, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_activity_log as t where t."activity" = item."activity" and t."lead" = item."lead" and t."activity" <> '')
	order by "activity", "lead"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_lead_book(items jsonb) returns setof ll_lead_book language sql as $function$
	insert into ll_lead_book ("lead", "cell", "total", "fit", "engagement", "signal", "stage", "summary", "label", "name", "email", "title", "company", "owner", "quality", "recent", "lastActivityAt", "activities", "handedOffAt", "acceptedAt", "track", "coolOffUntil", "recycles", "recycledAt", "retained", "scoreAdjustment", "scoreAdjustmentNote", "chance", "chanceWhy", "account", "cellSince", "slaAlerts", "crm", "mergedInto", "listedTrack", "enrichment", "attributes", "leadScore", "logged", "version", "batch", "news")
	select "lead", "cell", "total", "fit", "engagement", "signal", "stage", "summary", "label", "name", "email", "title", "company", "owner", "quality", "recent", "lastActivityAt", "activities", "handedOffAt", "acceptedAt", "track", "coolOffUntil", "recycles", "recycledAt", "retained", "scoreAdjustment", "scoreAdjustmentNote", "chance", "chanceWhy", "account", "cellSince", "slaAlerts", "crm", "mergedInto", "listedTrack", "enrichment", "attributes", "leadScore", "logged", "version", "batch", "news" from jsonb_populate_recordset(null::ll_lead_book, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_lead_book as t where t."lead" = item."lead" and t."lead" <> '')
	order by "lead"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_account_book(items jsonb) returns setof ll_account_book language sql as $function$
	insert into ll_account_book ("account", "domain", "name", "score", "members", "engaged", "completeness", "missingRoles", "topLeads", "surge", "qualified", "transition", "qualifiedAt", "crossings", "version")
	select "account", "domain", "name", "score", "members", "engaged", "completeness", "missingRoles", "topLeads", "surge", "qualified", "transition", "qualifiedAt", "crossings", "version" from jsonb_populate_recordset(null::ll_account_book, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_account_book as t where t."account" = item."account" and t."account" <> '')
	order by "account"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_outbox(items jsonb) returns setof ll_outbox language sql as $function$
	insert into ll_outbox ("title", "audience", "status", "kind", "at", "lead", "text", "channel", "attempts", "nextAt", "error", "details", "key")
	select "title", "audience", "status", "kind", "at", "lead", "text", "channel", "attempts", "nextAt", "error", "details", "key" from jsonb_populate_recordset(null::ll_outbox, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_outbox as t where t."key" = item."key" and t."key" <> '')
	order by "key"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_stage_log(items jsonb) returns setof ll_stage_log language sql as $function$
	insert into ll_stage_log ("lead", "from", "to", "at", "by", "why")
	select "lead", "from", "to", "at", "by", "why" from jsonb_populate_recordset(null::ll_stage_log, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_stage_log as t where t."lead" = item."lead" and t."at" = item."at" and t."from" = item."from" and t."to" = item."to" and t."lead" <> '')
	order by "lead", "at", "from", "to"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_score_log(items jsonb) returns setof ll_score_log language sql as $function$
	insert into ll_score_log ("lead", "at", "cell", "previousCell", "total", "previousTotal", "fit", "engagement", "summary", "by")
	select "lead", "at", "cell", "previousCell", "total", "previousTotal", "fit", "engagement", "summary", "by" from jsonb_populate_recordset(null::ll_score_log, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_score_log as t where t."lead" = item."lead" and t."at" = item."at" and t."total" = item."total" and t."cell" = item."cell" and t."lead" <> '')
	order by "lead", "at", "total", "cell"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_import_progress(items jsonb) returns setof ll_import_progress language sql as $function$
	insert into ll_import_progress ("source", "status", "cursor", "total", "done", "activities", "leads", "startedAt", "lastPageAt", "finishedAt")
	select "source", "status", "cursor", "total", "done", "activities", "leads", "startedAt", "lastPageAt", "finishedAt" from jsonb_populate_recordset(null::ll_import_progress, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_import_progress as t where t."source" = item."source" and t."source" <> '')
	order by "source"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_alias_book(items jsonb) returns setof ll_alias_book language sql as $function$
	insert into ll_alias_book ("alias", "lead", "at")
	select "alias", "lead", "at" from jsonb_populate_recordset(null::ll_alias_book, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_alias_book as t where t."alias" = item."alias" and t."lead" = item."lead" and t."alias" <> '')
	order by "alias", "lead"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_settings(items jsonb) returns setof ll_settings language sql as $function$
	insert into ll_settings ("name", "value", "note")
	select "name", "value", "note" from jsonb_populate_recordset(null::ll_settings, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_settings as t where t."name" = item."name" and t."name" <> '')
	order by "name"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_predictors(items jsonb) returns setof ll_predictors language sql as $function$
	insert into ll_predictors ("name", "status", "verdict", "trainedAt", "auc", "low", "high", "leads", "converted", "why", "model")
	select "name", "status", "verdict", "trainedAt", "auc", "low", "high", "leads", "converted", "why", "model" from jsonb_populate_recordset(null::ll_predictors, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_insert_state(items jsonb) returns setof ll_state language sql as $function$
	insert into ll_state ("name", "holder", "until", "position", "seen", "tries", "gaps", "sweep", "workflow", "next", "rules")
	select "name", "holder", "until", "position", "seen", "tries", "gaps", "sweep", "workflow", "next", "rules" from jsonb_populate_recordset(null::ll_state, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item
	where not exists (select from ll_state as t where t."name" = item."name" and t."name" <> '')
	order by "name"
	on conflict do nothing
	returning *;
$function$;

create or replace function ll_change_rules(item jsonb, was jsonb) returns setof ll_rules language sql as $function$
	update ll_rules as t set ("rule", "points", "dimension", "event", "field", "operator", "value", "per", "max", "count", "days", "every", "decay", "importance", "moment", "active", "note", "model", "updatedAt") =
		(select "rule", "points", "dimension", "event", "field", "operator", "value", "per", "max", "count", "days", "every", "decay", "importance", "moment", "active", "note", "model", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_activity_log(item jsonb, was jsonb) returns setof ll_activity_log language sql as $function$
	update ll_activity_log as t set ("activity", "lead", "type", "at", "channel", "source", "properties", "attributes", "quarantine", "updatedAt") =
		(select "activity", "lead", "type", "at", "channel", "source", "properties", "attributes", "quarantine", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."activity" = was ->> 'activity' and t."activity" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_lead_book(item jsonb, was jsonb) returns setof ll_lead_book language sql as $function$
	update ll_lead_book as t set ("lead", "cell", "total", "fit", "engagement", "signal", "stage", "summary", "label", "name", "email", "title", "company", "owner", "quality", "recent", "lastActivityAt", "activities", "handedOffAt", "acceptedAt", "track", "coolOffUntil", "recycles", "recycledAt", "retained", "scoreAdjustment", "scoreAdjustmentNote", "chance", "chanceWhy", "account", "cellSince", "slaAlerts", "crm", "mergedInto", "listedTrack", "enrichment", "attributes", "leadScore", "logged", "version", "batch", "news", "updatedAt") =
		(select "lead", "cell", "total", "fit", "engagement", "signal", "stage", "summary", "label", "name", "email", "title", "company", "owner", "quality", "recent", "lastActivityAt", "activities", "handedOffAt", "acceptedAt", "track", "coolOffUntil", "recycles", "recycledAt", "retained", "scoreAdjustment", "scoreAdjustmentNote", "chance", "chanceWhy", "account", "cellSince", "slaAlerts", "crm", "mergedInto", "listedTrack", "enrichment", "attributes", "leadScore", "logged", "version", "batch", "news", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."lead" = was ->> 'lead' and t."lead" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_account_book(item jsonb, was jsonb) returns setof ll_account_book language sql as $function$
	update ll_account_book as t set ("account", "domain", "name", "score", "members", "engaged", "completeness", "missingRoles", "topLeads", "surge", "qualified", "transition", "qualifiedAt", "crossings", "version", "updatedAt") =
		(select "account", "domain", "name", "score", "members", "engaged", "completeness", "missingRoles", "topLeads", "surge", "qualified", "transition", "qualifiedAt", "crossings", "version", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."account" = was ->> 'account' and t."account" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_outbox(item jsonb, was jsonb) returns setof ll_outbox language sql as $function$
	update ll_outbox as t set ("title", "audience", "status", "kind", "at", "lead", "text", "channel", "attempts", "nextAt", "error", "details", "key", "updatedAt") =
		(select "title", "audience", "status", "kind", "at", "lead", "text", "channel", "attempts", "nextAt", "error", "details", "key", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."key" = was ->> 'key' and t."key" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_stage_log(item jsonb, was jsonb) returns setof ll_stage_log language sql as $function$
	update ll_stage_log as t set ("lead", "from", "to", "at", "by", "why", "updatedAt") =
		(select "lead", "from", "to", "at", "by", "why", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."lead" = was ->> 'lead' and t."lead" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_score_log(item jsonb, was jsonb) returns setof ll_score_log language sql as $function$
	update ll_score_log as t set ("lead", "at", "cell", "previousCell", "total", "previousTotal", "fit", "engagement", "summary", "by", "updatedAt") =
		(select "lead", "at", "cell", "previousCell", "total", "previousTotal", "fit", "engagement", "summary", "by", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."lead" = was ->> 'lead' and t."lead" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_import_progress(item jsonb, was jsonb) returns setof ll_import_progress language sql as $function$
	update ll_import_progress as t set ("source", "status", "cursor", "total", "done", "activities", "leads", "startedAt", "lastPageAt", "finishedAt", "updatedAt") =
		(select "source", "status", "cursor", "total", "done", "activities", "leads", "startedAt", "lastPageAt", "finishedAt", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."source" = was ->> 'source' and t."source" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_alias_book(item jsonb, was jsonb) returns setof ll_alias_book language sql as $function$
	update ll_alias_book as t set ("alias", "lead", "at", "updatedAt") =
		(select "alias", "lead", "at", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."alias" = was ->> 'alias' and t."alias" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_settings(item jsonb, was jsonb) returns setof ll_settings language sql as $function$
	update ll_settings as t set ("name", "value", "note", "updatedAt") =
		(select "name", "value", "note", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."name" = was ->> 'name' and t."name" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_predictors(item jsonb, was jsonb) returns setof ll_predictors language sql as $function$
	update ll_predictors as t set ("name", "status", "verdict", "trainedAt", "auc", "low", "high", "leads", "converted", "why", "model", "updatedAt") =
		(select "name", "status", "verdict", "trainedAt", "auc", "low", "high", "leads", "converted", "why", "model", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_change_state(item jsonb, was jsonb) returns setof ll_state language sql as $function$
	update ll_state as t set ("name", "holder", "until", "position", "seen", "tries", "gaps", "sweep", "workflow", "next", "rules", "updatedAt") =
		(select "name", "holder", "until", "position", "seen", "tries", "gaps", "sweep", "workflow", "next", "rules", now() from jsonb_populate_record(t, item))
	where (t.id = (item ->> 'id')::bigint or (not item ? 'id' and t."name" = was ->> 'name' and t."name" <> '')) and to_jsonb(t) @> was
	returning t.*;
$function$;

create or replace function ll_write_lead_book(items jsonb) returns setof ll_lead_book language sql as $function$
	with given as (
		select item, (item ->> 'id')::bigint as id, v.version - sign(v.version) as version
		from jsonb_array_elements(items) as item, lateral (select nullif((item ->> 'version')::double precision, 0) as version) as v
	),
	locked as materialized (select t.id from ll_lead_book as t where t.id in (select id from given) order by t."lead" for update)
	update ll_lead_book as t set ("lead", "cell", "total", "fit", "engagement", "signal", "stage", "summary", "label", "name", "email", "title", "company", "owner", "quality", "recent", "lastActivityAt", "activities", "handedOffAt", "acceptedAt", "track", "coolOffUntil", "recycles", "recycledAt", "retained", "scoreAdjustment", "scoreAdjustmentNote", "chance", "chanceWhy", "account", "cellSince", "slaAlerts", "crm", "mergedInto", "listedTrack", "enrichment", "attributes", "leadScore", "logged", "version", "batch", "news", "updatedAt") =
		(select "lead", "cell", "total", "fit", "engagement", "signal", "stage", "summary", "label", "name", "email", "title", "company", "owner", "quality", "recent", "lastActivityAt", "activities", "handedOffAt", "acceptedAt", "track", "coolOffUntil", "recycles", "recycledAt", "retained", "scoreAdjustment", "scoreAdjustmentNote", "chance", "chanceWhy", "account", "cellSince", "slaAlerts", "crm", "mergedInto", "listedTrack", "enrichment", "attributes", "leadScore", "logged", "version", "batch", "news", now() from jsonb_populate_record(t, given.item))
	from given join locked using (id)
	where t.id = given.id and t.version is not distinct from given.version
	returning t.*;
$function$;

create or replace function ll_write_account_book(items jsonb) returns setof ll_account_book language sql as $function$
	with given as (
		select item, (item ->> 'id')::bigint as id, v.version - sign(v.version) as version
		from jsonb_array_elements(items) as item, lateral (select nullif((item ->> 'version')::double precision, 0) as version) as v
	),
	locked as materialized (select t.id from ll_account_book as t where t.id in (select id from given) order by t."account" for update)
	update ll_account_book as t set ("account", "domain", "name", "score", "members", "engaged", "completeness", "missingRoles", "topLeads", "surge", "qualified", "transition", "qualifiedAt", "crossings", "version", "updatedAt") =
		(select "account", "domain", "name", "score", "members", "engaged", "completeness", "missingRoles", "topLeads", "surge", "qualified", "transition", "qualifiedAt", "crossings", "version", now() from jsonb_populate_record(t, given.item))
	from given join locked using (id)
	where t.id = given.id and t.version is not distinct from given.version
	returning t.*;
$function$;

create or replace function ll_put_lead_book(item jsonb) returns setof ll_lead_book language plpgsql as $function$
begin
	return query select * from ll_insert_lead_book(item);
	if not found then
		return query select * from ll_change_lead_book(item - 'id', jsonb_build_object('lead', item -> 'lead'));
	end if;
end
$function$;

create or replace function ll_put_account_book(item jsonb) returns setof ll_account_book language plpgsql as $function$
begin
	return query select * from ll_insert_account_book(item);
	if not found then
		return query select * from ll_change_account_book(item - 'id', jsonb_build_object('account', item -> 'account'));
	end if;
end
$function$;

create or replace function ll_put_outbox(item jsonb) returns setof ll_outbox language plpgsql as $function$
begin
	return query select * from ll_insert_outbox(item);
	if not found then
		return query select * from ll_change_outbox(item - 'id', jsonb_build_object('key', item -> 'key'));
	end if;
end
$function$;

create or replace function ll_put_import_progress(item jsonb) returns setof ll_import_progress language plpgsql as $function$
begin
	return query select * from ll_insert_import_progress(item);
	if not found then
		return query select * from ll_change_import_progress(item - 'id', jsonb_build_object('source', item -> 'source'));
	end if;
end
$function$;

create or replace function ll_put_settings(item jsonb) returns setof ll_settings language plpgsql as $function$
begin
	return query select * from ll_insert_settings(item);
	if not found then
		return query select * from ll_change_settings(item - 'id', jsonb_build_object('name', item -> 'name'));
	end if;
end
$function$;

create or replace function ll_put_state(item jsonb) returns setof ll_state language plpgsql as $function$
begin
	return query select * from ll_insert_state(item);
	if not found then
		return query select * from ll_change_state(item - 'id', jsonb_build_object('name', item -> 'name'));
	end if;
end
$function$;

create or replace function ll_move_rows(moved text, items jsonb) returns integer language plpgsql as $function$
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
	if moved = 'll_activity_log' then
		delete from ll_due;
	end if;
	return added;
end
$function$;

create or replace function ll_is_unscored() returns boolean language plpgsql stable as $function$
begin
	return exists (select from ll_due where first is not null or until > now());
end
$function$;
