import { logistic } from '../../lifecycle/predict/arithmetic';
import type { Example } from '../../lifecycle/predict/snapshot';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { DAY } from '../../lifecycle/time';

export const NUMBERS = 28;
export const TEXTS = 12;
const LOOKED_AT = Date.parse('2026-06-30T12:00:00Z');
const FEW = 0.1;

/**
 * Leads with 40 features: numbers, even and uneven, and texts of three to thirty kinds, one in ten unknown. A third of them tells who
 * converts, one of them in a curve, two of them only together. About a quarter converts.
 */
export function wideLeads(count: number): WideLead[] {
	const random = seededRandom(40);
	return Array.from({ length: count }, (_, index) => {
		const attributes = new Map<string, string | number>();
		const numbers = Array.from({ length: NUMBERS }, (__, place) =>
			place % 3 === 0 ? Math.floor(random() ** 3 * 1000) / 1000 : Math.floor(random() * 1000) / 1000,
		);
		const texts = Array.from({ length: TEXTS }, (__, place) => Math.floor(random() * (3 + 2.5 * place)));
		for (const [place, value] of numbers.entries()) if (random() >= FEW) attributes.set(`number${place}`, value);
		for (const [place, kind] of texts.entries()) if (random() >= FEW) attributes.set(`text${place}`, `kind ${kind}`);
		const curve = 4 * numbers[1] * (1 - numbers[1]);
		const together = numbers[2] > 0.5 === numbers[4] > 0.5 ? 0.8 : 0;
		const logOdds =
			2 * numbers[0] + numbers[5] - numbers[7] + curve + together + (texts[0] === 0 ? 0.9 : 0) - texts[5] / 15 - 3;
		const at = LOOKED_AT - (count - index) * (DAY / 100);
		return {
			...{ lead: `lead-${index}@x.example`, at, cameInAt: at - 14 * DAY, attributes, activities: [], later: [] },
			converted: random() < logistic(logOdds),
		};
	});
}

export type WideLead = Omit<Example, 'attributes'> & { readonly attributes: ReadonlyMap<string, string | number> };

/** As a table for software that reads CSV, the outcome in the column `outcome`. */
export function csvOf(examples: readonly WideLead[]): string {
	const names = [
		...Array.from({ length: NUMBERS }, (_, place) => `number${place}`),
		...Array.from({ length: TEXTS }, (_, place) => `text${place}`),
	];
	const rows = examples.map(({ attributes, converted }) =>
		[...names.map((name) => attributes.get(name) ?? ''), converted ? 'won' : 'lost'].join(','),
	);
	return `${[...names, 'outcome'].join(',')}\n${rows.join('\n')}\n`;
}

/** Texts as they are, and numbers by tenths, as a scoring that knows texts alone would take them. */
export const inTenths = ({ attributes }: WideLead): ReadonlyMap<string, string> =>
	new Map(
		Array.from(attributes, ([name, value]): [string, string] => [
			name,
			typeof value === 'number' ? String(Math.floor(value * 10)) : String(value),
		]),
	);
