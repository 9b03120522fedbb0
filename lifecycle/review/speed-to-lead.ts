import { sameKey } from '../lead/key';
import { asText } from '../text';
import { asInstant, MINUTE } from '../time';
import type { StageLine } from '../stage/news';
import type { PastLead } from './cohort';
import { percentOf, rounded } from './figures';
import { grouped } from './grouped';
import { median, quantile } from './statistics/quantile';

/** Minutes from hand-off to the first human response, of a group of hand-offs. */
export interface SpeedRow {
	readonly by: 'all' | 'owner' | 'source';
	readonly name: string;
	readonly handOffs: number;
	readonly answered: number;
	/** Percent of the hand-offs. */
	readonly answeredPercent: number;
	/** Of those that were answered; null where none was. */
	readonly median: number | null;
	readonly p90: number | null;
}

/** Entries of the log that show a person of sales at work on the lead. */
const RESPONSES: ReadonlySet<string> = new Set([
	'sales_decision',
	'call_answered',
	'meeting_booked',
	'meeting_attend',
	'sales_call',
	'sales_email',
	'sales_meeting',
	'sales_demo',
]);

/** Templates write their own name; anything else in `by` is a person or a CRM. */
const TEMPLATE = /^\d\d-/;

/**
 * How soon sales answers. The clock starts at each hand-off of the stage log and stops at the first decision of a person, or at
 * the first entry of the log that shows one at work; the next hand-off starts a new clock. All in clock time, not business hours.
 */
export function speedToLead(leads: readonly PastLead[], lines: readonly StageLine[], sourceField: string): SpeedRow[] {
	const linesOf = grouped(lines, ({ lead }) => sameKey(lead));
	const groups = new Map<string, { by: SpeedRow['by']; name: string; minutes: Array<number | undefined> }>();
	const add = (by: SpeedRow['by'], name: string, minutes: number | undefined): void => {
		const group = groups.get(`${by} ${name}`) ?? { by, name, minutes: [] };
		group.minutes.push(minutes);
		groups.set(`${by} ${name}`, group);
	};
	for (const lead of leads) {
		const owner = asText(lead.fields.owner).trim() || 'nobody';
		const source = asText(lead.fields[sourceField]).trim() || 'unknown';
		for (const minutes of waits(lead, linesOf.get(sameKey(lead.lead)) ?? [])) {
			add('all', 'all', minutes);
			add('owner', owner, minutes);
			add('source', source, minutes);
		}
	}
	const order = ['all', 'owner', 'source'];
	return Array.from(groups.values(), speedRow).sort(
		(one, other) => order.indexOf(one.by) - order.indexOf(other.by) || other.handOffs - one.handOffs,
	);
}

/** For each hand-off the minutes until it was answered; undefined for one that was not. */
function waits(lead: PastLead, lines: readonly StageLine[]): Array<number | undefined> {
	const moves = lines
		.filter(({ from, to }) => from !== to)
		.flatMap((line) => {
			const at = asInstant(line.at);
			return at === undefined ? [] : [{ ...line, at }];
		})
		.sort((one, other) => one.at - other.at);
	const handOffs = moves.filter(({ to }) => to === 'mql').map(({ at }) => at);
	const answers = [
		...moves.filter(({ from, by }) => from === 'mql' && !TEMPLATE.test(by)).map(({ at }) => at),
		...lead.activities.filter(({ type }) => RESPONSES.has(asText(type))).flatMap(({ at }) => asInstant(at) ?? []),
	].sort((one, other) => one - other);
	return [...new Set(handOffs)].map((at, index, all) => {
		const answer = answers.find((each) => each >= at && each < (all[index + 1] ?? Infinity));
		return answer === undefined ? undefined : (answer - at) / MINUTE;
	});
}

function speedRow({
	by,
	name,
	minutes,
}: {
	by: SpeedRow['by'];
	name: string;
	minutes: ReadonlyArray<number | undefined>;
}) {
	const answered = minutes.filter((each) => each !== undefined);
	const orNull = (value: number): number | null => (Number.isNaN(value) ? null : rounded(value, 1));
	return {
		...{ by, name },
		handOffs: minutes.length,
		answered: answered.length,
		answeredPercent: percentOf(answered.length, minutes.length),
		median: orNull(median(answered)),
		p90: orNull(quantile(answered, 0.9)),
	};
}
