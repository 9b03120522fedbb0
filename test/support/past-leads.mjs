// @ts-check
/** Tables of a team with a year behind it: who was handed over, how soon sales answered, who won. The same on every run. */

const DAY = 86_400_000;
const MINUTE = 60_000;

const TITLES = ['Director of Operations', 'VP Finance', 'Operations Manager', 'Analyst', 'Student', 'Assistant'];
const INDUSTRIES = ['Hospital & Health Care', 'Financial Services', 'Retail', 'Professional Services'];
const COUNTRIES = ['United States', 'Canada', 'Germany', 'France'];
const PAGES = ['/careers', '/blog', '/product'];
const SOURCES = ['website', 'webinar', 'partner', 'fair'];
const TIMELINES = ['under 3 months', '3 to 6 months', '6 to 12 months', ''];
const BUDGETS = ['approved', 'planned', 'none', ''];
/** The third takes its time. */
const OWNERS = [
	['kim.ito@sales.example', 40],
	['leo.brandt@sales.example', 180],
	['ana.costa@sales.example', 1900],
];

/**
 * @typedef {Record<string, string | number | null>} Row
 * @typedef {{ leadBook: Row[], activityLog: Row[], stageLog: Row[] }} PastTables
 */

/**
 * @param {number} count leads, of whom most were handed over
 * @param {number} now epoch milliseconds
 * @returns {PastTables}
 */
export function pastLeads(count, now) {
	const random = generator(20_261_129);
	/** @type {PastTables} */
	const tables = { leadBook: [], activityLog: [], stageLog: [] };
	for (let index = 0; index < count; index++) addLead(tables, index, now, random);
	return tables;
}

/**
 * @param {PastTables} tables
 * @param {number} index
 * @param {number} now
 * @param {() => number} random
 */
function addLead(tables, index, now, random) {
	const pick = (/** @type {readonly string[]} */ list) => list[Math.floor(random() * list.length)];
	const lead = `past-${index}@company-${index % 97}.example`;
	const came = 110 + random() * 230;
	const interest = random();
	const ago = (/** @type {number} */ days) => new Date(now - days * DAY).toISOString();
	const since = (/** @type {number} */ days) => ago(came - days);
	const title = pick(TITLES);
	const facts = {
		country: pick(COUNTRIES),
		industry: pick(INDUSTRIES),
		timeline: pick(TIMELINES),
		budget: pick(BUDGETS),
	};
	const isFit = /Director|VP/.test(title);
	const [owner, minutes] = OWNERS[index % OWNERS.length];
	tables.activityLog.push(...activitiesOf({ lead, facts: { ...facts, title }, interest, since, random, pick }));
	const chance = 0.05 + 0.35 * interest + (isFit ? 0.2 : 0) - (title === 'Student' ? 0.2 : 0);
	const ending = random() < 0.25 ? 'nurture' : random() < chance ? 'won' : random() < 0.6 ? 'lost' : 'recycled';
	const isHandedOver = ending !== 'nurture';
	const answered = HANDED_OVER + (Number(minutes) * (0.3 + 1.4 * random()) * MINUTE) / DAY;
	const line = (/** @type {string} */ from, /** @type {string} */ to, /** @type {number} */ days, by = '02-score') =>
		tables.stageLog.push({ lead, from, to, at: since(days), by, why: '' });
	line('new', 'nurture', 0);
	if (isHandedOver) {
		line('nurture', 'mql', HANDED_OVER);
		line('mql', 'accepted', answered, String(owner));
		line('accepted', ending, answered + 20 + random() * 40, String(owner));
	}
	tables.leadBook.push({
		...{ lead, email: lead, name: `Past Lead ${index}`, company: `Company ${index % 97}`, title, owner },
		...{ stage: ending, version: 1, cell: isFit ? 'B2' : 'C2', handedOffAt: isHandedOver ? since(HANDED_OVER) : null },
	});
}

/** Days after a lead came in. */
const HANDED_OVER = 7;

/**
 * @param {{ lead: string, facts: object, interest: number, since: (days: number) => string, random: () => number, pick: (list: readonly string[]) => string }} about
 * @returns {Row[]}
 */
function activitiesOf({ lead, facts, interest, since, random, pick }) {
	/** @type {Array<[type: string, days: number, properties: object]>} */
	const did = [['form_submit', 0, { form: 'contact' }]];
	for (let visit = 0; visit < interest * 6; visit++)
		did.push(['page_view', 0.5 + visit, { path: random() < interest ? '/pricing' : pick(PAGES) }]);
	if (random() < 0.4) did.push(['webinar_attend', 3, { name: 'Scoring in practice' }]);
	if (random() < interest * 0.7) did.push(['demo_request', 6, {}]);
	return did.map(([type, days, properties], place) => ({
		...{ activity: `${lead}-${place}`, lead, type, at: since(days), channel: 'web', source: pick(SOURCES) },
		...{ quarantine: '', attributes: place === 0 ? JSON.stringify(facts) : '', properties: JSON.stringify(properties) },
	}));
}

/**
 * @param {number} seed
 * @returns {() => number} from 0 to below 1
 */
function generator(seed) {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}
