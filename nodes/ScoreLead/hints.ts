import type { IExecuteFunctions } from 'n8n-workflow';
import type { Fault } from '../../lifecycle/fault';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { addHints, counted } from '../shared/shell';
import type { LeadSource } from './leads';

const NAMED_RULES = 5;
const NAMED_FAULTS = 5;

/** Remarks about the run: what the model's author and the person at the table of activities would want to know. */
export function addRunHints(
	context: IExecuteFunctions,
	model: CompiledModel,
	matched: ReadonlySet<number>,
	warnings: readonly Fault[],
	source: LeadSource,
): void {
	addHints(
		context,
		warnings.map(({ message, hint }) => `Check the model. ${message}. ${hint}`),
		'warning',
	);
	addHints(
		context,
		source.rowFaults.slice(0, NAMED_FAULTS).map(({ message, hint }) => `${message}. ${hint}`),
		'warning',
	);
	addHints(context, [...silentRules(model, matched, source.leads.length), ...strayActivities(source)]);
}

// One lead alone says nothing about a rule.
function silentRules({ rules }: CompiledModel, matched: ReadonlySet<number>, leads: number): string[] {
	if (leads < 2) return [];
	const silent = rules.filter(({ index }) => !matched.has(index)).map(({ rule }) => rule.name);
	if (silent.length === 0) return [];
	const named = silent.slice(0, NAMED_RULES).join(', ');
	const more = silent.length > NAMED_RULES ? ` and ${silent.length - NAMED_RULES} more` : '';
	return [`${counted(silent.length, 'rule')} matched no lead: ${named}${more}.`];
}

function strayActivities({ activitiesWithoutLead, leadsCreated, activitiesWithoutKey }: LeadSource): string[] {
	const remarks: string[] = [];
	if (activitiesWithoutLead > 0) {
		const activities = counted(activitiesWithoutLead, 'activity', 'activities');
		remarks.push(
			leadsCreated > 0
				? `${activities} had no lead: ${counted(leadsCreated, 'lead was', 'leads were')} created for that.`
				: `${activities} had no lead and ${activitiesWithoutLead === 1 ? 'was' : 'were'} left out, as “Unknown Leads” says.`,
		);
	}
	if (activitiesWithoutKey > 0) {
		remarks.push(
			`${counted(activitiesWithoutKey, 'activity', 'activities')} could not be joined: the field named in “Activity Key Field” is empty.`,
		);
	}
	return remarks;
}
