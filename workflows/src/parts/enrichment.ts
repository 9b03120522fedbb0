import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { FREE_MAIL_DOMAINS } from '../../../lifecycle/lead/mail-domains';
import { TABLES } from '../tables';
import { note, ownStep, step, type Place, type Step } from './canvas';
import { asOf } from './clock';
import { from, maybe, value } from './expression';
import { given, insertRows, is, readRows, splitOut, workOut } from './steps';

/** A service that fails, or is slow, is no reason to lose an activity: whatever happens here, the score comes after it. */
const HARMLESS = { onError: 'continueRegularOutput' } as const;
const OFF = { disabled: true, notes: 'Credential, then press D', notesInFlow: true, ...HARMLESS };

const SETTINGS = { name: 'Enrichment settings' };
const WANTED = { name: 'Who is not known yet' };
const SERVICES = ['Clearbit', 'Hunter', 'Dropcontact'] as const;
type Service = (typeof SERVICES)[number];

const each = (service: Service): { name: string } => ({ name: `Leads for ${service}` });
const PERSON = { name: 'Person in Clearbit' };
const COMPANY = { name: 'Company in Clearbit' };
const DOMAIN = { name: 'Domain in Hunter' };
const CONTACT = { name: 'Contact in Dropcontact' };

const addressesOf = (keys: string): string => `
	const settings = $json;
	const isPrivate = new Set(settings.privateDomains.split(' '));
	const leads = ${keys}.map((lead) => String(lead).trim().toLowerCase()).filter((lead) => /^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$/.test(lead));
	const business = leads.map((lead) => ({ lead, domain: lead.split('@')[1] })).filter(({ domain }) => !isPrivate.has(domain));
	return { addresses: business.slice(0, settings.mostLeads) };
`;

const WHO = `
	const { daysFresh } = ${from(SETTINGS)}.first().json;
	const asOf = DateTime.fromISO(${asOf});
	const taught = new Map($input.all().map(({ json }) => [json.lead, json.attributes]));
	const attributesOf = (lead) => {
		try {
			return JSON.parse(taught.get(lead) || '{}') ?? {};
		} catch {
			return {};
		}
	};
	const leads = ${from({ name: 'One item an address' })}.all().map(({ json }) => ({ ...json, attributes: attributesOf(json.lead) }));
	// Each service is asked again only when what it said is old.
	const isOld = (askedAt) => !askedAt || asOf.diff(DateTime.fromISO(askedAt), 'days').days > daysFresh;
	const wantedBy = (service) => leads.filter(({ attributes }) => isOld(attributes['enrichedBy' + service])).map(({ lead, domain }) => ({ lead, domain }));
	return { ${SERVICES.map((service) => `${service}: wantedBy('${service}')`).join(', ')} };
`;

/** Items of a step with what stands beside their data, such as an error. */
const itemsOf = (source: { name: string }): string => `(${from(source)}.isExecuted ? ${from(source)}.all() : [])`;

const ANSWERS = `
	const at = ${asOf};
	// One item for each that went in: the answer, an error, or, from a node that is switched off, what went in.
	const answerOf = (item, { lead }) => {
		const { json = {} } = item ?? {};
		const error = item?.error?.message ?? item?.error ?? json.error?.message ?? json.error;
		if (item === undefined || json.lead === lead) return undefined;
		// That nothing is known is an answer. Any other error is asked again at the lead's next activity.
		if (error) return /not (be )?found|404/i.test(String(error)) ? [] : undefined;
		return Object.keys(json).length === 0 ? undefined : [json];
	};
	const answersOf = (enrichedBy, asked, answered) => asked.flatMap((lead, index) => {
		const results = answered.map((items) => answerOf(items[index], lead)).filter((result) => result !== undefined);
		return results.length === 0 ? [] : [{ enrichedBy, lead: lead.lead, at, results: results.flat() }];
	});
	return { answers: [
		...answersOf('clearbit', ${maybe(each('Clearbit'))}, [${itemsOf(PERSON)}, ${itemsOf(COMPANY)}]),
		...answersOf('hunter', ${maybe(each('Hunter'))}, [${itemsOf(DOMAIN)}]),
		...answersOf('dropcontact', ${maybe(each('Dropcontact'))}, [${itemsOf(CONTACT)}]),
	] };
`;

