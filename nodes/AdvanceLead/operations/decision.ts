import type { IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import type { LeadRow } from '../../../lifecycle/lead/row';
import { advance } from '../../../lifecycle/stage/advance';
import { ambiguousLead, unknownLead } from '../../../lifecycle/stage/answer';
import type { Answer, Decision } from '../../../lifecycle/stage/cause';
import { entryOf, readDecision } from '../../../lifecycle/stage/decisions';
import type { Policy } from '../../../lifecycle/stage/policy';
import { leadFinder } from '../../../lifecycle/stage/whose';
import { isBlank, itemFault } from '../../shared/shell';
import type { Operation } from '../operation';
import { changedItem, readBook, type BookRow } from '../rows';
import { readPolicy } from '../run-policy';

/** Takes what sales decided, answers each, and gives the rows to write and the entries for the log. */
export const decision: Operation = {
	inputs: ['Decisions', 'Lead Book', 'Settings'],
	outputs: ['Changed', 'Answers', 'Log Entries'],
	faultsOn: 1,
	run: (context) => {
		const policy = readPolicy(context, 2);
		const book = readBook(context, 1);
		const answers: INodeExecutionData[] = [];
		const cases = new Map<LeadRow, Said[]>();
		const find = leadFinder(book.map(({ row }) => row));
		for (const said of readSaid(context, policy, answers)) {
			const found = find(said.decision.lead);
			if (found.kind === 'found') cases.set(found.row, [...(cases.get(found.row) ?? []), said]);
			else {
				const { decision: asked } = said;
				answers.push(
					answerItem(
						found.kind === 'unknown' ? unknownLead(asked, policy) : ambiguousLead(asked, found.leads, policy),
						said,
					),
				);
			}
		}
		return [...decideAll(book, cases, policy, answers)];
	},
};

interface Said {
	readonly decision: Decision;
	readonly index: number;
}

function readSaid(context: IExecuteFunctions, { asOf }: Policy, faults: INodeExecutionData[]): Said[] {
	return context.getInputData(0).flatMap((item, index) => {
		if (isBlank(item)) return [];
		const read = readDecision(item.json, asOf);
		if (read.ok) return [{ decision: read.value, index }];
		faults.push(itemFault(context, { ...read, message: `Item ${index}: ${read.message}` }, index));
		return [];
	});
}

function decideAll(
	book: readonly BookRow[],
	cases: ReadonlyMap<LeadRow, readonly Said[]>,
	policy: Policy,
	answers: INodeExecutionData[],
): INodeExecutionData[][] {
	const changed: INodeExecutionData[] = [];
	const entries: INodeExecutionData[] = [];
	for (const bookRow of book) {
		const { row } = bookRow;
		const said = cases.get(row);
		if (said === undefined) continue;
		const { after, answers: given } = advance(
			row,
			said.map((each) => ({ kind: 'decision', decision: each.decision })),
			policy,
		);
		given.forEach((answer, index) => answers.push(answerItem(answer, said[index])));
		if (after === undefined) continue;
		changed.push(changedItem(bookRow, after, said.map(sourceOf)));
		const isApplied = newlyTold(row, after);
		for (const each of said.filter(({ decision: { activity } }) => isApplied(activity))) {
			const entry = entryOf({ ...each.decision, lead: row.lead });
			entries.push({ json: { ...entry }, pairedItem: sourceOf(each) });
		}
	}
	answers.sort((one, other) => indexOf(one) - indexOf(other));
	return [changed, answers, entries];
}

function newlyTold(before: LeadRow, after: LeadRow): (activity: string) => boolean {
	const known = new Set(before.leadScore.told.map(({ activity }) => activity));
	const told = new Set(after.leadScore.told.map(({ activity }) => activity));
	return (activity) => told.has(activity) && !known.has(activity);
}

const sourceOf = ({ index }: Said): IPairedItemData => ({ item: index });

const answerItem = (answer: Answer, said: Said): INodeExecutionData => ({
	json: { item: said.index, ...answer },
	pairedItem: sourceOf(said),
});

const indexOf = ({ pairedItem }: INodeExecutionData): number => (pairedItem as IPairedItemData).item;
