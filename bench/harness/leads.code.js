/* global $input */
// The Code node "Items" of Score Lead: leads as a CRM holds them, each with its activities as a log holds them. The
// same ones on every run: what looks like chance comes from a seed.

const ACTIVITIES_PER_LEAD = 10;
const DAY = 24 * 60 * 60 * 1000;
const LONGEST_AGO = 180 * DAY;

const TITLES = [
	'Director of {}',
	'Deputy Director, {}',
	'Directrice {}',
	'VP {}',
	'Head of {}',
	'Manager, {}',
	'Senior {} Manager',
	'{} Manager',
	'{} Analyst',
	'{} Specialist',
	'{} Coordinator',
	'{} Consultant',
	'Student in {}',
	'{} Engineer',
	'{} Assistant',
	'',
];
const AREAS = [
	'Marketing',
	'Sales',
	'Finance',
	'IT',
	'Operations',
	'Purchasing',
	'Data',
	'Logistics',
	'Quality',
	'HR',
	'Legal',
	'Product',
];
const FIRST_NAMES = [
	'Ann',
	'Louis',
	'Maria',
	'Chen',
	'Amina',
	'Peter',
	'Zoé',
	'Raj',
	'Ingrid',
	'Tom',
	'J0hn',
	'Carla',
	'Yuki',
	'Omar',
	'Eva',
	'Paul',
];
const LAST_NAMES = [
	'Lee',
	'Martin',
	'García',
	'Wei',
	'Diallo',
	'Novak',
	'Dupont',
	'Patel',
	'Berg',
	'Brown',
	'Smith',
	'Rossi',
	'Sato',
	'Haddad',
	'Kovács',
	'Weber',
];
const COMPANY_STARTS = [
	'North',
	'Blue',
	'Alto',
	'Vertex',
	'Prime',
	'Oak',
	'Delta',
	'Nova',
	'Terra',
	'Iron',
	'Silver',
	'Clear',
];
const COMPANY_ENDS = ['wind', 'stone', 'works', 'field', 'gate', 'line', 'point', 'labs', 'port', 'bridge'];
const COMPANIES = 8000;
const FREE_MAIL = ['gmail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'gmx.de'];
const INDUSTRIES = [
	'Banking',
	'Hospital & Health Care',
	'Computer Software',
	'Financial Services',
	'Professional Services',
	'E-commerce',
	'Manufacturing',
	'Construction',
	'Higher Education',
	'Insurance',
	'Logistics Services',
	'High Tech',
	'Retail',
	'',
];
const COUNTRIES = [
	'United States',
	'United States',
	'USA',
	'US',
	'United Kingdom',
	'Canada',
	'Australia',
	'Ireland',
	'India',
	'France',
	'France',
	'Germany',
	'Spain',
	'Netherlands',
	'Italy',
	'Brazil',
	'Japan',
	'Mexico',
	'',
];
const REVENUES = [900_000, 4_200_000, 18_000_000, 75_000_000, 120_000_000, 350_000_000, 640_000_000, 2_100_000_000, ''];
const AUTHORITIES = ['Decision maker', 'Influencer', 'User', '', ''];
const TIMELINES = ['Less than 3 months', '3-8 months', 'More than 8 months', '', ''];
const COMPETITORS = ['', '', '', 'Acme Suite', 'OtherCloud'];

const PAGES = [
	'/',
	'/product',
	'/product/features',
	'/pricing',
	'/pricing',
	'/blog/lead-scoring-guide',
	'/blog/what-is-an-mql',
	'/customers',
	'/docs/start',
	'/careers',
	'/investors',
	'/about',
	'/fr/tarifs',
];
const QUERIES = ['', '', '?utm_source=newsletter&utm_campaign=pricing-week', '?ref=careers-fair'];
const DOWNLOADS = ['white_paper', 'white_paper', 'data_sheet', 'buyers_guide', 'vendor_review', 'case_study'];
const LINKS = ['sector', 'company', 'product', 'footer'];

// How often each kind of activity occurs, and what it says.
const KINDS = [
	[
		36,
		'page_view',
		'web',
		'website',
		() => ({ url: `https://www.example.com${pick(PAGES)}${pick(QUERIES)}`, referrer: 'https://search.example/' }),
	],
	[18, 'email_open', 'email', 'mailing', () => ({ campaign: `campaign-${below(40)}` })],
	[12, 'email_click', 'email', 'mailing', () => ({ campaign: `campaign-${below(40)}`, link: pick(LINKS) })],
	[7, 'content_download', 'web', 'website', () => ({ kind: pick(DOWNLOADS), name: `Document ${below(60)}` })],
	[6, 'form_submit', 'web', 'forms', () => ({ form: `form-${below(12)}` })],
	[5, 'video_view', 'web', 'website', () => ({ name: `Video ${below(30)}`, percent: below(101) })],
	[4, 'webinar_attend', 'event', 'webinars', () => ({ name: `Webinar ${below(20)}`, minutes: below(60) })],
	[4, 'search', 'web', 'website', () => ({ kind: pick(['brand', 'company', 'generic']), term: `term ${below(200)}` })],
	[3, 'demo_view', 'web', 'website', () => ({ detail: pick(['detailed', 'overview', '']), minutes: below(30) })],
	[2, 'demo_request', 'web', 'forms', () => ({ product: `Product ${below(5)}` })],
	[1, 'email_unsubscribe', 'email', 'mailing', () => ({ campaign: `campaign-${below(40)}` })],
	[1, 'social_comment', 'social', 'social', () => ({ sentiment: pick(['positive', 'neutral', 'negative']) })],
	[1, 'do_not_call', 'call', 'crm', () => ({})],
].flatMap(([share, ...kind]) => Array(share).fill(kind));

let state = 20_260_916;
function chance() {
	state = (state + 0x6d2b79f5) | 0;
	let mixed = Math.imul(state ^ (state >>> 15), state | 1);
	mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const below = (limit) => Math.floor(chance() * limit);
const pick = (list) => list[below(list.length)];

function makeActivity(lead, number, asOf) {
	const [type, channel, source, properties] = pick(KINDS);
	// Recent activity is the usual one; one in a hundred is dated in the future.
	const age = chance() < 0.01 ? -DAY : chance() ** 2 * LONGEST_AGO;
	return {
		activity: `${source}-${lead}-${number}`,
		lead,
		type,
		at: new Date(asOf - Math.floor(age)).toISOString(),
		channel,
		source,
		properties: properties(),
		quarantine: chance() < 0.03 ? 'bot:clicks-every-link' : '',
	};
}

function makeActivities(lead, asOf) {
	const activities = [];
	for (let number = 0; number < ACTIVITIES_PER_LEAD; number++) {
		// A sender that tries again: the same activity arrives twice.
		const isCopy = number > 0 && chance() < 0.02;
		activities.push(isCopy ? { ...activities[number - 1] } : makeActivity(lead, number, asOf));
	}
	return activities.sort((left, right) => (left.at < right.at ? -1 : 1));
}

function makeLead(index, asOf) {
	const company = below(COMPANIES);
	const companyName = `${COMPANY_STARTS[company % 12]}${COMPANY_ENDS[company % 10]} ${company}`;
	const [first, last] = [pick(FIRST_NAMES), pick(LAST_NAMES)];
	const domain = chance() < 0.2 ? pick(FREE_MAIL) : `${companyName.toLowerCase().replace(' ', '-')}.example`;
	const email = `${first}.${last}.${index}@${domain}`
		.toLowerCase()
		.normalize('NFD')
		.replace(/[^\x20-\x7e]/g, '');
	return {
		email,
		name: `${first} ${last}`,
		title: pick(TITLES).replace('{}', pick(AREAS)),
		company: companyName,
		industry: INDUSTRIES[company % INDUSTRIES.length],
		country: pick(COUNTRIES),
		employees: 5 + (company % 5000),
		revenue: REVENUES[company % REVENUES.length],
		phone: chance() < 0.6 ? `+1 555 01${below(100)}` : '',
		authority: pick(AUTHORITIES),
		timeline: pick(TIMELINES),
		competingProduct: pick(COMPETITORS),
		activities: makeActivities(email, asOf),
	};
}

const { items, asOf } = $input.first().json;
return Array.from({ length: items }, (_, index) => ({ json: makeLead(index, Date.parse(asOf)) }));
