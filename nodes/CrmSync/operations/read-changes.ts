import { decisionsOf } from '../../../lifecycle/crm/changes';
import { outboxRowOf } from '../../../lifecycle/message/outbox';
import { readSettings } from '../../../lifecycle/settings/read-settings';
import { toIso } from '../../../lifecycle/time';
import { changesOf } from '../changes';
import { fieldsIn, itemsOfAll } from '../items';
import type { Operation } from '../operation';
import { skippedItems } from './find-changes';

export const readChanges: Operation = {
	value: 'readChanges',
	name: 'Read Changes',
	action: 'Read changes of the CRM as decisions',
	description:
		'What people changed in the CRM, as decisions of sales: accepted, opportunity, won, lost, sent back, owner',
	connect:
		'Connect <b>Events</b> of Find Changes, the records and the users of your CRM, and the table <b>ll_settings</b>. Template 15 shows how.',
	inputs: ['Events', 'Records', 'CRM Users', 'Settings'],
	outputs: ['Decisions', 'Report', 'Skipped'],
	run(run) {
		const { context, asOf } = run;
		const [events, records, users, rows] = [0, 1, 2, 3].map((input) => fieldsIn(context, input));
		const { settings } = readSettings(rows);
		const { decisions, skipped, report } = decisionsOf(
			{ events, records, users },
			changesOf(run),
			settings.reasons,
			toIso(asOf.toMillis()),
		);
		const row = report === undefined ? undefined : outboxRowOf(report, settings);
		return [itemsOfAll(decisions), row === undefined ? [] : itemsOfAll([row]), skippedItems(run, skipped)];
	},
};
