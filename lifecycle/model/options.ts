import type { DecayCurve } from '../decay/curve';
import { shown, type Fault } from '../fault';
import { fold } from '../text';
import { DAY } from '../time';
import type { CompiledRule, ResolvedOptions } from './compiled';
import type { ScoreOptions } from './rule';

export const DEFAULT_THRESHOLD = 65;
export const DEFAULT_RECENT_DAYS = 30;

/** The options of a model with those given over them; an option that is undefined was not given. */
export const mergeOptions = (own: ScoreOptions, given: ScoreOptions): ScoreOptions => ({
	...own,
	...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});

/** The options of a model as numbers, with their defaults; faults name the option. */
export function resolveOptions(
	options: ScoreOptions,
	rules: readonly CompiledRule[],
	decay: DecayCurve,
	faults: Fault[],
): ResolvedOptions {
	const { totalCap, floor } = options;
	if (totalCap !== undefined && floor !== undefined && floor > totalCap) {
		faults.push({
			message: `The option “Floor” (${floor}) lies above “Total Cap” (${totalCap})`,
			hint: 'Lower the floor or raise the cap.',
		});
	}
	const lifting = (options.totalCapUnless ?? []).map((name) => ({
		name,
		rule: rules.find(({ rule }) => fold(rule.name) === fold(name)),
	}));
	for (const { name, rule } of lifting) {
		if (!rule)
			faults.push({
				message: `The option “Total Cap Unless” names ${shown(name)}, which is not a rule of the model`,
				hint: `Rules: ${rules
					.slice(0, 40)
					.map(({ rule: each }) => each.name)
					.join(', ')}.`,
			});
	}
	return {
		fitCap: options.fitCap,
		engagementCap: options.engagementCap,
		totalCap,
		floor,
		liftsCap: new Set(lifting.flatMap(({ rule }) => (rule ? [rule.index] : []))),
		decay,
		recent: (options.recentDays ?? DEFAULT_RECENT_DAYS) * DAY,
		threshold: options.threshold ?? DEFAULT_THRESHOLD,
		maxReasons: options.maxReasons ?? Infinity,
	};
}
