import { scaleBand, scaleLinear } from 'd3-scale';
import { markup, type Html } from '../../page/html';

/** One bar. `low` and `high` are the 95 % interval of its value, drawn as a whisker. */
export interface Bar {
	readonly label: string;
	readonly value: number;
	readonly low?: number;
	readonly high?: number;
}

export interface BarPlot {
	readonly title: string;
	/** Behind each number, such as ` %`. */
	readonly unit: string;
	readonly bars: readonly Bar[];
	/** A value that all bars are compared with, such as the usual conversion. */
	readonly usual?: number;
}

const WIDTH = 720;
const LABELS = 210;
const NUMBERS = 70;
const BAR = 26;
const LONGEST_LABEL = 30;

/** Bars one below the other, as a drawing that needs no scripts. Nothing comes of no bar. */
export function barPlot({ title, unit, bars, usual }: BarPlot): Html | null {
	if (bars.length === 0) return null;
	const height = bars.length * BAR + 12;
	const least = Math.min(0, ...bars.map(({ value }) => value));
	const most = Math.max(1, usual ?? 0, ...bars.map(({ value, high }) => Math.max(value, high ?? value)));
	const x = scaleLinear()
		.domain([least, most])
		.range([LABELS, WIDTH - NUMBERS]);
	const y = scaleBand<number>()
		.domain(bars.map((_, index) => index))
		.range([0, height - 12])
		.padding(0.3);
	const drawn = bars.map((bar, index) => {
		const top = y(index) ?? 0;
		const middle = top + y.bandwidth() / 2;
		const [from, to] = [x(Math.min(0, bar.value)), x(Math.max(0, bar.value))];
		return markup`<text x="${LABELS - 8}" y="${one(middle + 4)}" text-anchor="end">${shortened(bar.label)}</text>
			<rect
				class="bar"
				x="${one(from)}"
				y="${one(top)}"
				width="${one(Math.max(1, to - from))}"
				height="${one(y.bandwidth())}"
				rx="2"
			/>
			${whisker(bar, middle, x)}
			<text x="${WIDTH - 4}" y="${one(middle + 4)}" text-anchor="end">${numberText(bar.value)}${unit}</text>`;
	});
	const mark = usual === undefined ? null : markup`<path class="ready" d="M${one(x(usual))} 0V${height - 8}" />`;
	return markup`<svg
		class="plot"
		viewBox="0 0 ${WIDTH} ${height}"
		role="img"
		aria-label="${title}. The table below has the numbers."
	>
		${drawn}${mark}
	</svg>`;
}

function whisker({ low, high }: Bar, middle: number, x: (value: number) => number): Html | null {
	if (low === undefined || high === undefined) return null;
	return markup`<path class="whisker" d="M${one(x(low))} ${one(middle)}H${one(x(high))}" />`;
}

const one = (value: number): string => value.toFixed(1);
const numberText = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
const shortened = (label: string): string =>
	label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1).trimEnd()}…` : label;
