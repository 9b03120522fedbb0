import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ok, type Fault, type Result } from '../../../lifecycle/fault';
import { readDraft, type DraftAndLive } from '../../../lifecycle/review/draft-model';
import { backtestDraft, pairsOf, type ScoredPair } from '../../../lifecycle/review/draft-backtest';
import { draftBacktestSentences, previewSentences } from '../../../lifecycle/review/in-words';
import { markOf, modelVersions } from '../../../lifecycle/review/model-versions';
import { namedLead } from '../../../lifecycle/review/named-lead';
import type { BookLead } from '../../../lifecycle/review/past-leads';
import { previewHtml } from '../../../lifecycle/review/preview-html';
import {
	addPreviews,
	tryModel,
	tryOne,
	type Preview,
	type TriedModels,
	type TriedOne,
	type TryTerms,
} from '../../../lifecycle/review/try-model';
import { asText } from '../../../lifecycle/text';
import { readAsOf, refuse, remark } from '../../shared/shell';
import { itemsOf } from '../items';
import {
	asOfOf,
	compiled,
	judge,
	knownCasesOf,
	leadsOfRows,
	NO_MODEL,
	numberOption,
	policyFor,
	rowsOf,
	scoredUnder,
} from '../sources';

/** Leads by name in the preview; all are in its counts. */
const MOST_SHOWN = 200;

/** What the pages before this one found, as the item that goes from page to page keeps it. */
interface SoFar {
	readonly asOf: string;
	/** The row of the lead book up to which leads were tried. */
	readonly after: number;
	readonly mark: string;
	readonly preview: Preview;
	readonly pairs: readonly ScoredPair[];
	readonly one: TriedOne | null;
}

/**
 * What publishing a draft would do to every lead: all at once, or a page of them, with which the next goes on. Where a form goes
 * through pages, what is wrong with the draft is an answer to whoever filled it in.
 */
export function tryDraft(context: IExecuteFunctions): INodeExecutionData[][] {
	const [before = {}] = rowsOf(context, 'So Far');
	const size = numberOption(context, 'pageSize', 'Leads per Page') ?? 0;
	const rules = rowsOf(context, 'Rules');
	const read = readDraft(rules, asText(context.getNodeParameter('draft', 0, '')));
	if (!read.ok) {
		if (size === 0) refuse(context, read.faults);
		return [itemsOf([unusable(read.faults)]), []];
	}
	remark(context, read.value.liveFaults);
	const soFar = before.soFar as SoFar | undefined;
	const mark = markOf(rules, read.value.name);
	const asked = { draft: read.value.name, lead: asText(context.getNodeParameter('lead', 0, '')) };
	if (soFar !== undefined && soFar.mark !== mark)
		return [itemsOf([{ ...asked, next: 'page', notice: CHANGED_MEANWHILE }]), []];
	const passed = { ...asked, notice: before.notice ?? null };
	const page = tryPage(context, read.value, soFar ?? beginning(context, mark));
	const isMore = size > 0 && rowsOf(context, 'Leads').length >= size;
	if (isMore) return [itemsOf([{ ...passed, next: 'page', mark, soFar: page.soFar }]), []];
	const notes = [passed.notice, ...notesOn(read.value, page.oneFault), interrupted(rules)].map(asText).filter(Boolean);
	return finished(page, { ...passed, mark, notes });
}

const CHANGED_MEANWHILE = 'Somebody changed the rules while the preview was made. This is the preview as of now.';

const unusable = (faults: readonly Fault[]) => ({
	next: 'say',
	title: 'The draft cannot be tried',
	message: faults.map(({ message, hint }) => `${message}. ${hint}`).join(' '),
});

interface Page {
	readonly models: TriedModels;
	readonly soFar: SoFar;
	readonly oneFault: Fault | undefined;
}

