#!/usr/bin/env bash
# n8n-core 2.41.1: a node with Retry On Fail that succeeds is run again, up to Max Tries, when its first item has anything but null or false in a field "error", even an empty text: a write that gives its rows back is done three times, the run is green, and only the last try's output is kept.
# Seen: a node that counts its calls and gives back {"id": 1, "error": ""} is called 3 times with "retryOnFail": true (maxTries 3) and once without; with "error": null, or with the same row second, once.
# So a step that gives back rows of a table with a column "error" (an outbox, a log of imports) must not have Retry On Fail, or must write null.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent n8n-core@2.41.1 n8n-workflow@2.41.0 2>/dev/null

cat >run.cjs <<'JS'
process.env.N8N_LOG_LEVEL = 'silent';
require('reflect-metadata');
const { Container } = require('@n8n/di');
const { InstanceSettings } = require('n8n-core/dist/instance-settings/instance-settings');
Container.set(InstanceSettings, { encryptionKey: 'only for this run', n8nFolder: process.cwd() });
const { WorkflowExecute } = require('n8n-core/dist/execution-engine/workflow-execute');
const { ExecutionLifecycleHooks } = require('n8n-core/dist/execution-engine/execution-lifecycle-hooks');
const { Workflow } = require('n8n-workflow');

let calls = 0;
let rows = [];
const described = (name, group, inputs, execute) => ({
	description: {
		displayName: name, name, group: [group], version: 1, description: '', defaults: { name },
		inputs, outputs: ['main'], properties: [],
	},
	execute,
});
const types = {
	start: described('start', 'trigger', [], async () => [[{ json: {} }]]),
	write: described('write', 'output', ['main'], async () => {
		calls++;
		return [rows.map((json) => ({ json: { ...json, call: calls } }))];
	}),
};
const node = (name, more = {}) => ({ id: name, name, type: name, typeVersion: 1, position: [0, 0], parameters: {}, ...more });

async function timesCalled(given, retryOnFail) {
	calls = 0;
	rows = given;
	const workflow = new Workflow({
		id: 'w', name: 'w', active: false, settings: { executionOrder: 'v1' },
		nodes: [node('start'), node('write', { retryOnFail, maxTries: 3, waitBetweenTries: 1 })],
		connections: { start: { main: [[{ node: 'write', type: 'main', index: 0 }]] } },
		nodeTypes: { getByName: (name) => types[name], getByNameAndVersion: (name) => types[name], getKnownTypes: () => ({}) },
	});
	const hooks = new ExecutionLifecycleHooks('manual', 'e', { id: 'w', name: 'w', active: false, nodes: [], connections: {} });
	const run = await new WorkflowExecute({ hooks, executionId: 'e', currentNodeParameters: undefined }, 'manual').run({
		workflow, startNode: workflow.getNode('start'),
	});
	const [task] = run.data.resultData.runData.write;
	return `${calls} ${task.executionStatus} ${task.data.main[0][0].json.call}`;
}

(async () => {
	console.log('empty text, retry: ', await timesCalled([{ id: 1, error: '' }], true));
	console.log('empty text, no retry: ', await timesCalled([{ id: 1, error: '' }], false));
	console.log('null, retry: ', await timesCalled([{ id: 1, error: null }], true));
	console.log('second row, retry: ', await timesCalled([{ id: 1 }, { id: 2, error: '' }], true));
	process.exit(0);
})();
JS
seen=$(node run.cjs)
echo "n8n-core 2.41.1 on Node.js $(node --version): calls, status, call whose output is kept"
echo "$seen"
[ "$seen" = 'empty text, retry:  3 success 3
empty text, no retry:  1 success 1
null, retry:  1 success 1
second row, retry:  1 success 1' ]
