import type { NodeJSON } from '@n8n/workflow-sdk';
import workflow from '../../workflows/03-account-rollup.json';

const node = (name: string): NodeJSON => {
	const found = workflow.nodes.find((each) => each.name === name);
	if (found === undefined) throw new Error(`There is no node “${name}”.`);
	return found as unknown as NodeJSON;
};
const conditions = (name: string): unknown =>
	(node(name).parameters?.filters as { conditions: Array<{ keyName: string; condition: string }> }).conditions.map(
		({ keyName, condition }) => `${keyName} ${condition}`,
	);
const branches = (name: string): string[][] =>
	(workflow.connections as Record<string, { main: Array<Array<{ node: string }>> }>)[name].main.map((targets) =>
		targets.map((target) => target.node),
	);

describe('03-account-rollup', () => {
	it('works without a Code node', () => {
		expect(workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.code')).toEqual([]);
	});

	// n8n runs the branches of a node from top to bottom, each to its end.
	it.each([
		['Rows of the account book', ['New companies', 'What is due']],
		['What is due', ['Doubles', 'Companies with news', 'Fell below the threshold', 'Crossed the threshold', 'News']],
		['Leads whose company changed', ['Leads to write', 'What could not be read']],
	])('after “%s” the branches stand in the order in which they must run', (source, targets) => {
		expect(branches(source)).toEqual([targets]);
		const rows = targets.map((name) => node(name).position[1]);
		expect(rows).toEqual([...new Set(rows)].sort((upper, lower) => upper - lower));
	});

	it('tells sales before it writes the leads, which may take long', () => {
		expect(branches('Aggregate Account')).toEqual([['Rows of the account book'], ['Leads whose company changed']]);
		expect(node('Rows of the account book').position[1]).toBeLessThan(node('Leads whose company changed').position[1]);
	});

	it('lets one run win a crossing, and one its end', () => {
		expect(conditions('Claim the crossing')).toEqual(['id eq', 'qualified isFalse']);
		expect(conditions('Take it off the list')).toEqual(['id eq', 'qualified isTrue']);
	});

	it('touches one row at a time', () => {
		for (const name of ['Delete doubles', 'Write the company', 'Write their company']) {
			expect(conditions(name)).toEqual(['id eq']);
		}
	});

	it('reads a bounded piece of the log, up to what was there when the run began', () => {
		expect(conditions('Read the last weeks of the log')).toEqual(['id gt', 'id lte', 'at gte']);
	});

	it('rolls up by domain, with the state of the account book', () => {
		expect(node('Aggregate Account').parameters).toMatchObject({
			groupBy: 'domain',
			method: 'sum',
			threshold: 65,
			previousField: 'wasQualified',
		});
		expect(conditions('Read ll_lead_book')).toEqual(['stage neq']);
	});
});
