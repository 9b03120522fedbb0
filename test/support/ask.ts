/** Questions about leads, the tables they are asked of, and what the other nodes say to them. */
import type { IDataObject } from 'n8n-workflow';
import { LeadPage } from '../../nodes/LeadPage/LeadPage.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import cases from '../cases/ask.json';
import { itemsOf, jsonOf, runNode } from './engine';
import * as team from './page-tables';
import { AS_OF, RITA } from './page-tables';
import { parsed } from './templates';

export interface AskCase {
	readonly why: string;
	readonly ask: string;
	/** Name of the tool that answers it, and what a model gives it. */
	readonly tool: string;
	readonly arguments: Readonly<Record<string, string>>;
	/** Whom it is about, or whom the answer lists. */
	readonly lead?: string;
	readonly leads?: readonly string[];
	/** All that are found, where more than are listed. */
	readonly count?: number;
	readonly company?: string;
	/** Owner of the leads that are late; '' for all. */
	readonly overdue?: string;
	/** What the answer says where there is none. */
	readonly error?: string;
}
export const ASK_CASES: readonly AskCase[] = cases as unknown as readonly AskCase[];

export const ASK = '22-ask-about-leads';

const harbor = (lead: string, name: string, more: IDataObject): IDataObject => ({
	...{ lead: `${lead}@harbor.example`, email: `${lead}@harbor.example`, name, company: 'Harbor', version: 1 },
	...{ stage: 'nurture', cell: 'D4', label: 'Cold', fit: 0, engagement: 0, ...more },
});
const DAYS = 24 * 3_600_000;
const monthAgo = new Date(Date.parse(AS_OF) - 30 * DAYS).toISOString();

const more: readonly IDataObject[] = [
	harbor('kim1', 'Kim Lee', { total: 14 }),
	harbor('kim2', 'Kim Lee', { total: 13 }),
	...Array.from({ length: 12 }, (_, index) =>
		harbor(`n${String(index).padStart(2, '0')}`, `Lead ${index}`, { total: 12 - index }),
	),
	harbor('late', 'Ben Late', {
		...{ stage: 'mql', total: 70, fit: 40, engagement: 30, cell: 'B2', label: 'Hot' },
		...{ owner: 'ola@sales.example', handedOffAt: monthAgo },
	}),
];
const handedOver = { from: 'nurture', to: 'mql', at: monthAgo, by: '02-score', why: 'B2' };

/** The tables of the team and some more leads, as if its day were today: n8n's clock cannot be set. */
export function askTables(now = Date.now()): Record<string, IDataObject[]> {
	const later = now - Date.parse(AS_OF);
	const moved = (rows: readonly IDataObject[]): IDataObject[] => {
		const text = JSON.stringify(rows.map(({ id: _id, ...row }) => row));
		const shifted = text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (at) =>
			new Date(Date.parse(at) + later).toISOString(),
		);
		return JSON.parse(shifted) as IDataObject[];
	};
	return {
		ll_lead_book: moved([...team.leadBook, ...more]),
		ll_activity_log: moved(team.activityLog),
		ll_alias_book: moved(team.links),
		ll_rules: moved(team.rules),
		ll_stage_log: moved([...team.stageLog, { lead: 'late@harbor.example', ...handedOver }]),
		ll_settings: moved(team.settings),
		ll_account_book: moved(team.accountBook),
	};
}

type Tables = Readonly<Record<string, IDataObject[]>>;

/** What Score Lead gives for a lead of the book, set as in 02. */
async function scoreOf(tables: Tables, lead: string, asOf: string, change: AskCase['arguments'] = {}) {
	const row = tables.ll_lead_book.find((each) => each.lead === lead) as IDataObject;
	const { activity = '', times = '1', properties = '{}', field, value } = change;
	const did = Array.from({ length: activity === '' ? 0 : Number(times) }, (_, index) => ({
		...{ activity: `x${index}`, lead, type: activity, at: asOf, properties: JSON.parse(properties) as IDataObject },
	}));
	const changed = field === undefined ? row : { ...row, [field]: value };
	const keys =
		lead === RITA ? tables.ll_alias_book.map(({ alias, at }) => ({ key: alias as string, until: at as string })) : [];
	const { outputs, error } = await runNode(ScoreLead, {
		parameters: {
			...{ leadKeyField: 'lead', leadShape: 'leadBook', activitiesSource: 'input', otherKeysField: 'keys' },
			...{ judgeMachines: true, modelSource: 'input', options: { asOf, unknownLeads: 'ignore' } },
		},
		inputs: [itemsOf([{ ...changed, keys }]), itemsOf([...tables.ll_activity_log, ...did]), itemsOf(tables.ll_rules)],
	});
	if (error) throw new Error(error.message);
	return jsonOf(outputs[0])[0].leadScore as IDataObject & { total: number; reasons: IDataObject[] };
}

