#!/usr/bin/env bash
# n8n 2.41.1, Data Table node 1.1: the operation Table > Update changes nothing but the table's name; no operation of the node adds a column to a table that is there.
# Seen: Update has one parameter besides the table, newName, and calls updateDataTable({ name }); Create takes columns, and only for a new table. So a workflow cannot bring an older table up to
# date: it has to name the missing column to a person, or to call n8n's public API.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent n8n-workflow@2.41.0
tar -xzf "$(npm pack --silent n8n-nodes-base@2.41.1)"

cat >ask.cjs <<'JS'
const actions = './package/dist/nodes/DataTable/actions/table';
const { execute, description } = require(`${actions}/update.operation.js`);
const written = [];
const proxy = { updateDataTable: async (data) => void written.push(data) };
const context = {
	getNodeParameter: (name) => (name === 'newName' ? 'leads' : { mode: 'id', value: 'table-1' }),
	getNode: () => ({ name: 'Data Table', type: 'n8n-nodes-base.dataTable', typeVersion: 1.1 }),
	helpers: { getDataTableProxy: async () => proxy },
};
const own = description.map(({ name }) => name).filter((name) => name !== 'dataTableId');
const adders = require('fs').readdirSync(`${actions}`).filter((file) => /column/i.test(file));
execute.call(context, 0).then(() => console.log(JSON.stringify({ parameters: own, written, adders })));
JS
seen=$(node ask.cjs)
echo "n8n-nodes-base 2.41.1, Data Table, Table > Update: $seen"
[ "$seen" = '{"parameters":["newName"],"written":[{"name":"leads"}],"adders":[]}' ]
