#!/usr/bin/env bash
# n8n-workflow 2.41.0: what n8n saves of a node's parameters or of a credential leaves out every field that stands at its default, even a required choice, so a package that changes a default silently changes what was saved before: a credential saved as "bearer" reads as "basic" once that is the default.
# Seen: getNodeParameters without defaults, which the editor applies before it saves, keeps {"token": "t"} of {"scheme": "bearer", "token": "t"} where "bearer" is the default, and both where it is not. With another default the same saved data reads back as the other scheme.
# So a new default needs a new version of the node, or of a credential (which has no versions) a reader that takes both meanings.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent n8n-workflow@2.41.0 2>/dev/null

cat >run.cjs <<'JS'
const assert = require('node:assert');
const { NodeHelpers } = require('n8n-workflow');
const fields = (standard) => [
	{
		displayName: 'Scheme', name: 'scheme', type: 'options', required: true, default: standard,
		options: [{ name: 'Basic', value: 'basic' }, { name: 'Bearer', value: 'bearer' }],
	},
	{ displayName: 'Token', name: 'token', type: 'string', default: '' },
];
const saved = (standard, data) => NodeHelpers.getNodeParameters(fields(standard), data, false, false, null, null);
const read = (standard, data) => NodeHelpers.getNodeParameters(fields(standard), data, true, false, null, null);

const chosen = { scheme: 'bearer', token: 't' };
const before = saved('bearer', chosen);
console.log('saved while "bearer" is the default:', JSON.stringify(before));
console.log('saved while "basic" is the default: ', JSON.stringify(saved('basic', chosen)));
console.log('the first, read once "basic" is the default:', JSON.stringify(read('basic', before)));
assert.deepEqual({ ...before }, { token: 't' });
assert.deepEqual({ ...saved('basic', chosen) }, chosen);
assert.deepEqual({ ...read('basic', before) }, { scheme: 'basic', token: 't' });
JS
node run.cjs
