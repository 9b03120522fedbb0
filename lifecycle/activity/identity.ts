import { foldLead, type Activity } from './activity';
import { firstIndex } from './spans';
import { emailOf, instantOf, listOf, textOf } from './values';

/** From a moment on, an anonymous or vendor id is known to be a lead. */
interface Link {
	at: number;
	lead: string;
}

const MAX_HOPS = 20;

/**
 * Gives activities of anonymous visitors and of vendor ids to the lead they turned out to be. Events that identify
 * somebody carry the other keys in `properties.alsoKnownAs`; those are the links, and they work backwards: what the
 * anonymous visitor did before counts for the lead.
 *
 * A device used by several people has several links: an activity goes to whoever was identified next after it, or last
 * before it, so two known people never become one. Chains (anonymous id -> user id -> e-mail) are followed; a circle
 * ends at its e-mail address, else at its first key in alphabetical order. Ids stay the same; `properties.linkedFrom`
 * keeps the key the activity had.
 */
export function linkIdentities(activities: readonly Activity[]): Activity[] {
	const links = linksOf(activities);
	if (links.size === 0) return [...activities];
	return activities.map((activity) => {
		if (!links.has(foldLead(activity.lead))) return activity;
		const lead = resolve(links, activity);
		if (foldLead(lead) === foldLead(activity.lead)) return activity;
		const { leadNote: _leadNote, ...properties } = activity.properties;
		return { ...activity, lead, properties: { ...properties, linkedFrom: activity.lead } };
	});
}

function linksOf(activities: readonly Activity[]): Map<string, Link[]> {
	const links = new Map<string, Link[]>();
	for (const { lead, at, properties } of activities) {
		for (const alias of listOf(properties.alsoKnownAs)) {
			const key = foldLead(textOf(alias));
			if (key === '' || key === foldLead(lead)) continue;
			const known = links.get(key);
			const link = { at: instantOf(at) ?? 0, lead };
			if (known) known.push(link);
			else links.set(key, [link]);
		}
	}
	for (const known of links.values()) known.sort((a, b) => a.at - b.at || (a.lead < b.lead ? -1 : 1));
	return links;
}

function resolve(links: ReadonlyMap<string, readonly Link[]>, activity: Activity): string {
	let lead = activity.lead;
	const visited = new Map<string, string>();
	const at = instantOf(activity.at) ?? 0;
	while (visited.size < MAX_HOPS) {
		const key = foldLead(lead);
		if (visited.has(key)) return chosenOf([...visited.values()].slice([...visited.keys()].indexOf(key)));
		visited.set(key, lead);
		const known = links.get(key);
		if (!known) return lead;
		const next = firstIndex(known.length, (position) => known[position].at >= at);
		lead = (known[next] ?? known[known.length - 1]).lead;
	}
	return lead;
}

const chosenOf = (circle: string[]): string => {
	const sorted = [...circle].sort();
	return sorted.find((key) => emailOf(key) !== '') ?? sorted[0];
};
