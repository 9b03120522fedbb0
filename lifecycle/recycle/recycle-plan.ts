import type { ScoreFields } from '../decay/stored-change';
import { fault, ok, shown, type Checked, type Fault, type Result } from '../fault';
import { asNumber } from '../number';
import { isWritablePath } from '../path';
import { readReasons, type RecycleReason } from './reason';

/** The form of Recycle Lead. Fields are paths into a lead; an empty `totalField` has no total. */
export interface RecycleSettings extends ScoreFields {
	outputField: string;
	/** Rows of the reasons table. */
	reasons: readonly unknown[];
	/** How often a lead may come back before it is disqualified; 0 for no limit. */
	maxRecycles: unknown;
}

export interface RecyclePlan extends ScoreFields {
	outputField: string;
	reasons: readonly RecycleReason[];
	maxRecycles: number;
}

/** Checks the whole form at once; faults name the parameter, and the row of the reasons table. */
export function planRecycling(settings: RecycleSettings): Checked<RecyclePlan> {
	const fields = readFields(settings);
	const reasons = readReasons(settings.reasons);
	const maxRecycles = readMaxRecycles(settings.maxRecycles);
	if (fields.ok && reasons.ok && maxRecycles.ok) {
		return ok({ ...fields.value, reasons: reasons.value, maxRecycles: maxRecycles.value });
	}
	const faults: Fault[] = [];
	if (!fields.ok) faults.push(fields);
	if (!reasons.ok) faults.push(...reasons.faults);
	if (!maxRecycles.ok) faults.push(maxRecycles);
	return { ok: false, faults };
}

const FIELD_NAMES = [
	['scoreField', '“Score Field”'],
	['totalField', '“Total Field”'],
	['outputField', '“Put Result in Field”'],
] as const;

/** Written by Recycle Lead under these names, which Score Lead and the templates read. */
const STATE_FIELDS = new Set(['recycledAt', 'retained', 'recycles', 'stage', 'handedOffAt']);

function readFields(settings: RecycleSettings): Result<ScoreFields & { outputField: string }> {
	for (const [key, label] of FIELD_NAMES) {
		const path = settings[key].trim();
		if (path === '' && key === 'totalField') continue;
		if (!isWritablePath(path)) {
			return fault(
				`${label} holds ${shown(path || undefined)}`,
				'Name a field of the lead, such as leadScore.engagement.',
			);
		}
		if (STATE_FIELDS.has(path)) {
			return fault(`${label} holds ${shown(path)}, which this node writes itself`, 'Name another field.');
		}
	}
	const { scoreField, totalField, outputField } = settings;
	if (scoreField === totalField) {
		return fault(
			'“Score Field” and “Total Field” name the same field',
			'Leave “Total Field” empty when there is one score.',
		);
	}
	if ([scoreField, totalField].some((path) => path === outputField || path.startsWith(`${outputField}.`))) {
		return fault(
			`“Put Result in Field” holds ${shown(outputField)}, which would replace the scores`,
			'Name a field of its own, such as recycle.',
		);
	}
	return ok({ scoreField, totalField, outputField });
}

function readMaxRecycles(value: unknown): Result<number> {
	const most = asNumber(value);
	if (most !== undefined && Number.isInteger(most) && most >= 0) return ok(most);
	return fault(`“Maximum Recycles” holds ${shown(value)}`, 'Write a whole number, or 0 for no limit.');
}