/** Names of the leads that the page of 18 shows as late. */
async function lateOnPage(tables: Tables, asOf: string, owner: string): Promise<string[]> {
	const { outputs } = await runNode(LeadPage, {
		parameters: { operation: 'leads', query: JSON.stringify({ view: 'late', sort: 'due', owner }), options: { asOf } },
		inputs: [itemsOf(tables.ll_lead_book), itemsOf([{}]), itemsOf(tables.ll_settings)],
	});
	const html = jsonOf(outputs[0])[0].html as string;
	return Array.from(html.matchAll(/<bdi>([^<]+)<\/bdi><\/a>/g), ([, name]) => name);
}

interface Said extends IDataObject {
	answer: string;
	asOf: string;
	leads: Array<IDataObject & { lead: string }>;
	reasons: Array<{ points: number }>;
	changes: Array<{ points: number }>;
	before: IDataObject & { total: number };
	after: IDataObject & { total: number };
	error: string;
}

const sumOf = (rows: ReadonlyArray<{ points: number }>): number =>
	Math.round(rows.reduce((sum, { points }) => sum + points * 100, 0)) / 100;
const FIGURES = ['total', 'fit', 'engagement', 'excluded'] as const;
const figuresOf = (score: IDataObject) =>
	Object.fromEntries(FIGURES.filter((name) => score[name] !== null).map((name) => [name, score[name]]));

const reasonLine = ({ rule, dimension, points, count, lastAt }: IDataObject): IDataObject => ({
	...{ rule, dimension, points, count },
	...(lastAt === null ? {} : { lastAt }),
});

/** Holds an answer to what Score Lead, the pages and the tables say. */
export async function expectAnswer(each: AskCase, answer: unknown, tables: Tables): Promise<void> {
	const said = answer as Said;
	expect(JSON.stringify(said).length).toBeLessThan(6000);
	if (each.error !== undefined) {
		expect(said).toEqual({ error: expect.stringContaining(each.error), found: false });
		return;
	}
	expect(said).not.toHaveProperty('error');
	expect(said).toMatchObject({ found: true, answer: expect.stringMatching(/\.$/) });
	const { tool, lead = '', leads, overdue } = each;
	if (tool === 'why_this_score') {
		const score = await scoreOf(tables, lead, said.asOf);
		expect(said).toMatchObject({ lead, ...figuresOf(score), dropsBelow: score.dropsBelow, model: score.model });
		expect(sumOf(said.reasons)).toBe(score.total);
		// The tenth of more is the rest in one line.
		expect(said.reasons.slice(0, 9)).toEqual(score.reasons.slice(0, 9).map(reasonLine));
	} else if (tool === 'what_if') {
		const [before, after] = [
			await scoreOf(tables, lead, said.asOf),
			await scoreOf(tables, lead, said.asOf, each.arguments),
		];
		expect(said.before).toMatchObject(figuresOf(before));
		expect(said.after).toMatchObject(figuresOf(after));
		expect(said.points).toBeCloseTo(after.total - before.total, 6);
		expect(sumOf(said.changes)).toBe(said.points);
		if (said.points === 0) expect(said.activitiesWithRules).toContain('demo_request');
	} else if (overdue !== undefined) {
		const late = await lateOnPage(tables, said.asOf, overdue);
		expect(late).toContain('Ben Late');
		expect(said.leads.map(({ name }) => name)).toEqual(late);
		expectRows(said, tables);
	} else {
		expect(said.leads.map((line) => line.lead)).toEqual(leads);
		expectRows(said, tables);
		if (each.company === undefined) expect(said.count).toBe(each.count ?? leads?.length);
		else {
			const [{ account, score, members, engaged, completeness }] = tables.ll_account_book;
			expect(said).toMatchObject({ account, score, members, engaged, completeness, surging: true });
		}
	}
}

/** Each lead with the figures of its row. */
function expectRows({ leads }: Said, tables: Tables): void {
	for (const { lead, total, cell, stage, summary } of leads) {
		const row = tables.ll_lead_book.find((each) => each.lead === lead);
		expect({ lead, total, cell, stage, summary }).toEqual({
			...{ lead, total: row?.total, cell: row?.cell, stage: row?.stage, summary: row?.summary },
		});
	}
}

interface ToolParameters {
	readonly workflowInputs: { readonly value: Readonly<Record<string, string>> };
}

/** What the sub-workflow gets when a model calls a tool of the template. */
export function inputsOf({ tool, arguments: given }: AskCase): IDataObject {
	const node = parsed(ASK).nodes.find(({ name }) => name === tool);
	const { value } = (node?.parameters as unknown as ToolParameters).workflowInputs;
	const filled = Object.entries(value).map(([name, text]) => {
		const [, key, , otherwise = ''] =
			/\$fromAI\('(\w+)', '((?:[^'\\]|\\.)*)', 'string'(?:, '(.*?)')?\)/.exec(text) ?? [];
		return [name, key === undefined ? text : (given[key] ?? otherwise)];
	});
	return Object.fromEntries(filled) as IDataObject;
}
