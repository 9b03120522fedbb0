import { readFileSync } from 'fs';
import { join } from 'path';
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { DEFAULT_ACCOUNT_SETTINGS } from '../../lifecycle/account/account-plan';
import { AggregateAccount } from '../../nodes/AggregateAccount/AggregateAccount.node';
import { itemsOf, jsonOf, runAsTool, runNode, type NodeRun } from '../support/engine';

const lead = (email: string, total?: unknown, more: IDataObject = {}): IDataObject => ({
	email,
	...(total === undefined ? {} : { leadScore: { total } }),
	...more,
});

const ACME = [lead('ann@acme.com', 30), lead('bob@acme.com', 20), lead('cem@sales.acme.com', 15)];

const run = (leads: IDataObject[], parameters: INodeParameters = {}, more: Partial<NodeRun> = {}) =>
	runNode(AggregateAccount, { parameters, inputs: itemsOf(leads), ...more });

const refusal = async (parameters: INodeParameters, more: Partial<NodeRun> = {}) =>
	(await run(ACME, parameters, more)).error;

const scoresOf = (items: IDataObject[]) =>
	Object.fromEntries(items.map(({ account, score }) => [account, score])) as unknown;

describe('outputs', () => {
	it('gives accounts, each linked to all its leads, and the leads with their account, in order', async () => {
		const leads = [ACME[0], lead('dee@gmail.com', 40), ACME[1], ACME[2]];
		const { outputs, links, hints } = await run(leads, {}, { links: true });
		const [accounts, withAccount] = outputs.map(jsonOf);
		expect(scoresOf(accounts)).toEqual({ 'acme.com': 65, 'dee@gmail.com': 40 });
		expect(accounts[0]).toMatchObject({ qualified: true, transition: 'entered', members: 3 });
		expect(withAccount.map(({ account, ...rest }) => [rest, (account as IDataObject).account])).toEqual(
			leads.map((each, index) => [each, index === 1 ? 'dee@gmail.com' : 'acme.com']),
		);
		expect(withAccount[0].account).toEqual(accounts[0]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }, { item: 2 }, { item: 3 }],
			[{ item: 1 }],
		]);
		expect(links[1]).toEqual(leads.map((_, item) => ({ input: 0, item })));
		expect(hints.map(({ message }) => message)).toEqual([
			'1 lead is an account of one: free mail, or nothing that names a company.',
		]);
	});

	it('fires once: on its own output the account stays', async () => {
		const first = await run(ACME);
		const second = await run(jsonOf(first.outputs[1]));
		expect(jsonOf(second.outputs[0])).toMatchObject([{ qualified: true, transition: 'stayed' }]);
		const cooled = jsonOf(second.outputs[1]).map((each) => ({ ...each, leadScore: { total: 1 } }));
		expect(jsonOf((await run(cooled)).outputs[0])).toMatchObject([{ qualified: false, transition: 'left' }]);
	});

	it('gives each lead an account of its own to change', async () => {
		const { outputs } = await run(ACME);
		const [first, second] = outputs[1].map(({ json }) => json.account as IDataObject);
		first.score = 0;
		expect([second.score, outputs[0][0].json.score]).toEqual([65, 65]);
	});

	it('leaves out empty items, and gives nothing for nothing', async () => {
		const { outputs } = await run([{}, ...ACME, {}]);
		expect(outputs.map((items) => items.length)).toEqual([1, 3]);
		expect(outputs[1].map(({ pairedItem }) => pairedItem)).toEqual([1, 2, 3].map((item) => ({ item })));
		expect((await run([{}])).outputs).toEqual([[], []]);
	});

	it('a record of Odoo is an account by its id; its false, and a name that is none, put nobody together', async () => {
		const accounts = async (parameters: object, leads: object[]) => {
			const { outputs } = await runNode(AggregateAccount, {
				parameters: { ...parameters },
				inputs: itemsOf(leads.map((lead) => ({ leadScore: { total: 5 }, ...lead }))),
			});
			return jsonOf(outputs[0]).map(({ account, members }) => [account, members]);
		};
		const byField = { groupBy: 'field', accountField: 'partner_id' };
		const [ann, bob] = [{ email: 'ann@one.example' }, { email: 'bob@two.example' }];
		expect(
			await accounts(byField, [
				{ ...ann, partner_id: [12, 'Initech'] },
				{ ...bob, partner_id: [12, 'Initech, Bob'] },
			]),
		).toEqual([['12', 2]]);
		expect(
			await accounts(byField, [
				{ ...ann, partner_id: false },
				{ ...bob, partner_id: false },
			]),
		).toEqual([
			['ann@one.example', 1],
			['bob@two.example', 1],
		]);
		const byCompany = { groupBy: 'company' };
		for (const company of ['gmx.de', 'Googlemail', 'k. A.', 'Pas d’entreprise']) {
			expect(
				await accounts(byCompany, [
					{ ...ann, company },
					{ ...bob, company },
				]),
			).toHaveLength(2);
		}
		expect(await accounts({}, [{ company: 'Initech' }, { company: 'Initech Inc.' }])).toEqual([['initech', 2]]);
		expect(await accounts({}, [{ email: 'Ann Lee <ann@one.example>' }, ann])).toEqual([['one.example', 1]]);
	});

	it('keeps binary data of the leads', async () => {
		const [item] = itemsOf([ACME[0]]);
		const binary = { file: { data: '', mimeType: 'text/plain' } };
		const { outputs } = await runNode(AggregateAccount, { inputs: [{ ...item, binary }] });
		expect(outputs[1][0].binary).toEqual(binary);
	});
});

