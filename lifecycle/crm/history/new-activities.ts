import type { Fields } from '../../path';
import { asText } from '../../text';

/** Activities that the log does not have yet, by their ids, each once. */
export function newActivities(activities: readonly Fields[], inLog: readonly Fields[]): Fields[] {
	const known = new Set(inLog.map(({ activity }) => asText(activity)));
	return activities.filter(({ activity }) => {
		const id = asText(activity);
		return !known.has(id) && known.add(id);
	});
}
