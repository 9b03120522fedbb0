import { fault, ok, shown, type Result } from '../fault';
import { asNumber } from '../number';
import { DAY, HOUR } from '../time';

/**
 * How the points of one activity fade with its age. `linear` and `compound` act on whole periods, `halfLife` is
 * continuous, `expire` keeps all points to the end of its period (inclusive) and none after.
 * `share` is 0..1, `period` is in milliseconds.
 */
export type DecayCurve =
	| { kind: 'none' }
	| { kind: 'halfLife'; period: number }
	| { kind: 'linear'; share: number; period: number }
	| { kind: 'compound'; share: number; period: number }
	| { kind: 'expire'; period: number };

export const NO_DECAY: DecayCurve = { kind: 'none' };

const UNITS: ReadonlyMap<string, number> = new Map([
	['h', HOUR],
	['hour', HOUR],
	['d', DAY],
	['day', DAY],
	['w', 7 * DAY],
	['week', 7 * DAY],
	['month', 30 * DAY],
]);

const NUMBER = '\\d+(?:[.,]\\d+)?';
const PERIOD = `(${NUMBER})?\\s*(h|d|w|hour|day|week|month)s?`;
const HALF_LIFE = new RegExp(`^half-?\\s?life\\s+${PERIOD}$`);
const STEPS = new RegExp(`^(linear|compound)\\s+(${NUMBER})\\s*%\\s*(?:per|every|a|each|/)\\s*${PERIOD}$`);
const EXPIRE = new RegExp(`^expires?\\s+(?:after\\s+)?${PERIOD}$`);

export const DECAY_FORMS =
	'Write one of: none · half-life 30d · linear 50% per 30d · compound 10% per 7d · expire 90d (h, d, w or month; a month is 30 days).';

/** Reads a decay text such as `half-life 30d`. Empty text is `none`. */
export function parseDecay(text: string): Result<DecayCurve> {
	const plain = text.trim().toLowerCase().replace(/\s+/g, ' ');
	if (plain === '' || plain === 'none') return ok(NO_DECAY);
	return readCurve(plain) ?? fault(`${shown(text)} cannot be read as a decay`, DECAY_FORMS);
}

function readCurve(plain: string): Result<DecayCurve> | undefined {
	const halfLife = HALF_LIFE.exec(plain);
	if (halfLife) return withPeriod(halfLife[1], halfLife[2], (period) => ({ kind: 'halfLife', period }));
	const expire = EXPIRE.exec(plain);
	if (expire) return withPeriod(expire[1], expire[2], (period) => ({ kind: 'expire', period }));
	const steps = STEPS.exec(plain);
	if (!steps) return undefined;
	const share = (asNumber(steps[2]) ?? 0) / 100;
	if (share <= 0 || share > 1)
		return fault(
			`${shown(`${steps[2]} %`)} is not a share that can be lost`,
			'Write a percentage above 0 and up to 100.',
		);
	const kind = steps[1] === 'linear' ? 'linear' : 'compound';
	return withPeriod(steps[3], steps[4], (period) => ({ kind, share, period }));
}

function withPeriod(
	amount: string | undefined,
	unit: string,
	build: (period: number) => DecayCurve,
): Result<DecayCurve> {
	const period = (asNumber(amount ?? 1) ?? 0) * (UNITS.get(unit) ?? DAY);
	return period > 0 ? ok(build(period)) : fault('A decay over no time at all cannot be applied', DECAY_FORMS);
}

/** The share of its points that an activity of this age (milliseconds, >= 0) still has, 0..1. */
export function decayFactor(curve: DecayCurve, age: number): number {
	switch (curve.kind) {
		case 'none':
			return 1;
		case 'halfLife':
			return 0.5 ** (age / curve.period);
		case 'linear':
			return Math.max(0, 1 - curve.share * Math.floor(age / curve.period));
		case 'compound':
			return (1 - curve.share) ** Math.floor(age / curve.period);
		case 'expire':
			return age <= curve.period ? 1 : 0;
	}
}

/**
 * The next age above `age` at which a stepped curve changes, or undefined when it never changes again. A half-life
 * changes all the time and has no such age.
 */
export function nextChange(curve: DecayCurve, age: number): number | undefined {
	switch (curve.kind) {
		case 'none':
		case 'halfLife':
			return undefined;
		case 'expire':
			return age <= curve.period ? curve.period + 1 : undefined;
		default:
			return decayFactor(curve, age) > 0 ? (Math.floor(age / curve.period) + 1) * curve.period : undefined;
	}
}