describe('the form', () => {
	it('has the defaults of the domain', () => {
		const { properties } = new AggregateAccount().description;
		const options = properties.find(({ name }) => name === 'options')?.options as INodeProperties[];
		const defaults = new Map([...properties, ...options].map((property) => [property.name, property.default]));
		const { roleWeights, ...settings } = DEFAULT_ACCOUNT_SETTINGS;
		for (const [name, value] of Object.entries(settings)) expect([name, defaults.get(name)]).toEqual([name, value]);
		expect(roleWeights).toEqual([]);
		expect(defaults.get('roleWeights')).toEqual({});
	});

	const rows = [
		lead('a@one.com', 40, { company: 'Acme GmbH', crm: { id: 7 }, points: 1, role: 'User' }),
		lead('b@two.com', 20, { company: 'ACME', crm: { id: 8 }, points: 2, role: 'Director' }),
		lead('c@mail.two.com', 10, { company: 'Zorg', crm: { id: 7 }, points: 4 }),
	];

	it.each<[string, INodeParameters, Record<string, number>]>([
		['by domain', {}, { 'one.com': 40, 'two.com': 30 }],
		['with subdomains', { options: { foldSubdomains: false } }, { 'one.com': 40, 'two.com': 20, 'mail.two.com': 10 }],
		['by company', { groupBy: 'company' }, { acme: 60, zorg: 10 }],
		['by field', { groupBy: 'field', accountField: 'crm.id' }, { 7: 50, 8: 20 }],
		['another score', { scoreField: 'points' }, { 'one.com': 1, 'two.com': 6 }],
		['an expression for the path', { scoreField: '={{ "poi" + "nts" }}' }, { 'one.com': 1, 'two.com': 6 }],
		[
			'an expression by item for an option',
			{
				method: 'weightedMean',
				roleWeights: { weights: [{ role: 'zorg', weight: 50 }] },
				options: { roleField: '={{ $json.company === "Zorg" ? "company" : "role" }}' },
			},
			{ 'one.com': 0, 'two.com': 10 },
		],
		[
			'an expression by item',
			{ scoreField: '={{ $json.company === "Zorg" ? "points" : "leadScore.total" }}' },
			{ 'one.com': 40, 'two.com': 24 },
		],
		['mean', { method: 'mean' }, { 'one.com': 40, 'two.com': 15 }],
		['top 1', { method: 'topN', topCount: 1 }, { 'one.com': 40, 'two.com': 20 }],
		['root sum', { method: 'rootSum' }, { 'one.com': 40, 'two.com': 22.36 }],
		[
			'roles',
			{ method: 'weightedMean', roleWeights: { weights: [{ role: 'director', weight: 50 }] } },
			{ 'one.com': 0, 'two.com': 20 },
		],
		[
			'other roles',
			{ method: 'weightedMean', otherRolesWeight: 50, roleWeights: { weights: [{ role: 'director', weight: 50 }] } },
			{ 'one.com': 40, 'two.com': 15 },
		],
	])('%s', async (_name, parameters, expected) => {
		const { outputs } = await run(rows, parameters);
		expect(scoresOf(jsonOf(outputs[0]))).toEqual(expected);
	});

	it('puts the account where it is told to', async () => {
		const { outputs } = await run(ACME, { outputField: 'crm.company' });
		expect(outputs[1][0].json).toEqual({ ...ACME[0], crm: { company: outputs[0][0].json } });
	});

	it('does without the fields that the grouping does not need', async () => {
		const parameters = {
			...{ groupBy: 'field', accountField: 'crm.id', emailField: '', companyField: '' },
			options: { roleField: '', previousField: '', activitiesField: '' },
		};
		const { outputs } = await run(rows, parameters);
		expect(jsonOf(outputs[0])).toMatchObject([
			{ name: '7', domain: null },
			{ name: '8', domain: null },
		]);
	});

	it('takes activities from a second input, joined by the lead’s key', async () => {
		const at = '2026-09-30T12:00:00Z';
		const activities = [
			...Array.from({ length: 37 }, (_, index) => ({
				lead: ' ANN@acme.com',
				type: 'page_view',
				at,
				activity: `v${index}`,
			})),
			{ lead: 'stranger@acme.com', type: 'page_view', at, activity: 'x' },
			{ lead: 'bob@acme.com', type: 'form_submit', at, activity: 'y' },
			{},
		];
		const parameters = { options: { activitiesSource: 'input', asOf: '2026-10-01T12:00:00Z' } };
		const { outputs } = await run([], parameters, { inputs: [itemsOf(ACME), itemsOf(activities)] });
		expect(outputs[0][0].json.surge).toEqual({ recent: 21, baseline: 0, ratio: 21, surging: true });
		const silent = await run([], parameters, { inputs: [itemsOf(ACME), []] });
		expect(silent.outputs[0][0].json.surge).toMatchObject({ recent: 0, surging: false });
	});

	it('says what had no score and who had no weight', async () => {
		const weights = { method: 'weightedMean', roleWeights: { weights: [{ role: 'director', weight: 50 }] } };
		const { hints } = await run([...rows, lead('new@three.com')], weights);
		expect(hints.map(({ message }) => message)).toEqual([
			'1 lead has no score yet and does not count in the account’s score.',
			'2 accounts score 0 because nobody there has a role from “Role Weights”.',
		]);
	});
});

