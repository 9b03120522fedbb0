import { log } from '../../lifecycle/predict/arithmetic';

/** What a value is counted with before it was ever seen. */
const UNSEEN = 0.1;

/**
 * Naive Bayes as Odoo's predictive lead scoring reckons it: for each field how often each of its values was won and lost, each
 * count begun with 0.1. Gives the log-odds of a lead; a value that was never seen says nothing.
 * Source: Odoo 19, addons/crm/models/crm_lead.py, _pls_get_naive_bayes_probabilities.
 */
export function naiveBayes(
	leads: ReadonlyArray<ReadonlyMap<string, string>>,
	won: readonly boolean[],
): (lead: ReadonlyMap<string, string>) => number {
	const counts = new Map<string, Map<string, [lost: number, won: number]>>();
	for (const [row, lead] of leads.entries())
		for (const [field, value] of lead) {
			const values = counts.get(field) ?? new Map<string, [number, number]>();
			counts.set(field, values);
			const own = values.get(value) ?? [UNSEEN, UNSEEN];
			values.set(value, own);
			own[Number(won[row])]++;
		}
	const totals = new Map(
		[...counts].map(([field, values]) => [
			field,
			[...values.values()].reduce(([lost, all], own) => [lost + own[0], all + own[1]], [0, 0]),
		]),
	);
	const converted = won.filter(Boolean).length;
	const start = log(converted / (won.length - converted));
	return (lead) => {
		let sum = start;
		for (const [field, value] of lead) {
			const own = counts.get(field)?.get(value);
			const total = totals.get(field);
			if (own && total) sum += log(own[1] / total[1]) - log(own[0] / total[0]);
		}
		return sum;
	};
}
