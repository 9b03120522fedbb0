import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { itemsOf, jsonOf, runAsTool, runNode } from '../support/engine';

const asOf = '2026-11-01T12:00:00Z';
const at = '2026-10-31T12:00:00Z';
const options = { asOf };
const pricing = (lead?: string, id = 'p1') => ({
	activity: id,
	...(lead === undefined ? {} : { lead }),
	type: 'page_view',
	at,
	properties: { path: '/pricing' },
});

type Scored = { leadScore: { total: number; summary: string; model: string; reasons: unknown[]; activities: number } };
const scores = (output: unknown): number[] => (output as Scored[]).map(({ leadScore }) => leadScore?.total);

describe('Score Lead: defaults and fields', () => {
	it('scores with the starter model from the field activities; the item is kept, the result is under leadScore', async () => {
		const lead = { email: 'ann@example.com', title: 'Director', activities: [pricing()] };
		const { outputs, error, links } = await runNode(ScoreLead, {
			parameters: { options },
			inputs: itemsOf([lead, { email: 'bob@example.com' }]),
			links: true,
		});
		expect(error).toBeUndefined();
		expect(outputs).toHaveLength(1);
		expect(jsonOf(outputs[0])).toEqual([
			{
				...lead,
				leadScore: expect.objectContaining({
					total: 24,
					fit: 12,
					engagement: 12,
					model: 'starter@1',
					summary: 'Director +12 · Pricing page +12',
					asOf: '2026-11-01T12:00:00.000Z',
				}),
			},
			{ email: 'bob@example.com', leadScore: expect.objectContaining({ total: 0, reasons: [] }) },
		]);
		expect(links).toEqual([
			[
				{ input: 0, item: 0 },
				{ input: 0, item: 1 },
			],
		]);
	});

	it('without As Of the clock of the run decides', async () => {
		const { outputs } = await runNode(ScoreLead, {
			inputs: itemsOf([{ activities: [{ type: 'demo_request', at: '2020-01-01T00:00:00Z' }] }]),
		});
		const [{ leadScore }] = jsonOf(outputs[0]) as unknown as Array<{ leadScore: { asOf: string } }>;
		expect(Math.abs(Date.now() - Date.parse(leadScore.asOf))).toBeLessThan(600_000);
	});

	it('paths, nested results and activities as JSON text', async () => {
		const { outputs } = await runNode(ScoreLead, {
			parameters: { activitiesField: 'log.list', outputField: 'crm.score', leadKeyField: 'id', options },
			inputs: itemsOf([{ id: 7, crm: { owner: 'Eve' }, log: { list: JSON.stringify([pricing()]) } }]),
		});
		expect(jsonOf(outputs[0])[0]).toMatchObject({ crm: { owner: 'Eve', score: { total: 12 } }, log: {} });
	});

	it('an expression in a field path is worked out for each item', async () => {
		const { outputs } = await runNode(ScoreLead, {
			parameters: { activitiesField: '={{ $json.where }}', options },
			inputs: itemsOf([
				{ where: 'a', a: [pricing()] },
				{ where: 'b', b: [pricing(), pricing(undefined, 'p2')] },
			]),
		});
		expect(scores(jsonOf(outputs[0]))).toEqual([12, 24]);
	});

	it('blank items are passed over, and nothing but blank items gives nothing', async () => {
		const some = await runNode(ScoreLead, {
			parameters: { options },
			inputs: itemsOf([{}, { email: 'a@example.com' }]),
			links: true,
		});
		expect(jsonOf(some.outputs[0])).toHaveLength(1);
		expect(some.links).toEqual([[{ input: 0, item: 1 }]]);
		const none = await runNode(ScoreLead, { parameters: { options }, inputs: itemsOf([{}]) });
		expect(none.error).toBeUndefined();
		expect(jsonOf(none.outputs[0] ?? [])).toEqual([]);
	});

	it.each([
		[
			'hubspot',
			{
				properties: {
					email: { value: 'a@b.example' },
					jobtitle: { value: 'Director' },
					country: { value: 'United States' },
				},
			},
		],
		['hubspot', { id: '1', properties: { email: 'a@b.example', jobtitle: 'Director', country: 'US' } }],
		['salesforce', { Email: 'a@b.example', Title: 'Director', Country: 'USA' }],
		[
			'pipedrive',
			{ email: [{ value: 'a@b.example', primary: true }], job_title: 'Director', postal_address: { country: 'USA' } },
		],
		[
			'odoo',
			{ email_from: 'a@b.example', function: 'Director', country_id: [233, 'United States'], partner_name: false },
		],
	])('the shape %s', async (leadShape, lead) => {
		const { outputs } = await runNode(ScoreLead, { parameters: { leadShape, options }, inputs: itemsOf([lead]) });
		expect(scores(jsonOf(outputs[0]))).toEqual([20]);
	});

	it('Field Mapping wins over the shape for single fields', async () => {
		const { outputs } = await runNode(ScoreLead, {
			parameters: { options: { asOf, fieldMapping: { fields: { title: 'role.name' } } } },
			inputs: itemsOf([{ title: 'Student', role: { name: 'Director' } }]),
		});
		expect(scores(jsonOf(outputs[0]))).toEqual([12]);
	});
});

