import { shown, type Fault } from '../../fault';
import type { Rule } from '../rule';
import type { Check } from './model-check';
import { isNothing, meet, ruleBand, type Band } from './number-band';

const TO_DO = 'If only one of them should, make their ranges meet without overlapping';

export const overlappingBands: Check = {
	severity: 'doubtful',
	what: 'Two rules about one number whose ranges overlap',
	find: findOverlaps,
};

function findOverlaps(rules: readonly Rule[]): Fault[] {
	const banded = rules.flatMap((rule) => {
		const numbers = ruleBand(rule);
		return numbers ? [{ rule, ...numbers }] : [];
	});
	return banded.flatMap((left, index) =>
		banded.slice(index + 1).flatMap((right) => {
			if (left.field !== right.field || left.rule.dimension !== right.rule.dimension || isSame(left.band, right.band))
				return [];
			const common = meet(left.band, right.band);
			if (isNothing(common)) return [];
			return [
				{
					message: `${left.rule.row} and ${right.rule.row} both apply when ${shown(left.field)} is ${written(common)}`,
					hint: TO_DO,
				},
			];
		}),
	);
}

const isSame = (left: Band, right: Band): boolean => left.low === right.low && left.high === right.high;

const written = ({ low, high }: Band): string =>
	low === -Infinity ? `up to ${high}` : high === Infinity ? `${low} or more` : `${low} to ${high}`;
