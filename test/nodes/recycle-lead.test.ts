import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { RecycleLead } from '../../nodes/RecycleLead/RecycleLead.node';
import { itemsOf, jsonOf, runAsTool, runNode, type NodeRun } from '../support/engine';

const AS_OF = '2026-03-01T09:30:00.000Z';
const lead = (reason: unknown, more: IDataObject = {}): IDataObject => ({
	email: 'ana@acme.example',
	stage: 'mql',
	handedOffAt: '2026-02-20T10:00:00Z',
	leadScore: { fit: 27, engagement: 47, total: 74 },
	reason: reason as string,
	...more,
});
const run = (parameters: INodeParameters, leads: IDataObject[], more: Partial<NodeRun> = {}) =>
	runNode(RecycleLead, { parameters: { options: { asOf: AS_OF }, ...parameters }, inputs: itemsOf(leads), ...more });
const KNOWN =
	'Use one of: no_budget, no_authority, no_need, bad_timing, unreachable, competitor, wrong_person, bad_data, duplicate. To add one, set “Reasons” to Your Own.';

describe('the form', () => {
	it('takes a lead back by default: half of the engagement for want of budget, ready for a new hand-off', async () => {
		const { outputs } = await run({}, [lead('No budget this year', { by: 'ben@sales.example' })]);
		expect(outputs.map(jsonOf)).toEqual([
			[
				{
					email: 'ana@acme.example',
					stage: 'recycled',
					handedOffAt: null,
					recycledAt: AS_OF,
					retained: 23.5,
					recycles: 1,
					leadScore: { fit: 27, engagement: 23.5, total: 50.5 },
					reason: 'No budget this year',
					by: 'ben@sales.example',
					recycle: {
						at: AS_OF,
						reason: 'no_budget',
						by: 'ben@sales.example',
						count: 1,
						previous: 47,
						retained: 23.5,
						track: 'budget_cycle',
						coolOffUntil: '2026-05-30T09:30:00.000Z',
					},
				},
			],
			[],
		]);
	});

	it('parts nurture from disqualified, linked to where they came from', async () => {
		const leads = [lead('no need'), lead('Doublon'), {}, lead('bad timing', { recycles: 3 }), lead('injoignable')];
		const { outputs, links } = await run({}, leads, { links: true });
		expect(
			outputs.map((items) => jsonOf(items).map(({ recycle, stage }) => [(recycle as IDataObject).reason, stage])),
		).toEqual([
			[
				['no_need', 'recycled'],
				['unreachable', 'recycled'],
			],
			[
				['duplicate', 'disqualified'],
				['bad_timing', 'disqualified'],
			],
		]);
		expect(links.map((output) => output.map((link) => (link as { item: number }).item))).toEqual([
			[0, 4],
			[1, 3],
		]);
	});

	it('knows the reasons of its own table', async () => {
		const reasons = {
			reason: [
				{ reason: 'too_small', outcome: 'nurture', keep: 80, coolOffDays: 7, track: 'grow', also: 'under 10 people' },
				{ reason: 'not_us', outcome: 'disqualify' },
			],
		};
		const { outputs } = await run({ reasonTable: 'own', reasons, options: { asOf: AS_OF, maxRecycles: 0 } }, [
			lead('under 10 people', { recycles: 12 }),
			lead('Not us'),
		]);
		expect(jsonOf(outputs[0])).toMatchObject([
			{
				retained: 37.6,
				recycle: { reason: 'too_small', count: 13, track: 'grow', coolOffUntil: '2026-03-08T09:30:00.000Z' },
			},
		]);
		expect(jsonOf(outputs[1])).toMatchObject([{ retained: 0, recycle: { reason: 'not_us' } }]);
	});

	it('works on a row of the lead book, with flat scores and other names', async () => {
		const parameters = {
			scoreField: 'engagement',
			totalField: 'total',
			reasonField: 'form.why',
			outputField: 'sentBack',
			options: { asOf: AS_OF, byField: 'form.rep' },
		};
		const row = {
			lead: 'ana@acme.example',
			engagement: 40,
			total: 60,
			recycles: 0,
			recycledAt: null,
			form: { why: 'unreachable', rep: 'Ben' },
		};
		const { outputs } = await run(parameters, [row]);
		expect(jsonOf(outputs[0])).toMatchObject([
			{ engagement: 10, total: 30, recycles: 1, retained: 10, sentBack: { by: 'Ben', previous: 40 } },
		]);
	});

	it('works at the present when no moment is given', async () => {
		const before = Date.now();
		const { outputs } = await run({ options: {} }, [lead('no_need')]);
		const at = Date.parse(jsonOf(outputs[0])[0].recycledAt as string);
		expect(at).toBeGreaterThanOrEqual(before);
		expect(at).toBeLessThanOrEqual(Date.now());
	});

	it('has nothing to do with nothing', async () => {
		const { outputs, error } = await run({}, [{}]);
		expect([outputs, error]).toEqual([[[], []], undefined]);
	});
});

