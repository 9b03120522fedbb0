import { counted } from '../review/figures';
import type { Choice } from './keep';
import type { Measured } from './measure';
import type { Training } from './train';

/** What a training says, in plain sentences: the verdict first. */
export function trainingSentences(training: Training, choice: Choice): string[] {
	const { verdict, why, leads, converted, leaks, random, overCounting, model } = training;
	return [
		`${verdict}. ${why}`,
		`Learnt from ${counted(leads, 'lead')} with a known outcome, ${converted} of them converted.`,
		...leaks.map(({ field, why: reason }) => `Left out: “${field}”, because ${reason}.`),
		...(leaks.length > 0
			? ['If one of these was known in time, name it in the option “Confirmed Fields”. Otherwise leave it out.']
			: []),
		...(random === null || random.auc === null || random.interval === null
			? []
			: [
					`With leads by lot instead of the newest ones: AUC ${random.auc} (${random.interval.low} to ${random.interval.high}).`,
				]),
		...(overCounting === null || model === undefined ? [] : [countingSentence(overCounting)]),
		...(model === undefined ? [] : [choice.why]),
	];
}

function countingSentence({ difference, interval: { low, high } }: NonNullable<Training['overCounting']>): string {
	const figures = `AUC ${difference < 0 ? '−' : '+'}${Math.abs(difference)}, ${low} to ${high}`;
	if (low > 0) return `Better than counting activities (${figures}).`;
	return high < 0
		? `Worse than counting activities (${figures}).`
		: `Not shown to be better than counting activities (${figures}).`;
}

/** The figures of a report without what only a plot needs. */
export const briefly = (measured: Measured | null): Omit<Measured, 'reliability'> | null => {
	if (measured === null) return null;
	const { leads, converted, auc, interval, brier, brierOfBaseRate } = measured;
	return { leads, converted, auc, interval, brier, brierOfBaseRate };
};
