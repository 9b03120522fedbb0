import { percentOf, rounded } from './figures';
import { suggestPoints, type Scale } from './suggestion';
import { wilsonInterval } from './statistics/wilson';
import { CONVERSION_KINDS, type Base, type Touch } from './touches';

/** Fewer leads than that say nothing about a rule. */
export const LEAST_TOUCHED = 30;

/** A row of the conversion table. */
export interface Conversion extends Touch {
	/** Percent, one decimal. */
	readonly ratio: number;
	/** How many times as often as all leads; two decimals. */
	readonly lift: number;
	/** The 95 % interval of the ratio by Wilson, in percent. */
	readonly low: number;
	readonly high: number;
	readonly verdict: 'better' | 'worse' | 'no difference' | 'too few';
	/** Points that what came of the leads speaks for; null where there are too few of them. */
	readonly suggested: number | null;
}

/**
 * The conversion table: of the leads that have something in common, how many converted. Sorted by kind, then by ratio. The
 * points suggested are on the scale of the model's own where it has rules; see {@link suggestPoints}.
 */
export function conversionTable(touches: readonly Touch[], base: Base): Conversion[] {
	const scale = scaleOf(touches, base);
	return touches
		.map((touch) => conversionOf(touch, base, scale))
		.sort(
			(one, other) =>
				CONVERSION_KINDS.indexOf(one.kind) - CONVERSION_KINDS.indexOf(other.kind) || other.ratio - one.ratio,
		);
}

export function conversionOf(touch: Touch, base: Base, scale: Scale): Conversion {
	const { touched, converted } = touch;
	const { low, high } = wilsonInterval(converted, touched);
	const usual = base.leads === 0 ? 0 : base.converted / base.leads;
	const isFew = touched < LEAST_TOUCHED;
	// Where all leads came to the same end, nothing tells them apart.
	const isTold = base.converted > 0 && base.converted < base.leads;
	return {
		...touch,
		ratio: percentOf(converted, touched),
		lift: usual === 0 || touched === 0 ? 0 : rounded(converted / touched / usual, 2),
		low: rounded(low * 100, 1),
		high: rounded(high * 100, 1),
		verdict: isFew ? 'too few' : isTold && low > usual ? 'better' : isTold && high < usual ? 'worse' : 'no difference',
		suggested: isFew ? null : isTold ? suggestPoints(touch, base, scale) : 0,
	};
}

/** Points of the model's rules per unit of log-odds that the same rules show. */
function scaleOf(touches: readonly Touch[], base: Base): Scale {
	const own = touches.filter(
		({ kind, points, touched }) => kind === 'rule' && points !== null && touched >= LEAST_TOUCHED,
	);
	const shown = own.reduce((sum, touch) => sum + Math.abs(suggestPoints(touch, base, { perLogOdds: 1 }, false)), 0);
	const given = own.reduce((sum, { points }) => sum + Math.abs(points ?? 0), 0);
	return shown > 0 && given > 0 ? { perLogOdds: given / shown } : USUAL_SCALE;
}

/** Ten points double the odds, as scorecards are commonly scaled. */
export const USUAL_SCALE: Scale = { perLogOdds: 10 / Math.LN2 };
