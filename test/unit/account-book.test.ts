import fc from 'fast-check';
import { DateTime } from 'luxon';
import { DEFAULT_ACCOUNT_SETTINGS, planAccounts, type AccountPlan } from '../../lifecycle/account/account-plan';
import { ACCOUNT_COLUMNS, NEW_ACCOUNT, printAccount } from '../../lifecycle/account/account-row';
import { advanceAccounts, type BookChanges } from '../../lifecycle/account/book';
import { rollUpLeads, type LeadRollup } from '../../lifecycle/account/lead-rollup';
import { readWord } from '../../lifecycle/log/state';
import type { AccountCrossed } from '../../lifecycle/message/message';
import type { Fields } from '../../lifecycle/path';
import cases from '../cases/account-book.json';

const AS_OF = '2026-03-04T06:00:00.000Z';

type Lead = readonly [lead: string, total: unknown, more: object];

interface Case {
	why: string;
	leads: Lead[];
	/** Rows of the account book: what a run would write for these leads, with version 4, but for what is given here. */
	stored?: Array<{ account: string }>;
	told?: Array<[key: string, at: string]>;
	words?: Array<[alias: string, lead: string, at: string]>;
	entries?: Array<[lead: string, type: string, at: string, quarantine: string]>;
	groupBy?: string;
	requiredRoles?: string;
	threshold?: number;
	hysteresis?: number;
	newsDays?: number;
	new?: object[];
	changed?: object[];
	crossed?: Array<{ key: string; audience?: string; crossedAt?: string }>;
	placed?: Record<string, string | null>;
	doubles?: number[];
	faults?: string[];
}

function planOf({ why: _why, leads: _leads, stored: _stored, ...settings }: Partial<Case>): AccountPlan {
	const { groupBy, requiredRoles, threshold, hysteresis } = { ...DEFAULT_ACCOUNT_SETTINGS, ...settings };
	const plan = planAccounts({ ...DEFAULT_ACCOUNT_SETTINGS, groupBy, requiredRoles, threshold, hysteresis });
	if (!plan.ok) throw new Error(plan.faults.map(({ message }) => message).join('; '));
	return plan.value;
}

const rowsOf = (leads: readonly Lead[]): Fields[] =>
	leads.map(([lead, total, more], index) => ({
		...{ id: index + 1, lead, email: lead.includes('@') ? lead : null, stage: 'nurture', total },
		...{ engagement: typeof total === 'number' ? total : null, version: 1, ...more },
	}));

const rollUp = (leads: readonly Lead[], given: Partial<Case> = {}, asOf = AS_OF): LeadRollup =>
	rollUpLeads(
		{
			leads: rowsOf(leads),
			entries: (given.entries ?? []).map(([lead, type, at, quarantine], index) => ({
				...{ id: index + 1, activity: `a${index}`, lead, type, at, quarantine },
			})),
			words: (given.words ?? []).flatMap(([alias, lead, at]) => readWord({ alias, lead, at }) ?? []),
		},
		(raw) => raw.crmCompany,
		planOf(given),
		DateTime.fromISO(asOf, { zone: 'utc' }),
	);

const advance = (
	rollup: LeadRollup,
	rows: readonly Fields[],
	told: readonly Fields[] = [],
	given: Partial<Case> = {},
	asOf = AS_OF,
): BookChanges =>
	advanceAccounts(rollup, rows, {
		...{ plan: planOf(given), now: Date.parse(asOf), newsDays: given.newsDays ?? 3, told },
	});

/** Rows as the book holds them after a run over the same leads. */
function storedRows(rollup: LeadRollup, stored: Case['stored'] = []): Fields[] {
	const standing = new Map(rollup.companies.map(({ account }) => [account.account, account]));
	return stored.map((row, index) => {
		const account = standing.get(row.account);
		const cells = account && printAccount(account, { ...NEW_ACCOUNT, version: 4 });
		return { id: index + 1, createdAt: AS_OF, qualified: false, version: 4, ...cells, ...row };
	});
}

