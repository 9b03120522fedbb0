import type { DateTime } from 'luxon';
import { sameKey } from '../lead/key';
import { WITH_SALES, type LeadRow } from '../lead/row';
import { findLeads } from '../page/leads';
import type { LeadsQuery } from '../page/leads-query';
import { counted, dueText, type Due } from '../page/words';
import type { StageLine } from '../stage/news';
import { rowsByLead } from '../stage/whose';
import { fold } from '../text';
import { asInstant, DAY } from '../time';
import { leadLine, listed, nameOf, namesOf, type Answer } from './answer';

export interface Book {
	readonly rows: readonly LeadRow[];
	readonly dueOf: (lead: LeadRow) => Due | null;
}

const asksTwice = (left: number, of: string): string => (left > 0 ? ` The first ${of} are listed.` : '');

/** Leads that were handed to sales within some days, by the lines of the stage log; the latest first. */
export function handedOverAnswer(
	rows: readonly LeadRow[],
	lines: readonly StageLine[],
	days: number,
	asOf: DateTime,
): Answer {
	const now = asOf.toMillis();
	const byLead = new Map([...rowsByLead(rows).values()].map((row) => [sameKey(row.lead), row]));
	const crossed = lines
		.map((line) => ({ line, at: asInstant(line.at) ?? NaN }))
		.filter(({ line: { from, to }, at }) => to === 'mql' && from !== 'mql' && at <= now && at >= now - days * DAY)
		.sort((left, right) => right.at - left.at);
	const found = crossed.map(({ line }) => ({ line, row: byLead.get(sameKey(line.lead)) }));
	const { count, leads, leftOut } = listed(found);
	const names = leads.map(({ line, row }) => (row ? namesOf([row]) : line.lead)).join(', ');
	return {
		answer: `${counted(count, 'lead was', 'leads were')} handed to sales in ${counted(days, 'day')}${count > 0 ? `: ${names}` : ''}.${asksTwice(leftOut, String(leads.length))}`,
		found: true,
		...{ count, leftOut, days },
		leads: leads.map(({ line, row }) => ({
			...(row ? leadLine(row) : { lead: line.lead }),
			handedOverAt: line.at,
			why: line.why,
		})),
		asOf: asOf.toISO(),
	};
}

/** Leads with sales whose answer is late, the longest late first. */
export function overdueAnswer({ rows, dueOf }: Book, owner: string, asOf: DateTime): Answer {
	const late = [...rowsByLead(rows).values()]
		.filter(({ mergedInto, stage }) => mergedInto === null && WITH_SALES.has(stage))
		.filter((row) => owner === '' || fold(row.owner ?? '') === fold(owner))
		.flatMap((row) => {
			const due = dueOf(row);
			return due?.state === 'breached' && due.dueAt !== null ? [{ row, due, dueAt: due.dueAt }] : [];
		})
		.sort((left, right) => Date.parse(left.dueAt) - Date.parse(right.dueAt));
	const { count, leads, leftOut } = listed(late);
	const names = leads.map(({ row, due }) => `${nameOf(row)} (${dueText(due, { asOf })})`).join(', ');
	return {
		answer: `${counted(count, 'lead is', 'leads are')} overdue${count > 0 ? `: ${names}` : ''}.${asksTwice(leftOut, String(leads.length))}`,
		found: true,
		...{ count, leftOut },
		leads: leads.map(({ row, due, dueAt }) => ({ ...leadLine(row), dueAt, late: dueText(due, { asOf }) })),
		asOf: asOf.toISO(),
	};
}

/** Leads by a part of their name, company or address, by cell, stage or owner; the highest score first. */
export function findAnswer({ rows, dueOf }: Book, query: LeadsQuery, asOf: DateTime): Answer {
	const found = findLeads({ leads: [...rowsByLead(rows).values()], scores: [], dueOf }, query, { asOf });
	const { count, leads, leftOut } = listed(found);
	return {
		answer:
			count === 0
				? 'No lead is found.'
				: `${counted(count, 'lead is', 'leads are')} found: ${namesOf(leads)}.${asksTwice(leftOut, String(leads.length))}`,
		found: count > 0,
		...{ count, leftOut, leads: leads.map(leadLine), asOf: asOf.toISO() },
	};
}
