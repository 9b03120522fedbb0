import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute } from '../../bench/harness/alone';
import { SLA_CHOICES, SORTS, VIEWS } from '../../lifecycle/page/leads-query';
import { LeadPage } from '../../nodes/LeadPage/LeadPage.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { itemsOf, jsonOf, runNode, type NodeRun } from '../support/engine';
import * as tables from '../support/page-tables';
import { AS_OF, FORM, RITA } from '../support/page-tables';

const OPTIONS = { asOf: AS_OF };
const blankIfEmpty = (rows: IDataObject[]): IDataObject[] => (rows.length > 0 ? rows : [{}]);
const inputsOf = (...inputs: IDataObject[][]) => inputs.map((rows) => itemsOf(blankIfEmpty(rows)));

interface Given {
	leadBook?: IDataObject[];
	scoreLog?: IDataObject[];
	activityLog?: IDataObject[];
	rules?: IDataObject[];
}

const leadsInputs = ({ leadBook = tables.leadBook, scoreLog = tables.scoreLog }: Given = {}) =>
	inputsOf(leadBook, scoreLog, tables.settings);
const leadInputs = ({
	leadBook = tables.leadBook,
	activityLog = tables.activityLog,
	rules = tables.rules,
}: Given = {}) => inputsOf(leadBook, activityLog, tables.links, rules, tables.stageLog, tables.settings);
const accountInputs = (leadBook = tables.leadBook) =>
	inputsOf(tables.accountBook, leadBook, tables.scoreLog, tables.settings);

const run = (parameters: INodeParameters, inputs: NodeRun['inputs'], more: NodeRun = {}) =>
	runNode(LeadPage, { parameters: { options: OPTIONS, ...parameters }, inputs, ...more });

async function page(parameters: INodeParameters, inputs: NodeRun['inputs']): Promise<string> {
	const { outputs, error } = await run(parameters, inputs);
	if (error) throw new Error(`${error.message} ${error.description}`);
	return jsonOf(outputs[0])[0].html as string;
}

const leadsPage = (query: IDataObject, given?: Given) =>
	page({ operation: 'leads', query: JSON.stringify(query) }, leadsInputs(given));
const leadPage = (given?: Given, more: INodeParameters = {}) =>
	page({ operation: 'lead', lead: RITA, formUrl: FORM, ...more }, leadInputs(given));

/** What is read on a page, without its markup; columns of a row divided by a bar. */
const textOf = (html: string): string =>
	html
		.replace(/<style>.*?<\/style>/s, '')
		.replace(/<\/t[hd]>/g, ' | ')
		.replace(/<span class="hidden">.*?<\/span>/g, '')
		.replace(/<[^>]*>/g, '')
		.replace(/[ \n]+/g, ' ');
const namesIn = (html: string): string[] => Array.from(html.matchAll(/<bdi>([^<]+)<\/bdi><\/a>/g), ([, name]) => name);

