import { scaleLinear, scaleTime } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { ScoreAt } from '../review/history/history';
import { Html, markup, type Content } from './html';
import { dayText, points, wholePoints, type Viewing } from './words';

/** Something that happened, marked in the plot. */
export interface PlotEvent {
	/** ISO 8601. */
	readonly at: string;
	readonly name: string;
	readonly kind: 'event' | 'reset';
}

export interface ScorePlot {
	readonly history: readonly ScoreAt[];
	/** The score if nothing more happens, from now on. */
	readonly ahead: readonly ScoreAt[];
	readonly threshold: number;
	/** When the score falls below the threshold. */
	readonly dropsAt: string | null;
	readonly events: readonly PlotEvent[];
}

interface Size {
	readonly name: 'wide' | 'narrow';
	readonly width: number;
	readonly height: number;
	readonly ticks: number;
}

const SIZES: readonly Size[] = [
	{ name: 'wide', width: 720, height: 250, ticks: 5 },
	{ name: 'narrow', width: 360, height: 230, ticks: 3 },
];
const MARGIN = { top: 22, right: 14, bottom: 24, left: 38 };

/**
 * A score over time as a drawing that needs no scripts, once for wide and once for narrow screens, of which one is shown; the numbers stand in a
 * table behind it, for those who do not see it.
 */
export function scorePlot(plot: ScorePlot, viewing: Viewing): Html {
	return markup`${SIZES.map((size) => drawing(plot, size, viewing))}<p class="key"><span><i class="fit"></i>fit</span><span><i class="interest"></i>interest</span><span class="soft">line: score · dashed: ready for sales from ${points(plot.threshold)}${plot.ahead.length > 0 && ' · dotted: if nothing more happens'}</span></p>${asTable(plot, viewing)}`;
}

type Scale = (value: number) => number;

interface Scales {
	readonly x: Scale;
	readonly y: Scale;
	readonly times: readonly Date[];
	readonly scores: readonly number[];
}

const instantOf = ({ at }: { at: string }): number => Date.parse(at);

function scalesOf({ history, ahead, threshold }: ScorePlot, { width, height, ticks }: Size): Scales {
	const all = [...history, ...ahead];
	const values = all.flatMap(({ total, fit, engagement }) => [total, fit, fit + engagement]);
	const x = scaleTime()
		.domain([instantOf(all[0]), instantOf(all[all.length - 1])])
		.range([MARGIN.left, width - MARGIN.right]);
	const y = scaleLinear()
		.domain([Math.min(0, ...values), Math.max(threshold * 1.1, ...values, 1)])
		.nice()
		.range([height - MARGIN.bottom, MARGIN.top]);
	return { x, y, times: x.ticks(ticks), scores: y.ticks(5) };
}

const rounded = (value: number): string => value.toFixed(1);

function drawing(plot: ScorePlot, size: Size, viewing: Viewing): Html {
	const scales = scalesOf(plot, size);
	const { history, threshold } = plot;
	const [first, last] = [history[0], history[history.length - 1]];
	const description = `${wholePoints(first.total)} on ${dayText(first.at, viewing)}, ${wholePoints(last.total)} now. Ready for sales from ${points(threshold)}. The table below has the numbers.`;
	const layers: Content[] = [
		axes(scales, size, viewing),
		areas(history, scales),
		horizontal('ready', scales.y(threshold), size),
		curve('total', history, scales),
		curve('ahead', plot.ahead, scales),
		marks(plot, scales, size),
		markup`<circle cx="${rounded(scales.x(instantOf(last)))}" cy="${rounded(scales.y(last.total))}" r="3.5" />`,
	];
	return markup`<svg class="plot ${size.name}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Score over time: ${description}">${layers}</svg>`;
}

const horizontal = (name: string, y: number, { width }: Size): Html =>
	markup`<path class="${name}" d="M${MARGIN.left} ${rounded(y)}H${width - MARGIN.right}" />`;