type At = (columns: number, rows: number) => Place;

/** The nodes that ask, switched off until a credential is chosen; each takes `lead` and `domain` of an item. */
function questionsAt(at: At): Record<Service, readonly Step[]> {
	const lead = value('$json.lead');
	const domain = value('$json.domain');
	const ask = { operation: 'enrich', additionalFields: {} };
	return {
		Clearbit: [
			step('clearbit', PERSON.name, at(6, 0), { resource: 'person', email: lead, ...ask }, OFF),
			step('clearbit', COMPANY.name, at(6, 1), { resource: 'company', domain, ...ask }, OFF),
		],
		Hunter: [
			step('hunter', DOMAIN.name, at(6, 2), { operation: 'domainSearch', domain, onlyEmails: false, limit: 10 }, OFF),
		],
		Dropcontact: [
			step('dropcontact', CONTACT.name, at(6, 3), { email: lead, simplify: false, ...ask, options: {} }, OFF),
		],
	};
}

export interface Enrichment {
	/** Hand on to it in a branch above the scoring, which then runs when all that was learnt is in the log. */
	readonly first: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

/**
 * Asks data services about leads that they were not asked about yet, and adds what they know to the log as activities
 * of the type `enriched`. Takes 11 columns and 5 rows.
 *
 * @param keys expression of the keys of the leads
 */
export function enrich([column, row]: Place, keys: string): Enrichment {
	const at: At = (columns, rows) => [column + columns, row + rows];
	const settings = given(SETTINGS.name, at(0, 2), {
		daysFresh: 180,
		mostLeads: 10,
		privateDomains: [...FREE_MAIL_DOMAINS].join(' '),
	});
	const addresses = workOut('Business addresses', at(1, 2), addressesOf(keys));
	const eachAddress = splitOut('One item an address', at(2, 2), 'addresses');
	const book = readRows('What the book knows of them', at(3, 2), TABLES.leadBook, [is('lead', value('$json.lead'))], {
		...HARMLESS,
	});
	const wanted = workOut(WANTED.name, at(4, 2), WHO);
	const questions = questionsAt(at);
	const lists = SERVICES.map((service, index) => ({
		list: splitOut(each(service).name, at(5, [0.5, 2, 3][index]), service),
		asks: questions[service],
	}));
	const answers = workOut('What they know', at(6, 4), ANSWERS);
	const eachAnswer = splitOut('One item an answer', at(7, 4), 'answers');
	const normalize = ownStep(
		'normalizeActivity',
		'As activities',
		at(8, 4),
		{ source: 'enrichment', options: { asOf: value(asOf), objectsAsText: true } },
		HARMLESS,
	);
	const log = insertRows('Append what they know', at(9, 4), TABLES.activityLog, HARMLESS);

	const connect = (flow: WorkflowBuilder): void => {
		flow
			.add(settings.to(addresses).to(eachAddress).to(book).to(wanted))
			.add(wanted.to([...lists.map(({ list }) => list), answers]))
			.add(answers.to(eachAnswer).to(normalize).to(log));
		for (const { list, asks } of lists) flow.add(list.to([...asks]));
		flow.add(noteAt(at));
	};
	return { first: settings, connect };
}

const noteAt = (at: At) =>
	note(
		'Enrichment',
		at(-0.25, -0.4),
		[16.4, 5.35],
		'aside',
		`
		## Enrichment, if you like
		What **Clearbit**, **Hunter** or **Dropcontact** know of a lead with a business address, before it is scored. Choose a credential in the node of your service and switch it on with the key D; the others stay off.
		What they say fills gaps: it never wins over what the lead said. Each is asked once about a lead, and again after **daysFresh** days. A service that fails stops nothing.
		`,
	);
