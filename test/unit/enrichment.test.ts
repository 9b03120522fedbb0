import { DateTime } from 'luxon';
import { NORMALIZE_DEFAULTS, normalizeActivities } from '../../lifecycle/activity/normalize';
import { readAnswers, type Answered } from '../../lifecycle/enrichment/answers';
import { readAsked, type Asked } from '../../lifecycle/enrichment/asked';
import { callsOf, leadsToAsk, type AskedLead } from '../../lifecycle/enrichment/leads';
import { QUESTIONS, SERVICES, type Service } from '../../lifecycle/enrichment/services';
import { Links } from '../../lifecycle/identity/links';
import { Consent, readConsent } from '../../lifecycle/lists/consent';
import type { Fields } from '../../lifecycle/path';
import { toIso } from '../../lifecycle/time';
import table from '../cases/enrichment.json';

const asOf = DateTime.fromISO('2026-03-04T12:00:00Z', { zone: 'utc' });

const consentOf = (log: readonly Fields[]): Consent =>
	new Consent(
		log.flatMap((entry) => readConsent(entry) ?? []),
		new Links(),
		asOf.toMillis(),
	);

interface LeadsCase {
	readonly name: string;
	readonly why: string;
	readonly rows: readonly Fields[];
	readonly log?: readonly Fields[];
	/** Only these are looked at; default: all. */
	readonly services?: readonly Service[];
	readonly most?: number;
	readonly asked: Readonly<Record<string, readonly Service[]>>;
	readonly paused?: readonly string[];
}

const ROW = { id: 1, lead: 'ana@acme.example', email: 'ana@acme.example', lastActivityAt: '2026-03-04T09:00:00Z' };

describe('whom services are asked about', () => {
	it.each(table.leads as unknown as LeadsCase[])('$name: $why', ({ rows, log = [], services = SERVICES, ...more }) => {
		const book = rows.map((row) => ({ stage: 'nurture', total: 0, ...ROW, ...row }));
		const { leads, paused } = leadsToAsk(book, consentOf(log), { asOf, most: more.most ?? 10, daysFresh: 180 });
		const asked = leads
			.map(({ lead, services: all }) => [lead, all.filter((service) => services.includes(service))] as const)
			.filter(([, all]) => all.length > 0);
		expect(Object.fromEntries(asked)).toEqual(more.asked);
		expect(asked.map(([lead]) => lead)).toEqual(Object.keys(more.asked));
		expect(paused.map(({ service, why, until }) => `${service} ${why} ${toIso(until)}`)).toEqual(more.paused ?? []);
	});

	it('asks about a company once, and says nothing of a person in doing so', () => {
		const book = ['ana', 'bob'].map((name, id) => ({ ...ROW, id: id + 1, lead: `${name}@acme.example`, email: null }));
		const { leads } = leadsToAsk(book, consentOf([]), { asOf, most: 10, daysFresh: 180 });
		expect(QUESTIONS.map((question) => callsOf(question, leads))).toEqual([
			['ana', 'bob'].map((name) => call('Clearbit Person', `${name}@acme.example`)),
			[call('Clearbit Company')],
			[call('Hunter')],
			['ana', 'bob'].map((name) => call('Dropcontact', `${name}@acme.example`)),
		]);
	});
	const call = (question: string, email?: string) => ({ question, domain: 'acme.example', ...(email && { email }) });
});

const asking = (service: Service, before?: Asked): AskedLead => ({
	id: 1,
	lead: 'ana@acme.example',
	email: 'ana@acme.example',
	domain: 'acme.example',
	isShared: false,
	services: [service],
	asked: before === undefined ? {} : { [service]: before },
});
const answeredWith = (answerTo: (name: string) => Fields | undefined, isActive = true): Answered[] =>
	QUESTIONS.map(({ name }) => ({ answers: [answerTo(name) ?? []].flat(), isActive }));

interface AnswersCase {
	readonly name: string;
	readonly why: string;
	readonly service: Service;
	readonly before?: Asked;
	readonly answer: Fields;
	readonly isActive?: boolean;
	readonly result?: string;
	readonly tries?: number;
	readonly results?: readonly Fields[];
	readonly next?: string;
}

describe('what an answer is', () => {
	it.each(table.answers as unknown as AnswersCase[])(
		'$name: $why',
		({ service, before, answer, isActive, ...then }) => {
			const { enriched, rows } = readAnswers(
				[asking(service, before)],
				answeredWith(() => answer, isActive),
				asOf,
			);
			expect(enriched.map(({ results }) => results)).toEqual(
				then.results === undefined
					? []
					: [QUESTIONS.filter((each) => each.service === service).flatMap(() => then.results)],
			);
			const cell = rows[0]?.enrichment;
			expect(readAsked(cell ?? null)[service]).toEqual(
				then.result && { at: '2026-03-04T12:00:00.000Z', result: then.result, tries: then.tries ?? 0 },
			);
			expect(cell?.startsWith('{') === false ? cell.split(' ')[0] : undefined).toBe(then.next);
		},
	);

	it('keeps what other services were asked', () => {
		const lead = {
			...asking('hunter'),
			asked: { clearbit: { at: '2026-03-01T00:00:00.000Z', result: 'answered', tries: 0 } },
		};
		const { rows } = readAnswers(
			[lead as AskedLead],
			answeredWith(() => ({})),
			asOf,
		);
		expect(Object.keys(readAsked(rows[0].enrichment))).toEqual(['clearbit', 'hunter']);
	});

	it('of a company serves all its leads', () => {
		const leads = ['ana', 'bob'].map((name, id) => ({
			...asking('hunter'),
			...{ id, lead: `${name}@acme.example`, email: `${name}@acme.example` },
		}));
		const { enriched } = readAnswers(
			leads,
			answeredWith(() => ({ organization: 'Acme' })),
			asOf,
		);
		expect(enriched.map(({ lead }) => lead)).toEqual(['ana@acme.example', 'bob@acme.example']);
	});

	it('counts what failed, by service', () => {
		const leads = ['ana@acme.example', 'bob@beta.example'].map((email, id) => ({
			...asking('hunter'),
			...{ id, lead: email, email, domain: email.split('@')[1] },
		}));
		const answered = QUESTIONS.map(() => ({ answers: [{ error: '503' }, { error: '503' }], isActive: true }));
		expect(readAnswers(leads, answered, asOf).failed).toEqual([{ service: 'hunter', result: 'broken', count: 2 }]);
	});
});

interface ShapeCase {
	readonly name: string;
	readonly why: string;
	readonly service: Service;
	readonly answers: Readonly<Record<string, Fields>>;
	readonly attributes?: Fields;
}

describe('what a service knows, in the shape that it publishes', () => {
	it.each(table.shapes as unknown as ShapeCase[])('$name: $why', ({ service, answers, attributes }) => {
		const { enriched } = readAnswers(
			[asking(service)],
			answeredWith((name) => answers[name]),
			asOf,
		);
		const { activities, faults } = normalizeActivities(
			enriched.map((json, item) => ({ item, json: { ...json } })),
			{ ...NORMALIZE_DEFAULTS, source: 'enrichment' },
			asOf,
		);
		expect(faults).toEqual([]);
		expect(activities.map(({ activity }) => activity)).toMatchObject(
			attributes === undefined ? [] : [{ type: 'enriched', source: service, lead: 'ana@acme.example', attributes }],
		);
		expect(activities).toHaveLength(attributes === undefined ? 0 : 1);
	});
});
