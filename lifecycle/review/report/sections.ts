import type { Content } from '../../page/html';
import { stageText } from '../../page/words';
import type { Backtest } from '../backtest';
import type { CellRow } from '../bands';
import { counted } from '../figures';
import {
	backtestSentences,
	bandSentences,
	bantSentences,
	conversionSentences,
	inTime,
	speedSentences,
	stageSentences,
} from '../in-words';
import type { BarPlot } from './bars';
import type { ReliabilityPlot } from './reliability';
import type { ReviewParts } from './report';

/** A part of a report: what it says, a plot, and the table behind it. */
export interface Section {
	readonly title: string;
	readonly sentences: readonly string[];
	readonly plot?: BarPlot | ReliabilityPlot;
	readonly columns: readonly string[];
	readonly rows: ReadonlyArray<readonly Content[]>;
	/** Said in place of plot and table where there is no row. */
	readonly otherwise: string;
}

export const NO_OUTCOMES = 'Whether the score works cannot be told yet: no lead that was looked at has an outcome.';

const CONVERSIONS_DRAWN = 15;
const CONVERSIONS_LISTED = 100;

/** Whether the score is right; what sales makes of it comes behind what the model gets wrong. */
export const scoreSections = (parts: ReviewParts): Section[] => [
	backtestSection(parts),
	thresholdSection(parts),
	bandSection(parts),
	cellSection(parts),
	conversionSection(parts),
	bantSection(parts),
];

export const salesSections = (parts: ReviewParts): Section[] => [stageSection(parts), speedSection(parts)];

const usualOf = (backtest: Backtest | null): number | undefined =>
	backtest === null || backtest.leads === 0 ? undefined : (100 * backtest.converted) / backtest.leads;

const backtestSection = ({ backtest }: ReviewParts): Section => ({
	title: 'Does the score tell who converts?',
	sentences: backtest === null ? [NO_OUTCOMES] : backtestSentences(backtest).slice(0, 1),
	plot: {
		title: 'Percent that converted, by tenth of the leads from the highest score down',
		unit: ' %',
		bars: (backtest?.deciles ?? []).map(({ decile, ratio }) => ({ label: `Tenth ${decile}`, value: ratio })),
		usual: usualOf(backtest),
	},
	columns: ['Tenth', 'Points', 'Leads', 'Converted', 'Percent', 'Lift'],
	rows: (backtest?.deciles ?? []).map(({ decile, lowest, highest, leads, converted, ratio, lift }) => [
		...[decile, `${lowest} to ${highest}`, leads, converted, `${ratio} %`, lift],
	]),
	otherwise: 'Fewer than ten leads have an outcome.',
});

/** Of the thresholds in the table, those that are drawn. */
const EVERY = 2;
const whole = (share: number): number => Math.round(share * 1000) / 10;

const thresholdSection = ({ backtest }: ReviewParts): Section => ({
	title: 'Where should the threshold be?',
	sentences: backtest === null || backtest.verdict === 'too few' ? [] : backtestSentences(backtest).slice(1),
	plot: {
		title: 'Percent that converted of the leads from so many points on',
		unit: ' %',
		bars: (backtest?.thresholds ?? [])
			.filter((_, index) => index % EVERY === 0)
			.map(({ threshold, precision }) => ({ label: `from ${threshold} points`, value: whole(precision) })),
		usual: usualOf(backtest),
	},
	columns: ['From points', 'Leads', 'Converted', 'Percent of them', 'Percent of all conversions'],
	rows: (backtest?.thresholds ?? []).map(({ threshold, leads, converted, precision, recall }) => [
		...[threshold, leads, converted, `${whole(precision)} %`, `${whole(recall)} %`],
	]),
	otherwise: 'No lead has an outcome yet.',
});

const bandSection = ({ bands }: ReviewParts): Section => ({
	title: 'Bands',
	sentences: bands === null ? [] : bandSentences(bands),
	plot: {
		title: 'Percent that converted, by band of points',
		unit: ' %',
		bars: (bands?.bands ?? []).map(({ from, to, ratio, low, high }) => ({
			...{ label: `${from} to ${to} points`, value: ratio, low, high },
		})),
	},
	columns: ['Points', 'Leads', 'Converted', 'Percent', '95 % interval'],
	rows: (bands?.bands ?? []).map(({ from, to, leads, converted, ratio, low, high }) => [
		...[`${from} to ${to}`, leads, converted, `${ratio} %`, `${low} to ${high} %`],
	]),
	otherwise: 'Fewer leads with an outcome than bands.',
});