describe('Score Lead: inputs', () => {
	const parameters = { activitiesSource: 'input', options };

	it('joins activities by key, trimmed and whatever their case; an empty input Activities is fine', async () => {
		const leads = itemsOf([{ email: ' Ann@Example.com' }, { email: 'bob@example.com' }]);
		const { outputs, links } = await runNode(ScoreLead, {
			parameters,
			inputs: [
				leads,
				itemsOf([pricing('ann@example.com '), pricing('ANN@example.com', 'p2'), pricing('bob@example.com', 'p3')]),
			],
			links: true,
		});
		expect(scores(jsonOf(outputs[0]))).toEqual([24, 12]);
		expect(links).toEqual([
			[
				{ input: 0, item: 0 },
				{ input: 0, item: 1 },
			],
		]);
		const quiet = await runNode(ScoreLead, { parameters, inputs: [leads, []] });
		expect(scores(jsonOf(quiet.outputs[0]))).toEqual([0, 0]);
		const blank = await runNode(ScoreLead, { parameters, inputs: [leads, itemsOf([{}])] });
		expect(scores(jsonOf(blank.outputs[0]))).toEqual([0, 0]);
	});

	it('leads known from activities alone are made, after the others, linked to their activities, and a hint says so', async () => {
		const activities = itemsOf([
			pricing('new@example.com'),
			pricing('ann@example.com', 'p2'),
			pricing('New@example.com', 'p3'),
		]);
		const { outputs, hints } = await runNode(ScoreLead, {
			parameters,
			inputs: [itemsOf([{ email: 'ann@example.com' }]), activities],
		});
		expect(jsonOf(outputs[0]).map((lead) => lead.email)).toEqual(['ann@example.com', 'new@example.com']);
		expect(scores(jsonOf(outputs[0]))).toEqual([12, 24]);
		expect(outputs[0][1].pairedItem).toEqual([
			{ input: 1, item: 0 },
			{ input: 1, item: 2 },
		]);
		expect(hints.map(({ message }) => message)).toContain('2 activities had no lead: 1 lead was created for that.');
	});

	it('a lead that is made has its key where leads of its shape keep it', async () => {
		const { outputs } = await runNode(ScoreLead, {
			parameters: { ...parameters, leadShape: 'hubspot' },
			inputs: [itemsOf([{ properties: { email: 'ann@example.com' } }]), itemsOf([pricing('new@gmail.com')])],
		});
		expect(jsonOf(outputs[0])[1]).toMatchObject({ properties: { email: 'new@gmail.com' }, leadScore: { total: 10 } });
	});

	it('or are left out, which a hint says too', async () => {
		const { outputs, hints } = await runNode(ScoreLead, {
			parameters: { activitiesSource: 'input', options: { asOf, unknownLeads: 'ignore' } },
			inputs: [
				itemsOf([{ email: 'ann@example.com' }]),
				itemsOf([pricing('new@example.com'), { type: 'page_view', at }]),
			],
		});
		expect(jsonOf(outputs[0])).toHaveLength(1);
		expect(hints.map(({ message }) => message)).toEqual([
			'1 activity had no lead and was left out, as “Unknown Leads” says.',
			'1 activity could not be joined: the field named in “Activity Key Field” is empty.',
		]);
	});

	it('a hint names types that the catalogue lacks, and what did not come from the lead ends no silence', async () => {
		const activities = itemsOf([
			pricing('ann@example.com'),
			{ lead: 'ann@example.com', type: 'email_sent', at: '2026-10-31T18:00:00Z' },
			{ lead: 'ann@example.com', type: 'board_shared', at: '2020-03-04T11:00:00Z' },
		]);
		const { outputs, hints } = await runNode(ScoreLead, {
			parameters,
			inputs: [itemsOf([{ email: 'ann@example.com' }]), activities],
		});
		expect(hints.map(({ message }) => message)).toEqual(
			expect.arrayContaining([
				'By their names these activities are not the lead’s own and end no silence: email_sent.',
				'These activities are of types that are not in the catalogue, and are taken for the lead’s own: board_shared.',
			]),
		);
		const [{ leadScore }] = jsonOf(outputs[0]) as Array<{ leadScore: { lastActivityAt: string } }>;
		expect(leadScore.lastActivityAt).toBe('2026-10-31T12:00:00.000Z');
	});

	it('rules from an input, with both inputs switched on, in the order Leads, Activities, Rules', async () => {
		const rules = itemsOf([
			{ rule: 'Visit', dimension: 'engagement', event: 'page_view', points: '7', row_number: 2 },
			{ rule: 'Never', dimension: 'engagement', event: 'form_submit', points: 1 },
		]);
		const { outputs, hints } = await runNode(ScoreLead, {
			parameters: { activitiesSource: 'input', modelSource: 'input', options },
			inputs: [
				itemsOf([{ email: 'ann@example.com' }, { email: 'bob@example.com' }]),
				itemsOf([pricing('ann@example.com')]),
				rules,
			],
		});
		expect(scores(jsonOf(outputs[0]))).toEqual([7, 0]);
		expect(hints.map(({ message }) => message)).toContain('1 rule matched no lead: Never.');
	});

	it.each([
		['no item', []],
		['a blank item', [{}]],
	])('an input Rules that brought %s is a fault, not a score of zero', async (_what, rules) => {
		const { error } = await runNode(ScoreLead, {
			parameters: { modelSource: 'input', options },
			inputs: [itemsOf([{ email: 'a@example.com' }]), itemsOf(rules)],
		});
		expect(error).toMatchObject({
			message: 'The input “Rules” brought no rule',
			description: expect.stringContaining('Data Table'),
		});
	});
});

