import { foldLead } from '../../activity/activity';
import { emptyRow, printRow, WITH_SALES, type LeadRow, type Stage } from '../../lead/row';
import { fieldsOfJson, type Fields } from '../../path';
import { NO_NEWS } from '../../stage/news';
import { asText } from '../../text';
import type { CrmHistory } from './crm-history';

/** Stages in which a lead can come from a CRM. It is handed over here, when its score says so. */
export const IMPORTED_STAGES = ['nurture', 'accepted', 'opportunity', 'won', 'lost', 'disqualified'] as const;
export type ImportedStage = (typeof IMPORTED_STAGES)[number];

export interface BeginOptions {
	readonly history: CrmHistory;
	/** What the words of the CRM mean. A lead with any other word begins in nurture. */
	readonly stages: ReadonlyMap<string, ImportedStage>;
	readonly users: readonly Fields[];
	/** ISO 8601 in UTC. */
	readonly asOf: string;
	/** Who brings them, for the stage log. */
	readonly by: string;
}

export interface NewLeads {
	/** Whole rows of the lead book, without an id. */
	readonly rows: ReadonlyArray<Record<string, unknown>>;
	/** The activities as they go to the log: only a new lead has the owner that the CRM says, by address. */
	readonly activities: readonly Fields[];
}

/** What the records of a new lead say, those of the same lead together. */
interface Begin {
	stage: ImportedStage | undefined;
	word: string;
	owner: string | null;
	attributes: Fields;
}

const IMPORTED = 'lead_import';

/**
 * Leads that the book does not know, with the stage and the owner that the CRM says; whoever is known keeps both. What
 * they did is scored from the log, so a row comes without a score.
 *
 * @param activities rows for the log, with objects as JSON text
 * @param known leads that the book has
 */
export function beginLeads(activities: readonly Fields[], known: Iterable<string>, options: BeginOptions): NewLeads {
	const inBook = new Set([...known].map(foldLead));
	const owners = options.history.ownersOf(options.users);
	const begins = new Map<string, Begin>();
	const told = activities.map((activity) => {
		const lead = asText(activity.lead);
		const isNew = !inBook.has(foldLead(lead));
		if (isNew && !begins.has(lead)) begins.set(lead, { stage: undefined, word: '', owner: null, attributes: {} });
		if (activity.type !== IMPORTED) return activity;
		const { owner: named, ...others } = fieldsOfJson(activity.attributes);
		const owner = owners.get(asText(named)) || null;
		const attributes = isNew && owner !== null ? { ...others, owner } : others;
		const begin = begins.get(lead);
		if (begin !== undefined) learn(begin, attributes, owner, options);
		return { ...activity, attributes: JSON.stringify(attributes) };
	});
	return { rows: [...begins].map(([lead, begin]) => printed(rowOf(lead, begin, options))), activities: told };
}

function learn(begin: Begin, attributes: Fields, owner: string | null, { history, stages }: BeginOptions): void {
	const word = history.stagesOf(attributes).find((each) => stages.has(each)) ?? '';
	const stage = history.isLost(attributes) ? 'lost' : stages.get(word);
	if (stage !== undefined) Object.assign(begin, { stage, word });
	begin.owner = owner ?? begin.owner;
	begin.attributes = { ...begin.attributes, ...attributes };
}

function rowOf(lead: string, begin: Begin, { history, asOf, by }: BeginOptions): LeadRow {
	const stage: Stage = begin.stage ?? 'nurture';
	const text = (name: string): string | null => asText(begin.attributes[name]).trim() || null;
	const says = begin.word === '' ? '' : `, where its stage is ${begin.word}`;
	const why = `Imported from ${history.title}${says}`;
	return {
		...emptyRow(lead),
		stage,
		track: stage === 'nurture' ? 'welcome' : null,
		handedOffAt: WITH_SALES.has(stage) ? asOf : null,
		acceptedAt: WITH_SALES.has(stage) ? asOf : null,
		owner: begin.owner,
		name: text('name'),
		title: text('title'),
		company: text('company'),
		email: lead.includes('@') ? lead : null,
		attributes: begin.attributes,
		version: 0,
		news: { ...NO_NEWS, stages: [{ lead, from: 'new', to: stage, at: asOf, by, why }] },
	};
}

const printed = (row: LeadRow): Record<string, unknown> => ({ ...printRow(row) });
