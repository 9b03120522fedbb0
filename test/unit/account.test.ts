import fc from 'fast-check';
import { DateTime } from 'luxon';
import { aggregateAccounts, type AccountRollup } from '../../lifecycle/account/aggregate';
import type { AccountReaders } from '../../lifecycle/account/member';
import {
	DEFAULT_ACCOUNT_SETTINGS,
	planAccounts,
	type AccountPlan,
	type AccountSettings,
} from '../../lifecycle/account/account-plan';
import { pathReader, type Fields } from '../../lifecycle/path';
import coverageCases from '../cases/account-coverage.json';
import scoreCases from '../cases/account-scores.json';
import settingsCases from '../cases/account-settings.json';
import surgeCases from '../cases/account-surge.json';

const AS_OF = DateTime.fromISO('2026-10-01T12:00:00Z', { zone: 'utc' });

const READERS: AccountReaders<Fields> = {
	lead: pathReader('email'),
	name: pathReader('name'),
	email: pathReader('email'),
	company: pathReader('company'),
	account: pathReader('accountId'),
	role: pathReader('role'),
	score: pathReader('score'),
	engagement: pathReader('engagement'),
	excluded: pathReader('excluded'),
	previous: pathReader('qualified'),
	activities: pathReader('activities'),
};

function planOf(settings: Partial<AccountSettings>): AccountPlan {
	const plan = planAccounts({ ...DEFAULT_ACCOUNT_SETTINGS, ...settings });
	if (!plan.ok) throw new Error(plan.faults.map(({ message }) => message).join('; '));
	return plan.value;
}

const rollUp = (leads: readonly Fields[], settings: Partial<AccountSettings> = {}): AccountRollup =>
	aggregateAccounts(leads.entries(), READERS, planOf(settings), AS_OF);

const accountsOf = (leads: readonly Fields[], settings: Partial<AccountSettings> = {}) =>
	rollUp(leads, settings).accounts.map(({ account }) => account);

const at = (scores: readonly unknown[], domain = 'acme.com'): Fields[] =>
	scores.map((score, index) => ({ email: `lead${index}@${domain}`, score }));

describe('the score of an account', () => {
	it.each(scoreCases)('$name', ({ method, scores, roles, weights = {}, score, ...settings }) => {
		const leads = at(scores).map((lead, index) => ({ ...lead, role: roles?.[index] }));
		const roleWeights = Object.entries(weights as Record<string, number>).map(([role, weight]) => ({ role, weight }));
		expect(accountsOf(leads, { method, roleWeights, ...settings })[0].score).toBe(score);
	});

	const BOUNDED = ['mean', 'weightedMean', 'max', 'topN', 'rootSum'];
	const COMMITTEE = [52, 28, 17];

	it.each(BOUNDED)('%s: 200 interns never beat a buying committee', (method) => {
		const interns = at(
			Array.from({ length: 200 }, () => 5),
			'interns.com',
		);
		const [crowd, committee] = accountsOf([...interns, ...at(COMMITTEE)], { method });
		expect(crowd.members).toBe(200);
		expect(committee.score).toBeGreaterThan(crowd.score);
	});

	it.each(BOUNDED)('%s: has a bound that does not depend on how many leads there are', (method) => {
		const scores = fc.array(fc.integer({ min: -50, max: 100 }), { minLength: 1, maxLength: 60 });
		fc.assert(
			fc.property(scores, fc.integer({ min: 1, max: 8 }), (points, topCount) => {
				const [{ score }] = accountsOf(at(points), { method, topCount });
				const best = Math.max(0, ...points);
				const times = method === 'topN' ? topCount : method === 'rootSum' ? Math.sqrt(topCount) : 1;
				expect(score).toBeLessThanOrEqual(best * times + 0.005);
			}),
		);
	});

	it.each(['topN', 'rootSum', 'max'])('%s: one more lead never lowers it', (method) => {
		const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(scores, fc.integer({ min: -50, max: 100 }), (points, added) => {
				const [before] = accountsOf(at(points), { method });
				const [after] = accountsOf(at([...points, added]), { method });
				expect(after.score).toBeGreaterThanOrEqual(before.score);
			}),
		);
	});

	it.each(['sum', ...BOUNDED])('%s: the order of the leads makes no difference', (method) => {
		const lead = fc.record({
			email: fc.constantFrom('a@acme.com', 'b@acme.com', 'c@acme.com', 'd@other.com', 'e@gmail.com', 'f@gmail.com'),
			score: fc.oneof(
				fc.integer({ min: -5000, max: 5000 }).map((hundredths) => hundredths / 100),
				fc.constant(undefined),
			),
			role: fc.constantFrom('User', 'Director', undefined),
			engagement: fc.constantFrom(0, 5),
			qualified: fc.boolean(),
		});
		const roleWeights = [
			{ role: 'Director', weight: 3 },
			{ role: 'User', weight: 7 },
		];
		const facts = (leads: readonly Fields[]) =>
			accountsOf(leads, { method, roleWeights, requiredRoles: 'Director, User' })
				.map(({ topLeads, ...account }) => ({ ...account, top: topLeads.map(({ score }) => score) }))
				.sort((one, other) => one.account.localeCompare(other.account));
		fc.assert(
			fc.property(
				fc
					.array(lead, { minLength: 1, maxLength: 12 })
					.chain((leads) => fc.tuple(fc.constant(leads), fc.shuffledSubarray(leads, { minLength: leads.length }))),
				([leads, shuffled]) => {
					expect(facts(shuffled)).toEqual(facts(leads));
				},
			),
		);
	});
});