describe('the page of all leads', () => {
	it('begins with those that are ready for sales, the strongest first', async () => {
		expect(namesIn(await leadsPage({}))).toEqual(['Rita Okoye', 'Grace Adeyemi']);
	});

	it.each([
		['all', ['Rita Okoye', 'Grace Adeyemi', 'Lena Brook', 'Tom Novak']],
		['late', []],
		['rising', ['Rita Okoye']],
		['dropping', ['Grace Adeyemi']],
	])('view %s', async (view, names) => {
		expect(namesIn(await leadsPage({ view }))).toEqual(names);
	});

	it.each([
		['q', 'quayside', ['Rita Okoye', 'Lena Brook']],
		['q', 'ADEYEMI', ['Grace Adeyemi']],
		['company', 'lagoon', ['Grace Adeyemi']],
		['cell', 'c3', ['Lena Brook', 'Tom Novak']],
		['stage', 'nurture', ['Lena Brook', 'Tom Novak']],
		['owner', 'sam@sales.example', ['Rita Okoye']],
		['sla', 'on_time', ['Rita Okoye', 'Grace Adeyemi']],
		['sla', 'late', []],
		['cell', 'Z9', ['Rita Okoye', 'Grace Adeyemi', 'Lena Brook', 'Tom Novak']],
	])('filter %s=%s', async (name, value, names) => {
		expect(namesIn(await leadsPage({ view: 'all', [name]: value }))).toEqual(names);
	});

	it.each([
		['name', ['Grace Adeyemi', 'Lena Brook', 'Rita Okoye', 'Tom Novak']],
		['-score', ['Tom Novak', 'Lena Brook', 'Grace Adeyemi', 'Rita Okoye']],
		['change', ['Rita Okoye', 'Lena Brook', 'Tom Novak', 'Grace Adeyemi']],
		['last', ['Grace Adeyemi', 'Rita Okoye', 'Lena Brook', 'Tom Novak']],
		['due', ['Rita Okoye', 'Grace Adeyemi', 'Lena Brook', 'Tom Novak']],
		['owner', ['Grace Adeyemi', 'Rita Okoye', 'Lena Brook', 'Tom Novak']],
		['nonsense', ['Rita Okoye', 'Grace Adeyemi', 'Lena Brook', 'Tom Novak']],
	])('in order of %s', async (sort, names) => {
		expect(namesIn(await leadsPage({ view: 'all', sort }))).toEqual(names);
	});

	it('shows score, cell, why, what changed in seven days, the last activity and when an answer is due, in the zone of the settings', async () => {
		const html = textOf(await leadsPage({ view: 'all' }));
		expect(html).toContain('4 leads · as of Sat 28 Nov, 19:00. Times: Europe/Paris.');
		expect(html).toContain(
			'87B2 ●●● | Rita OkoyeDirector of Finance · Quayside Health | ▲ +13 | Decision maker +15 · Director +12 · Pricing page ×2 +24 | yesterday | due Mon 30 Nov, 17:00 | sam@sales.example | ',
		);
		expect(html).toContain('71B2 ●●● | Grace AdeyemiFinance Director · Lagoon Pay | ▼ −3 |');
	});

	it('counts the leads of each view among those that the filters leave', async () => {
		expect(textOf(await leadsPage({ view: 'all', q: 'quayside' }))).toContain(
			'Ready for sales 1Late 0Rising 1About to drop 0All 2',
		);
	});

	it('says so when a view is empty, with a way out', async () => {
		const html = await leadsPage({ view: 'late' });
		expect(textOf(html)).toContain('No lead is in this view. Look among all');
		expect(html).toContain('href="?view=all"');
	});

	it('keeps what was asked in its links and its form', async () => {
		const html = await leadsPage({ view: 'all', q: 'a&b "c"', sort: '-due' });
		expect(html).toContain('href="?view=rising&amp;q=a%26b%20%22c%22&amp;sort=-due"');
		expect(html).toContain('name="q" value="a&amp;b &quot;c&quot;"');
		expect(await leadsPage({ view: 'all', sort: '-due' })).toContain(
			'aria-sort="descending"><a href="?view=all&amp;sort=due">Due',
		);
	});

	it('shows 50 leads per page; a page that is not there is the last', async () => {
		const leadBook = Array.from({ length: 120 }, (_, index) => ({
			...{ id: index + 1, lead: `l${index}@x.example`, total: 120 - index, stage: 'mql', version: 1 },
		}));
		const second = await leadsPage({ page: '2' }, { leadBook });
		expect(namesIn(second)).toHaveLength(50);
		expect(namesIn(second)[0]).toBe('l50@x.example');
		expect(textOf(second)).toContain('← PreviousPage 2 of 3Next →');
		expect(namesIn(await leadsPage({ page: '99' }, { leadBook }))).toHaveLength(20);
	});

	it('names what somebody wrote by hand and cannot be read, and shows the lead all the same', async () => {
		const leadBook = [{ ...tables.leadBook[0], total: 'many' }];
		const { outputs, hints } = await run({ operation: 'leads' }, leadsInputs({ leadBook }));
		expect(hints.map(({ message }) => message).join()).toMatch(/total.*many/);
		expect(namesIn(jsonOf(outputs[0])[0].html as string)).toEqual(['Rita Okoye']);
	});
});

