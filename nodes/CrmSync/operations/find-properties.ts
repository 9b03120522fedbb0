import { CRM_SET_UPS } from '../../../lifecycle/crm/set-up';
import type { CrmSetUp } from '../../../lifecycle/crm/set-up/crm-set-up';
import { missingProperties } from '../../../lifecycle/crm/set-up/set-up-properties';
import { call } from '../../../lifecycle/crm/look-up';
import { addHints, refuse } from '../../shared/shell';
import { fieldsIn, itemsOfAll } from '../items';
import type { Operation, Run } from '../operation';

export const findProperties: Operation = {
	value: 'findProperties',
	name: 'Find Missing Properties',
	action: 'Find properties that the CRM does not have',
	description: 'Which of the properties that the templates write are missing in the CRM',
	connect: 'Connect the nodes that list the properties of your CRM. Template 00 CRM properties shows how.',
	inputs: ['Properties', 'Before'],
	outputs: ['State', 'Create'],
	run(run) {
		const { context, crm } = run;
		const [there, first] = [0, 1].map((input) => fieldsIn(context, input));
		const { missing, ...state } = missingProperties(there, first, { crm, setUp: setUpOf(run) });
		if (!state.isOn)
			addHints(
				context,
				[`Nothing was set up in ${crm.title}: choose its credential in each of its nodes, and activate all of them.`],
				'warning',
			);
		return [itemsOfAll([state]), itemsOfAll(missing.map(call))];
	},
};

function setUpOf({ kind, crm, context }: Run): CrmSetUp {
	const setUp = kind === 'own' ? undefined : CRM_SET_UPS[kind];
	if (setUp !== undefined) return setUp;
	return refuse(context, {
		message: `The properties of ${crm.title} cannot be created from here`,
		hint: 'Make them by hand; the documentation page of the CRM lists them.',
	});
}
