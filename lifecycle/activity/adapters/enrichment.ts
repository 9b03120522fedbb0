import type { Fields } from '../../path';
import type { Adapter, Draft } from '../adapter';
import { attributesOf } from '../attributes';
import { child, compact, emailOf, fieldsOf, first, instantOf, listOf, own, textOf } from '../values';
import { toIso } from '../../time';

/**
 * Answers of data services: `{ enrichedBy, lead, at, results }`, where the results are what n8n's node of the service
 * gives; none or empty ones mean that it knows nothing. One answer a lead, service and day counts.
 */
export const enrichment: Adapter = {
	source: 'enrichment',
	label: 'Enrichment',
	idName: 'lead key',
	trust: 'vendor',
	keys: ['enrichedBy'],
	matches: (event) => SERVICES.has(textOf(own(event, 'enrichedBy'))) && Array.isArray(own(event, 'results')),
	read: (event) => [readAnswer(event)],
};

type Result = (result: Fields, email: string) => Fields;

// https://dashboard.clearbit.com/docs: a person, or a company.
const ofClearbit: Result = (result) => {
	const isCompany = Object.hasOwn(result, 'metrics') || Object.hasOwn(result, 'legalName');
	const geo = child(result, 'geo');
	const place = { country: own(geo, 'country'), state: own(geo, 'state'), city: own(geo, 'city') };
	if (isCompany) {
		const metrics = child(result, 'metrics');
		return {
			company: own(result, 'name'),
			industry: first(own(child(result, 'category'), 'industry'), own(child(result, 'category'), 'sector')),
			employees: first(own(metrics, 'employees'), own(metrics, 'employeesRange')),
			revenue: first(own(metrics, 'annualRevenue'), own(metrics, 'estimatedAnnualRevenue')),
			website: own(result, 'domain'),
			...place,
		};
	}
	const employment = child(result, 'employment');
	return {
		name: own(child(result, 'name'), 'fullName'),
		title: own(employment, 'title'),
		company: own(employment, 'name'),
		phone: own(result, 'phone'),
		...place,
	};
};

// https://hunter.io/api-documentation/v2#domain-search: the company, and the people that are known at it.
const ofHunter: Result = (result, email) => {
	const person = listOf(own(result, 'emails'))
		.map(fieldsOf)
		.find((each) => emailOf(own(each, 'value')) === email);
	return {
		company: own(result, 'organization'),
		industry: own(result, 'industry'),
		employees: own(result, 'headcount'),
		country: own(result, 'country'),
		state: own(result, 'state'),
		city: own(result, 'city'),
		website: own(result, 'domain'),
		firstName: own(person ?? {}, 'first_name'),
		lastName: own(person ?? {}, 'last_name'),
		title: own(person ?? {}, 'position'),
		phone: own(person ?? {}, 'phone_number'),
	};
};

// https://developer.dropcontact.com: one contact.
const ofDropcontact: Result = (result) => ({
	firstName: own(result, 'first_name'),
	lastName: own(result, 'last_name'),
	name: own(result, 'full_name'),
	title: own(result, 'job'),
	company: own(result, 'company'),
	industry: first(own(result, 'industry'), own(result, 'naf5_des')),
	employees: own(result, 'nb_employees'),
	country: own(result, 'country'),
	website: own(result, 'website'),
	phone: first(own(result, 'phone'), own(result, 'mobile_phone')),
});

const SERVICES: ReadonlyMap<string, Result> = new Map([
	['clearbit', ofClearbit],
	['hunter', ofHunter],
	['dropcontact', ofDropcontact],
]);

/** `clearbit` -> `enrichedByClearbit`, the attribute that says when the service was asked last. */
const markOf = (service: string): string => `enrichedBy${service[0].toUpperCase()}${service.slice(1)}`;

function readAnswer(event: Fields): Draft {
	const service = textOf(own(event, 'enrichedBy'));
	const lead = textOf(own(event, 'lead'));
	const instant = instantOf(own(event, 'at'));
	const read = SERVICES.get(service);
	const known = listOf(own(event, 'results'))
		.map((result) => compact(read?.(fieldsOf(result), emailOf(lead)) ?? {}))
		// What several results know, the first one says.
		.reduceRight<Record<string, unknown>>((all, each) => ({ ...all, ...each }), {});
	const scalars = Object.fromEntries(Object.entries(known).filter(([, value]) => typeof value !== 'object'));
	const asked = instant === undefined ? '' : toIso(instant);
	return {
		type: 'enriched',
		at: own(event, 'at'),
		id: asked === '' ? undefined : `${service}:${lead.toLowerCase()}:${asked.slice(0, 10)}`,
		email: lead,
		leadId: lead,
		source: service,
		properties: { source: service, found: Object.keys(scalars).length > 0 },
		attributes: { ...attributesOf(scalars), ...compact({ [markOf(service)]: asked }) },
	};
}
