/** A model of 20 rules about fields of a lead, and nothing but what every rule engine can say: texts, numbers, lists and “and”. */

export type FlatLead = Readonly<Record<string, string | number>>;

export interface FlatCondition {
	readonly field: string;
	readonly operator: 'is' | 'in' | 'gte' | 'lt';
	readonly value: string | number | readonly string[];
}

export interface FlatRule {
	readonly name: string;
	readonly dimension: 'fit' | 'engagement';
	readonly points: number;
	/** All of them. */
	readonly conditions: readonly FlatCondition[];
}

const rule = (
	dimension: FlatRule['dimension'],
	name: string,
	points: number,
	...conditions: ReadonlyArray<readonly [FlatCondition['field'], FlatCondition['operator'], FlatCondition['value']]>
): FlatRule => ({
	...{ name, dimension, points },
	conditions: conditions.map(([field, operator, value]) => ({ field, operator, value })),
});

export const RULES: readonly FlatRule[] = [
	rule('fit', 'Director', 12, ['title', 'is', 'Director']),
	rule('fit', 'On the board', 20, ['title', 'in', ['CEO', 'CFO', 'CMO', 'CTO']]),
	rule('fit', 'Student', -15, ['title', 'is', 'Student']),
	rule('fit', 'Country that we serve', 8, ['country', 'in', ['DE', 'FR', 'GB', 'US']]),
	rule('fit', 'Industry that we know', 10, ['industry', 'in', ['Banking', 'Health', 'Software']]),
	rule('fit', 'From 1,000 employees on', 10, ['employees', 'gte', 1000]),
	rule('fit', '100 to 999 employees', 6, ['employees', 'gte', 100], ['employees', 'lt', 1000]),
	rule('fit', 'Fewer than 10 employees', -5, ['employees', 'lt', 10]),
	rule('fit', 'Revenue from 50 M on', 8, ['revenue', 'gte', 50_000_000]),
	rule('fit', 'Recommended', 6, ['source', 'is', 'referral']),
	rule('fit', 'Large software company', 5, ['industry', 'is', 'Software'], ['employees', 'gte', 500]),
	rule('engagement', 'Asked for a demo', 30, ['demoRequests', 'gte', 1]),
	rule('engagement', 'Looked at prices', 8, ['pricingViews', 'gte', 1]),
	rule('engagement', 'Looked at prices three times', 8, ['pricingViews', 'gte', 3]),
	rule('engagement', 'Was at a webinar', 6, ['webinars', 'gte', 1]),
	rule('engagement', 'Follows links in mails', 4, ['emailClicks', 'gte', 2]),
	rule('engagement', 'Downloaded a guide', 5, ['downloads', 'gte', 1]),
	rule('engagement', 'Read 20 pages', 4, ['pageViews', 'gte', 20]),
	rule('engagement', 'Silent for a month', -10, ['daysSilent', 'gte', 30]),
	rule('engagement', 'Unsubscribed', -20, ['unsubscribes', 'gte', 1]),
];

const TITLES = ['Director', 'CEO', 'CTO', 'Student', 'Engineer', 'Analyst', 'Manager', 'Consultant', 'Assistant', ''];
const COUNTRIES = ['US', 'GB', 'DE', 'FR', 'IN', 'BR', 'NL', 'JP'];
const INDUSTRIES = ['Software', 'Banking', 'Health', 'Retail', 'Logistics', 'Education'];
const SOURCES = ['referral', 'search', 'event', 'advert'];
const NAMES = ['Ana', 'Bo', 'Carla', 'Dmitri', 'Eva', 'Farid', 'Gita', 'Hugo'];
const SEED = 20_260_916;

/** Leads as a table holds them, the same ones on every run: what looks like chance comes from a seed. */
export function flatLeads(count: number): FlatLead[] {
	let state = SEED;
	const below = (bound: number): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * bound);
	};
	const oneOf = (list: readonly string[]): string => list[below(list.length)];
	/** Of most leads none. */
	const few = (share: number, most: number): number => (below(100) < share ? 1 + below(most) : 0);
	return Array.from({ length: count }, (_, index) => {
		const name = oneOf(NAMES);
		return {
			email: `${name.toLowerCase()}.${index}@company${below(count)}.example`,
			name: `${name} ${oneOf(NAMES)}son`,
			company: `Company ${below(count)}`,
			title: oneOf(TITLES),
			country: oneOf(COUNTRIES),
			industry: oneOf(INDUSTRIES),
			source: oneOf(SOURCES),
			employees: 1 + below(10 ** (1 + below(5))),
			revenue: below(10 ** (4 + below(6))),
			pageViews: below(60),
			pricingViews: few(35, 5),
			demoRequests: few(6, 2),
			webinars: few(20, 3),
			emailClicks: few(50, 6),
			downloads: few(25, 4),
			unsubscribes: few(5, 1),
			daysSilent: below(120),
		};
	});
}
