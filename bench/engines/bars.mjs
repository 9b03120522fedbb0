// @ts-check
/** The picture of the engines: bars on an axis of powers of ten. */

const ROW = 34;
const LEFT = 230;
const WIDTH = 420;
/** Powers of ten on the axis. */
const DECADES = 3;

/** @typedef {{ name: string, ratio: number }} Engine */

/**
 * @param {readonly Engine[]} engines
 * @returns {string} SVG
 */
export function plotOf(engines) {
	const [reference] = engines;
	const height = engines.length * ROW + 44;
	const along = (/** @type {number} */ ratio) => Math.round((Math.log10(ratio) / DECADES) * WIDTH);
	const grid = Array.from({ length: DECADES + 1 }, (_, decade) => {
		const x = LEFT + along(10 ** decade);
		return `<path d="M${x} 0V${height - 40}" stroke="#ccc"/><text x="${x}" y="${height - 26}" text-anchor="middle">${10 ** decade} ×</text>`;
	});
	const bars = engines.map(({ name, ratio }, row) => {
		const y = row * ROW + 6;
		const width = Math.max(2, along(ratio));
		return `<text x="${LEFT - 8}" y="${y + 15}" text-anchor="end">${name}</text><rect x="${LEFT}" y="${y}" width="${width}" height="22" fill="${row === 1 ? '#ff6d5a' : '#8a94a6'}"/><text x="${LEFT + width + 6}" y="${y + 15}">${ratio}</text>`;
	});
	const caption = `<text x="${LEFT}" y="${height - 6}">time a lead, as times that of ${reference.name}</text>`;
	const size = `viewBox="0 0 ${LEFT + WIDTH + 60} ${height}" width="${LEFT + WIDTH + 60}" height="${height}"`;
	return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="13" fill="#333"><rect width="100%" height="100%" fill="#fff"/>${[...grid, ...bars, caption].join('')}</svg>\n`;
}
