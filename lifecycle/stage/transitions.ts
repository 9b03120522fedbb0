import type { Stage } from '../lead/row';

const WITH_MARKETING = ['new', 'nurture', 'recycled'] as const satisfies readonly Stage[];
const NOT_CLOSED = ['mql', 'accepted', 'opportunity'] as const satisfies readonly Stage[];

interface Transition {
	readonly from: readonly Stage[];
	readonly to: Stage;
}

/**
 * Every way from one stage to another, by what causes it. Nothing else changes a stage. Steps of sales may be skipped,
 * because not every team says “opportunity” and not every CRM reports each step.
 */
export const TRANSITIONS = {
	// A score
	captured: { from: ['new'], to: 'nurture' },
	excluded: { from: WITH_MARKETING, to: 'disqualified' },
	back: { from: ['disqualified'], to: 'nurture' },
	handed_off: { from: WITH_MARKETING, to: 'mql' },
	cooled_off: { from: ['mql'], to: 'nurture' },
	excluded_at_sales: { from: ['mql'], to: 'disqualified' },
	// What sales decides
	accepted: { from: ['mql'], to: 'accepted' },
	opportunity: { from: ['mql', 'accepted'], to: 'opportunity' },
	won: { from: NOT_CLOSED, to: 'won' },
	lost: { from: NOT_CLOSED, to: 'lost' },
	recycled: { from: [...NOT_CLOSED, 'lost'], to: 'recycled' },
	disqualified: { from: [...NOT_CLOSED, 'lost'], to: 'disqualified' },
	// The weekly review
	no_stage: { from: ['new'], to: 'nurture' },
	gone: { from: ['nurture', 'recycled'], to: 'disqualified' },
	awake: { from: ['disqualified'], to: 'nurture' },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof TRANSITIONS;

export const isPossible = (name: TransitionName, stage: Stage): boolean =>
	(TRANSITIONS[name].from as readonly Stage[]).includes(stage);
