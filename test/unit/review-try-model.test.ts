import { DateTime } from 'luxon';
import { printRow, readRow, type LeadRow } from '../../lifecycle/lead/row';
import { parseModel } from '../../lifecycle/model/parse';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import type { Fields } from '../../lifecycle/path';
import { leadsOfBook } from '../../lifecycle/review/past-leads';
import {
	isSameModel,
	liveRows,
	markOf,
	modelVersions,
	renames,
	type Rename,
} from '../../lifecycle/review/model-versions';
import { publish } from '../../lifecycle/review/publish';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { tryModel } from '../../lifecycle/review/try-model';
import { asText } from '../../lifecycle/text';
import { scoreLead } from '../../lifecycle/score/score';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { advance } from '../../lifecycle/stage/advance';
import { placeLead } from '../../lifecycle/stage/place-lead';
import { policyOf } from '../../lifecycle/stage/policy';
import { AS_OF, daysAgo, modelOf, visit } from '../support/review';

const asOf = DateTime.fromMillis(AS_OF, { zone: 'utc' });
const policy = policyOf(readSettings([]).settings, { asOf, by: 'test', batch: '1', zone: 'utc' });
const live = STARTER_ROWS.map((row) => ({ ...row, model: 'starter' }));
const draft = STARTER_ROWS.map((row) => ({
	...row,
	model: 'draft',
	points: row.rule === 'Pricing page' ? 30 : row.rule === 'Director' ? 2 : row.points,
}));
const rules: Fields[] = [...live, ...draft];

function compiled(name?: string): CompiledModel {
	const parsed = parseModel(rules, { modelName: name });
	if (!parsed.ok) throw new Error(parsed.faults[0].message);
	const model = compileModel(parsed.value);
	if (!model.ok) throw new Error(model.faults[0].message);
	return model.value;
}

/** A book as template 02 leaves it under the live model, half a day ago. */
function bookOf(count: number): { rows: Fields[]; entries: Fields[] } {
	const random = seededRandom(3);
	const entries: Fields[] = [];
	const stages = ['nurture', 'nurture', 'mql', 'accepted', 'recycled', 'disqualified', 'new'];
	const rows = Array.from({ length: count }, (_, index): Fields => {
		const lead = `lead-${index}@x.example`;
		const visits = Math.floor(random() * 6);
		for (let each = 0; each < visits; each++)
			entries.push({ ...visit(lead, 1 + each + Math.floor(random() * 7) * 6), lead });
		const stage = stages[Math.floor(random() * stages.length)];
		const isWithSales = stage === 'mql' || stage === 'accepted';
		return {
			...{
				id: index + 1,
				lead,
				stage,
				title: random() < 0.5 ? 'Director' : 'Clerk',
				industry: 'Finance',
				authority: 'decision maker',
			},
			...{ version: 1, cell: isWithSales ? 'B2' : 'C3', label: isWithSales ? 'Hot' : 'Warm' },
			...{ handedOffAt: isWithSales ? daysAgo(3) : null, coolOffUntil: index % 9 === 0 ? daysAgo(-5) : null },
		};
	});
	return { rows, entries };
}

/** What template 02 makes of a lead once a model is live. */
function published(
	model: CompiledModel,
	{ row, fields, activities, lead, logged }: ReturnType<typeof leadsOfBook>['leads'][number],
): LeadRow {
	const score = scoreLead({ lead, fields, activities }, model, asOf);
	if (!score.ok) throw new Error(score.message);
	const grid = placeLead(score.value, fields, policy);
	return advance(row, [{ kind: 'score', score: score.value, grid, logged, decisions: [] }], policy).after ?? row;
}

describe('the preview of a draft', () => {
	const { rows, entries } = bookOf(300);
	const { leads } = leadsOfBook({ leads: rows, entries, words: [] });
	const models = { live: compiled(), draft: compiled('draft') };
	const preview = tryModel(leads, models, { policy, asOf, judged: (_lead, activities) => activities });

	it('is what publishing does, lead by lead', () => {
		const changes = new Map(preview.changes.map((change) => [change.lead, change]));
		expect(changes.size).toBeGreaterThan(50);
		for (const lead of leads) {
			const { cell, total, stage } = published(models.draft, lead);
			const still = published(models.live, lead);
			const foretold = changes.get(lead.lead)?.draft ?? { cell: still.cell, total: still.total, stage: still.stage };
			expect([lead.lead, cell, total]).toEqual([lead.lead, foretold.cell, foretold.total]);
			// Where only points move, the stage is that of the row; both models would move it alike.
			if (changes.get(lead.lead)?.live.cell !== changes.get(lead.lead)?.draft.cell)
				expect([lead.lead, stage]).toEqual([lead.lead, foretold.stage]);
		}
		const handedOver = leads.filter(
			(lead) =>
				published(models.draft, lead).stage === 'mql' &&
				published(models.live, lead).stage !== 'mql' &&
				lead.row.stage !== 'mql',
		);
		expect(preview.handedOver).toBe(handedOver.length);
		expect(preview.handedOver).toBeGreaterThan(0);
		const takenBack = leads.filter(
			(lead) =>
				lead.row.stage === 'mql' &&
				published(models.live, lead).stage === 'mql' &&
				published(models.draft, lead).stage !== 'mql',
		);
		expect(preview.takenBack).toBe(takenBack.length);
	});

	it('counts what moves, and says why', () => {
		expect(preview.leads).toBe(300);
		expect(preview.moves.reduce((sum, move) => sum + move.leads, 0)).toBe(preview.otherCell);
		const moved = preview.changes.find(({ becomes }) => becomes === 'handed over');
		expect(moved?.why).toMatch(/Pricing page \+\d+/);
	});

	it('of the live model itself changes nothing', () => {
		const same = tryModel(
			leads,
			{ live: models.live, draft: models.live },
			{ policy, asOf, judged: (_lead, activities) => activities },
		);
		expect(same).toMatchObject({ otherScore: 0, otherCell: 0, handedOver: 0, takenBack: 0, changes: [] });
	});

	it('leaves the rows as they are', () => {
		expect(leads.map(({ row }) => printRow(row))).toEqual(
			leadsOfBook({ leads: rows, entries, words: [] }).leads.map(({ row }) => printRow(row)),
		);
		expect(readRow(rows[0]).row).toEqual(leads[0].row);
	});
});

