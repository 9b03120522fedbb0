import { rounded, percentOf } from './figures';
import { bootstrap } from './statistics/bootstrap';
import { brierScore } from './statistics/brier';
import { areaUnderCurve, groupsOf, type Ranked, type ScoreGroup } from './statistics/ranking';
import type { Interval } from './statistics/wilson';

/** Fewer leads of either kind say nothing about a ranking. */
export const LEAST_OF_EACH = 20;

export interface BacktestTerms {
	/** Points at which the model calls a lead ready. */
	readonly threshold: number;
	/** Leads that sales can take of those that are ranked; undefined where nobody said. */
	readonly capacity: number | undefined;
}

/** `signal`: leads that converted stood higher, beyond chance; `against`: lower, beyond chance. */
export type SignalVerdict = 'signal' | 'no usable signal' | 'against' | 'too few';

/** What calling every lead from a score on ready would have brought. Precision and recall 0..1. */
export interface ThresholdRow {
	readonly threshold: number;
	readonly leads: number;
	readonly converted: number;
	readonly precision: number;
	readonly recall: number;
}

/** A tenth of the leads by score, the highest first. */
export interface DecileRow {
	readonly decile: number;
	readonly leads: number;
	readonly converted: number;
	/** Percent. */
	readonly ratio: number;
	readonly lift: number;
	readonly lowest: number;
	readonly highest: number;
}

export interface Backtest {
	readonly leads: number;
	readonly converted: number;
	/** 0..1: how often a lead that converted stood above one that did not; null where there are too few. */
	readonly auc: number | null;
	readonly aucInterval: Interval | null;
	readonly verdict: SignalVerdict;
	readonly thresholds: readonly ThresholdRow[];
	readonly deciles: readonly DecileRow[];
	/** The model's own threshold. */
	readonly today: ThresholdRow;
	/** The score that parts both kinds best (Youden: recall less the share of others above it); null without a signal. */
	readonly recommended: (ThresholdRow & { readonly interval: Interval }) | null;
	/** Of the leads that sales has time for, the share that converted. */
	readonly atCapacity: { readonly leads: number; readonly precision: number; readonly threshold: number } | null;
	/** Conversion by decile as a forecast, learnt on the first 70 % by date and measured on the others; null for fewer leads. */
	readonly forecast: { readonly brier: number; readonly brierOfBaseRate: number } | null;
}

/** How well scores told leads that converted from those that did not. `scored` in the order in which the leads came in. */
export function backtest(scored: readonly Ranked[], { threshold, capacity }: BacktestTerms): Backtest {
	const groups = groupsOf(scored);
	const converted = scored.filter((each) => each.converted).length;
	const isEnough = converted >= LEAST_OF_EACH && scored.length - converted >= LEAST_OF_EACH;
	const bounds = isEnough ? bootstrap(groups, { auc: areaUnderCurve, threshold: bestThreshold }) : undefined;
	const verdict = bounds === undefined ? 'too few' : verdictOf(bounds.auc);
	return {
		leads: scored.length,
		converted,
		auc: bounds === undefined ? null : rounded(areaUnderCurve(groups), 3),
		aucInterval: bounds === undefined ? null : { low: rounded(bounds.auc.low, 3), high: rounded(bounds.auc.high, 3) },
		verdict,
		thresholds: thresholdRows(groups),
		deciles: decileRows(groups),
		today: thresholdRow(groups, threshold),
		recommended:
			verdict === 'signal' && bounds !== undefined
				? { ...thresholdRow(groups, bestThreshold(groups)), interval: bounds.threshold }
				: null,
		atCapacity: capacityOf(scored, capacity),
		forecast: forecastOf(scored),
	};
}

function verdictOf({ low, high }: Interval): SignalVerdict {
	if (low > 0.5) return 'signal';
	return high < 0.5 ? 'against' : 'no usable signal';
}

/** The lowest score that is still called ready where both kinds are parted best. */
function bestThreshold(groups: readonly ScoreGroup[]): number {
	const converted = groups.reduce((sum, group) => sum + group.converted, 0);
	const others = groups.reduce((sum, group) => sum + group.others, 0);
	if (converted === 0 || others === 0) return NaN;
	let best = { gain: -Infinity, score: NaN };
	let gain = 0;
	for (const group of groups) {
		gain += group.converted / converted - group.others / others;
		if (gain > best.gain && group.converted + group.others > 0) best = { gain, score: group.score };
	}
	return best.score;
}

