/** What tests of reviews share: models, leads of the past, and lines of the stage log. */
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { parseModel } from '../../lifecycle/model/parse';
import type { Stage } from '../../lifecycle/lead/row';
import type { CohortTerms, PastLead } from '../../lifecycle/review/cohort';
import { readSettings } from '../../lifecycle/settings/read-settings';
import type { StageLine } from '../../lifecycle/stage/news';
import { toIso, DAY } from '../../lifecycle/time';

export const AS_OF = Date.parse('2026-06-30T12:00:00Z');
export const GRID = readSettings([]).settings.grid;

export const daysAgo = (days: number): string => toIso(AS_OF - days * DAY);

export function modelOf(rows: readonly object[]): CompiledModel {
	const parsed = parseModel(rows);
	if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join('\n'));
	const model = compileModel(parsed.value);
	if (!model.ok) throw new Error(model.faults.map(({ message }) => message).join('\n'));
	return model.value;
}

export const TERMS: CohortTerms = {
	asOf: AS_OF,
	look: { kind: 'handOff' },
	windowDays: 30,
	stages: new Set<Stage>(['won']),
	cameInField: 'createdAt',
};

export const OWN: CohortTerms = {
	...TERMS,
	look: { kind: 'age', days: 7 },
	windowDays: 3650,
	own: { field: 'outcome', dateField: 'outcomeAt', converted: new Set(['converted', 'won', '1']) },
};

export const pastLead = (lead: string, more: Partial<PastLead> = {}): PastLead => ({
	lead,
	fields: {},
	activities: [],
	...more,
});

export const line = (lead: string, from: string, to: string, days: number, by = '02-score'): StageLine => ({
	...{ lead, from, to, at: daysAgo(days), by, why: '' },
});

export const visit = (lead: string, days: number, page = '/pricing') => ({
	activity: `${lead}-${page}-${days}`,
	type: 'page_view',
	at: daysAgo(days),
	properties: { page },
});
