import type { DateTime } from 'luxon';
import { canonicalJson } from '../activity/canonical-json';
import type { Fault } from '../fault';
import type { Cell, GridResult } from '../grid/grid';
import type { Stage } from '../lead/row';
import type { CompiledModel } from '../model/compiled';
import type { Fields } from '../path';
import { toPoints } from '../points';
import { evaluate, readLead, underModel, type ReadLead } from '../score/over-time';
import { scoreLead, type LeadScore } from '../score/score';
import { advance } from '../stage/advance';
import { placeLead } from '../stage/place-lead';
import type { Policy } from '../stage/policy';
import { differenceInWords } from './compare';
import { grouped } from './grouped';
import type { BookLead } from './past-leads';

/** Where a lead stands under one model. Points. */
export interface Standing {
	readonly cell: Cell;
	readonly total: number;
	readonly stage: Stage;
}

/** What publishing a model does to a lead. */
export interface TriedLead {
	readonly lead: string;
	readonly name: string;
	readonly live: Standing;
	readonly draft: Standing;
	/**
	 * `handed over`: to sales, at once; `taken back`: sales has it and has not accepted it; `not handed over`: the live model would.
	 */
	readonly becomes: 'handed over' | 'taken back' | 'not handed over' | 'another cell' | 'another score';
	/** Key moments that would be reported at once, and are not by the live model. */
	readonly moments: number;
	/** The rules behind it, strongest first; empty where only points move, and behind the first changes. */
	readonly why: string;
}

/** A draft beside the live model, as of now. Nothing is changed. */
export interface Preview {
	readonly leads: number;
	readonly otherScore: number;
	readonly otherCell: number;
	readonly handedOver: number;
	readonly takenBack: number;
	readonly notHandedOver: number;
	/** Key moments of the last days that would be reported at once. */
	readonly moments: number;
	/** From which cell to which, most leads first. */
	readonly moves: readonly CellMove[];
	/** Leads whose score or cell differs: those that sales hears of first, then by how far the total moves. */
	readonly changes: readonly TriedLead[];
	readonly faults: readonly Fault[];
}

export interface CellMove {
	readonly from: Cell;
	readonly to: Cell;
	readonly leads: number;
}

export interface TriedModels {
	readonly live: CompiledModel;
	readonly draft: CompiledModel;
}

export interface TryTerms {
	readonly policy: Policy;
	readonly asOf: DateTime;
	readonly judged: (lead: string, activities: readonly Fields[], at: number) => readonly Fields[];
	/** Of how many changes the rules behind them are told; of all where left out. */
	readonly explained?: number;
}

/**
 * What publishing a draft would do to every lead: each is scored by the engine of Score Lead, placed and advanced by the decider,
 * as template 02 does once the draft is live, under the draft and under the live model. What differs is what publishing does; what
 * both do, as a lead whose cool-off ended, is not its doing.
 */
export function tryModel(leads: readonly BookLead[], models: TriedModels, terms: TryTerms): Preview {
	const faults: Fault[] = [];
	const found: Found[] = [];
	const deciding = { ...terms, hasOtherMoments: momentRules(models.live) !== momentRules(models.draft) };
	for (const given of leads) {
		const lead = judgedLead(given, terms);
		const change = tryLead(lead, models, deciding);
		if (change === undefined) continue;
		if ('message' in change) faults.push(change);
		else found.push({ ...change, of: lead });
	}
	const changes = byImportance(found).map(({ of, ...change }, index): TriedLead => {
		const isTold = change.becomes !== 'another score' && index < (terms.explained ?? Infinity);
		return { ...change, why: isTold ? whyOf(of, models, terms.asOf) : '' };
	});
	const counted = grouped(changes, ({ becomes }) => becomes);
	const count = (becomes: TriedLead['becomes']): number => counted.get(becomes)?.length ?? 0;
	const movers = changes.filter(({ live, draft }) => live.cell !== draft.cell);
	return {
		leads: leads.length,
		otherScore: changes.filter(({ live, draft }) => live.total !== draft.total).length,
		otherCell: movers.length,
		handedOver: count('handed over'),
		takenBack: count('taken back'),
		notHandedOver: count('not handed over'),
		moments: changes.reduce((sum, { moments }) => sum + moments, 0),
		moves: movesOf(movers.map(({ live, draft }) => ({ from: live.cell, to: draft.cell, leads: 1 }))),
		changes,
		faults,
	};
}