describe('a lead that is wrong', () => {
	const MESSAGE = 'Item 1: “Score Field” is “lots”, not a number of points';
	const leads = [ACME[0], lead('bad@acme.com', 'lots'), ACME[1], ACME[2]];

	it('stops the node by default, with the item’s index and what to do', async () => {
		const { error } = await run(leads);
		expect(error).toMatchObject({ message: MESSAGE, context: { itemIndex: 1 } });
		expect(error?.description).toMatch(/Point the parameter to the field/);
	});

	it('stands on Leads with its error when the node continues', async () => {
		const { outputs, error } = await run(leads, {}, { onError: 'continueRegularOutput', links: true });
		expect(error).toBeUndefined();
		expect(jsonOf(outputs[0])).toMatchObject([{ account: 'acme.com', score: 65, members: 3 }]);
		expect(outputs[0][0].pairedItem).toEqual([0, 2, 3].map((item) => ({ item })));
		expect(outputs[1]).toHaveLength(4);
		expect(outputs[1][1].json.error).toContain(MESSAGE);
		expect(outputs[1][1].pairedItem).toEqual({ item: 1 });
	});

	it('leaves by the error output, with its own fields, while the others come out right', async () => {
		const { outputs } = await run(leads, {}, { onError: 'continueErrorOutput' });
		const [accounts, good, bad] = outputs.map(jsonOf);
		expect(accounts).toMatchObject([{ score: 65 }]);
		expect(good.map(({ email }) => email)).toEqual(['ann@acme.com', 'bob@acme.com', 'cem@sales.acme.com']);
		expect(bad).toMatchObject([{ email: 'bad@acme.com', error: expect.stringContaining(MESSAGE) as string }]);
	});

	it('is told for each lead when none has a score', async () => {
		const unscored = [lead('a@acme.com'), lead('b@acme.com')];
		expect((await run(unscored)).error?.message).toBe('Item 0: “Score Field” is empty, as in every other lead');
		const { outputs } = await run(unscored, {}, { onError: 'continueErrorOutput' });
		expect(outputs.map((items) => items.length)).toEqual([0, 0, 2]);
	});
});

