import fc from 'fast-check';
import { DateTime } from 'luxon';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { parseModel } from '../../lifecycle/model/parse';
import type { ScoreOptions } from '../../lifecycle/model/rule';
import { DAY, HOUR } from '../../lifecycle/time';

/** Leads, logs and models for property tests, as of {@link asOf}. */

export const asOf = DateTime.fromISO('2026-11-01T12:00:00Z');
const start = asOf.toMillis();

const TYPES = ['page_view', 'email_click', 'form_submit', 'webinar_attend', 'email_unsubscribe'];
const PATHS = ['/pricing', '/blog', '/careers'];

export const activities = (most = 25) =>
	fc.uniqueArray(
		fc.record({
			activity: fc.integer({ min: 0, max: 100_000 }).map((id) => `a${id}`),
			type: fc.constantFrom(...TYPES),
			at: fc.integer({ min: -10, max: 24 * 400 }).map((hours) => new Date(start - hours * HOUR).toISOString()),
			properties: fc.record({ path: fc.constantFrom(...PATHS), seconds: fc.integer({ min: 0, max: 300 }) }),
		}),
		{ maxLength: most, selector: ({ activity }) => activity },
	);

const decays = fc.constantFrom(
	'',
	'none',
	'half-life 30d',
	'half-life 7d',
	'linear 50% per 30d',
	'compound 10% per 7d',
	'expire 90d',
);

export const rules = (least: number) =>
	fc.array(
		fc.record({
			dimension: fc.constantFrom('engagement', 'engagement', 'quality', 'product:A'),
			event: fc.constantFrom(...TYPES, 'email_*', '*'),
			points: fc.integer({ min: least * 100, max: 2000 }).map((hundredths) => hundredths / 100),
			per: fc.constantFrom('', 'once', 'each'),
			max: fc.constantFrom('', 15.5),
			count: fc.constantFrom('', 2),
			days: fc.constantFrom('', 45),
			decay: decays,
			importance: fc.constantFrom('', 'critical'),
			moment: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 8 },
	);

export const silence = {
	rule: 'Silence',
	dimension: 'engagement',
	event: 'inactivity',
	points: -5,
	days: 30,
	every: 30,
};
export const facts = [
	{ rule: 'Title', dimension: 'fit', field: 'title', operator: 'is_not_empty', points: 12.34 },
	{ rule: 'Fresh', dimension: 'fit', field: 'since', operator: 'newer_than', value: 100, points: 7 },
];

export const lead = fc.record({
	title: fc.constantFrom('', 'Director'),
	since: fc.integer({ min: 0, max: 200 }).map((days) => new Date(start - days * DAY).toISOString()),
	scoreAdjustment: fc.constantFrom('', 3.21, -9),
	recycledAt: fc.constantFrom('', '', new Date(start - 50 * DAY).toISOString()),
	retained: fc.constantFrom('', 6.5),
});

export const options = fc.record({
	fitCap: fc.constantFrom(undefined, 10),
	engagementCap: fc.constantFrom(undefined, 30),
	totalCap: fc.constantFrom(undefined, 55.5),
	floor: fc.constantFrom(undefined, 0, 5),
	fitWeight: fc.constantFrom(undefined, 33),
	engagementWeight: fc.constantFrom(undefined, 150),
	decay: fc.constantFrom(undefined, 'half-life 14d', 'linear 50% per 30d'),
	maxReasons: fc.constantFrom(undefined, 2),
	threshold: fc.constantFrom(undefined, 5, 10, 30),
});

export function model(rows: Array<Record<string, unknown>>, given: ScoreOptions = {}): CompiledModel {
	const parsed = parseModel(rows.map((row, index) => ({ rule: `Rule ${index}`, ...row })));
	const compiled = parsed.ok ? compileModel(parsed.value, given) : parsed;
	if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
	return compiled.value;
}
