import type { LeadRow } from '../lead/row';
import type { OutboxRow } from '../message/message';
import { outboxRowOf } from '../message/outbox';
import { messageIn } from '../message/stored';
import type { Settings } from '../settings/settings';
import type { ScoreLine, StageLine } from './news';

export interface Unfolded {
	readonly messages: readonly OutboxRow[];
	readonly stages: readonly StageLine[];
	readonly scores: readonly ScoreLine[];
}

/**
 * The news of rows that a run wrote, as rows of the outbox and of the logs. News of another run's batch is left to the
 * run that takes it on. A message of a kind that is switched off is dropped, and so is one that somebody edited so that
 * nobody can read it any more.
 *
 * @param settings with a time zone
 */
export function unfold(rows: readonly LeadRow[], batch: string, settings: Settings): Unfolded {
	const own = rows.filter((row) => row.batch === batch);
	const messages = new Map<string, OutboxRow>();
	for (const message of own.flatMap(({ news }) => news.messages)) {
		const readable = messageIn(message);
		const row = readable && outboxRowOf(readable, settings);
		if (row !== undefined && !messages.has(row.key)) messages.set(row.key, row);
	}
	return {
		messages: [...messages.values()],
		stages: own.flatMap(({ news }) => news.stages),
		scores: own.flatMap(({ news }) => news.scores),
	};
}
