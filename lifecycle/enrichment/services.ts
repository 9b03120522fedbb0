import { whyOf, type Failure, type Why } from '../failure';

/** The data services that can be asked, in the order in which they are. */
export const SERVICES = ['clearbit', 'hunter', 'dropcontact'] as const;
export type Service = (typeof SERVICES)[number];
export const isService = (value: string): value is Service => (SERVICES as readonly string[]).includes(value);

export const SERVICE_NAMES: Readonly<Record<Service, string>> = {
	clearbit: 'Clearbit',
	hunter: 'Hunter',
	dropcontact: 'Dropcontact',
};

/** One call of a service. A call about a company serves all its leads. */
export interface Question {
	readonly name: string;
	readonly service: Service;
	readonly about: 'person' | 'company';
	/** Attributes that make the call worth its price where the lead lacks one of them. */
	readonly teaches: readonly string[];
}

const COMPANY = ['company', 'industry', 'employees', 'country'];

/**
 * In the order of the outputs of the node. Hunter tells about the person where the lead's address is among those it knows, but is
 * asked about the domain.
 */
export const QUESTIONS: readonly Question[] = [
	{ name: 'Clearbit Person', service: 'clearbit', about: 'person', teaches: ['name', 'title', 'company'] },
	{ name: 'Clearbit Company', service: 'clearbit', about: 'company', teaches: COMPANY },
	{ name: 'Hunter', service: 'hunter', about: 'company', teaches: COMPANY },
	{ name: 'Dropcontact', service: 'dropcontact', about: 'person', teaches: ['name', 'title', ...COMPANY] },
];

/**
 * What an answer is. `answered`: also that nothing is known. `pending`: the service is still looking. `busy`, `credits` and
 * `credential` are about the service, not about the lead. `refused`: it does not want this call, now or later.
 */
export const RESULTS = ['answered', 'pending', 'busy', 'credits', 'credential', 'broken', 'refused'] as const;
export type ServiceResult = (typeof RESULTS)[number];

const RESULT_OF: Readonly<Record<Why, ServiceResult>> = {
	busy: 'busy',
	credential: 'credential',
	broken: 'broken',
	slow: 'broken',
	away: 'broken',
	refused: 'refused',
};

/**
 * What a failure means. Hunter gives 403 to who asks too fast and 429 to who has used up the month
 * (https://hunter.io/api-documentation/v2#errors).
 */
export function resultOf(service: Service, failure: Failure): ServiceResult {
	const why = whyOf(failure);
	if (service !== 'hunter') return RESULT_OF[why];
	if (failure.status === 403 || /forbidden/i.test(failure.said)) return 'busy';
	return why === 'busy' ? 'credits' : RESULT_OF[why];
}
