/** Names of the steps in the CRM. They are the same in all of them, so that the steps around are the same too. */
export const NAMES = {
	told: 'Messages of hand-offs',
	leads: 'Leads for the CRM',
	users: 'Who works in the CRM',
	fields: 'Fields of the CRM',
	whom: 'Whom to look up',
	pages: 'Pages to look up',
	find: 'Find the person',
	findToo: 'Find the lead',
	known: 'What the CRM knows',
	write: 'Write the record',
	create: 'Make the record',
	taken: 'What the CRM took',
	findTasks: 'Tasks of the person',
	missing: 'Tasks to make',
	makeTask: 'Make the task',
	left: 'Left for later',
} as const;
