import { toPoints } from '../../points';
import type { Reason } from '../../score/reasons';
import { countsInTotal } from '../../score/shares';
import type { Scored } from './scored';

/**
 * Why a score moved. earned: something happened, a silence went on, or a fact came to be known; faded: points lost with
 * age; expired: points that no longer count at all, and a silence that ended; capped: what a limit takes or gives back;
 * reset: engagement given up when the lead was recycled, and what was kept of it; rule_changed: another model; corrected:
 * other fields, activities or adjustment.
 */
export const CHANGE_KINDS = ['earned', 'faded', 'expired', 'capped', 'reset', 'rule_changed', 'corrected'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A row of a difference between two scores. Points have at most two decimals. */
export interface Change {
	readonly kind: ChangeKind;
	readonly rule: string;
	readonly dimension: Reason['dimension'];
	readonly points: number;
	/** Activities behind it; 1 where none stands behind it. */
	readonly count: number;
}

interface Row {
	readonly kind: ChangeKind;
	readonly rule: string;
	readonly dimension: Reason['dimension'];
	hundredths: number;
	count: number;
}

/** Gathers the rows of a difference: one for each kind, rule and dimension. */
export class Changes {
	private readonly rowsByKey = new Map<string, Row>();

	add(kind: ChangeKind, { rule, dimension }: Pick<Change, 'rule' | 'dimension'>, hundredths: number, count = 1): void {
		if (hundredths === 0) return;
		const key = `${kind} ${dimension} ${rule}`;
		const row = this.rowsByKey.get(key);
		if (!row) this.rowsByKey.set(key, { kind, rule, dimension, hundredths, count });
		else {
			row.hundredths += hundredths;
			row.count += count;
		}
	}

	/** Takes the whole difference of two scores for one kind, by rule; limits are told apart unless the rules themselves changed. */
	addAll(kind: ChangeKind, before: Scored, after: Scored): void {
		for (const { rule, net } of before.outcomes.filter(countsInTotal)) this.add(kind, lineOf(rule.rule), -net, 0);
		for (const { rule, net } of after.outcomes.filter(countsInTotal)) this.add(kind, lineOf(rule.rule), net, 1);
		this.addRetained(kind, before, after);
		this.add(kind, ADJUSTMENT, after.state.adjustment - before.state.adjustment);
		this.addLimits(kind === 'rule_changed' ? kind : 'capped', before, after);
	}

	addRetained(kind: ChangeKind, before: Scored, after: Scored): void {
		this.add(kind, RETAINED, (after.sums.retained ?? 0) - (before.sums.retained ?? 0));
	}

	addLimits(kind: ChangeKind, before: Scored, after: Scored): void {
		for (const limit of before.sums.limits) this.add(kind, limit, -limit.points);
		for (const limit of after.sums.limits) this.add(kind, limit, limit.points);
	}

	/** The rows whose points are not 0, the largest first, and their sum in hundredths. */
	rows(): { changes: Change[]; hundredths: number } {
		const rows = [...this.rowsByKey.values()].filter(({ hundredths }) => hundredths !== 0);
		rows.sort((left, right) => Math.abs(right.hundredths) - Math.abs(left.hundredths));
		return {
			hundredths: rows.reduce((sum, { hundredths }) => sum + hundredths, 0),
			changes: rows.map(({ kind, rule, dimension, hundredths, count }) => ({
				...{ kind, rule, dimension },
				points: toPoints(hundredths),
				count: Math.max(1, count),
			})),
		};
	}
}

export const lineOf = ({ name, dimension }: { name: string; dimension: Change['dimension'] }) => ({
	rule: name,
	dimension,
});

// As the explanation of a score names them.
const RETAINED = { rule: 'Kept when recycled', dimension: 'engagement' } as const;
const ADJUSTMENT = { rule: 'Manual adjustment', dimension: 'adjustment' } as const;
