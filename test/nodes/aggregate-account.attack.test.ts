import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AggregateAccount } from '../../nodes/AggregateAccount/AggregateAccount.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';

const run = (leads: IDataObject[], parameters: INodeParameters = {}) =>
	runNode(AggregateAccount, { parameters, inputs: itemsOf(leads), onError: 'continueRegularOutput' });

const LONG = 'x'.repeat(1_000_000);

describe('hostile leads', () => {
	it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
		'takes “%s” for a name like any other',
		async (name) => {
			const leads = [
				{ email: `a@${name}.com`, accountId: name, company: name, role: name, name, leadScore: { total: 10 } },
				{ email: 'b@acme.com', accountId: 'acme', company: 'acme', leadScore: { total: 5 } },
			];
			const weights = { weights: [{ role: name, weight: 1 }] };
			for (const groupBy of ['domain', 'company', 'field']) {
				const { outputs } = await run(leads, {
					groupBy,
					accountField: 'accountId',
					method: 'weightedMean',
					roleWeights: weights,
					options: { requiredRoles: name },
				});
				expect(outputs[0]).toHaveLength(2);
				expect(outputs[0].map(({ json }) => json.score).sort()).toEqual([0, 10]);
			}
			expect(({} as Record<string, unknown>).score).toBeUndefined();
			expect(Object.keys(Object.prototype)).toEqual([]);
		},
	);

	it('does not read what a lead inherits, nor a path through a prototype', async () => {
		const inherited = JSON.parse(
			'{ "__proto__": { "email": "a@acme.com" }, "leadScore": { "total": 1 } }',
		) as IDataObject;
		const { outputs } = await run([inherited], { companyField: 'constructor.name' });
		expect(jsonOf(outputs[0])).toMatchObject([{ account: 'item 0', domain: null, name: 'item 0' }]);
	});

	it('survives text of a megabyte in every field', async () => {
		const lead = { email: LONG, name: LONG, company: LONG, role: LONG, accountId: LONG, leadScore: { total: 1 } };
		const at = {
			email: `${LONG}@${LONG}.com`,
			company: `${'Ltd '.repeat(250_000)}`,
			role: ';'.repeat(1_000_000),
			leadScore: { total: 1 },
		};
		for (const groupBy of ['domain', 'company', 'field']) {
			const result = await run([lead, at], { groupBy, accountField: 'accountId', options: { requiredRoles: 'User' } });
			expect(result.outputs[0]).toHaveLength(2);
		}
	});

	it.each([
		['NaN', Number.NaN],
		['infinity', Number.POSITIVE_INFINITY],
		['beyond reason', 1e300],
		['text with a number in front', '12abc'],
		['a list', [1]],
		['an object', { valueOf: 1 }],
		['true', true],
	])('faults a score of %s and no other', async (_name, total) => {
		const leads = [
			{ email: 'a@acme.com', leadScore: { total: 5 } },
			{ email: 'b@acme.com', leadScore: { total } },
		] as IDataObject[];
		const { outputs } = await run(leads);
		expect(jsonOf(outputs[0])).toMatchObject([{ score: 5, members: 1 }]);
		expect(outputs[1][1].json.error).toMatch(/^Item 1: “Score Field” is/);
	});

	it('reads nothing from fields of the wrong type', async () => {
		const lead = {
			email: { a: 1 },
			name: ['x'],
			company: { b: 2 },
			role: { c: 3 },
			account: 5,
			activities: 'soon',
			leadScore: { total: 5 },
		};
		const { outputs } = await run([lead]);
		expect(jsonOf(outputs[0])).toMatchObject([
			{ account: 'item 0', name: 'item 0', score: 5, surge: null, topLeads: [{ role: null, name: null }] },
		]);
	});

	it('takes 100,000 activities of one lead in bounded time', async () => {
		const activities = Array.from({ length: 100_000 }, (_, index) => ({
			activity: String(index),
			type: `type_${index % 1000}`,
			at: new Date(Date.UTC(2026, 8, 1) + (index % 30) * 86_400_000).toISOString(),
		}));
		const lead = { email: 'a@acme.com', leadScore: { total: 1 }, activities };
		// 100 of the types on each day, over 20 times each: 7 days × 100 × 20, and 23 days in the 28 before.
		const capped = { recent: 14_000, baseline: 11_500, ratio: 1.22, surging: false };
		const result = await run([lead], { options: { asOf: '2026-10-01' } });
		expect(result.outputs[0][0].json.surge).toEqual(capped);
	});

	it('takes 20,000 rows of one person, and 20,000 strangers of one provider', async () => {
		const same = Array.from({ length: 20_000 }, () => ({ email: 'a@acme.com', role: 'User', leadScore: { total: 1 } }));
		const strangers = Array.from({ length: 20_000 }, (_, index) => ({
			email: `p${index}@gmail.com`,
			leadScore: { total: 1 },
		}));
		const result = await run([...same, ...strangers]);
		expect(result.outputs[0]).toHaveLength(20_001);
		expect(result.outputs[0][0].json).toMatchObject({ members: 1, score: 1 });
	});

	it('does not mistake a key made to look like another’s', async () => {
		const leads = [
			{ email: 'item 1', leadScore: { total: 1 } },
			{ leadScore: { total: 2 } },
			{ email: 'account acme.com', leadScore: { total: 4 } },
			{ email: 'a@acme.com', leadScore: { total: 8 } },
		];
		const { outputs } = await run(leads);
		expect(outputs[0].map(({ json }) => json.score)).toEqual([1, 2, 4, 8]);
	});
});
