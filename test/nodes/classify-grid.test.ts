import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { itemsOf, jsonOf, runAsTool, runNode } from '../support/engine';
import gridCases from '../cases/grid.json';

const options = { asOf: '2026-11-01T12:00:00Z' };
const lead = (fit: number, engagement: number, more: Record<string, unknown> = {}) => ({
	leadScore: { fit, engagement, total: fit + engagement, excluded: null },
	...more,
});
type Placed = { grid: { cell: string; route: string; transition: string } };

const sampleOf = [60, 30, 10, 0];
const byRoute: Record<string, number> = { sales: 0, nurture: 1, unqualified: 2 };

describe('Classify Grid', () => {
	it('places every cell on its route, by default', async () => {
		const cells = Object.keys(gridCases.routes);
		const items = cells.map((cell) =>
			lead(sampleOf['ABCD'.indexOf(cell[0])], sampleOf[Number(cell[1]) - 1], { wanted: cell }),
		);
		const { outputs, links } = await runNode(ClassifyGrid, {
			parameters: { options },
			inputs: itemsOf(items),
			links: true,
		});
		expect(outputs).toHaveLength(3);
		for (const [cell, route] of Object.entries(gridCases.routes)) {
			expect(jsonOf(outputs[byRoute[route]])).toContainEqual(
				expect.objectContaining({ wanted: cell, grid: expect.objectContaining({ cell, route }) }),
			);
		}
		expect(outputs.flat()).toHaveLength(cells.length);
		expect(
			links
				?.flat()
				.map((link) => (link as { item: number }).item)
				.sort((left, right) => left - right),
		).toEqual(cells.map((_, index) => index));
	});

	it('gives all leads on one output, in the order in which they came', async () => {
		const items = [lead(0, 0), lead(60, 60), lead(60, 0)].map((each, id) => ({ id, ...each }));
		const { outputs, links } = await runNode(ClassifyGrid, {
			parameters: { outputs: 'one', options },
			inputs: itemsOf(items),
			links: true,
		});
		expect(outputs.map(jsonOf)).toEqual([
			[
				expect.objectContaining({ id: 0, grid: expect.objectContaining({ cell: 'D4', route: 'unqualified' }) }),
				expect.objectContaining({ id: 1, grid: expect.objectContaining({ cell: 'A1', route: 'sales' }) }),
				expect.objectContaining({ id: 2, grid: expect.objectContaining({ cell: 'A4', route: 'nurture' }) }),
			],
		]);
		expect(links).toEqual([[0, 1, 2].map((item) => ({ input: 0, item }))]);
	});

	it('takes bands and cells from the settings of all templates, and names what they say wrong', async () => {
		const parameters = { gridSource: 'input', outputs: 'one', options };
		const cellsOf = async (settings: object[]) => {
			const run = await runNode(ClassifyGrid, {
				parameters,
				inputs: [itemsOf([lead(30, 10), lead(60, 60)]), itemsOf(settings)],
			});
			expect(run.error).toBeUndefined();
			const placed = (jsonOf(run.outputs[0]) as unknown as Placed[]).map(({ grid }) => `${grid.cell} ${grid.route}`);
			return { placed, hints: run.hints.map(({ message }) => message) };
		};
		expect(await cellsOf([{}])).toEqual({ placed: ['B3 nurture', 'A1 sales'], hints: [] });
		const more = [
			{ name: 'sales_cells', value: 'A1, B3' },
			{ name: 'fit_bands', value: '70, 26, 1' },
		];
		expect(await cellsOf(more)).toEqual({ placed: ['B3 sales', 'B1 nurture'], hints: [] });
		const { placed, hints } = await cellsOf([{ name: 'sales_cells', value: 'A1, Z9' }]);
		expect(placed).toEqual(['B3 nurture', 'A1 sales']);
		expect(hints.join()).toMatch(/ll_settings.*sales_cells.*Z9/s);
	});

	it('gives a fault beside good leads on the one output', async () => {
		const { outputs } = await runNode(ClassifyGrid, {
			parameters: { outputs: 'one', options },
			inputs: itemsOf([{ leadScore: {} }, lead(60, 60)]),
			onError: 'continueRegularOutput',
		});
		expect(outputs.map(jsonOf)).toEqual([
			[
				{ error: expect.stringContaining('Fit Score') as string },
				expect.objectContaining({ grid: expect.objectContaining({ cell: 'A1' }) }),
			],
		]);
	});

	it.each(gridCases.bands)('a score of %d', async (score, band) => {
		const { outputs } = await runNode(ClassifyGrid, { parameters: { options }, inputs: itemsOf([lead(score, score)]) });
		expect((jsonOf(outputs.flat()) as unknown as Placed[])[0].grid.cell).toBe(`${'ABCD'[band]}${band + 1}`);
	});

	it.each(gridCases.hysteresis.map((each) => [each.why, each] as const))(
		'hysteresis: %s',
		async (_why, { previous, points, fit, engagement, cell }) => {
			const { outputs } = await runNode(ClassifyGrid, {
				parameters: { options: { ...options, hysteresis: points } },
				inputs: itemsOf([lead(fit, engagement, { cell: previous })]),
			});
			expect((jsonOf(outputs.flat()) as unknown as Placed[])[0].grid.cell).toBe(cell);
		},
	);

	it('gives all that a message needs', async () => {
		const { outputs } = await runNode(ClassifyGrid, { parameters: { options }, inputs: itemsOf([lead(60, 60)]) });
		expect(jsonOf(outputs[0])[0].grid).toEqual({
			cell: 'A1',
			fit: 'A',
			engagement: '1',
			route: 'sales',
			label: 'Hot',
			icon: '🔥',
			stars: 5,
			previous: null,
			transition: 'entered',
			since: '2026-11-01T12:00:00.000Z',
		});
	});

	it.each([
		['enters once', { cell: 'C3', cellSince: '2026-10-01T00:00:00Z' }, 60, 'entered', '2026-11-01T12:00:00.000Z'],
		['stays', { cell: 'A1', cellSince: '2026-10-01T00:00:00Z' }, 60, 'stayed', '2026-10-01T00:00:00.000Z'],
		[
			'moves between sales cells',
			{ cell: 'A2', cellSince: '2026-10-01T00:00:00Z' },
			60,
			'stayed',
			'2026-11-01T12:00:00.000Z',
		],
		['leaves', { cell: 'A1' }, 0, 'left', '2026-11-01T12:00:00.000Z'],
		['was never with sales', {}, 0, 'stayed', '2026-11-01T12:00:00.000Z'],
		[
			'was held back in a sales cell before',
			{ cell: 'A1', grid: { route: 'nurture' } },
			60,
			'entered',
			'2026-11-01T12:00:00.000Z',
		],
	])('transition: %s', async (_what, state, score, transition, since) => {
		const { outputs } = await runNode(ClassifyGrid, {
			parameters: { options },
			inputs: itemsOf([lead(score, score, state)]),
		});
		expect(jsonOf(outputs.flat())[0].grid).toMatchObject({ transition, since });
	});

	it('an excluded lead is unqualified whatever its cell; a total below the minimum is nurtured', async () => {
		const items = [
			{ leadScore: { fit: 60, engagement: 60, total: 120, excluded: 'Competitor' } },
			lead(60, 60, { adjusted: true, leadScore: { fit: 60, engagement: 60, total: 50 } }),
		];
		const { outputs } = await runNode(ClassifyGrid, {
			parameters: { options: { ...options, minimumTotal: 65 } },
			inputs: itemsOf(items),
		});
		expect(outputs.map((output) => output.length)).toEqual([0, 1, 1]);
		expect(jsonOf(outputs[2])[0].grid).toMatchObject({ cell: 'A1', route: 'unqualified', label: 'Cold' });
	});

	it.each([
		['no', 'sales'],
		['0', 'sales'],
		['null', 'sales'],
		['FALSCH', 'sales'],
		[0, 'sales'],
		['Competitor', 'unqualified'],
		[true, 'unqualified'],
		['yes', 'unqualified'],
	])('the excluded field %j: %s', async (excluded, route) => {
		const { outputs } = await runNode(ClassifyGrid, {
			inputs: itemsOf([{ leadScore: { fit: 70, engagement: 40, excluded } }]),
		});
		expect(outputs.flat().map(({ json }) => json.grid)).toMatchObject([{ route }]);
	});

	it('a lead that was handed over leaves with a cell that is no sales cell any more; nobody else does', async () => {
		const leadScore = { fit: 60, engagement: 10 };
		const { outputs } = await runNode(ClassifyGrid, {
			parameters: { salesCells: ['A1', 'A2'] },
			inputs: itemsOf([
				{ leadScore, cell: 'A3', stage: 'mql' },
				{ leadScore, cell: 'A3', stage: 'nurture' },
				{ leadScore, cell: 'A3', stage: 'mql', grid: { route: 'nurture' } },
			]),
		});
		expect(outputs.flat().map(({ json }) => json.grid)).toMatchObject([
			{ transition: 'left' },
			{ transition: 'stayed' },
			{ transition: 'stayed' },
		]);
	});

	it('own fields, thresholds and routes', async () => {
		const parameters = {
			fitField: 'f',
			engagementField: 'e',
			outputField: 'place.now',
			fitThresholds: '90, 50, 10',
			salesCells: ['B2'],
			unqualifiedCells: ['A1'],
			options,
		};
		const { outputs } = await runNode(ClassifyGrid, {
			parameters,
			inputs: itemsOf([
				{ f: 50, e: 26 },
				{ f: 90, e: 51 },
			]),
		});
		expect(jsonOf(outputs[0])).toEqual([{ f: 50, e: 26, place: { now: expect.objectContaining({ cell: 'B2' }) } }]);
		expect(jsonOf(outputs[2])).toHaveLength(1);
	});

	it('an expression in a field path is worked out for each item', async () => {
		const { outputs } = await runNode(ClassifyGrid, {
			parameters: { fitField: '={{ $json.which }}', engagementField: 'e', options },
			inputs: itemsOf([
				{ which: 'x', x: 60, e: 60 },
				{ which: 'y', y: 0, e: 60 },
			]),
		});
		expect((jsonOf(outputs.flat()) as unknown as Placed[]).map(({ grid }) => grid.cell)).toEqual(['A1', 'D1']);
	});

	it.each([
		[
			'thresholds that rise',
			{ fitThresholds: '10, 26, 1' },
			/“Fit Thresholds” must fall from band to band, but they are 10, 26, 1/,
		],
		['thresholds that stay', { engagementThresholds: '26; 26; 1' }, /“Engagement Thresholds” must fall/],
		[
			'thresholds that are no numbers',
			{ engagementThresholds: '51, high, 1' },
			/“Engagement Thresholds” is “51, high, 1”, not three numbers/,
		],
		['an unknown cell', { salesCells: '={{ ["A1", "E9"] }}' }, /“Sales Cells” holds “E9”, which is not a cell/],
		[
			'a cell on two routes',
			{ salesCells: ['A1'], unqualifiedCells: ['A1'] },
			/Cell A1 stands in “Sales Cells” and in “Unqualified Cells”/,
		],
		['a hysteresis below zero', { options: { hysteresis: -1 } }, /“Hysteresis” is negative/],
	])('refuses %s', async (_what, parameters, message) => {
		const { error } = await runNode(ClassifyGrid, {
			parameters,
			inputs: itemsOf([lead(1, 1)]),
		});
		expect(error?.message).toMatch(message);
		expect(error?.description).toBeTruthy();
		const { outputs } = await runNode(ClassifyGrid, {
			parameters,
			inputs: itemsOf([lead(1, 1)]),
			onError: 'continueErrorOutput',
		});
		expect(outputs.map((output) => output.length)).toEqual([0, 0, 0, 1]);
		expect(jsonOf(outputs[3])[0]).toMatchObject({ ...lead(1, 1), error: expect.stringMatching(message) as string });
	});

	describe('an item without a score', () => {
		const items = itemsOf([lead(60, 60), { leadScore: { fit: 'high', engagement: 3 } }, {}, lead(0, 0)]);
		const message = /Item 1: “Fit Score” \(leadScore\.fit\) is “high”, not a number/;

		it('stops the workflow', async () => {
			const { error } = await runNode(ClassifyGrid, { parameters: { options }, inputs: items });
			expect(error?.message).toMatch(message);
			expect(error?.context?.itemIndex).toBe(1);
		});

		it('or carries its error beside good items', async () => {
			const { outputs } = await runNode(ClassifyGrid, {
				parameters: { options },
				inputs: items,
				onError: 'continueRegularOutput',
			});
			expect(outputs.map((output) => output.length)).toEqual([2, 0, 1]);
			expect(jsonOf(outputs[0])[1].error).toMatch(message);
		});

		it('or goes to the error output', async () => {
			const { outputs } = await runNode(ClassifyGrid, {
				parameters: { options },
				inputs: items,
				onError: 'continueErrorOutput',
			});
			expect(outputs.map((output) => output.length)).toEqual([1, 0, 1, 1]);
			expect(jsonOf(outputs[3])[0].error).toMatch(message);
		});
	});

	it('as a tool everything is on the first output, which is all that an agent reads', async () => {
		const { response, error } = await runAsTool(ClassifyGrid, {
			parameters: { options },
			via: 'request',
			item: lead(0, 0),
		});
		expect(error).toBeUndefined();
		expect(JSON.stringify(response)).toContain('D4');
		const parameters = {
			fitField: 'fit',
			engagementField: 'engagement',
			outputField: "={{ $fromAI('fit', '', 'number') + $fromAI('engagement', '', 'number') ? 'grid' : 'grid' }}",
			options,
		};
		const called = await runAsTool(ClassifyGrid, { parameters, arguments: { fit: 10, engagement: 10 }, via: 'call' });
		expect(JSON.stringify(called.response)).toContain('C3');
	});
});
