#!/bin/bash
# The first process of a run: serve.sh PORT DATABASE TEMPLATE. Serves Odoo on a database copied from the template, until
# its standard input ends: whoever holds the other end asks for that so, or is gone. The data goes as well, unless the
# last word was "keep".
set -euo pipefail
. /recipe/cluster.sh
port=$1
database=$2
template=$3
exec 3<&0

start_postgres
if [ -z "$($as_postgres psql --host=/run/postgresql --quiet --tuples-only \
	--command="select 1 from pg_database where datname = '$database'")" ]; then
	$as_postgres createdb --host=/run/postgresql --owner=odoo --template="$template" "$database"
	[ ! -d "/srv/odoo/filestore/$template" ] || cp -a "/srv/odoo/filestore/$template" "/srv/odoo/filestore/$database"
fi

# shellcheck disable=SC2086
$as_odoo odoo server $odoo_options --http-interface=127.0.0.1 --http-port="$port" --database="$database" \
	--db-filter="^$database\$" &
odoo_process=$!
{ read -r word <&3 && [ "$word" = keep ] && touch /run/keep; } &
wait -n "$odoo_process" "$postgres_process" $! || true

kill -TERM "$odoo_process" 2>/dev/null || true
for _ in $(seq 50); do
	kill -0 "$odoo_process" 2>/dev/null || break
	sleep 0.1
done
kill -KILL "$odoo_process" 2>/dev/null || true
stop_postgres
[ -e /run/keep ] || rm -rf /srv/cluster /srv/odoo