function cellSection({ bands, backtest }: ReviewParts): Section {
	const cells = (bands?.cells ?? []).filter(({ leads }) => leads > 0);
	return {
		title: 'Cells',
		sentences: cellSentences(cells),
		plot: {
			title: 'Percent that converted, by cell of the grid',
			unit: ' %',
			bars: cells.map(({ cell, ratio, leads }) => ({ label: `${cell} (${leads})`, value: ratio })),
			usual: usualOf(backtest),
		},
		columns: ['Cell', 'Leads', 'Converted', 'Percent'],
		rows: cells.map(({ cell, leads, converted, ratio }) => [cell, leads, converted, `${ratio} %`]),
		otherwise: 'Fewer leads with an outcome than bands.',
	};
}

/** Fewer leads say nothing about a cell. */
const LEAST_IN_CELL = 20;

function cellSentences(cells: readonly CellRow[]): string[] {
	const known = cells.filter(({ leads }) => leads >= LEAST_IN_CELL).sort((one, other) => other.ratio - one.ratio);
	const [best, worst] = [known.at(0), known.at(-1)];
	if (best === undefined || worst === undefined || best === worst)
		return [`Too few leads to compare cells: at least two cells need ${LEAST_IN_CELL} leads each.`];
	const named = ({ cell, leads, ratio }: CellRow): string =>
		`${cell}: ${ratio} % of ${counted(leads, 'lead')} converted`;
	return [`Converts most often: ${named(best)}.`, `Least often: ${named(worst)}.`];
}

const conversionSection = ({ conversion, backtest }: ReviewParts): Section => ({
	title: 'What predicts deals',
	sentences: conversion.length === 0 ? [] : conversionSentences(conversion),
	plot: {
		title: 'Percent of touched leads that converted, by rule',
		unit: ' %',
		bars: conversion
			.filter(({ kind, verdict }) => kind === 'rule' && verdict !== 'too few')
			.slice(0, CONVERSIONS_DRAWN)
			.map(({ name, ratio, low, high }) => ({ label: name, value: ratio, low, high })),
		usual: usualOf(backtest),
	},
	columns: ['Kind', 'Name', 'Touched', 'Converted', 'Percent', 'Lift', 'Verdict', 'Points', 'Suggested'],
	rows: conversion
		.slice(0, CONVERSIONS_LISTED)
		.map(({ kind, name, touched, converted, ratio, lift, verdict, points, suggested }) => [
			...[kind, name, touched, converted, `${ratio} %`, lift, verdict, points ?? '–', suggested ?? '–'],
		]),
	otherwise: 'No lead has an outcome yet.',
});

const BANT_SAID = 4;

const bantSection = ({ bant, backtest }: ReviewParts): Section => ({
	title: 'Is what leads declare true?',
	sentences: bantSentences(bant).slice(0, BANT_SAID),
	plot: {
		title: 'Percent that converted, by what they declared',
		unit: ' %',
		bars: bant.map(({ element, declared, ratio, low, high }) => ({
			...{ label: `${element}: ${declared}`, value: ratio, low, high },
		})),
		usual: usualOf(backtest),
	},
	columns: ['About', 'Declared', 'Leads', 'Converted', 'Percent', '95 % interval', 'Median days', 'Within it'],
	rows: bant.map(({ element, declared, leads, converted, ratio, low, high, daysToConvert, onTime }) => [
		...[element, declared, leads, converted, `${ratio} %`, `${low} to ${high} %`, daysToConvert ?? '–'],
		onTime === null ? '–' : `${onTime} %`,
	]),
	otherwise: 'No lead with an outcome says anything of its budget, authority, need or timeline.',
});

const stageSection = ({ stages }: ReviewParts): Section => ({
	title: 'Stages',
	sentences: stageSentences(stages),
	plot: {
		title: 'Leads in each stage now',
		unit: '',
		bars: stages.stages.filter(({ now }) => now > 0).map(({ stage, now }) => ({ label: stageText(stage), value: now })),
	},
	columns: ['Stage', 'Leads now', 'Ever entered', 'Median days', 'Nine of ten within', 'Went on'],
	rows: stages.stages.map(({ stage, now, entered, medianDays, p90Days, wentOn }) => [
		...[stageText(stage), now, entered, medianDays ?? '–', p90Days ?? '–', `${wentOn} %`],
	]),
	otherwise: 'The lead book is empty.',
});

const speedSection = ({ speed }: ReviewParts): Section => ({
	title: 'Speed to lead',
	sentences: speedSentences(speed),
	plot: {
		title: 'Time until the first answer, median by owner',
		unit: ' min',
		bars: speed
			.flatMap(({ by, name, median }) =>
				by === 'owner' && median !== null ? [{ label: name, value: median, text: inTime(median) }] : [],
			)
			.sort((one, other) => other.value - one.value),
	},
	columns: ['By', 'Name', 'Hand-offs', 'Answered', 'Median minutes', 'Nine of ten within'],
	rows: speed.map(({ by, name, handOffs, answered, median, p90 }) => [
		...[by, name, handOffs, answered, median ?? '–', p90 ?? '–'],
	]),
	otherwise: 'No lead was handed over.',
});
