import { ACTIVITY_TYPES } from '../../activity/catalogue';
import { shown, type Fault } from '../../fault';
import { nearestOf } from '../../nearest';
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
			const near = nearestOf(event, ACTIVITY_TYPES.keys());
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
