import { from } from './expression';
import { workOut } from './steps';
import type { Place } from './canvas';

const NAME = 'As of';

/**
 * The one clock of a template: every step of a run works at the same moment, and a run can be told to work at another
 * one. What calls the template may say which, as `asOf`.
 */
export const clock = (place: Place, name = NAME) =>
	workOut(name, place, 'return { asOf: $json.asOf ?? $now.toUTC().toISO() };');

/** The moment of the run in an expression: ISO 8601 in UTC. */
export const asOf = `${from({ name: NAME })}.first().json.asOf`;
