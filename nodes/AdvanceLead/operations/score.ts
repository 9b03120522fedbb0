import type { IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { foldLead } from '../../../lifecycle/activity/activity';
import { fault, ok, shown, type Result } from '../../../lifecycle/fault';
import { isCell, type GridResult } from '../../../lifecycle/grid/grid';
import { emptyRow, readRow } from '../../../lifecycle/lead/row';
import { asNumber } from '../../../lifecycle/number';
import { isFields, pathReader } from '../../../lifecycle/path';
import type { LeadScore } from '../../../lifecycle/score/score';
import { advance, mergeRow, takeNews } from '../../../lifecycle/stage/advance';
import type { Cause, Decision } from '../../../lifecycle/stage/cause';
import { readDecision } from '../../../lifecycle/stage/decisions';
import { placeLead } from '../../../lifecycle/stage/place-lead';
import type { Policy } from '../../../lifecycle/stage/policy';
import { asText } from '../../../lifecycle/text';
import { forItem } from '../../shared/on-error';
import { fieldParameter, isBlank, itemFault } from '../../shared/shell';
import type { Operation } from '../operation';
import { changedItem, newItem, readBook, type BookRow } from '../rows';
import { readPolicy } from '../run-policy';

/** Writes scores into the lead book, hands over, takes back what cooled off, and sends key moments. */
export const score: Operation = {
	inputs: ['Leads', 'Lead Book', 'Settings'],
	outputs: ['New', 'Changed'],
	faultsOn: 0,
	run: (context) => {
		const policy = readPolicy(context, 2);
		const book = new Map(readBook(context, 1).map((row) => [foldLead(row.row.lead), row]));
		const { scored, faults } = readScored(context, policy);
		const added: INodeExecutionData[] = [...faults];
		const changed: INodeExecutionData[] = [];
		for (const [key, { lead, causes, sources }] of scored) {
			const known = book.get(key);
			const { after } = advance(known?.row ?? emptyRow(lead), causes, policy);
			if (after === undefined) continue;
			if (known === undefined) added.push(newItem(after, sources));
			else changed.push(changedItem(known, after, sources));
		}
		return [added, [...changed, ...merged(context, book, policy), ...waiting(book, scored, policy)]];
	},
};

/** Rows of keys that turned out to be a lead, as Score Lead names them. */
function merged(context: IExecuteFunctions, book: Map<string, BookRow>, policy: Policy): INodeExecutionData[] {
	return context.getInputData(0).flatMap(({ json }, item) => {
		const rows = Array.isArray(json.merged) ? (json.merged as unknown[]).filter(isFields) : [];
		return rows.flatMap((raw) => {
			const key = foldLead(asText(raw.lead));
			const { row } = readRow(raw);
			const after = mergeRow(row, asText(json.lead), policy);
			if (after === undefined) return [];
			book.delete(key);
			return [changedItem({ row, raw, source: { item } }, after, { item })];
		});
	});
}

/** News of leads that are not due is taken on too, so that it waits no longer. */
function waiting(
	book: ReadonlyMap<string, BookRow>,
	scored: ReadonlyMap<string, unknown>,
	policy: Policy,
): INodeExecutionData[] {
	const items: INodeExecutionData[] = [];
	for (const [key, row] of book) {
		const after = scored.has(key) ? undefined : takeNews(row.row, policy);
		if (after !== undefined) items.push(changedItem(row, after, row.source));
	}
	return items;
}

interface Scored {
	readonly lead: string;
	readonly causes: Cause[];
	readonly sources: IPairedItemData[];
}

function readScored(context: IExecuteFunctions, policy: Policy) {
	const read = scoreReader(context, policy);
	const scored = new Map<string, Scored>();
	const faults: INodeExecutionData[] = [];
	for (const [index, item] of context.getInputData(0).entries()) {
		if (isBlank(item)) continue;
		const result = forItem(context, index, () => read(item, index));
		if (!result.ok) {
			faults.push(itemFault(context, result, index));
			continue;
		}
		const { lead, cause } = result.value;
		const known = scored.get(foldLead(lead)) ?? { lead, causes: [], sources: [] };
		known.causes.push(cause);
		known.sources.push({ item: index });
		scored.set(foldLead(lead), known);
	}
	return { scored, faults };
}

type ScoreReader = (item: INodeExecutionData, index: number) => Result<{ lead: string; cause: Cause }>;

function scoreReader(context: IExecuteFunctions, policy: Policy): ScoreReader {
	const readLead = fieldParameter(context, 'leadKeyField', 'Lead Key Field');
	const readScore = fieldParameter(context, 'scoreField', 'Score Field');
	const readGrid = fieldParameter(context, 'gridField', 'Grid Field');
	const { loggedField, decisionsField } = context.getNodeParameter('options', 0, {}) as Record<
		string,
		string | undefined
	>;
	const readLogged = pathReader(loggedField || 'logged');
	const readDecisions = pathReader(decisionsField || 'decisions');
	return (item, index) => {
		const lead = asText(readLead(item, index)).trim();
		if (lead === '')
			return fault(`Item ${index}: “Lead Key Field” is empty`, 'Name the field with the key of the lead.');
		const leadScore = readScore(item, index);
		if (!isScore(leadScore)) return notScored(index, 'Score Field', leadScore, 'Score Lead');
		// A lead that Classify Grid did not place is placed here.
		const grid = readGrid(item, index) ?? placeLead(leadScore, item.json, policy);
		if (!isGrid(grid)) return notScored(index, 'Grid Field', grid, 'Classify Grid');
		const cause: Cause = {
			kind: 'score',
			score: { ...leadScore, excluded: leadScore.excluded ?? null, moments: leadScore.moments ?? [] },
			grid,
			logged: asNumber(readLogged(item.json)) ?? null,
			decisions: decisionsIn(readDecisions(item.json), policy),
		};
		return ok({ lead, cause });
	};
}

const notScored = (index: number, parameter: string, value: unknown, node: string) =>
	fault(
		`Item ${index}: “${parameter}” is ${shown(value)}, not what ${node} gives`,
		`Put ${node} before this node, or name the field with its result.`,
	);

const isScore = (value: unknown): value is LeadScore =>
	isFields(value) &&
	typeof value.total === 'number' &&
	typeof value.activities === 'number' &&
	Array.isArray(value.reasons);

const isGrid = (value: unknown): value is GridResult =>
	isFields(value) && isCell(value.cell) && typeof value.route === 'string';

/** Entries of the log that hold decisions; one that cannot be read was refused when it came. */
function decisionsIn(entries: unknown, { asOf }: Policy): Decision[] {
	if (!Array.isArray(entries)) return [];
	return entries.flatMap((entry: unknown) => {
		const read = readDecision(entry, asOf);
		return read.ok ? [read.value] : [];
	});
}
