# Read by the scripts beside it: PostgreSQL in /srv/cluster, reached through a socket that only this namespace sees,
# and how Odoo is called. Commands stand in variables, not functions: a function in the background has a shell around
# it, which keeps signals to itself.

as_postgres='setpriv --reuid=postgres --regid=postgres --init-groups'
as_odoo='setpriv --reuid=odoo --regid=odoo --init-groups env HOME=/srv/odoo'
postgres=$(echo /usr/lib/postgresql/*/bin)
cluster=/srv/cluster

# Crons do not run by themselves: a test says when something happens.
odoo_options='--config=/dev/null --db_host=/run/postgresql --db_user=odoo --data-dir=/srv/odoo --max-cron-threads=0
	--workers=0'

start_postgres() {
	install -d -o postgres -g postgres /run/postgresql
	# The data of a test need not outlive a power cut.
	$as_postgres "$postgres/postgres" -D "$cluster" -c listen_addresses= -c unix_socket_directories=/run/postgresql \
		-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
		-c shared_buffers=64MB -c max_wal_size=256MB -c min_wal_size=2MB &
	postgres_process=$!
	until $as_postgres "$postgres/pg_isready" -q -h /run/postgresql; do
		kill -0 "$postgres_process"
		sleep 0.05
	done
}

stop_postgres() {
	kill -INT "$postgres_process" 2>/dev/null || true
	wait "$postgres_process" || true
}
