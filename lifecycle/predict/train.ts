import { fault, ok, type Result } from '../fault';
import { counted, rounded } from '../review/figures';
import { pairedBootstrap } from '../review/statistics/paired-bootstrap';
import type { Interval } from '../review/statistics/wilson';
import { areaUnderCurve, groupsOf } from '../review/statistics/ranking';
import { toIso } from '../time';
import { fitPredictor, type FitTerms, type Method } from './fit';
import { scaleOf } from './grade';
import { leaksOf, type Leak } from './leak';
import { measure, rankedBy, type Measured } from './measure';
import { logOddsOfAll, type Predictor } from './predictor';
import type { Example } from './snapshot';
import { randomSplit, timeSplit, type Split } from './split';
import { FORMAT, FORMAT_VERSION, MOST_CHARACTERS, sumsOf, type StoredModel } from './stored-model';
import { attributeColumns, tableOf } from './survey';
import { judge, stillMissing, type Judged } from './verdict';

export interface TrainTerms {
	/** Epoch milliseconds. */
	readonly asOf: number;
	readonly method: Method;
	/** Fields that are used although the leak alarm names them. */
	readonly confirmed: ReadonlySet<string>;
	/** How the examples were looked at: days after they came in, or null for their hand-off. */
	readonly ageDays: number | null;
	readonly windowDays: number;
}

export interface Training extends Judged {
	readonly leads: number;
	readonly converted: number;
	/** Columns left out because they seem to have been written after the outcome. */
	readonly leaks: readonly Leak[];
	/** Learnt on the leads that came in first, measured on those that came in last; null where nothing was learnt. */
	readonly time: Measured | null;
	/** The same by lot: the difference is what time changed. */
	readonly random: Measured | null;
	/** How much larger the AUC is than that of the mere number of activities, on the last leads. */
	readonly overCounting: { readonly difference: number; readonly interval: Interval } | null;
	/** Learnt on all leads; undefined where the verdict is that it is not usable. */
	readonly model: StoredModel | undefined;
	/** What was learnt on the first leads alone, for a fair look at the last ones. */
	readonly onFirst: { readonly predictor: Predictor; readonly split: Split } | undefined;
}

/** Learns who converts, and says whether that may be used. `examples` in order of time; a fault where they have no two dates. */
export function train(examples: readonly Example[], terms: TrainTerms): Result<Training> {
	const converted = examples.filter((example) => example.converted).length;
	const counts = { leads: examples.length, converted };
	const missing = stillMissing(converted, examples.length - converted);
	if (missing !== undefined) return ok(nothingLearnt(counts, { verdict: 'Not usable', why: missing }, []));
	const split = timeSplit(examples.map(({ cameInAt }) => cameInAt));
	if (split.learnt.length === 0)
		return fault(
			`All ${counted(examples.length, 'lead')} came in at the same time, so that none came later to measure on`,
			'Name the field with the time a lead came in in the option “Came In Field”.',
		);
	const leaks = leaksOf(examples, tableOf(attributeColumns(examples), examples));
	const without = new Set(leaks.map(({ field }) => field).filter((field) => !terms.confirmed.has(field)));
	const fitTerms: FitTerms = { method: terms.method, halfLives: new Map(), without };
	const left = leaks.filter(({ field }) => without.has(field));
	const onFirst = fitPredictor(part(examples, split.learnt), fitTerms);
	const last = part(examples, split.measured);
	const logOdds = logOddsOfAll(onFirst, last);
	const time = measure(last, logOdds);
	const judged = judge(time);
	const sameKind: FitTerms = { ...fitTerms, method: onFirst.form.kind === 'trees' ? 'trees' : 'logistic' };
	const training = {
		...{ ...counts, ...judged, leaks: left, time, random: byLot(examples, sameKind) },
		...{ overCounting: overCounting(last, logOdds), onFirst: { predictor: onFirst, split } },
	};
	if (judged.verdict === 'Not usable') return ok({ ...training, model: undefined });
	const model = modelOf(examples, sameKind, { ...terms, judged, time });
	return JSON.stringify(model).length > MOST_CHARACTERS ? tooLarge(model) : ok({ ...training, model });
}

const part = (examples: readonly Example[], places: readonly number[]): Example[] =>
	places.map((place) => examples[place]);

const nothingLearnt = (
	counts: { leads: number; converted: number },
	judged: Judged,
	leaks: readonly Leak[],
): Training => ({
	...{ ...counts, ...judged, leaks },
	...{ time: null, random: null, overCounting: null, model: undefined, onFirst: undefined },
});

const tooLarge = (model: StoredModel) =>
	fault(
		`The model has ${counted(JSON.stringify(model).length, 'character')}; a cell holds ${counted(MOST_CHARACTERS, 'character')}`,
		'Name columns that are of no use in the option “Leave Out Fields”, or choose “Logistic Regression”.',
	);

function byLot(examples: readonly Example[], terms: FitTerms): Measured {
	const split = randomSplit(examples.length);
	const measured = part(examples, split.measured);
	return measure(measured, logOddsOfAll(fitPredictor(part(examples, split.learnt), terms), measured));
}

function overCounting(last: readonly Example[], logOdds: Float64Array): Training['overCounting'] {
	const [counting, model] = [
		rankedBy(
			last,
			last.map(({ activities }) => activities.length),
		),
		rankedBy(last, logOdds),
	];
	const difference = areaUnderCurve(groupsOf(model)) - areaUnderCurve(groupsOf(counting));
	if (Number.isNaN(difference)) return null;
	const { low, high } = pairedBootstrap(counting, model);
	return { difference: rounded(difference, 3), interval: { low: rounded(low, 3), high: rounded(high, 3) } };
}

interface Told extends TrainTerms {
	readonly judged: Judged;
	readonly time: Measured;
}

function modelOf(examples: readonly Example[], fitTerms: FitTerms, terms: Told): StoredModel {
	const predictor = fitPredictor(examples, fitTerms);
	const { auc, interval, brier, leads, converted } = terms.time;
	const trainedAt = toIso(terms.asOf);
	const until = examples.reduce((latest, { at }) => Math.max(latest, at), -Infinity);
	return {
		...{ format: FORMAT, version: FORMAT_VERSION, name: `conversion ${trainedAt.slice(0, 10)}`, trainedAt },
		verdict: terms.judged.verdict,
		learnt: {
			leads: examples.length,
			converted: examples.filter((example) => example.converted).length,
			...{ from: toIso(examples[0].cameInAt), until: toIso(until) },
			...{ ageDays: terms.ageDays, windowDays: terms.windowDays },
		},
		measured: { leads, converted, auc, interval, brier },
		predictor,
		scales: scalesOf(predictor, examples),
	};
}

function scalesOf(predictor: Predictor, examples: readonly Example[]): StoredModel['scales'] {
	const { all, fit, engagement } = sumsOf(predictor, examples);
	return { all: scaleOf(all), fit: scaleOf(fit), engagement: scaleOf(engagement) };
}
