import { LEAST_OF_EACH } from '../review/backtest';
import { counted, rounded } from '../review/figures';
import { asInstant } from '../time';
import { logistic, shortened } from './arithmetic';
import type { Scale } from './grade';
import type { Example } from './snapshot';
import { sumsOf, type StoredModel } from './stored-model';

/** How far the distribution of what a model sees has moved; the bounds are those of credit scoring (N. Siddiqi, 2006). */
export type Moved = 'no' | 'a little' | 'much';

export interface ScaleDrift {
	/** What moved: all of it, who the leads are, or what they did. */
	readonly of: keyof StoredModel['scales'];
	/** Population stability index, less what chance alone would give; 0 is no change. */
	readonly index: number;
	readonly moved: Moved;
}

/** How a model fits leads that came to an end after it was trained. */
export interface Drift {
	readonly leads: number;
	readonly converted: number;
	/** Percent that the model foretold, and that converted; null where the leads are too few. */
	readonly foretold: number | null;
	readonly actual: number | null;
	/** Whether more or fewer converted than chance explains (two standard errors); null where the leads are too few. */
	readonly calibrated: boolean | null;
	readonly scales: readonly ScaleDrift[];
}

/** Below this, the shares of ten parts say more about chance than about the leads. */
const LEAST_LEADS = 100;
const PARTS = 10;
const STANDARD_ERRORS = 1.96;
const MUCH = 0.25;
const A_LITTLE = 0.1;

/** Holds the live model against the leads that it has not seen. `examples` in any order. */
export function driftOf(examples: readonly Example[], live: StoredModel): Drift {
	const seen = asInstant(live.learnt.until) ?? Infinity;
	const fresh = examples.filter(({ at }) => at > seen);
	const converted = fresh.filter((example) => example.converted).length;
	const sums = sumsOf(live.predictor, fresh);
	return {
		...{ leads: fresh.length, converted },
		...calibrationOf(sums.all, converted, live.learnt.leads),
		scales: fresh.length < LEAST_LEADS ? [] : scaleDrifts(live, sums),
	};
}

function calibrationOf(
	logOdds: readonly number[],
	converted: number,
	learnt: number,
): Pick<Drift, 'foretold' | 'actual' | 'calibrated'> {
	const leads = logOdds.length;
	if (converted < LEAST_OF_EACH || leads - converted < LEAST_OF_EACH)
		return { foretold: null, actual: null, calibrated: null };
	const chances = logOdds.map(logistic);
	const expected = chances.reduce((sum, chance) => sum + chance, 0);
	// By chance both are off: the leads now, and those from which the model learnt how many convert.
	const variance = chances.reduce((sum, chance) => sum + chance * (1 - chance), 0) * (1 + leads / learnt);
	return {
		foretold: rounded((100 * expected) / leads, 1),
		actual: rounded((100 * converted) / leads, 1),
		calibrated: Math.abs(converted - expected) <= STANDARD_ERRORS * Math.sqrt(variance),
	};
}

const scaleDrifts = (live: StoredModel, sums: Record<keyof StoredModel['scales'], number[]>): ScaleDrift[] =>
	(['all', 'fit', 'engagement'] as const).map((of) => {
		const index = stabilityIndex(live.scales[of], sums[of], live.learnt.leads);
		return { of, index, moved: index >= MUCH ? 'much' : index >= A_LITTLE ? 'a little' : 'no' };
	});

/** A part of the scale: values up to and with `to`, of which so great a share of the leads learnt from had one. */
interface Part {
	readonly to: number;
	readonly share: number;
}

/**
 * The population stability index of sums against the scale of the leads learnt from. Chance alone gives about
 * (parts − 1) × (1 / leads before + 1 / leads now), which is taken off.
 */
function stabilityIndex(scale: Scale, sums: readonly number[], before: number): number {
	const parts = partsOf(scale);
	const counts = parts.map(() => 0);
	for (const sum of sums) {
		const value = shortened(sum, 6);
		const place = parts.findIndex(({ to }) => value <= to);
		counts[place < 0 ? parts.length - 1 : place]++;
	}
	const index = parts.reduce((total, { share }, place) => {
		// An empty part would be infinitely far off.
		const now = Math.max(counts[place], 0.5) / sums.length;
		return total + (now - share) * Math.log(now / share);
	}, 0);
	const byChance = (parts.length - 1) * (1 / before + 1 / sums.length);
	return rounded(Math.max(0, index - byChance), 3);
}

/** Tenths of the leads learnt from. Many with the same sum cannot be told apart: they are one part. */
function partsOf(scale: Scale): Part[] {
	const steps = scale.length - 1;
	const parts: Part[] = [];
	let from = 0;
	for (let step = 1; step <= steps; step++) {
		const last = scale.lastIndexOf(scale[step]);
		if (last - from < steps / PARTS && last < steps) continue;
		parts.push({ to: scale[last], share: (last - from) / steps });
		from = last;
		step = last;
	}
	return parts;
}

const WHAT: Readonly<Record<ScaleDrift['of'], string>> = {
	all: 'the predictions',
	fit: 'who the leads are',
	engagement: 'what the leads do',
};

/** What the watch over the live model found, in plain sentences. */
export function driftSentences({ leads, converted, foretold, actual, calibrated, scales }: Drift): string[] {
	const since = `since the live model was trained, ${counted(leads, 'lead')} came to an end, ${converted} of them converted`;
	if (calibrated === null || foretold === null || actual === null)
		return [`Whether the live model still fits cannot be told yet: ${since}.`];
	const fits = calibrated
		? `The live model still fits: it foretold ${foretold} %, and ${actual} % converted`
		: `The live model foretells too ${foretold > actual ? 'much' : 'little'}: ${foretold} %, and ${actual} % converted`;
	const moved = scales.filter((scale) => scale.moved !== 'no');
	return [
		`${fits} (${since}).`,
		...moved.map(
			({ of, index, moved: how }) =>
				`${capitalized(WHAT[of])} changed ${how} since then (stability index ${index}; from ${MUCH} on, train again or look why).`,
		),
	];
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
