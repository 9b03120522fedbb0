import { canonicalJson } from '../activity/canonical-json';
import { LEAD_COLUMNS, type LeadColumn, type LeadRow } from '../lead/row';
import { nextVersion } from '../lead/version';
import type { Answer, Cause } from './cause';
import { applyDeadline } from './deadline';
import { applyDecision } from './decision';
import { RowDraft } from './draft';
import type { Policy } from './policy';
import { applyReview, type Finding } from './review';
import { applyScore } from './score';

export interface Advanced {
	/** The row as it is to be written; undefined where it stays as it is. */
	readonly after: LeadRow | undefined;
	/** One for each decision. */
	readonly answers: readonly Answer[];
	/** What the weekly review found, by name. */
	readonly findings: readonly Finding[];
}

/**
 * The decider: what becomes of a lead's row because of one cause or more, which follow each other. The only place where
 * a stage changes. A pure function: the same row and causes give the same row, and a row that was advanced stays as it
 * is when the same causes come again.
 *
 * `after` holds everything that is to be written in one update: the columns, the news they cause behind the news that
 * waits already, the batch, and a version that is one higher. A row that was merged into another takes no part.
 *
 * A run that scores copies the news too, and only of rows that it wrote: a score takes on news that waits under another
 * batch, also where nothing else changes.
 */
export function advance(before: LeadRow, causes: readonly Cause[], policy: Policy): Advanced {
	const draft = new RowDraft(before, policy);
	const answers: Answer[] = [];
	const findings: Finding[] = [];
	for (const cause of before.mergedInto === null ? causes : []) {
		switch (cause.kind) {
			case 'score':
				applyScore(draft, cause);
				break;
			case 'decision':
				answers.push(applyDecision(draft, cause.decision));
				break;
			case 'deadline':
				applyDeadline(draft, cause);
				break;
			case 'review':
				findings.push(...applyReview(draft, cause));
				break;
		}
	}
	const takesNews = causes.some(({ kind }) => kind === 'score') && hasForeignNews(before, policy);
	return { after: finished(before, draft, takesNews), answers, findings };
}

const hasForeignNews = ({ news, batch }: LeadRow, policy: Policy): boolean =>
	batch !== policy.batch && news.messages.length + news.stages.length + news.scores.length > 0;

/** The row of a lead that is not due, made part of this run where its news waits; undefined where there is none. */
export const takeNews = (before: LeadRow, policy: Policy): LeadRow | undefined =>
	hasForeignNews(before, policy) ? finished(before, new RowDraft(before, policy), true) : undefined;

/**
 * The row of a key that turned out to be another lead: history from now on. A key that sales has as a lead of its own stays
 * with sales; once it is back, it is merged.
 */
export function mergeRow(before: LeadRow, lead: string, policy: Policy): LeadRow | undefined {
	if (before.mergedInto !== null || before.handedOffAt !== null) return undefined;
	const draft = new RowDraft(before, policy);
	draft.set({ mergedInto: lead });
	return finished(before, draft, true);
}

/** Columns that change with every look and say nothing that is worth a write of its own. */
const VOLATILE: ReadonlySet<LeadColumn> = new Set(['logged', 'leadScore', 'attributes', 'cellSince']);

/** What the CRM shows of a lead. */
const IN_CRM = ['total', 'fit', 'engagement', 'cell', 'label', 'stage', 'summary', 'owner'] as const;

function finished(before: LeadRow, draft: RowDraft, isWritten: boolean): LeadRow | undefined {
	const { row, messages, stages, scores, policy } = draft;
	const isNew = before.id === undefined && row !== before;
	const hasNews = messages.length > 0 || stages.length > 0 || scores.length > 0;
	const isQuiet = !isNew && !hasNews && changedColumns(before, row).every((column) => VOLATILE.has(column));
	if (isQuiet && !isWritten) return undefined;
	const { news } = before;
	return {
		...row,
		crm: row.email !== null && IN_CRM.some((column) => row[column] !== before[column]) ? due(row.crm) : row.crm,
		version: nextVersion(before.version),
		batch: policy.batch,
		news: {
			messages: [...news.messages, ...messages],
			stages: [...news.stages, ...stages],
			scores: [...news.scores, ...scores],
		},
	};
}

/** The columns in which two rows of a lead differ. */
export const changedColumns = (before: LeadRow, after: LeadRow): LeadColumn[] =>
	LEAD_COLUMNS.map(([column]) => column).filter((column) => !isSame(before[column], after[column]));

const isSame = (one: unknown, other: unknown): boolean =>
	one === other || (typeof one === 'object' && one !== null && canonicalJson(one) === canonicalJson(other));

const due = (crm: string | null): string => (crm === null ? 'due' : crm.startsWith('due') ? crm : `due ${crm}`);
