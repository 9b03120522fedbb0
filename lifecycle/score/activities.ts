import { contentId } from '../activity/activity';
import { channelOf } from '../activity/catalogue';
import { fault, ok, shown, type Result } from '../fault';
import { isFields, pathReader, type Fields } from '../path';
import { asText, fold } from '../text';
import { asInstant } from '../time';

/** An activity as scoring reads it; what costs time (JSON, page, content id) is worked out on first use. */
export class ScoredActivity {
	private parsed: Fields | undefined;
	private pageText: string | undefined;

	constructor(
		readonly raw: Fields,
		readonly type: string,
		/** Epoch milliseconds. */
		readonly at: number,
		/** The id it came with, '' when it had none. */
		readonly givenId: string,
		private readonly lead: string,
	) {}

	get properties(): Fields {
		this.parsed ??= fieldsOf(this.raw.properties);
		return this.parsed;
	}

	get attributes(): Fields {
		return fieldsOf(this.raw.attributes);
	}

	get channel(): string {
		const own = this.raw.channel;
		return typeof own === 'string' && own !== '' ? own : channelOf(this.type) || 'other';
	}

	get counts(): boolean {
		const quarantine = this.raw.quarantine;
		return quarantine === undefined || quarantine === null || quarantine === '' || quarantine === false;
	}

	/** The id by which it is known: its own, else the hash of its content. */
	get id(): string {
		return this.givenId || this.contentId;
	}

	get contentId(): string {
		return contentId({ lead: this.lead, type: this.type, at: this.at, properties: this.properties });
	}

	/**
	 * What page a visit was to: the first of the properties page, path, url (without host and query), title, name.
	 */
	get page(): string {
		this.pageText ??= readPage(this.properties);
		return this.pageText;
	}
}

const NO_FIELDS: Fields = Object.freeze({});

// Tables hold objects as JSON text; text that is not JSON holds no fields.
function fieldsOf(value: unknown): Fields {
	if (isFields(value)) return value;
	if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return NO_FIELDS;
	try {
		const parsed: unknown = JSON.parse(value);
		return isFields(parsed) ? parsed : NO_FIELDS;
	} catch {
		return NO_FIELDS;
	}
}

const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);

function readPage(properties: Fields): string {
	const direct = asText(own(properties, 'page')) || asText(own(properties, 'path'));
	if (direct !== '') return direct;
	const url = asText(own(properties, 'url'));
	if (url !== '') return pathOf(url);
	return asText(own(properties, 'title')) || asText(own(properties, 'name'));
}

// Many visits go to few pages.
const paths = new Map<string, string>();
const MOST_PATHS = 2000;

function pathOf(url: string): string {
	const known = paths.get(url);
	if (known !== undefined) return known;
	const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '') || '/';
	if (paths.size >= MOST_PATHS) paths.clear();
	if (url.length < 500) paths.set(url, path);
	return path;
}

const ACTIVITY_FIELDS: ReadonlyMap<string, (activity: ScoredActivity) => unknown> = new Map([
	['$activity.page', (activity: ScoredActivity) => activity.page],
	['$activity.type', (activity: ScoredActivity) => activity.type],
	['$activity.channel', (activity: ScoredActivity) => activity.channel],
	['$activity.source', (activity: ScoredActivity) => activity.raw.source],
	['$activity.at', (activity: ScoredActivity) => activity.at],
]);

export const ACTIVITY_FIELD_NAMES: readonly string[] = [...ACTIVITY_FIELDS.keys()];

/** A field of an activity: `$activity.…` for the activity's own, anything else is a path in its properties. */
export function activityField(field: string): (activity: ScoredActivity) => unknown {
	const known = ACTIVITY_FIELDS.get(field);
	if (known) return known;
	const read = pathReader(field);
	return (activity) => read(activity.properties);
}

/**
 * Reads a lead's activities: oldest first, each once, without the quarantined. Activities after any `asOf` are kept;
 * whoever counts leaves them out. The order and the copies of the input make no difference.
 */
export function readActivities(list: readonly unknown[], lead: string): Result<readonly ScoredActivity[]> {
	const read: ScoredActivity[] = [];
	for (let index = 0; index < list.length; index++) {
		const activity = readActivity(list[index], index, lead);
		if (!activity.ok) return activity;
		if (activity.value) read.push(activity.value);
	}
	const distinct = withoutCopies(inOrder(withoutSameId(read)));
	return ok(distinct.every((activity) => activity.counts) ? distinct : distinct.filter((activity) => activity.counts));
}

