import { isMissing } from '../empty';
import type { DateTime } from 'luxon';
import { fault, ok, shown, type Result } from '../fault';
import { asNumber } from '../number';
import { isFields, pathReader, type Fields } from '../path';
import { toHundredths, toPoints } from '../points';
import { asInstant, toIso } from '../time';
import { decayStored, type DecayedScore, type StoredScore } from './stored';
import { pointsReader, pointsWriter } from './stored-change';
import { LeadDraft, placeOf } from '../draft';
import { isAtRest } from './stored-method';
import type { LeadDecayPlan } from './stored-plan';

/**
 * What Apply Decay adds to a lead: points with two decimals, instants as ISO 8601 in UTC. `lost` and `periods` are
 * those of this run. `base` and `baseAt`, the score the decay began with and when, let the next run continue exactly.
 */
export interface DecayReport {
	before: number;
	after: number;
	lost: number;
	periods: number;
	appliedAt: string | null;
	nextAt: string | null;
	base: number;
	baseAt: string | null;
}

/** A lead with its new scores and its report, and whether the score moved. */
export interface DecayedLead {
	lead: Fields;
	decay: DecayReport;
	changed: boolean;
	/** Whether points were taken from a lead that brought nothing of an earlier run. */
	isFirst: boolean;
}

/** Builds the function that decays one lead by a plan. A fault names the field that cannot be read. */
export function leadDecayer(plan: LeadDecayPlan): (lead: Fields, asOf: DateTime) => Result<DecayedLead> {
	const read = leadReader(plan);
	const write = leadWriter(plan.fields);
	return (lead, asOf) => {
		const facts = read(lead);
		if (!facts.ok) return facts;
		const { lastActivityAt } = facts.value;
		const decayed =
			lastActivityAt === undefined
				? atRest(facts.value)
				: decayStored({ ...facts.value, lastActivityAt }, plan, asOf.toMillis());
		return ok(write(lead, facts.value, decayed));
	};
}

/** A lead as read; without a last activity only when its score has nothing to lose. */
type LeadFacts = Omit<StoredScore, 'lastActivityAt'> & { lastActivityAt?: number; total: number | undefined };

function leadReader(plan: LeadDecayPlan): (lead: Fields) => Result<LeadFacts> {
	const { scoreField, lastActivityField } = plan.fields;
	const readPoints = pointsReader(plan.fields);
	const readLastActivity = instantReader(lastActivityField, '“Last Activity Field”');
	const readEarlier = earlierReader(plan.fields);
	return (lead) => {
		const points = readPoints(lead);
		if (!points.ok) return points;
		const { score, total } = points.value;
		if (score === undefined) return emptyField(scoreField, '“Score Field”', 'the score');
		const lastActivityAt = readLastActivity(lead);
		if (!lastActivityAt.ok) return lastActivityAt;
		if (lastActivityAt.value === undefined && !isAtRest(score, plan.method, plan.floor)) {
			return emptyField(lastActivityField, '“Last Activity Field”', 'the date of the last activity');
		}
		const earlier = readEarlier(lead);
		return earlier.ok ? ok({ score, total, lastActivityAt: lastActivityAt.value, ...earlier.value }) : earlier;
	};
}

function instantReader(field: string, label: string): (lead: Fields) => Result<number | undefined> {
	const read = pathReader(field);
	return (lead) => {
		const value = read(lead);
		if (isMissing(value)) return ok(undefined);
		const instant = asInstant(value);
		if (instant !== undefined) return ok(instant);
		return fault(
			`${label}: “${field}” holds ${shown(value)}, which is not a date`,
			'Use an ISO 8601 date such as 2026-01-31T09:00:00Z.',
		);
	};
}

const emptyField = (field: string, label: string, what: string) =>
	fault(`${label}: “${field}” is empty`, `Put ${what} there, or name the field that holds it in ${label}.`);

type Earlier = Pick<StoredScore, 'appliedAt' | 'base' | 'baseAt'>;

const LONGEST_REPORT = 10_000;

/** Reads what earlier runs left, also where a table keeps the report as JSON text. */
function earlierReader({ outputField, appliedAtField }: LeadDecayPlan['fields']): (lead: Fields) => Result<Earlier> {
	const readReport = pathReader(outputField);
	const readAppliedAt = instantReader(appliedAtField, '“Applied At Field”');
	return (lead) => {
		const value = readReport(lead);
		const isText = typeof value === 'string' && value.trim() !== '';
		const report = isText ? parsedFields(value) : value;
		if (isText && !report) return unreadableReport(outputField, value);
		const appliedAt = readAppliedAt(isText ? unfolded(lead, outputField, report) : lead);
		return appliedAt.ok ? ok({ appliedAt: appliedAt.value, ...baseOf(report) }) : appliedAt;
	};
}

const unreadableReport = (field: string, value: string) =>
	fault(
		`“Put Result in Field”: “${field}” holds ${shown(value)}, not what an earlier run put there`,
		'Clear the field, or put the result in another one.',
	);

function unfolded(lead: Fields, outputField: string, report: unknown): Fields {
	const draft = new LeadDraft(lead);
	draft.set(placeOf(outputField), report);
	return draft.lead;
}

function parsedFields(text: string): Fields | undefined {
	if (text.length > LONGEST_REPORT) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function baseOf(report: unknown): Pick<Earlier, 'base' | 'baseAt'> {
	if (!isFields(report)) return {};
	const base = Object.hasOwn(report, 'base') ? asNumber(report.base) : undefined;
	const baseAt = Object.hasOwn(report, 'baseAt') ? asInstant(report.baseAt) : undefined;
	return { base: base === undefined ? undefined : toHundredths(base), baseAt };
}

type Decayed = Pick<DecayedScore, 'before' | 'after' | 'periods'> & Partial<DecayedScore>;

const atRest = ({ score, appliedAt }: LeadFacts): Decayed => ({ before: score, after: score, periods: 0, appliedAt });

function leadWriter(
	fields: LeadDecayPlan['fields'],
): (lead: Fields, facts: LeadFacts, decayed: Decayed) => DecayedLead {
	const writePoints = pointsWriter(fields);
	const report = placeOf(fields.outputField);
	const appliedAt = placeOf(fields.appliedAtField);
	const isInReport = fields.appliedAtField === `${fields.outputField}.appliedAt`;
	return (lead, facts, decayed) => {
		const draft = new LeadDraft(lead);
		const decay = reportOf(decayed);
		const changed = decayed.after !== decayed.before;
		if (changed) writePoints(draft, facts, { to: decayed.after, rule: 'Decay', at: decay.appliedAt });
		draft.set(report, decay);
		if (!isInReport && decay.appliedAt !== null) draft.set(appliedAt, decay.appliedAt);
		return { lead: draft.lead, decay, changed, isFirst: changed && facts.appliedAt === undefined };
	};
}

function reportOf({ before, after, periods, appliedAt, nextAt, base, baseAt }: Decayed): DecayReport {
	return {
		before: toPoints(before),
		after: toPoints(after),
		lost: toPoints(before - after),
		periods: toPoints(toHundredths(periods)),
		appliedAt: isoOrNull(appliedAt),
		nextAt: isoOrNull(nextAt),
		base: toPoints(base ?? before),
		baseAt: isoOrNull(baseAt),
	};
}

const isoOrNull = (instant: number | undefined): string | null => (instant === undefined ? null : toIso(instant));
