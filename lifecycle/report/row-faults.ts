import type { DateTime } from 'luxon';
import type { Fault } from '../fault';
import { readRuleMemory, rulesInForce } from '../model/former';
import { usableRules } from '../model/parse';
import type { Fields } from '../path';
import { readSettings } from '../settings/read-settings';
import { policyOf } from '../stage/policy';
import { asInstant, MINUTE } from '../time';

/**
 * What is wrong in the rows of `ll_rules`, and where the former version of a rule applies meanwhile. An empty table is a
 * fault too.
 *
 * @param remembered the column `rules` of `ll_state`, as 02 wrote it
 */
export function ruleFaults(rows: readonly Fields[], remembered: unknown = ''): readonly Fault[] {
	if (rows.length === 0)
		return [{ message: 'll_rules holds no rule', hint: 'Execute 00 Set up: it loads rules to start with.' }];
	const { former } = rulesInForce(rows, readRuleMemory(remembered));
	const bridged = new Set(former.flatMap(({ faults }) => faults.map(({ message }) => message)));
	return usableRules(rows).faults.map((each) =>
		bridged.has(each.message) ? { ...each, hint: `${each.hint} ${FORMER_APPLIES}` } : each,
	);
}

const FORMER_APPLIES = 'Until then the former version of the rule applies.';

/** What is wrong in the rows of `ll_settings`. */
export function settingFaults(rows: readonly Fields[], asOf: DateTime): readonly Fault[] {
	const { settings, faults } = readSettings(rows);
	const zone = asOf.zoneName ?? 'UTC';
	return [...faults, ...policyOf(settings, { asOf, by: '', batch: '', zone }).faults];
}

/**
 * Whether somebody is at work in a table: n8n saves each cell as it is left, so a row that was written a moment ago may be
 * half typed.
 *
 * @param minutes since when a row has to be left alone
 */
export const isBeingEdited = (rows: readonly Fields[], asOf: DateTime, minutes: number): boolean =>
	rows.some(({ updatedAt }) => {
		const at = asInstant(updatedAt);
		return at !== undefined && Math.abs(asOf.toMillis() - at) < minutes * MINUTE;
	});