function tryPage(context: IExecuteFunctions, read: DraftAndLive, before: SoFar): Page {
	const models = {
		live: read.live === undefined ? NO_MODEL : compiled(context, read.live),
		draft: compiled(context, read.draft),
	};
	const { asOf, after, mark, preview, pairs, one } = before;
	const now = readAsOf(context, asOf);
	const terms = { policy: policyFor(context, now), asOf: now, judged: judge, explained: MOST_SHOWN };
	const leads = leadsOfRows(context);
	const tried = tryModel(leads, models, terms);
	remark(context, tried.faults);
	const cases = knownCasesOf(context, leads);
	const found = oneOf(context, leads, models, terms);
	const rows = rowsOf(context, 'Leads').map(({ id }) => Number(id) || 0);
	return {
		models,
		oneFault: found.ok ? undefined : found,
		soFar: {
			...{ asOf, mark },
			after: Math.max(after, ...rows),
			preview: addPreviews(preview, tried, MOST_SHOWN),
			pairs: [...pairs, ...pairsOf(scoredUnder(context, [models.live, models.draft], cases))],
			one: (found.ok ? found.value : undefined) ?? one,
		},
	};
}

const beginning = (context: IExecuteFunctions, mark: string): SoFar => ({
	asOf: asOfOf(context).toUTC().toISO() ?? '',
	after: 0,
	mark,
	preview: NOTHING,
	pairs: [],
	one: null,
});
const NOTHING: Preview = {
	...{ leads: 0, otherScore: 0, otherCell: 0, handedOver: 0, takenBack: 0, notHandedOver: 0, moments: 0 },
	...{ moves: [], changes: [], faults: [] },
};

/** The lead that somebody named, where it is on this page. */
function oneOf(
	context: IExecuteFunctions,
	leads: readonly BookLead[],
	models: TriedModels,
	terms: TryTerms,
): Result<TriedOne | undefined> {
	const named = namedLead(asText(context.getNodeParameter('lead', 0, '')), leads);
	if (!named.ok || named.value === undefined) return named.ok ? ok(undefined) : named;
	const one = tryOne(named.value, models, terms);
	return 'message' in one ? one : ok(one);
}

const notesOn = ({ live, liveFaults }: DraftAndLive, oneFault: Fault | undefined): string[] => [
	...(live === undefined
		? [`No rule is live today (${liveFaults[0]?.message ?? 'the table has none'}), so live points count as 0.`]
		: []),
	...(oneFault === undefined ? [] : [`${oneFault.message}. ${oneFault.hint}`]),
];

function interrupted(rules: readonly IDataObject[]): string {
	const { publishing } = modelVersions(rules);
	return publishing === undefined
		? ''
		: `The publishing of ${publishing.at} was cut off. Its rules are live; the next publishing puts the names in order.`;
}

function finished(
	{ soFar: { preview, pairs, one }, models: { live, draft: tried } }: Page,
	{ notes, draft, lead, mark }: { notes: readonly string[]; draft: string; lead: string; mark: string },
): INodeExecutionData[][] {
	const tested = backtestDraft(pairs, { live: live.options.threshold, draft: tried.options.threshold });
	const unknown =
		lead !== '' && one === null && !lead.startsWith('{') ? [`No lead “${lead}” is in the lead book.`] : [];
	const sentences = [...previewSentences(preview), ...draftBacktestSentences(tested)];
	const rows = preview.changes.map(({ lead: key, name, becomes, live: was, draft: is, moments, why }) => ({
		...{ lead: key, name, becomes, cell: was.cell, newCell: is.cell, total: was.total, newTotal: is.total },
		...{ stage: was.stage, newStage: is.stage, moments, why },
	}));
	const { changes: _, ...counts } = preview;
	const html = previewHtml(sentences, preview, { one: one ?? undefined, notes: [...notes, ...unknown] });
	const report = { ...counts, backtest: tested, one };
	return [
		itemsOf([{ sentences, report, html, next: 'ask', draft, lead, mark, title: `Try “${draft}”` }]),
		itemsOf(rows),
	];
}
