import { DateTime } from 'luxon';
import { printRow, readRow, type LeadRow } from '../../lifecycle/lead/row';
import { parseModel } from '../../lifecycle/model/parse';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import type { Fields } from '../../lifecycle/path';
import { leadsOfBook } from '../../lifecycle/review/past-leads';
import { modelVersions, swapTo } from '../../lifecycle/review/model-versions';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { tryModel } from '../../lifecycle/review/try-model';
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

	it('swap names, and swap back', () => {
		const write = (rows: readonly Fields[], { live: was, former, chosen }: ReturnType<typeof swapTo>): Fields[] =>
			rows
				.map((each) => (each.model === was || each.model === '' ? { ...each, model: former } : each))
				.map((each) => (each.model === chosen ? { ...each, model: was } : each));
		const first = write(rules, swapTo('draft', modelVersions(rules), '2026-06-30T12:00:00.000Z'));
		expect(modelVersions(first)).toEqual({ live: 'starter', drafts: [], former: ['former 2026-06-30 12:00:00'] });
		const back = write(first, swapTo('former 2026-06-30 12:00:00', modelVersions(first), '2026-06-30T13:00:00.000Z'));
		expect(modelVersions(back).former).toEqual(['former 2026-06-30 13:00:00']);
		expect(modelOf(back.filter(({ model }) => model === 'starter')).label).toBe(modelOf(live).label);
	});
});
