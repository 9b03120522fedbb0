import type { Checked } from '../fault';
import type { FieldSource } from '../lead/fields';
import { compileModel } from './compile';
import type { CompiledModel } from './compiled';
import { parseModel } from './parse';
import type { Model, RuleColumn, ScoreOptions } from './rule';

/** A rule row as people write it into a table. */
export type StarterRow = Partial<Record<RuleColumn, string | number | boolean>>;

/** `asked` is field and operator, e.g. `title contains`. */
function fit(importance: string, rule: string, asked: string, value: string, points: number): StarterRow {
	const [field, operator] = asked.split(' ');
	return { rule, dimension: 'fit', field, operator, value, points, importance };
}

const page = (importance: string, rule: string, words: string, points: number): StarterRow => ({
	rule,
	dimension: 'engagement',
	event: 'page_view',
	field: '$activity.page',
	operator: 'contains',
	value: words,
	points,
	importance,
});

const content = (importance: string, rule: string, event: string, kind: string, points: number): StarterRow => ({
	rule,
	dimension: 'engagement',
	event,
	field: 'kind',
	operator: 'in',
	value: kind,
	points,
	importance,
});

const does = (importance: string, rule: string, event: string, points: number): StarterRow => ({
	rule,
	dimension: 'engagement',
	event,
	points,
	importance,
});

const PRICING = 'pricing, /prices, tarif, preise, precios';
const CAREERS = 'career, /jobs, recrutement, karriere, empleo';
const INVESTORS = 'investor, investisseurs';

/**
 * The starter model: the worked examples of the published lead-scoring guide, with our additions marked in `note`.
 * A consumer of these rows may change any of them; nothing in the code knows a rule by name.
 */