describe('drafts and former versions of the rules', () => {
	const row = { dimension: 'engagement', event: 'page_view', points: 1 };

	it.each([
		{ why: 'a draft scores nobody', model: 'draft' },
		{ why: 'whatever its name goes on with', model: 'Draft 2' },
		{ why: 'nor does a former version', model: 'former 2026-06-01 10:00:00' },
	])('$why', ({ model }) => {
		const parsed = parseModel([
			{ rule: 'Live', ...row, model: 'starter' },
			{ rule: 'Other', ...row, model },
			{ rule: 'Half', model, points: 'x' },
		]);
		expect(parsed.ok && parsed.value.rules.map(({ name }) => name)).toEqual(['Live']);
		const named = parseModel(
			[
				{ rule: 'Live', ...row },
				{ rule: 'Other', ...row, model },
			],
			{ modelName: model },
		);
		expect(named.ok && named.value.rules.map(({ name }) => name)).toEqual(['Other']);
	});

	it('a model whose name only holds the word is live', () => {
		const parsed = parseModel([{ rule: 'Live', ...row, model: 'drafting' }]);
		expect(parsed.ok).toBe(true);
	});

	/** As the Data Table writes them: by the text of a cell, one after the other. */
	const write = (table: readonly Fields[], renamed: readonly Rename[]): Fields[] =>
		renamed.reduce<Fields[]>(
			(before, { by, is, was, model }) =>
				before.map((each) => (each[by] === is && (each.model ?? null) === was ? { ...each, model } : each)),
			[...table],
		);
	const table = rules.map((each, index): Fields => ({ ...each, id: index + 1 }));
	const FIRST = '2026-06-30T12:00:00.000Z';
	const SECOND = '2026-06-30T13:00:00.000Z';

	it('swap names, and swap back', () => {
		const first = write(table, renames(table, 'draft', FIRST));
		expect(modelVersions(first)).toEqual({
			...{ live: 'starter', drafts: [], former: ['former 2026-06-30 12:00:00'], publishing: undefined },
		});
		expect(modelOf(liveRows(first)).label).toBe(modelOf(draft.map((each) => ({ ...each, model: 'starter' }))).label);
		const back = write(first, renames(first, 'former 2026-06-30 12:00:00', SECOND));
		expect(modelVersions(back).former).toEqual(['former 2026-06-30 13:00:00']);
		expect(modelOf(back.filter(({ model }) => model === 'starter')).label).toBe(modelOf(live).label);
		expect(back).toHaveLength(table.length);
	});

	it.each<{ why: string; change: (row: Fields, index: number) => Fields }>([
		{ why: 'live rows without a name', change: (each) => (each.model === 'starter' ? { ...each, model: null } : each) },
		{ why: 'an empty text', change: (each) => (each.model === 'starter' ? { ...each, model: '' } : each) },
		{
			why: 'some with a name and some without',
			change: (each, index) => (each.model === 'starter' && index % 2 === 0 ? { ...each, model: null } : each),
		},
		{
			why: 'a draft spelled in two ways',
			change: (each, index) => (each.model === 'draft' && index % 2 === 0 ? { ...each, model: ' DRAFT' } : each),
		},
	])('score by one whole model wherever a swap is cut off: $why', ({ change }) => {
		const start = table.map(change);
		const steps = renames(start, 'draft', FIRST);
		const before = contents(start);
		const after = contents(rowsOf(start, 'draft'));
		const seen = steps.map((_, index) => contents(write(start, steps.slice(0, index + 1))));
		const turn = seen.findIndex((each) => each === after);
		expect(turn).toBeGreaterThanOrEqual(0);
		expect(seen.slice(0, turn).every((each) => each === before)).toBe(true);
		expect(seen.slice(turn).every((each) => each === after)).toBe(true);
		for (const [index] of steps.entries()) {
			const left = write(start, steps.slice(0, index + 1));
			if (index < turn) continue;
			// The next publishing, back to what was before, begins with what was left over.
			const former = modelVersions(left).former[0];
			const back = former === undefined ? left : write(left, renames(left, former, SECOND));
			expect(modelVersions(back).publishing).toBeUndefined();
			expect(contents(back)).toBe(before);
		}
	});

	const rowsOf = (rows: readonly Fields[], name: string): Fields[] =>
		rows.filter(({ model }) => asText(model).trim().toLowerCase() === name).map((each) => ({ ...each, model: 'x' }));
	const contents = (rows: readonly Fields[]): string =>
		liveRows(rows)
			.map(({ rule, points, event, field, value }) => [rule, points, event, field, value].join())
			.sort()
			.join('\n');

	it('a row that somebody else renamed meanwhile is left alone', () => {
		const first = write(table, renames(table, 'draft', FIRST));
		const late = write(first, renames(table, 'draft', SECOND));
		expect(contents(late)).toBe(contents(first));
	});

	it('a former version of the same second has another name', () => {
		const first = write(table, renames(table, 'draft', FIRST));
		const back = write(first, renames(first, 'former 2026-06-30 12:00:00', FIRST));
		expect(modelVersions(back).former).toEqual(['former 2026-06-30 12:00:01']);
	});

	it('a draft that takes the place of no rule gets a name', () => {
		const only = table.filter(({ model }) => model === 'draft');
		const first = write(only, renames(only, 'draft', FIRST));
		expect(modelVersions(first)).toMatchObject({ live: 'live', former: [] });
	});

	describe('publishing', () => {
		const mark = markOf(table, 'draft');
		const terms = { isMine: true, at: FIRST };
		const approval = { kind: 'draft', draft: 'draft', mark } as const;

		it('says what was published, and what is kept', () => {
			expect(publish(table, approval, terms)).toMatchObject({
				kind: 'published',
				message: expect.stringMatching(/^“draft” is live now\. .* is kept as “former 2026-06-30 12:00:00”/) as string,
			});
		});

		const edited = (index: number, change: Fields): Fields[] =>
			table.map((each, place) => (place === index ? { ...each, ...change } : each));
		const last = table.length - 1;

		it.each<{ why: string; rows: Fields[]; isStale: boolean; title: string }>([
			{
				why: 'points of the draft',
				rows: edited(last, { points: 99 }),
				isStale: true,
				title: 'The rules have changed',
			},
			{ why: 'a live rule', rows: edited(0, { points: 99 }), isStale: true, title: 'The rules have changed' },
			{
				why: 'a live rule that is off',
				rows: edited(0, { active: false }),
				isStale: true,
				title: 'The rules have changed',
			},
			{ why: 'a rule less', rows: table.slice(0, -1), isStale: true, title: 'The rules have changed' },
			{ why: 'no draft', rows: table.slice(0, live.length), isStale: false, title: 'The draft is gone' },
		])('is refused after an edit: $why', ({ rows: now, isStale, title }) => {
			expect(publish(now, approval, terms)).toMatchObject({ kind: 'refused', isStale, title });
		});

		it.each<{ why: string; change: Fields; same: boolean }>([
			{ why: 'a note', change: { note: 'why not' }, same: true },
			{ why: 'what the table makes of an empty cell', change: { max: 0, moment: false }, same: true },
			{ why: 'a switch that is off', change: { active: false }, same: false },
			{ why: 'no points', change: { points: 0 }, same: false },
		])('$why: the same model: $same', ({ change, same }) => {
			const other = live.map((each, place) =>
				place === 0 ? { ...each, model: 'draft', ...change } : { ...each, model: 'draft' },
			);
			expect(isSameModel(live, other)).toBe(same);
		});

		it.each<{ why: string; rows: Fields[]; draft: string; title: string; message: RegExp }>([
			{
				why: 'a faulty row',
				rows: edited(live.length, { points: 'many' }),
				draft: 'draft',
				title: 'The draft cannot be published',
				message: /Row \d+ \(“.*”\), column “points”: “many” is not a number/,
			},
			{
				why: 'the live model itself',
				rows: [
					...table.slice(0, live.length),
					...table.slice(0, live.length).map((each) => ({ ...each, model: 'draft' })),
				],
				draft: 'draft',
				title: 'The draft cannot be published',
				message: /holds the same \d+ rows as the live model/,
			},
		])('is refused: $why', ({ rows: now, draft: name, title, message }) => {
			const outcome = publish(now, { kind: 'draft', draft: name, mark: markOf(now, name) }, terms);
			expect(outcome).toMatchObject({ kind: 'refused', title, message: expect.stringMatching(message) as string });
		});

		it('is refused while somebody else does it', () => {
			expect(publish(table, approval, { ...terms, isMine: false })).toMatchObject({
				title: 'Somebody else is publishing',
			});
		});

		it('has no way back before the first time', () => {
			expect(publish(table, { kind: 'former' }, terms)).toMatchObject({ title: 'There is no former version' });
		});
	});
});
