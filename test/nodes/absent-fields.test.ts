/** A field that somebody named and that is in no item is named in a hint, in each node whose form asks for fields. */
import type { INodeParameters } from 'n8n-workflow';
import { AggregateAccount } from '../../nodes/AggregateAccount/AggregateAccount.node';
import { ApplyDecay } from '../../nodes/ApplyDecay/ApplyDecay.node';
import { CheckSla } from '../../nodes/CheckSla/CheckSla.node';
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { RecycleLead } from '../../nodes/RecycleLead/RecycleLead.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { itemsOf, runNode, type NodeClass } from '../support/engine';

const LEAD = {
	email: 'ada@acme.example',
	company: 'Acme',
	reason: 'no_budget',
	cell: 'A1',
	stage: 'mql',
	handedOffAt: '2026-10-01T09:00:00Z',
	points: 7,
	leadScore: { fit: 60, engagement: 30, total: 90, excluded: null, lastActivityAt: '2026-10-01T09:00:00Z' },
};

const NODES: Array<[NodeClass, parameters: INodeParameters, displayName: string]> = [
	[AggregateAccount, { emailField: 'FIELD' }, 'Email Field'],
	[AggregateAccount, { companyField: 'FIELD' }, 'Company Field'],
	[AggregateAccount, { options: { roleField: 'FIELD' } }, 'Role Field'],
	[ApplyDecay, { totalField: 'FIELD' }, 'Total Field'],
	[CheckSla, { options: { cellField: 'FIELD' } }, 'Cell Field'],
	[ClassifyGrid, { previousCellField: 'FIELD' }, 'Previous Cell'],
	[ClassifyGrid, { options: { totalField: 'FIELD' } }, 'Total Field'],
	[RecycleLead, { totalField: 'FIELD' }, 'Total Field'],
	[RecycleLead, { options: { byField: 'FIELD' } }, 'Sent Back By Field'],
	[ScoreLead, { leadKeyField: 'FIELD' }, 'Lead Key Field'],
	[ScoreLead, { activitiesField: 'FIELD' }, 'Activities Field'],
];
const named = NODES.map(([node, parameters, displayName]): [string, NodeClass, INodeParameters, string] => [
	`${node.name}, “${displayName}”`,
	node,
	parameters,
	displayName,
]);

async function hintsOf(node: NodeClass, parameters: INodeParameters, field: string): Promise<string[]> {
	const filled = JSON.parse(JSON.stringify(parameters).replace('FIELD', field)) as INodeParameters;
	const inputs = itemsOf([LEAD, { ...LEAD, email: 'bob@acme.example' }]);
	const { hints } = await runNode(node, { parameters: filled, inputs, onError: 'continueRegularOutput' });
	return hints.map(({ message }) => message).filter((message) => /^0 of /.test(message));
}

it.each(named)('%s: a field that no item has', async (_title, node, parameters, displayName) => {
	const [hint, ...others] = await hintsOf(node, parameters, 'mispelt');
	expect(hint).toMatch(/^0 of 2 (items|leads) have the field “mispelt”, named in “/);
	expect(hint).toContain(`named in “${displayName}”`);
	expect(others).toEqual([]);
});

it.each(named)('%s: a field that an item has', async (_title, node, parameters) => {
	expect(await hintsOf(node, parameters, 'points')).toEqual([]);
	expect(await hintsOf(node, {}, '')).toEqual([]);
});

it('of a parameter that the form does not show, nothing is said', async () => {
	const hidden = { method: 'sum', options: { activitiesSource: 'field', activityKeyField: 'FIELD' } };
	expect(await hintsOf(AggregateAccount, hidden, 'mispelt')).toEqual([]);
});

it('an expression may name another field for each item, and an item without fields is none', async () => {
	expect(await hintsOf(ClassifyGrid, { previousCellField: 'FIELD' }, "={{ 'mispelt' }}")).toEqual([]);
	const { hints } = await runNode(ClassifyGrid, {
		parameters: { previousCellField: 'mispelt' },
		inputs: itemsOf([{}]),
	});
	expect(hints).toEqual([]);
});
