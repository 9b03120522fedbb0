import { scaleBand, scaleLinear } from 'd3-scale';
import { markup, type Html } from '../../page/html';

/** One bar. `low` and `high` are the 95 % interval of its value, drawn as a thin line. */
export interface Bar {
	readonly label: string;
	readonly value: number;
	readonly low?: number;
	readonly high?: number;
	/** Beside the bar instead of value and unit. */
	readonly text?: string;
}

export interface BarPlot {
	readonly title: string;
	/** Behind each number, such as ` %`. */
	readonly unit: string;
	readonly bars: readonly Bar[];
	/** A value that all bars are compared with, such as the usual conversion. */
	readonly usual?: number;
}

interface Size {
	readonly name: 'wide' | 'narrow';
	readonly width: number;
	/** Room for labels beside the bars; 0: they are above. */
	readonly labels: number;
	/** Room for the numbers. */
	readonly numbers: number;
	/** Height that each bar takes with what is above it. */
	readonly row: number;
	readonly longestLabel: number;
}

const SIZES: readonly Size[] = [
	{ name: 'wide', width: 660, labels: 210, numbers: 76, row: 26, longestLabel: 30 },
	{ name: 'narrow', width: 330, labels: 0, numbers: 76, row: 44, longestLabel: 44 },
];
const BOTTOM = 4;
const LABEL = 18;
const PADDING = 4;

/**
 * Bars one below the other with their title, as a drawing that needs no scripts, once for wide and once for narrow screens, of which one is shown.
 * Nothing comes of no bar.
 */
export function barPlot(plot: BarPlot): Html | null {
	if (plot.bars.length === 0) return null;
	return markup`<figure>
		<figcaption>${plot.title}</figcaption>
		${SIZES.map((size) => drawing(plot, size))}
		<p class="soft small">${legend(plot)}</p>
	</figure>`;
}

function legend({ bars, usual, unit }: BarPlot): string {
	const hasIntervals = bars.some(({ low }) => low !== undefined);
	return [
		...(usual === undefined ? [] : [`Dashed: all leads, ${numberText(usual)}${unit}.`]),
		...(hasIntervals ? ['Thin line: 95 % interval.'] : []),
	].join(' ');
}

function drawing({ title, unit, bars, usual }: BarPlot, size: Size): Html {
	const { name, width, labels, numbers, row } = size;
	const height = bars.length * row + BOTTOM;
	const least = Math.min(0, ...bars.map(({ value }) => value));
	const most = Math.max(1, usual ?? 0, ...bars.map(({ value, high }) => Math.max(value, high ?? value)));
	const x = scaleLinear()
		.domain([least, most])
		.range([labels, width - numbers]);
	const y = scaleBand<number>()
		.domain(bars.map((_, index) => index))
		.range([0, bars.length * row]);
	const drawn = bars.map((bar, index) => drawnBar(bar, y(index) ?? 0, { size, x, unit }));
	const mark = usual === undefined ? null : markup`<path class="ready" d="M${one(x(usual))} 0V${height - BOTTOM}" />`;
	return markup`<svg
		class="plot ${name}"
		viewBox="0 0 ${width} ${height}"
		role="img"
		aria-label="${title}. The table below has the numbers."
	>
		${drawn}${mark}
	</svg>`;
}

interface Frame {
	readonly size: Size;
	readonly x: (value: number) => number;
	readonly unit: string;
}

function drawnBar(bar: Bar, start: number, { size, x, unit }: Frame): Html {
	const { width, labels, row, longestLabel } = size;
	const top = start + (labels === 0 ? LABEL : PADDING);
	const high = start + row - PADDING - top;
	const middle = top + high / 2;
	const [from, to] = [x(Math.min(0, bar.value)), x(Math.max(0, bar.value))];
	const label = shortened(bar.label, longestLabel);
	const name =
		labels === 0
			? markup`<text x="0" y="${one(top - 5)}">${label}</text>`
			: markup`<text x="${labels - 8}" y="${one(middle + 4)}" text-anchor="end">${label}</text>`;
	return markup`${name}
		<rect class="bar" x="${one(from)}" y="${one(top)}" width="${one(Math.max(1, to - from))}" height="${one(high)}" rx="2" />
		${whisker(bar, middle, x)}
		<text x="${width - 2}" y="${one(middle + 4)}" text-anchor="end">${bar.text ?? `${numberText(bar.value)}${unit}`}</text>`;
}

function whisker({ low, high }: Bar, middle: number, x: (value: number) => number): Html | null {
	if (low === undefined || high === undefined) return null;
	const ends = [low, high].map((value) => `M${one(x(value))} ${one(middle - 4)}v8`).join('');
	return markup`<path class="whisker" d="M${one(x(low))} ${one(middle)}H${one(x(high))}${ends}" />`;
}

const one = (value: number): string => value.toFixed(1);
const numberText = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
const shortened = (label: string, longest: number): string =>
	label.length > longest ? `${label.slice(0, longest - 1).trimEnd()}…` : label;
