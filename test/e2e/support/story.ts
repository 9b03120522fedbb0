/**
 * Sixty days in the life of 500 leads of 40 companies, made up from a seed: who they are, what they do, and how the
 * salespeople answer. Everything is decided here; the simulation plays it through the templates.
 */
import { DateTime } from 'luxon';

export const ZONE = 'Europe/Paris';
/** A Monday. The clocks go forward in the night to 29 March. */
export const FIRST_DAY = DateTime.fromISO('2026-02-16', { zone: ZONE });
export const DAYS = 60;
/** n8n is down from the first to the last of these days; what leads do is posted when it is back. */
export const DOWN = { from: 27, until: 34 };

export interface Activity {
	readonly activity: string;
	readonly lead: string;
	readonly type: string;
	readonly at: string;
	readonly properties?: Readonly<Record<string, string | number>>;
	readonly attributes?: Readonly<Record<string, string | number>>;
}

export type Answer = 'accept' | 'send back' | 'none';

const LEADS = 500;
const ACCOUNTS = 40;
const TITLES = ['Director of Marketing', 'Marketing Manager', 'Analyst', 'Coordinator', 'Consultant', 'Student', 'CFO'];
const INDUSTRIES = ['Health', 'Banking and finance', 'Software', 'Retail', 'Services', 'E-commerce'];
const COUNTRIES = ['United States', 'France', 'Canada', 'Germany', 'United Kingdom'];
const REVENUES = [50_000_000, 300_000_000, 700_000_000];
const TIMELINES = ['under 3 months', '6 months', '12 months', ''];
const REASONS = ['No budget until autumn', 'wrong timing', "Couldn't reach them", 'They have no need', 'duplicate'];

const WARM = ['/product', '/customers', '/blog/reporting', '/careers', '/pricing'];
const HOT = ['/pricing', '/product', '/pricing', '/customers'];

/** Numbers that look random and are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)];

interface Person {
	readonly lead: string;
	readonly attributes: Readonly<Record<string, string | number>>;
	readonly kind: 'hot' | 'warm' | 'cold';
	readonly firstDay: number;
}

function person(index: number, random: Random): Person {
	const account = index % ACCOUNTS;
	const isFree = index % 12 === 0;
	const lead = isFree ? `lead${index}.sim@gmail.com` : `lead${index}@company${account}-sim.example`;
	const chance = random();
	const kind = chance < 0.15 ? 'hot' : chance < 0.45 ? 'warm' : 'cold';
	const isBuyer = kind === 'hot' || random() < 0.2;
	const timeline = pick(random, TIMELINES);
	return {
		lead,
		kind,
		firstDay: Math.floor(random() * (DAYS - 12)),
		attributes: {
			name: `Lead ${index}`,
			title: isBuyer ? pick(random, TITLES.slice(0, 2)) : pick(random, TITLES),
			company: isFree ? 'Freelance' : `Company ${account}`,
			industry: pick(random, INDUSTRIES),
			country: pick(random, COUNTRIES),
			...(isBuyer ? { revenue: pick(random, REVENUES), authority: 'decision maker' } : {}),
			...(timeline === '' ? {} : { timeline }),
			...(index % 3 === 0 ? {} : { owner: `rep${index % 5}@sales.example` }),
		},
	};
}

const during = (day: number, random: Random): string =>
	FIRST_DAY.plus({ days: day })
		.plus({ minutes: Math.floor(random() * 1439), seconds: Math.floor(random() * 60) })
		.toUTC()
		.toISO() ?? '';

const visit = (path: string) => ({ type: 'page_view', properties: { path } });

function deed(kind: Person['kind'], random: Random): Pick<Activity, 'type' | 'properties'> {
	const chance = random();
	if (kind === 'hot') {
		if (chance < 0.15) return { type: 'demo_request', properties: { product: 'analytics' } };
		if (chance < 0.35) return { type: 'content_download', properties: { kind: 'buyers_guide', name: 'Guide' } };
		return visit(pick(random, HOT));
	}
	if (chance < 0.1) return { type: 'webinar_attend', properties: { name: 'Reporting' } };
	if (chance < 0.2) return { type: 'email_click', properties: { campaign: 'Spring' } };
	if (chance < 0.23) return { type: 'email_unsubscribe', properties: { campaign: 'Spring' } };
	return visit(pick(random, WARM));
}

function activitiesOf({ lead, kind, firstDay, attributes }: Person, random: Random): Activity[] {
	const count = { hot: 10, warm: 7, cold: 2 }[kind];
	const span = Math.min(DAYS - 1 - firstDay, { hot: 25, warm: 40, cold: 50 }[kind]);
	const days = Array.from({ length: count }, () => firstDay + Math.floor(random() * (span + 1)));
	const form = { type: 'form_submit', properties: { form: 'contact' }, attributes };
	const deeds = [{ day: firstDay, ...form }, ...days.map((day) => ({ day, ...deed(kind, random) }))];
	return deeds.map(({ day, ...rest }, index) => ({
		activity: `sim:${lead}:${index}`,
		lead,
		at: during(day, random),
		...rest,
	}));
}

/** @returns everything all leads do, oldest first */
export function allActivities(seed = 20_260_216): Activity[] {
	const random = randomFrom(seed);
	const people = Array.from({ length: LEADS }, (_, index) => person(index, random));
	return people.flatMap((each) => activitiesOf(each, random)).sort((left, right) => left.at.localeCompare(right.at));
}

/** How the salesperson answers a hand-off: the same lead and the same time of hand-off, the same answer. */
export function answerTo(key: string): { answer: Answer; reason: string } {
	let hash = 7;
	for (const letter of key) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
	const chance = randomFrom(hash)();
	const answer = chance < 0.45 ? 'accept' : chance < 0.75 ? 'send back' : 'none';
	return { answer, reason: REASONS[Math.abs(hash) % REASONS.length] };
}
