// @ts-check
/** The picture of how forecasts came true: a dot a tenth of the leads, beside the line on which each forecast is right. */

const SIDE = 300;
const LEFT = 60;
const TOP = 12;
/** 1 by 0.25 on both axes. */
const MARKS = [0, 0.25, 0.5, 0.75, 1];

/** @typedef {{ leads: number, foretold: number, converted: number }} Row shares from 0 to 1 */

/**
 * @param {readonly Row[]} rows
 * @returns {string} SVG
 */
export function reliabilityPlotOf(rows) {
	const x = (/** @type {number} */ share) => Math.round(LEFT + share * SIDE);
	const y = (/** @type {number} */ share) => Math.round(TOP + (1 - share) * SIDE);
	const percent = (/** @type {number} */ share) => `${Math.round(share * 100)} %`;
	const grid = MARKS.map(
		(mark) =>
			`<path d="M${x(mark)} ${y(0)}V${y(1)}M${x(0)} ${y(mark)}H${x(1)}" stroke="#ddd"/><text x="${x(mark)}" y="${y(0) + 18}" text-anchor="middle">${percent(mark)}</text><text x="${LEFT - 8}" y="${y(mark) + 4}" text-anchor="end">${percent(mark)}</text>`,
	);
	const right = `<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#8a94a6" stroke-dasharray="4 4"/>`;
	const bars = rows.map(({ leads, foretold, converted }) => {
		const error = 1.96 * Math.sqrt((converted * (1 - converted)) / leads);
		const [low, high] = [Math.max(0, converted - error), Math.min(1, converted + error)];
		return `<path d="M${x(foretold)} ${y(low)}V${y(high)}" stroke="#ff6d5a" stroke-width="2"/><circle cx="${x(foretold)}" cy="${y(converted)}" r="4.5" fill="#ff6d5a"/>`;
	});
	const captions = `<text x="${x(0.5)}" y="${y(0) + 38}" text-anchor="middle">foretold</text><text x="14" y="${y(0.5)}" text-anchor="middle" transform="rotate(-90 14 ${y(0.5)})">converted</text>`;
	const [width, height] = [LEFT + SIDE + 30, TOP + SIDE + 50];
	const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
	return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="13" fill="#333"><rect width="100%" height="100%" fill="#fff"/>${[...grid, right, ...bars, captions].join('')}</svg>\n`;
}
