import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	DEFAULT_ACCOUNT_SETTINGS,
	planAccounts,
	type AccountPlan,
	type AccountSettings,
} from '../../lifecycle/account/account-plan';
import type { AccountReaders } from '../../lifecycle/account/member';
import { foldLead } from '../../lifecycle/activity/activity';
import { asText } from '../../lifecycle/text';
import { fieldParameter, optionalFieldParameter, refuse, type ItemReader } from '../shared/shell';
import { readActivityLog } from './inputs';

/**
 * Reads and checks the form once per execution.
 *
 * @param decided what does not come from the form
 */
export function readPlan(
	context: IExecuteFunctions,
	options: IDataObject,
	decided: Partial<AccountSettings> = {},
): AccountPlan {
	const plan = planAccounts({ ...readSettings(context, options), ...decided });
	return plan.ok ? plan.value : refuse(context, plan.faults);
}

function readSettings(context: IExecuteFunctions, options: IDataObject): AccountSettings {
	const parameter = <Name extends keyof AccountSettings>(name: Name): AccountSettings[Name] =>
		context.getNodeParameter(name, 0, DEFAULT_ACCOUNT_SETTINGS[name] as string) as AccountSettings[Name];
	const option = <Name extends keyof AccountSettings>(name: Name): AccountSettings[Name] =>
		Object.hasOwn(options, name) ? (options[name] as AccountSettings[Name]) : DEFAULT_ACCOUNT_SETTINGS[name];
	const { weights = [] } = context.getNodeParameter('roleWeights', 0, {}) as {
		weights?: AccountSettings['roleWeights'];
	};
	return {
		groupBy: parameter('groupBy'),
		foldSubdomains: option('foldSubdomains'),
		method: parameter('method'),
		topCount: parameter('topCount'),
		roleWeights: weights,
		otherRolesWeight: parameter('otherRolesWeight'),
		requiredRoles: asText(option('requiredRoles')),
		threshold: parameter('threshold'),
		hysteresis: option('hysteresis'),
		maxTopLeads: option('maxTopLeads'),
		surgeDays: option('surgeDays'),
		baselineDays: option('baselineDays'),
		surgeFactor: option('surgeFactor'),
		surgeMinimum: option('surgeMinimum'),
		activityCap: option('activityCap'),
	};
}

const NOTHING: ItemReader = () => undefined;

/** The readers of a lead's facts. A field that the grouping needs must be named; the others may be left empty. */
export function readersOf(
	context: IExecuteFunctions,
	{ groupBy, method }: AccountPlan,
): AccountReaders<INodeExecutionData> {
	const field = (parameter: string, displayName: string, needed: boolean): ItemReader =>
		needed ? fieldParameter(context, parameter, displayName) : (optionalFieldParameter(context, parameter) ?? NOTHING);
	const option = (name: string, path: string): ItemReader =>
		optionalFieldParameter(context, `options.${name}`, path) ?? NOTHING;
	const neededOption = (name: string, path: string, displayName: string): ItemReader =>
		optionalFieldParameter(context, `options.${name}`, path) ?? fieldParameter(context, `options.${name}`, displayName);
	const needsRoles = method.kind === 'weightedMean' && method.weights.byRole.size > 0;
	const lead = neededOption('leadKeyField', 'email', 'Lead Key Field');
	return {
		lead,
		name: option('nameField', 'name'),
		email: field('emailField', 'Email Field', groupBy === 'domain'),
		company: field('companyField', 'Company Field', groupBy === 'company'),
		account: accountReader(context, groupBy),
		role: needsRoles ? neededOption('roleField', 'role', 'Role Field') : option('roleField', 'role'),
		score: field('scoreField', 'Score Field', true),
		engagement: option('engagementField', 'leadScore.engagement'),
		excluded: option('excludedField', 'leadScore.excluded'),
		previous: option('previousField', 'account.qualified'),
		activities: activitiesReader(context, lead),
	};
}

/** Reads the account where leads are grouped by a field. */
export const accountReader = (context: IExecuteFunctions, groupBy: AccountPlan['groupBy']): ItemReader =>
	groupBy === 'field' ? fieldParameter(context, 'accountField', 'Account Field') : NOTHING;

function activitiesReader(context: IExecuteFunctions, lead: ItemReader): ItemReader {
	const log = readActivityLog(context);
	if (log === undefined) return optionalFieldParameter(context, 'options.activitiesField', 'activities') ?? NOTHING;
	return (item, index) => {
		const key = foldLead(asText(lead(item, index)));
		return key === '' ? undefined : (log.get(key) ?? []);
	};
}
