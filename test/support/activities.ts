/** Activities of leads that cross: a form that makes a director of each, a request for a demo, then visits to the prices. */
import { DIRECTOR } from '../../scripts/welcome.mjs';
import type { Activity } from './queue-rig';

const MINUTE = 60_000;

/**
 * @param name of the case; leads and activities carry it
 * @param count of all activities
 * @param leads of how many leads, in turns
 * @param until when the last of them happened
 */
export function activitiesOf(name: string, count: number, leads: number, until = Date.now()): Activity[] {
	return Array.from({ length: count }, (_, index) => ({
		activity: `${name}-${index}`,
		lead: `lead-${index % leads}@${name}.example`,
		at: new Date(until - (count - index) * MINUTE).toISOString(),
		...whatIsDone(index, leads),
	}));
}

function whatIsDone(index: number, leads: number): { type: string; [more: string]: unknown } {
	if (index < leads) {
		const name = `Dana ${index}`;
		return { type: 'form_submit', properties: { form: 'contact' }, attributes: { ...DIRECTOR, name } };
	}
	if (index < 2 * leads) return { type: 'demo_request' };
	return { type: 'page_view', properties: { path: '/pricing' } };
}