describe('expressions', () => {
	it('may give the reason itself, differently for each item', async () => {
		const options = { asOf: AS_OF, reason: '={{ $json.crm.status }}' };
		const { outputs } = await run({ options }, [
			lead('', { crm: { status: 'No need' } }),
			lead('', { crm: { status: 'doublon' } }),
		]);
		expect(outputs.map((items) => jsonOf(items).length)).toEqual([1, 1]);
	});

	it('may stand in the table and in field names', async () => {
		const reasons = {
			reason: [{ reason: 'pause', outcome: 'nurture', keep: '={{ $json.keep }}', track: '={{ $json.country }}' }],
		};
		const leads = [lead('pause', { keep: 10, country: 'FR' }), lead('pause', { keep: 20, country: 'DE' })];
		const { outputs } = await run({ reasonTable: 'own', reasons, reasonField: '={{ "reason" }}' }, leads);
		expect(jsonOf(outputs[0])).toMatchObject([
			{ retained: 4.7, recycle: { track: 'FR' } },
			{ retained: 9.4, recycle: { track: 'DE' } },
		]);
	});
});

describe('On Error, a bad item among good ones', () => {
	const leads = [lead('no need'), lead('meh'), lead('duplicate')];
	const message = 'Item 1: “Reason Field”: “reason” holds “meh”, which is not a known reason';

	it('stops with the item and the known reasons', async () => {
		const { error, outputs } = await run({}, leads);
		expect(error).toMatchObject({ message, description: KNOWN, context: { itemIndex: 1 } });
		expect(outputs).toEqual([[], []]);
	});

	it('continues with the error in its place', async () => {
		const { outputs } = await run({}, leads, { onError: 'continueRegularOutput' });
		expect(outputs.map((items) => items.length)).toEqual([2, 1]);
		expect(jsonOf(outputs[0])[1]).toEqual({ error: `${message}. ${KNOWN}` });
	});

	it('continues with the error on its own output, linked to its item', async () => {
		const { outputs, links } = await run({}, leads, { onError: 'continueErrorOutput', links: true });
		expect(outputs.map((items) => items.length)).toEqual([1, 1, 1]);
		expect(jsonOf(outputs[2])).toEqual([{ ...leads[1], error: `${message}. ${KNOWN}` }]);
		expect(links[2]).toEqual([{ input: 0, item: 1 }]);
	});
});

describe('a fault of an item', () => {
	it.each<[string, INodeParameters, IDataObject, string]>([
		['an empty reason', {}, lead(''), '“Reason Field”: “reason” is empty'],
		[
			'no reason in a field of another name',
			{ reasonField: 'form.why' },
			lead('no need'),
			'“Reason Field”: “form.why” is empty',
		],
		[
			'a field named by an expression',
			{ reasonField: '={{ $json.where }}' },
			lead('', { where: 'crm.status' }),
			'“Reason Field”: “crm.status” is empty',
		],
		[
			'a field that an expression does not name',
			{ reasonField: '={{ $json.where }}' },
			lead(''),
			'“Reason Field” is empty',
		],
		[
			'a reason given as an option',
			{ options: { reason: 'meh' } },
			lead(''),
			'“Reason” holds “meh”, which is not a known reason',
		],
		[
			'a score that is none',
			{},
			lead('no budget', { leadScore: { engagement: 'high' } }),
			'“Score Field”: “leadScore.engagement” holds “high”, which is not a score',
		],
	])('%s is named by the form and the column', async (_name, parameters, item, message) => {
		const { error } = await run(parameters, [item]);
		expect(error?.message).toBe(`Item 0: ${message}`);
	});

	it.each<[string, INodeParameters]>([
		[
			'Your Reasons',
			{ reasonTable: 'own', reasons: { reason: [{ reason: 'no need', keep: '={{ $json.reason.toNumber() }}' }] } },
		],
		['Options', { options: { asOf: AS_OF, maxRecycles: '={{ $json.reason.toNumber() }}' } }],
		['Reason Field', { reasonField: '={{ $json.reason.toNumber() }}' }],
	])('an expression that fails in “%s” is named as the form names it', async (displayName, parameters) => {
		const { outputs } = await run(parameters, [lead('no need')], { onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[0])).toEqual([
			{ error: expect.stringContaining(`The expression in “${displayName}” failed`) },
		]);
	});
});

