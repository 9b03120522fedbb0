import { readActivities } from '../activity/read-activities';
import { assetOfActivity } from '../activity/scored-activity';
import type { CompiledModel } from '../model/compiled';
import { leadFields, leadView } from '../lead/fields';
import { toPoints } from '../points';
import { asText, fold } from '../text';
import type { Case } from './cohort';
import type { ScoredCase } from './scored-case';

export const CONVERSION_KINDS = ['rule', 'type', 'asset', 'source', 'field'] as const;
export type ConversionKind = (typeof CONVERSION_KINDS)[number];

/** What is known of leads that have something in common: touched by a rule, an activity type, an asset, a source. */
export interface Touch {
	readonly kind: ConversionKind;
	readonly name: string;
	/** For `type` and `asset` the activity type, for `field` and `source` the field of the lead; else ''. */
	readonly of: string;
	readonly touched: number;
	readonly converted: number;
	/** What the model gives for it today, in points; null where no rule is meant. */
	readonly points: number | null;
}

/** All leads that were looked at. */
export interface Base {
	readonly leads: number;
	readonly converted: number;
}

export interface TouchTerms {
	/** Fields of the lead by whose values leads are compared too, as rules name them: `industry`, `$lead.seniority`. */
	readonly fields: readonly string[];
	/** The field of the lead that says where it came from; where it is empty, its first activity's source counts. */
	readonly sourceField: string;
}

/** Counts leads by rule, activity type, asset, source and field; a lead counts once in each. */
export function touchesOf(scored: readonly ScoredCase[], model: CompiledModel | undefined, terms: TouchTerms): Touch[] {
	const counts = new Counter();
	const readerOf = leadFields();
	const readers = terms.fields.map((field) => ({ field, read: readerOf(field) }));
	const readSource = readerOf(terms.sourceField);
	for (const { of: each, rules, taught } of scored) {
		const lead = leadView(each.fields, taught);
		const touch = counts.of(each.converted);
		for (const index of rules) touch('rule', model?.rules[index].rule.name ?? '', '');
		const first = touchByActivities(each, touch);
		const source = asText(readSource(lead)).trim();
		if (source !== '' || first !== '') touch('source', source || first, source === '' ? '' : terms.sourceField);
		for (const { field, read } of readers) {
			const value = asText(read(lead)).trim();
			if (value !== '') touch('field', value, field);
		}
	}
	const pointsOf = new Map(model?.rules.map(({ rule }) => [fold(rule.name), toPoints(rule.points)]));
	return counts.touches((kind, name) => (kind === 'rule' ? (pointsOf.get(fold(name)) ?? null) : null));
}

type CountTouch = (kind: ConversionKind, name: string, of: string) => void;

/** Counts what the lead did until it is looked at; gives the source of the first of it. */
function touchByActivities({ lead, activities, lookedAt }: Case, touch: CountTouch): string {
	const read = readActivities(activities, lead);
	if (!read.ok) return '';
	let source = '';
	for (const activity of read.value) {
		if (activity.at > lookedAt) break;
		source ||= asText(activity.raw.source).trim();
		touch('type', activity.type, activity.type);
		const asset = assetOfActivity(activity);
		if (asset !== '') touch('asset', asset, activity.type);
	}
	return source;
}

interface Count {
	readonly kind: ConversionKind;
	readonly name: string;
	readonly of: string;
	touched: number;
	converted: number;
	/** The lead that was counted last. */
	lead: number;
}

/** Names that differ from lead to lead, such as addresses of pages with a number, must not fill the memory. */
const MOST_NAMES = 20_000;

class Counter {
	private readonly counts = new Map<string, Map<string, Count>>();
	private names = 0;
	private lead = 0;

	/** Counts a lead; each thing once. */
	of(converted: boolean): CountTouch {
		const lead = ++this.lead;
		return (kind, name, of) => {
			const count = this.countOf(kind, name, of);
			if (count === undefined || count.lead === lead) return;
			count.lead = lead;
			count.touched++;
			if (converted) count.converted++;
		};
	}

	private countOf(kind: ConversionKind, name: string, of: string): Count | undefined {
		const group = `${kind} ${of}`;
		const counts = this.counts.get(group) ?? new Map<string, Count>();
		this.counts.set(group, counts);
		const known = counts.get(name);
		if (known !== undefined || this.names >= MOST_NAMES) return known;
		this.names++;
		const count = { kind, name, of, touched: 0, converted: 0, lead: 0 };
		counts.set(name, count);
		return count;
	}

	touches(pointsOf: (kind: ConversionKind, name: string) => number | null): Touch[] {
		return [...this.counts.values()].flatMap((counts) =>
			Array.from(counts.values(), ({ kind, name, of, touched, converted }) => ({
				...{ kind, name, of, touched, converted },
				points: pointsOf(kind, name),
			})),
		);
	}
}
