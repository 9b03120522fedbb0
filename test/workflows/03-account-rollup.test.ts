import type { NodeJSON } from '@n8n/workflow-sdk';
import workflow from '../../workflows/03-account-rollup.json';
import { workedOut } from '../support/worked-out';

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

	describe('the message', () => {
		const AT = '2026-03-04T06:00:00.000Z';
		const reason = (rule: string, points: number, count = 1) => ({
			rule,
			points,
			count,
			dimension: rule.endsWith('page') ? 'engagement' : 'fit',
			text: `${rule} +${points}`,
		});
		const person = (lead: string, name: string, reasons: object[]) => ({
			lead,
			name,
			title: 'Buyer',
			email: lead,
			owner: null,
			total: 25,
			leadScore: JSON.stringify({ reasons }),
		});
		const account = {
			account: 'acme.example',
			domain: 'acme.example',
			name: 'Acme',
			score: 75,
			members: 2,
			engaged: 2,
			missingRoles: ['Champion'],
			qualified: true,
			topLeads: ['ann@acme.example', 'bob@acme.example'].map((lead) => ({ lead, qualified: false })),
			surge: null,
		};
		const told = (people: ReturnType<typeof person>[]): Array<Record<string, unknown>> => {
			const nodes = {
				'As of': [{ asOf: AT }],
				'Aggregate Account': { outputs: [[], people.map(({ lead }) => ({ lead, stage: 'nurture', account }))] },
				'Claim the crossing': [{ account: account.account, qualifiedAt: AT }],
				'What is due': [{ current: [{ account, stored: { qualified: false } }] }],
				'Read ll_lead_book': people,
			};
			const params = { 'Aggregate Account': { threshold: 65 } };
			const { messages } = workedOut(node('News'), { nodes, params }) as { messages: Array<Record<string, unknown>> };
			return messages;
		};
		const bob = person('bob@acme.example', 'Bob', [reason('Manager', 7), reason('Any other page', 2, 2)]);

		it('says who, why now, the three strongest reasons of each and what to do next', () => {
			const ann = person('ann@acme.example', 'Ann', [
				reason('Pricing page', 12),
				reason('Director', 9),
				reason('Industry', 8),
				reason('Country', 4),
			]);
			const [message, ...others] = told([ann, bob]);
			expect(others).toEqual([]);
			expect(message).toMatchObject({ key: `account_crossed:acme.example:${AT}`, audience: 'sales' });
			expect(String(message.text).split('\n')).toEqual([
				'Who: Acme (acme.example), 2 people, 2 of them active',
				'Why now: on 4 Mar 2026 06:00 UTC they crossed 65 points together. None of them is ready alone, and none is with sales.',
				'Strongest reasons:',
				'- Ann, Buyer (ann@acme.example): 25 points, Pricing page +12 · Director +9 · Industry +8',
				'- Bob, Buyer (bob@acme.example): 25 points, Manager +7 · Any other page +2',
				'Not met yet: Champion',
				'What to do next: get in touch with Ann and open with what they looked for: Pricing page. Then bring in Bob.',
			]);
		});

		it('opens with nothing when they looked at just any page', () => {
			const ann = person('ann@acme.example', 'Ann', [reason('Manager', 7), reason('Any other page', 3, 3)]);
			expect(String(told([ann, bob])[0].text)).toContain('next: get in touch with Ann. Then bring in Bob.');
		});
	});
});