describe('the account book', () => {
	it.each(cases as unknown as Case[])('$why', (given) => {
		const rollup = rollUp(given.leads, given);
		const told = (given.told ?? []).map(([key, at]) => ({ key, at }));
		const changes = advance(rollup, storedRows(rollup, given.stored), told, given);
		expect(changes.added.map(({ cells }) => cells)).toMatchObject(given.new ?? []);
		expect(changes.added).toHaveLength(given.new?.length ?? 0);
		expect(changes.changed.map(({ cells }) => cells)).toEqual(given.changed ?? []);
		const crossed = changes.crossed.map(({ message }) => message);
		expect(crossed.map(({ key, audience, account: { crossedAt } }) => ({ key, audience, crossedAt }))).toMatchObject(
			given.crossed ?? [],
		);
		expect(crossed).toHaveLength(given.crossed?.length ?? 0);
		const leadAt = (item: number): string => given.leads[item][0];
		const placed = rollup.placed.map(({ item, account }) => [leadAt(item), account]);
		if (given.placed) expect(Object.fromEntries(placed)).toEqual(given.placed);
		expect(changes.doubles.map(({ id }) => id)).toEqual(given.doubles ?? []);
		const faults = [...rollup.faults, ...changes.faults].map(({ message, hint }) => `${message}. ${hint}`);
		expect(faults).toEqual(given.faults ?? []);
	});

	it('gives exactly the columns of the book', () => {
		const [{ cells }] = advance(rollUp([['ann@acme.com', 30, {}]]), []).added;
		expect(Object.keys(cells)).toEqual(ACCOUNT_COLUMNS.map(([name]) => name));
	});

	it('tells who they are, the strongest reasons of each, and whether their interest surges', () => {
		const reason = (rule: string, points: number, dimension: string) => ({
			...{ rule, points, dimension, count: 1, lastAt: '2026-03-01T09:00:00Z', text: `${rule} +${points}` },
		});
		const scored = JSON.stringify({
			reasons: [reason('Pricing page', 12, 'engagement'), reason('Director', 9, 'fit')],
		});
		const ann = { name: 'Ann', title: 'Buyer', company: 'Acme', leadScore: scored };
		const visits = Array.from({ length: 6 }, (_, index) => [
			...['ann@acme.com', 'page_view', `2026-03-0${1 + (index % 3)}T0${index}:00:00Z`, ''],
		]) as Case['entries'];
		const rollup = rollUp(
			[
				['ann@acme.com', 40, ann],
				['bob@acme.com', 30, {}],
			],
			{ entries: visits, requiredRoles: 'Champion' },
		);
		const [{ message, items }] = advance(rollup, [], [], { requiredRoles: 'Champion' }).crossed;
		expect(items).toEqual([0, 1]);
		expect(message).toMatchObject({
			kind: 'account_crossed',
			at: AS_OF,
			account: {
				...{ account: 'acme.com', name: 'Acme', domain: 'acme.com', score: 70, threshold: 65, members: 2, engaged: 2 },
				...{ missingRoles: ['Champion'], crossedAt: AS_OF, surge: { recent: 6, baseline: 0, days: 7 } },
			},
			people: [
				{
					name: 'Ann',
					title: 'Buyer',
					total: 40,
					reasons: ['Pricing page +12', 'Director +9'],
					opener: 'Pricing page',
				},
				{ lead: 'bob@acme.com', total: 30, reasons: [], opener: null },
			],
		});
	});
});

// --- Runs after each other, beside each other, and cut off -------------------------------------------------------------

/** The tables; each write is one transaction, as n8n makes it. */
class Store {
	rows: Array<Fields & { id: number }> = [];
	readonly messages: AccountCrossed[] = [];
	private lastId = 0;

	/** Writes only where the version is what was read. */
	update({ id, ...cells }: BookChanges['changed'][number]['cells']): void {
		const before = cells.version === 0 ? null : Number(cells.version) - 1;
		this.rows = this.rows.map((row) => (row.id === id && row.version === before ? { ...row, ...cells } : row));
	}

	insert(cells: Fields): void {
		this.rows.push({ ...cells, id: ++this.lastId });
	}

	get told(): Fields[] {
		return this.messages.map(({ key, at }) => ({ key, at }));
	}

	/** Keys as they are sent: of equal ones the first. */
	get sent(): string[] {
		return [...new Set(this.messages.map(({ key }) => key))];
	}
}

type Step = () => void;
const DAY = 86_400_000;
const dayAt = (day: number): string => new Date(Date.parse(AS_OF) + day * DAY).toISOString();

/** What a run does after it has read, in an order of the caller's. */
function writesOf(store: Store, leads: readonly Lead[], asOf: string, order: readonly number[]): Step[] {
	let changes: BookChanges | undefined;
	const read: Step = () => {
		changes = advance(rollUp(leads, {}, asOf), store.rows, store.told, {}, asOf);
	};
	const writes: Step[] = [
		() => changes?.added.forEach(({ cells }) => store.insert(cells)),
		() => changes?.changed.forEach(({ cells }) => store.update(cells)),
		() => void store.messages.push(...(changes?.crossed.map(({ message }) => message) ?? [])),
		() => {
			const ids = new Set(changes?.doubles.map(({ id }) => id));
			store.rows = store.rows.filter(({ id }) => !ids.has(id));
		},
	];
	return [read, ...order.map((index) => writes[index])];
}

const hasExplanation = ({ people }: LeadRollup['companies'][number]): boolean =>
	people.some(({ stage, total }) => stage === 'accepted' || Number(total) >= 65);

const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
const run = (steps: readonly Step[], count = steps.length): void => steps.slice(0, count).forEach((step) => step());
const lead = fc.tuple(
	fc.constantFrom('ann@acme.com', 'bob@acme.com', 'cem@acme.com', 'dee@other.com', 'eve@other.com', 'fay@gmail.com'),
	fc.integer({ min: 0, max: 60 }),
	fc.record({ stage: fc.constantFrom('nurture', 'nurture', 'nurture', 'accepted', 'disqualified') }),
);
const leadsOfDay = fc.uniqueArray(lead, { minLength: 1, maxLength: 6, selector: ([key]) => key });