function axes({ x, y, times, scores }: Scales, size: Size, viewing: Viewing): Content[] {
	const bottom = size.height - MARGIN.bottom;
	return [
		...scores.map(
			(score) =>
				markup`${horizontal('grid', y(score), size)}<text x="${MARGIN.left - 6}" y="${rounded(y(score) + 4)}" text-anchor="end">${points(score)}</text>`,
		),
		...times.map(
			(time) =>
				markup`<text x="${rounded(x(time.getTime()))}" y="${bottom + 17}" text-anchor="middle">${dayText(time.toISOString(), viewing).replace(/ \d{4}$/, '')}</text>`,
		),
	];
}

function areas(history: readonly ScoreAt[], { x, y }: Scales): Content[] {
	const between = (from: (at: ScoreAt) => number, to: (at: ScoreAt) => number): string =>
		area<ScoreAt>()
			.digits(1)
			.x((at) => x(instantOf(at)))
			.y0((at) => y(from(at)))
			.y1((at) => y(to(at)))([...history]) ?? '';
	return [
		path(
			'area-fit',
			between(
				() => 0,
				({ fit }) => fit,
			),
		),
		path(
			'area-interest',
			between(
				({ fit }) => fit,
				({ fit, engagement }) => fit + engagement,
			),
		),
	];
}

const path = (name: string, d: string): Html => markup`<path class="${name}" d="${new Html(d)}" />`;

function curve(name: string, points: readonly ScoreAt[], { x, y }: Scales): Html | null {
	if (points.length < 2) return null;
	const draw = line<ScoreAt>()
		.digits(1)
		.x((at) => x(instantOf(at)))
		.y(({ total }) => y(total));
	return path(name, draw([...points]) ?? '');
}

const LEAST_APART = 70;

function marks({ history, events, dropsAt, ahead, threshold }: ScorePlot, { x, y }: Scales, size: Size): Content[] {
	const bottom = size.height - MARGIN.bottom;
	const [from, now] = [instantOf(history[0]), instantOf(history[history.length - 1])];
	const vertical = (name: string, at: number): Html =>
		markup`<path class="${name}" d="M${rounded(x(at))} ${MARGIN.top}V${bottom}" />`;
	const shown = events.filter((event) => instantOf(event) >= from && instantOf(event) <= now);
	let free = -Infinity;
	const named = shown.map((event) => {
		const at = x(instantOf(event));
		const isRight = at > size.width - 130;
		const hasRoom = at >= free;
		if (hasRoom) free = at + LEAST_APART;
		const text = markup`<text x="${rounded(at + (isRight ? -4 : 4))}" y="${MARGIN.top - 8}" ${isRight && markup`text-anchor="end"`}>${event.name}</text>`;
		return markup`${vertical(event.kind, instantOf(event))}${hasRoom && text}`;
	});
	const isDropShown = dropsAt !== null && ahead.length > 0 && Date.parse(dropsAt) <= instantOf(ahead[ahead.length - 1]);
	const drop = isDropShown
		? markup`<circle class="drop" cx="${rounded(x(Date.parse(dropsAt)))}" cy="${rounded(y(threshold))}" r="4" />`
		: null;
	return [vertical('today', now), named, drop];
}

/** A row per week is enough to read; the plot has every day. */
const EVERY = 7;

function asTable({ history, events }: ScorePlot, viewing: Viewing): Html {
	const last = history.length - 1;
	const rows = history
		.filter((_, index) => (last - index) % EVERY === 0)
		.map(
			({ at, total, fit, engagement }) =>
				markup`<tr><th scope="row">${dayText(at, viewing)}</th>${[fit, engagement, total].map((value) => markup`<td class="number">${points(value)}</td>`)}</tr>`,
		);
	const happened = events.map(({ at, name }) => markup`<li>${dayText(at, viewing)}: ${name}</li>`);
	return markup`<details><summary>Show as table</summary><table><caption class="hidden">Score over time</caption><thead><tr><th scope="col">Day</th><th scope="col" class="number">Fit</th><th scope="col" class="number">Interest</th><th scope="col" class="number">Score</th></tr></thead><tbody>${rows}</tbody></table>${happened.length > 0 && markup`<h3>Marked in the plot</h3><ul>${happened}</ul>`}</details>`;
}
