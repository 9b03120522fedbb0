import type { DateTime } from 'luxon';
import { pageOf, type Page } from '../../page/document';
import { Html, markup, type Content } from '../../page/html';
import type { Backtest } from '../backtest';
import type { Bands } from '../bands';
import type { BantRow } from '../bant';
import type { Conversion } from '../conversion';
import { backtestSentences, bandSentences, conversionSentences, speedSentences, stageSentences } from '../in-words';
import type { Finding } from '../model-check';
import type { SpeedRow } from '../speed-to-lead';
import type { StageReview } from '../stages';
import { barPlot, type BarPlot } from './bars';
import { readableFindings, weightiest } from './findings';
import { reliabilityPlot, type ReliabilityPlot } from './reliability';
import { NO_OUTCOMES, salesSections, scoreSections, type Section } from './sections';

/** What a report is made of. What cannot be told, because no lead has an outcome yet or there are too few, is null. */
export interface ReviewParts {
	readonly asOf: DateTime;
	readonly model: string;
	readonly backtest: Backtest | null;
	readonly bands: Bands | null;
	readonly conversion: readonly Conversion[];
	readonly bant: readonly BantRow[];
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
export function reviewReport(given: ReviewParts): ReviewReport {
	const parts = { ...given, findings: readableFindings(given.findings) };
	const title = `Scoring review, ${parts.asOf.setLocale('en').toFormat('d LLLL yyyy')}`;
	const sentences = sentencesOf(parts);
	const content = markup`${scoreSections(parts).map(sectionHtml)}${findingsHtml(parts.findings)}${salesSections(parts).map(sectionHtml)}`;
	return { title, sentences, page: reportPage(title, `Model ${parts.model}`, sentences, content) };
}

/** A report as a page that is complete in itself: what it says in short, then its sections. */
export function reportPage(title: string, about: string, sentences: readonly string[], sections: Content): Page {
	const content = markup`<style>
			${new Html(STYLE)}
		</style>
		<h1>${title}</h1>
		<p class="soft">${about}</p>
		<section class="card" aria-label="In short">
			<ol class="short">
				${sentences.map((sentence) => markup`<li>${unbroken(sentence)}</li>`)}
			</ol>
		</section>
		${sections}`;
	return pageOf(title, content);
}

/** A number stays with its unit. */
const unbroken = (sentence: string): string => sentence.replaceAll(' %', '\u00a0%');

const STYLE = `.card{margin:16px 0}.short{margin:0;padding-left:1.4em;font-size:1.125rem}.short li{margin:6px 0;max-width:78ch}.card p,.findings{max-width:78ch}figure{margin:0}figcaption{font-weight:600;font-size:.875rem;margin-bottom:8px}figure p{margin:4px 0 0}
.plot rect.bar{fill:var(--interest)}.plot .whisker{fill:none;stroke:var(--ink);stroke-width:1.6}
.findings{margin:0;padding:0;list-style:none}.findings li{padding:10px 0;border-top:1px solid var(--line)}.findings li:first-child{border:0;padding-top:0}.findings p{margin:2px 0 0}
.scroll{overflow-x:auto}.scroll :is(th,td){padding:6px 14px 6px 0;overflow-wrap:break-word;max-width:40ch}.scroll th{font-weight:600;color:var(--soft);font-size:.875rem}.scroll th.number{text-align:right}.scroll tbody tr{border-top:1px solid var(--line)}
@media(min-width:1000px){.said{display:grid;gap:0 40px;grid-template-columns:minmax(0,2fr) minmax(0,3fr)}}`;

function sentencesOf({ backtest, bands, conversion, findings, stages, speed }: ReviewParts): string[] {
	const works = backtest === null ? NO_OUTCOMES : backtestSentences(backtest)[0];
	const [best, worst] = conversionSentences(conversion);
	const doubt = weightiest(findings);
	const bandsDoNotRise = bands !== null && bands.rising === 'no' ? bandSentences(bands)[0] : undefined;
	const doesNot = bandsDoNotRise ?? (doubt && `${doubt.message}.`) ?? (worst?.startsWith('Speaks') ? worst : undefined);
	return [
		works,
		conversion.length === 0 ? 'What works cannot be told before leads have outcomes.' : best,
		doesNot ?? 'Nothing stands out that does not work.',
		speed.length === 0 ? stageSentences(stages)[0] : speedSentences(speed)[0],
		changeOf(backtest, doubt),
	];
}

function changeOf(backtest: Backtest | null, doubt: Finding | undefined): string {
	if (doubt !== undefined) {
		const about = doubt.about === undefined ? '' : ` (“${doubt.about}”)`;
		return `Change first${about}: ${doubt.hint.charAt(0).toLowerCase()}${doubt.hint.slice(1)}`;
	}
	if (backtest?.recommended) return 'Change nothing: the model and its threshold hold.';
	return 'Change nothing yet: wait for more outcomes.';
}

function findingsHtml(findings: readonly Finding[]): Html {
	const items = findings.map(
		({ message, evidence, hint }) =>
			markup`<li>
				<b>${message}</b>
				<p class="soft">${evidence}</p>
				<p>${hint}</p>
			</li>`,
	);
	return markup`<section class="card">
		<h2>What to look at in the model</h2>
		${items.length === 0 ? markup`<p class="soft">Nothing about the model needs attention.</p>` : markup`<ul class="findings">${items}</ul>`}
	</section>`;
}

const plotHtml = (plot: BarPlot | ReliabilityPlot): Html | null =>
	'bars' in plot ? barPlot(plot) : reliabilityPlot(plot);

export function sectionHtml({ title, sentences, plot, columns, rows, otherwise }: Section): Html {
	const said = sentences.map((sentence) => markup`<p>${unbroken(sentence)}</p>`);
	const drawn = plot && rows.length > 0 ? plotHtml(plot) : null;
	const body =
		rows.length === 0
			? markup`<p class="soft">${otherwise}</p>`
			: markup`<details ${drawn === null && markup`open`}>
					<summary>Show as table</summary>
					${tableHtml(title, columns, rows)}
				</details>`;
	return markup`<section class="card">
		<h2>${title}</h2>
		<div class="${drawn !== null && 'said'}">
			<div>${said}</div>
			${drawn}
		</div>
		${body}
	</section>`;
}

function tableHtml(title: string, columns: readonly string[], rows: Section['rows']): Html {
	const isNumber = columns.map((_, index) => rows.some((row) => typeof row[index] === 'number'));
	const classOf = (index: number) => isNumber[index] && markup`class="number"`;
	return markup`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
		<table>
			<caption class="hidden">
				${title}
			</caption>
			<thead>
				<tr>
					${columns.map((column, index) => markup`<th scope="col" ${classOf(index)}>${column}</th>`)}
				</tr>
			</thead>
			<tbody>
				${rows.map(
					(row) =>
						markup`<tr>
							${row.map((cell, index) => markup`<td ${classOf(index)}>${cell}</td>`)}
						</tr>`,
				)}
			</tbody>
		</table>
	</div>`;
}
