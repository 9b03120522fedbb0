import type { DateTime } from 'luxon';
import { ok, type Result } from '../fault';
import { leadOfRow } from '../lead/book-lead';
import { judgeMachines, MACHINE_DEFAULTS } from '../log/machines';
import type { CompiledModel } from '../model/compiled';
import { leadStory, type LeadSources, type LeadStory } from '../page/lead-story';
import { openLead } from '../score/over-time';
import { readStageLine } from '../stage/news';
import { logOf, type Held } from './held';

/** What explains the score of somebody, from what is held of them; undefined for somebody without a score. */
export function storyOf(
	held: Held,
	model: CompiledModel,
	view: Pick<LeadSources, 'settings' | 'dueOf'> & { readonly asOf: DateTime },
): Result<LeadStory | undefined> {
	if (held.row === undefined || held.raw === undefined) return ok(undefined);
	const { lead } = held.person;
	const entries = judgeMachines(lead, logOf(held), MACHINE_DEFAULTS, view.asOf.toMillis());
	const opened = openLead({ lead, fields: leadOfRow(held.raw).fields, activities: entries }, model);
	if (!opened.ok) return opened;
	const stages = held.own.stageLog.map(readStageLine);
	return leadStory({ row: held.row, lead: opened.value, entries, stages, ...view }, view.asOf);
}