describe('a form that is wrong', () => {
	const weighted = (...weights: Array<{ role: string; weight: number }>): INodeParameters => ({
		method: 'weightedMean',
		roleWeights: { weights },
	});

	it.each<[string, INodeParameters]>([
		['“Account Field” is empty', { groupBy: 'field', accountField: ' ' }],
		['“Email Field” is empty', { emailField: ' ' }],
		['“Company Field” is empty', { groupBy: 'company', companyField: '' }],
		['“Role Field” is empty', { ...weighted({ role: 'User', weight: 1 }), options: { roleField: '' } }],
		['“Role Weights” sum to nothing, so no lead would count', weighted({ role: 'User', weight: 0 })],
		['“Role Weights” row 1 names no role', weighted({ role: '', weight: 10 })],
		['“Threshold” is “high”, which is not a number', { threshold: '={{ "high" }}' }],
		['“Top Leads” is “0”', { options: { maxTopLeads: 0 } }],
		['“As Of” is “soon”, which is not a date', { options: { asOf: 'soon' } }],
		['“Put Result in Field” is “__proto__.x”, which is not a field name', { outputField: '__proto__.x' }],
	])('%s', async (message, parameters) => {
		expect((await refusal(parameters))?.message).toBe(message);
		const { outputs } = await run(ACME, parameters, { onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[0])).toEqual([]);
		const told = jsonOf(outputs[1]).map(({ error }) => error);
		expect(told).toEqual(ACME.map(() => expect.stringContaining(`${message}. `) as string));
	});

	it('names every fault at once', async () => {
		const error = await refusal({ threshold: '={{ "x" }}', options: { surgeDays: 0 } });
		expect(error?.message).toBe('2 things to correct. First: “Threshold” is “x”, which is not a number');
		expect(error?.description).toMatch(/2\. “Surge Window” is “0”/);
	});

	it('is refused by n8n itself when Account Field is left as it is', async () => {
		await expect(run(ACME, { groupBy: 'field' })).rejects.toThrow(/Account Field/);
	});
});

describe('as a tool of an agent', () => {
	const asked = (key: string) => `={{ $fromAI('${key}', 'What the lead holds') !== undefined ? '${key}' : '' }}`;

	it.each(['call', 'request'] as const)('answers with the account and the lead in one place (%s)', async (via) => {
		const { response, error } = await runAsTool(AggregateAccount, {
			via,
			parameters: { emailField: asked('email'), scoreField: asked('score') },
			arguments: { email: 'ann@acme.com', score: '70' },
		});
		expect(error).toBeUndefined();
		expect(response).toMatchObject([
			{ account: 'acme.com', score: 70, transition: 'entered' },
			{ email: 'ann@acme.com', account: { account: 'acme.com', qualified: true } },
		]);
	});
});

