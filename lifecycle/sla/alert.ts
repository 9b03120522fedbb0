import { isMissing } from '../empty';
import { fault, ok, type Result } from '../fault';
import { asText, splitList } from '../text';
import { asList, described } from './field-values';

/** A key names one level of one policy for one start of its clock; within a lead it is unique. */
export const alertKey = (policy: string, level: string, startedAt: string): string => `${policy}|${level}|${startedAt}`;

/** Reads the keys of alerts already raised: a list, a list as JSON text, or one key or more as text. */
export function readAlertKeys(value: unknown, field: string): Result<string[]> {
	if (isMissing(value)) return ok([]);
	const list = asList(value);
	if (list) return ok(list.map(asText).filter((key) => key !== ''));
	if (typeof value === 'string') return ok([value.trim(), ...splitList(value)]);
	return fault(
		`“Alerts Field” (${field}) is ${described(value)}, not a list of alert keys`,
		'Keep there what this node put in the field.',
	);
}

/** The keys to keep from now on, as text where the field held text. */
export function keptAlertKeys(value: unknown, known: readonly string[], key: string): string[] | string {
	const keys = known.length === 0 ? [key] : [...new Set([...known, key])];
	return typeof value === 'string' ? JSON.stringify(keys) : keys;
}

/**
 * The first level reached that is still to be told: levels come in order, and one that a later level has followed is
 * never told again, so that a lead which keeps only its newest key is not alerted twice either.
 */
export function nextAlert(
	policy: string,
	levels: readonly string[],
	startedAt: string,
	known: readonly string[],
): { alert: string; alertKey: string } | undefined {
	if (levels.length === 0) return undefined;
	const keys = levels.map((level) => alertKey(policy, level, startedAt));
	const told = keys.findLastIndex((key) => known.includes(key));
	const next = told + 1;
	return next < levels.length ? { alert: levels[next], alertKey: keys[next] } : undefined;
}
