import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../../lifecycle/fault';
import type { NewProperty } from '../../../lifecycle/crm/set-up/crm-set-up';
import { createdProperties, type PropertiesState } from '../../../lifecycle/crm/set-up/set-up-properties';
import { refuse } from '../../shared/shell';
import { itemsIn, itemsOfAll, resultsIn } from '../items';
import type { Operation } from '../operation';

export const checkProperties: Operation = {
	value: 'checkProperties',
	name: 'Check Properties',
	action: 'Check the properties that were created in the CRM',
	description: 'Which properties were created; stops with what was not, and why',
	connect:
		'Connect <b>State</b> and <b>Create</b> of Find Missing Properties, and the node that creates them. Template 00 CRM properties shows how.',
	inputs: ['State', 'Create', 'Created'],
	outputs: ['Result'],
	run({ context, crm }) {
		const [state] = itemsIn(context, 0);
		if (state === undefined) return [[]];
		const missing = itemsIn(context, 1).map(({ json }) => json as unknown as NewProperty);
		const { isOn, made, faults } = createdProperties(stateIn(state.json), missing, resultsIn(context, 2), crm);
		return faults.length > 0 ? refuse(context, faults) : [itemsOfAll([{ isOn, made }])];
	},
};

const stateIn = ({ isOn, made, faults }: IDataObject): PropertiesState => ({
	isOn: isOn === true,
	made: Array.isArray(made) ? (made as string[]) : [],
	faults: Array.isArray(faults) ? (faults as unknown as Fault[]) : [],
});
