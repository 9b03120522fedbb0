import type { Normalized } from '../../lifecycle/activity/normalize';
import type { Activity } from '../../lifecycle/activity/activity';
import { ACTIVITY_TYPES } from '../../lifecycle/activity/catalogue';
import { nearestType } from '../../lifecycle/activity/names';
import { listOf, textOf } from '../../lifecycle/activity/values';
import { counted } from '../shared/shell';

const MOST_REASONS = 3;

/** What became of events that did not come out on the first output. */
export function hintsOn({ activities, skipped }: Normalized): string[] {
	const hints: string[] = [];
	if (skipped.length > 0) {
		hints.push(
			`${counted(skipped.length, 'event')} carried no lead activity: ${summed(skipped.map(({ reason }) => reason))}.`,
		);
	}
	const held = activities.map(({ activity }) => activity.quarantine).filter((reason) => reason !== '');
	if (held.length > 0) {
		hints.push(
			`${counted(held.length, 'activity', 'activities')} in quarantine: ${summed(held)}. Nothing is lost: clear “quarantine” to count one again.`,
		);
	}
	const withheld = activities.flatMap(({ activity }) => listOf(activity.properties.withheld).map(textOf));
	if (withheld.length > 0) {
		hints.push(
			`Left out, since the source may not say it: ${summed(withheld)}. If these events are your own or your CRM’s, say so in the option “Trust”.`,
		);
	}
	const unknown = activities.map(({ activity }) => activity).filter(({ type }) => !ACTIVITY_TYPES.has(type));
	if (unknown.length > 0) {
		hints.push(
			`Not in the catalogue of activity types: ${summed(unknown.map(nameOf))}. Such a type keeps its name, and a rule has to name it.`,
		);
	}
	return hints;
}

/** `demo_wish, did you mean demo_request?` */
function nameOf({ type }: Activity): string {
	const nearest = nearestType(type);
	return nearest === '' ? type : `${type}, did you mean ${nearest}?`;
}

/** The most frequent reasons: `the message was sent (12), duplicate (3), 2 others`. */
function summed(reasons: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	const sorted = [...counts].sort((a, b) => b[1] - a[1]);
	const named = sorted.slice(0, MOST_REASONS).map(([reason, count]) => `${reason} (${count})`);
	const rest = sorted.slice(MOST_REASONS).reduce((sum, [, count]) => sum + count, 0);
	return [...named, ...(rest > 0 ? [`${rest} for other reasons`] : [])].join(', ');
}
