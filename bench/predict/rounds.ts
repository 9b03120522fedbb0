import { pathToFileURL } from 'node:url';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { fitPredictor, type Method } from '../../lifecycle/predict/fit';
import { rankedBy } from '../../lifecycle/predict/measure';
import { logOddsOfAll } from '../../lifecycle/predict/predictor';
import type { Example } from '../../lifecycle/predict/snapshot';
import { areaUnderCurve, groupsOf } from '../../lifecycle/review/statistics/ranking';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { DAY, toIso } from '../../lifecycle/time';
import { PredictConversion } from '../../nodes/PredictConversion/PredictConversion.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { AS_OF, execute, itemsOf } from '../harness/alone';
import { naiveBayes } from './naive-bayes';
import { csvOf, inTenths, NUMBERS, TEXTS, wideLeads, type WideLead } from './wide-leads';

export interface Work {
	readonly name: string;
	readonly seconds: number;
	/** Times what it is compared with. */
	readonly ratio: number | null;
	/** The most that the process ever held until then. */
	readonly megabytes: number;
}

export interface PredictMeasures {
	readonly features: number;
	readonly works: readonly Work[];
	/** What ydf-training says of its model. */
	readonly ydf: string;
	readonly auc: Readonly<Record<'logistic' | 'trees' | 'ydf' | 'bayes', number>>;
}

interface Ydf {
	readonly GradientBoostedTreesLearner: new (
		label: string,
		task: string,
	) => {
		train: (csv: string) => { predict: (csv: string) => ArrayLike<number>; describe: () => string; unload: () => void };
	};
}

const ROUNDS = 3;
const LATER_SHARE = 0.2;
const TRAINED_ON = 6000;

/**
 * Learning and predicting beside others that do the same, one after the other in one process, medians of rounds.
 *
 * @param loader path of a module that loads ydf-training
 */
export async function comparePredictions(loader: string, leads: number): Promise<PredictMeasures> {
	const { load } = (await import(pathToFileURL(loader).href)) as { load: (name: string) => Promise<unknown> };
	const ydf = await ((await load('ydf-training')) as { default: () => Promise<Ydf> }).default();
	const all = wideLeads(Math.round(leads * (1 + LATER_SHARE)));
	const [first, later] = [all.slice(0, leads), all.slice(leads)];
	const [logistic, trees] = [await fitted('logistic', first, later), await fitted('trees', first, later)];
	const theirs = await learntByYdf(ydf, first, later);
	const { seconds, area, told } = theirs;
	const score = naiveBayes(
		first.map(inTenths),
		first.map(({ converted }) => converted),
	);
	return {
		features: NUMBERS + TEXTS,
		works: [
			{ ...logistic.work, ratio: logistic.work.seconds / seconds },
			{ ...trees.work, ratio: trees.work.seconds / seconds },
			{ name: 'ydf-training, gradient-boosted trees', seconds, ratio: 1, megabytes: theirs.megabytes },
			...(await predictions(leads)),
		],
		ydf: told,
		auc: {
			...{ logistic: logistic.area, trees: trees.area, ydf: area },
			bayes: areaOf(
				later,
				later.map((each) => score(inTenths(each))),
			),
		},
	};
}

async function fitted(method: Method, first: readonly Example[], later: readonly Example[]) {
	const fit = () => fitPredictor(first, { method, halfLives: new Map(), without: new Set() });
	const area = areaOf(later, logOddsOfAll(fit(), later));
	const name =
		method === 'trees' ? 'Predict Conversion, gradient-boosted trees' : 'Predict Conversion, logistic regression';
	return { area, work: await timed(name, fit) };
}

async function learntByYdf(ydf: Ydf, first: readonly WideLead[], later: readonly WideLead[]) {
	const csv = csvOf(first);
	const learn = () => new ydf.GradientBoostedTreesLearner('outcome', 'CLASSIFICATION').train(csv);
	const model = learn();
	const chances = Array.from(model.predict(csvOf(later)));
	const area = areaOf(later, chances);
	const told = /Number of trees: \d+/.exec(model.describe())?.[0] ?? '';
	model.unload();
	const { seconds, megabytes } = await timed('', () => learn().unload());
	// Which of the two outcomes the chance is of depends on which came first.
	return { seconds, megabytes, area: Math.max(area, 1 - area), told: `ydf-training: ${told.toLowerCase()}.` };
}

const areaOf = (later: readonly Example[], scores: ArrayLike<number>): number =>
	areaUnderCurve(groupsOf(rankedBy(later, scores)));

async function timed(name: string, work: () => unknown): Promise<Work> {
	const taken: number[] = [];
	for (let round = 0; round < ROUNDS; round++) taken.push(await secondsOf(work));
	return { name, seconds: middle(taken), ratio: null, megabytes: heldMegabytes() };
}

async function secondsOf(work: () => unknown): Promise<number> {
	const { user, system } = process.cpuUsage();
	await work();
	const after = process.cpuUsage();
	return (after.user + after.system - user - system) / 1e6;
}

const heldMegabytes = (): number => process.resourceUsage().maxRSS / 1024;

const middle = (values: readonly number[]): number =>
	[...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];

// --- Predict beside Score Lead ----------------------------------------------------------------------------------------

const SHAPE: INodeParameters = { leadShape: 'generic', leadKeyField: 'email', outcomesFrom: 'field' };

const SCORE_LEAD = 'Score Lead, 10 activities a lead';

/** The same leads with ten activities each, through both nodes, in turn. */
async function predictions(leads: number): Promise<Work[]> {
	const items = itemsOf('leads.code.js', leads);
	const model = await trainedOn(items.slice(0, TRAINED_ON));
	const inputs = [items, [], [], [model]];
	const works = [
		{ name: SCORE_LEAD, run: () => execute(new ScoreLead(), {}, [items]) },
		{ name: 'the same, judging machines too', run: () => execute(new ScoreLead(), { judgeMachines: true }, [items]) },
		{ name: 'Predict', run: () => execute(new PredictConversion(), { ...SHAPE, operation: 'predict' }, inputs) },
	];
	for (const { run } of works) await run();
	const taken = works.map((): number[] => []);
	for (let round = 0; round < ROUNDS; round++)
		for (const [place, { run }] of works.entries()) taken[place].push(await secondsOf(run));
	return works.map(({ name }, place) => ({
		...{ name, seconds: middle(taken[place]), megabytes: heldMegabytes() },
		ratio: middle(taken[place].map((seconds, round) => seconds / taken[0][round])),
	}));
}

/** What Train makes of leads that convert by lot, more of them where they decide. */
async function trainedOn(items: readonly INodeExecutionData[]): Promise<INodeExecutionData> {
	const random = seededRandom(21);
	const now = Date.parse(AS_OF);
	const past = items.map(({ json }, index) => {
		const won = random() < (/Director|VP|Head/.test(json.title as string) ? 0.5 : 0.1);
		const came = now - (400 - (index * 200) / items.length) * DAY;
		const dates = { createdAt: toIso(Math.round(came)), outcomeAt: toIso(Math.round(came + 200 * DAY)) };
		return { json: { ...json, ...dates, outcome: won ? 'won' : 'lost' } };
	});
	const parameters = {
		...SHAPE,
		operation: 'train',
		ageDays: 180,
		windowDays: 365,
		options: { method: 'logistic', fitHalfLives: false },
	};
	const outputs = await execute(new PredictConversion(), parameters, [past, [], [], [], [], []]);
	const [[model]] = outputs;
	if (model === undefined) throw new Error(`Train gave no model: ${JSON.stringify(outputs[3]?.[0]?.json.sentences)}`);
	return model;
}