describe('no one person crosses, the company does', () => {
	const leads = [
		{ email: 'ann@acme.com', name: 'Ann', company: 'Acme Inc', score: 30 },
		{ email: 'bob@acme.com', name: 'Bob', company: 'Acme Inc', score: 20 },
		{ email: 'cem@sales.acme.com', name: 'Cem', company: 'Acme', score: 15 },
	];

	it('qualifies the account, fires once, and says that nobody would have alone', () => {
		const [account] = accountsOf(leads);
		expect(account).toEqual({
			account: 'acme.com',
			domain: 'acme.com',
			name: 'Acme Inc',
			score: 65,
			members: 3,
			engaged: 3,
			completeness: 100,
			missingRoles: [],
			topLeads: [
				{ lead: 'ann@acme.com', name: 'Ann', role: null, score: 30, qualified: false },
				{ lead: 'bob@acme.com', name: 'Bob', role: null, score: 20, qualified: false },
				{ lead: 'cem@sales.acme.com', name: 'Cem', role: null, score: 15, qualified: false },
			],
			surge: null,
			qualified: true,
			transition: 'entered',
		});
	});

	it('stays when the state is read back, also when only one lead bears it', () => {
		const [account] = accountsOf(leads.map((lead, index) => ({ ...lead, qualified: index === 2 })));
		expect(account).toMatchObject({ qualified: true, transition: 'stayed' });
	});

	it('leaves below the threshold, and can enter again', () => {
		const [left] = accountsOf(leads.slice(0, 2).map((lead) => ({ ...lead, qualified: 'true' })));
		expect(left).toMatchObject({ score: 50, qualified: false, transition: 'left' });
		const [entered] = accountsOf(leads.map((lead) => ({ ...lead, qualified: left.qualified })));
		expect(entered).toMatchObject({ qualified: true, transition: 'entered' });
	});

	it.each([
		[60, true, true, 'stayed'],
		[59.99, true, false, 'left'],
		[60, false, false, 'stayed'],
		[65, false, true, 'entered'],
	])('with a hysteresis of 5 a score of %d (before: %s) is %s, %s', (score, before, qualified, transition) => {
		const [account] = accountsOf([{ email: 'a@acme.com', score, qualified: before }], { hysteresis: 5 });
		expect(account).toMatchObject({ qualified, transition });
	});

	it('says so when a person would have crossed alone', () => {
		expect(accountsOf(at([70, 1]))[0].topLeads.map(({ qualified }) => qualified)).toEqual([true, false]);
	});
});