/** What calling every lead from so many points on ready would have brought. */
export function thresholdRow(groups: readonly ScoreGroup[], threshold: number): ThresholdRow {
	const all = groups.reduce((sum, group) => sum + group.converted, 0);
	let leads = 0;
	let converted = 0;
	for (const group of groups) {
		if (group.score < threshold) break;
		leads += group.converted + group.others;
		converted += group.converted;
	}
	return {
		threshold,
		leads,
		converted,
		precision: leads === 0 ? 0 : rounded(converted / leads, 3),
		recall: all === 0 ? 0 : rounded(converted / all, 3),
	};
}

const THRESHOLDS_SHOWN = 20;

/** At most twenty thresholds, at about every twentieth of the leads. */
function thresholdRows(groups: readonly ScoreGroup[]): ThresholdRow[] {
	const leads = groups.reduce((sum, group) => sum + group.converted + group.others, 0);
	const shown: number[] = [];
	let above = 0;
	for (const group of groups) {
		above += group.converted + group.others;
		if (above >= ((shown.length + 1) * leads) / THRESHOLDS_SHOWN) shown.push(group.score);
	}
	return [...new Set(shown)].map((threshold) => thresholdRow(groups, threshold));
}

const DECILES = 10;

/** Leads of one score that lie on a boundary are shared out in proportion, so that their order plays no part. */
function decileRows(groups: readonly ScoreGroup[]): DecileRow[] {
	const leads = groups.reduce((sum, group) => sum + group.converted + group.others, 0);
	const all = groups.reduce((sum, group) => sum + group.converted, 0);
	if (leads < DECILES) return [];
	return Array.from({ length: DECILES }, (_, index) => {
		const slice = sliceOf(groups, (index * leads) / DECILES, ((index + 1) * leads) / DECILES);
		return {
			decile: index + 1,
			leads: rounded(slice.leads, 1),
			converted: rounded(slice.converted, 1),
			ratio: percentOf(slice.converted, slice.leads),
			lift: all === 0 ? 0 : rounded(slice.converted / slice.leads / (all / leads), 2),
			lowest: slice.lowest,
			highest: slice.highest,
		};
	});
}

function sliceOf(groups: readonly ScoreGroup[], from: number, to: number) {
	let start = 0;
	const slice = { leads: 0, converted: 0, lowest: NaN, highest: NaN };
	for (const { score, converted, others } of groups) {
		const size = converted + others;
		const part = Math.max(0, Math.min(to, start + size) - Math.max(from, start));
		start += size;
		if (part <= 1e-9) continue;
		if (Number.isNaN(slice.highest)) slice.highest = score;
		slice.lowest = score;
		slice.leads += part;
		slice.converted += (converted * part) / size;
	}
	return slice;
}

function capacityOf(scored: readonly Ranked[], capacity: number | undefined): Backtest['atCapacity'] {
	if (capacity === undefined || scored.length === 0) return null;
	const leads = Math.min(capacity, scored.length);
	const slice = sliceOf(groupsOf(scored), 0, leads);
	return { leads, precision: rounded(slice.converted / leads, 3), threshold: slice.lowest };
}

const LEARNT_ON = 0.7;
const LEAST_FOR_FORECAST = 200;

function forecastOf(scored: readonly Ranked[]): Backtest['forecast'] {
	if (scored.length < LEAST_FOR_FORECAST) return null;
	const boundary = Math.round(scored.length * LEARNT_ON);
	const learnt = scored.slice(0, boundary);
	const base = learnt.filter(({ converted }) => converted).length / learnt.length;
	const deciles = decileRows(groupsOf(learnt));
	const probabilityOf = (score: number): number =>
		(deciles.find(({ lowest }) => score >= lowest) ?? deciles[DECILES - 1]).ratio / 100;
	const measured = scored.slice(boundary);
	const brierOf = (forecast: (score: number) => number): number =>
		rounded(brierScore(measured.map(({ score, converted }) => ({ probability: forecast(score), converted }))), 4);
	return { brier: brierOf(probabilityOf), brierOfBaseRate: brierOf(() => base) };
}
