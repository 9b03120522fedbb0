/**
 * What “On Error” makes of faults, the same in every node. n8n sends the items of a node that throws down the success
 * path as they came in: with a time zone that does not exist, each lead would be “On Track”.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AggregateAccount } from '../../nodes/AggregateAccount/AggregateAccount.node';
import { ApplyDecay } from '../../nodes/ApplyDecay/ApplyDecay.node';
import { CheckSla } from '../../nodes/CheckSla/CheckSla.node';
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import { RecycleLead } from '../../nodes/RecycleLead/RecycleLead.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { itemsOf, jsonOf, runNode, type NodeClass } from '../support/engine';

const lead = (email: string, more: IDataObject = {}): IDataObject => ({
	email,
	reason: 'no need',
	handedOffAt: '2026-09-15T12:00:00Z',
	leadScore: { fit: 20, engagement: 50, total: 70, lastActivityAt: '2026-01-01T00:00:00Z' },
	...more,
});
const LEADS = [lead('ann@acme.com'), {}, lead('bob@acme.com')];
const PEOPLE = [LEADS[0], LEADS[2]];

/** `output` is the one on which items with a fault stand. */
interface Form {
	name: string;
	node: NodeClass;
	parameters: INodeParameters;
	message: string;
	output?: number;
	outputs?: number;
}

const FORMS: Form[] = [
	{
		name: 'Apply Decay, an amount of nothing',
		node: ApplyDecay,
		parameters: { amount: 0 },
		message:
			'“Amount” holds “0”, so nothing would be lost. Write the points lost in each period: 0.01 or more, without a minus.',
	},
	{
		name: 'Check SLA, an unknown time zone',
		node: CheckSla,
		parameters: { timeZone: 'Europe/Atlantis' },
		message:
			'“Time Zone” is “Europe/Atlantis”, which is not a known time zone. Give a name such as Europe/Paris, America/New_York or UTC.',
		outputs: 4,
	},
	{
		name: 'Check SLA, hours that end before they start',
		node: CheckSla,
		parameters: { openingHours: { hours: [{ days: ['monday'], opens: '17:00', closes: '9:00' }] } },
		message:
			'“Opening Hours” row 1 closes at “9:00”, not after it opens at “17:00”. Write 24:00 for midnight; for hours that run past midnight use one row until 24:00 and one from 0:00 on the next day.',
		outputs: 4,
	},
	{
		name: 'Check SLA, a negative target',
		node: CheckSla,
		parameters: { policies: { policy: [{ name: 'First response', target: -4 }] } },
		message:
			'“Target” in “Policies” row 1 (First response) is “-4”, not a number above 0. Give the time allowed, for example 4.',
		outputs: 4,
	},
	{
		name: 'Aggregate Account, weights that sum to nothing',
		node: AggregateAccount,
		parameters: { method: 'weightedMean', roleWeights: { weights: [{ role: 'User', weight: 0 }] } },
		message: '“Role Weights” sum to nothing, so no lead would count. Give at least one role a weight above 0.',
		output: 1,
		outputs: 2,
	},
	{
		name: 'Aggregate Account, an account field that names none',
		node: AggregateAccount,
		parameters: { groupBy: 'field', accountField: ' ' },
		message: '“Account Field” is empty. Name the field to read, or drag it from the input panel.',
		output: 1,
		outputs: 2,
	},
	{
		name: 'Recycle Lead, no reasons',
		node: RecycleLead,
		parameters: { reasonTable: 'own', reasons: {} },
		message: '“Your Reasons” has no row. Add the reasons for which sales may send a lead back.',
		outputs: 2,
	},
	{
		name: 'Score Lead, a moment that is none',
		node: ScoreLead,
		parameters: { options: { asOf: 'soon' } },
		message:
			'“As Of” is “soon”, which is not a date. Give a time in ISO 8601, e.g. 2026-03-29T14:05:00Z, or leave it empty for now.',
	},
	{
		name: 'Classify Grid, a hysteresis below zero',
		node: ClassifyGrid,
		parameters: { options: { hysteresis: -1 } },
		message: '“Hysteresis” is negative. Give 0 or more points.',
		outputs: 3,
	},
	{
		name: 'Normalize Activity, a moment that is none',
		node: NormalizeActivity,
		parameters: { options: { asOf: 'soon' } },
		message:
			'“As Of” is “soon”, which is not a date. Give a time in ISO 8601, e.g. 2026-03-29T14:05:00Z, or leave it empty for now.',
		outputs: 2,
	},
];

