import { DateTime } from 'luxon';
import type { LeadRow, Stage } from '../lead/row';
import { STAGES } from '../lead/row';
import type { Digest } from '../message/message';
import type { Policy } from './policy';
import type { Finding } from './review';

/** A lead that was looked at: its row as it is now, and what was found. */
export interface Reviewed {
	readonly row: LeadRow;
	readonly findings: readonly Finding[];
}

const LISTED = 10;

const STANDS: Readonly<Record<Stage, string>> = {
	new: 'new',
	nurture: 'in nurture',
	mql: 'handed over',
	accepted: 'accepted',
	opportunity: 'opportunities',
	won: 'won',
	lost: 'lost',
	recycled: 'back from sales',
	disqualified: 'disqualified',
};

/** The weekly message to the manager, also when all is well: where the leads stand, what was found and what was done. */
export function reviewDigest(reviewed: readonly Reviewed[], policy: Policy): Digest {
	const fixed = reviewed.filter(({ findings }) => findings.length > 0);
	const isQuiet = fixed.length === 0;
	const needsTalk = fixed.some(({ findings }) => findings.includes('no_follow_up') || findings.includes('still'));
	const zone = policy.settings.timeZone;
	return {
		kind: 'digest',
		key: `digest:no-lead-left-behind:${DateTime.fromISO(policy.asOf, { zone }).toFormat("kkkk-'W'WW")}`,
		audience: 'manager',
		at: policy.asOf,
		title: isQuiet ? 'Every lead is on a path' : `No lead left behind: ${leads(fixed.length)} fixed`,
		lines: [
			standing(reviewed),
			...rested(reviewed, policy),
			...(isQuiet ? [QUIET] : ['Fixed this week:', ...foundLines(fixed, policy)]),
		],
		next: needsTalk ? 'Talk to the owners of the leads that nobody works on.' : 'Nothing.',
	};
}

const QUIET =
	'Every lead is on a path: with sales and its clock running, in nurture on a track, or out with a reason. Nothing had to be done.';

const leads = (count: number): string => `${count} ${count === 1 ? 'lead' : 'leads'}`;

function standing(reviewed: readonly Reviewed[]): string {
	const counts = new Map<Stage, number>();
	for (const { row } of reviewed) counts.set(row.stage, (counts.get(row.stage) ?? 0) + 1);
	const parts = STAGES.filter((stage) => counts.has(stage)).map((stage) => `${counts.get(stage)} ${STANDS[stage]}`);
	return `Where the leads are: ${parts.join(', ') || 'there is none yet'}.`;
}

function rested(reviewed: readonly Reviewed[], { now }: Policy): string[] {
	const ready = reviewed.filter(
		({ row: { stage, coolOffUntil } }) =>
			stage === 'recycled' && (coolOffUntil === null || Date.parse(coolOffUntil) <= now),
	);
	if (ready.length === 0) return [];
	return [
		`${leads(ready.length)} back from sales rested long enough. Those whose score qualifies are handed over the next time they are scored.`,
	];
}

function foundLines(fixed: readonly Reviewed[], policy: Policy): string[] {
	return Object.entries(wordsFor(policy)).flatMap(([finding, words]) => {
		const found = fixed.filter(({ findings }) => findings.includes(finding as Finding));
		return found.length === 0 ? [] : [`- ${leads(found.length)} ${words} (${named(found)})`];
	});
}

function named(found: readonly Reviewed[]): string {
	const names = found.slice(0, LISTED).map(({ row }) => row.name ?? row.lead);
	return names.join(', ') + (found.length > LISTED ? ` and ${found.length - LISTED} more` : '');
}

const wordsFor = ({ settings: { review } }: Policy): Readonly<Record<Finding, string>> => ({
	no_stage: 'without a stage that exists: given one',
	no_owner: `with sales and without an owner: now with ${review.fallbackOwner}`,
	no_hand_off: 'with sales and never handed over: handed over now, so that the time to accept runs',
	no_acceptance: 'accepted without a date: counted from now',
	no_follow_up: `handed over and not accepted in ${review.daysToAccept} days: back in nurture, can be handed over again`,
	lost: 'lost and not sent back: back in nurture',
	still: 'with sales and without progress: their owners are asked',
	still_marked: 'in nurture and marked as handed over: can be handed over again',
	no_track: 'without a nurture track: given one',
	silent: `silent for ${review.daysSilent} days: moved to the re_engage track`,
	gone: `silent for ${review.daysGone} days: disqualified, and back when they do something again`,
	awake: 'given up as silent and active again: back in nurture',
});
