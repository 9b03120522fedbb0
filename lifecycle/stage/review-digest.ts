import { DateTime } from 'luxon';
import type { LeadRow, Stage } from '../lead/row';
import { STAGES } from '../lead/row';
import { languageOf } from '../message/reach';
import type { Digest } from '../message/message';
import type { Policy } from './policy';
import type { Finding } from './review';
import { REVIEW_PHRASES, type ReviewPhrases } from './review-phrases';

/** A lead that was looked at: its row as it is now, and what was found. */
export interface Reviewed {
	readonly row: LeadRow;
	readonly findings: readonly Finding[];
}

const LISTED = 10;

/** The weekly message to the manager, also when all is well: where the leads stand, what was found and what was done. */
export function reviewDigest(reviewed: readonly Reviewed[], policy: Policy): Digest {
	const fixed = reviewed.filter(({ findings }) => findings.length > 0);
	const isQuiet = fixed.length === 0;
	const needsTalk = fixed.some(({ findings }) => findings.includes('no_follow_up') || findings.includes('still'));
	const zone = policy.settings.timeZone;
	const phrases = REVIEW_PHRASES[languageOf(AUDIENCE, policy.settings)];
	return {
		kind: 'digest',
		key: `digest:no-lead-left-behind:${DateTime.fromISO(policy.asOf, { zone }).toFormat("kkkk-'W'WW")}`,
		audience: AUDIENCE,
		at: policy.asOf,
		title: isQuiet ? phrases.quietTitle : phrases.title(fixed.length),
		lines: [
			standing(reviewed, phrases),
			...rested(reviewed, policy, phrases),
			...(isQuiet ? [phrases.quiet] : [phrases.fixed, ...foundLines(fixed, policy, phrases)]),
		],
		next: needsTalk ? phrases.talk : phrases.nothing,
	};
}

const AUDIENCE = 'manager';

function standing(reviewed: readonly Reviewed[], { stands, where, none }: ReviewPhrases): string {
	const counts = new Map<Stage, number>();
	for (const { row } of reviewed) counts.set(row.stage, (counts.get(row.stage) ?? 0) + 1);
	const parts = STAGES.filter((stage) => counts.has(stage)).map((stage) => `${counts.get(stage)} ${stands[stage]}`);
	return where(parts.join(', ') || none);
}

function rested(reviewed: readonly Reviewed[], { now }: Policy, phrases: ReviewPhrases): string[] {
	const ready = reviewed.filter(
		({ row: { stage, coolOffUntil } }) =>
			stage === 'recycled' && (coolOffUntil === null || Date.parse(coolOffUntil) <= now),
	);
	return ready.length === 0 ? [] : [phrases.rested(ready.length)];
}

function foundLines(fixed: readonly Reviewed[], { settings }: Policy, phrases: ReviewPhrases): string[] {
	return Object.entries(phrases.found(settings.review)).flatMap(([finding, words]) => {
		const found = fixed.filter(({ findings }) => findings.includes(finding as Finding));
		return found.length === 0 ? [] : [`- ${phrases.leads(found.length)} ${words} (${named(found, phrases)})`];
	});
}

function named(found: readonly Reviewed[], { andMore }: ReviewPhrases): string {
	const names = found.slice(0, LISTED).map(({ row }) => row.name ?? row.lead);
	return names.join(', ') + (found.length > LISTED ? andMore(found.length - LISTED) : '');
}
