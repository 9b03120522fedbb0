import { isEmpty } from '../empty';
import { keyOfField, type FieldReader, type FieldSource, type LeadView } from '../lead/fields';
import type { Layout } from '../lead/layout';
import type { Test } from './reading';
import { isKey, MOST_VERDICTS } from './verdicts';

/** What does not depend on the time, of one lead under one model. */
export interface LeadFacts {
	/** By the index of each rule whether a field of the lead rules it out: a bit a rule, 32 rules a number. */
	readonly ruledOut: readonly number[];
	/** Percent of the key fields that are filled in, 0-100. */
	readonly completeness: number;
}

export const isRuledOut = ({ ruledOut }: LeadFacts, rule: number): boolean =>
	((ruledOut[rule >>> 5] >>> (rule & 31)) & 1) === 1;

/** A key of the leads of one layout, with what asks for the text or number under it. */
interface Step {
	readonly key: string;
	judge: FieldJudge | undefined;
	readonly counted: FieldReader[];
}

/** How the leads of one layout are read. */
interface Plan {
	/** What the fields that none of them has rule out. */
	readonly ruledOut: readonly number[];
	readonly steps: readonly Step[];
	/** Fields that are more than a text or a number under one key. */
	readonly judges: readonly FieldJudge[];
	readonly counted: readonly FieldReader[];
}

/** Reads each field of a lead once, for all tests that rules make of it and for the completeness of the lead. */
export class FactReader {
	private readonly judges = new Map<string, FieldJudge>();
	private readonly plans = new WeakMap<Layout, Plan>();
	private layout: Layout | undefined;
	private plan: Plan | undefined;

	constructor(
		private readonly rules: number,
		private readonly source: FieldSource,
		private readonly fieldOf: (field: string) => FieldReader,
		/** What makes up the completeness. */
		private readonly keyFields: ReadonlyArray<{ readonly field: string; readonly read: FieldReader }>,
	) {}

	/** Takes a test that a rule makes of a field, and that does not depend on the time. */
	add(rule: number, field: string, test: Test): void {
		const judge = this.judges.get(field) ?? new FieldJudge(this.fieldOf(field), this.rules);
		judge.add(rule, test);
		this.judges.set(field, judge);
	}

	factsOf(lead: LeadView): LeadFacts {
		const plan = this.planFor(lead);
		const ruledOut = plan.ruledOut.slice();
		let filled = 0;
		for (const step of plan.steps) {
			if (isTaken(lead.fields[step.key], step.judge, ruledOut)) filled += step.counted.length;
			else filled += takeAround(lead, step, ruledOut);
		}
		for (const judge of plan.judges) merge(ruledOut, judge.verdict(lead));
		filled += filledOf(plan.counted, lead);
		const all = this.keyFields.length;
		return { ruledOut, completeness: all === 0 ? 100 : Math.round((filled * 100) / all) };
	}

	private planFor({ layout, taught }: LeadView): Plan {
		if (taught !== undefined) return this.planOf(undefined);
		if (layout !== this.layout || this.plan === undefined) {
			this.plan = this.plans.get(layout) ?? this.planOf(layout);
			this.plans.set(layout, this.plan);
			this.layout = layout;
		}
		return this.plan;
	}

	/** Without a layout every field is read in the general way. */
	private planOf(layout: Layout | undefined): Plan {
		const keyOf = (field: string, asks: 'value' | 'presence'): string | null | undefined =>
			layout && keyOfField(field, this.source, { layout, asks });
		const ruledOut = nobody(this.rules);
		const steps = new Map<string, Step>();
		const stepOf = (key: string): Step => {
			const step = steps.get(key) ?? { key, judge: undefined, counted: [] };
			steps.set(key, step);
			return step;
		};
		const judges: FieldJudge[] = [];
		for (const [field, judge] of this.judges) {
			const key = keyOf(field, 'value');
			if (key === null) merge(ruledOut, judge.verdictOn(undefined));
			else if (key === undefined || stepOf(key).judge) judges.push(judge);
			else stepOf(key).judge = judge;
		}
		const counted: FieldReader[] = [];
		for (const { field, read } of this.keyFields) {
			const key = keyOf(field, 'presence');
			if (key !== null) (key === undefined ? counted : stepOf(key).counted).push(read);
		}
		return { ruledOut, steps: [...steps.values()], judges, counted };
	}
}

/** Judges a filled text or number; anything else is not taken. */
function isTaken(value: unknown, judge: FieldJudge | undefined, ruledOut: number[]): boolean {
	if (typeof value === 'number' && !Number.isNaN(value)) {
		judge?.judgeNumber(value, ruledOut);
		return true;
	}
	if (typeof value !== 'string') return false;
	if (judge === undefined) return !isEmpty(value);
	const verdict = judge.verdictOn(value);
	if (verdict.isFilled) merge(ruledOut, verdict);
	return verdict.isFilled;
}

/** Reads a field in the general way; gives how many key fields are filled by it. */
function takeAround(lead: LeadView, { judge, counted }: Step, ruledOut: number[]): number {
	if (judge) merge(ruledOut, judge.verdict(lead));
	return filledOf(counted, lead);
}

function filledOf(readers: readonly FieldReader[], lead: LeadView): number {
	let filled = 0;
	for (const read of readers) if (!isEmpty(read(lead))) filled++;
	return filled;
}

function merge(ruledOut: number[], { ruledOut: some }: Verdict): void {
	for (let word = 0; word < ruledOut.length; word++) ruledOut[word] |= some[word];
}

function nobody(rules: number): number[] {
	const words = [0];
	for (let word = 32; word < rules; word += 32) words.push(0);
	return words;
}

/** On one value of a field. */
interface Verdict {
	readonly ruledOut: readonly number[];
	readonly isFilled: boolean;
}

class FieldJudge {
	private readonly tests: Array<{ readonly rule: number; readonly test: Test }> = [];
	private readonly known = new Map<unknown, Verdict>();

	constructor(
		private readonly read: FieldReader,
		private readonly rules: number,
	) {}

	add(rule: number, test: Test): void {
		this.tests.push({ rule, test });
	}

	verdict(lead: LeadView): Verdict {
		return this.verdictOn(this.read(lead));
	}

	/** To compare a number takes less time than to look up what came of it. */
	judgeNumber(value: number, ruledOut: number[]): void {
		for (const { rule, test } of this.tests) if (!test(value, 0)) ruledOut[rule >>> 5] |= 1 << (rule & 31);
	}

	verdictOn(value: unknown): Verdict {
		const known = this.known.get(value);
		if (known) return known;
		const ruledOut = nobody(this.rules);
		for (const { rule, test } of this.tests) if (!test(value, 0)) ruledOut[rule >>> 5] |= 1 << (rule & 31);
		const verdict = { ruledOut, isFilled: !isEmpty(value) };
		if (isKey(value) && this.known.size < MOST_VERDICTS) this.known.set(value, verdict);
		return verdict;
	}
}
