import { asNumber } from '../number';
import { isFields } from '../path';
import { asInstant, DAY, HOUR, MINUTE, toIso } from '../time';
import { isService, RESULTS, SERVICES, type Service, type ServiceResult } from './services';

/** What came of asking a service about a lead the last time. */
export interface Asked {
	/** ISO 8601 in UTC. */
	readonly at: string;
	readonly result: ServiceResult;
	/** How often in a row it failed for this lead. */
	readonly tries: number;
}
export type AskedBy = Readonly<Partial<Record<Service, Asked>>>;

/** What is kept in the column `enrichment`; a cell that makes no sense says that nobody was asked. */
export function readAsked(cell: string | null): AskedBy {
	const json = cell?.slice(cell.indexOf('{')) ?? '';
	const entries = Object.entries(objectIn(json)).flatMap(([service, asked]): [string, Asked][] => {
		if (!isService(service) || !isFields(asked)) return [];
		const at = asInstant(asked.at);
		const result = RESULTS.find((each) => each === asked.result);
		return at === undefined || result === undefined
			? []
			: [[service, { at: toIso(at), result, tries: asNumber(asked.tries) ?? 0 }]];
	});
	return Object.fromEntries(entries);
}

/**
 * The cell: JSON, and before it the time of the next try where there is one, so that a query finds the leads whose time has
 * come, e.g. `2026-03-04T13:00:00.000Z {"hunter":…}`.
 */
export function printAsked(asked: AskedBy): string {
	const tries = SERVICES.flatMap((service) => {
		const last = asked[service];
		return last !== undefined && isRetried(last) ? [nextTry(last, 0)] : [];
	});
	const json = JSON.stringify(asked);
	return tries.length === 0 ? json : `${toIso(Math.min(...tries))} ${json}`;
}

function objectIn(json: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(json);
		return isFields(value) ? value : {};
	} catch {
		return {};
	}
}

/** After a failure of the service; what is about one lead is tried more and more rarely. */
const WAITS: Readonly<Partial<Record<ServiceResult, readonly number[]>>> = {
	pending: [30 * MINUTE, HOUR, 4 * HOUR, DAY],
	broken: [HOUR, 4 * HOUR, DAY],
	busy: [HOUR],
	credits: [DAY],
	credential: [DAY],
};

/** Failures of the service for every lead: none is asked about until the time is over. */
const OF_ALL: ReadonlySet<ServiceResult> = new Set<ServiceResult>(['busy', 'credits', 'credential']);
export const isOfAll = ({ result }: Asked): boolean => OF_ALL.has(result);

/** Whether it is asked again before its answer is old. */
export const isRetried = ({ result, tries }: Asked): boolean => {
	const waits = WAITS[result];
	return waits !== undefined && (OF_ALL.has(result) || tries <= waits.length);
};

/**
 * From when on the service may be asked about the lead again; epoch milliseconds.
 *
 * @param daysFresh for so long an answer is not old
 */
export function nextTry(asked: Asked, daysFresh: number): number {
	const at = asInstant(asked.at) ?? 0;
	const waits = WAITS[asked.result] ?? [];
	if (!isRetried(asked)) return at + daysFresh * DAY;
	return at + (waits[Math.max(asked.tries, 1) - 1] ?? waits[waits.length - 1]);
}
