import type { DateTime } from 'luxon';
import { cleaned } from '../delivery/failure';
import { whyOf, type Why } from '../failure';
import type { Fault } from '../fault';
import type { FaultReport } from '../message/message';
import { asNumber } from '../number';
import { isFields, type Fields } from '../path';
import { asText } from '../text';
import { toIso } from '../time';
import { dayKey } from './day-key';

/** A run that failed, as n8n's Error Trigger tells it. */
export interface FailedRun {
	/** The workflow's id; its name where n8n gives none. */
	readonly id: string;
	readonly workflow: string;
	readonly step: string;
	readonly said: string;
	/** What the node itself says to do. */
	readonly advice: string;
	readonly status: number;
	/** Address of the run in n8n; '' where n8n did not keep it. */
	readonly link: string;
}

const fieldsIn = (value: unknown): Fields => (isFields(value) ? value : {});

/** A run without a workflow's name is one too: it must not keep the others from being reported. */
const NAMELESS = 'A workflow without a name';

/** Undefined for an item that did not come from an Error Trigger. */
export function readFailedRun(raw: Fields): FailedRun | undefined {
	if (!isFields(raw.workflow) && !isFields(raw.execution) && !isFields(raw.trigger)) return undefined;
	const { id, name } = fieldsIn(raw.workflow);
	const workflow = withoutPeople(asText(name)) || NAMELESS;
	const execution = fieldsIn(raw.execution);
	const error = fieldsIn(execution.error ?? fieldsIn(raw.trigger).error);
	return {
		id: asText(id).trim() || workflow,
		workflow,
		step: withoutPeople(asText(execution.lastNodeExecuted) || asText(fieldsIn(error.node).name)),
		said: quotable(error.message),
		advice: quotable(error.description),
		status: asNumber(error.httpCode ?? error.status) ?? 0,
		link: webAddress(asText(execution.url).trim()),
	};
}

const webAddress = (text: string): string => (/^https?:\/\//i.test(text) ? text : '');

const ADDRESS = /[^\s@"'“”‘’«»<>()[\]{}:;,=/?&]+(@|%40)[^\s@"'“”‘’«»<>()[\]{}:;,/?&]+/gi;
/** User and password in the address of a service. */
const SIGN_IN = /(https?:\/\/)[^\s/@]+@/gi;
/** Seven digits or more, as people write a telephone number. */
const TELEPHONE = /\+?\d(?:[\s./()-]{0,2}\d){6,}/g;

/** What an error said, on one line, without secrets and without the addresses of people: many read the outbox. */
export function quotable(error: unknown): string {
	const text = asText(error);
	if (text === '') return '';
	return withoutPeople(cleaned(text.replace(SIGN_IN, '$1').replace(ADDRESS, '…')));
}

/** People name workflows and steps after people, too. */
const withoutPeople = (text: string): string =>
	text.replace(SIGN_IN, '$1').replace(ADDRESS, '…').replace(TELEPHONE, '…').trim();

export interface ReportTerms {
	readonly asOf: DateTime;
	readonly audience: string;
	/** Reports of the last days as the outbox has them: their keys, and since when that workflow had failed. */
	readonly earlier: ReadonlyMap<string, string>;
}

const keyOf = (id: string, day: DateTime): string => `failed_run:${id}:${dayKey(day)}`;

/**
 * The day's message about a workflow that fails. Undefined where it was reported today: a schedule that fails every five minutes
 * brings one message per day. What failed yesterday too has failed since then.
 */
export function failedRunReport(run: FailedRun, { asOf, audience, earlier }: ReportTerms): FaultReport | undefined {
	const key = keyOf(run.id, asOf);
	if (earlier.has(key)) return undefined;
	const at = toIso(asOf.toMillis());
	return {
		kind: 'fault',
		key,
		audience,
		at,
		where: run.workflow,
		faults: [faultOf(run)],
		link: run.link,
		run: { step: run.step, since: earlier.get(keyOf(run.id, asOf.minus({ days: 1 }))) || at },
	};
}

const faultOf = ({ said, advice, status }: FailedRun): Fault => ({
	message: said || 'n8n gives no reason',
	hint: advice === '' || isRepeated(advice, said) ? adviceFor(said, status) : `${advice}.`,
});

const isRepeated = (advice: string, said: string): boolean => said.includes(advice);

/** What to do about failures that say it too briefly; the first that fits counts. */
const ADVICE: ReadonlyArray<readonly [RegExp, string]> = [
	[
		/unknown column|no such column|column .*(not|does not) (found|exist)/i,
		'Execute 00 Set up: it names the columns that a table lacks.',
	],
	[
		/data ?table.*(not found|not exist|could not)|could not find the data ?table/i,
		'Execute 00 Set up: it makes the tables that are missing.',
	],
	[
		/size limit|storage limit|quota/i,
		'The data tables are full: delete old rows of ll_activity_log, or raise N8N_DATA_TABLES_MAX_SIZE_BYTES.',
	],
	[
		/database is not ready|SqliteWriteConnectionMutex|connection.*pool|SQLITE_BUSY/i,
		'n8n has more to do than its database takes: see “Under overload” in docs/performance.md.',
	],
	[
		/out of memory|heap|timed out.*workflow|workflow.*timed out/i,
		'The run was too large or too long: see docs/performance.md.',
	],
];

const BY_REASON: Readonly<Record<Why, string>> = {
	busy: 'The service asks to be called less often. Later runs catch up.',
	credential: 'Open the step and choose its credential again.',
	broken: 'The service has a problem of its own. Later runs catch up.',
	slow: 'The service or n8n was too slow. Later runs catch up.',
	away: 'The service could not be reached. Later runs catch up.',
	refused: 'Open the run and look at what went into the step.',
};

const adviceFor = (said: string, status: number): string =>
	ADVICE.find(([words]) => words.test(said))?.[1] ?? BY_REASON[whyOf({ said, status })];
