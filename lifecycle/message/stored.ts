import { asNumber } from '../number';
import { isFields, type Fields } from '../path';
import { asText } from '../text';
import { MESSAGE_KINDS, type Happened, type LeadFacts, type Message } from './message';

/**
 * The message in the column `details` of the outbox. Undefined for a row of an older version, and for one that somebody
 * edited so that its facts cannot be read: then title and text are all there is to send. A fact of the wrong type is left
 * out.
 */
export function messageIn(details: unknown): Message | undefined {
	const parsed = parse(details);
	if (!isFields(parsed) || !isKnown(parsed.kind)) return undefined;
	const { about, ...stored } = withScalars(parsed);
	switch (stored.kind) {
		case 'account_crossed':
			return accountIn(stored);
		case 'digest':
			return isTexts(stored.lines) ? (withFile(stored) as unknown as Message) : undefined;
		case 'fault':
			return faultReportIn(stored);
		default:
			return aboutLeadIn(stored, about);
	}
}

const isKnown = (kind: unknown): boolean => (MESSAGE_KINDS as readonly unknown[]).includes(kind);

function parse(details: unknown): unknown {
	if (typeof details !== 'string') return details;
	try {
		return JSON.parse(details) as unknown;
	} catch {
		return undefined;
	}
}

const TEXTS = [
	'key',
	'audience',
	'at',
	'handedOffAt',
	'due',
	'activity',
	'to',
	'policy',
	'level',
	'startedAt',
	'dueAt',
];
const MORE_TEXTS = ['since', 'reason', 'decision', 'outcome', 'by', 'words', 'returnedAt', 'track', 'coolOffUntil'];
const DOCUMENT_TEXTS = ['title', 'next', 'where', 'link'];
const NUMBERS = ['recycles', 'elapsedMinutes', 'remainingMinutes', 'days', 'count', 'retained'];

/** Texts as texts and numbers as numbers; '' and 0 say nothing wherever they stand. */
function withScalars(stored: Fields): Fields {
	const present = (names: readonly string[]): string[] => names.filter((name) => Object.hasOwn(stored, name));
	return {
		...stored,
		...Object.fromEntries(
			present([...TEXTS, ...MORE_TEXTS, ...DOCUMENT_TEXTS]).map((name) => [name, asText(stored[name])]),
		),
		...Object.fromEntries(present(NUMBERS).map((name) => [name, asNumber(stored[name]) ?? 0])),
	};
}

const isTexts = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((each) => typeof each === 'string');

/** A file that cannot be read, as somebody may have edited it, is left out. */
function withFile({ file, ...stored }: Fields): Fields {
	const isWhole = isFields(file) && typeof file.name === 'string' && typeof file.html === 'string';
	return isWhole ? { ...stored, file } : stored;
}

const isFaults = (value: unknown): boolean =>
	Array.isArray(value) &&
	value.every((each) => isFields(each) && typeof each.message === 'string' && typeof each.hint === 'string');

function faultReportIn({ run, ...stored }: Fields): Message | undefined {
	if (!isFaults(stored.faults)) return undefined;
	const read = isFields(run) ? { run: { step: inOneLine(run.step), since: asText(run.since) } } : {};
	return { ...stored, ...read } as unknown as Message;
}

function aboutLeadIn(stored: Fields, lead: unknown): Message | undefined {
	const about = leadIn(lead);
	const own = ownFacts(stored);
	return about === undefined || own === undefined ? undefined : ({ ...stored, ...own, about } as unknown as Message);
}

/** What a kind cannot do without, read; undefined where it is not there. */
function ownFacts(stored: Fields): Fields | undefined {
	switch (stored.kind) {
		case 'hand_off':
			return isTexts(stored.newSince) ? {} : undefined;
		case 'moment': {
			const moment = happenedIn(stored.moment);
			return moment === null ? undefined : { moment };
		}
		case 'demoted': {
			const { cell, total } = isFields(stored.previous) ? stored.previous : {};
			return { previous: { cell: textOrNull(cell), total: asNumber(total) ?? null } };
		}
		case 'recycled':
			return { previous: asNumber(stored.previous) ?? 0 };
		default:
			return {};
	}
}

const textOrNull = (value: unknown): string | null => asText(value) || null;

function happenedIn(value: unknown): Happened | null {
	const what = isFields(value) ? asText(value.what) : '';
	return what === '' ? null : { what, at: asText((value as Fields).at) };
}

/** What a visitor typed: a line of its own would look like one of the message's. */
const inOneLine = (value: unknown): string => asText(value).replace(/\s+/g, ' ').trim();

function leadIn(value: unknown): LeadFacts | undefined {
	if (!isFields(value) || asText(value.lead) === '') return undefined;
	const text = (name: string): string | null => inOneLine(value[name]) || null;
	const number = (name: string): number | null => asNumber(value[name]) ?? null;
	return {
		lead: asText(value.lead),
		name: text('name'),
		email: text('email'),
		title: text('title'),
		company: text('company'),
		owner: text('owner'),
		country: text('country'),
		stage: asText(value.stage),
		cell: text('cell'),
		label: text('label'),
		total: number('total'),
		fit: number('fit'),
		engagement: number('engagement'),
		signal: text('signal'),
		lastActivityAt: text('lastActivityAt'),
		reasons: Array.isArray(value.reasons) ? value.reasons.map(asText).filter((reason) => reason !== '') : [],
		last: happenedIn(value.last),
		opener: text('opener'),
	};
}

function accountIn(stored: Fields): Message | undefined {
	const { account, people } = stored;
	if (!isFields(account) || asText(account.name) === '' || !Array.isArray(people)) return undefined;
	const number = (name: string): number => asNumber(account[name]) ?? 0;
	const surge = isFields(account.surge) ? account.surge : undefined;
	const read = {
		account: asText(account.account),
		name: inOneLine(account.name),
		domain: textOrNull(account.domain),
		score: number('score'),
		threshold: number('threshold'),
		members: number('members'),
		engaged: number('engaged'),
		missingRoles: isTexts(account.missingRoles) ? account.missingRoles : [],
		crossedAt: asText(account.crossedAt),
		surge: surge && {
			recent: asNumber(surge.recent) ?? 0,
			baseline: asNumber(surge.baseline) ?? 0,
			days: asNumber(surge.days) ?? 0,
		},
	};
	const leads = people.map(leadIn).filter((lead) => lead !== undefined);
	return { ...stored, account: { ...read, surge: read.surge ?? null }, people: leads } as unknown as Message;
}
