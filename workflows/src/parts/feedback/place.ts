import type { Place } from '../canvas';

const COLUMN = 7.75;

/** A place counted from the step with which both ways in begin. */
export const at = (columns: number, row: number): Place => [COLUMN + columns, row];