describe.each(FORMS)('a form that is wrong: $name', ({ node, parameters, message, output = 0, outputs: count = 1 }) => {
	const run = (onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput') =>
		runNode(node, { parameters, inputs: itemsOf(LEADS), onError, links: true });
	const lists = (filled: number, size: number) => Array.from({ length: size }, (_, at) => (at === filled ? 2 : 0));

	it('stops the workflow, and blames no item', async () => {
		const { error, outputs } = await run('stopWorkflow');
		expect(`${error?.message}. ${error?.description}`).toBe(message);
		expect(error?.context?.itemIndex).toBeUndefined();
		expect(outputs.flat()).toEqual([]);
	});

	it('continues with the error in place of every item', async () => {
		const { error, outputs, links, hints } = await run('continueRegularOutput');
		expect(error).toBeUndefined();
		expect(outputs.map(({ length }) => length)).toEqual(lists(output, count));
		expect(jsonOf(outputs[output])).toEqual([{ error: message }, { error: message }]);
		expect(links[output]).toEqual([
			{ input: 0, item: 0 },
			{ input: 0, item: 2 },
		]);
		expect(hints).toMatchObject([{ message: `Nothing was done. ${message}`, type: 'warning' }]);
	});

	it('continues with every item on the error output, and none on the others', async () => {
		const { error, outputs } = await run('continueErrorOutput');
		expect(error).toBeUndefined();
		expect(outputs.map(({ length }) => length)).toEqual(lists(count, count + 1));
		expect(jsonOf(outputs[count])).toEqual(PEOPLE.map((person) => ({ ...person, error: message })));
	});
});

describe('an expression that cannot be worked out for one item', () => {
	const leads = [lead('ann@acme.com', { number: '5' }), lead('bad@acme.com', { number: 'many' }), PEOPLE[1]];
	const number = '={{ ($json.number ?? "5").toNumber() }}';
	const asOf = '2026-09-15T13:00:00Z';

	it.each<[string, NodeClass, INodeParameters]>([
		['Amount', ApplyDecay, { amount: number }],
		['Policies', CheckSla, { policies: { policy: [{ name: 'First response', target: number }] } }],
		[
			'Your Reasons',
			RecycleLead,
			{ reasonTable: 'own', reasons: { reason: [{ reason: 'no_need', keep: number, coolOffDays: 1 }] } },
		],
	])('is the fault of that item alone: “%s”', async (title, node, form) => {
		const parameters = { ...form, options: { asOf } };
		const { error, outputs } = await runNode(node, {
			parameters,
			inputs: itemsOf(leads),
			onError: 'continueErrorOutput',
		});
		expect(error).toBeUndefined();
		const people = jsonOf(outputs.slice(0, -1).flat()).map(({ email }) => email);
		expect(people).toEqual(['ann@acme.com', 'bob@acme.com']);
		expect(jsonOf(outputs.at(-1) ?? [])).toMatchObject([
			{
				email: 'bad@acme.com',
				error: `Item 1: The expression in “${title}” failed: cannot convert to number. Correct the expression, or the field that it reads.`,
			},
		]);
		const { error: stopped } = await runNode(node, { parameters, inputs: itemsOf(leads) });
		expect(stopped).toBeDefined();
	});
});

describe('a fault where nothing came in on the first input', () => {
	it('stands alone: Score Lead, activities without leads', async () => {
		const parameters = { activitiesSource: 'input', options: { asOf: 'soon' } };
		const activity = { lead: 'ann@acme.com', type: 'page_view', at: '2026-03-01T10:00:00Z' };
		const { outputs } = await runNode(ScoreLead, {
			parameters,
			inputs: [[], itemsOf([activity])],
			onError: 'continueErrorOutput',
		});
		expect(outputs[0]).toEqual([]);
		expect(jsonOf(outputs[1])).toEqual([{ error: expect.stringContaining('“As Of” is “soon”') as string }]);
	});
});
