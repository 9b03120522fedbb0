import { fitHalfLives, type HalfLife } from '../../lifecycle/predict/half-life';
import { USUAL_HALF_LIFE } from '../../lifecycle/predict/survey';
import { isRight, PLANTED, plantedLeads, type Planting } from './planted';

export interface Recovered {
	/** What was planted, days; null where nothing fades. */
	readonly planted: number | null;
	readonly seeds: number;
	/** How often the answer was right: the interval holds the truth, or “no evidence” where nothing fades. */
	readonly right: number;
	/** How often it said that interest fades. */
	readonly fades: number;
	/** What was found, days, of each time it said so. */
	readonly found: readonly number[];
	/** The upper end of the interval by its lower end, of each time it said so. */
	readonly spreads: readonly number[];
	/** Seeds that were wrong, and what they were told. */
	readonly wrong: ReadonlyArray<{ readonly seed: number; readonly text: string }>;
}

/** What is fitted of a half-life that is known, seed by seed. Days, 0 for one that never comes. */
export function recover(planted: number, leads: number, seeds: number): Recovered {
	const halfLife = planted === 0 ? Infinity : planted;
	const answers = Array.from({ length: seeds }, (_, index) => fittedTo({ halfLife, leads, seed: index + 1 }));
	const fading = answers.filter(({ verdict }) => verdict === 'fades');
	return {
		...{ planted: planted === 0 ? null : planted, seeds, fades: fading.length },
		right: answers.filter((answer) => isRight(answer, halfLife)).length,
		found: fading.map((answer) => answer.halfLife ?? NaN),
		spreads: fading.map(({ interval }) => (interval?.high ?? NaN) / (interval?.low ?? NaN)),
		wrong: answers.flatMap((answer, index) =>
			isRight(answer, halfLife) ? [] : [{ seed: index + 1, text: answer.text }],
		),
	};
}

/** The answer for the planted type. */
export function fittedTo(planting: Planting): HalfLife {
	const fitted = fitHalfLives(plantedLeads(planting), USUAL_HALF_LIFE).find(({ type }) => type === PLANTED);
	if (fitted === undefined) throw new Error(`No answer for ${PLANTED}`);
	return fitted;
}
