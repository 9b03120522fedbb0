import type { DateTime } from 'luxon';
import { pageOf, type Page } from '../../page/document';
import { Html, markup, type Content } from '../../page/html';
import type { Backtest } from '../backtest';
import type { Bands } from '../bands';
import type { Conversion } from '../conversion';
import { counted } from '../figures';
import { backtestSentences, bandSentences, conversionSentences, speedSentences, stageSentences } from '../in-words';
import type { Finding } from '../model-check';
import type { SpeedRow } from '../speed-to-lead';
import type { StageReview } from '../stages';
import { barPlot, type BarPlot } from './bars';

/** What a report is made of. What cannot be told, because no lead has an outcome yet or there are too few, is null. */
export interface ReviewParts {
	readonly asOf: DateTime;
	readonly model: string;
	readonly backtest: Backtest | null;
	readonly bands: Bands | null;
	readonly conversion: readonly Conversion[];
	readonly findings: readonly Finding[];
	readonly stages: StageReview;
	readonly speed: readonly SpeedRow[];
}

export interface ReviewReport {
	readonly title: string;
	/** Five: whether the score works, what works, what does not, how sales takes it up, what to change. */
	readonly sentences: readonly string[];
	readonly page: Page;
}

/** The review as five plain sentences and a page that is complete in itself, with a table behind each plot. */
export function reviewReport(parts: ReviewParts): ReviewReport {
	const title = `Scoring review, ${parts.asOf.setLocale('en').toFormat('d LLLL yyyy')}`;
	const sentences = sentencesOf(parts);
	const content = markup`<style>
			${new Html(STYLE)}
		</style>
		<h1>${title}</h1>
		<p class="soft">Model ${parts.model}</p>
		<section class="card" aria-label="In short">
			<ol class="short">
				${sentences.map((sentence) => markup`<li>${sentence}</li>`)}
			</ol>
		</section>
		${sectionsOf(parts).map(sectionHtml)}`;
	return { title, sentences, page: pageOf(title, content) };
}

const STYLE = `.card{margin:16px 0;overflow-x:auto}.short{margin:0;padding-left:1.4em;font-size:1.125rem}.short li{margin:6px 0;max-width:78ch}.card p{max-width:78ch}.plot{max-width:760px}.plot rect.bar{fill:var(--interest)}.plot .whisker{stroke:var(--ink);stroke-width:1.6}th,td{padding:6px 14px 6px 0}th{font-weight:600;color:var(--soft);font-size:.875rem}tbody tr{border-top:1px solid var(--line)}`;

function sentencesOf({ backtest, bands, conversion, findings, stages, speed }: ReviewParts): string[] {
	const works = backtest === null ? NO_OUTCOMES : backtestSentences(backtest)[0];
	const [best, worst] = conversionSentences(conversion);
	const [doubt] = findings;
	const bandsDoNotRise = bands !== null && bands.rising === 'no' ? bandSentences(bands)[0] : undefined;
	const doesNot = bandsDoNotRise ?? (doubt && `${doubt.message}.`) ?? (worst?.startsWith('Speaks') ? worst : undefined);
	return [
		works,
		conversion.length === 0 ? 'What works cannot be told before leads have outcomes.' : best,
		doesNot ?? 'Nothing stands out that does not work.',
		speed.length === 0 ? stageSentences(stages)[0] : speedSentences(speed)[0],
		changeOf(backtest, findings),
	];
}

const NO_OUTCOMES = 'Whether the score works cannot be told yet: no lead that was looked at has an outcome.';

function changeOf(backtest: Backtest | null, [first]: readonly Finding[]): string {
	if (first !== undefined) return `Change first: ${first.hint}`;
	if (backtest?.recommended) return 'Change nothing: the model and its threshold hold.';
	return 'Change nothing yet: wait for more outcomes.';
}

interface Section {
	readonly title: string;
	readonly sentences: readonly string[];
	readonly plot?: BarPlot;
	readonly columns: readonly string[];
	readonly rows: ReadonlyArray<readonly Content[]>;
	/** Said in place of plot and table where there is no row. */
	readonly otherwise: string;
}

const CONVERSIONS_DRAWN = 15;
const CONVERSIONS_LISTED = 100;

