import { quantile } from '../review/statistics/quantile';
import { shortened } from './arithmetic';

/** A: as likely to convert as the best tenth of the leads learnt from, B: the best 30 %, C: the best 60 %, D: all others. */
export type Grade = 'A' | 'B' | 'C' | 'D';

/** Where the sums of leads of the past lie: 21 values, each twentieth of the leads apart. */
export type Scale = readonly number[];

const STEPS = 20;

export const scaleOf = (sums: readonly number[]): Scale => {
	const sorted = [...sums].sort((one, other) => one - other);
	return Array.from({ length: STEPS + 1 }, (_, step) => shortened(quantile(sorted, step / STEPS), 6));
};

/** Percent of the leads of the past that lie below, 0..100, whole. */
export function placeOn(scale: Scale, sum: number): number {
	let step = 0;
	while (step < STEPS && sum >= scale[step + 1]) step++;
	if (step === STEPS) return 100;
	if (sum <= scale[0]) return 0;
	const part = scale[step + 1] > scale[step] ? (sum - scale[step]) / (scale[step + 1] - scale[step]) : 0;
	return Math.round((100 * (step + part)) / STEPS);
}

const GRADES: ReadonlyArray<readonly [grade: Grade, step: number]> = [
	['A', 18],
	['B', 14],
	['C', 8],
];

export const gradeOf = (scale: Scale, sum: number): Grade => GRADES.find(([, step]) => sum >= scale[step])?.[0] ?? 'D';
