import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ApplyDecay } from '../../nodes/ApplyDecay/ApplyDecay.node';
import { itemsOf, jsonOf, runAsTool, runNode, type NodeRun } from '../support/engine';

const lead = (
	engagement: unknown,
	lastActivityAt: unknown = '2026-01-01T00:00:00Z',
	more: IDataObject = {},
): IDataObject => ({
	leadScore: { fit: 20, engagement, total: 20 + Number(engagement), lastActivityAt },
	...more,
});
const options = (more: IDataObject = {}) =>
	({ asOf: '2026-06-15T00:00:00Z', graceMonths: 3, ...more }) as INodeParameters;
const engagementOf = (items: IDataObject[]) =>
	items.map((each) => (each.leadScore as IDataObject | undefined)?.engagement);

const run = (parameters: INodeParameters, leads: IDataObject[], more: Partial<NodeRun> = {}) =>
	runNode(ApplyDecay, { parameters: { options: options(), ...parameters }, inputs: itemsOf(leads), ...more });

describe('the form', () => {
	it('says that a score which does not keep what a run put there fades again', async () => {
		const lead = { leadScore: { engagement: 40, total: 40, lastActivityAt: '2026-06-01T00:00:00Z' } };
		const hintsOf = async (json: object) =>
			(
				await runNode(ApplyDecay, {
					parameters: { options: { asOf: '2026-11-01T00:00:00Z' } },
					inputs: itemsOf([json] as never),
				})
			).hints;
		const first = await runNode(ApplyDecay, {
			parameters: { options: { asOf: '2026-10-01T00:00:00Z' } },
			inputs: itemsOf([lead]),
		});
		expect(first.hints.map(({ message }) => message)).toEqual([expect.stringContaining('decay.appliedAt')]);
		expect(await hintsOf(jsonOf(first.outputs[0])[0])).toEqual([]);
	});

	it('subtracts 10 a month by default and writes score, total and report', async () => {
		const { outputs } = await run({}, [lead(50, undefined, { email: 'ana@acme.example' })]);
		expect(jsonOf(outputs[0])).toEqual([
			{
				email: 'ana@acme.example',
				leadScore: { fit: 20, engagement: 30, total: 50, lastActivityAt: '2026-01-01T00:00:00Z' },
				decay: {
					before: 50,
					after: 30,
					lost: 20,
					periods: 2,
					appliedAt: '2026-06-01T00:00:00.000Z',
					nextAt: '2026-07-01T00:00:00.000Z',
					base: 50,
					baseAt: '2026-04-01T00:00:00.000Z',
				},
			},
		]);
	});

	it.each<[string, INodeParameters, number]>([
		['percent', { method: 'percent', amount: 10 }, 40.5],
		['halfLife', { method: 'halfLife', every: 30, unit: 'day' }, 8.84],
		['tiers, as they stand in the form', { method: 'tiers', unit: 'week' }, 22],
		['tiers of one’s own', { method: 'tiers', unit: 'week', tiers: { tier: [{ from: 10, amount: 2.5 }] } }, 25],
		['grace in days', { graceDays: 90, options: { asOf: '2026-06-15' } }, 30],
		['a floor', { options: options({ floor: 45 }) }, 45],
	])('%s', async (_name, parameters, expected) => {
		const { outputs } = await run(parameters, [lead(50)]);
		expect(engagementOf(jsonOf(outputs[0]))).toEqual([expected]);
	});

	it('leaves everything as it was before the grace ends, and on a second run', async () => {
		const first = await run({}, [lead(50)]);
		const second = await run({}, jsonOf(first.outputs[0]));
		expect(engagementOf(jsonOf(second.outputs[0]))).toEqual([30]);
		expect(jsonOf(second.outputs[0])[0].decay).toMatchObject({
			before: 30,
			lost: 0,
			periods: 0,
			appliedAt: '2026-06-01T00:00:00.000Z',
		});
	});

	it('gives only the changed leads when asked to, linked to where they came from', async () => {
		const leads = [lead(50), lead(0), lead(50, '2026-06-01'), lead(12)];
		const { outputs, links } = await run({ options: options({ onlyChanged: true }) }, leads, { links: true });
		expect(engagementOf(jsonOf(outputs[0]))).toEqual([30, 0]);
		expect(links[0]).toEqual([
			{ input: 0, item: 0 },
			{ input: 0, item: 3 },
		]);
	});

	it('works at the present when no moment is given', async () => {
		const { outputs } = await run({ options: {} }, [lead(50, '2020-01-01')]);
		expect(engagementOf(jsonOf(outputs[0]))).toEqual([0]);
	});

	it('keeps binary data, and passes over empty items', async () => {
		const binary = { photo: { data: 'AA==', mimeType: 'image/png' } };
		const { outputs } = await run({}, [], { inputs: [{ json: {} }, { json: lead(50), binary }] });
		expect(outputs[0]).toHaveLength(1);
		expect(outputs[0][0].binary).toMatchObject({ photo: { mimeType: 'image/png' } });
	});

	it('has nothing to do with nothing', async () => {
		const { outputs, error } = await run({ scoreField: 'score' }, [{}, {}]);
		expect([outputs, error]).toEqual([[[]], undefined]);
	});
});

