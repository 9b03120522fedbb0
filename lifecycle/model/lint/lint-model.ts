import type { Fault } from '../../fault';
import { mergeOptions } from '../options';
import type { Model } from '../rule';
import { contradictingNumbers } from './contradicting-numbers';
import { contradictingTexts } from './contradicting-texts';
import { fitShare } from './fit-share';
import { misspeltEvent } from './misspelt-event';
import type { Check, Severity, Weights } from './model-check';
import { momentWithoutEvent } from './moment-without-event';
import { noPoints } from './no-points';
import { openScoredHigh } from './open-scored-high';
import { overlappingBands } from './overlapping-bands';
import { protectedTrait } from './protected-trait';
import { twinRules } from './twin-rules';
import { unreachableThreshold } from './unreachable-threshold';
import { wordInsideWord } from './word-inside-word';

export interface Remark extends Fault {
	severity: Severity;
}

/** In the order in which their remarks are shown. */
export const MODEL_CHECKS: readonly Check[] = [
	fitShare,
	unreachableThreshold,
	noPoints,
	momentWithoutEvent,
	misspeltEvent,
	contradictingNumbers,
	contradictingTexts,
	twinRules,
	overlappingBands,
	protectedTrait,
	openScoredHigh,
	wordInsideWord,
];

/**
 * Remarks about a model that is valid but may not do what its author wants. Each names the rule's row and what to do;
 * none of them stops a run.
 */
export function lintModel(model: Model, options: Weights = {}): Remark[] {
	const weights = mergeOptions(model.options, options);
	return MODEL_CHECKS.flatMap(({ severity, find }) =>
		find(model.rules, weights).map((found) => ({ ...found, severity })),
	);
}
