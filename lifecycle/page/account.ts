import { readAccountRow } from '../account/account-row';
import { foldRole, readRoles } from '../account/role';
import type { LeadRow } from '../lead/row';
import { sameKey } from '../lead/key';
import { asNumber } from '../number';
import { isFields, type Fields } from '../path';
import { roundHalfAway } from '../points';
import { asText } from '../text';
import { asInstant, DAY, toIso } from '../time';
import { pageOf, type Page } from './document';
import { markup, query, type Content, type Html } from './html';
import { scorePlot } from './plot';
import {
	agoText,
	cellPill,
	counted,
	dayAndClock,
	points,
	stageText,
	wholePoints,
	zoneText,
	type Viewing,
} from './words';

export interface AccountSources {
	/** The company's row of `ll_account_book`. */
	readonly row: Fields;
	/** Its people, as rows of `ll_lead_book`. */
	readonly people: readonly LeadRow[];
	/** Their lines of `ll_score_log`, as far back as the plot is to go. */
	readonly scores: readonly Fields[];
	/** Points at which a company is ready for sales. */
	readonly threshold: number;
}

/** What the roll-up wrote about a company. */
export interface Company {
	readonly account: string;
	readonly name: string;
	readonly domain: string;
	readonly score: number;
	readonly members: number;
	readonly engaged: number;
	readonly completeness: number;
	readonly missingRoles: readonly string[];
	/** Roles of people, by their keys. */
	readonly roles: ReadonlyMap<string, string>;
	readonly surge: Fields | undefined;
	readonly qualified: boolean;
}

/** People that the page lists. */
export const MOST_PEOPLE = 200;

/** The page of one company: its people, the roles that are filled and missing, its score over time, and whether it surges. */
export function accountPage(sources: AccountSources, viewing: Viewing): Page {
	const company = readCompany(sources.row);
	const people = sources.people
		.filter(({ mergedInto }) => mergedInto === null)
		.sort((left, right) => (right.total ?? -Infinity) - (left.total ?? -Infinity) || 0);
	return pageOf(
		company.name,
		markup`<nav aria-label="Back"><a class="back" href="?">← All leads</a></nav>${headCard(company, sources.threshold)}<div class="two"><div class="column">${plotCard(sources, people, viewing)}${peopleCard(company, people, viewing)}</div><div class="column">${rolesCard(company)}${surgeCard(company)}</div></div><p class="soft small">As of ${dayAndClock(viewing.asOf.toISO() ?? '', viewing)}. ${zoneText(viewing)}</p>`,
	);
}

/** Reads a row of `ll_account_book`. */
export function readCompany(raw: Fields): Company {
	const { row } = readAccountRow(raw);
	const account = row?.account ?? asText(raw.account);
	const number = (name: string): number => asNumber(raw[name]) ?? 0;
	const leads = listOf(raw.topLeads).filter(isFields);
	return {
		account,
		name: row?.name ?? account,
		domain: row?.domain ?? '',
		score: number('score'),
		members: number('members'),
		engaged: number('engaged'),
		completeness: number('completeness'),
		missingRoles: listOf(raw.missingRoles).map(asText),
		roles: new Map(leads.map(({ lead, role }) => [sameKey(asText(lead)), asText(role)])),
		surge: jsonOf(raw.surge),
		qualified: row?.qualified ?? false,
	};
}

function parsed(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		return undefined;
	}
}

function listOf(value: unknown): readonly unknown[] {
	const list = parsed(value);
	return Array.isArray(list) ? list : [];
}

function jsonOf(value: unknown): Fields | undefined {
	const object = parsed(value);
	return isFields(object) ? object : undefined;
}

function headCard({ name, domain, account, score, members, engaged, qualified }: Company, threshold: number): Html {
	const facts: Content[] = [
		markup`<span class="pill ${qualified && 'soon'}">${qualified ? 'Ready for sales as a company' : `ready from ${points(threshold)}`}</span>`,
		markup`<span>${counted(members, 'person', 'people')}, ${engaged} of them interested</span>`,
		markup`<span class="soft">by the last account roll-up</span>`,
	];
	return markup`<section class="card"><div class="head"><div class="big" role="img" aria-label="Score ${wholePoints(score)}">${wholePoints(score)}</div><div><h1><bdi>${name}</bdi></h1><div class="soft"><bdi>${domain || account}</bdi></div><div class="facts">${facts}</div></div></div></section>`;
}

function rolesCard({ completeness, missingRoles, roles }: Company): Html | null {
	const filled = new Map([...roles.values()].flatMap((role) => [...readRoles(role)]));
	const missing = new Set(missingRoles.map(foldRole));
	if (filled.size === 0 && missing.size === 0) return null;
	const row = (role: string, isFilled: boolean): Html =>
		markup`<tr><th scope="row"><bdi>${role}</bdi></th><td class="number ${isFilled ? 'up' : 'down'}">${isFilled ? '✓ filled' : '✗ missing'}</td></tr>`;
	return markup`<section class="card"><h2>Roles <span class="soft small">${completeness} % of those required</span></h2><table>${[...filled].filter(([role]) => !missing.has(role)).map(([, written]) => row(written, true))}${missingRoles.map((role) => row(role, false))}</table></section>`;
}