describe('Score Lead: leads of the lead book', () => {
	const joined = {
		leadKeyField: 'lead',
		leadShape: 'leadBook',
		joinLeadBook: true,
		activitiesSource: 'input',
		otherKeysField: 'keys',
		modelSource: 'json',
		model: JSON.stringify([
			{ rule: 'Director', dimension: 'fit', field: 'title', operator: 'contains', value: 'director', points: 10 },
			{ rule: 'Plan', dimension: 'fit', field: 'plan', operator: 'is', value: 'pro', points: 1 },
			{ rule: 'Click', dimension: 'engagement', event: 'email_click', points: 5 },
			{ rule: 'Visit', dimension: 'engagement', event: 'page_view', points: 2 },
		]),
		options: { asOf: '2026-11-01T12:00:00Z', unknownLeads: 'ignore' },
	};
	const did = (lead: string, type: string, at: string, more: object = {}) => ({
		...{ activity: `${lead} ${type} ${at}`, lead, type, at: `2026-10-30T${at}Z` },
		...more,
	});
	type Scored = { lead: string; logged: number; leadScore: { total: number; activities: number } };
	const scored = async (leads: object[], log: object[], book: object[], parameters = {}) => {
		const run = await runNode(ScoreLead, {
			parameters: { ...joined, ...parameters },
			inputs: [itemsOf(leads), itemsOf(log), itemsOf(book)],
		});
		expect(run.error).toBeUndefined();
		return { ...run, leads: jsonOf(run.outputs[0]) as unknown as Scored[] };
	};

	it('are joined to their rows, known ones and new ones in one go, and what they bring goes on', async () => {
		const decisions = [{ decision: 'accepted' }];
		const leads = [{ lead: 'ana@x.example', decisions }, { lead: 'bo@x.example' }];
		const log = [did('ana@x.example', 'page_view', '09:00:00'), did('bo@x.example', 'page_view', '09:00:00')];
		const row = { id: 7, lead: 'Ana@x.example', cell: 'B2', cellSince: '2026-10-01T00:00:00.000Z', version: 4 };
		const { leads: out, outputs } = await scored(leads, log, [row]);
		expect(out).toMatchObject([
			{
				lead: 'ana@x.example',
				decisions,
				row,
				cell: 'B2',
				cellSince: row.cellSince,
				logged: 1,
				leadScore: { total: 2 },
			},
			{ lead: 'bo@x.example', cell: null, logged: 1, leadScore: { total: 2 } },
		]);
		expect(out[1]).not.toHaveProperty('row');
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('count what was done under their other keys, once, and name the rows of those', async () => {
		const leads = [
			{ lead: 'ana@x.example', keys: [{ key: 'anon-1', after: null, until: '2026-10-30T10:00:00Z' }, 'u-7'] },
		];
		const log = [
			...[did('anon-1', 'page_view', '09:00:00'), did('anon-1', 'page_view', '11:00:00')],
			did('u-7', 'page_view', '12:00:00'),
		];
		const book = [
			{ id: 2, lead: 'anon-1', version: 1 },
			{ id: 3, lead: 'u-7', version: 1, mergedInto: 'ana@x.example' },
		];
		const { leads: out, hints } = await scored(leads, log, book);
		expect(out).toMatchObject([
			{ logged: 3, leadScore: { total: 4, activities: 2 }, merged: [{ id: 2, lead: 'anon-1' }] },
		]);
		expect(hints.map(({ message }) => message).join()).not.toContain('had no lead');
	});

	it('take the row with the lowest id where a lead has two', async () => {
		const book = [5, 3, 9].map((id) => ({ id, lead: 'ana@x.example', scoreAdjustment: id }));
		expect((await scored([{ lead: 'ana@x.example' }], [], book)).leads).toMatchObject([{ leadScore: { total: 3 } }]);
	});

	it('have as their own what somebody wrote by hand, and the columns of the team', async () => {
		const taught = JSON.stringify({ title: 'Director' });
		const byHand = {
			id: 1,
			lead: 'ana@x.example',
			title: 'Sales Director',
			attributes: '{"title":"Intern"}',
			plan: 'Pro',
		};
		const old = { id: 2, lead: 'bo@x.example', title: 'Director', attributes: taught };
		const leads = [{ lead: 'ana@x.example' }, { lead: 'bo@x.example' }];
		expect((await scored(leads, [], [byHand, old])).leads.map(({ leadScore }) => leadScore.total)).toEqual([11, 0]);
	});

	it('are scored without a cell that makes no sense, which is named', async () => {
		const book = [{ id: 1, lead: 'ana@x.example', recycledAt: 'yesterday', stage: 'mqll', title: 'Director' }];
		const { leads, hints } = await scored([{ lead: 'ana@x.example' }, { lead: 'bo@x.example' }], [], book);
		expect(leads.map(({ leadScore }) => leadScore.total)).toEqual([10, 0]);
		const warnings = hints.map(({ message }) => message).join('\n');
		for (const word of ['ll_lead_book', '…@x.example, row 1', 'recycledAt', 'mqll']) expect(warnings).toContain(word);
	});

	it('may be the rows themselves', async () => {
		const { outputs } = await runNode(ScoreLead, {
			parameters: { ...joined, joinLeadBook: false },
			inputs: [
				itemsOf([{ lead: 'ana@x.example', title: 'Director' }]),
				itemsOf([did('ana@x.example', 'page_view', '09:00:00')]),
			],
		});
		expect(jsonOf(outputs[0])).toMatchObject([{ lead: 'ana@x.example', leadScore: { total: 12 } }]);
	});

	it('lose the clicks of machines where those are judged, and no decision ever counts', async () => {
		const click = (second: number) =>
			did('ana@x.example', 'email_click', `09:00:0${second}`, { properties: { message: 'm', url: `/${second}` } });
		const log = [
			click(0),
			click(1),
			click(2),
			did('ana@x.example', 'page_view', '10:00:00', { quarantine: 'decision' }),
		];
		const total = async (parameters: object): Promise<number> =>
			(await scored([{ lead: 'ana@x.example' }], log, [{}], parameters)).leads[0].leadScore.total;
		expect(await total({})).toBe(15);
		expect(await total({ judgeMachines: true })).toBe(0);
		expect(await total({ judgeMachines: true, options: { ...joined.options, burstLinks: 4 } })).toBe(15);
		const { error } = await runNode(ScoreLead, {
			parameters: { ...joined, judgeMachines: true, options: { burstLinks: 'many' } },
			inputs: [itemsOf([{ lead: 'a' }]), [], []],
		});
		expect(error?.message).toBe('“Burst: Links” is “many”, which is not a number of 0 or more');
	});
});

describe('Score Lead: models', () => {
	const lead = itemsOf([{ email: 'a@example.com', title: 'Director', activities: [pricing()] }]);

	it('rules of the form; 0 stands for an empty limit', async () => {
		const rule = [
			{ rule: 'Visit', dimension: 'engagement', event: 'page_view', points: 5, per: '', max: 0, count: 0, days: 0 },
			{ rule: 'Director', dimension: 'fit', field: 'title', operator: 'contains', value: 'director', points: 3 },
		];
		const { outputs } = await runNode(ScoreLead, {
			parameters: { modelSource: 'define', rules: { rule }, options },
			inputs: lead,
		});
		expect(scores(jsonOf(outputs[0]))).toEqual([8]);
	});

	it('a model as JSON, whose options stand under those of the node', async () => {
		const model = JSON.stringify({
			name: 'mine',
			version: '2',
			rules: [{ rule: 'Visit', dimension: 'engagement', event: 'page_view', points: 50 }],
			options: { totalCap: 40, engagementWeight: 50 },
		});
		const own = await runNode(ScoreLead, { parameters: { modelSource: 'json', model, options }, inputs: lead });
		expect(jsonOf(own.outputs[0])[0]).toMatchObject({ leadScore: { total: 25, model: 'mine@2' } });
		const over = await runNode(ScoreLead, {
			parameters: { modelSource: 'json', model, options: { asOf, engagementWeight: 100 } },
			inputs: lead,
		});
		expect(scores(jsonOf(over.outputs[0]))).toEqual([40]);
	});

	it('a model that may not do what its author wants draws a warning, and still runs', async () => {
		const model = JSON.stringify([
			{ rule: 'Age', dimension: 'fit', field: 'age', operator: 'gt', value: 50, points: 100 },
			{ rule: 'Visit', dimension: 'engagement', event: 'page_veiw', points: 5 },
		]);
		const { outputs, hints } = await runNode(ScoreLead, {
			parameters: { modelSource: 'json', model, options },
			inputs: lead,
		});
		expect(scores(jsonOf(outputs[0]))).toEqual([0]);
		const messages = hints.map(({ message }) => message).join('\n');
		expect(messages).toContain('protected trait');
		expect(messages).toContain('Did you mean page_view?');
	});

	it.each([
		[
			'an operator',
			{
				modelSource: 'json',
				model: '[{"rule":"A","dimension":"fit","field":"t","operator":"equals","value":1,"points":1}]',
			},
			/Row 1 \(“A”\), column “operator”/,
			/is_not/,
		],
		[
			'several faults',
			{ modelSource: 'json', model: '[{"rule":"A","dimension":"x","event":"y","points":"z"}]' },
			/2 things to correct\. First: Row 1/,
			/2\. Row 1 \(“A”\), column “points”/,
		],
		['JSON', { modelSource: 'json', model: '[{"rule" "A"}]' }, /line 1, column 10/, /missing comma/],
		['an empty form', { modelSource: 'define' }, /“Rules” is empty/, /starter model/],
		[
			'the form',
			{
				modelSource: 'define',
				rules: { rule: [{ rule: 'A', dimension: 'fit', field: 'x', operator: 'between', value: '5', points: 1 }] },
			},
			/Rule 1 \(“A”\), column “value”: “between” needs a range/,
			/100\.\.499/,
		],
		['decay', { options: { decay: 'fast' } }, /The option “Decay”: “fast”/, /half-life 30d/],
		['As Of', { options: { asOf: 'soon' } }, /“As Of” is “soon”, which is not a date/, /ISO 8601/],
		['the output field', { outputField: '__proto__.x' }, /“Put Result in Field” is “__proto__\.x”/, /leadScore/],
	])(
		'a fault of the configuration stops the run before any item: %s',
		async (_what, parameters, message, description) => {
			const { error } = await runNode(ScoreLead, { parameters, inputs: lead });
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(description);
			for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
				const { outputs } = await runNode(ScoreLead, { parameters, inputs: lead, onError });
				const told = jsonOf(outputs.flat()).map(({ error }) => error);
				expect(told).toHaveLength(1);
				expect(told[0]).toMatch(message);
				expect(told[0]).toMatch(description);
			}
		},
	);
});

describe('Score Lead: bad items', () => {
	const good = { email: 'ann@example.com', activities: [pricing()] };
	const bad = { email: 'bad@example.com', activities: [{ type: 'page_view', at: 'soon' }] };
	const message = /Activity 1 of “…@example\.com”: “at” is “soon”/;

	it('stops the workflow, naming item and activity', async () => {
		const { error } = await runNode(ScoreLead, { parameters: { options }, inputs: itemsOf([good, bad, good]) });
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(1);
	});

	it('continues: the good items come out right, the bad one carries its error', async () => {
		const { outputs } = await runNode(ScoreLead, {
			parameters: { options },
			inputs: itemsOf([good, bad, good]),
			onError: 'continueRegularOutput',
		});
		const output = jsonOf(outputs[0]);
		expect(scores([output[0], output[2]])).toEqual([12, 12]);
		expect(output[1].error).toMatch(message);
	});

	it('continues with the error output: the bad item goes there with what it brought', async () => {
		const { outputs } = await runNode(ScoreLead, {
			parameters: { options },
			inputs: itemsOf([good, bad, good]),
			onError: 'continueErrorOutput',
		});
		expect(scores(jsonOf(outputs[0]))).toEqual([12, 12]);
		expect(jsonOf(outputs[1])).toEqual([
			expect.objectContaining({ email: 'bad@example.com', error: expect.stringMatching(message) }),
		]);
	});

	it.each([
		[
			'activities that are no list',
			{ activitiesField: 'email' },
			{ email: 'x@example.com' },
			/does not hold a list of activities/,
		],
		[
			'a lead without a key',
			{ activitiesSource: 'input' },
			{ name: 'Ann' },
			/nothing in the field named in “Lead Key Field”/,
		],
	])('%s', async (_what, parameters, lead, text) => {
		const inputs =
			'activitiesSource' in parameters ? [itemsOf([lead]), itemsOf([pricing('z@example.com')])] : itemsOf([lead]);
		const { error } = await runNode(ScoreLead, { parameters: { ...parameters, options }, inputs });
		expect(error?.message).toMatch(text);
	});
});

describe('Score Lead: as a tool of an agent', () => {
	it('run by the engine, it scores the item of the agent', async () => {
		const { response, error } = await runAsTool(ScoreLead, {
			parameters: { options },
			via: 'request',
			item: { email: 'ann@example.com', title: 'Director' },
		});
		expect(error).toBeUndefined();
		expect(JSON.stringify(response)).toContain('Director +12');
	});

	it('called by the agent, it scores what the model gives in the field that holds the lead', async () => {
		const model = JSON.stringify([
			{ rule: 'Director', dimension: 'fit', field: 'title', operator: 'contains', value: 'director', points: 12 },
		]);
		const parameters = {
			modelSource: 'json',
			model,
			outputField: "={{ $fromAI('title', 'Job title of the lead', 'string') ? 'leadScore' : 'leadScore' }}",
			options,
		};
		const { response, error } = await runAsTool(ScoreLead, {
			parameters,
			arguments: { title: 'Director' },
			via: 'call',
		});
		expect(error).toBeUndefined();
		expect(JSON.stringify(response)).toContain('Director +12');
	});
});

describe('the form of a rule', () => {
	it('shows what nearly every rule has without being asked, and the rest on demand', () => {
		const { properties } = new ScoreLead().description;
		const rules = properties.find(({ name }) => name === 'rules') as INodeProperties;
		const [{ values }] = rules.options as INodePropertyCollection[];
		const shown = values.filter(({ required, typeOptions }) => required === true || typeOptions?.showEvenWhenOptional);
		expect(rules.typeOptions?.hideOptionalFields).toBe(true);
		expect(shown.map(({ name }) => name)).toEqual([
			'rule',
			'dimension',
			'event',
			'field',
			'operator',
			'value',
			'points',
		]);
	});
});