describe('with the account book', () => {
	const asOf = '2026-03-04T06:00:00.000Z';
	const INPUTS = ['leads', 'activities', 'links', 'companies', 'settings', 'messages'] as const;
	type Tables = Partial<Record<(typeof INPUTS)[number], IDataObject[]>>;
	const advance = (tables: Tables, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}) =>
		runNode(AggregateAccount, {
			parameters: { leadShape: 'leadBook', options: { asOf }, ...parameters },
			inputs: INPUTS.map((name) => itemsOf(tables[name] ?? [])),
			...more,
		});
	const row = (lead: string, total: number | string, columns: IDataObject = {}): IDataObject => ({
		...{ id: 1, lead, email: lead, stage: 'nurture', total, engagement: 5, version: 1, ...columns },
	});
	const TWO = [row('ann@acme.com', 40, { name: 'Ann' }), row('bob@acme.com', 30, { id: 2, account: 'acme.com' })];

	it('gives rows to insert, messages to send and the company of leads, each linked to its leads', async () => {
		const { outputs, links } = await advance({ leads: [{}, ...TWO] }, {}, { links: true });
		const [added, changed, crossed, leads, doubles] = outputs.map(jsonOf);
		expect(added).toMatchObject([{ account: 'acme.com', score: 70, qualified: true, crossings: 1, version: 0 }]);
		expect([changed, doubles]).toEqual([[], []]);
		expect(crossed).toMatchObject([
			{
				...{ kind: 'account_crossed', status: 'new', lead: 'acme.com', audience: 'sales', at: asOf },
				...{ title: 'A company is ready: acme.com, 70 points', key: 'account_crossed:acme.com:1' },
			},
		]);
		expect(leads).toEqual([{ id: 1, account: 'acme.com' }]);
		expect(outputs[0][0].pairedItem).toEqual([
			{ item: 1, input: 0 },
			{ item: 2, input: 0 },
		]);
		expect(links[3]).toEqual([{ input: 0, item: 1 }]);
	});

	it('gives what changes of a row, and the id of its double, linked to their rows', async () => {
		const first = await advance({ leads: TWO });
		const [company] = jsonOf(first.outputs[0]);
		const companies = [
			{ ...company, id: 8 },
			{ ...company, id: 7, score: 12 },
		];
		const messages = jsonOf(first.outputs[2]);
		const { outputs, links } = await advance({ leads: TWO, companies, messages }, {}, { links: true });
		expect(outputs.slice(0, 3).map(jsonOf)).toEqual([[], [{ id: 7, score: 70, version: 1 }], []]);
		expect(jsonOf(outputs[4])).toEqual([{ id: 8 }]);
		expect([links[1], links[4]]).toEqual([[{ input: 3, item: 1 }], [{ input: 3, item: 0 }]]);
	});

	it('takes threshold, audience and language from the settings', async () => {
		const settings = [
			{ name: 'account_threshold', value: '80 points' },
			{ name: 'audience_sales', value: 'ventes@exemple.fr, fr' },
		];
		expect((await advance({ leads: TWO, settings })).outputs[2]).toEqual([]);
		settings[0].value = '70';
		const [message] = jsonOf((await advance({ leads: TWO, settings })).outputs[2]);
		expect(message.title).toBe('Une entreprise est prête : acme.com, 70 points');
		const silent = [...settings, { name: 'channels_account_crossed', value: 'none' }];
		expect((await advance({ leads: TWO, settings: silent })).outputs[2]).toEqual([]);
	});

	it('takes activities under all keys of a lead', async () => {
		const at = '2026-03-03T09:00:00Z';
		const activities = [
			{ id: 1, activity: 'a', lead: 'visitor-1', type: 'page_view', at },
			{ id: 2, activity: 'b', lead: 'ann@acme.com', type: 'page_view', at },
		];
		const links = [{ id: 1, alias: 'visitor-1', lead: 'ann@acme.com', at }];
		const { outputs } = await advance({ leads: TWO, activities, links });
		expect(JSON.parse(outputs[0][0].json.surge as string)).toMatchObject({ recent: 2 });
	});

	it('names cells that make no sense by table, row and column, and goes on', async () => {
		const leads = [...TWO, row('bad@other.com', 'lots', { id: 3 })];
		const companies = [{ id: 1, account: 'acme.com', qualifiedAt: 'soon' }];
		const settings = [{ name: 'account_threshold', value: 'high' }];
		const { outputs, hints, error } = await advance({ leads, companies, settings });
		expect(error).toBeUndefined();
		expect(jsonOf(outputs[1])).toMatchObject([{ id: 1, qualified: true, version: 0 }]);
		expect(hints.map(({ message }) => message)).toEqual([
			'll_settings, row “account_threshold”, column “value”: “high” is not a number from 0 on. Write a number, such as 14.',
			'll_lead_book, Lead …@other.com, row 3, column “total”: “lots” is not a number. Write a number, such as 12 or -2.5, or empty the cell.',
			'll_account_book, Company acme.com, column “qualifiedAt”: “soon” is not a date. Write a date and time such as 2026-02-20T09:00:00Z, or empty the cell.',
		]);
	});

	it('refuses a form that makes no sense before it gives anything', async () => {
		const { error, outputs } = await advance({ leads: TWO }, { method: 'topN', topCount: 0 });
		expect(error?.message).toBe('“Strongest Leads” is “0”');
		expect(outputs.flat()).toEqual([]);
	});

	it('gives nothing for nothing', async () => {
		expect((await advance({ leads: [{}], companies: [{}] })).outputs).toEqual([[], [], [], [], []]);
	});
});