describe('who belongs together', () => {
	it('never merges strangers of a free-mail provider: each stands alone under its own key', () => {
		const rollup = rollUp([
			{ email: 'Ann@gmail.com', name: 'Ann', company: 'Acme', score: 40 },
			{ email: 'bob@gmail.com', name: 'Bob', score: 40 },
			{ email: 'eve@mailinator.com', score: 40 },
			{ email: '', name: 'Nemo', score: 1 },
			{ name: 'Nobody', score: 2 },
		]);
		expect(
			rollup.accounts.map(({ account }) => [account.account, account.domain, account.name, account.score]),
		).toEqual([
			['ann@gmail.com', null, 'Acme', 40],
			['bob@gmail.com', null, 'Bob', 40],
			['eve@mailinator.com', null, 'eve@mailinator.com', 40],
			['item 3', null, 'Nemo', 1],
			['item 4', null, 'Nobody', 2],
		]);
		expect(rollup.alone).toBe(5);
	});

	it('keeps the accounts in the order of their first lead, each with its leads', () => {
		const leads = ['a@one.com', 'b@two.com', 'c@one.com', 'd@gmail.com', 'e@two.com'].map((email) => ({
			email,
			score: 1,
		}));
		expect(rollUp(leads).accounts.map(({ account, items }) => [account.account, items])).toEqual([
			['one.com', [0, 2]],
			['two.com', [1, 4]],
			['d@gmail.com', [3]],
		]);
	});

	it('folds subdomains only when asked to', () => {
		const leads = [
			{ email: 'a@eu.acme.co.uk', score: 1 },
			{ email: 'b@us.acme.co.uk', score: 1 },
		];
		expect(accountsOf(leads).map(({ account }) => account)).toEqual(['acme.co.uk']);
		expect(accountsOf(leads, { foldSubdomains: false }).map(({ account }) => account)).toEqual([
			'eu.acme.co.uk',
			'us.acme.co.uk',
		]);
	});

	it('groups by company name, shows the usual spelling, and leaves out who has none', () => {
		const leads = [
			{ email: 'a@gmail.com', company: 'Müller GmbH', score: 1 },
			{ email: 'b@muller.de', company: 'MULLER', score: 1 },
			{ email: 'c@muller.de', company: 'Müller GmbH & Co. KG', score: 1 },
			{ email: 'd@muller.de', company: 'Müller GmbH', score: 1 },
			{ email: 'e@x.com', company: 'self-employed', score: 1 },
			{ email: 'f@y.com', company: 'Self employed', score: 1 },
			{ email: 'g@z.com', score: 1 },
		];
		const accounts = accountsOf(leads, { groupBy: 'company' });
		expect(accounts.map(({ account, domain, name, members }) => [account, domain, name, members])).toEqual([
			['muller', 'muller.de', 'Müller GmbH', 4],
			['e@x.com', 'x.com', 'self-employed', 1],
			['f@y.com', 'y.com', 'Self employed', 1],
			['g@z.com', 'z.com', 'g@z.com', 1],
		]);
	});

	it('groups by a field as it is: record ids differ by case', () => {
		const ids = ['001A', '001a', ' 001A ', 7, '7', '', null, undefined];
		const leads = ids.map((accountId, index) => ({ email: `l${index}@acme.com`, accountId, score: 1 }));
		expect(rollUp(leads, { groupBy: 'field' }).accounts.map(({ account, items }) => [account.account, items])).toEqual([
			['001A', [0, 2]],
			['001a', [1]],
			['7', [3, 4]],
			['l5@acme.com', [5]],
			['l6@acme.com', [6]],
			['l7@acme.com', [7]],
		]);
	});

	it('never puts a lead that stands alone into an account of the same name', () => {
		const leads = [
			{ email: 'x@acme.com', accountId: 'y@acme.com', score: 1 },
			{ email: 'y@acme.com', score: 2 },
		];
		expect(rollUp(leads, { groupBy: 'field' }).accounts.map(({ items }) => items)).toEqual([[0], [1]]);
	});

	it('counts a person once, with the higher score, and links both items', () => {
		const leads = [
			{ email: 'ann@acme.com', score: 10, role: 'User' },
			{ email: ' ANN@acme.com', score: 40, role: 'Director' },
			{ email: 'bob@acme.com', score: 5 },
		];
		const [{ account, items }] = rollUp(leads).accounts;
		expect(account).toMatchObject({ score: 45, members: 2 });
		expect(account.topLeads[0]).toMatchObject({ score: 40, role: 'Director, User' });
		expect(items).toEqual([0, 1, 2]);
	});
});