/** Two parts of a preview as one, with at most `most` of its changes. */
export function addPreviews(one: Preview, other: Preview, most: number): Preview {
	const sum = (name: 'leads' | 'otherScore' | 'otherCell' | 'handedOver' | 'takenBack' | 'notHandedOver' | 'moments') =>
		one[name] + other[name];
	return {
		leads: sum('leads'),
		otherScore: sum('otherScore'),
		otherCell: sum('otherCell'),
		handedOver: sum('handedOver'),
		takenBack: sum('takenBack'),
		notHandedOver: sum('notHandedOver'),
		moments: sum('moments'),
		moves: movesOf([...one.moves, ...other.moves]),
		changes: byImportance([...one.changes, ...other.changes]).slice(0, most),
		faults: [...one.faults, ...other.faults].slice(0, MOST_FAULTS),
	};
}

const MOST_FAULTS = 20;

const movesOf = (moves: readonly CellMove[]): CellMove[] =>
	[...grouped(moves, ({ from, to }) => `${from} ${to}`).values()]
		.map((group) => ({ ...group[0], leads: group.reduce((sum, { leads }) => sum + leads, 0) }))
		.sort((one, other) => other.leads - one.leads);

function judgedLead(lead: BookLead, { judged, asOf }: TryTerms): BookLead {
	const activities = judged(lead.lead, lead.activities, asOf.toMillis());
	return activities === lead.activities ? lead : { ...lead, activities };
}

/** The rules of a model that tell of key moments, and which models have the same. */
const momentRules = ({ rules }: CompiledModel): string =>
	canonicalJson(
		rules
			.filter(({ rule }) => rule.moment)
			.map(({ rule: { name, conditions } }) => ({ name, conditions: conditions.map(({ row: _, ...rest }) => rest) })),
	);

const IMPORTANCE: ReadonlyArray<TriedLead['becomes']> = [
	'handed over',
	'taken back',
	'not handed over',
	'another cell',
	'another score',
];

type Change = Omit<TriedLead, 'why'>;
type Found = Change & { readonly of: BookLead };

const distance = ({ live, draft }: Change): number => Math.abs(draft.total - live.total);
const byImportance = <Each extends Change>(changes: readonly Each[]): Each[] =>
	[...changes].sort(
		(one, other) =>
			IMPORTANCE.indexOf(one.becomes) - IMPORTANCE.indexOf(other.becomes) || distance(other) - distance(one),
	);

/** What a score says of a place in the grid. */
type Points = Pick<LeadScore, 'total' | 'fit' | 'engagement' | 'excluded'> & { readonly hasMoment: boolean };

function tryLead(
	lead: BookLead,
	models: TriedModels,
	terms: TryTerms & { readonly hasOtherMoments: boolean },
): Change | ({ ok: false } & Fault) | undefined {
	const { policy, asOf, hasOtherMoments } = terms;
	const read = readLead(lead);
	if (!read.ok) return read;
	const now = Math.floor(asOf.toMillis());
	const live = pointsUnder(models.live, read.value, now);
	const draft = pointsUnder(models.draft, read.value, now);
	const [was, is] = [live, draft].map((points) => placeLead(points, lead.fields, policy));
	const hasMoment = hasOtherMoments && (live.hasMoment || draft.hasMoment);
	const needsDecider = hasMoment || !isSamePlace(was, is) || live.excluded !== draft.excluded;
	if (live.total === draft.total && !needsDecider) return undefined;
	const unmoved = { stage: lead.row.stage, moments: 0 };
	const [before, after] = needsDecider
		? [decided(models.live, was, lead, terms), decided(models.draft, is, lead, terms)]
		: [unmoved, unmoved];
	const change = {
		lead: lead.lead,
		name: lead.row.name ?? lead.lead,
		live: { cell: was.cell, total: live.total, stage: before.stage },
		draft: { cell: is.cell, total: draft.total, stage: after.stage },
		moments: Math.max(0, after.moments - before.moments),
	};
	return isNoChange(change) ? undefined : { ...change, becomes: becomesOf(change, lead.row.stage) };
}

