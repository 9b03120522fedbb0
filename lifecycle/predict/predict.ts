import { DAY, toIso } from '../time';
import { rounded } from '../review/figures';
import { signedPoints } from '../points';
import { logistic } from './arithmetic';
import { inWords, topicOf } from './column-words';
import type { Cell, Column } from './column';
import { gradeOf, placeOn, type Grade } from './grade';
import { cellReader, columnsOfForm, reckoner } from './predictor';
import type { Snapshot } from './snapshot';
import { isFit, type StoredModel } from './stored-model';

/** One line of the explanation. */
export interface PredictionReason {
	/** `fit`: who the lead is; `engagement`: what it did; `usual`: what any lead begins with. */
	readonly dimension: 'fit' | 'engagement' | 'usual';
	/** What it adds to the log-odds, at most four decimals. */
	readonly logOdds: number;
	/** `came back after silence +0.8` */
	readonly text: string;
}

/** What Predict adds to a lead. */
export interface Prediction {
	/** 0..1, four decimals. */
	readonly probability: number;
	/** Whole percent, for people. */
	readonly percent: number;
	readonly grade: Grade;
	/** The sum of the reasons; the probability is 1 / (1 + e^-logOdds). */
	readonly logOdds: number;
	/** Percent of the leads learnt from that stand lower: in all, by who they are, and by what they did. */
	readonly rank: number;
	readonly fit: number;
	readonly engagement: number;
	readonly reasons: readonly PredictionReason[];
	readonly summary: string;
	/** Whether it is younger than the leads learnt from were when they were looked at. */
	readonly early: boolean;
	readonly verdict: StoredModel['verdict'];
	readonly model: string;
	/** ISO 8601, UTC. */
	readonly asOf: string;
}

export const MOST_REASONS = 8;
const IN_SUMMARY = 3;
/** Log-odds are counted in ten-thousandths, so that reasons add up exactly. */
const UNITS = 10_000;

interface Topic {
	readonly columns: number[];
	units: number;
}

/** The reader of a model: what it says of a lead as known at an instant. */
export function predictionOf(model: StoredModel, mostReasons = MOST_REASONS): (snapshot: Snapshot) => Prediction {
	const columns = columnsOfForm(model.predictor.form);
	const cellsOf = cellReader(columns);
	const reckon = reckoner(model.predictor);
	const topics = topicsOf(columns);
	return (snapshot) => {
		const cells = cellsOf(snapshot);
		const { base, parts } = reckon(cells);
		const own = topics.map(({ columns: places }) => ({ places, units: unitsOf(places, parts) }));
		const baseUnits = Math.round(base * UNITS);
		const units = own.reduce((sum, topic) => sum + topic.units, baseUnits);
		const sum = units / UNITS;
		const probability = rounded(logistic(sum), 4);
		const reasons = reasonsOf(own, { columns, cells, snapshot, baseUnits, mostReasons });
		return {
			...{ probability, percent: Math.round(probability * 100), grade: gradeOf(model.scales.all, sum), logOdds: sum },
			rank: placeOn(model.scales.all, sum),
			fit: placeOn(model.scales.fit, sumOf(own, columns, true)),
			engagement: placeOn(model.scales.engagement, sumOf(own, columns, false)),
			reasons,
			summary: summaryOf(reasons),
			early: isEarly(snapshot, model),
			...{ verdict: model.verdict, model: model.name, asOf: toIso(snapshot.at) },
		};
	};
}

function topicsOf(columns: readonly Column[]): Topic[] {
	const topics = new Map<string, Topic>();
	for (const [place, column] of columns.entries()) {
		const topic = topicOf(column);
		const known = topics.get(topic);
		if (known) known.columns.push(place);
		else topics.set(topic, { columns: [place], units: 0 });
	}
	return [...topics.values()];
}

const unitsOf = (places: readonly number[], parts: Float64Array): number => {
	const sum = Math.round(places.reduce((total, place) => total + parts[place], 0) * UNITS);
	return sum === 0 ? 0 : sum;
};

interface Told {
	readonly places: readonly number[];
	readonly units: number;
}

const sumOf = (topics: readonly Told[], columns: readonly Column[], fit: boolean): number =>
	topics.reduce((sum, { places, units }) => (isFit(columns[places[0]]) === fit ? sum + units : sum), 0) / UNITS;

interface Telling {
	readonly columns: readonly Column[];
	readonly cells: readonly Cell[];
	readonly snapshot: Snapshot;
	readonly baseUnits: number;
	readonly mostReasons: number;
}

/** The strongest first; what is left of either dimension is one line, and so is what every lead begins with. */
function reasonsOf(topics: readonly Told[], telling: Telling): PredictionReason[] {
	const { columns, cells, snapshot, baseUnits, mostReasons } = telling;
	const dimensionOf = ({ places }: Told) => (isFit(columns[places[0]]) ? ('fit' as const) : ('engagement' as const));
	const sorted = topics
		.filter(({ units }) => units !== 0)
		.sort((one, other) => Math.abs(other.units) - Math.abs(one.units) || one.places[0] - other.places[0]);
	const own = sorted.slice(0, mostReasons).map((topic) => {
		const text = inWords(columns[topic.places[0]], snapshot, cells[topic.places[0]]);
		return reason(dimensionOf(topic), topic.units, text);
	});
	const rest = sorted.slice(mostReasons);
	const others = (['fit', 'engagement'] as const).flatMap((dimension) => {
		const left = rest.filter((topic) => dimensionOf(topic) === dimension);
		const units = left.reduce((sum, topic) => sum + topic.units, 0);
		return units === 0 ? [] : [reason(dimension, units, `${left.length} smaller things of ${dimension}`)];
	});
	return [...own, ...others, reason('usual', baseUnits, 'what any lead begins with')];
}

function reason(dimension: PredictionReason['dimension'], units: number, text: string): PredictionReason {
	const logOdds = units / UNITS;
	return { dimension, logOdds, text: `${text} ${signedPoints(rounded(logOdds, 2) || 0)}` };
}

const summaryOf = (reasons: readonly PredictionReason[]): string =>
	reasons
		.filter(({ dimension }) => dimension !== 'usual')
		.slice(0, IN_SUMMARY)
		.map(({ text }) => text)
		.join(' · ');

const isEarly = ({ at, cameInAt }: Snapshot, { learnt: { ageDays } }: StoredModel): boolean =>
	ageDays !== null && cameInAt !== undefined && at - cameInAt < ageDays * DAY;
