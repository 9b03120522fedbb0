import { isEmpty } from '../empty';
import { timelineMonths } from '../lead/timeline';
import { asNumber } from '../number';
import { leadFields, leadView, type FieldReader } from '../lead/fields';
import { asText, fold } from '../text';
import { DAY } from '../time';
import { percentOf, rounded } from './figures';
import { grouped } from './grouped';
import type { ScoredCase } from './scored-case';
import { median } from './statistics/quantile';
import { wilsonInterval } from './statistics/wilson';

export const BANT = ['budget', 'authority', 'need', 'timeline'] as const;
export type BantElement = (typeof BANT)[number];

/** What leads that declared one thing turned out to do. */
export interface BantRow {
	readonly element: BantElement;
	/** As they wrote it; `not said` where they said nothing. */
	readonly declared: string;
	readonly leads: number;
	readonly converted: number;
	/** Percent, with its 95 % interval. */
	readonly ratio: number;
	readonly low: number;
	readonly high: number;
	/** Median days from coming in to converting; null where none converted. */
	readonly daysToConvert: number | null;
	/** Of leads that declared a timeline and converted: percent that did so within it. */
	readonly onTime: number | null;
	/** Median value of the deals; null where none is known. */
	readonly dealValue: number | null;
}

const NOT_SAID = 'not said';
const MONTH = 30;
/** Free text would give a row for each lead. */
const MOST_VALUES = 15;

/**
 * What leads declared of budget, authority, need and timeline, against what deals showed.
 *
 * @param fields where the lead holds each; one that no lead has is left out
 * @param valueField where it holds the value of the deal
 */
export function bantTruth(
	scored: readonly ScoredCase[],
	fields: Readonly<Record<BantElement, string>>,
	valueField: string,
): BantRow[] {
	const readerOf = leadFields();
	const readValue = readerOf(valueField);
	return BANT.flatMap((element) => {
		const read = readerOf(fields[element]);
		const groups = grouped(scored, (each) => {
			const value = read(viewOf(each));
			return isEmpty(value) ? NOT_SAID : fold(asText(value)) || NOT_SAID;
		});
		if (groups.size === 1 && groups.has(NOT_SAID)) return [];
		return [...groups]
			.map(([declared, leads]) => bantRow(element, declared, leads, readValue))
			.sort((one, other) => other.leads - one.leads)
			.slice(0, MOST_VALUES);
	});
}

const viewOf = ({ of, taught }: ScoredCase) => leadView(of.fields, taught);

function bantRow(
	element: BantElement,
	declared: string,
	leads: readonly ScoredCase[],
	readValue: FieldReader,
): BantRow {
	const won = leads.filter(({ of }) => of.converted);
	const days = won.map(({ of: { cameInAt, convertedAt = cameInAt } }) => (convertedAt - cameInAt) / DAY);
	const values = won.flatMap((each) => asNumber(readValue(viewOf(each))) ?? []);
	const months = element === 'timeline' && declared !== NOT_SAID ? timelineMonths(declared) : undefined;
	const { low, high } = wilsonInterval(won.length, leads.length);
	const isOnTime = (took: number): boolean => took <= (months ?? 0) * MONTH;
	return {
		...{ element, declared, leads: leads.length, converted: won.length },
		ratio: percentOf(won.length, leads.length),
		low: rounded(low * 100, 1),
		high: rounded(high * 100, 1),
		daysToConvert: days.length === 0 ? null : rounded(median(days), 1),
		onTime: months === undefined || days.length === 0 ? null : percentOf(days.filter(isOnTime).length, days.length),
		dealValue: values.length === 0 ? null : rounded(median(values), 2),
	};
}