const isNoChange = ({ live, draft, moments }: Omit<Change, 'becomes'>): boolean =>
	live.total === draft.total && live.cell === draft.cell && live.stage === draft.stage && moments === 0;

const whyOf = (lead: BookLead, { live, draft }: TriedModels, asOf: DateTime): string =>
	differenceInWords({ ...lead, lookedAt: asOf.toMillis() }, { before: live, after: draft });

const isSamePlace = (one: GridResult, other: GridResult): boolean =>
	one.cell === other.cell && one.route === other.route && one.transition === other.transition;

function becomesOf({ live, draft }: Pick<TriedLead, 'live' | 'draft'>, stage: Stage): TriedLead['becomes'] {
	if (live.stage !== draft.stage && draft.stage === 'mql') return stage === 'mql' ? 'another cell' : 'handed over';
	if (live.stage !== draft.stage && live.stage === 'mql') return stage === 'mql' ? 'taken back' : 'not handed over';
	return live.cell === draft.cell ? 'another score' : 'another cell';
}

function pointsUnder(model: CompiledModel, lead: ReadLead, now: number): Points {
	const { caseAt, state } = underModel(lead, model);
	const { outcomes, sums } = evaluate(caseAt(now), state, now);
	return {
		total: toPoints(sums.total),
		fit: toPoints(sums.fit),
		engagement: toPoints(sums.engagement),
		excluded: outcomes.find(({ rule }) => rule.rule.dimension === 'exclude')?.rule.rule.name ?? null,
		hasMoment: outcomes.some(({ rule }) => rule.rule.moment),
	};
}

/** What the decider makes of the lead for its score; the same where it cannot be scored. */
function decided(
	model: CompiledModel,
	grid: GridResult,
	lead: BookLead,
	{ policy, asOf }: TryTerms,
): { stage: Stage; moments: number } {
	const { stage } = lead.row;
	const score = scoreLead(lead, model, asOf);
	if (!score.ok) return { stage, moments: 0 };
	const cause = { kind: 'score', score: score.value, grid, logged: lead.logged, decisions: [] } as const;
	const { after } = advance(lead.row, [cause], policy);
	const waiting = lead.row.news.messages.filter(({ kind }) => kind === 'moment').length;
	const moments = (after?.news.messages.filter(({ kind }) => kind === 'moment').length ?? waiting) - waiting;
	return { stage: after?.stage ?? stage, moments };
}

/** One lead under both models, whether or not anything differs. */
export interface TriedOne {
	readonly lead: string;
	readonly name: string;
	readonly live: Standing & { readonly summary: string };
	readonly draft: Standing & { readonly summary: string };
	/** The rules behind the difference, strongest first. */
	readonly why: string;
}

export function tryOne(given: BookLead, models: TriedModels, terms: TryTerms): TriedOne | ({ ok: false } & Fault) {
	const lead = judgedLead(given, terms);
	const under = (model: CompiledModel): TriedOne['live'] | ({ ok: false } & Fault) => {
		const score = scoreLead(lead, model, terms.asOf);
		if (!score.ok) return score;
		const { total, summary } = score.value;
		const grid = placeLead(score.value, lead.fields, terms.policy);
		return { cell: grid.cell, total, stage: decided(model, grid, lead, terms).stage, summary };
	};
	const [live, draft] = [under(models.live), under(models.draft)];
	if ('message' in live) return live;
	if ('message' in draft) return draft;
	return { lead: lead.lead, name: lead.row.name ?? lead.lead, live, draft, why: whyOf(lead, models, terms.asOf) };
}
