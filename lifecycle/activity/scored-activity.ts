import { memoised } from '../memoised';
import { fieldsOfJson, looseReader, type Fields } from '../path';
import { asText } from '../text';
import { isoOf } from '../time';
import { contentId, idInLog } from './activity';
import { channelOf } from './catalogue';

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

	/** The same with its id as the log keeps it. */
	inLog(): ScoredActivity {
		return new ScoredActivity(this.raw, this.type, this.at, idInLog(this.givenId), this.lead);
	}

	get properties(): Fields {
		this.parsed ??= fieldsOfJson(this.raw.properties);
		return this.parsed;
	}

	/** `at` as ISO 8601 in UTC. */
	get atText(): string {
		return isoOf(this.at, this.raw.at);
	}

	get attributes(): Fields {
		return fieldsOfJson(this.raw.attributes);
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

// No prototype has these names, so none has to be asked whether it is the object's own.
function readPage({ page, path, url, title, name }: Fields): string {
	const direct = asText(page) || asText(path);
	if (direct !== '') return direct;
	const address = asText(url);
	return address === '' ? asText(title) || asText(name) : pathOf(address);
}

const MOST_PATHS = 2000;

// Many visits go to few pages.
const pathOf = memoised(
	(url) => url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '') || '/',
	MOST_PATHS,
);

const ACTIVITY_FIELDS: ReadonlyMap<string, (activity: ScoredActivity) => unknown> = new Map([
	['$activity.page', (activity: ScoredActivity) => activity.page],
	['$activity.type', (activity: ScoredActivity) => activity.type],
	['$activity.channel', (activity: ScoredActivity) => activity.channel],
	['$activity.source', (activity: ScoredActivity) => activity.raw.source],
	['$activity.at', (activity: ScoredActivity) => activity.at],
	['$activity.asset', (activity: ScoredActivity) => assetOfActivity(activity)],
]);

export const ACTIVITY_FIELD_NAMES: readonly string[] = [...ACTIVITY_FIELDS.keys()];

/** What was downloaded, watched or read; of a visit the page. */
export const assetOfActivity = (activity: ScoredActivity): string => assetIn(activity.properties) || activity.page;

const assetIn = ({ asset, name, title }: Fields): string => asText(asset) || asText(name) || asText(title);

/** A field of an activity: `$activity.…` for the activity's own, anything else is a path in its properties. */
export function activityField(field: string): (activity: ScoredActivity) => unknown {
	const known = ACTIVITY_FIELDS.get(field.toLowerCase());
	if (known) return known;
	const read = looseReader(field);
	return (activity) => read(activity.properties);
}