describe('runs of every day', () => {
	it('a second run over the same leads finds nothing to do', () => {
		fc.assert(
			fc.property(leadsOfDay, order, (leads, writes) => {
				const store = new Store();
				run(writesOf(store, leads, AS_OF, writes));
				const again = advance(rollUp(leads), store.rows, store.told);
				expect([again.added, again.changed, again.crossed, again.doubles]).toEqual([[], [], [], []]);
			}),
		);
	});

	it('the order of the leads makes no difference to the book', () => {
		const shuffled = leadsOfDay.chain((leads) =>
			fc.tuple(fc.constant(leads), fc.shuffledSubarray(leads, { minLength: leads.length })),
		);
		const bookOf = (leads: readonly Lead[]) =>
			advance(rollUp(leads), [])
				.added.map(({ cells: { account, score, qualified, members } }) => ({ account, score, qualified, members }))
				.sort((one, other) => String(one.account).localeCompare(String(other.account)));
		fc.assert(fc.property(shuffled, ([leads, others]) => expect(bookOf(others)).toEqual(bookOf(leads))));
	});

	it('tell each crossing that nothing explains once, and nothing else', () => {
		fc.assert(
			fc.property(fc.array(leadsOfDay, { minLength: 1, maxLength: 12 }), order, (days, writes) => {
				const store = new Store();
				const expected = new Set<string>();
				for (const [day, leads] of days.entries()) {
					run(writesOf(store, leads, dayAt(day), writes));
					for (const company of rollUp(leads, {}, dayAt(day)).companies) {
						const row = store.rows.find(({ account }) => account === company.account.account);
						expect(row?.qualified).toBe(company.account.score >= 65);
						const isNews = Date.parse(dayAt(day)) - Date.parse(String(row?.qualifiedAt)) <= 3 * DAY;
						if (row?.qualified === true && isNews && !hasExplanation(company))
							expected.add(`account_crossed:${company.account.account}:${Number(row.crossings)}`);
					}
				}
				expect(store.messages.map(({ key }) => key).sort()).toEqual([...expected].sort());
			}),
		);
	});

	it('count a crossing where a company was below the threshold, or unknown, the day before', () => {
		fc.assert(
			fc.property(fc.array(leadsOfDay, { minLength: 1, maxLength: 12 }), order, (days, writes) => {
				const store = new Store();
				const crossings = new Map<unknown, number>();
				for (const [day, leads] of days.entries()) {
					const above = new Set(store.rows.filter(({ qualified }) => qualified === true).map(({ account }) => account));
					run(writesOf(store, leads, dayAt(day), writes));
					for (const { account, qualified } of store.rows)
						if (qualified === true && !above.has(account)) crossings.set(account, (crossings.get(account) ?? 0) + 1);
				}
				for (const row of store.rows) expect(row.crossings).toBe(crossings.get(row.account) ?? 0);
			}),
		);
	});

	it('leave one row per company and each message once, however two runs meet and wherever one of them is cut off', () => {
		const meeting = fc.record({
			yesterday: leadsOfDay,
			today: leadsOfDay,
			writes: fc.tuple(order, order),
			// Which of the two does its next step.
			turns: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
			cutOff: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
		});
		fc.assert(
			fc.property(meeting, ({ yesterday, today, writes, turns, cutOff }) => {
				const store = new Store();
				run(writesOf(store, yesterday, dayAt(-1), writes[0]));
				const before = store.sent.length;
				const runs = writes.map((each, index) =>
					writesOf(store, today, new Date(Date.parse(AS_OF) + index).toISOString(), each).slice(0, cutOff[index]),
				);
				for (const turn of turns) (runs[turn ? 1 : 0].shift() ?? runs[turn ? 0 : 1].shift())?.();
				// The next runs of the schedule are whole.
				run(writesOf(store, today, dayAt(1), writes[0]));
				run(writesOf(store, today, dayAt(2), writes[1]));
				const accounts = store.rows.map(({ account }) => account);
				expect(accounts).toHaveLength(new Set(accounts).size);

				const alone = new Store();
				run(writesOf(alone, yesterday, dayAt(-1), writes[0]));
				run(writesOf(alone, today, AS_OF, writes[0]));
				run(writesOf(alone, today, dayAt(1), writes[0]));
				expect(store.sent.slice(before).sort()).toEqual(alone.sent.slice(before).sort());
				const known = ({ account, qualified, crossings, score }: Fields) => ({ account, qualified, crossings, score });
				const sorted = (rows: readonly Fields[]) =>
					rows.map(known).sort((one, other) => (String(one.account) < String(other.account) ? -1 : 1));
				expect(sorted(store.rows)).toEqual(sorted(alone.rows));
			}),
			{ numRuns: 300 },
		);
	});
});
