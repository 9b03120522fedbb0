/* global $, $input */
// The Code node "Code": the rules of the starter model as a careful person writes them by hand, for the values that
// occur in these leads.

const DAY = 24 * 60 * 60 * 1000;
const MONTH = 30 * DAY;
const started = Date.now();
const asOf = Date.parse($('Settings').first().json.asOf);

const PRICING = ['pricing', '/prices', 'tarif', 'preise', 'precios'];
const CAREERS = ['career', '/jobs', 'recrutement', 'karriere', 'empleo'];
const INVESTORS = ['investor', 'investisseurs'];
const TECH_HEALTH_FINANCE = [
	'health',
	'hospital',
	'pharma',
	'finance',
	'financial',
	'bank',
	'insurance',
	'high tech',
	'high-tech',
	'technology',
	'software',
];
const NOT_JUST_SERVICES = ['health', 'financial', 'finance', 'technology', 'software', 'bank', 'insurance'];
const UNITED_STATES = ['united states', 'usa', 'us'];
const ENGLISH_SPEAKING = [
	'united kingdom',
	'canada',
	'australia',
	'ireland',
	'india',
	'new zealand',
	'south africa',
	'singapore',
];
const DECIDES = ['decision maker', 'decision-maker', 'decision_maker', 'decides', 'decider', 'budget holder'];
const FREE_MAIL = ['gmail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'gmx.de', 'aol.com', 'icloud.com'];
const MONTHS = { 'less than 3 months': 1.5, '3-8 months': 5.5, 'more than 8 months': 9 };

const lower = (value) =>
	String(value ?? '')
		.trim()
		.toLowerCase();
const hasAny = (text, words) => words.some((word) => text.includes(word));

const FIT = [
	['Director', 12, ({ title }) => hasAny(title, ['director', 'directeur', 'directrice', 'direktor'])],
	['Health, finance or high tech', 10, ({ industry }) => hasAny(industry, TECH_HEALTH_FINANCE)],
	['Decision maker', 15, ({ authority }) => DECIDES.includes(authority)],
	['Revenue over 500 M', 10, ({ revenue }) => revenue >= 500e6],
	['Uses a competing product', 15, ({ competingProduct }) => competingProduct !== ''],
	['Buys within 3 months', 12, ({ months }) => months < 3],
	['United States', 8, ({ country }) => UNITED_STATES.includes(country)],
	['Revenue 100-499 M', 8, ({ revenue }) => revenue >= 100e6 && revenue < 500e6],
	['Manager', 7, ({ title }) => title.includes('manager')],
	['Buys in 3 to 8 months', 5, ({ months }) => months >= 3 && months <= 8],
	['English-speaking country', 4, ({ country }) => ENGLISH_SPEAKING.includes(country)],
	['Buys later than 8 months', 3, ({ months }) => months > 8],
	['Analyst, coordinator or specialist', 4, ({ title }) => hasAny(title, ['analyst', 'coordinator', 'specialist'])],
	['Revenue under 100 M', 1, ({ revenue }) => revenue < 100e6],
	['Student', -15, ({ title }) => /^student$| student$|^student (at|in) |^étudiant/.test(title)],
	['Consultant', -5, ({ title }) => title.includes('consultant')],
	[
		'Services industry',
		-6,
		({ industry }) => /^services$| services$|^services /.test(industry) && !hasAny(industry, NOT_JUST_SERVICES),
	],
	['E-commerce', -10, ({ industry }) => hasAny(industry, ['e-commerce', 'ecommerce'])],
];

const QUALITY = [
	['Free-mail address', -2, ({ email }) => FREE_MAIL.includes(email.slice(email.lastIndexOf('@') + 1))],
	['Digits in the name', -5, ({ name }) => /\d/.test(name)],
];

// By type of activity; each test reads the activity's properties in lower case.
const ENGAGEMENT = {
	page_view: [
		['Pricing page', 12, ({ page }) => hasAny(page, PRICING)],
		['Any other page', 1, ({ page }) => !hasAny(page, PRICING) && !hasAny(page, CAREERS) && !hasAny(page, INVESTORS)],
		['Careers page', -2, ({ page }) => hasAny(page, CAREERS)],
		['Investors page', -2, ({ page }) => hasAny(page, INVESTORS)],
	],
	content_download: [
		['Vendor review', 10, ({ kind }) => kind === 'vendor_review' || kind === 'vendor review'],
		["Buyer's guide", 8, ({ kind }) => kind === 'buyers_guide' || kind === 'buyers guide'],
		['Data sheet', 8, ({ kind }) => kind === 'data_sheet' || kind === 'data sheet' || kind === 'datasheet'],
		['White paper', 2, ({ kind }) => kind === 'white_paper' || kind === 'white paper' || kind === 'whitepaper'],
	],
	demo_view: [
		['Detailed demo viewed', 10, ({ detail }) => detail === 'detailed'],
		['General demo', 5, ({ detail }) => detail !== 'detailed'],
	],
	demo_request: [['Demo request', 10, () => true]],
	search: [['Search for the brand', 8, ({ kind }) => ['company', 'brand', 'product'].includes(kind)]],
	webinar_attend: [['Webinar', 4, () => true]],
	video_view: [['Video', 2, () => true]],
	email_click: [
		['E-mail click', 3, () => true],
		['Click on a sector link', 1, ({ link }) => link === 'sector'],
		['Click on a company link', 5, ({ link }) => link === 'company'],
		['Click on a product link', 10, ({ link }) => link === 'product'],
	],
	email_unsubscribe: [['E-mail unsubscribe', -10, () => true]],
	do_not_call: [['Added to do-not-call', -5, () => true]],
	social_comment: [['Negative social comment', -4, ({ sentiment }) => sentiment === 'negative']],
};

const readLead = (json) => ({
	title: lower(json.title),
	industry: lower(json.industry),
	authority: lower(json.authority),
	country: lower(json.country),
	email: lower(json.email),
	name: lower(json.name),
	competingProduct: lower(json.competingProduct),
	revenue: json.revenue === '' ? NaN : Number(json.revenue),
	months: MONTHS[lower(json.timeline)] ?? NaN,
});

const readProperties = ({ url, page, kind, detail, link, sentiment }) => ({
	page: lower(page ?? url).split(/[?#]/)[0],
	kind: lower(kind),
	detail: lower(detail),
	link: lower(link),
	sentiment: lower(sentiment),
});

// Each activity once, without those of robots and of the future.
function activitiesOf(json) {
	const seen = new Set();
	return json.activities.filter(({ activity, at, quarantine }) => {
		if (quarantine || Date.parse(at) > asOf || seen.has(activity)) return false;
		seen.add(activity);
		return true;
	});
}

function engagementReasons(activities) {
	const reasons = new Map();
	for (const { type, at, properties } of activities) {
		const rules = ENGAGEMENT[type] ?? [];
		const read = rules.length > 0 ? readProperties(properties) : undefined;
		for (const [rule, points, applies] of rules) {
			if (!applies(read)) continue;
			const reason = reasons.get(rule) ?? { rule, dimension: 'engagement', points: 0, count: 0, lastAt: at };
			reason.points += points;
			reason.count++;
			if (at > reason.lastAt) reason.lastAt = at;
			reasons.set(rule, reason);
		}
	}
	return [...reasons.values()];
}

function timeReasons(activities) {
	const reasons = [];
	const web = activities.filter(({ channel }) => channel === 'web').map(({ at }) => Date.parse(at));
	const lately = activities.filter(({ type, at }) => type === 'page_view' && Date.parse(at) >= asOf - 7 * DAY);
	if (lately.length >= 5) reasons.push({ rule: 'Heavy web activity', dimension: 'engagement', points: 5, count: 1 });
	const silentMonths = web.length === 0 ? 0 : Math.floor((asOf - Math.max(...web)) / MONTH);
	if (silentMonths > 0) {
		reasons.push({
			rule: 'No web activity for a month',
			dimension: 'engagement',
			points: -5 * silentMonths,
			count: silentMonths,
		});
	}
	return reasons;
}

const factReasons = (rules, dimension, lead) =>
	rules.filter(([, , applies]) => applies(lead)).map(([rule, points]) => ({ rule, dimension, points, count: 1 }));

const sum = (reasons) => reasons.reduce((total, { points }) => total + points, 0);

function textOf({ rule, count, points }) {
	return `${rule}${count > 1 ? ` ×${count}` : ''} ${points > 0 ? '+' : ''}${points}`;
}

function scoreOf(json) {
	const lead = readLead(json);
	const activities = activitiesOf(json);
	const fit = factReasons(FIT, 'fit', lead);
	const engagement = [...engagementReasons(activities), ...timeReasons(activities)];
	const quality = factReasons(QUALITY, 'quality', lead);
	const reasons = [...fit, ...engagement, ...quality].sort(
		(left, right) => Math.abs(right.points) - Math.abs(left.points),
	);
	for (const reason of reasons) reason.text = textOf(reason);
	return {
		total: sum(reasons),
		fit: sum(fit),
		engagement: sum(engagement),
		quality: sum(quality),
		reasons,
		summary: reasons
			.slice(0, 3)
			.map(({ text }) => text)
			.join(' · '),
		activities: activities.length,
	};
}

const items = $input.all();
for (const item of items) item.json.leadScore = scoreOf(item.json);
items[0].json.scriptMilliseconds = Date.now() - started;
return items;
