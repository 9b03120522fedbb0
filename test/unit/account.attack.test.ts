import { DateTime } from 'luxon';
import { aggregateAccounts } from '../../lifecycle/account/aggregate';
import { companyKey } from '../../lifecycle/account/company';
import { domainReader } from '../../lifecycle/account/domain';
import type { AccountReaders } from '../../lifecycle/account/member';
import { DEFAULT_ACCOUNT_SETTINGS, planAccounts } from '../../lifecycle/account/account-plan';
import { pathReader, type Fields } from '../../lifecycle/path';

const AS_OF = DateTime.fromISO('2026-10-01T00:00:00Z', { zone: 'utc' });
const NAMES = [
	'lead',
	'name',
	'email',
	'company',
	'account',
	'role',
	'score',
	'engagement',
	'excluded',
	'previous',
	'activities',
];
const READERS = Object.fromEntries(NAMES.map((name) => [name, pathReader(name)])) as unknown as AccountReaders<Fields>;

function rollUp(leads: readonly Fields[], groupBy = 'domain') {
	const plan = planAccounts({ ...DEFAULT_ACCOUNT_SETTINGS, groupBy });
	if (!plan.ok) throw new Error(plan.faults[0].message);
	return aggregateAccounts(leads.entries(), READERS, plan.value, AS_OF);
}

/** Milliseconds of processor time, which other work on the machine does not stretch as it does the clock's. */
function cost(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

/** What two hundred million additions cost on this machine, some 300 ms on a fast one: bounds in it hold on a slow one too. */
const YARDSTICK = cost(() => {
	let sum = 0;
	for (let index = 0; index < 2e8; index++) sum += index;
	expect(sum).toBeGreaterThan(0);
});
const inYardsticks = (work: () => void): number => cost(work) / YARDSTICK;

describe('hostile data in lifecycle/account', () => {
	it('counts activities that are deep or refer to themselves, and not those from the far future', () => {
		const cyclic: Record<string, unknown> = { type: 'page_view', at: '2026-09-30T00:00:00Z' };
		cyclic.properties = { cyclic };
		let deep: Record<string, unknown> = {};
		for (let level = 0; level < 100_000; level++) deep = { deep };
		const activities = [
			cyclic,
			{ ...cyclic, activity: 'a', properties: deep },
			{ ...cyclic, activity: 'c', at: '9999-12-31T00:00:00Z' },
		];
		expect(rollUp([{ email: 'a@acme.com', score: 1, activities }]).accounts[0].account.surge).toMatchObject({
			recent: 2,
		});
	});

	it('does not change what it reads', () => {
		const freeze = <T extends object>(value: T): T => {
			for (const inner of Object.values(value) as unknown[])
				if (typeof inner === 'object' && inner !== null) freeze(inner);
			return Object.freeze(value);
		};
		const lead = freeze({
			lead: 'a',
			email: 'a@acme.com',
			role: ['User'],
			score: 1,
			activities: [{ type: 'x', at: '2026-09-30' }],
		});
		expect(rollUp([lead, lead]).accounts).toMatchObject([{ account: { members: 1, score: 1 } }]);
	});

	it('takes one person in 50,000 accounts, and 50,000 rows of one person, without growing out of bounds', () => {
		const everywhere = Array.from({ length: 50_000 }, (_, index) => ({
			lead: 'a',
			account: `account ${index}`,
			score: 1,
		}));
		const again = Array.from({ length: 50_000 }, () => ({ lead: 'a', account: 'one', score: 1, role: 'User' }));
		const work = () => expect(rollUp([...everywhere, ...again], 'field').accounts).toHaveLength(50_001);
		expect(inYardsticks(work)).toBeLessThan(33);
	});

	it.each([
		['spaces', ' '.repeat(1_000_000)],
		['dots', '.'.repeat(1_000_000)],
		['legal forms', 'Ltd '.repeat(250_000)],
		['one word', 'x'.repeat(1_000_000)],
		['marks', 'é́'.repeat(300_000)],
		['ampersands', '&'.repeat(1_000_000)],
		['an ideograph', '公'.repeat(1_000_000)],
	])('reads a company name of a megabyte of %s', (_name, text) => {
		expect(inYardsticks(() => companyKey(text))).toBeLessThan(3.3);
	});

	it.each([
		['at signs', '@'.repeat(1_000_000)],
		['labels', `a@${'a.'.repeat(500_000)}com`],
		['a local part', `${'a'.repeat(1_000_000)}@acme.com`],
		['dots before the at', `a${'.'.repeat(1_000_000)}@acme.com`],
		['angles', '<'.repeat(1_000_000)],
	])('reads an address of a megabyte of %s', (_name, text) => {
		const read = domainReader({ foldSubdomains: true });
		expect(inYardsticks(() => read(text))).toBeLessThan(3.3);
		expect(read(text)).toBeUndefined();
	});

	it.each(['__proto__', 'constructor', 'prototype', 'toString'])(
		'keeps an account called “%s” apart from objects',
		(name) => {
			const { accounts } = rollUp([{ account: name, score: 3, role: name, company: name }], 'field');
			expect(accounts).toMatchObject([{ account: { account: name, name, score: 3 } }]);
			expect(({} as Record<string, unknown>).score).toBeUndefined();
		},
	);
});
