#!/bin/sh
# Runs in a fresh Debian: Odoo and PostgreSQL, without any service that starts by itself.
set -eu

printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod +x /usr/sbin/policy-rc.d
mkdir -p /etc/postgresql-common
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf

apt-get update
apt-get install --yes --no-install-recommends odoo-19 postgresql tzdata tzdata-legacy
apt-get clean
rm -rf /var/lib/apt/lists
