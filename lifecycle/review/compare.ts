import type { Cell } from '../grid/grid';
import type { CompiledModel } from '../model/compiled';
import { signedPoints } from '../points';
import { openLead } from '../score/over-time';
import { LEAST_OF_EACH } from './backtest';
import { rounded } from './figures';
import type { Case } from './cohort';
import { scoreDifference } from './history/difference';
import type { ScoredCase } from './scored-case';
import { pairedBootstrap } from './statistics/paired-bootstrap';
import { areaUnderCurve, groupsOf } from './statistics/ranking';
import type { Interval } from './statistics/wilson';

/** A lead that stands in another cell under the other model. */
export interface CellChange {
	readonly lead: string;
	readonly from: Cell;
	readonly to: Cell;
	readonly before: number;
	readonly after: number;
	readonly converted: boolean;
	/** `gained`: ready under the other model only; `lost`: under this one only. */
	readonly handOff: 'gained' | 'lost' | 'same';
	/** The rules behind it, strongest first: `Pricing page +12`. */
	readonly why: string;
}

export interface Comparison {
	readonly leads: number;
	readonly changed: number;
	/** Those that gain or lose a hand-off first, then by how far their total moves; at most {@link MOST_CHANGES}. */
	readonly changes: readonly CellChange[];
	readonly handOffs: {
		readonly before: number;
		readonly after: number;
		readonly gained: number;
		readonly lost: number;
		/** Of those gained and lost, how many converted. */
		readonly conversionsGained: number;
		readonly conversionsLost: number;
	};
	/** Null where too few leads converted, or did not. */
	readonly auc: {
		readonly before: number;
		readonly after: number;
		/** Of the difference, by resampling the same leads for both. */
		readonly interval: Interval;
		readonly verdict: 'better' | 'worse' | 'no difference';
	} | null;
}

export const MOST_CHANGES = 200;

/** Two models over the same leads, as of the same moments. Both lists in the same order of leads. */
export function compareModels(
	before: readonly ScoredCase[],
	after: readonly ScoredCase[],
	models: { readonly before: CompiledModel; readonly after: CompiledModel },
): Comparison {
	const pairs = before.map((each, index) => ({ was: each, is: after[index] }));
	const changed = pairs.filter(({ was, is }) => was.cell !== is.cell || was.isReady !== is.isReady);
	const gained = pairs.filter(({ was, is }) => !was.isReady && is.isReady);
	const lost = pairs.filter(({ was, is }) => was.isReady && !is.isReady);
	const conversions = (list: typeof pairs): number => list.filter(({ was }) => was.of.converted).length;
	return {
		leads: pairs.length,
		changed: changed.length,
		changes: [...changed]
			.sort(byImportance)
			.slice(0, MOST_CHANGES)
			.map(({ was, is }) => changeOf(was, is, models)),
		handOffs: {
			before: before.filter(({ isReady }) => isReady).length,
			after: after.filter(({ isReady }) => isReady).length,
			gained: gained.length,
			lost: lost.length,
			conversionsGained: conversions(gained),
			conversionsLost: conversions(lost),
		},
		auc: aucOf(before, after),
	};
}

interface Pair {
	readonly was: ScoredCase;
	readonly is: ScoredCase;
}

const byImportance = (one: Pair, other: Pair): number =>
	Number(other.was.isReady !== other.is.isReady) - Number(one.was.isReady !== one.is.isReady) ||
	Math.abs(other.is.total - other.was.total) - Math.abs(one.is.total - one.was.total);

function changeOf(
	was: ScoredCase,
	is: ScoredCase,
	models: { before: CompiledModel; after: CompiledModel },
): CellChange {
	return {
		lead: was.of.lead,
		from: was.cell,
		to: is.cell,
		before: was.total,
		after: is.total,
		converted: was.of.converted,
		handOff: was.isReady === is.isReady ? 'same' : is.isReady ? 'gained' : 'lost',
		why: differenceInWords(was.of, models),
	};
}

const REASONS_NAMED = 3;

/** What each rule gives under one model and not under the other, in words: `Pricing page +12 · Student −15`. */
export function differenceInWords(
	{ lead, fields, activities, lookedAt }: Pick<Case, 'lead' | 'fields' | 'activities' | 'lookedAt'>,
	{ before, after }: { readonly before: CompiledModel; readonly after: CompiledModel },
): string {
	const [was, is] = [before, after].map((model) => openLead({ lead, fields, activities }, model));
	if (!was.ok || !is.ok) return '';
	const difference = scoreDifference({ lead: was.value, at: lookedAt }, { lead: is.value, at: lookedAt });
	if (!difference.ok) return '';
	return difference.value.changes
		.slice(0, REASONS_NAMED)
		.map(({ rule, points }) => `${rule} ${signedPoints(points)}`)
		.join(' · ');
}

function aucOf(before: readonly ScoredCase[], after: readonly ScoredCase[]): Comparison['auc'] {
	const converted = before.filter(({ of }) => of.converted).length;
	if (Math.min(converted, before.length - converted) < LEAST_OF_EACH) return null;
	const scored = (cases: readonly ScoredCase[]) =>
		cases.map(({ total, of }) => ({ score: total, converted: of.converted }));
	const [was, is] = [scored(before), scored(after)];
	const { low, high } = pairedBootstrap(was, is);
	return {
		before: rounded(areaUnderCurve(groupsOf(was)), 3),
		after: rounded(areaUnderCurve(groupsOf(is)), 3),
		interval: { low: rounded(low, 3), high: rounded(high, 3) },
		verdict: low > 0 ? 'better' : high < 0 ? 'worse' : 'no difference',
	};
}
