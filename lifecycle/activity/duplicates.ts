import { contentId, foldLead, idInLog, isContentId, type Activity } from './activity';

export const DUPLICATE = 'duplicate';

/**
 * Quarantines every further copy of an activity: the same id of the same lead, or, where ids were made of the content, the same content
 * once anonymous activity was given to its lead. The first copy counts.
 */
export function markDuplicates(activities: readonly Activity[]): Activity[] {
	const linked = new Set(
		activities.filter(({ properties }) => properties.linkedFrom !== undefined).map(({ lead }) => foldLead(lead)),
	);
	const seen = new Set<string>();
	const isFirst = (key: string): boolean => seen.size < seen.add(key).size;
	return activities.map((activity) => {
		const byId = isFirst(JSON.stringify([idInLog(activity.activity), foldLead(activity.lead)]));
		const isMerged = linked.has(foldLead(activity.lead)) && isContentId(activity.activity);
		const byContent = !isMerged || isFirst(unionKey(activity));
		return (byId && byContent) || activity.quarantine !== '' ? activity : { ...activity, quarantine: DUPLICATE };
	});
}

const unionKey = (activity: Activity): string => `content:${unionId(activity)}`;

/** The id of the content without what only tells how the lead was found. */
export function unionId(activity: Pick<Activity, 'lead' | 'type' | 'at' | 'properties'>): string {
	const { leadNote, linkedFrom, anonymousId, alsoKnownAs, ...properties } = activity.properties;
	return contentId({ ...activity, properties });
}
