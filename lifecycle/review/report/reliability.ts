import { scaleLinear } from 'd3-scale';
import { markup, type Html } from '../../page/html';

/** What was foretold of a group of leads, and what came; both percent. */
export interface ReliabilityPoint {
	readonly foretold: number;
	readonly converted: number;
}

export interface ReliabilityPlot {
	readonly title: string;
	readonly points: readonly ReliabilityPoint[];
}

interface Size {
	readonly name: 'wide' | 'narrow';
	readonly width: number;
	readonly height: number;
	readonly ticks: number;
}

const SIZES: readonly Size[] = [
	{ name: 'wide', width: 660, height: 320, ticks: 5 },
	{ name: 'narrow', width: 330, height: 260, ticks: 3 },
];
const MARGIN = { top: 14, right: 30, bottom: 42, left: 56 };

/**
 * Foretold against actual: dots on the dashed line are forecasts that came true, below it too much was foretold, above it too
 * little. Once for wide and once for narrow screens, of which one is shown. Nothing comes of no point.
 */
export function reliabilityPlot({ title, points }: ReliabilityPlot): Html | null {
	if (points.length === 0) return null;
	return markup`<figure>
		<figcaption>${title}</figcaption>
		${SIZES.map((size) => drawing(title, points, size))}
		<p class="soft small">Dashed: forecasts that came true.</p>
	</figure>`;
}

function drawing(title: string, points: readonly ReliabilityPoint[], { name, width, height, ticks }: Size): Html {
	const most = Math.max(1, ...points.flatMap(({ foretold, converted }) => [foretold, converted]));
	const x = scaleLinear()
		.domain([0, most])
		.nice(ticks)
		.range([MARGIN.left, width - MARGIN.right]);
	const [, end] = x.domain();
	const y = scaleLinear()
		.domain([0, end])
		.range([height - MARGIN.bottom, MARGIN.top]);
	return markup`<svg
		class="plot ${name}"
		viewBox="0 0 ${width} ${height}"
		role="img"
		aria-label="${title}. The table below has the numbers."
	>
		${x.ticks(ticks).map(
			(tick) =>
				markup`<path class="grid" d="M${MARGIN.left} ${one(y(tick))}H${width - MARGIN.right}" />
					<text x="${MARGIN.left - 8}" y="${one(y(tick) + 4)}" text-anchor="end">${tick} %</text>
					<text x="${one(x(tick))}" y="${height - MARGIN.bottom + 18}" text-anchor="middle">${tick} %</text>`,
		)}
		<path class="ready" d="M${one(x(0))} ${one(y(0))}L${one(x(end))} ${one(y(end))}" />
		${points.map(({ foretold, converted }) => markup`<circle cx="${one(x(foretold))}" cy="${one(y(converted))}" r="5" />`)}
		<text x="${(MARGIN.left + width) / 2}" y="${height - 6}" text-anchor="middle">foretold</text>
		<text x="${14 - height / 2}" y="12" text-anchor="middle" transform="rotate(-90)">converted</text>
	</svg>`;
}

const one = (value: number): string => value.toFixed(1);
