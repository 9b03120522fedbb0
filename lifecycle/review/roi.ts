import { rounded } from './figures';

/** A funnel over one period. Percentages 0-100, money in one currency. */
export interface Funnel {
	readonly leads: number;
	/** Of the leads, how many sales accepts. */
	readonly acceptedPercent: number;
	/** Of those, how many buy. */
	readonly wonPercent: number;
	/** From lead to deal. */
	readonly days: number;
	readonly dealValue: number;
}

export interface FunnelResult extends Funnel {
	readonly deals: number;
	readonly revenue: number;
	/** Revenue per day that the pipeline takes: leads × accepted × won × value ÷ days, the common pipeline velocity. */
	readonly velocity: number;
	/** Leads that sales looks at for one deal. */
	readonly leadsPerDeal: number | null;
}

export interface Roi {
	readonly before: FunnelResult;
	readonly after: FunnelResult;
	readonly moreDeals: number;
	readonly moreRevenue: number;
	/** Percent; null where there was nothing before. */
	readonly revenueGrowth: number | null;
	readonly velocityGrowth: number | null;
}

/**
 * What a change was worth. Follows from the five inputs alone; what the change cost is for whoever reads it to take off.
 * Source of the inputs: the published lead-scoring guide, whose own totals do not follow from them.
 */
export function returnOnInvestment(before: Funnel, after: Funnel): Roi {
	const was = resultOf(before);
	const is = resultOf(after);
	return {
		before: was,
		after: is,
		moreDeals: rounded(is.deals - was.deals, 2),
		moreRevenue: rounded(is.revenue - was.revenue, 2),
		revenueGrowth: growth(was.revenue, is.revenue),
		velocityGrowth: growth(was.velocity, is.velocity),
	};
}

function resultOf(funnel: Funnel): FunnelResult {
	const { leads, acceptedPercent, wonPercent, days, dealValue } = funnel;
	const deals = leads * (acceptedPercent / 100) * (wonPercent / 100);
	return {
		...funnel,
		deals: rounded(deals, 2),
		revenue: rounded(deals * dealValue, 2),
		velocity: days > 0 ? rounded((deals * dealValue) / days, 2) : 0,
		leadsPerDeal: deals > 0 ? rounded(leads / deals, 1) : null,
	};
}

const growth = (before: number, after: number): number | null =>
	before > 0 ? rounded((100 * (after - before)) / before, 1) : null;
