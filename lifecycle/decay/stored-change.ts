import { isMissing } from '../empty';
import { fault, ok, shown, type Result } from '../fault';
import { asNumber } from '../number';
import { isFields, pathKeys, pathReader, type Fields } from '../path';
import { signedPoints, toHundredths, toPoints } from '../points';
import { placeOf, type LeadDraft } from '../draft';

/** Where a stored score and the total it is part of stand in a lead; an empty `totalField` has no total. */
export interface ScoreFields {
	scoreField: string;
	totalField: string;
}

/** A stored score and its total, in hundredths; undefined where the field is empty. */
export interface StoredPoints {
	score: number | undefined;
	total: number | undefined;
}

/** A stored score moves to another value (hundredths), for a reason. */
export interface ScoreChange {
	to: number;
	/** Name of the reason; a change with the same name and dimension adds to the line that is there. */
	rule: string;
	/** ISO 8601. */
	at: string | null;
}

/** A reader of a stored score and its total; a fault names the field that holds anything but a number. */
export function pointsReader({ scoreField, totalField }: ScoreFields): (lead: Fields) => Result<StoredPoints> {
	const readScore = numberReader(scoreField, '“Score Field”');
	const readTotal = totalField === '' ? () => ok(undefined) : numberReader(totalField, '“Total Field”');
	return (lead) => {
		const score = readScore(lead);
		if (!score.ok) return score;
		const total = readTotal(lead);
		return total.ok ? ok({ score: score.value, total: total.value }) : total;
	};
}

const MOST_POINTS = 1e12;

function numberReader(field: string, label: string): (lead: Fields) => Result<number | undefined> {
	const read = pathReader(field);
	return (lead) => {
		const value = read(lead);
		if (isMissing(value)) return ok(undefined);
		const points = asNumber(value);
		if (points !== undefined && Math.abs(points) <= MOST_POINTS) return ok(toHundredths(points));
		return fault(
			`${label}: “${field}” holds ${shown(value)}, which is not a score`,
			`Put a number into the field, or name another one in ${label}.`,
		);
	};
}

/**
 * A writer of score changes. The score and its total move by the same points, and so do the reasons that stand beside
 * them, so that they still sum to the total.
 */
export function pointsWriter(
	fields: ScoreFields,
): (draft: LeadDraft, points: StoredPoints, change: ScoreChange) => void {
	const { scoreField, totalField } = fields;
	const score = placeOf(scoreField);
	const total = placeOf(totalField);
	const explain = reasonWriter(scoreField, totalField || scoreField);
	return (draft, points, change) => {
		const delta = change.to - (points.score ?? 0);
		draft.set(score, toPoints(change.to));
		if (points.total !== undefined) draft.set(total, toPoints(points.total + delta));
		explain(draft, delta, change);
	};
}

function reasonWriter(
	scoreField: string,
	besideField: string,
): (draft: LeadDraft, delta: number, change: ScoreChange) => void {
	const parent = besideField.lastIndexOf('.');
	if (parent < 0) return () => undefined;
	const reasons = placeOf(`${besideField.slice(0, parent)}.reasons`);
	const read = pathReader(reasons.path);
	const dimension = pathKeys(scoreField).at(-1) ?? '';
	return (draft, delta, change) => {
		const lines = read(draft.lead);
		if (Array.isArray(lines)) draft.set(reasons, withLine(lines, dimension, delta, change));
	};
}

function withLine(lines: readonly unknown[], dimension: string, delta: number, { rule, at }: ScoreChange): unknown[] {
	const index = lines.findIndex((each) => isFields(each) && each.rule === rule && each.dimension === dimension);
	const line = index < 0 ? undefined : (lines[index] as Fields);
	const points = toPoints(toHundredths(asNumber(line?.points) ?? 0) + delta);
	const reason = { rule, dimension, points, count: 1, lastAt: at, text: `${rule} ${signedPoints(points)}` };
	return index < 0 ? [...lines, reason] : lines.with(index, reason);
}
