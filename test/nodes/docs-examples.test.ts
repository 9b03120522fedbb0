import type { IDataObject, INodeExecutionData, INodeParameters, INodeTypeDescription } from 'n8n-workflow';
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { itemsOf, jsonOf, type NodeClass, runAsTool, runNode } from '../support/engine';
import { type Block, blocksOf, codes, plain, records, type Table, tablesOf, textOf } from './docs-page';

/**
 * Runs every example of the pages through the nodes. A block that gives something (a table of rules, `json lead`,
 * `json parameters` …) waits for one that says what comes of it (`text reasons`, `json output` …); a block that is of no
 * known kind, or that nothing runs, fails.
 */
const PAGES: ReadonlyMap<string, NodeClass> = new Map<string, NodeClass>([
	['README.md', ScoreLead],
	['README.fr.md', ScoreLead],
	['docs/rules.md', ScoreLead],
	['docs/recipes.md', ScoreLead],
	['docs/score-lead.md', ScoreLead],
	['docs/classify-grid.md', ClassifyGrid],
]);

/** A table of rules; the starter model's is compared with the code instead (`docs-pages.test.ts`). */
const isRules = ({ head, section }: Table): boolean =>
	head[0] === 'rule' && head.includes('points') && section !== 'The starter model';

/** What the blocks before an outcome give. */
interface Given {
	/** The moment that the page scores at; '' where its examples bring their own. */
	asOf: string;
	rules?: Table;
	/** Texts of fenced blocks by kind; `posted` is what a command posts. */
	fences: ReadonlyMap<string, string>;
}

type Run = (given: Given, expected: Block, node: NodeClass) => Promise<void>;

interface Score {
	total: number;
	reasons: Array<{ text: string; points: number }>;
}

const GIVES = new Set([
	'json lead',
	'json parameters',
	'json input',
	'json activities',
	'json rules',
	'json book',
	'json item',
	'json arguments',
]);
const COMMANDS = /^(npm|npx|curl|mkdir|bash)\b/;

const parse = <T>(text: string | undefined, otherwise: T): T =>
	text === undefined ? otherwise : (JSON.parse(text) as T);
const listOf = (text: string | undefined): INodeExecutionData[] => {
	const value = parse<object | object[]>(text, []);
	return itemsOf(Array.isArray(value) ? value : [value]);
};
const fenceText = (block: Block): string => (block.kind === 'fence' ? block.text : '');
const signed = (number: number): string => String(number).replace('-', '−');

/** Scores a lead with the rules of a table, as the input Rules brings them. */
async function scoreByTable({ asOf, rules, fences }: Given) {
	const options = { asOf };
	const leads = listOf(fences.get('json lead') ?? '{"email": "ana@acme.example"}');
	const rows = rules === undefined ? [] : itemsOf(records(rules));
	return runNode(ScoreLead, { parameters: { modelSource: 'input', options }, inputs: [leads, rows] });
}

async function leadScore(given: Given): Promise<Score> {
	const { outputs, error } = await scoreByTable(given);
	expect(error).toBeUndefined();
	const [{ leadScore }] = jsonOf(outputs[0]);
	return leadScore as unknown as Score;
}

function expectReasons({ total, reasons }: Score, expected: string): void {
	expect([...reasons.map(({ text }) => text), `total ${signed(total)}`]).toEqual(expected.split('\n'));
	const hundredths = reasons.reduce((sum, { points }) => sum + Math.round(points * 100), 0);
	expect(hundredths).toBe(Math.round(total * 100));
}

async function runParameters({ fences }: Given, node: NodeClass) {
	const parameters = parse<INodeParameters>(fences.get('json parameters'), {});
	const others = ['json activities', 'json rules', 'json book']
		.filter((name) => fences.has(name))
		.map((name) => fences.get(name));
	const inputs = [listOf(fences.get('json input')), ...others.map(listOf)];
	return runNode(node, { parameters, inputs: others.length > 0 ? inputs : inputs[0] });
}

async function expectOutput(given: Given, block: Block, node: NodeClass): Promise<void> {
	const { outputs, error } = await runParameters(given, node);
	expect(error).toBeUndefined();
	const { outputNames: names } = nodeDescription(node);
	const expected = JSON.parse(fenceText(block)) as IDataObject[] | Record<string, IDataObject[]>;
	if (names === undefined || outputs.length === 1) return void expect(jsonOf(outputs[0])).toMatchObject(expected);
	const filled = names
		.map((name, index) => [name, jsonOf(outputs[index])] as const)
		.filter(([, { length }]) => length > 0);
	expect(Object.fromEntries(filled)).toMatchObject(expected);
	expect(filled.map(([name]) => name).sort()).toEqual(Object.keys(expected).sort());
}

const nodeDescription = (node: NodeClass): INodeTypeDescription => new node().description as INodeTypeDescription;

