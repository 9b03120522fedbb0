import type { Activity } from '../activity/activity';
import {
	BEHAVIOURAL,
	FUTURE,
	HUMAN_ACTS,
	IN_A_MESSAGE,
	QUARANTINE_DEFAULTS,
	quarantineActivities,
	type QuarantineOptions,
} from '../activity/quarantine';
import { fieldsOfJson, type Fields } from '../path';
import { asText } from '../text';
import { asInstant } from '../time';

/** What shows in several activities together; what shows in one was judged when it came in. */
export type MachineOptions = Pick<
	QuarantineOptions,
	'burstLinks' | 'burstSeconds' | 'fastSeconds' | 'honeypots' | 'releaseDays'
>;

export const MACHINE_DEFAULTS: MachineOptions = QUARANTINE_DEFAULTS;

const NOT_AGAIN = {
	providerMarks: false,
	userAgents: false,
	privacyOpens: false,
	headRequests: false,
	futureMinutes: 0,
};

/**
 * Entries of one lead's log with what its behaviour shows: clicks on many links of a message within seconds, or right after
 * its delivery, are held, also when each came in a call of its own; an act of a person within `releaseDays` lets off what
 * was held for behaviour alone. The log stays as it is: of an entry that is judged otherwise a copy with another
 * `quarantine` is given.
 *
 * @param entries rows of the log, under whatever keys the lead had
 * @param asOf epoch milliseconds; what happens later says nothing yet
 */
export function judgeMachines(
	lead: string,
	entries: readonly Fields[],
	options: MachineOptions,
	asOf: number,
): readonly Fields[] {
	if (!entries.some(mayBeJudged)) return entries;
	const isLooked = (entry: Fields): boolean =>
		(mayBeJudged(entry) || HUMAN_ACTS.has(asText(entry.type))) && (asInstant(entry.at) ?? 0) <= asOf;
	const looked = entries.filter(isLooked).map((entry) => activityOf(lead, entry));
	const judged = quarantineActivities(looked, { ...NOT_AGAIN, ...options }, asOf).values();
	return entries.map((entry) => (isLooked(entry) ? withVerdict(entry, judged.next().value) : entry));
}

/** What was of the future when it came in may count once its time has come. */
function mayBeJudged({ type, quarantine }: Fields): boolean {
	return IN_A_MESSAGE.has(asText(type)) || BEHAVIOURAL.has(asText(quarantine)) || quarantine === FUTURE;
}

function withVerdict(entry: Fields, judged: Activity | undefined): Fields {
	if (judged === undefined || judged.quarantine === asText(entry.quarantine)) return entry;
	return { ...entry, quarantine: judged.quarantine };
}

const activityOf = (lead: string, { activity, type, at, properties, quarantine }: Fields): Activity => ({
	activity: asText(activity),
	lead,
	type: asText(type),
	at: asText(at),
	channel: '',
	source: '',
	properties: { ...fieldsOfJson(properties) },
	attributes: {},
	quarantine: asText(quarantine),
});
