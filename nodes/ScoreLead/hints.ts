import type { IExecuteFunctions } from 'n8n-workflow';
import { leadView } from '../../lifecycle/lead/fields';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { unreadNumbers } from '../../lifecycle/model/unread-numbers';
import { isFields } from '../../lifecycle/path';
import { unknownTypes } from '../../lifecycle/activity/sign-of-life';
import { asText } from '../../lifecycle/text';
import { addHints, counted } from '../shared/shell';
import type { LeadSource } from './leads';
import type { RunModel } from './model';

const NAMED_RULES = 5;
const NAMED_FAULTS = 5;
const MOST_FAULTS = 20;
/** So many leads show what a field holds. */
const SAMPLE = 1000;

/** Remarks about the run: what the model's author and the person at the table of activities would want to know. */
export function addRunHints(
	context: IExecuteFunctions,
	{ model, warnings, skipped, drafts }: RunModel,
	matched: ReadonlySet<number>,
	source: LeadSource,
): void {
	addHints(
		context,
		[
			...skipped.slice(0, MOST_FAULTS).map(({ message, hint }) => `Rule skipped. ${message}. ${hint}`),
			...warnings.map(({ message, hint }) => `Check the model. ${message}. ${hint}`),
			...source.rowFaults.slice(0, NAMED_FAULTS).map(({ message, hint }) => `${message}. ${hint}`),
		],
		'warning',
	);
	const views = source.leads.slice(0, SAMPLE).map(({ item }) => leadView(item.json));
	addHints(context, [
		...draftRules(drafts),
		...silentRules(model, matched, source.leads.length),
		...unreadNumbers(model, views),
		...absentFields(context, source),
		...strayActivities(source),
		...typesByName(source),
	]);
}

function draftRules(drafts: readonly string[]): string[] {
	if (drafts.length === 0) return [];
	const named = drafts.slice(0, NAMED_RULES).join(', ');
	return [
		`${counted(drafts.length, 'rule has', 'rules have')} only a name so far and ${drafts.length === 1 ? 'is' : 'are'} left out: ${named}.`,
	];
}

/** A field that was named and is in no item is most likely misspelt. */
function absentFields(context: IExecuteFunctions, { leads, withActivities, withKey }: LeadSource): string[] {
	if (leads.length === 0) return [];
	const of = (found: number): string => `${found} of ${counted(leads.length, 'lead has', 'leads have')}`;
	const remarks: string[] = [];
	const activities = asText(context.getNodeParameter('activitiesField', 0, 'activities'));
	if (withActivities === 0 && activities !== 'activities') {
		remarks.push(`${of(0)} the field “${activities}”, named in “Activities Field”: no engagement was scored.`);
	}
	const key = asText(context.getNodeParameter('leadKeyField', 0, 'email'));
	if (withKey === 0 && key !== 'email') remarks.push(`${of(0)} the field “${key}”, named in “Lead Key Field”.`);
	return remarks;
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

const NAMED_TYPES = 8;

/** Whether the lead did it is not known of a type that the catalogue lacks; its author may want to choose another name. */
function typesByName({ leads }: LeadSource): string[] {
	const types = leads.slice(0, SAMPLE).flatMap(({ lead }) => (lead.ok ? lead.value.activities.flatMap(typeOf) : []));
	const { signs, others } = unknownTypes(types);
	const named = (list: readonly string[]): string =>
		list.length > NAMED_TYPES
			? `${list.slice(0, NAMED_TYPES).join(', ')} and ${list.length - NAMED_TYPES} more`
			: list.join(', ');
	return [
		...(others.length > 0
			? [`By their names these activities are not the lead’s own and end no silence: ${named(others)}.`]
			: []),
		...(signs.length > 0
			? [
					`These activities are of types that are not in the catalogue, and are taken for the lead’s own: ${named(signs)}.`,
				]
			: []),
	];
}

/** Decisions of sales are entries of the log, and no activity. */
const typeOf = (activity: unknown): string[] =>
	isFields(activity) && asText(activity.quarantine) === '' && asText(activity.type) !== ''
		? [asText(activity.type)]
		: [];

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