function sectionsOf(parts: ReviewParts): Section[] {
	const { findings, stages, speed } = parts;
	return [
		backtestSection(parts),
		bandSection(parts),
		conversionSection(parts),
		{
			title: 'What to look at in the model',
			sentences: [],
			columns: ['Finding', 'Evidence', 'What to do'],
			rows: findings.map(({ message, evidence, hint }) => [message, evidence, hint]),
			otherwise: 'Nothing about the model needs attention.',
		},
		{
			title: 'Stages',
			sentences: stageSentences(stages),
			plot: {
				title: 'Leads in each stage now',
				unit: '',
				bars: stages.stages.filter(({ now }) => now > 0).map(({ stage, now }) => ({ label: stage, value: now })),
			},
			columns: ['Stage', 'Leads now', 'Ever entered', 'Median days', 'Nine of ten within', 'Went on'],
			rows: stages.stages.map(({ stage, now, entered, medianDays, p90Days, wentOn }) => [
				...[stage, now, entered, medianDays ?? '–', p90Days ?? '–', `${wentOn} %`],
			]),
			otherwise: 'The lead book is empty.',
		},
		{
			title: 'Speed to lead',
			sentences: speedSentences(speed),
			plot: {
				title: 'Minutes until the first answer, median by owner',
				unit: ' min',
				bars: speed
					.filter(({ by, median }) => by === 'owner' && median !== null)
					.map(({ name, median }) => ({ label: name, value: median ?? 0 })),
			},
			columns: ['By', 'Name', 'Hand-offs', 'Answered', 'Median minutes', 'Nine of ten within'],
			rows: speed.map(({ by, name, handOffs, answered, median, p90 }) => [
				...[by, name, handOffs, answered, median ?? '–', p90 ?? '–'],
			]),
			otherwise: 'No lead was handed over.',
		},
	];
}

const backtestSection = ({ backtest }: ReviewParts): Section => ({
	title: 'Does the score tell who converts?',
	sentences: backtest === null ? [NO_OUTCOMES] : backtestSentences(backtest),
	plot: {
		title: 'Percent that converted, by tenth of the leads from the highest score down',
		unit: ' %',
		bars: (backtest?.deciles ?? []).map(({ decile, ratio }) => ({ label: `Tenth ${decile}`, value: ratio })),
		usual: backtest === null || backtest.leads === 0 ? undefined : (100 * backtest.converted) / backtest.leads,
	},
	columns: ['Tenth', 'Points', 'Leads', 'Converted', 'Percent', 'Lift'],
	rows: (backtest?.deciles ?? []).map(({ decile, lowest, highest, leads, converted, ratio, lift }) => [
		...[decile, `${lowest} to ${highest}`, leads, converted, `${ratio} %`, lift],
	]),
	otherwise: 'Fewer than ten leads have an outcome.',
});

const bandSection = ({ bands }: ReviewParts): Section => ({
	title: 'Bands',
	sentences: bands === null ? [] : bandSentences(bands),
	plot: {
		title: 'Percent that converted, by band of points, with 95 % intervals',
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

const conversionSection = ({ conversion, backtest }: ReviewParts): Section => ({
	title: 'What predicts deals',
	sentences: conversion.length === 0 ? [] : conversionSentences(conversion),
	plot: {
		title: 'Percent of touched leads that converted, by rule, with 95 % intervals',
		unit: ' %',
		bars: conversion
			.filter(({ kind, verdict }) => kind === 'rule' && verdict !== 'too few')
			.slice(0, CONVERSIONS_DRAWN)
			.map(({ name, ratio, low, high }) => ({ label: name, value: ratio, low, high })),
		usual: backtest === null || backtest.leads === 0 ? undefined : (100 * backtest.converted) / backtest.leads,
	},
	columns: ['Kind', 'Name', 'Touched', 'Converted', 'Percent', 'Lift', 'Verdict', 'Points', 'Suggested'],
	rows: conversion
		.slice(0, CONVERSIONS_LISTED)
		.map(({ kind, name, touched, converted, ratio, lift, verdict, points, suggested }) => [
			...[kind, name, touched, converted, `${ratio} %`, lift, verdict, points ?? '–', suggested ?? '–'],
		]),
	otherwise: 'No lead has an outcome yet.',
});

function sectionHtml({ title, sentences, plot, columns, rows, otherwise }: Section): Html {
	const said = sentences.map((sentence) => markup`<p>${sentence}</p>`);
	const body =
		rows.length === 0
			? markup`<p class="soft">${otherwise}</p>`
			: markup`${plot && barPlot(plot)}
					<details ${(plot === undefined || plot.bars.length === 0) && markup`open`}>
						<summary>${plot === undefined ? counted(rows.length, 'row') : 'Show as table'}</summary>
						${tableHtml(title, columns, rows)}
					</details>`;
	return markup`<section class="card">
		<h2>${title}</h2>
		${said}${body}
	</section>`;
}

const tableHtml = (title: string, columns: readonly string[], rows: Section['rows']): Html =>
	markup`<table>
		<caption class="hidden">
			${title}
		</caption>
		<thead>
			<tr>
				${columns.map((column) => markup`<th scope="col">${column}</th>`)}
			</tr>
		</thead>
		<tbody>
			${rows.map(
				(row) =>
					markup`<tr>
						${row.map((cell) => markup`<td ${typeof cell === 'number' && markup`class="number"`}>${cell}</td>`)}
					</tr>`,
			)}
		</tbody>
	</table>`;