async function expectResponse(given: Given, block: Block, node: NodeClass): Promise<void> {
	const { fences } = given;
	const via = fences.has('json arguments') ? ['call', 'request'] : ['request'];
	for (const how of via as Array<'call' | 'request'>) {
		const { response, error } = await runAsTool(node, {
			via: how,
			parameters: parse<INodeParameters>(fences.get('json parameters'), {}),
			arguments: parse<IDataObject>(fences.get('json arguments'), {}),
			item: parse<IDataObject>(fences.get('json item'), {}),
		});
		expect(error).toBeUndefined();
		expect(response).toMatchObject(JSON.parse(fenceText(block)) as object);
	}
}

/** What a call of the webhook leads to, as a row of the lead book: the starter model, then the grid. */
async function expectLeadBook({ asOf, fences }: Given, block: Block): Promise<void> {
	const parameters = { leadKeyField: 'lead', activitiesSource: 'input', options: { asOf } };
	const posted = listOf(fences.get('posted'));
	const scored = await runNode(ScoreLead, { parameters, inputs: [[], [...posted, ...posted]] });
	const placed = await runNode(ClassifyGrid, { parameters: { options: { asOf } }, inputs: scored.outputs[0] });
	const rows = placed.outputs.flatMap(jsonOf).map(({ lead, leadScore, grid }) => ({
		lead,
		...(leadScore as IDataObject),
		...(grid as IDataObject),
		...pick(leadScore as IDataObject, ['fit', 'engagement']),
	}));
	const expected = records(block as Table).map((row) =>
		Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cell.replace('−', '-')])),
	);
	const columns = Object.keys(expected[0]);
	expect(rows.map((row) => Object.fromEntries(columns.map((name) => [name, textOfCell(row, name)])))).toEqual(expected);
}

const pick = (source: IDataObject, names: string[]): IDataObject =>
	Object.fromEntries(names.map((name) => [name, source[name]]));
const textOfCell = (row: IDataObject, name: string): string => `${row[name] as string | number}`.replace('−', '-');

const DAYS_AGO = /(\d+) days/;
const daysBefore = (instant: string, days: number): string =>
	new Date(Date.parse(instant) - days * 86_400_000).toISOString();

/** A table of decay texts: what is left of one activity of 100 points after so many days. */
async function expectDecay({ asOf }: Given, block: Block): Promise<void> {
	const { head, rows } = block as Table;
	const days = head.slice(1).map((cell) => Number(DAYS_AGO.exec(cell)?.[1]));
	for (const [decay, ...cells] of rows) {
		const rule = { rule: 'Visit', dimension: 'engagement', event: 'page_view', points: 100, decay: plain(decay) };
		const { outputs } = await runNode(ScoreLead, {
			parameters: { modelSource: 'input', options: { asOf } },
			inputs: [
				itemsOf(days.map((age) => ({ activities: [{ type: 'page_view', at: daysBefore(asOf, age) }] }))),
				itemsOf([rule]),
			],
		});
		const totals = (jsonOf(outputs[0]) as unknown as Array<{ leadScore: Score }>).map(
			({ leadScore }) => leadScore.total,
		);
		expect([decay, ...totals.map(String)]).toEqual([decay, ...cells]);
	}
}

/** The values in a cell: JSON where it reads as such, text otherwise; the word “empty” stands for no value. */
function valuesIn(cell: string): unknown[] {
	const values = codes(cell).map((code): unknown => {
		try {
			return JSON.parse(code);
		} catch {
			return code;
		}
	});
	return /(^|, )empty(,|$)/.test(cell) ? [...values, undefined] : values;
}

/** A table of operators: fields that match, and fields that do not. */
async function expectOperators({ asOf }: Given, block: Block): Promise<void> {
	for (const { operator, value = '', matches, 'does not match': others } of rawRecords(block as Table)) {
		const row = {
			rule: 'It matches',
			dimension: 'fit',
			field: 'field',
			operator: plain(operator),
			value: plain(value),
			points: 1,
		};
		const fields = [...valuesIn(matches), ...valuesIn(others)];
		const { outputs, error } = await runNode(ScoreLead, {
			parameters: { modelSource: 'input', options: { asOf } },
			inputs: [itemsOf(fields.map((field) => ({ id: 1, field }))), itemsOf([row])],
		});
		expect([operator, error]).toEqual([operator, undefined]);
		const matched = (jsonOf(outputs[0]) as unknown as Array<{ leadScore: Score }>).map(
			({ leadScore }) => leadScore.total === 1,
		);
		const expected = fields.map((_, index) => index < valuesIn(matches).length);
		expect([operator, fields, matched]).toEqual([operator, fields, expected]);
	}
}

const rawRecords = ({ head, rows }: Table): Array<Record<string, string>> =>
	rows.map((row) => Object.fromEntries(row.map((cell, column) => [plain(head[column]), cell])));

