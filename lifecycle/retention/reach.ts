/** How far back the rules of a model read activities. Ages are in milliseconds; Infinity: without an end. */
import type { DecayCurve } from '../decay/curve';
import type { CompiledModel, CompiledRule, Stream, Trigger } from '../model/compiled';

/** From which age on an activity of each stream can give nothing by a rule, whatever else the lead does. */
function reachesOf(rule: CompiledRule): Array<readonly [Stream, number]> {
	const { trigger, requirements, gaps } = rule;
	return [
		...(trigger.kind === 'activity' ? [[trigger.stream, reachOfHits(rule, trigger)] as const] : []),
		...(trigger.kind === 'silence' ? [[trigger.stream, reachOfSilence(trigger.stream)] as const] : []),
		...requirements.map(({ stream, window }) => [stream, window] as const),
		// A visit ends a silence however long ago the one before it was.
		...gaps.map(({ stream }) => [stream, Infinity] as const),
	];
}

/** Where a rule asks for several, or lists them as key moments, those that have lost all points still count. */
function reachOfHits({ rule, decay }: CompiledRule, { window, count }: Extract<Trigger, { kind: 'activity' }>): number {
	return count > 1 || rule.moment ? window : Math.min(window, endOf(decay));
}

function endOf(decay: DecayCurve): number {
	switch (decay.kind) {
		case 'expire':
			return decay.period;
		case 'linear':
			return Math.ceil(1 / decay.share) * decay.period;
		case 'compound':
			return decay.share === 1 ? decay.period : Infinity;
		default:
			return Infinity;
	}
}

/** The newest activity of each type is always kept, so silence is known where the type alone decides. */
const reachOfSilence = ({ fields, isTimed }: Stream): number => (fields.length === 0 && !isTimed ? 0 : Infinity);

/** The longest reach of each rule that reads activities, in the order of the rules. */
export const reachOfRules = ({ rules }: CompiledModel): Array<readonly [rule: string, reach: number]> =>
	rules.flatMap((rule) => {
		const reaches = reachesOf(rule).map(([, reach]) => reach);
		return reaches.length === 0 ? [] : [[rule.rule.name, Math.max(...reaches)] as const];
	});

/** The longest reach of all rules that take activities of a stream, by its index. */
export function reachOfStreams({ rules, streams }: CompiledModel): readonly number[] {
	const longest = streams.map(() => 0);
	for (const [{ index }, reach] of rules.flatMap(reachesOf)) longest[index] = Math.max(longest[index], reach);
	return longest;
}