describe('the page of one lead', () => {
	it('shows the score that Score Lead gives, and rows that add up to it', async () => {
		const [row] = tables.leadBook;
		const keys = [{ key: 'visitor-77', after: null, until: null }];
		const { outputs } = await runNode(ScoreLead, {
			parameters: {
				...{ leadKeyField: 'lead', leadShape: 'leadBook', activitiesSource: 'input', otherKeysField: 'keys' },
				...{ judgeMachines: true, modelSource: 'input', options: { ...OPTIONS, unknownLeads: 'ignore' } },
			},
			inputs: [[{ json: { ...row, keys } }], itemsOf(tables.activityLog), itemsOf(tables.rules)],
		});
		const { total, reasons } = jsonOf(outputs[0])[0].leadScore as { total: number; reasons: Array<{ points: number }> };
		const html = textOf(await leadPage());
		expect(html).toContain(`Score | ${total} | `);
		expect(total).toBe(86.73);
		const card = html.slice(html.indexOf('Why 87'), html.indexOf('Score | 86.73'));
		const listed = Array.from(
			card.matchAll(/\| ([+−])([\d.]+) \|/g),
			([, sign, value]) => Number(value) * (sign === '−' ? -1 : 1),
		);
		expect(listed).toHaveLength(reasons.length);
		expect(listed.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 6);
	});

	it('says why now, what changed, when it drops, and what would lift it', async () => {
		const html = textOf(await leadPage());
		expect(html).toContain('Why now: in the last 30 days Pricing page');
		expect(html).toContain('Why this person: Decision maker, Director');
		expect(html).toMatch(/the score falls below 65 on \w{3} \d+ \w{3} \d{4}\./);
		expect(html).toMatch(
			/What changed in 7 days ?Pricing page \| \+12 \| ?Webinar \| \+4 \| ?Faded with time \| −3\.27 \| ?From 74 to 86\.73 \| \+12\.73/,
		);
		expect(html).toMatch(/What would lift it ?Click on a product link \| \+13 \| → 100 \|/);
	});

	it('gives each activity its points, then and today; what does not count is there with the reason', async () => {
		const html = textOf(await leadPage());
		expect(html).toContain('19:00Page view /pricingPricing page +12 today +11.82');
		expect(html).toContain('Email click November newsdoes not count: a machine did it –');
		expect(html).toContain('Form submit contact 0');
		expect(html).toContain('11 activities, points then and today');
	});

	it('marks the hand-off in the plot, and has the numbers in a table', async () => {
		const html = await leadPage();
		expect(html.match(/<svg class="plot/g)).toHaveLength(2);
		expect(html).toContain('>handed over</text>');
		expect(textOf(html)).toMatch(
			/Show as table.*Day \| Fit \| Interest \| Score \|.*28 Nov 2026 \| 45 \| 41\.73 \| 86\.73 \|/,
		);
	});

	describe('the chance to become a customer', () => {
		const withChance = async (more: IDataObject) => leadPage({ leadBook: [{ ...tables.leadBook[0], ...more }] });
		const HEADING = 'Chance to become a customer';

		it.each([
			[
				'reasons in words',
				{ chance: 42, chanceWhy: 'B: demo request ×2, last 3 days ago +1.25 · industry: a · b +0.5 · no phone −0.3' },
				'42 %, judged by leads that you won and lost. Grade B: like the best 30 % of past leads.demo request ×2, last 3 days ago | raises it a lot | industry: a · b | raises it | no phone | lowers it a little |',
			],
			['a chance of none', { chance: 0, chanceWhy: 'D: no activity −2' }, '0 %, judged by'],
			[
				'nothing that sets it apart',
				{ chance: 7, chanceWhy: 'D: nothing that sets it apart' },
				'Grade D: like the weakest 40 % of past leads.Nothing that sets it apart',
			],
			['what somebody wrote', { chance: 7, chanceWhy: 'a guess of Sam' }, 'won and lost.A guess of Sam'],
			['no reason', { chance: 7 }, '7 %, judged by leads that you won and lost.Days'],
		])('%s', async (_what, more, expected) => {
			const html = textOf(await withChance(more));
			expect(html.slice(html.indexOf(HEADING) + HEADING.length)).toContain(expected);
		});

		it.each([
			['none was predicted', { chance: null, chanceWhy: 'left over' }],
			['it was won since', { chance: 42, chanceWhy: 'B: no phone −0.3', stage: 'won' }],
		])('is left out where %s', async (_why, more) => {
			expect(await withChance(more)).not.toContain(HEADING);
		});
	});

	it('has buttons that lead to the form of 05, filled in, while sales has to answer', async () => {
		const html = await leadPage();
		expect(html).toContain(`href="${FORM}?lead=rita.okoye%40quayside-health.example&amp;decision=Accept"`);
		expect(html).toContain('decision=Send%20back%20to%20marketing"');
		const accepted = await leadPage({ leadBook: [{ ...tables.leadBook[0], stage: 'accepted' }] });
		expect(textOf(accepted)).toContain('Update this lead');
		expect(accepted).not.toContain('decision=Accept');
		expect(await leadPage({}, { formUrl: '' })).not.toContain('class="button');
		expect(await leadPage({}, { formUrl: 'javascript:alert(1)' })).not.toContain('alert(1)');
	});

	it('an address that is no lead has a page that says so', async () => {
		const { outputs } = await run({ operation: 'lead', lead: 'nobody@x.example' }, leadInputs({ leadBook: [] }));
		expect(jsonOf(outputs[0])[0]).toMatchObject({ found: false, title: 'Lead not found' });
	});

	it('a key that turned out to be somebody leads there', async () => {
		const { outputs } = await run(
			{ operation: 'lead', lead: 'visitor-77' },
			leadInputs({ leadBook: tables.leadBook.filter(({ mergedInto }) => mergedInto !== undefined) }),
		);
		const [{ html, found }] = jsonOf(outputs[0]);
		expect(found).toBe(false);
		expect(html).toContain('href="?lead=rita.okoye%40quayside-health.example"');
	});

	it('leaves a rule out that cannot be read, and names it', async () => {
		const rules = [...tables.rules, { rule: 'Broken', dimension: 'fit', field: 'title', points: 'lots' }];
		const { outputs, hints } = await run({ operation: 'lead', lead: RITA }, leadInputs({ rules }));
		expect(hints.map(({ message }) => message).join()).toContain('Broken');
		expect(textOf(jsonOf(outputs[0])[0].html as string)).toContain('Score | 86.73 | ');
	});

	it('a field that cannot be read is one clear message, and an error item where On Error says so', async () => {
		const leadBook = [{ ...tables.leadBook[0], recycledAt: '2026-01-01', retained: 1e12 }];
		const stopped = await run({ operation: 'lead', lead: RITA }, leadInputs({ leadBook }));
		expect(stopped.error).toMatchObject({ message: expect.stringContaining('retained') });
		const { outputs } = await run({ operation: 'lead', lead: RITA }, leadInputs({ leadBook }), {
			onError: 'continueRegularOutput',
		});
		expect(jsonOf(outputs[0])[0]).toMatchObject({ error: expect.stringContaining('retained') });
	});

	it('without any rule it says what to connect', async () => {
		const { error } = await run({ operation: 'lead', lead: RITA }, leadInputs({ rules: [] }));
		expect(error?.message).toMatch(/rule/i);
	});
});

describe('the page of one company', () => {
	const QUAYSIDE = tables.leadBook.filter(({ account }) => account === 'quayside-health.example');

	it('shows its people, its roles, its score over time and whether it surges', async () => {
		const html = await page({ operation: 'account', account: 'Quayside-Health.example' }, accountInputs(QUAYSIDE));
		expect(namesIn(html)).toEqual(['Rita Okoye', 'Lena Brook']);
		const text = textOf(html);
		expect(text).toContain('Ready for sales as a company');
		expect(text).toContain('Roles 50 % of those requiredDecision maker | ✓ filled | Technical buyer | ✗ missing |');
		expect(text).toContain('▲ Much more than usual. 6 activities in the last days');
		expect(text).toMatch(/28 Nov 2026 \| 60 \| 50\.73 \| 110\.73 \|/);
	});

	it('one that is not there has a page that says so', async () => {
		const { outputs } = await run({ operation: 'account', account: 'none.example' }, accountInputs());
		expect(jsonOf(outputs[0])[0]).toMatchObject({ found: false, title: 'Company not found' });
	});

	it('a row that somebody broke still has a page', async () => {
		const broken = [{ ...tables.accountBook[0], topLeads: '[{', missingRoles: '7', surge: 'x', score: '' }];
		const html = await page(
			{ operation: 'account', account: 'quayside-health.example' },
			inputsOf(broken, QUAYSIDE, [], tables.settings),
		);
		expect(textOf(html)).toContain('Rita Okoye');
	});
});

describe('whatever visitors and colleagues wrote', () => {
	const NASTY = [
		'<script>alert(1)</script>',
		'"><img src=x onerror=alert(1)>',
		"' onmouseover='alert(1)",
		'javascript:alert(1)',
		'\u202egnp.exe',
		'שלום עולם',
		'ü'.repeat(300),
		'\ud800 half',
		'</style></title><svg onload=alert(1)>',
	];

	it.each(NASTY)('%j is text on every page', async (nasty) => {
		const leadBook = [
			{
				...{
					...tables.leadBook[0],
					name: nasty,
					title: nasty,
					company: nasty,
					owner: nasty,
					summary: nasty,
					email: nasty,
				},
				...{ scoreAdjustment: 3, scoreAdjustmentNote: nasty, account: nasty, track: nasty },
				...{ chance: 9, chanceWhy: `B: ${nasty} +0.5` },
			},
		];
		const activityLog = [
			...tables.activityLog,
			{ id: 90, activity: 'n', lead: RITA, type: nasty, at: AS_OF, properties: JSON.stringify({ path: nasty }) },
			{ id: 91, activity: 'm', lead: RITA, type: 'page_view', at: AS_OF, quarantine: nasty, properties: '{' },
		];
		const rules = [...tables.rules, { rule: nasty, dimension: 'engagement', event: 'page_view', points: 1 }];
		const account = [{ ...tables.accountBook[0], account: nasty, name: nasty, missingRoles: JSON.stringify([nasty]) }];
		const pages = await Promise.all([
			leadsPage({ view: 'all', q: nasty, owner: nasty }, { leadBook }),
			leadPage({ leadBook, activityLog, rules }),
			page({ operation: 'account', account: nasty }, inputsOf(account, leadBook, [], tables.settings)),
		]);
		for (const html of pages) {
			const body = html.slice(html.indexOf('<body>'));
			expect(body).not.toMatch(/<(script|img|style)|<svg (?!class="plot)/i);
			expect(body.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]* on\w+=/i);
			expect(html.match(/<title>/g)).toHaveLength(1);
			for (const [, address] of body.matchAll(/(?:href|src|action)="([^"]*)"/g))
				expect(address).toMatch(/^(\?|#content|mailto:|https:\/\/n8n\.example\/form\/)/);
			expect(body).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
		}
	});

	it('no page asks for anything from elsewhere, nor may it', async () => {
		for (const html of [await leadsPage({}), await leadPage()]) {
			expect(html).toContain(
				`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'"`,
			);
			expect(html).not.toMatch(/src="|url\(|@import|<script/);
		}
	});
});

describe('large tables', () => {
	/** The node alone: to copy the items takes the engine longer than the page. How long the page takes says `bench/lead-page.ts`. */
	async function page(parameters: INodeParameters, inputs: IDataObject[][]): Promise<string> {
		const given = inputs.map((rows) => rows.map((json) => ({ json })));
		const [[{ json }]] = await execute(new LeadPage(), { options: OPTIONS, ...parameters }, given);
		return json.html as string;
	}

	it('10,000 leads are a page of less than 1 MB', async () => {
		const leadBook = Array.from({ length: 10_000 }, (_, index) => ({
			...tables.leadBook[index % 4],
			...{ id: index, lead: `lead${index}@x.example`, owner: `rep${index % 20}@x.example`, mergedInto: '' },
		}));
		const scoreLog = leadBook.map(({ lead }) => ({ ...tables.scoreLog[2], lead }));
		const html = await page({ query: '{"view":"all","sort":"due"}' }, [leadBook, scoreLog, tables.settings]);
		expect(html.length).toBeLessThan(1_000_000);
		expect(textOf(html)).toContain('10,000 leads');
	});

	it('a lead with 5,000 activities is a page of less than 1 MB', async () => {
		const activityLog = Array.from({ length: 5000 }, (_, index) => ({
			...tables.activityLog[index % tables.activityLog.length],
			...{ id: index, activity: `b${index}`, at: new Date(Date.parse(AS_OF) - index * 3_600_000).toISOString() },
		}));
		const inputs = [tables.leadBook, activityLog, tables.links, tables.rules, tables.stageLog, tables.settings];
		const html = await page({ operation: 'lead', lead: RITA }, inputs);
		expect(html.length).toBeLessThan(1_000_000);
		expect(textOf(html)).toContain('Page 1 of 50');
		expect(await page({ operation: 'lead', lead: RITA, page: '50' }, inputs)).toContain('Page 50 of 50');
	});
});

describe('docs/lead-page.md', () => {
	const docs = readFileSync(join(__dirname, '../../docs/lead-page.md'), 'utf8');
	const [parameters, input, output] = [...docs.matchAll(/^```json \w+\n(.*?)^```$/gms)].map(
		([, json]) => JSON.parse(json) as unknown,
	);

	it('has an example that comes out as it says', async () => {
		const html = await page(
			parameters as INodeParameters,
			inputsOf(...Object.values(input as Record<string, IDataObject[]>)),
		);
		const rows = Array.from(html.matchAll(/<tr><td class="score">.*?<\/tr>/gs), ([row]) =>
			textOf(row.replace(/></g, '> <')).replaceAll(/ \||●/g, '').replace(/\s+/g, ' ').trim(),
		);
		expect(rows).toEqual(output);
	});

	it('names every parameter and choice', () => {
		for (const { name, displayName, type } of new LeadPage().description.properties) {
			if (name === 'options' || type === 'notice') continue;
			expect(docs).toContain(`| ${displayName} | \`${name}\` |`);
		}
		for (const choice of [...VIEWS, ...SORTS, ...SLA_CHOICES]) expect(docs).toContain(`\`${choice}\``);
	});
});