describe('the short form', () => {
	const { properties } = new RecycleLead().description;

	it('opens with five fields, and the table only for reasons of your own', () => {
		const shown = properties.filter(({ name, displayOptions }) => name !== 'options' && displayOptions === undefined);
		expect(shown.map(({ displayName }) => displayName)).toEqual([
			'Reason Field',
			'Score Field',
			'Total Field',
			'Reasons',
			'Put Result in Field',
		]);
		expect(properties.find(({ name }) => name === 'reasons')?.displayOptions).toEqual({
			show: { reasonTable: ['own'] },
		});
	});

	it('begins a table of your own with the ready-made reasons', async () => {
		const leads = [lead('no budget'), lead('unreachable')];
		const [ready, own] = [await run({}, leads), await run({ reasonTable: 'own' }, leads)];
		expect(own.outputs.map(jsonOf)).toEqual(ready.outputs.map(jsonOf));
	});

	it('reads nobody where “Sent Back By Field” is emptied', async () => {
		const { outputs } = await run({ options: { asOf: AS_OF, byField: '' } }, [lead('no need', { by: 'Ben' })]);
		expect(jsonOf(outputs[0])).toMatchObject([{ recycle: { by: null } }]);
	});
});

describe('a form that cannot be right', () => {
	it.each<[string, INodeParameters, string]>([
		['no reasons', { reasonTable: 'own', reasons: { reason: [] } }, '“Your Reasons” has no row'],
		[
			'a share over 100',
			{ reasonTable: 'own', reasons: { reason: [{ reason: 'a' }, { reason: 'b', keep: 120 }] } },
			'“Your Reasons” row 2: “Keep (%)” holds “120”',
		],
		[
			'a reason twice',
			{ reasonTable: 'own', reasons: { reason: [{ reason: 'a' }, { reason: 'A' }] } },
			'“Your Reasons” row 2: “A” is in a row above',
		],
		['a negative maximum', { options: { maxRecycles: -1 } }, '“Maximum Recycles” holds “-1”'],
		[
			'a result over the state',
			{ outputField: 'recycles' },
			'“Put Result in Field” holds “recycles”, which this node writes itself',
		],
		['a moment that is none', { options: { asOf: 'soon' } }, '“As Of” is “soon”, which is not a date'],
		[
			'several at once',
			{ reasonTable: 'own', reasons: { reason: [] }, options: { maxRecycles: 0.5 } },
			'2 things to correct. First: “Your Reasons” has no row',
		],
	])('%s is refused before any item', async (_name, parameters, message) => {
		const { error } = await run(parameters, [lead('no need')]);
		expect(error).toMatchObject({ name: 'NodeOperationError', message });
		expect(error?.context?.itemIndex).toBeUndefined();
	});
});

describe('as a tool of an agent', () => {
	const options = { asOf: AS_OF, reason: "={{ $fromAI('reason', 'Why sales sends the lead back') }}" };

	it.each([
		['call', 'they do not need it', 'no_need', 'recycled'],
		['call', 'duplicate of Ana', 'duplicate', 'disqualified'],
		['request', 'aucun besoin', 'no_need', 'recycled'],
		['request', 'doublon', 'duplicate', 'disqualified'],
	] as const)('answers whatever the output (%s, %s)', async (via, said, reason, stage) => {
		const { response, error } = await runAsTool(RecycleLead, {
			via,
			parameters: { options },
			arguments: { reason: said },
		});
		expect(error).toBeUndefined();
		expect(response).toMatchObject([{ stage, recycle: { reason } }]);
	});
});
