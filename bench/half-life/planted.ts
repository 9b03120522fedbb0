import { ScoredActivity } from '../../lifecycle/activity/scored-activity';
import { logistic } from '../../lifecycle/predict/arithmetic';
import { fadedSum } from '../../lifecycle/predict/column';
import type { HalfLife } from '../../lifecycle/predict/half-life';
import type { Example } from '../../lifecycle/predict/snapshot';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { DAY, toIso } from '../../lifecycle/time';

/** The type of activity whose half-life is planted. */
export const PLANTED = 'demo_request';
/** One beside it, whose interest halves in the usual time. */
const BESIDE = 'page_view';
const USUAL = 14;
const LOOKED_AT = Date.parse('2026-06-30T12:00:00Z');
/** Days over which a lead does something. */
const SPAN = 180;

export interface Planting {
	/** Days; Infinity where nothing fades. */
	readonly halfLife: number;
	readonly leads: number;
	readonly seed: number;
}

/** Leads who convert by a logistic model of what they did, each activity counting half as much every so many days. */
export function plantedLeads({ halfLife, leads, seed }: Planting): Example[] {
	const random = seededRandom(seed * 7919 + 17);
	return Array.from({ length: leads }, (_, index) => {
		const lead = `lead-${index}@x.example`;
		const activities = [...doings(random, lead, PLANTED), ...doings(random, lead, BESIDE)];
		const sum = (type: string, days: number): number => {
			const own = activities.filter((activity) => activity.type === type);
			return days === Infinity ? own.length : fadedSum(own, LOOKED_AT, days);
		};
		const logOdds = 1.2 * sum(PLANTED, halfLife) + 0.4 * sum(BESIDE, USUAL) - 1.5;
		return {
			...{ lead, at: LOOKED_AT, cameInAt: LOOKED_AT - SPAN * DAY, attributes: new Map(), later: [] },
			...{ activities, converted: random() < logistic(logOdds) },
		};
	});
}

/** None to five activities, at any time of the span, oldest first. */
function doings(random: () => number, lead: string, type: string): ScoredActivity[] {
	return Array.from({ length: Math.floor(random() * 6) }, () => Math.round(LOOKED_AT - random() * SPAN * DAY))
		.sort((one, other) => one - other)
		.map((at) => new ScoredActivity({ lead, type, at: toIso(at) }, type, at, '', lead));
}

/** Whether a fitted half-life is right: the truth lies in its interval, or nothing fades and it says that there is no evidence. */
export function isRight({ verdict, interval }: HalfLife, truth: number): boolean {
	if (truth === Infinity) return verdict === 'no evidence of fading';
	return interval !== null && interval.low <= truth && truth <= (interval.high ?? Infinity);
}
