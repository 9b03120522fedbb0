import type { DateTime } from 'luxon';
import type { Fault } from '../fault';
import type { FaultReport } from '../message/message';
import { toIso } from '../time';
import { dayKey } from './day-key';

/** More would not be read. */
const MOST = 20;

export interface Reported {
	/** What is named in the title, e.g. `ll_rules`. */
	readonly where: string;
	readonly audience: string;
	/** Where to put it right; '' for nowhere. */
	readonly link: string;
}

/** The day's message about a table; undefined where nothing is wrong. Reported again the next day, with another key. */
export function faultReport(faults: readonly Fault[], reported: Reported, asOf: DateTime): FaultReport | undefined {
	if (faults.length === 0) return undefined;
	const more = faults.length - MOST;
	const rest = { message: `And ${more} more`, hint: 'They are named when these are corrected.' };
	return {
		kind: 'fault',
		key: `fault:${reported.where}:${dayKey(asOf)}`,
		at: toIso(asOf.toMillis()),
		...reported,
		faults: [...faults.slice(0, MOST), ...(more > 0 ? [rest] : [])].map(({ message, hint }) => ({ message, hint })),
	};
}