function surgeCard({ surge }: Company): Html | null {
	if (surge === undefined) return null;
	const { recent, baseline, surging } = surge;
	const text = surging === true ? markup`<b class="up">▲ Much more than usual.</b>` : markup`As usual.`;
	return markup`<section class="card"><h2>Activity lately</h2><p>${text} ${counted(asNumber(recent) ?? 0, 'activity', 'activities')} in the last days; usual are ${points(asNumber(baseline) ?? 0)}.</p></section>`;
}

function peopleCard({ roles, members }: Company, people: readonly LeadRow[], viewing: Viewing): Html {
	const rows = people
		.slice(0, MOST_PEOPLE)
		.map((lead) => personRow(lead, roles.get(sameKey(lead.lead)) ?? '', viewing));
	const more = Math.max(people.length, members) - rows.length;
	return markup`<section class="card"><h2>People</h2><table class="leads"><caption class="hidden">People of the company, the strongest first</caption><thead><tr><th scope="col">Score</th><th scope="col">Person</th><th scope="col">Stage</th><th scope="col">Last activity</th></tr></thead><tbody>${rows}</tbody></table>${more > 0 && markup`<p class="soft small">And ${more} more.</p>`}</section>`;
}

function personRow(
	{ lead, name, email, title, total, cell, label, stage, lastActivityAt }: LeadRow,
	role: string,
	viewing: Viewing,
): Html {
	const work: Content[] = [title, role !== '' && markup` <span class="pill">${role}</span>`];
	return markup`<tr><td class="score"><b>${total === null ? '–' : wholePoints(total)}</b>${cellPill(cell, label)}</td><th scope="row" class="who"><a href="${query({ lead })}"><bdi>${name || email || lead}</bdi></a><div class="small soft"><bdi>${work}</bdi></div></th><td class="why small">${stageText(stage)}</td><td class="last small">${agoText(lastActivityAt, viewing)}</td></tr>`;
}

const HISTORY_DAYS = 90;

/** The points of all its people together, day by day, by what the score log says of each. */
function plotCard({ scores, threshold }: AccountSources, people: readonly LeadRow[], { asOf }: Viewing): Html {
	const now = asOf.toMillis();
	const known = linesByLead(scores);
	const history = Array.from({ length: HISTORY_DAYS + 1 }, (_, index) => {
		const at = now - (HISTORY_DAYS - index) * DAY;
		const parts = people.map((lead) => partsAt(lead, known.get(sameKey(lead.lead)) ?? [], at));
		const sum = (name: keyof Parts): number =>
			roundHalfAway(parts.reduce((total, part) => total + part[name], 0) * 100) / 100;
		return { at: toIso(at), total: sum('total'), fit: sum('fit'), engagement: sum('engagement'), quality: 0 };
	});
	const plot = scorePlot({ history, ahead: [], threshold, dropsAt: null, events: [] }, { asOf });
	return markup`<section class="card"><h2>Score over time <span class="soft small">all people together, until now</span></h2>${plot}</section>`;
}

interface Parts {
	readonly total: number;
	readonly fit: number;
	readonly engagement: number;
}

interface Line extends Parts {
	readonly at: number;
	readonly before: number;
}

function linesByLead(scores: readonly Fields[]): Map<string, Line[]> {
	const lines = new Map<string, Line[]>();
	for (const { lead, at, total, previousTotal, fit, engagement } of scores) {
		const instant = asInstant(at);
		if (instant === undefined) continue;
		const number = (value: unknown): number => asNumber(value) ?? 0;
		const line = {
			...{ at: instant, total: number(total), before: number(previousTotal) },
			...{ fit: number(fit), engagement: number(engagement) },
		};
		const key = sameKey(asText(lead));
		lines.set(key, [...(lines.get(key) ?? []), line]);
	}
	for (const list of lines.values()) list.sort((left, right) => left.at - right.at);
	return lines;
}

/** What a person had at an instant: the last line before it, else what the first one after it started from, else what the row says. */
function partsAt(lead: LeadRow, lines: readonly Line[], at: number): Parts {
	const last = lines.filter((line) => line.at <= at).at(-1);
	if (last) return last;
	const [first] = lines;
	if (first)
		return {
			total: first.before,
			fit: Math.min(first.fit, Math.max(0, first.before)),
			engagement: Math.max(0, first.before - first.fit),
		};
	return { total: lead.total ?? 0, fit: lead.fit ?? 0, engagement: lead.engagement ?? 0 };
}
