import type { DateTime } from 'luxon';
import type { Activity } from '../../activity/activity';
import { NORMALIZE_DEFAULTS, normalizeActivities } from '../../activity/normalize';
import { ok, type Result } from '../../fault';
import type { Fields } from '../../path';
import { asText } from '../../text';
import type { CrmHistory } from './crm-history';
import { isOff, switchedOff } from './import-progress';

/** Records of a page as what the leads did. */
export interface HistoryPage {
	readonly activities: readonly Activity[];
	/** Records that could not be read; the others are. */
	readonly skipped: ReadonlyArray<{ readonly what: string; readonly why: string }>;
	readonly next: string;
	readonly records: number;
	/** All ids of the activities lie between these two. */
	readonly ids: { readonly from: string; readonly to: string } | undefined;
	/** Each lead once. */
	readonly leads: readonly string[];
}

export interface PageAnswers {
	readonly records: readonly Fields[];
	readonly messages: readonly Fields[];
}

/**
 * Reads a page of a CRM. Quarantined activities are among the others, and a record that cannot be read keeps no other
 * from being read. A CRM whose nodes are deactivated is a fault.
 */
export function readPage(
	{ records, messages }: PageAnswers,
	cursor: string,
	history: CrmHistory,
	asOf: DateTime,
): Result<HistoryPage> {
	if (isOff([...records, ...messages])) return switchedOff(history);
	const page = history.page(records, messages, cursor);
	if (!page.ok) return page;
	const events = page.value.records.map((json, item) => ({ item, json }));
	const read = normalizeActivities(events, { ...NORMALIZE_DEFAULTS, source: history.source }, asOf);
	const activities = read.activities.map(({ activity }) => activity);
	const ids = activities.map(({ activity }) => activity).sort();
	return ok({
		activities,
		skipped: read.faults.map(({ item, message, hint }) => ({
			what: `record ${asText(page.value.records[item].id) || item + 1} of ${history.title}`,
			why: `${message}. ${hint}`,
		})),
		next: page.value.next,
		records: page.value.records.length,
		ids: ids.length === 0 ? undefined : { from: ids[0], to: ids[ids.length - 1] },
		leads: [...new Set(activities.map(({ lead }) => lead))],
	});
}
