#!/bin/bash
# Makes what every run starts from: template.sh DATABASE. A cluster with Odoo's crm in that database, and its files.
set -euo pipefail
. /recipe/cluster.sh
database=$1

install -d -o postgres -g postgres "$cluster"
install -d -o odoo -g odoo /srv/odoo
$as_postgres "$postgres/initdb" -D "$cluster" --auth=trust --encoding=UTF8 --locale=C.UTF-8 --wal-segsize=1 >/dev/null
start_postgres
$as_postgres createuser --host=/run/postgresql --createdb odoo
# shellcheck disable=SC2086
{
	$as_odoo odoo server $odoo_options --database="$database" --init=crm,base_automation,rpc --skip-auto-install \
		--without-demo=True --stop-after-init --no-http
	$as_odoo odoo shell $odoo_options --database="$database" --no-http </recipe/template.py
}
stop_postgres
