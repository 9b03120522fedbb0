import type { LeadRow } from '../lead/row';
import { classify, isCell } from '../grid/grid';
import { isAddress } from '../message/reach';
import type { Recycling } from '../recycle/recycle';
import { alreadyAnswer, conflicting, doneAnswer, outOfDate, refusedAnswer, unknownReason, plain } from './answer';
import type { Answer, Decision } from './cause';
import type { RowDraft } from './draft';
import { recycledMessage } from './news';
import type { Policy } from './policy';

/**
 * What sales, or a CRM, decided. A decision that was applied before gives its answer again and changes nothing, and so
 * does one that the lead's stage does not allow. A CRM goes on showing what was said of a lead before it was handed over
 * again: that is out of date, and so is a decision of then that is read from the log once more (`isReplay`).
 */
export function applyDecision(draft: RowDraft, decision: Decision, { isReplay = false } = {}): Answer {
	const { row, policy } = draft;
	if (draft.isTold(decision.activity)) return doneAnswer(row, decision, policy);
	const answer = decision.decision === 'owner' ? changeOwner(draft, decision) : changeStage(draft, decision, isReplay);
	if (answer.outcome === 'done') draft.tell({ activity: decision.activity, at: policy.asOf });
	return answer;
}

function changeOwner(draft: RowDraft, decision: Decision): Answer {
	const { row, policy } = draft;
	const before = row.owner ?? '';
	if (before.toLowerCase() === decision.owner.toLowerCase()) return alreadyAnswer(row, decision, policy);
	draft.set({ owner: decision.owner || null });
	const why = `Owner: ${decision.owner || 'nobody'}${before && ` instead of ${before}`}${doneBy(decision)}.`;
	const { lead, stage } = row;
	draft.stages.push({ lead, from: stage, to: stage, at: decision.at, by: policy.by, why });
	return doneAnswer(draft.row, decision, policy);
}

function changeStage(draft: RowDraft, decision: Decision, isReplay: boolean): Answer {
	const { row, policy } = draft;
	const isOld = row.handedOffAt !== null && Date.parse(decision.at) < Date.parse(row.handedOffAt);
	if (isOld && (isReplay || decision.crm !== '')) return outOfDate(row, decision, policy);
	switch (decision.decision) {
		case 'accepted':
		case 'opportunity':
		case 'won':
			return goOn(draft, decision, decision.decision);
		default:
			return comeBack(draft, decision);
	}
}

const FIRST_WORDS = { accepted: 'Accepted', opportunity: 'Made an opportunity', won: 'Won' } as const;

function goOn(draft: RowDraft, decision: Decision, name: keyof typeof FIRST_WORDS): Answer {
	const { row, policy } = draft;
	if (!draft.can(name)) return notPossible(draft, decision);
	const at = saidAt(row, decision);
	const why = `${FIRST_WORDS[name]}${doneBy(decision)}${decision.note && `: ${decision.note}`}.`;
	const owner = row.owner ?? (isAddress(decision.by) ? decision.by : null);
	draft.move(name, why, { acceptedAt: row.acceptedAt ?? at, owner }, at);
	return doneAnswer(draft.row, decision, policy);
}

/** Nobody answers before they were asked: a clock that is slow does not make a step faster than it was. */
const saidAt = ({ handedOffAt }: LeadRow, { at }: Decision): string =>
	handedOffAt !== null && Date.parse(handedOffAt) > Date.parse(at) ? handedOffAt : at;

function comeBack(draft: RowDraft, decision: Decision): Answer {
	const { row, policy } = draft;
	const isLost = decision.decision === 'lost';
	if (!draft.can(isLost ? 'lost' : 'recycled') || row.stage === 'lost') return notPossible(draft, decision);
	const recycled = policy.sendBack(row, decision.reason || decision.note, decision.by);
	if (!recycled.ok) return unknownReason(row, decision, recycled, policy);
	const { recycle, outcome } = recycled.value;
	const words = ownWords(decision, recycle);
	const reason = `${plain(recycle.reason)}${words && `, in the words of sales “${words}”`}`;
	if (isLost) draft.move('lost', `Lost${doneBy(decision)}: ${reason}.`, {}, saidAt(row, decision));
	const why = `${isLost ? 'Lost deal' : `Sent back${doneBy(decision)}`}: ${reason}.`;
	takeBack(draft, { recycle, outcome }, why);
	draft.send(
		recycledMessage(draft.row, 'marketing', {
			decision: isLost ? 'lost' : 'sent_back',
			outcome,
			words,
			recycling: recycle,
			handedOffAt: row.handedOffAt,
		}),
	);
	return doneAnswer(draft.row, decision, policy);
}

interface Recycled {
	readonly recycle: Recycling;
	readonly outcome: 'nurture' | 'disqualify';
}

/** Takes a lead back from sales by what Recycle Lead made of it. Its score follows at once, until it is scored again. */
export function takeBack(draft: RowDraft, { recycle, outcome }: Recycled, why: string): void {
	const { row, policy } = draft;
	const { at: recycledAt, retained, count: recycles, track, coolOffUntil } = recycle;
	const columns = { recycledAt, retained, recycles, track, coolOffUntil, acceptedAt: null };
	if (outcome === 'nurture') {
		const until = policy.day(coolOffUntil ?? policy.asOf);
		const on = track === null ? '' : `, track ${track}`;
		const terms = ` Keeps ${retained} of ${recycle.previous} points${on}, not to be handed over before ${until}.`;
		draft.move('recycled', why + terms, { ...columns, handedOffAt: null });
	} else {
		const times = recycles > 1 ? ` It came back ${recycles} times.` : '';
		draft.move('disqualified', why + times, columns);
	}
	draft.set(scoreAfter(row, recycle, policy));
	draft.logScore(row);
}

function scoreAfter(row: LeadRow, { previous, retained }: Recycling, { settings, asOf }: Policy): Partial<LeadRow> {
	if (row.engagement === null || row.total === null) return {};
	const total = Math.round((row.total - previous + retained) * 100) / 100;
	const grid = classify(
		{
			fit: row.fit ?? 0,
			engagement: retained,
			total,
			excluded: false,
			previous: isCell(row.cell) ? row.cell : undefined,
			previousSince: row.cellSince ?? undefined,
		},
		settings.grid,
		asOf,
	);
	return { engagement: retained, total, cell: grid.cell, cellSince: grid.since, label: grid.label };
}

function notPossible({ row, policy, stages }: RowDraft, decision: Decision): Answer {
	if (stages.some(({ from, to }) => from !== to)) return conflicting(row, decision, policy);
	return isSaidAlready(row, decision) ? alreadyAnswer(row, decision, policy) : refusedAnswer(row, decision, policy);
}

function isSaidAlready({ stage }: LeadRow, { decision }: Decision): boolean {
	if (decision === 'sent_back' || decision === 'lost')
		return stage === 'recycled' || stage === 'disqualified' || stage === decision;
	return stage === decision;
}

/** ` by Ben in HubSpot` */
const doneBy = ({ by, crm }: Decision): string => (by && ` by ${by}`) + (crm && crm !== by ? ` in ${crm}` : '');

/** What was said beyond the name of the reason, to be put into quotation marks. */
function ownWords({ reason, note }: Decision, report: Recycling): string {
	const said = [...new Set([reason, note])];
	const isMore = (text: string) => text !== '' && plain(text).toLowerCase() !== plain(report.reason).toLowerCase();
	return said.filter(isMore).join('”, “');
}