export const STARTER_ROWS: readonly StarterRow[] = [
	fit('critical', 'Director', 'title contains', 'director, directeur, directrice, direktor', 12),
	fit(
		'critical',
		'Health, finance or high tech',
		'industry contains',
		'health, hospital, pharma, finance, financial, bank, insurance, high tech, high-tech, technology, software',
		10,
	),
	fit(
		'critical',
		'Decision maker',
		'authority in',
		'decision maker, decision-maker, decision_maker, decides, decider, décideur, budget holder',
		15,
	),
	fit('critical', 'Revenue over 500 M', '$lead.revenue gte', '500M', 10),
	fit('critical', 'Uses a competing product', 'competingProduct is_not_empty', '', 15),
	fit('critical', 'Buys within 3 months', '$lead.timelineMonths lt', '3', 12),
	fit('important', 'United States', '$lead.country is', 'US', 8),
	fit('important', 'Revenue 100-499 M', '$lead.revenue gte', '100M', 8),
	{ rule: 'Revenue 100-499 M', field: '$lead.revenue', operator: 'lt', value: '500M' },
	fit('important', 'Manager', 'title contains', 'manager', 7),
	fit('important', 'Buys in 3 to 8 months', '$lead.timelineMonths between', '3..8', 5),
	fit('influential', 'English-speaking country', '$lead.englishSpeaking is_true', '', 4),
	{ rule: 'English-speaking country', field: '$lead.country', operator: 'is_not', value: 'US' },
	fit('influential', 'Buys later than 8 months', '$lead.timelineMonths gt', '8', 3),
	fit('influential', 'Analyst, coordinator or specialist', 'title contains', 'analyst, coordinator, specialist', 4),
	fit('influential', 'Revenue under 100 M', '$lead.revenue lt', '100M', 1),
	fit(
		'negative',
		'Student',
		'title matches',
		'student, * student, student at *, student in *, étudiant*, etudiant*',
		-15,
	),
	fit('negative', 'Consultant', 'title contains', 'consultant', -5),
	fit('negative', 'Services industry', 'industry matches', 'services, * services, services *', -6),
	{
		rule: 'Services industry',
		field: 'industry',
		operator: 'not_contains',
		value: 'health, financial, finance, technology, software, bank, insurance',
	},
	fit('negative', 'E-commerce', 'industry contains', 'e-commerce, ecommerce', -10),
	{
		...fit('negative', 'Non-English-speaking country', '$lead.englishSpeaking is_false', '', -10),
		active: false,
		note: 'Off: suits a company that sells in English alone.',
	},

	page('critical', 'Pricing page', PRICING, 12),
	content('critical', 'Vendor review', 'content_download', 'vendor_review, vendor review', 10),
	{ ...content('critical', 'Detailed demo viewed', 'demo_view', 'detailed', 10), field: 'detail' },
	{
		...does('critical', 'Demo request', 'demo_request', 10),
		moment: true,
		note: 'Ours: asking for a demo weighs as much as watching the detailed one.',
	},
	content('important', "Buyer's guide", 'content_download', 'buyers_guide, buyers guide, buyer’s guide', 8),
	content('important', 'Data sheet', 'content_download', 'data_sheet, data sheet, datasheet', 8),
	content('important', 'Search for the brand', 'search', 'company, brand, product', 8),
	{
		...does('important', 'General demo', 'demo_view', 5),
		field: 'detail',
		operator: 'is_not',
		value: 'detailed',
	},
	{ ...does('important', 'Heavy web activity', 'page_view', 5), per: 'once', count: 5, days: 7 },
	does('influential', 'Webinar', 'webinar_attend', 4),
	content('influential', 'White paper', 'content_download', 'white_paper, white paper, whitepaper', 2),
	does('influential', 'Video', 'video_view', 2),
	{
		...page('influential', 'Any other page', `${PRICING}, ${CAREERS}, ${INVESTORS}`, 1),
		operator: 'not_contains',
	},
	does('influential', 'E-mail click', 'email_click', 3),
	{ ...content('influential', 'Click on a sector link', 'email_click', 'sector', 1), field: 'link' },
	{ ...content('influential', 'Click on a company link', 'email_click', 'company', 5), field: 'link' },
	{ ...content('influential', 'Click on a product link', 'email_click', 'product', 10), field: 'link' },
	does('negative', 'E-mail unsubscribe', 'email_unsubscribe', -10),
	{
		rule: 'No web activity for a month',
		dimension: 'engagement',
		event: 'inactivity',
		field: '$activity.channel',
		operator: 'is',
		value: 'web',
		points: -5,
		days: 30,
		every: 30,
		importance: 'negative',
	},
	does('negative', 'Added to do-not-call', 'do_not_call', -5),
	{
		...does('negative', 'Negative social comment', 'social_comment', -4),
		field: 'sentiment',
		operator: 'is',
		value: 'negative',
	},
	page('negative', 'Careers page', CAREERS, -2),
	page('negative', 'Investors page', INVESTORS, -2),

	{
		rule: 'Free-mail address',
		dimension: 'quality',
		field: '$lead.emailClass',
		operator: 'is',
		value: 'free',
		points: -2,
		note: 'Ours, from the guide’s text.',
	},
	{
		rule: 'Digits in the name',
		dimension: 'quality',
		field: '$lead.nameHasDigits',
		operator: 'is_true',
		points: -5,
		note: 'Ours, from the guide’s text.',
	},
	{
		rule: 'Competitor',
		dimension: 'exclude',
		field: '$lead.emailDomain',
		operator: 'in',
		value: '',
		points: 0,
		active: false,
		note: 'Off: list your competitors’ domains in “value”, then switch it on.',
	},
	{
		rule: 'Out of territory',
		dimension: 'exclude',
		field: '$lead.country',
		operator: 'in',
		value: '',
		points: 0,
		active: false,
		note: 'Off: list the country codes you do not sell to in “value”, then switch it on.',
	},
];

/** The starter model, read from {@link STARTER_ROWS}. */
export const starterModel = (): Checked<Model> => parseModel(STARTER_ROWS, { name: 'starter', version: '1' });

/** The starter model ready to score with. */
export function compileStarter(options: ScoreOptions = {}, source: FieldSource = {}): Checked<CompiledModel> {
	const model = starterModel();
	return model.ok ? compileModel(model.value, options, source) : model;
}
