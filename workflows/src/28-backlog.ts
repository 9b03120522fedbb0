import { finished, note, step, template } from './parts/canvas';
import { value } from './parts/expression';
import { pageCall } from './parts/page';
import { readOldestUnscored, readStateOf } from './parts/store';

const call = pageCall('A monitor asks', [0, 0], 'backlog');
const state = readStateOf('scoring', [1.2, 0], 'How far 02 came');
const oldest = readOldestUnscored([2.4, 0]);
const now = step('dateTime', 'Note the time', [3.6, 0], {
	operation: 'getCurrentDate',
	outputFieldName: 'now',
	options: { includeInputFields: true },
});
const age = step('dateTime', 'How long it waits', [4.8, 0], {
	operation: 'getTimeBetweenDates',
	// Nothing waits: no time lies between now and now.
	startDate: value('$json.createdAt ?? $json.now'),
	endDate: value('$json.now'),
	units: ['second'],
	outputFieldName: 'oldestUnscored',
	options: {},
});
const answer = step('respondToWebhook', 'Answer with the seconds', [6, 0], {
	respondWith: 'json',
	responseBody: value('{ oldestUnscoredSeconds: $json.oldestUnscored.seconds }'),
	options: { responseHeaders: { entries: [{ name: 'Cache-Control', value: 'no-store' }] } },
});

const flow = template('28-backlog', '28 Backlog', { saveDataSuccessExecution: 'none' }).add(
	call.to(state).to(oldest).to(now).to(age).to(answer),
);

flow.add(
	note(
		'What it does',
		[-3.9, -1.9],
		[3.3, 2.2],
		'start',
		`
		# 28 Backlog

		For the monitor that watches your servers: for how many seconds the oldest activity waits to be scored. 0: nothing waits. It reads and never writes.

		**Before**
		1. Run **00 Set up**.
		2. Choose a *Basic Auth* credential in *A monitor asks*, then publish this workflow.
		3. Let your monitor open \`/webhook/backlog\` and warn from 600 on.

		**Change first**
		- Nothing. People are told by **11 Digest**.
	`,
	),
);
flow.add(
	note(
		'Look and tell',
		[-0.45, -1.9],
		[7.4, 3.2],
		'read',
		`
		# Look and tell
		02 notes how far it scored the log. The oldest activity behind that waits, since it came.
	`,
	),
);

export default finished(flow);
