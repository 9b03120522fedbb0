/** A lead of the past by its score, and whether it converted. */
export interface Ranked {
	readonly score: number;
	readonly converted: boolean;
}

/** Leads of one score. */
export interface ScoreGroup {
	readonly score: number;
	readonly converted: number;
	readonly others: number;
}

/** Leads counted by score, highest first. */
export function groupsOf(scored: readonly Ranked[]): ScoreGroup[] {
	const groups = new Map<number, { score: number; converted: number; others: number }>();
	for (const { score, converted } of scored) {
		const group = groups.get(score) ?? { score, converted: 0, others: 0 };
		if (converted) group.converted++;
		else group.others++;
		groups.set(score, group);
	}
	return [...groups.values()].sort((left, right) => right.score - left.score);
}

/**
 * The area under the ROC curve: how often a lead that converted stands above one that did not; equal scores count half.
 * NaN without both kinds. `groups` highest first.
 */
export function areaUnderCurve(groups: readonly ScoreGroup[]): number {
	let above = 0;
	let others = 0;
	let pairs = 0;
	for (const group of groups) {
		pairs += group.others * (above + group.converted / 2);
		above += group.converted;
		others += group.others;
	}
	return above === 0 || others === 0 ? NaN : pairs / (above * others);
}