describe('expressions', () => {
	it('in numbers, options and tiers are worked out for each item', async () => {
		const leads = [lead(50, undefined, { rate: 5, least: 0 }), lead(50, undefined, { rate: 20, least: 25 })];
		const byItem = await run({ amount: '={{ $json.rate }}', options: options({ floor: '={{ $json.least }}' }) }, leads);
		expect(engagementOf(jsonOf(byItem.outputs[0]))).toEqual([40, 25]);
		const tiers = { tier: [{ from: 0, amount: '={{ $json.rate }}' }] };
		const byTier = await run({ method: 'tiers', tiers }, leads);
		expect(engagementOf(jsonOf(byTier.outputs[0]))).toEqual([40, 10]);
	});

	it('may name the fields, differently for each item', async () => {
		const leads = [
			{ field: 'web', web: 50, mail: 50, seen: '2026-01-01' },
			{ field: 'mail', web: 50, mail: 50, seen: '2026-01-01' },
		];
		const parameters = { scoreField: '={{ $json.field }}', totalField: '', lastActivityField: 'seen' };
		const { outputs } = await run(parameters, leads);
		expect(jsonOf(outputs[0])).toMatchObject([
			{ web: 30, mail: 50 },
			{ web: 50, mail: 30 },
		]);
	});

	it('that give a bad setting for one item spoil that item alone', async () => {
		const leads = [lead(50, undefined, { rate: 5 }), lead(50, undefined, { rate: -1 })];
		const { outputs } = await run({ amount: '={{ $json.rate }}' }, leads, { onError: 'continueErrorOutput' });
		expect(engagementOf(jsonOf(outputs[0]))).toEqual([40]);
		const hint = 'Write the points lost in each period: 0.01 or more, without a minus.';
		const error = `Item 1: “Amount” holds “-1”, so nothing would be lost. ${hint}`;
		expect(jsonOf(outputs[1])).toEqual([{ ...leads[1], error }]);
	});
});

describe('On Error, a bad item among good ones', () => {
	const leads = [lead(50), lead(50, 'last week'), lead(60)];
	const message = 'Item 1: “Last Activity Field”: “leadScore.lastActivityAt” holds “last week”, which is not a date';
	const hint = 'Use an ISO 8601 date such as 2026-01-31T09:00:00Z.';

	it('stops with the item and the field', async () => {
		const { error, outputs } = await run({}, leads);
		expect(error).toMatchObject({ message, description: hint, context: { itemIndex: 1 } });
		expect(outputs).toEqual([[]]);
	});

	it('continues with the error in its place', async () => {
		const { outputs } = await run({}, leads, { onError: 'continueRegularOutput' });
		expect(engagementOf(jsonOf(outputs[0]))).toEqual([30, undefined, 40]);
		expect(jsonOf(outputs[0])[1]).toEqual({ error: `${message}. ${hint}` });
	});

	it('continues with the error on its own output, linked to its item', async () => {
		const { outputs, links } = await run({}, leads, { onError: 'continueErrorOutput', links: true });
		expect(engagementOf(jsonOf(outputs[0]))).toEqual([30, 40]);
		expect(jsonOf(outputs[1])).toEqual([{ ...leads[1], error: `${message}. ${hint}` }]);
		expect(links).toEqual([
			[
				{ input: 0, item: 0 },
				{ input: 0, item: 2 },
			],
			[{ input: 0, item: 1 }],
		]);
	});
});

describe('a form that cannot be right', () => {
	it.each<[string, INodeParameters, string]>([
		['an amount of nothing', { amount: 0 }, '“Amount” holds “0”, so nothing would be lost'],
		['over 100 percent', { method: 'percent', amount: 150 }, '“Amount” holds “150”, which is not a share to lose'],
		['no tiers', { method: 'tiers', tiers: { tier: [] } }, '“Tiers” has no row'],
		[
			'a bad tier',
			{
				method: 'tiers',
				tiers: {
					tier: [
						{ from: 1, amount: 1 },
						{ from: 2, amount: 0 },
					],
				},
			},
			'“Tiers” row 2: “Points Lost” holds “0”, so nothing would be lost',
		],
		['half a period', { every: 0.5 }, '“Every” holds “0.5”'],
		[
			'a result over the score',
			{ outputField: 'leadScore' },
			'“Put Result in Field” holds “leadScore”, which would replace “leadScore.engagement”',
		],
		['a moment that is none', { options: { asOf: 'soon' } }, '“As Of” is “soon”, which is not a date'],
		['several at once', { every: 0, graceDays: -1 }, '2 things to correct. First: “Every” holds “0”'],
	])('%s is refused before any item', async (_name, parameters, message) => {
		const { error } = await run(parameters, [lead(50)]);
		expect(error).toMatchObject({ name: 'NodeOperationError', message });
		expect(error?.context?.itemIndex).toBeUndefined();
	});
});

describe('as a tool of an agent', () => {
	const asked = (key: string) => `={{ $fromAI('${key}', 'What the lead holds') !== undefined ? '${key}' : '' }}`;

	it.each(['call', 'request'] as const)('answers with the decayed lead, changed or not (%s)', async (via) => {
		const { response, error } = await runAsTool(ApplyDecay, {
			via,
			parameters: { scoreField: asked('score'), totalField: '', lastActivityField: asked('seen'), options: options() },
			arguments: { score: '50', seen: '2026-01-01' },
		});
		expect(error).toBeUndefined();
		expect(response).toMatchObject([{ score: 30, decay: { before: 50, lost: 20 } }]);
	});
});
