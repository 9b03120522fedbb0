import type { IDataObject, INodeParameters } from 'n8n-workflow';
import golden from '../cases/review-golden.json';
import { ReviewScoring } from '../../nodes/ReviewScoring/ReviewScoring.node';
import { ENDS, inputsOf, type InputName, type OperationName } from '../../nodes/ReviewScoring/ends';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { itemsOf, jsonOf, runAsTool, runNode, type NodeRun } from '../support/engine';
import { describeOperationDocs } from '../support/operation-docs';

const AS_OF = '2026-06-30T12:00:00Z';
const daysAgo = (days: number): string => new Date(Date.parse(AS_OF) - days * 86_400_000).toISOString();

type Tables = Partial<Record<InputName, IDataObject[]>>;

function run(operation: OperationName, tables: Tables, { parameters, ...more }: NodeRun = {}) {
	const options = { asOf: AS_OF, ...(parameters?.options as IDataObject | undefined) } as INodeParameters;
	return runNode(ReviewScoring, {
		parameters: { operation, ...parameters, options },
		inputs: inputsOf(operation).map((name) => itemsOf(tables[name] ?? [{}])),
		...more,
	});
}

/** The output of a name. */
async function outputOf(operation: OperationName, name: string, ...args: [Tables, NodeRun?]): Promise<IDataObject[]> {
	const { outputs, error } = await run(operation, ...args);
	expect(error).toBeUndefined();
	return jsonOf(outputs[(ENDS[operation].outputs as readonly string[]).indexOf(name)]);
}

const sentencesOf = async (operation: OperationName, ...args: [Tables, NodeRun?]): Promise<string[]> =>
	(await outputOf(operation, 'Report', ...args))[0].sentences as string[];

const rules: IDataObject[] = STARTER_ROWS.map((row) => ({ ...row, model: 'starter' }));

/** A pipeline of leads that were handed over 40 to 200 days ago; pricing visitors convert more often. */
function pipeline(count = 300): Tables {
	const random = seededRandom(5);
	const leads: IDataObject[] = [];
	const activities: IDataObject[] = [];
	const lines: IDataObject[] = [];
	for (let index = 0; index < count; index++) {
		const lead = `lead-${index}@acme-${index}.example`;
		const handed = 200 - (index * 100) / count;
		const visits = Math.floor(random() * 4);
		const wins = random() < 0.1 + visits * 0.2;
		for (let visit = 0; visit < visits; visit++)
			activities.push({
				...{
					id: activities.length + 1,
					activity: `a${activities.length}`,
					lead,
					type: 'page_view',
					at: daysAgo(handed + 1 + visit),
				},
				...{ channel: 'web', source: visit === 0 ? 'segment' : 'web', properties: '{"page":"/pricing"}' },
			});
		const line = (from: string, to: string, days: number, by: string) =>
			lines.push({ lead, from, to, at: daysAgo(days), by, why: '' });
		line('nurture', 'mql', handed, '02-score');
		line('mql', 'accepted', handed - 0.1, 'ben@sales.example');
		line('accepted', wins ? 'won' : 'lost', handed - 20, 'ben@sales.example');
		leads.push({
			...{
				id: index + 1,
				lead,
				title: random() < 0.5 ? 'Director' : 'Clerk',
				stage: wins ? 'won' : 'lost',
				cell: 'A1',
			},
			...{ owner: 'ben@sales.example', handedOffAt: daysAgo(handed), version: 1, createdAt: daysAgo(handed + 10) },
		});
	}
	return { Leads: leads, Activities: activities, Rules: rules, 'Stage Log': lines };
}

const tables = pipeline();

