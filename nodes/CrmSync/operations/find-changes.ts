import type { INodeExecutionData } from 'n8n-workflow';
import type { Skipped } from '../../../lifecycle/crm/changes/crm-changes';
import { addHints } from '../../shared/shell';
import { changesOf } from '../changes';
import { fieldsIn, itemsOfAll } from '../items';
import type { Operation, Run } from '../operation';

export const findChanges: Operation = {
	value: 'findChanges',
	name: 'Find Changes',
	action: 'Find changed records of the CRM',
	description: 'Which records to read because of events of the CRM, each once',
	connect: 'Connect the trigger of your CRM. Template 15 shows how.',
	inputs: ['Events'],
	outputs: ['Events', 'Records', 'Skipped'],
	run(run) {
		const events = fieldsIn(run.context, 0);
		const { records, skipped } = changesOf(run).recordsOf(events);
		return [records.length > 0 ? itemsOfAll(events) : [], itemsOfAll(records), skippedItems(run, skipped)];
	},
};

/** What was skipped, also as a hint: nobody looks at an output that leads nowhere. */
export function skippedItems({ context }: Run, skipped: readonly Skipped[]): INodeExecutionData[] {
	addHints(
		context,
		skipped.slice(0, MOST_HINTS).map(({ what, why }) => `Skipped: ${what}. ${why}`),
	);
	return skipped.map((each) => ({ json: { ...each } }));
}

const MOST_HINTS = 5;
