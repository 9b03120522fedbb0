import { sameKey } from '../lead/key';
import { isStage, STAGES, WITH_SALES, type LeadRow, type Stage } from '../lead/row';
import type { Sla } from '../sla';
import type { StageLine } from '../stage/news';
import { asInstant, DAY, toIso } from '../time';
import { percentOf, rounded } from './figures';
import { median, quantile } from './statistics/quantile';

export interface StageRow {
	readonly stage: Stage;
	/** Leads that are in it now. */
	readonly now: number;
	/** Stays that the log knows, those that go on included. */
	readonly entered: number;
	/** Days that finished stays took; null where none is finished. */
	readonly medianDays: number | null;
	readonly p90Days: number | null;
	/** Percent of the leads that were ever in it and got further towards a deal later. */
	readonly wentOn: number;
	/** Leads that have been in it for longer than nine of ten finished stays took, longest first, at most ten. */
	readonly stuck: ReadonlyArray<{ readonly lead: string; readonly days: number }>;
}

export interface StageReview {
	readonly stages: readonly StageRow[];
	/** Of the hand-offs that were answered, or whose deadline is over: how many left the stage in time. */
	readonly sla: { readonly handOffs: number; readonly inTime: number; readonly percent: number };
	/** Leads that sales sent back, that came again, and that were won then. */
	readonly recycled: { readonly leads: number; readonly handedOverAgain: number; readonly won: number };
	/** Won deals per day of the log, and median days from the first line to the deal; null without a deal. */
	readonly velocity: { readonly wonPerDay: number; readonly daysToWin: number | null };
}

const MOST_STUCK = 10;
/** Fewer finished stays say nothing about which one is long. */
const LEAST_STAYS = 10;
const TOWARDS_A_DEAL: readonly Stage[] = ['new', 'nurture', 'mql', 'accepted', 'opportunity', 'won'];

interface Move {
	readonly to: Stage;
	readonly at: number;
}

/**
 * Where leads are, how long they stay and what becomes of them, from the lead book and the stage log.
 *
 * @param slaOf what the SLA policies say of a row
 */
export function reviewStages(
	rows: readonly LeadRow[],
	lines: readonly StageLine[],
	asOf: number,
	slaOf: (row: LeadRow) => Sla | null,
): StageReview {
	const moves = movesOf(lines, asOf);
	const leads = rows.filter(({ mergedInto }) => mergedInto === null);
	return {
		stages: STAGES.map((stage) => stageRow(stage, leads, moves, asOf)),
		sla: slaCompliance(leads, moves, asOf, slaOf),
		recycled: recycledOnes(moves),
		velocity: velocityOf(moves, asOf),
	};
}

/** The moves of each lead, oldest first; a line that a crash wrote twice is one. */
function movesOf(lines: readonly StageLine[], asOf: number): Map<string, Move[]> {
	const moves = new Map<string, Move[]>();
	for (const { lead, from, to, at } of lines) {
		const instant = asInstant(at);
		if (instant === undefined || instant > asOf || from === to || !isStage(to)) continue;
		const list = moves.get(sameKey(lead)) ?? [];
		if (!list.some((move) => move.at === instant && move.to === to)) list.push({ to, at: instant });
		moves.set(sameKey(lead), list);
	}
	for (const list of moves.values()) list.sort((one, other) => one.at - other.at);
	return moves;
}

function stageRow(stage: Stage, rows: readonly LeadRow[], moves: ReadonlyMap<string, Move[]>, asOf: number): StageRow {
	const finished: number[] = [];
	const going = new Map<string, number>();
	let entered = 0;
	let ever = 0;
	let wentOn = 0;
	for (const [lead, list] of moves) {
		const places = list.flatMap(({ to }, index) => (to === stage ? [index] : []));
		if (places.length === 0) continue;
		ever++;
		entered += places.length;
		if (list.slice(places[0] + 1).some(({ to }) => isFurther(to, stage))) wentOn++;
		for (const place of places) {
			const next = list.at(place + 1);
			if (next) finished.push((next.at - list[place].at) / DAY);
			else going.set(lead, (asOf - list[place].at) / DAY);
		}
	}
	const here = rows.filter((row) => row.stage === stage);
	const p90 = quantile(finished, 0.9);
	const isLong = (days: number): boolean => finished.length >= LEAST_STAYS && days > p90;
	return {
		stage,
		now: here.length,
		entered,
		medianDays: finished.length === 0 ? null : rounded(median(finished), 1),
		p90Days: finished.length === 0 ? null : rounded(p90, 1),
		wentOn: percentOf(wentOn, ever),
		stuck: here
			.flatMap(({ lead }) => {
				const days = going.get(sameKey(lead));
				return days !== undefined && isLong(days) ? [{ lead, days: rounded(days, 1) }] : [];
			})
			.sort((one, other) => other.days - one.days)
			.slice(0, MOST_STUCK),
	};
}

const isFurther = (to: Stage, stage: Stage): boolean => TOWARDS_A_DEAL.indexOf(to) > TOWARDS_A_DEAL.indexOf(stage);

function slaCompliance(
	rows: readonly LeadRow[],
	moves: ReadonlyMap<string, Move[]>,
	asOf: number,
	slaOf: (row: LeadRow) => Sla | null,
): StageReview['sla'] {
	let handOffs = 0;
	let inTime = 0;
	for (const row of rows) {
		const list = moves.get(sameKey(row.lead)) ?? [];
		for (const [index, { to, at }] of list.entries()) {
			if (to !== 'mql') continue;
			const due = asInstant(
				slaOf({ ...row, stage: 'mql', handedOffAt: toIso(at), acceptedAt: null, slaAlerts: [] })?.dueAt,
			);
			const answeredAt = list.at(index + 1)?.at ?? Infinity;
			if (due === undefined || (answeredAt === Infinity && due > asOf)) continue;
			handOffs++;
			if (answeredAt <= due) inTime++;
		}
	}
	return { handOffs, inTime, percent: percentOf(inTime, handOffs) };
}

function recycledOnes(moves: ReadonlyMap<string, Move[]>): StageReview['recycled'] {
	let leads = 0;
	let handedOverAgain = 0;
	let won = 0;
	for (const list of moves.values()) {
		const place = list.findIndex(({ to }) => to === 'recycled');
		if (place < 0) continue;
		leads++;
		const later = list.slice(place + 1);
		if (later.some(({ to }) => WITH_SALES.has(to))) handedOverAgain++;
		if (later.some(({ to }) => to === 'won')) won++;
	}
	return { leads, handedOverAgain, won };
}

function velocityOf(moves: ReadonlyMap<string, Move[]>, asOf: number): StageReview['velocity'] {
	const took: number[] = [];
	let first = asOf;
	for (const list of moves.values()) {
		first = Math.min(first, list[0].at);
		const win = list.find(({ to }) => to === 'won');
		if (win) took.push((win.at - list[0].at) / DAY);
	}
	const days = (asOf - first) / DAY;
	return {
		wonPerDay: days > 0 ? rounded(took.length / days, 3) : 0,
		daysToWin: took.length === 0 ? null : rounded(median(took), 1),
	};
}
