import { fault, ok, shown, type Result } from '../fault';
import { DEFAULT_REASONS, readReasons, type RecycleReason } from '../recycle/reason';
import { fold } from '../text';
import { type SettingRow, type SettingRows } from './setting-rows';

/** What the weekly review gives as the reason when nobody said one. */
export const REVIEW_REASONS: ReadonlyArray<readonly [key: string, value: string]> = [
	['no_follow_up', 'keep 100 %, rest 7 days, track stay_in_touch'],
	['lost_deal', 'keep 50 %, rest 90 days, track stay_in_touch'],
];

export const DEFAULT_RETURN_REASONS: ReadonlyArray<readonly [key: string, value: string]> = [
	...DEFAULT_REASONS.map(
		({ reason, outcome, keep, coolOffDays, track }) =>
			[
				reason,
				outcome === 'disqualify' ? outcome : `keep ${keep} %, rest ${coolOffDays} days, track ${track}`,
			] as const,
	),
	...REVIEW_REASONS,
];

const KEEP = /^keep (?<share>\d+(?:\.\d+)?) ?%?$/;
const REST = /^rest (?<days>\d+)(?: days?)?$/;
const TRACK = /^track (?<track>\S+)$/;
const ALSO = /^also (?<words>.+)$/;
const HINT = 'Write it as: keep 50 %, rest 90 days, track budget_cycle. Or write disqualify.';

/**
 * `reason_<name>`: what becomes of a lead that sales sends back for this reason, over the reasons everybody starts with; `none`
 * takes a reason away.
 */
export function readReturnReasons(rows: SettingRows): RecycleReason[] {
	const reasons = new Map<string, RecycleReason>();
	for (const [key, value] of DEFAULT_RETURN_REASONS) {
		const reason = readReturnReason({ name: `reason_${key}`, key, value });
		if (reason.ok) reasons.set(key, reason.value);
	}
	for (const row of rows.named('reason')) {
		if (fold(row.value) === 'none') {
			reasons.delete(row.key);
			continue;
		}
		const reason = rows.read(row, readReturnReason);
		if (reason !== undefined) reasons.set(row.key, reason);
	}
	return [...reasons.values()];
}

function readReturnReason({ key, value }: SettingRow): Result<RecycleReason> {
	const row = { reason: key, outcome: 'nurture', keep: '0', coolOffDays: '0', track: '', also: '' };
	for (const clause of value.split(/[,;]/).map((part) => part.trim())) {
		const words = fold(clause);
		const [keep, rest, track, also] = [KEEP, REST, TRACK, ALSO].map((form) => form.exec(words)?.groups);
		if (words === 'disqualify') row.outcome = words;
		else if (keep) row.keep = keep.share;
		else if (rest) row.coolOffDays = rest.days;
		else if (track) row.track = track.track;
		else if (also) row.also = also.words.replace(/\s*(\/| or )\s*/g, ', ');
		else if (words !== '') return fault(`${shown(clause)} is not understood`, HINT);
	}
	const read = readReasons([row]);
	if (read.ok) return ok(read.value[0]);
	return fault(`${shown(value)} cannot be right`, read.faults[0].hint);
}
