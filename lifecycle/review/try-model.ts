import type { DateTime } from 'luxon';
import type { Fault } from '../fault';
import type { Cell } from '../grid/grid';
import type { Stage } from '../lead/row';
import type { CompiledModel } from '../model/compiled';
import type { Fields } from '../path';
import { toPoints } from '../points';
import { evaluate, openLead } from '../score/over-time';
import { scoreLead, type LeadScore } from '../score/score';
import { advance } from '../stage/advance';
import { placeLead } from '../stage/place-lead';
import type { Policy } from '../stage/policy';
import type { GridResult } from '../grid/grid';
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
	/** The rules behind it, strongest first; empty where only points move. */
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
	/** From which cell to which, most leads first. */
	readonly moves: ReadonlyArray<{ readonly from: Cell; readonly to: Cell; readonly leads: number }>;
	/** Every lead whose score or cell differs: those that sales hears of first, then by how far the total moves. */
	readonly changes: readonly TriedLead[];
	readonly faults: readonly Fault[];
}

export interface TriedModels {
	readonly live: CompiledModel;
	readonly draft: CompiledModel;
}

export interface TryTerms {
	readonly policy: Policy;
	readonly asOf: DateTime;
	readonly judged: (lead: string, activities: readonly Fields[], at: number) => readonly Fields[];
}

/**
 * What publishing a draft would do to every lead: each is scored by the engine of Score Lead, placed and advanced by the decider,
 * as template 02 does once the draft is live, under the draft and under the live model. What differs is what publishing does; what
 * both do, as a lead whose cool-off ended, is not its doing.
 */
export function tryModel(leads: readonly BookLead[], models: TriedModels, terms: TryTerms): Preview {
	const faults: Fault[] = [];
	const changes: TriedLead[] = [];
	for (const lead of leads) {
		const judged = { ...lead, activities: terms.judged(lead.lead, lead.activities, terms.asOf.toMillis()) };
		const tried = tryLead(judged, models, terms);
		if ('message' in tried) faults.push(tried);
		else if (tried.change) changes.push(tried.change);
	}
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
		moves: [...grouped(movers, ({ live, draft }) => `${live.cell} ${draft.cell}`).values()]
			.map((group) => ({ from: group[0].live.cell, to: group[0].draft.cell, leads: group.length }))
			.sort((one, other) => other.leads - one.leads),
		changes: changes.sort(byImportance),
		faults,
	};
}

const IMPORTANCE: ReadonlyArray<TriedLead['becomes']> = [
	'handed over',
	'taken back',
	'not handed over',
	'another cell',
	'another score',
];

const distance = ({ live, draft }: TriedLead): number => Math.abs(draft.total - live.total);
const byImportance = (one: TriedLead, other: TriedLead): number =>
	IMPORTANCE.indexOf(one.becomes) - IMPORTANCE.indexOf(other.becomes) || distance(other) - distance(one);

/** What a score says of a place in the grid. */
type Points = Pick<LeadScore, 'total' | 'fit' | 'engagement' | 'excluded'>;

function tryLead(
	lead: BookLead,
	models: TriedModels,
	terms: TryTerms,
): { change?: TriedLead } | ({ ok: false } & Fault) {
	const { policy, asOf } = terms;
	const live = pointsUnder(models.live, lead, asOf);
	const draft = pointsUnder(models.draft, lead, asOf);
	if ('message' in live) return live;
	if ('message' in draft) return draft;
	const [was, is] = [live, draft].map((points) => placeLead(points, lead.fields, policy));
	if (live.total === draft.total && isSamePlace(was, is) && live.excluded === draft.excluded) return {};
	const needsStage = !isSamePlace(was, is) || live.excluded !== draft.excluded;
	const stages = needsStage
		? [stageUnder(models.live, was, lead, terms), stageUnder(models.draft, is, lead, terms)]
		: [lead.row.stage, lead.row.stage];
	const change = {
		lead: lead.lead,
		name: lead.row.name ?? lead.lead,
		live: { cell: was.cell, total: live.total, stage: stages[0] },
		draft: { cell: is.cell, total: draft.total, stage: stages[1] },
	};
	const becomes = becomesOf(change, lead.row.stage);
	const lookedAt = asOf.toMillis();
	const why =
		becomes === 'another score'
			? ''
			: differenceInWords({ ...lead, lookedAt }, { before: models.live, after: models.draft });
	return { change: { ...change, becomes, why } };
}

const isSamePlace = (one: GridResult, other: GridResult): boolean =>
	one.cell === other.cell && one.route === other.route && one.transition === other.transition;

function becomesOf({ live, draft }: Pick<TriedLead, 'live' | 'draft'>, stage: Stage): TriedLead['becomes'] {
	if (live.stage !== draft.stage && draft.stage === 'mql') return stage === 'mql' ? 'another cell' : 'handed over';
	if (live.stage !== draft.stage && live.stage === 'mql') return stage === 'mql' ? 'taken back' : 'not handed over';
	return live.cell === draft.cell ? 'another score' : 'another cell';
}

function pointsUnder(model: CompiledModel, lead: BookLead, asOf: DateTime): Points | ({ ok: false } & Fault) {
	const opened = openLead(lead, model);
	if (!opened.ok) return opened;
	const { caseAt, state } = opened.value;
	const now = Math.floor(asOf.toMillis());
	const { outcomes, sums } = evaluate(caseAt(now), state, now);
	return {
		total: toPoints(sums.total),
		fit: toPoints(sums.fit),
		engagement: toPoints(sums.engagement),
		excluded: outcomes.find(({ rule }) => rule.rule.dimension === 'exclude')?.rule.rule.name ?? null,
	};
}

/** The stage that the decider gives the lead for its score; the same where it cannot be scored. */
function stageUnder(model: CompiledModel, grid: GridResult, lead: BookLead, { policy, asOf }: TryTerms): Stage {
	const score = scoreLead(lead, model, asOf);
	if (!score.ok) return lead.row.stage;
	const cause = { kind: 'score', score: score.value, grid, logged: lead.logged, decisions: [] } as const;
	return advance(lead.row, [cause], policy).after?.stage ?? lead.row.stage;
}
