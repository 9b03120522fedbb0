import type { DateTime } from 'luxon';
import { LeadDraft, placeOf } from '../draft';
import { fault, ok, type Result } from '../fault';
import { fieldName, isDerivedField } from '../lead/fields';
import type { LeadRow } from '../lead/row';
import type { CompiledModel } from '../model/compiled';
import { gridOf } from '../page/lead-story';
import { points } from '../page/words';
import { isWritablePath } from '../path';
import { signedPoints, toHundredths, toPoints } from '../points';
import type { LeadOverTime, LeadToScore } from '../score/over-time';
import { scoreLead, type LeadScore } from '../score/score';
import type { Settings } from '../settings/settings';
import { toIso } from '../time';
import { filled, MOST, nameOf, type Answer } from './answer';
import type { WhatIf } from './question';

export interface Asked {
	readonly row: LeadRow;
	readonly lead: LeadOverTime;
	readonly settings: Settings;
}

/**
 * What a lead's score would be if it did something now, or if something else were known of it: the lead is scored once as it is
 * and once with the change, by the engine of Score Lead. Nothing is written. A fault names what makes no sense.
 */
export function whatIfAnswer({ row, lead, settings }: Asked, change: WhatIf, asOf: DateTime): Result<Answer> {
	const changed = changedLead(lead, change, asOf);
	if (!changed.ok) return changed;
	const before = scoreLead(lead.raw, lead.model, asOf);
	if (!before.ok) return before;
	const after = scoreLead(changed.value, lead.model, asOf);
	if (!after.ok) return after;
	const moved = toPoints(toHundredths(after.value.total) - toHundredths(before.value.total));
	const { threshold } = lead.model.options;
	return ok({
		answer: sentencesOf(row, { before: before.value, after: after.value, moved, threshold }),
		found: true,
		...filled({ lead: row.lead, name: row.name, stage: row.stage }),
		before: figuresOf(before.value, row, settings),
		after: figuresOf(after.value, row, settings),
		...{ points: moved, threshold, changes: changesBetween(before.value, after.value) },
		...(moved === 0 && change.activity !== '' ? { activitiesWithRules: activitiesOf(lead.model) } : {}),
		...{ nothingWasChanged: true, model: after.value.model, asOf: after.value.asOf },
	});
}

function changedLead({ raw, model }: LeadOverTime, change: WhatIf, asOf: DateTime): Result<LeadToScore> {
	const { activity, times, properties } = change;
	const added =
		activity === ''
			? []
			: Array.from({ length: times }, (_, index) => ({
					...{ activity: `what-if-${index}`, lead: raw.lead, type: activity },
					...{ at: toIso(Math.floor(asOf.toMillis())), properties },
				}));
	const fields = changedFields(raw, model, change);
	return fields.ok ? ok({ ...raw, fields: fields.value, activities: [...raw.activities, ...added] }) : fields;
}

function changedFields(
	{ fields }: LeadToScore,
	model: CompiledModel,
	{ field, value }: WhatIf,
): Result<LeadToScore['fields']> {
	if (field === '') return ok(fields);
	if (isDerivedField(field))
		return fault(
			'“field” names what is worked out from another field',
			'Change the field itself, e.g. title, country or email.',
		);
	const path = model.pathOf(fieldName(field));
	if (!isWritablePath(path))
		return fault('“field” is not the name of a field', 'Give a name as rules write it, e.g. title.');
	const draft = new LeadDraft(fields);
	draft.set(placeOf(path), value);
	return ok(draft.lead);
}

function figuresOf(score: LeadScore, row: LeadRow, settings: Settings) {
	const { cell, label, route } = gridOf(score, row, settings);
	const { total, fit, engagement, excluded } = score;
	return { total, fit, engagement, cell, label, route, ...filled({ excluded }) };
}

/** Rules whose points differ, the largest difference first; those that are left out stand in the last line, so the sum holds. */
function changesBetween(before: LeadScore, after: LeadScore): Array<{ rule: string; points: number }> {
	const moved = new Map<string, number>();
	const add = ({ reasons }: LeadScore, sign: 1 | -1): void => {
		for (const { rule, points: given } of reasons) moved.set(rule, (moved.get(rule) ?? 0) + sign * toHundredths(given));
	};
	add(after, 1);
	add(before, -1);
	const rows = [...moved]
		.filter(([, hundredths]) => hundredths !== 0)
		.sort(([, left], [, right]) => Math.abs(right) - Math.abs(left));
	const rest = rows.slice(MOST).reduce((sum, [, hundredths]) => sum + hundredths, 0);
	const shown = rows.slice(0, MOST).map(([rule, hundredths]) => ({ rule, points: toPoints(hundredths) }));
	return rest === 0 ? shown : [...shown, { rule: 'others', points: toPoints(rest) }];
}

const MOST_TYPES = 20;

/** What a model can ask about next where an activity gave nothing. */
const activitiesOf = ({ rules }: CompiledModel): string[] =>
	[...new Set(rules.flatMap(({ rule }) => rule.conditions.flatMap(({ events }) => events)))]
		.filter((event) => event !== '')
		.slice(0, MOST_TYPES);

interface Scores {
	readonly before: LeadScore;
	readonly after: LeadScore;
	readonly moved: number;
	readonly threshold: number;
}

function sentencesOf(row: LeadRow, { before, after, moved, threshold }: Scores): string {
	const sentences = [
		`${nameOf(row)} would have ${points(after.total)} points instead of ${points(before.total)} (${signedPoints(moved)}).`,
		before.total < threshold && after.total >= threshold
			? `That reaches the ${points(threshold)} that sales asks for.`
			: '',
		before.total >= threshold && after.total < threshold
			? `That falls below the ${points(threshold)} that sales asks for.`
			: '',
		after.excluded === null ? '' : `It would be excluded by ${after.excluded}.`,
		moved === 0 ? 'No rule gives points for this change.' : '',
	];
	return sentences.filter((each) => each !== '').join(' ');
}
