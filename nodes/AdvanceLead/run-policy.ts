import type { IExecuteFunctions } from 'n8n-workflow';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { policyOf, type Policy } from '../../lifecycle/stage/policy';
import { readAsOf, remark } from '../shared/shell';
import { itemsAt } from './rows';

/** The settings of an input, made ready for this run; what is wrong in them is a remark, and has its default. */
export function readPolicy(context: IExecuteFunctions, settingsInput: number): Policy {
	const { asOf, by } = context.getNodeParameter('options', 0, {}) as { asOf?: string; by?: string };
	const { settings, faults } = readSettings(itemsAt(context, settingsInput).map(({ json }) => json));
	const policy = policyOf(settings, {
		asOf: readAsOf(context, asOf),
		by: by?.trim() || (context.getWorkflow().name ?? ''),
		batch: context.getExecutionId(),
		zone: context.getTimezone(),
	});
	remark(context, [...faults, ...policy.faults]);
	return policy;
}
