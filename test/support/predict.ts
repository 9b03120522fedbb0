/** What tests of predictions share: leads of the past whose outcome follows from what they did. */
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import type { Fields } from '../../lifecycle/path';
import { inOneOrder, snapshotOf, type Example } from '../../lifecycle/predict/snapshot';
import { cohortOf, type CohortTerms, type PastLead } from '../../lifecycle/review/cohort';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { DAY, toIso } from '../../lifecycle/time';

export const AS_OF = Date.parse('2026-06-30T12:00:00Z');

export const NO_RULES: CompiledModel = (() => {
	const compiled = compileModel({ name: 'none', version: '0', rules: [], options: {} });
	if (!compiled.ok) throw new Error('A model without rules compiles.');
	return compiled.value;
})();

export const TERMS: CohortTerms = {
	asOf: AS_OF,
	look: { kind: 'age', days: 14 },
	windowDays: 90,
	stages: new Set(),
	cameInField: 'createdAt',
	own: { field: 'outcome', dateField: 'outcomeAt', converted: new Set(['won']) },
};

export const OUTCOME_FIELDS = ['outcome', 'outcomeAt', 'createdAt'] as const;

/** The leads as the day finds them on which they are looked at. */
export function examplesOf(
	leads: readonly PastLead[],
	terms = TERMS,
	without: readonly string[] = OUTCOME_FIELDS,
): Example[] {
	return cohortOf(inOneOrder(leads), [], terms).cases.map((each) => {
		const snapshot = snapshotOf(each, NO_RULES, new Set(without));
		if (!snapshot.ok) throw new Error(snapshot.message);
		return { ...snapshot.value, cameInAt: each.cameInAt, converted: each.converted };
	});
}

const INDUSTRIES = ['Software', 'Retail', 'Bank', ''] as const;

/**
 * Leads of which those that ask for a demo, are in software and have many employees convert more often; `signal` 0 makes all of
 * it chance. The same seed gives the same leads.
 */
export function madeUpLeads(count: number, { signal = 1, seed = 3 } = {}): PastLead[] {
	const random = seededRandom(seed);
	return Array.from({ length: count }, (_, index) => {
		const came = Math.round(AS_OF - (500 - (index * 300) / count) * DAY);
		const industry = INDUSTRIES[Math.floor(random() * INDUSTRIES.length)];
		const employees = Math.floor(random() * 1000);
		const visits = Math.floor(random() * 5);
		const asked = random() < 0.3;
		const strength = (industry === 'Software' ? 1 : 0) + (asked ? 1.5 : 0) + employees / 1000 + visits / 5;
		const wins = random() < 1 / (1 + Math.exp(1.2 - signal * (strength - 1.2)));
		const lead = `lead-${String(index).padStart(5, '0')}@x.example`;
		const at = (days: number): string => toIso(Math.round(came + days * DAY));
		return {
			lead,
			fields: {
				...{ lead, createdAt: toIso(came), industry, employees, region: index % 3 === 0 ? 'EU' : 'US' },
				...{ outcome: wins ? 'won' : 'lost', outcomeAt: at(40 + random() * 20) },
			},
			activities: [
				...Array.from({ length: visits }, (__, visit) => activity(lead, 'page_view', at(visit * 2 + random()), visit)),
				...(asked ? [activity(lead, 'demo_request', at(3 + random() * 9), 9)] : []),
				...Array.from({ length: 3 }, (__, later) => activity(lead, 'page_view', at(20 + later), 20 + later)),
			],
		};
	});
}

export const activity = (lead: string, type: string, at: string, number: number): Fields => ({
	...{ activity: `${lead}-${number}`, lead, type, at, properties: { page: number % 2 === 0 ? '/pricing' : '/blog' } },
});

/** A list in another order, the same each time. */
export function shuffled<T>(list: readonly T[], seed = 11): T[] {
	const random = seededRandom(seed);
	return list
		.map((value) => ({ value, place: random() }))
		.sort((one, other) => one.place - other.place)
		.map(({ value }) => value);
}

/** An object whose keys stand in the opposite order, all the way down. */
export function turned(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(turned);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, each]) => [key, turned(each)]),
	);
}
