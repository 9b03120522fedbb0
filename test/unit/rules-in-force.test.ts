import cases from '../cases/rules-in-force.json';
import { printRuleMemory, readRuleMemory, rulesInForce, type RuleMemory } from '../../lifecycle/model/former';
import { usableRules } from '../../lifecycle/model/parse';
import type { Fields } from '../../lifecycle/path';

const COLUMNS = ['id', 'rule', 'dimension', 'event', 'points', 'field', 'operator', 'value', 'active', 'model'];
const rowOf = (cells: readonly unknown[]): Fields =>
	Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index] ?? null]));

interface Step {
	readonly rows: ReadonlyArray<readonly unknown[]>;
	/** Points and number of conditions of each rule that applies; the latter left out for 1. */
	readonly applies: Readonly<Record<string, readonly number[]>>;
	/** What is said of each rule whose former version applies. */
	readonly former?: Readonly<Record<string, readonly string[]>>;
}

describe('the rules that apply while a table is edited', () => {
	it.each(cases as ReadonlyArray<{ why: string; tables: Step[] }>)('$why', ({ tables }) => {
		let memory: RuleMemory = new Map();
		for (const { rows, applies, former = {} } of tables) {
			const given = rows.map(rowOf);
			const frozen = JSON.stringify(given);
			const inForce = rulesInForce(given, memory);
			const read = Object.fromEntries(
				usableRules(inForce.rows).rules.map(({ name, points, conditions }) => [
					name,
					[points / 100, conditions.length],
				]),
			);
			const expected = Object.entries(applies).map(([name, [points, conditions = 1]]) => [name, [points, conditions]]);
			expect(read).toEqual(Object.fromEntries(expected));
			expect(inForce.former.map(({ rule }) => rule)).toEqual(Object.keys(former));
			for (const { rule, faults } of inForce.former) {
				const said = faults.map(({ message, hint }) => `${message}. ${hint}`).join('\n');
				for (const words of former[rule]) expect(said).toContain(words);
			}
			expect(inForce.rows).toHaveLength(given.length);
			expect(JSON.stringify(given)).toBe(frozen);
			memory = readRuleMemory(printRuleMemory(inForce.memory));
		}
	});

	it('what is remembered has a bound, and holds no more than the table', () => {
		const rows = Array.from({ length: 3000 }, (_, id) => ({
			id,
			rule: `Rule ${id}`,
			dimension: 'engagement',
			event: 'page_view',
			points: 1,
			note: 'x'.repeat(id < 1000 ? 300 : 10),
			updatedAt: '2026-03-01T00:00:00Z',
		}));
		const text = printRuleMemory(rulesInForce(rows, new Map()).memory);
		expect(text.length).toBeLessThanOrEqual(400_000);
		const memory = readRuleMemory(text);
		expect(memory.size).toBeGreaterThan(900);
		expect(memory.size).toBeLessThanOrEqual(2000);
		expect([...memory.values()].every((row) => !('updatedAt' in row) && !('id' in row))).toBe(true);
		expect(rulesInForce(rows.slice(0, 3), memory).memory.size).toBe(3);
	});

	it.each(['', 'nonsense', '[]', '{"1":5}', '{"1":', 'null', 7])('remembers nothing by %j', (text) => {
		expect(readRuleMemory(text).size).toBe(0);
	});

	it('whatever is remembered, rules that are in order apply as they are', () => {
		const rows = [{ id: 1, rule: 'Page', dimension: 'engagement', event: 'page_view', points: 5 }];
		const hostile = readRuleMemory(
			'{"1":{"rule":"Page","points":99},"__proto__":{"rule":"x"},"2":{"rule":"Gone","dimension":"fit"}}',
		);
		expect(rulesInForce(rows, hostile)).toMatchObject({ rows, former: [] });
		const faulty = rulesInForce([{ ...rows[0], points: 'x' }], hostile);
		// What is remembered makes no sense either.
		expect(faulty).toMatchObject({ rows: [{ points: 'x' }], former: [] });
	});
});