describe('Review Scoring', () => {
	it('gives a conversion table, rules of a draft, and sentences', async () => {
		const { outputs, error } = await run('conversion', tables);
		expect(error).toBeUndefined();
		const [table, draft, report] = outputs.map(jsonOf);
		expect(table.find(({ name, kind }) => name === 'Pricing page' && kind === 'rule')).toMatchObject({
			...{ points: 12, touched: expect.any(Number), verdict: 'better', suggested: expect.any(Number) },
		});
		expect(draft).toContainEqual(expect.objectContaining({ rule: 'page_view', event: 'page_view', model: 'draft' }));
		expect(report).toEqual([{ sentences: expect.any(Array), report: expect.objectContaining({ leads: 300 }) }]);
	});

	it('backtests, and says how sure it is', async () => {
		const [first] = await sentencesOf('backtest', tables);
		expect(first).toMatch(
			/^The score works: in \d+ of 100 pairs the lead that converted had the higher score \(50 is chance; AUC 0\.\d+/,
		);
		expect(await outputOf('backtest', 'Deciles', tables)).toHaveLength(10);
	});

	it('shows bands and cells', async () => {
		expect((await outputOf('bands', 'Cells', tables)).map(({ cell }) => cell)).toContain('A1');
		const bands = await outputOf('bands', 'Bands', tables, { parameters: { options: { bands: 3 } } });
		expect(bands.reduce((sum, { leads }) => sum + Number(leads), 0)).toBe(300);
	});

	it('checks the model on its leads', async () => {
		const findings = await outputOf('modelCheck', 'Findings', tables);
		expect(findings.map(({ check }) => check)).toContain('never fires');
		expect(findings[0]).toMatchObject({ severity: 'broken', hint: expect.any(String) });
	});

	it('compares a draft with the live model', async () => {
		const draft = rules.map((row) => ({
			...row,
			model: 'draft',
			points: row.rule === 'Pricing page' ? 60 : row.points,
		}));
		const [report] = await outputOf('compare', 'Report', { ...tables, Rules: [...rules, ...draft] });
		expect(report.report).toMatchObject({ leads: 300, handOffs: { gained: expect.any(Number) } });
		expect((report.report as IDataObject).changed).toBeGreaterThan(0);
	});

	it('judges an A/B test, the same whatever the order of the leads', async () => {
		const parameters = { test: 'Pricing', options: { usual: 40, worthwhile: 50 } };
		const [report] = await outputOf('abTest', 'Report', tables, { parameters });
		const [other] = await outputOf(
			'abTest',
			'Report',
			{ ...tables, Leads: [...(tables.Leads ?? [])].reverse() },
			{ parameters },
		);
		expect(report).toEqual(other);
		expect(report.report).toMatchObject({ verdict: expect.stringMatching(/go on|no difference found/) });
	});

	it('works out the return on investment of the guide’s numbers', async () => {
		const parameters = {
			periods: { period: [golden.roi.before, golden.roi.after] },
		};
		expect(await sentencesOf('roi', {}, { parameters })).toEqual([
			'Before: 1,000 leads gave 62.5 deals and 3,125,000 in revenue.',
			'After: 600 leads give 96 deals and 5,952,000 in revenue.',
			'That is 2,827,000 more (+90.5 %).',
		]);
	});

	it('reviews stages and speed to lead', async () => {
		const stages = await outputOf('stages', 'Stages', tables);
		expect(stages.find(({ stage }) => stage === 'accepted')).toMatchObject({ entered: 300, medianDays: 19.9 });
		expect(await sentencesOf('speedToLead', tables)).toEqual([
			'Half of the answers came within 2.4 hours, nine of ten within 2.4 hours; 300 of 300 hand-offs were answered.',
		]);
	});

	it('sets what leads declared against what came of them', async () => {
		const Leads = (tables.Leads ?? []).map((lead, index) => ({ ...lead, budget: index % 2 === 0 ? 'yes' : 'no' }));
		const rows = await outputOf('bant', 'Rows', { ...tables, Leads });
		expect(rows.map(({ element, declared }) => [element, declared])).toEqual([
			['budget', 'yes'],
			['budget', 'no'],
		]);
	});

	it('tells why scores moved, in rows that add up', async () => {
		const parameters = { options: { since: daysAgo(150), most: 2 } };
		const rows = await outputOf('history', 'Changes', tables, { parameters });
		expect(rows.length).toBeGreaterThan(0);
		for (const { from, to, points, changes } of rows) {
			expect(Math.round((Number(to) - Number(from)) * 100)).toBe(Math.round(Number(points) * 100));
			const sum = (changes as IDataObject[]).reduce(
				(total, change) => total + Math.round(Number(change.points) * 100),
				0,
			);
			expect(sum).toBe(Math.round(Number(points) * 100));
		}
	});

	it('makes a report that is a page in itself', async () => {
		const { outputs, error } = await run('report', tables);
		expect(error).toBeUndefined();
		const [{ json, binary }] = outputs[0];
		expect(json.sentences).toHaveLength(5);
		const html = json.html as string;
		expect(html).toMatch(/^<!doctype html>/);
		expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|url\(/i);
		const count = (mark: string): number => html.split(mark).length - 1;
		expect(count('<figure')).toBeGreaterThanOrEqual(5);
		// Each is drawn for wide and for narrow screens, and has its numbers in a table.
		expect(count('<svg')).toBe(2 * count('<figure'));
		expect(count('<table')).toBeGreaterThanOrEqual(count('<figure'));
		for (const title of ['Cells', 'Bands', 'What predicts deals', 'Is what leads declare true?', 'Speed to lead'])
			expect(html).toContain(`<h2>${title}</h2>`);
		expect(binary?.report).toMatchObject({ fileName: 'scoring-review-2026-06-30.html', mimeType: 'text/html' });
	});

	it('makes a report also before any lead has an outcome', async () => {
		const Leads = [{ id: 1, lead: 'ana@acme.example', name: '<b>Ana</b>', stage: 'nurture', version: 1 }];
		const sentences = await sentencesOf('report', {
			Leads,
			Rules: [{ ...rules[0], rule: '<img src=x onerror=alert(1)>' }],
		});
		expect(sentences[0]).toBe('Whether the score works cannot be told yet: no lead that was looked at has an outcome.');
		expect(sentences).toHaveLength(5);
	});

	it('keeps markup in names of rules harmless', async () => {
		const Rules = [{ rule: '<img src=x onerror=alert(1)>', dimension: 'engagement', event: 'page_view', points: 5 }];
		const [{ html }] = await outputOf('report', 'Report', { ...tables, Rules });
		expect(html).toContain('&lt;img src=x');
		expect(html).not.toContain('<img');
	});

	it.each<{ why: string; operation: OperationName; tables: Tables; parameters?: INodeParameters; message: string }>([
		{ why: 'no lead', operation: 'backtest', tables: { Rules: rules }, message: 'The input “Leads” brought no lead' },
		{
			why: 'no rule',
			operation: 'backtest',
			tables: { ...tables, Rules: [] },
			message: 'The input “Rules” brought no rule',
		},
		{
			why: 'no outcome',
			operation: 'backtest',
			tables: { ...tables, 'Stage Log': [] },
			message: 'None of 300 leads has an outcome to learn from',
		},
		{
			why: 'no date',
			operation: 'conversion',
			tables: { Leads: [{ lead: 'a', outcome: 'won' }] },
			parameters: { leadShape: 'generic', outcomesFrom: 'field' },
			message: 'None of 1 lead has an outcome to learn from',
		},
		{
			why: 'a key field that no lead has',
			operation: 'conversion',
			tables,
			parameters: { leadShape: 'generic', leadKeyField: 'mail' },
			message: 'No lead has a value in “mail”',
		},
		{
			why: 'fewer leads than bands',
			operation: 'bands',
			tables,
			parameters: { options: { bands: 1000 } },
			message: '300 leads cannot be put into 1000 bands',
		},
		{
			why: 'a model with faults only',
			operation: 'bands',
			tables: { ...tables, Rules: [{ rule: 'Broken', dimension: 'fit', points: 'many' }] },
			message: 'Row 1 (“Broken”), column “points”: “many” is not a number',
		},
		{ why: 'no draft', operation: 'tryModel', tables, message: 'The rules hold no draft' },
		{
			why: 'a draft that is not there',
			operation: 'compare',
			tables,
			parameters: { draft: 'draft 7' },
			message: 'No rule belongs to the model “draft 7”',
		},
		{
			why: 'no number of money',
			operation: 'roi',
			tables: {},
			parameters: { periods: { period: [{ leads: 'many' }] } },
			message: '“Leads” of the first period (before) is “many”, which is not a number of 0 or more',
		},
		{
			why: 'a test without a name',
			operation: 'abTest',
			tables,
			parameters: { test: '={{ "" }}' },
			message: '“Test” is empty',
		},
		{
			why: 'nothing declared',
			operation: 'bant',
			tables,
			message: 'No lead says anything of budget, authority, need, timeline',
		},
		{
			why: 'a date that is none',
			operation: 'backtest',
			tables,
			parameters: { options: { asOf: 'soon' } },
			message: '“As Of” is “soon”, which is not a date',
		},
	])('says what is wrong: $why', async ({ operation, tables: given, parameters, message }) => {
		const { error } = await run(operation, given, { parameters });
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(/\w/);
	});

	const decided = (stage: string, count: number): Tables => ({
		...{ Rules: rules, Activities: [] },
		Leads: Array.from({ length: count }, (_, index) => ({ id: index + 1, lead: `l${index}@x.example`, version: 1 })),
		'Stage Log': Array.from({ length: count }, (_, index) => index).flatMap((index) => [
			{ lead: `l${index}@x.example`, from: 'nurture', to: 'mql', at: daysAgo(150), by: '02-score' },
			{ lead: `l${index}@x.example`, from: 'mql', to: stage, at: daysAgo(120), by: 'ben@sales.example' },
		]),
	});

	it.each<{ why: string; tables: Tables; says: RegExp }>([
		{
			why: 'no lead converted',
			tables: decided('lost', 60),
			says: /Too few outcomes .*60 leads with a known outcome, 0 converted/,
		},
		{
			why: 'all leads converted',
			tables: decided('won', 60),
			says: /Too few outcomes .*60 leads with a known outcome, 60 converted/,
		},
		{
			why: 'few leads',
			tables: decided('won', 3),
			says: /Too few outcomes .*3 leads with a known outcome, 3 converted/,
		},
	])('does not judge by one kind of outcome: $why', async ({ tables: given, says }) => {
		expect((await sentencesOf('backtest', given))[0]).toMatch(says);
		const draft = rules.map((row) => ({ ...row, model: 'draft', points: Number(row.points ?? 0) + 1 }));
		const Rules = [...rules, ...draft];
		expect((await sentencesOf('compare', { ...given, Rules })).join(' ')).toContain('Too few outcomes');
		expect((await sentencesOf('tryModel', { ...given, Rules })).join(' ')).toContain('Too few outcomes');
		expect((await sentencesOf('conversion', given))[0]).toBe('Nothing converts better than usual beyond chance.');
	});

	it('looks at a draft’s past without what happened later', async () => {
		const draft = rules.map((row) => ({
			...{ ...row, model: 'draft' },
			points: row.rule === 'Pricing page' ? 30 : row.points,
		}));
		const tested = async (given: Tables) =>
			((await outputOf('tryModel', 'Report', { ...given, Rules: [...rules, ...draft] }))[0].report as IDataObject)
				.backtest;
		const planted = (tables.Leads ?? []).map(({ lead }, index) => ({
			...{ id: 90_000 + index, activity: `late-${index}`, lead, type: 'page_view', at: daysAgo(1) },
			...{ channel: 'web', source: 'web', properties: '{"page":"/pricing"}' },
		}));
		const before = (await tested(tables)) as { result: unknown };
		expect(before.result).not.toBeNull();
		expect(await tested({ ...tables, Activities: [...(tables.Activities ?? []), ...planted] })).toEqual(before);
	});

	it('leaves out a rule with a fault, and says so', async () => {
		const { outputs, hints } = await run('backtest', {
			...tables,
			Rules: [...rules, { rule: 'Broken', dimension: 'fit', points: 'many', model: 'starter' }],
		});
		expect(outputs[0]).toHaveLength(10);
		expect(hints.map(({ message }) => message).join(' ')).toContain('“points”: “many”');
	});

	it('counts a lead with two rows once', async () => {
		const Leads = [...(tables.Leads ?? []), { ...(tables.Leads ?? [])[0], id: 9999 }];
		const [{ report }] = await outputOf('backtest', 'Report', { ...tables, Leads });
		expect(report).toMatchObject({ leads: 300 });
	});

	it('gives its fault as an item where it must not stop', async () => {
		const { outputs, error } = await run('backtest', { ...tables, Rules: [] }, { onError: 'continueRegularOutput' });
		expect(error).toBeUndefined();
		expect(jsonOf(outputs[0])[0]).toEqual({ error: expect.stringContaining('The input “Rules” brought no rule') });
	});

	it('answers an agent', async () => {
		const period = { leads: 100, acceptedPercent: 50, wonPercent: 50, days: 10, dealValue: 10 };
		const { error, response } = await runAsTool(ReviewScoring, {
			parameters: { operation: 'roi', periods: { period: [period, period] } },
		});
		expect(error).toBeUndefined();
		expect(JSON.stringify(response)).toContain('25 deals');
	});
});

describeOperationDocs({
	page: 'review-scoring',
	properties: new ReviewScoring().description.properties,
	ends: ENDS,
	run: (operation, tables, more) => run(operation, tables as Tables, more),
	examples: 4,
});
