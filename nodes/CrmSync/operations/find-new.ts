import { newActivities } from '../../../lifecycle/crm/history/new-activities';
import { afterPage, readProgress } from '../../../lifecycle/crm/history/import-progress';
import { asNumber } from '../../../lifecycle/number';
import { asText } from '../../../lifecycle/text';
import { fieldsIn, itemsOfAll } from '../items';
import type { Operation } from '../operation';

export const findNewActivities: Operation = {
	value: 'findNew',
	name: 'Find New Activities',
	action: 'Find activities that the log does not have',
	description:
		'Which activities of a page are new, once the rows of new leads are there, and how far the import is then',
	connect:
		'Connect <b>Page</b> of Read a Page, its activities, the rows of <b>ll_activity_log</b> that are there already, and the leads that were added. Templates 13 and 14 show how.',
	inputs: ['Page', 'Activities', 'Log', 'Added Leads'],
	outputs: ['Progress', 'New'],
	run({ context, asOf }) {
		const [pages, activities, log, leads] = [0, 1, 2, 3].map((input) => fieldsIn(context, input));
		const [page] = pages;
		if (page === undefined) return [[], []];
		const added = newActivities(activities, log);
		const outcome = {
			next: asText(page.next),
			records: asNumber(page.records) ?? 0,
			activities: added.length,
			leads: leads.length,
		};
		const progress = readProgress(page);
		const after = { ...afterPage(progress, outcome, asOf), reservedAt: progress.lastPageAt };
		return [itemsOfAll([after]), itemsOfAll(added)];
	},
};