describe('docs/aggregate-account.md', () => {
	const page = readFileSync(join(__dirname, '../../docs/aggregate-account.md'), 'utf8');
	const blocks = [...page.matchAll(/^```json (\w+)\n([\s\S]*?)^```$/gm)].map(([, kind, text]) => ({
		kind,
		value: JSON.parse(text) as unknown,
	}));

	interface Example {
		parameters: INodeParameters;
		input: IDataObject[];
		output: 'accounts' | 'leads';
		expected: unknown;
	}

	/** An input goes with the parameters right before it, if any, and the output after it. */
	function examples(): Example[] {
		const found: Example[] = [];
		for (const [index, { kind, value }] of blocks.entries()) {
			if (kind !== 'accounts' && kind !== 'leads') continue;
			const before = blocks[index - 2];
			const parameters = before?.kind === 'parameters' ? (before.value as INodeParameters) : {};
			found.push({ parameters, input: blocks[index - 1].value as IDataObject[], output: kind, expected: value });
		}
		return found;
	}

	it('has examples, each with an input and an output', () => {
		expect(examples().length).toBeGreaterThanOrEqual(4);
		expect(blocks.filter(({ kind }) => kind === 'input')).toHaveLength(examples().length);
	});

	it.each(examples().map((example, index) => [index + 1, example] as const))(
		'example %i comes out as written',
		async (_number, example) => {
			const { outputs } = await run(example.input, example.parameters);
			expect(jsonOf(outputs[example.output === 'accounts' ? 0 : 1])).toEqual(example.expected);
		},
	);

	it('lists every parameter and option with its default', () => {
		const { properties } = new AggregateAccount().description;
		const options = properties.find(({ name }) => name === 'options')?.options as INodeProperties[];
		const shown = properties.filter(({ name, type }) => name !== 'options' && type !== 'notice');
		for (const { name, displayName } of [...shown, ...options]) {
			expect(page.replace(/\s+/g, ' ')).toMatch(new RegExp(`${displayName}[ *|]+\`${name}\``));
		}
	});
});
