import type { IDataObject } from 'n8n-workflow';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { DAY, HOUR } from '../../lifecycle/time';

/** Tables of a small team, for the pages of leads. */

export const AS_OF = '2026-11-28T18:00:00.000Z';
const NOW = Date.parse(AS_OF);
const daysAgo = (days: number): string => new Date(NOW - days * DAY).toISOString();
const hoursAgo = (hours: number): string => new Date(NOW - hours * HOUR).toISOString();

export const RITA = 'rita.okoye@quayside-health.example';

const did = (days: number, type: string, properties: IDataObject = {}, more: IDataObject = {}): IDataObject => ({
	...{ lead: RITA, type, at: daysAgo(days), channel: 'web', source: 'site', quarantine: '' },
	properties: JSON.stringify(properties),
	attributes: '',
	...more,
});

const FACTS = {
	name: 'Rita Okoye',
	title: 'Director of Finance',
	company: 'Quayside Health',
	industry: 'Hospital & Health Care',
	country: 'United States',
	authority: 'decision maker',
};

/** What Rita did, newest last. */
export const activityLog: IDataObject[] = [
	did(83.3, 'form_submit', { form: 'contact' }, { attributes: JSON.stringify(FACTS) }),
	did(83.2, 'webinar_attend', { name: 'Scoring in practice' }),
	did(69, 'content_download', { kind: 'buyers_guide', name: 'Buyer’s guide' }),
	did(58, 'page_view', { path: '/pricing' }),
	did(57, 'demo_view', { detail: 'general', name: 'Short demo' }),
	did(31, 'email_click', { link: 'product', campaign: 'October news' }),
	did(30, 'content_download', { kind: 'vendor_review', name: 'Vendor review' }),
	did(14, 'page_view', { path: '/product' }),
	did(
		3,
		'email_click',
		{ link: 'product', campaign: 'November news' },
		{ quarantine: 'bot:scanner', channel: 'email' },
	),
	did(2, 'webinar_attend', { name: 'Scoring for hospitals' }),
	did(1, 'page_view', { path: '/pricing' }, { lead: 'visitor-77' }),
].map((activity, index) => ({ id: index + 1, activity: `a${index + 1}`, ...activity }));

export const links: IDataObject[] = [{ id: 1, alias: 'visitor-77', lead: RITA, at: daysAgo(0.5) }];

/** The starter model, in which interest fades. */
export const rules: IDataObject[] = STARTER_ROWS.map((row, index) => ({
	id: index + 1,
	...row,
	...(row.dimension === 'engagement' && row.event !== 'inactivity' ? { decay: 'half-life 45d' } : {}),
}));

const stageLine = (from: string, to: string, days: number, why: string): IDataObject => ({
	...{ lead: RITA, from, to, at: daysAgo(days), by: '02-score', why },
});
export const stageLog: IDataObject[] = [
	stageLine('new', 'nurture', 83.3, 'First activity.'),
	stageLine('nurture', 'mql', 23 / 24, 'B2: Decision maker +15 · Pricing page ×2 +24'),
];

export const leadBook: IDataObject[] = [
	{
		...{
			id: 1,
			lead: RITA,
			email: RITA,
			total: 86.73,
			fit: 45,
			engagement: 41.73,
			cell: 'B2',
			label: 'Hot',
			stage: 'mql',
		},
		...{
			name: 'Rita Okoye',
			title: 'Director of Finance',
			company: 'Quayside Health',
			account: 'quayside-health.example',
		},
		...{ owner: 'sam@sales.example', handedOffAt: hoursAgo(23), lastActivityAt: daysAgo(1), activities: 10 },
		...{ summary: 'Decision maker +15 · Director +12 · Pricing page ×2 +24', cellSince: hoursAgo(23), version: 4 },
		...{ attributes: JSON.stringify({ ...FACTS, title: undefined, company: undefined, name: undefined }) },
		leadScore: JSON.stringify({ reasons: [], dropsBelow: null, told: [] }),
	},
	{
		...{
			id: 2,
			lead: 'grace@lagoon-pay.example',
			email: 'grace@lagoon-pay.example',
			total: 71,
			fit: 40,
			engagement: 31,
		},
		...{ cell: 'B2', label: 'Hot', stage: 'accepted', name: 'Grace Adeyemi', title: 'Finance Director' },
		...{ company: 'Lagoon Pay', account: 'lagoon-pay.example', owner: 'maria@sales.example', acceptedAt: daysAgo(2) },
		...{
			handedOffAt: daysAgo(3),
			lastActivityAt: hoursAgo(2),
			summary: 'Director +12 · Pricing page +12 · United States +8',
			version: 2,
		},
		leadScore: JSON.stringify({ reasons: [], dropsBelow: { at: daysAgo(-4), threshold: 65 }, told: [] }),
	},
	{
		...{
			id: 3,
			lead: 'tom@harbor.example',
			email: 'tom@harbor.example',
			total: 18,
			fit: 7,
			engagement: 11,
			cell: 'C3',
		},
		...{ label: 'Warm', stage: 'nurture', name: 'Tom Novak', title: 'Manager', company: 'Harbor', version: 1 },
		...{ account: 'harbor.example', lastActivityAt: daysAgo(12), summary: 'Manager +7 · Buyer’s guide +8' },
	},
	{
		...{ id: 4, lead: 'lena@quayside-health.example', email: 'lena@quayside-health.example', total: 24, version: 1 },
		...{ fit: 15, engagement: 9, cell: 'C3', label: 'Warm', stage: 'nurture', name: 'Lena Brook', title: 'Analyst' },
		...{
			company: 'Quayside Health',
			account: 'quayside-health.example',
			lastActivityAt: daysAgo(5),
			summary: 'Webinar ×2 +8',
		},
	},
	{ id: 5, lead: 'visitor-77', mergedInto: RITA, stage: 'new', version: 1 },
];

const scored = (lead: string, days: number, previousTotal: number, total: number, fit: number): IDataObject => ({
	...{ lead, at: daysAgo(days), previousTotal, total, fit, engagement: total - fit, cell: 'A2', by: '02-score' },
});
export const scoreLog: IDataObject[] = [
	scored(RITA, 60, 54, 71, 45),
	scored(RITA, 2, 74, 76, 45),
	scored(RITA, 1, 76, 86.73, 45),
	scored('grace@lagoon-pay.example', 5, 74, 71, 40),
	scored('lena@quayside-health.example', 5, 20, 24, 15),
];

export const settings: IDataObject[] = [
	{ id: 1, name: 'time_zone', value: 'Europe/Paris', note: '' },
	{ id: 2, name: 'account_threshold', value: '100', note: '' },
];

export const accountBook: IDataObject[] = [
	{
		...{ id: 1, account: 'quayside-health.example', domain: 'quayside-health.example', name: 'Quayside Health' },
		...{ score: 110.73, members: 2, engaged: 2, completeness: 50, missingRoles: '["Technical buyer"]' },
		topLeads: JSON.stringify([
			{ lead: RITA, name: 'Rita Okoye', role: 'Decision maker', score: 86.73, qualified: true },
			{ lead: 'lena@quayside-health.example', name: 'Lena Brook', role: null, score: 24, qualified: false },
		]),
		surge: JSON.stringify({ recent: 6, baseline: 1.5, ratio: 4, surging: true }),
		...{ qualified: true, transition: 'entered', qualifiedAt: daysAgo(2), crossings: 1, version: 2 },
	},
];

export const FORM = 'https://n8n.example/form/lead-feedback';
