import { isEmpty } from '../empty';
import { fault, ok, shown, type Result } from '../fault';
import { asNumber } from '../number';
import type { Fields } from '../path';
import { toHundredths } from '../points';
import { asText } from '../text';
import { asInstant, howToWriteTime } from '../time';

/** Names of the fields in which a lead carries a manual override and its last recycling. */
const STATE = {
	adjustment: 'scoreAdjustment',
	note: 'scoreAdjustmentNote',
	recycledAt: 'recycledAt',
	retained: 'retained',
} as const;

/** What a lead carries beside its facts: a manual override and its last recycling. */
export interface LeadState {
	/** Hundredths. */
	adjustment: number;
	note: string;
	recycledAt: number | undefined;
	/** Hundredths. */
	retained: number;
}

/** Reads the state fields; a fault names the field that cannot be read. */
export function readState(fields: Fields): Result<LeadState> {
	if (isWithoutState(fields)) return NO_STATE;
	const adjustment = readPoints(fields, STATE.adjustment);
	if (!adjustment.ok) return adjustment;
	const retained = readPoints(fields, STATE.retained);
	if (!retained.ok) return retained;
	const at = ownValue(fields, STATE.recycledAt);
	const recycledAt = isAbsent(at) ? undefined : asInstant(at);
	if (!isAbsent(at) && recycledAt === undefined) {
		return fault(
			`The lead's “${STATE.recycledAt}” is ${shown(at)}, which is not a date`,
			`${howToWriteTime(at)} Or clear the field.`,
		);
	}
	return ok({
		adjustment: adjustment.value,
		note: asText(ownValue(fields, STATE.note)).trim(),
		recycledAt,
		retained: retained.value,
	});
}

const NO_STATE: Result<LeadState> = ok({ adjustment: 0, note: '', recycledAt: undefined, retained: 0 });

/** As most leads are. What is undefined here is no property of the lead's own either. */
const isWithoutState = ({ scoreAdjustment, scoreAdjustmentNote, recycledAt, retained }: Fields): boolean =>
	scoreAdjustment === undefined &&
	scoreAdjustmentNote === undefined &&
	recycledAt === undefined &&
	retained === undefined;

const isAbsent = (value: unknown): boolean => value === false || isEmpty(value);

const ownValue = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);

const MOST_STATE_POINTS = 1e9;

function readPoints(fields: Fields, key: string): Result<number> {
	const value = ownValue(fields, key);
	if (isAbsent(value)) return ok(0);
	const points = asNumber(value);
	if (points !== undefined && Math.abs(points) <= MOST_STATE_POINTS) return ok(toHundredths(points));
	return fault(
		`The lead's “${key}” is ${shown(value)}, which is not a number of points`,
		'Write a number such as 10 or -5, or clear the field.',
	);
}