// Logs come in order of time as a rule, oldest or newest first.
function inOrder(activities: ScoredActivity[]): ScoredActivity[] {
	let rising = true;
	let falling = true;
	for (let index = 1; index < activities.length && (rising || falling); index++) {
		const step = activities[index].at - activities[index - 1].at;
		if (step <= 0) rising = false;
		if (step >= 0) falling = false;
	}
	if (rising) return activities;
	return falling ? activities.reverse() : activities.sort(byTime);
}

function readActivity(raw: unknown, index: number, lead: string): Result<ScoredActivity | undefined> {
	if (!isFields(raw))
		return fault(
			`${placeOf(index, lead)} is ${shown(raw)}, not an activity`,
			'An activity is an object with at least “type” and “at”.',
		);
	const at = asInstant(raw.at);
	const type = typeof raw.type === 'string' ? normaliseType(raw.type) : '';
	if (at !== undefined && type !== '') return ok(new ScoredActivity(raw, type, at, asText(raw.activity), lead));
	if (Object.keys(raw).length === 0) return ok(undefined);
	if (at === undefined) {
		const what = raw.at === undefined ? 'missing' : `${shown(raw.at)}, which is not a date`;
		return fault(
			`${placeOf(index, lead)}: “at” is ${what}`,
			'Give the time of the activity in ISO 8601, e.g. 2026-03-29T14:05:00Z.',
		);
	}
	return fault(
		`${placeOf(index, lead)}: “type” is ${shown(raw.type)}`,
		'Name what happened, e.g. page_view, email_click or form_submit.',
	);
}

const placeOf = (index: number, lead: string): string =>
	`Activity ${index + 1}${lead === '' ? '' : ` of ${shown(lead)}`}`;

const types = new Map<string, string>();
const MOST_TYPES = 1000;

function normaliseType(type: string): string {
	const known = types.get(type);
	if (known !== undefined) return known;
	const clean = fold(type.slice(0, 200)).replace(/[\s-]+/g, '_');
	if (types.size < MOST_TYPES) types.set(type, clean);
	return clean;
}

function byTime(left: ScoredActivity, right: ScoredActivity): number {
	return (
		left.at - right.at ||
		compare(left.type, right.type) ||
		compare(left.givenId, right.givenId) ||
		byContent(left, right)
	);
}

const byContent = (left: ScoredActivity, right: ScoredActivity): number =>
	left.raw === right.raw ? 0 : compare(left.contentId, right.contentId);

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

// Of two copies with one id the one that counts wins, then the later one, so that the order of the log never decides.
function withoutSameId(activities: ScoredActivity[]): ScoredActivity[] {
	if (!hasCopies(activities)) return activities;
	const byId = new Map<string, ScoredActivity>();
	for (const activity of activities) {
		const twin = byId.get(activity.givenId);
		if (!twin || isBetterCopy(activity, twin)) byId.set(activity.givenId, activity);
	}
	return activities.filter((activity) => activity.givenId === '' || byId.get(activity.givenId) === activity);
}

function hasCopies(activities: readonly ScoredActivity[]): boolean {
	const seen = new Set<string>();
	for (const { givenId } of activities) {
		if (givenId === '') continue;
		if (seen.has(givenId)) return true;
		seen.add(givenId);
	}
	return false;
}

function isBetterCopy(candidate: ScoredActivity, current: ScoredActivity): boolean {
	if (candidate.counts !== current.counts) return candidate.counts;
	if (candidate.at !== current.at) return candidate.at > current.at;
	return candidate.contentId < current.contentId;
}

// An activity without an id is a copy of another with the same content; only equals in time and type need a look.
function withoutCopies(sorted: ScoredActivity[]): ScoredActivity[] {
	const isSuspect = (activity: ScoredActivity, index: number): boolean =>
		index > 0 && isTwin(sorted[index - 1], activity) && (activity.givenId === '' || sorted[index - 1].givenId === '');
	if (!sorted.some(isSuspect)) return sorted;
	const kept: ScoredActivity[] = [];
	for (let start = 0, end = 1; start < sorted.length; start = end++) {
		while (end < sorted.length && isTwin(sorted[start], sorted[end])) end++;
		const run = sorted.slice(start, end);
		for (const activity of run.length > 1 ? distinctById(run) : run) kept.push(activity);
	}
	return kept;
}

const isTwin = (left: ScoredActivity, right: ScoredActivity): boolean =>
	left.at === right.at && left.type === right.type;

function distinctById(run: readonly ScoredActivity[]): ScoredActivity[] {
	const byId = new Map<string, ScoredActivity>();
	for (const activity of run) {
		const twin = byId.get(activity.id);
		if (!twin || (activity.counts && !twin.counts)) byId.set(activity.id, activity);
	}
	return [...byId.values()];
}
