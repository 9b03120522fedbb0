import type { Fault } from '../fault';
import { classify, type Cell, type GridRules } from '../grid/grid';
import type { CompiledModel } from '../model/compiled';
import { toPoints } from '../points';
import { evaluate, readLead, underModel, type ReadLead } from '../score/over-time';
import { toIso } from '../time';
import type { Case } from './cohort';

/** A lead of the past with the score that the model would have given it at the moment it is looked at. Points. */
export interface ScoredCase {
	readonly of: Case;
	readonly total: number;
	readonly fit: number;
	readonly engagement: number;
	readonly cell: Cell;
	/** Whether it would have stood in a cell of sales. */
	readonly isReady: boolean;
	/** What its activities had taught about it by then. */
	readonly taught: ReadonlyMap<string, unknown> | undefined;
	/** Indexes of the rules that applied. */
	readonly rules: readonly number[];
}

/** Points by hand were given later, at a time that nobody kept, so no score of the past holds them. */
const GIVEN_LATER = { scoreAdjustment: null, scoreAdjustmentNote: null };

/**
 * Scores each lead as of the moment it is looked at, with the one engine that Score Lead uses; what happened later changes
 * nothing. A lead that cannot be read is a fault and left out.
 */
export function scoreCases(
	cases: readonly Case[],
	model: CompiledModel,
	grid: GridRules,
): { scored: ScoredCase[]; faults: Fault[] } {
	const { scored, faults } = scoreCasesUnder(cases, [model], grid);
	return { scored: scored.map(([each]) => each), faults };
}

/** The same under several models: each lead is read once, and has a score for each of them. */
export function scoreCasesUnder(
	cases: readonly Case[],
	models: readonly CompiledModel[],
	grid: GridRules,
): { scored: ScoredCase[][]; faults: Fault[] } {
	const scored: ScoredCase[][] = [];
	const faults: Fault[] = [];
	for (const each of cases) {
		const { lead, activities } = each;
		const read = readLead({ lead, fields: { ...each.fields, ...GIVEN_LATER }, activities });
		if (read.ok) scored.push(models.map((model) => scoredCase(each, read.value, model, grid)));
		else faults.push({ message: `Lead ${lead}: ${read.message}`, hint: read.hint });
	}
	return { scored, faults };
}

function scoredCase(each: Case, read: ReadLead, model: CompiledModel, grid: GridRules): ScoredCase {
	const { lookedAt } = each;
	const { caseAt, state } = underModel(read, model);
	const leadCase = caseAt(lookedAt);
	const { outcomes, sums } = evaluate(leadCase, state, lookedAt);
	const points = { total: toPoints(sums.total), fit: toPoints(sums.fit), engagement: toPoints(sums.engagement) };
	const excluded = outcomes.some(({ rule }) => rule.rule.dimension === 'exclude');
	const nowhere = { previous: undefined, previousSince: undefined };
	const { cell, route } = classify({ ...points, ...nowhere, excluded }, grid, toIso(lookedAt));
	return {
		...{ of: each, ...points, cell, isReady: route === 'sales', taught: leadCase.view.taught },
		rules: outcomes.map(({ rule }) => rule.index),
	};
}
