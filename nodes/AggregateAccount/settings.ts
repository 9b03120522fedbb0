import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { AccountReaders } from '../../lifecycle/account/member';
import {
	DEFAULT_ACCOUNT_SETTINGS,
	planAccounts,
	type AccountPlan,
	type AccountSettings,
} from '../../lifecycle/account/account-plan';
import { foldLead } from '../../lifecycle/activity/activity';
import { pathReader } from '../../lifecycle/path';
import { asText } from '../../lifecycle/text';
import { fieldParameter, optionalFieldParameter, refuse, type ItemReader } from '../shared/shell';
import { readActivityLog } from './inputs';

/** Reads and checks the form once per execution. */
export function readPlan(context: IExecuteFunctions, options: IDataObject): AccountPlan {
	const plan = planAccounts(readSettings(context, options));
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
		requiredRoles: asText(parameter('requiredRoles')),
		threshold: parameter('threshold'),
		hysteresis: option('hysteresis'),
		maxTopLeads: option('maxTopLeads'),
		surgeDays: parameter('surgeDays'),
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
	options: IDataObject,
): AccountReaders<INodeExecutionData> {
	const field = (parameter: string, displayName: string, needed: boolean): ItemReader =>
		needed ? fieldParameter(context, parameter, displayName) : (optionalFieldParameter(context, parameter) ?? NOTHING);
	const option = (name: string, path: string): ItemReader => {
		const read = pathReader(asText(options[name]).trim() || path);
		return (item) => read(item.json);
	};
	const needsRoles = method.kind === 'weightedMean' && method.weights.byRole.size > 0;
	const lead = option('leadKeyField', 'email');
	return {
		lead,
		name: option('nameField', 'name'),
		email: field('emailField', 'Email Field', groupBy === 'domain'),
		company: field('companyField', 'Company Field', groupBy === 'company'),
		account: groupBy === 'field' ? field('accountField', 'Account Field', true) : NOTHING,
		role: field('roleField', 'Role Field', needsRoles),
		score: field('scoreField', 'Score Field', true),
		engagement: option('engagementField', 'leadScore.engagement'),
		excluded: option('excludedField', 'leadScore.excluded'),
		previous: field('previousField', 'Previously Qualified Field', false),
		activities: activitiesReader(context, lead),
	};
}

function activitiesReader(context: IExecuteFunctions, lead: ItemReader): ItemReader {
	const log = readActivityLog(context);
	if (log === undefined) return optionalFieldParameter(context, 'activitiesField') ?? NOTHING;
	return (item, index) => {
		const key = foldLead(asText(lead(item, index)));
		return key === '' ? undefined : (log.get(key) ?? []);
	};
}
