import { DAY } from '../time';
import type { Arm, Look } from './ab-test';
import type { Case } from './cohort';

const A_WEEK = 7;

/**
 * The looks at a test, one a week: at the end of each, the leads whose outcome was known by then. They follow from the leads alone, so
 * that it does not matter how often or when somebody looks.
 *
 * @param windowDays after which a lead that did not convert is known not to
 */
export function looksOf(cases: readonly Case[], armOf: (lead: Case) => Arm, windowDays: number): Look[] {
	const known = cases
		.map((lead) => ({ lead, at: lead.convertedAt ?? lead.lookedAt + windowDays * DAY }))
		.sort((one, other) => one.at - other.at);
	const counts = { A: { leads: 0, converted: 0 }, B: { leads: 0, converted: 0 } };
	const looks: Look[] = [];
	for (const [index, { lead, at }] of known.entries()) {
		const count = counts[armOf(lead)];
		count.leads++;
		if (lead.converted) count.converted++;
		const next = known.at(index + 1)?.at ?? Infinity;
		if (weekOf(next) > weekOf(at)) looks.push({ A: { ...counts.A }, B: { ...counts.B } });
	}
	return looks;
}

const weekOf = (at: number): number => Math.floor(at / (A_WEEK * DAY));
