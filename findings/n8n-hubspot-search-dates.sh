#!/usr/bin/env bash
# n8n 2.41.1, HubSpot node 2.2: a search for contacts offers Greater Than and Less Than for number properties only, so “changed since” cannot be chosen for a date property such as lastmodifieddate.
# Seen: the operators of a filter on a property of any type but number are Contains Exactly, Equal, Is Known, Is Unknown, Not Equal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
tar -xzf "$(npm pack --silent n8n-nodes-base@2.41.1)"

cat >ask.cjs <<'JS'
const { contactFields } = require('./package/dist/nodes/Hubspot/V2/ContactDescription.js');
const found = [];
const visit = (value) => {
	if (Array.isArray(value)) value.forEach(visit);
	else if (value && typeof value === 'object') {
		if (value.name === 'operator' && value.displayOptions) found.push(value);
		Object.values(value).forEach(visit);
	}
};
visit(contactFields);
const of = (kind) => found.find(({ displayOptions }) => displayOptions[kind]?.type?.includes('number')).options.map(({ value }) => value);
console.log(JSON.stringify({ notANumber: of('hide'), number: of('show') }));
JS
seen=$(node ask.cjs)
echo "n8n-nodes-base 2.41.1, HubSpot, contact search: $seen"
[ "$seen" = '{"notANumber":["CONTAINS_TOKEN","EQ","HAS_PROPERTY","NOT_HAS_PROPERTY","NEQ"],"number":["CONTAINS_TOKEN","EQ","GT","GTE","HAS_PROPERTY","NOT_HAS_PROPERTY","LT","LTE","NEQ"]}' ]