/** What says what comes of the blocks before it, by the fence's info or a table's first headings. */
const OUTCOMES: ReadonlyMap<string, Run> = new Map<string, Run>([
	['text reasons', async (given, block) => expectReasons(await leadScore(given), fenceText(block))],
	[
		'json leadScore',
		async (given, block) => expect(await leadScore(given)).toMatchObject(JSON.parse(fenceText(block)) as object),
	],
	[
		'text fault',
		async (given, block, node) => {
			const { error } = given.fences.has('json parameters')
				? await runParameters(given, node)
				: await scoreByTable(given);
			expect([error?.message, error?.description].join('\n')).toBe(fenceText(block));
		},
	],
	[
		'text hints',
		async (given, block) => {
			const { hints } = await scoreByTable(given);
			expect(hints.map(({ message }) => message).join('\n')).toBe(fenceText(block));
		},
	],
	['json output', expectOutput],
	['json response', expectResponse],
	['table lead cell', expectLeadBook],
	['table decay', expectDecay],
	['table operator value', expectOperators],
]);

function outcomeOf(block: Block): Run | undefined {
	if (block.kind === 'fence') return OUTCOMES.get(block.info);
	const [first, second] = block.head.map(plain);
	return (
		OUTCOMES.get(`table ${first} ${second}`) ?? (second?.includes('days') ? OUTCOMES.get(`table ${first}`) : undefined)
	);
}

/** The body that a command posts, if it posts one. */
const postedBy = (command: string): string | undefined => /-d '([^']*)'/.exec(command)?.[1];

interface Example {
	name: string;
	run: () => Promise<void>;
}

/** Walks through a page; `problems` are blocks that nothing runs. */
class ExamplesOf {
	readonly found: Example[] = [];
	readonly problems: string[] = [];
	private rules: Table | undefined;
	private fences = new Map<string, string>();
	/** The line of each block that has not been used yet, by kind. */
	private readonly unused = new Map<string, number>();
	private readonly asOf: string;

	constructor(
		private readonly page: string,
		private readonly node: NodeClass,
	) {
		this.asOf = /`(\d{4}-\d\d-\d\dT[\d:]+Z)`/.exec(textOf(page))?.[1] ?? '';
		for (const block of blocksOf(page)) this.take(block);
		this.startAnew();
	}

	private take(block: Block): void {
		const outcome = outcomeOf(block);
		if (outcome) this.conclude(block, outcome);
		else if (block.kind === 'fence') this.takeFence(block.info, block.text, block.line);
		else if (isRules(block)) {
			this.startAnew();
			this.rules = block;
			this.wait('table of rules', block.line);
		}
	}

	private takeFence(info: string, text: string, line: number): void {
		const body = postedBy(text);
		if (GIVES.has(info)) {
			if (info === 'json parameters') this.startAnew();
			this.give(info, text, line);
		} else if (info === 'sh' && body !== undefined) this.give('posted', body, line);
		else if (info !== 'sh' || !COMMANDS.test(text))
			this.problems.push(`${this.page}:${line}: \`\`\`${info} is no kind of example that can be run`);
	}

	private conclude(block: Block, outcome: Run): void {
		const given = { asOf: this.asOf, rules: this.rules, fences: new Map(this.fences) };
		this.found.push({ name: `${this.page}:${block.line}`, run: () => outcome(given, block, this.node) });
		this.unused.clear();
	}

	private give(kind: string, text: string, line: number): void {
		this.fences.set(kind, text);
		this.wait(kind, line);
	}

	private wait(kind: string, line: number): void {
		this.complain(kind);
		this.unused.set(kind, line);
	}

	private startAnew(): void {
		for (const kind of this.unused.keys()) this.complain(kind);
		this.unused.clear();
		this.rules = undefined;
		this.fences = new Map();
	}

	private complain(kind: string): void {
		const line = this.unused.get(kind);
		if (line !== undefined) this.problems.push(`${this.page}:${line}: nothing runs this ${kind}`);
	}
}

describe.each([...PAGES])('the examples of %s', (page, node) => {
	const { found, problems } = new ExamplesOf(page, node);

	it('are all run, and there are some', () => {
		expect(problems).toEqual([]);
		expect(found.length).toBeGreaterThan(0);
	});

	it.each(found.map(({ name, run }) => [name, run] as const))('%s', async (_name, run) => run());
});

describe('README.fr.md', () => {
	it('has the examples of README.md', () => {
		const core = (page: string): unknown[] => [
			...blocksOf(page).flatMap((block) => (block.kind === 'fence' ? [[block.info, block.text]] : [])),
			...tablesOf(page)
				.filter((table) => isRules(table) || outcomeOf(table))
				.map(({ head, rows }) => [head, rows]),
		];
		expect(core('README.fr.md')).toEqual(core('README.md'));
	});
});