describe('what else is known of an account', () => {
	it.each(coverageCases)(
		'required “$required”, present $present: $completeness %',
		({ required, present, completeness, missing }) => {
			const leads = [
				{ email: 'z@acme.com', score: 1 },
				...present.map((role, index) => ({ email: `l${index}@acme.com`, score: 1, role })),
			];
			expect(accountsOf(leads, { requiredRoles: required })[0]).toMatchObject({
				completeness,
				missingRoles: missing,
			});
		},
	);

	it('counts who is engaged: by engagement, or by score where there is none', () => {
		const leads = [
			{ email: 'a@acme.com', score: 50, engagement: 0 },
			{ email: 'b@acme.com', score: -3, engagement: 2 },
			{ email: 'c@acme.com', score: 4 },
			{ email: 'd@acme.com', score: 0 },
			{ email: 'e@acme.com' },
		];
		expect(accountsOf(leads)[0]).toMatchObject({ members: 5, engaged: 2 });
	});

	it('lists the strongest leads, equals in the order they came, without those not scored', () => {
		const leads = at([5, 9, undefined, 9, 7]);
		const { topLeads } = accountsOf(leads)[0];
		expect(topLeads.map(({ lead, score }) => [lead, score])).toEqual([
			['lead1@acme.com', 9],
			['lead3@acme.com', 9],
			['lead4@acme.com', 7],
		]);
		expect(accountsOf(leads, { maxTopLeads: 1 })[0].topLeads).toHaveLength(1);
	});

	it('gives excluded leads no say: a competitor’s people do not make an account', () => {
		const leads = [
			{ email: 'a@rival.com', score: 90, engagement: 90, role: 'Director', excluded: 'Competitor' },
			{ email: 'b@rival.com', score: 10, role: 'User', excluded: null },
		];
		const [account] = accountsOf(leads, { requiredRoles: 'Director, User' });
		expect(account).toMatchObject({
			score: 10,
			members: 2,
			engaged: 1,
			missingRoles: ['Director'],
			qualified: false,
		});
	});

	it('does not qualify an account of excluded leads alone, whatever the threshold', () => {
		const [account] = accountsOf([{ email: 'a@rival.com', score: 90, excluded: 'Competitor' }], {
			threshold: -10,
		});
		expect(account).toMatchObject({ score: 0, qualified: false, topLeads: [] });
	});
});

