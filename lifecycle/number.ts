const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const SUFFIX: ReadonlyMap<string, number> = new Map([
	['', 1],
	['k', 1e3],
	['m', 1e6],
	['b', 1e9],
]);
const WRITTEN = /^([+-]?(?:\d[\d\s,'_]*\d|\d)?(?:\.\d+)?)\s*([kmb]?)$/i;

/**
 * A number as data holds it: numbers, and text that is wholly a number ('12', '-1.5'). Never '12abc', '', true, NaN
 * or infinity: those give undefined.
 */
export function asNumber(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string') return undefined;
	const text = value.trim().replace(/^−/, '-');
	if (text.length > 40 || !NUMBER.test(text)) return undefined;
	const number = Number(text);
	return Number.isFinite(number) ? number : undefined;
}

/** A number as a person writes it in a rule: also '10,000', '500M', '1.5k', '−10'. */
export function asWrittenNumber(value: unknown): number | undefined {
	const plain = asNumber(value);
	if (plain !== undefined || typeof value !== 'string') return plain;
	const match = WRITTEN.exec(value.trim().replace(/^−/, '-'));
	if (!match || !/\d/.test(match[1])) return undefined;
	const number = Number(match[1].replace(/[\s,'_]/g, ''));
	const scaled = number * (SUFFIX.get(match[2].toLowerCase()) ?? 1);
	return Number.isFinite(scaled) ? scaled : undefined;
}
