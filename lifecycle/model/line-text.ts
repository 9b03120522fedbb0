import { signedPoints, toPoints } from '../points';

const MOST_TEXTS = 500;
const COUNTS = 1000;

/**
 * What a rule gave, in words: `Pricing page ×2 +24`; points in hundredths. The same few texts stand in the explanations
 * of thousands of leads: written once, they take no memory a lead.
 */
export function textWriter(rule: string): (count: number, points: number) => string {
	const texts = new Map<number, string>();
	return (count, points) => {
		if (count >= COUNTS || Math.abs(points) > Number.MAX_SAFE_INTEGER / COUNTS) return writeText(rule, count, points);
		const key = points * COUNTS + count;
		const known = texts.get(key);
		if (known !== undefined) return known;
		const text = writeText(rule, count, points);
		if (texts.size < MOST_TEXTS) texts.set(key, text);
		return text;
	};
}

/** A line of the explanation in words: `Pricing page ×2 +24`; points in hundredths. */
export const writeText = (rule: string, count: number, points: number): string =>
	`${rule}${count > 1 ? ` ×${count}` : ''} ${signedPoints(toPoints(points))}`;
