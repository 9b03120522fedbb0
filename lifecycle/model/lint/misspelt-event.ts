import { ACTIVITY_TYPES } from '../../activity/catalogue';
import { shown, type Fault } from '../../fault';
import type { Condition } from '../rule';
import type { Check } from './model-check';

export const misspeltEvent: Check = {
	severity: 'doubtful',
	what: 'An event whose name is nearly that of a known activity',
	find: (rules) => rules.flatMap(({ conditions }) => conditions.flatMap(misspeltEvents)),
};

function misspeltEvents(condition: Condition): Fault[] {
	return condition.events
		.filter((event) => !event.includes('*') && !ACTIVITY_TYPES.has(event))
		.flatMap((event) => {
			const near = nearest(event);
			return near === undefined
				? []
				: [
						{
							message: `${condition.row}, column “event”: no known activity is called ${shown(event)}`,
							hint: `Did you mean ${near}? If the name is your own, leave it`,
						},
					];
		});
}

/** A known type that differs by a slip of the pen: two letters exchanged, left out, added or replaced. */
function nearest(event: string): string | undefined {
	return [...ACTIVITY_TYPES.keys()].find(
		(type) => Math.abs(type.length - event.length) <= 2 && distance(type, event) <= 2,
	);
}

function distance(left: string, right: string): number {
	let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
	for (let row = 1; row <= left.length; row++) {
		const current = [row];
		for (let column = 1; column <= right.length; column++) {
			const substitution = previous[column - 1] + (left[row - 1] === right[column - 1] ? 0 : 1);
			current.push(Math.min(substitution, previous[column] + 1, current[column - 1] + 1));
		}
		previous = current;
	}
	return previous[right.length];
}
