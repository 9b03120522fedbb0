import { RECORDS_A_PAGE } from '../../../lifecycle/crm/history/crm-history';
import { readPage } from '../../../lifecycle/crm/history/history-page';
import { readProgress } from '../../../lifecycle/crm/history/import-progress';
import { activityJson } from '../../shared/activity-json';
import { queriesOf } from '../../shared/queries';
import { historyOf, valueOf } from '../history';
import { fieldsIn, itemsOfAll } from '../items';
import type { Operation } from '../operation';
import { skippedItems } from './find-changes';

export const readAPage: Operation = {
	value: 'readPage',
	name: 'Read a Page',
	action: 'Read a page of CRM records as activities',
	description: 'What the records of one page say that leads did, and what of it to look up in the tables',
	connect:
		'Connect the row of <b>ll_import_progress</b>, and the nodes that read a page of records. Templates 13 and 14 show how.',
	inputs: ['Progress', 'Records', 'Messages'],
	outputs: ['Page', 'Activities', 'Find in Log', 'Find in Book', 'Skipped'],
	run(run) {
		const { context, asOf } = run;
		const history = historyOf(run);
		const [progress, records, messages] = [0, 1, 2].map((input) => fieldsIn(context, input));
		const [row] = progress;
		if (row === undefined) return [[], [], [], [], []];
		const { cursor } = readProgress(row);
		const page = valueOf(run, readPage({ records, messages }, cursor, history, asOf));
		return [
			itemsOfAll([{ ...readProgress(row), next: page.next, records: page.records }]),
			itemsOfAll(page.activities.map((activity) => activityJson(activity, true))),
			itemsOfAll(page.ids === undefined ? [] : [page.ids]),
			itemsOfAll(queriesOf(page.leads, RECORDS_A_PAGE)),
			skippedItems(run, page.skipped),
		];
	},
};
