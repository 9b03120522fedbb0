import { idInLog } from '../activity/activity';
import type { LeadRow } from '../lead/row';
import type { Message } from '../message/message';
import type { Policy } from './policy';
import type { ScoreLine, StageLine } from './news';
import { isPossible, TRANSITIONS, type TransitionName } from './transitions';

/** A row that is being advanced, with the news of it. The row it came from stays as it was. */
export class RowDraft {
	readonly messages: Message[] = [];
	readonly stages: StageLine[] = [];
	readonly scores: ScoreLine[] = [];

	constructor(
		public row: LeadRow,
		readonly policy: Policy,
	) {}

	set(columns: Partial<LeadRow>): void {
		this.row = { ...this.row, ...columns };
	}

	can(name: TransitionName): boolean {
		return isPossible(name, this.row.stage);
	}

	/** The only place that writes a stage. `why` goes to the stage log. */
	move(name: TransitionName, why: string, columns: Partial<LeadRow> = {}, at = this.policy.asOf): void {
		const { lead, stage } = this.row;
		const { to } = TRANSITIONS[name];
		this.stages.push({ lead, from: stage, to, at, by: this.policy.by, why });
		this.set({ ...columns, stage: to });
	}

	send(...messages: readonly Message[]): void {
		this.messages.push(...messages);
	}

	/** Notes a change of total or cell since `previous`, if there is one. */
	logScore({ cell: previousCell, total: previousTotal }: Pick<LeadRow, 'cell' | 'total'>): void {
		const { lead, cell, total, fit, engagement, summary } = this.row;
		if (total === previousTotal && cell === previousCell) return;
		const { asOf: at, by } = this.policy;
		this.scores.push({ lead, at, cell, previousCell, total, previousTotal, fit, engagement, summary, by });
	}

	/** Entries of the log that are no news any more; older ones are forgotten. */
	tell(...entries: ReadonlyArray<{ activity: string; at: string }>): void {
		const { leadScore } = this.row;
		const isKept = ({ at }: { at: string }) => Date.parse(at) > this.policy.newsFrom;
		const told = [...leadScore.told.filter(isKept), ...entries.map(({ activity, at }) => ({ activity, at }))];
		this.set({ leadScore: { ...leadScore, told } });
	}

	isTold(activity: string): boolean {
		const id = idInLog(activity);
		return this.row.leadScore.told.some((told) => idInLog(told.activity) === id);
	}
}
