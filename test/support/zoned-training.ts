import { fitHalfLives } from '../../lifecycle/predict/half-life';
import { suggestPoints } from '../../lifecycle/predict/points';
import { predictionOf } from '../../lifecycle/predict/predict';
import { train } from '../../lifecycle/predict/train';
import { asInstant, DAY, toIso } from '../../lifecycle/time';
import type { PastLead } from '../../lifecycle/review/cohort';
import { AS_OF, examplesOf, madeUpLeads, shuffled, turned } from './predict';

/** Ways to write a time without its zone. */
const WAYS: ReadonlyArray<(iso: string) => unknown> = [
	(iso) => iso.slice(0, 10),
	(iso) => iso.slice(0, 19),
	(iso) => iso.slice(0, 16).replace('T', ' '),
	(iso) => iso.slice(0, 10).replaceAll('-', '/'),
	(iso) => new Date(iso),
];

/** Leads with times by the wall clock, some of them in two rows, in an order by lot, and all that is learnt from them. */
export function learnt(leads: number, lot: number) {
	const once = madeUpLeads(leads).map(withoutZones);
	const twice = once
		.filter((_, index) => index % 20 === 0)
		.map((lead) => ({ ...lead, fields: { ...lead.fields, employees: 1, industry: 'Retail' } }));
	const examples = examplesOf(shuffled([...once, ...twice], lot));
	const methods = (['logistic', 'trees'] as const).map((method) =>
		train(examples, { asOf: AS_OF, method, confirmed: new Set(), ageDays: 14, windowDays: 90 }),
	);
	const [first] = methods;
	const model = first.ok ? first.value.model : undefined;
	return {
		offset: new Date(2026, 0, 1).getTimezoneOffset(),
		methods,
		halfLives: fitHalfLives(examples, 14),
		points: suggestPoints(examples, { halfLives: new Map(), without: new Set(), doubling: 10, model: 'draft' }),
		predictions: model === undefined ? [] : examples.slice(0, 50).map(predictionOf(model)),
	};
}

function withoutZones(lead: PastLead, index: number): PastLead {
	const write = (value: unknown, way: number): unknown =>
		WAYS[(index + way) % WAYS.length](toIso(asInstant(value) ?? NaN));
	const { createdAt, outcomeAt } = lead.fields;
	// Several came in at once, so that their order is open.
	const came = Math.floor((asInstant(createdAt) ?? NaN) / (3 * DAY)) * 3 * DAY;
	const met = came - (index % 400) * DAY;
	return {
		...lead,
		fields: turned({
			...{ ...lead.fields, createdAt: write(came, 0), outcomeAt: write(outcomeAt, 1) },
			metOn: write(met, index % 2),
		}) as PastLead['fields'],
		activities: lead.activities.map((each, place) => ({ ...each, at: write(each.at, place) })),
	};
}