describe('surge', () => {
	it.each(surgeCases.cases)('$name', ({ days, recent, baseline, ratio, surging }) => {
		const activities = days.flatMap(([ago, count, type], row) =>
			Array.from({ length: Number(count) }, (_, index) => ({
				activity: `${row}-${index}`,
				type,
				at: AS_OF.minus({ milliseconds: Math.round(Number(ago) * 86_400_000) }).toISO(),
			})),
		);
		const half = Math.floor(activities.length / 2);
		const leads = [
			{ email: 'a@acme.com', score: 1, activities: activities.slice(0, half) },
			{ email: 'b@acme.com', score: 1, activities: JSON.stringify(activities.slice(half)) },
		];
		expect(accountsOf(leads)[0].surge).toEqual({ recent, baseline, ratio, surging });
	});

	const visit = { activity: 'v1', type: 'page_view', at: '2026-09-30T12:00:00Z' };

	it('counts an activity once and leaves out what is in quarantine', () => {
		const bot = { ...visit, activity: 'v2', quarantine: 'bot:headless' };
		const lead = { email: 'a@acme.com', score: 1, activities: [visit, visit, bot] };
		expect(accountsOf([lead])[0].surge).toMatchObject({ recent: 1 });
		expect(accountsOf([lead, lead])[0].surge).toMatchObject({ recent: 1 });
	});

	it('is unknown without activities: a count of them, as the lead book holds, is no list', () => {
		expect(accountsOf([{ email: 'a@acme.com', score: 1, activities: 14 }])[0].surge).toBeNull();
		expect(accountsOf([{ email: 'a@acme.com', score: 1, activities: [] }])[0].surge).toMatchObject({
			recent: 0,
		});
	});
});

describe('faults', () => {
	it.each(settingsCases)('$message', ({ settings, message }) => {
		const plan = planAccounts({ ...DEFAULT_ACCOUNT_SETTINGS, ...settings });
		expect(plan.ok ? [] : plan.faults.map((fault) => fault.message)).toEqual([message]);
	});

	it('names every fault of the form at once', () => {
		const plan = planAccounts({
			...DEFAULT_ACCOUNT_SETTINGS,
			groupBy: 'x',
			threshold: 'y',
			maxTopLeads: 'z',
		});
		expect(plan.ok ? [] : plan.faults).toHaveLength(3);
	});

	it.each([
		[{ score: 'abc' }, 'Item 1: “Score Field” is “abc”, not a number of points'],
		[{ score: {} }, 'Item 1: “Score Field” is “an object”, not a number of points'],
		[{ score: 1e300 }, 'Item 1: “Score Field” is “1e+300”, not a number of points'],
		[{ score: 1, engagement: 'lots' }, 'Item 1: “Engagement Field” is “lots”, not a number of points'],
		[{ score: 1, accountId: { id: 1 } }, 'Item 1: “Account Field” is “an object”, not a text or a number'],
		[{ score: 1, activities: [{ type: 'page_view' }] }, 'Item 1: Activity 1 of “…@acme.com”: “at” is missing'],
	])('%j is the fault of one lead, the others come out right', (bad, message) => {
		const good = { email: 'a@acme.com', accountId: 'A', score: 10 };
		const { accounts, faults } = rollUp([good, { email: 'bad@acme.com', ...bad }, { ...good, email: 'c@acme.com' }], {
			groupBy: 'field',
		});
		expect([...faults].map(([index, fault]) => [index, fault.message])).toEqual([[1, message]]);
		expect(accounts).toMatchObject([{ account: { score: 20, members: 2 }, items: [0, 2] }]);
	});

	it('faults every lead when none has a score, for then the field is the wrong one', () => {
		const { accounts, faults } = rollUp([{ email: 'a@acme.com' }, { email: 'b@acme.com', score: '' }]);
		expect(accounts).toEqual([]);
		expect([...faults.keys()]).toEqual([0, 1]);
		expect(faults.get(0)?.message).toBe('Item 0: “Score Field” is empty, as in every other lead');
	});

	it('counts the leads that have no score yet, and the accounts that no role gives weight', () => {
		const weights = { method: 'weightedMean', roleWeights: [{ role: 'Director', weight: 1 }] };
		expect(rollUp([...at([1, undefined]), ...at([3], 'x.com')], weights)).toMatchObject({
			unscored: 1,
			weightless: 2,
		});
	});
});
