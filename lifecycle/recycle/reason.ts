import { isMissing } from '../empty';
import { fault, ok, shown, type Checked, type Fault, type Result } from '../fault';
import { asNumber } from '../number';
import { isFields } from '../path';
import { asText, fold, splitList } from '../text';
import { wordsOf } from './plain-words';

export type RecycleOutcome = 'nurture' | 'disqualify';

/** What becomes of a lead that sales sends back for this reason. */
export interface RecycleReason {
	/** The name it is known by, snake_case by convention. */
	reason: string;
	outcome: RecycleOutcome;
	/** The share of engagement the lead keeps, 0..100. A disqualified lead keeps none. */
	keep: number;
	/** Days before the lead can go to sales again; 0 for none. */
	coolOffDays: number;
	/** The nurture track the lead goes to; empty for none. */
	track: string;
	/** Further words people use for it. */
	also: readonly string[];
}

/** A row of the form: any cell may be blank. */
export type ReasonRow = Readonly<Record<'reason' | 'outcome' | 'keep' | 'coolOffDays' | 'track' | 'also', unknown>>;

const nurture = (reason: string, keep: number, coolOffDays: number, track: string) =>
	({ reason, outcome: 'nurture', keep, coolOffDays, track, also: '' }) as const;

const disqualify = (reason: string) =>
	({ reason, outcome: 'disqualify', keep: 0, coolOffDays: 0, track: '', also: '' }) as const;

/**
 * The reasons a team starts with. What is true of the company today but may change (budget, authority, timing) keeps
 * half of the engagement; where the interest itself is in doubt little or nothing stays. The cool-off is about the time
 * it takes for the reason to change: a budget round, finding the decision maker, a purchasing cycle.
 */
export const DEFAULT_REASONS = [
	nurture('no_budget', 50, 90, 'budget_cycle'),
	nurture('no_authority', 50, 14, 'reach_decision_maker'),
	nurture('no_need', 0, 180, 'education'),
	nurture('bad_timing', 50, 30, 'stay_in_touch'),
	nurture('unreachable', 25, 14, 're_engage'),
	disqualify('competitor'),
	disqualify('wrong_person'),
	disqualify('bad_data'),
	disqualify('duplicate'),
] satisfies readonly ReasonRow[];

/** Checks a reasons table; faults name the row and the column. */
export function readReasons(rows: readonly unknown[]): Checked<RecycleReason[]> {
	if (rows.length === 0) {
		return {
			ok: false,
			faults: [{ message: '“Your Reasons” has no row', hint: 'Add the reasons for which sales may send a lead back.' }],
		};
	}
	const faults: Fault[] = [];
	const reasons = new Map<string, RecycleReason>();
	for (const [index, row] of rows.entries()) {
		const read = readRow(isFields(row) ? row : {}, `“Your Reasons” row ${index + 1}`);
		if (!read.ok) {
			faults.push(read);
			continue;
		}
		const key = wordsOf(read.value.reason);
		if (reasons.has(key)) faults.push(repeated(read.value.reason, index));
		reasons.set(key, read.value);
	}
	return faults.length > 0 ? { ok: false, faults } : ok([...reasons.values()]);
}

const repeated = (reason: string, index: number): Fault => ({
	message: `“Your Reasons” row ${index + 1}: ${shown(reason)} is in a row above`,
	hint: 'Keep one row for each reason.',
});

function readRow(row: Readonly<Record<string, unknown>>, where: string): Result<RecycleReason> {
	const cell = (name: keyof ReasonRow) => (Object.hasOwn(row, name) ? row[name] : undefined);
	const reason = asText(cell('reason')).trim();
	if (reason === '') return fault(`${where}: “Reason” is empty`, 'Name the reason, e.g. no_budget.');
	if (wordsOf(reason) === '') {
		return fault(
			`${where}: “Reason” holds ${shown(reason)}, which has no letter or digit`,
			'Name the reason, e.g. no_budget.',
		);
	}
	const outcome = readOutcome(cell('outcome'), where);
	if (!outcome.ok) return outcome;
	const keep = readNumber(cell('keep'), `${where}: “Keep (%)”`, 100, 'Write a percentage from 0 to 100.');
	if (!keep.ok) return keep;
	const coolOffDays = readNumber(
		cell('coolOffDays'),
		`${where}: “Cool-Off Days”`,
		36_500,
		'Write a number of days, 0 or more.',
	);
	if (!coolOffDays.ok) return coolOffDays;
	return ok({
		reason,
		outcome: outcome.value,
		keep: outcome.value === 'disqualify' ? 0 : keep.value,
		coolOffDays: outcome.value === 'disqualify' ? 0 : coolOffDays.value,
		track: outcome.value === 'disqualify' ? '' : asText(cell('track')).trim(),
		also: splitList(asText(cell('also'))),
	});
}

function readOutcome(value: unknown, where: string): Result<RecycleOutcome> {
	const outcome = fold(asText(value));
	if (outcome === '' || outcome === 'nurture') return ok('nurture');
	if (outcome === 'disqualify') return ok('disqualify');
	return fault(`${where}: “Outcome” holds ${shown(value)}`, 'Use one of: nurture, disqualify.');
}

function readNumber(value: unknown, label: string, most: number, hint: string): Result<number> {
	if (isMissing(value)) return ok(0);
	const number = asNumber(value);
	return number !== undefined && number >= 0 && number <= most
		? ok(number)
		: fault(`${label} holds ${shown(value)}`, hint);
}
