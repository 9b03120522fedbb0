import type { INodeExecutionData } from 'n8n-workflow';
import { foldLead } from '../../../lifecycle/activity/activity';
import { isStage } from '../../../lifecycle/lead/row';
import { outboxRowOf } from '../../../lifecycle/message/outbox';
import type { Fields } from '../../../lifecycle/path';
import { advance } from '../../../lifecycle/stage/advance';
import type { Cause } from '../../../lifecycle/stage/cause';
import { reviewDigest, type Reviewed } from '../../../lifecycle/stage/review-digest';
import { asText, fold } from '../../../lifecycle/text';
import { asInstant, toIso } from '../../../lifecycle/time';
import type { Operation } from '../operation';
import { changedItem, itemsAt, readBook } from '../rows';
import { readPolicy } from '../run-policy';

/** Looks at every lead for dead ends and puts it back on a path; tells the manager what was found. */
export const review: Operation = {
	inputs: ['Lead Book', 'Stage Log', 'Settings'],
	outputs: ['Changed', 'Digest'],
	faultsOn: 0,
	run: (context) => {
		const policy = readPolicy(context, 2);
		const moved = lastMoves(itemsAt(context, 1).map(({ json }) => json));
		const changed: INodeExecutionData[] = [];
		const reviewed: Reviewed[] = [];
		for (const book of readBook(context, 0)) {
			if (book.row.mergedInto !== null) continue;
			const cause = causeOf(book.raw, moved.get(foldLead(book.row.lead)));
			const { after, findings } = advance(book.row, [cause], policy);
			reviewed.push({ row: after ?? book.row, findings });
			if (after !== undefined) changed.push(changedItem(book, after, book.source));
		}
		const digest = outboxRowOf(reviewDigest(reviewed, policy), policy.settings);
		return [changed, digest === undefined ? [] : [{ json: { ...digest }, pairedItem: [] }]];
	},
};

function causeOf({ createdAt, stage }: Fields, movedAt: number | undefined): Cause {
	const written = asText(stage).trim();
	const created = asInstant(createdAt);
	return {
		kind: 'review',
		createdAt: created === undefined ? null : toIso(created),
		movedAt: movedAt === undefined ? null : toIso(movedAt),
		brokenStage: written === '' || isStage(fold(written)) ? null : written,
	};
}

/** When each lead's stage changed last; a line from a stage to itself tells of another owner. */
function lastMoves(lines: readonly Fields[]): Map<string, number> {
	const moved = new Map<string, number>();
	for (const { lead, from, to, at } of lines) {
		const instant = asInstant(at);
		if (instant === undefined || from === to) continue;
		const key = foldLead(asText(lead));
		moved.set(key, Math.max(instant, moved.get(key) ?? instant));
	}
	return moved;
}
