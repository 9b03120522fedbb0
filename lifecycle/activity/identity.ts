import { Links, type Word } from '../identity/links';
import { foldLead, type Activity } from './activity';
import { instantOf, listOf, textOf } from './values';

/**
 * Gives activities of anonymous visitors and of vendor ids to the lead they turned out to be. Events that identify
 * somebody carry the other keys in `properties.alsoKnownAs`; {@link Links} says what they are taken for. Ids stay the
 * same; `properties.linkedFrom` keeps the key the activity had.
 */
export function linkIdentities(activities: readonly Activity[]): Activity[] {
	const words = activities.flatMap(wordsOf);
	if (words.length === 0) return [...activities];
	const links = new Links(words);
	return activities.map((activity) => {
		if (!links.has(activity.lead)) return activity;
		const lead = links.personOf(activity.lead, instantOf(activity.at) ?? 0);
		if (foldLead(lead) === foldLead(activity.lead)) return activity;
		const { leadNote: _leadNote, ...properties } = activity.properties;
		return { ...activity, lead, properties: { ...properties, linkedFrom: activity.lead } };
	});
}

/** What an activity says about who is who. */
export const wordsOf = ({ lead, at, properties }: Pick<Activity, 'lead' | 'at' | 'properties'>): Word[] =>
	listOf(properties.alsoKnownAs).map((alias) => ({ alias: textOf(alias), lead, at: instantOf(at) ?? 0 }));
