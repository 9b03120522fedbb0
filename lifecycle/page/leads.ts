import { STAGES, WITH_SALES, type LeadRow } from '../lead/row';
import { CELLS } from '../grid/grid';
import type { Fields } from '../path';
import { asNumber } from '../number';
import { sameKey } from '../lead/key';
import { asText, fold } from '../text';
import { asInstant, DAY } from '../time';
import { pageOf, type Page } from './document';
import { markup, query, type Content, type Html } from './html';
import { leadsAddress, type LeadsQuery, type Sort, type View } from './leads-query';
import {
	agoText,
	cellPill,
	change,
	counted,
	dayAndClock,
	duePill,
	stageText,
	wholePoints,
	zoneText,
	type Due,
	type Viewing,
} from './words';

export interface LeadsSources {
	readonly leads: readonly LeadRow[];
	/** Rows of `ll_score_log` of the last seven days; older ones do no harm. */
	readonly scores: readonly Fields[];
	/** What is due for a lead that sales has; null where nothing is. */
	readonly dueOf: (lead: LeadRow) => Due | null;
}

/** A lead with what the list shows beside its row. */
interface Listed {
	readonly lead: LeadRow;
	readonly name: string;
	/** Points since a week ago. */
	readonly moved: number;
	readonly due: Due | null;
}

const PER_PAGE = 50;
const WEEK = 7 * DAY;
/** Points in a week from which a lead is rising. */
const RISE = 5;

/**
 * The page of all leads: views, search, filters and order as the query asks, 50 leads a page. Rows that became another
 * lead are left out. What changed in seven days comes from the score log alone.
 */
export function leadsPage(sources: LeadsSources, asked: LeadsQuery, viewing: Viewing): Page {
	const all = listed(sources, viewing);
	const found = all.filter(({ lead, due, name }) => matches({ lead, due, name }, asked));
	const now = viewing.asOf.toMillis();
	const shown = found.filter((entry) => isIn(asked.view, entry, now)).sort(inOrderOf(asked));
	const pages = Math.max(1, Math.ceil(shown.length / PER_PAGE));
	const page = Math.min(asked.page, pages);
	const counts = new Map(VIEW_NAMES.map(([view]) => [view, found.filter((entry) => isIn(view, entry, now)).length]));
	return pageOf(
		'Leads',
		markup`<h1>Leads</h1><p class="soft small">${counted(all.length, 'lead')} · as of ${dayAndClock(viewing.asOf.toISO() ?? '', viewing)}. ${zoneText(viewing)}</p>${viewLinks(asked, counts)}${search(asked, all)}${table(shown.slice((page - 1) * PER_PAGE, page * PER_PAGE), asked, viewing)}${pageLinks(asked, page, pages)}`,
	);
}

/** The leads that a query asks for, in its order; all of them, whatever the page. */
export const findLeads = (sources: LeadsSources, asked: LeadsQuery, viewing: Viewing): LeadRow[] =>
	listed(sources, viewing)
		.filter((entry) => matches(entry, asked) && isIn(asked.view, entry, viewing.asOf.toMillis()))
		.sort(inOrderOf(asked))
		.map(({ lead }) => lead);

function listed({ leads, scores, dueOf }: LeadsSources, { asOf }: Viewing): Listed[] {
	const before = totalsBefore(scores, asOf.toMillis() - WEEK);
	return leads
		.filter(({ mergedInto }) => mergedInto === null)
		.map((lead) => ({
			lead,
			name: lead.name || lead.email || lead.lead,
			moved: (lead.total ?? 0) - (before.get(sameKey(lead.lead)) ?? lead.total ?? 0),
			due: WITH_SALES.has(lead.stage) ? dueOf(lead) : null,
		}));
}

/** The total that each lead had at an instant: what its first change since then started from. */
function totalsBefore(scores: readonly Fields[], since: number): Map<string, number> {
	const first = new Map<string, { at: number; total: number }>();
	for (const { lead, at, previousTotal } of scores) {
		const instant = asInstant(at);
		if (instant === undefined || instant < since) continue;
		const key = sameKey(asText(lead));
		const known = first.get(key);
		if (!known || instant < known.at) first.set(key, { at: instant, total: asNumber(previousTotal) ?? 0 });
	}
	return new Map(Array.from(first, ([key, { total }]) => [key, total]));
}

function matches({ lead, due, name }: Omit<Listed, 'moved'>, asked: LeadsQuery): boolean {
	const isChosen = (chosen: string, value: string | null): boolean =>
		chosen === '' || fold(value ?? '') === fold(chosen);
	const isPart = (words: string, ...texts: Array<string | null>): boolean =>
		words === '' || fold(texts.map((text) => text ?? '').join(' ')).includes(fold(words));
	return (
		isChosen(asked.cell, lead.cell) &&
		isChosen(asked.stage, lead.stage) &&
		isChosen(asked.owner, lead.owner) &&
		isChosen(asked.sla, slaOf(due)) &&
		isPart(asked.company, lead.company, lead.account) &&
		isPart(asked.q, name, lead.company, lead.email, lead.lead)
	);
}

const slaOf = (due: Due | null): LeadsQuery['sla'] => {
	if (due === null || due.dueAt === null) return '';
	return due.state === 'breached' ? 'late' : due.state === 'at_risk' ? 'soon' : 'on_time';
};

const VIEW_NAMES: ReadonlyArray<readonly [View, string]> = [
	['ready', 'Ready for sales'],
	['late', 'Late'],
	['rising', 'Rising'],
	['dropping', 'About to drop'],
	['all', 'All'],
];

function isIn(view: View, { lead, due, moved }: Listed, now: number): boolean {
	switch (view) {
		case 'ready':
			return lead.stage === 'mql' || lead.stage === 'accepted' || (lead.label === 'Hot' && !isOver(lead));
		case 'late':
			return slaOf(due) === 'late';
		case 'rising':
			return moved >= RISE;
		case 'dropping':
			return dropsWithin(lead, now, WEEK);
		case 'all':
			return true;
	}
}

const isOver = ({ stage }: LeadRow): boolean => stage === 'won' || stage === 'lost' || stage === 'disqualified';

function dropsWithin({ leadScore: { dropsBelow } }: LeadRow, now: number, span: number): boolean {
	const at = dropsBelow === null ? undefined : asInstant(dropsBelow.at);
	return at !== undefined && at >= now && at <= now + span;
}

type Compare = (left: Listed, right: Listed) => number;

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
// What has no name or no time stands last.
const compareKeys =
	(keyOf: (entry: Listed) => string): Compare =>
	(left, right) =>
		compareText(keyOf(left) || '\uffff', keyOf(right) || '\uffff');

const byScore: Compare = (left, right) => (right.lead.total ?? -Infinity) - (left.lead.total ?? -Infinity) || 0;

const COMPARE: Readonly<Record<Sort, Compare>> = {
	score: byScore,
	name: compareKeys(({ name }) => fold(name)),
	change: (left, right) => right.moved - left.moved,
	last: (left, right) => compareText(right.lead.lastActivityAt ?? '', left.lead.lastActivityAt ?? ''),
	due: compareKeys(({ due }) => due?.dueAt ?? ''),
	owner: compareKeys(({ lead }) => fold(lead.owner ?? '')),
};

function inOrderOf({ sort, isReversed }: LeadsQuery): Compare {
	const compare = COMPARE[sort];
	return (left, right) =>
		(isReversed ? compare(right, left) : compare(left, right)) ||
		byScore(left, right) ||
		compareText(left.lead.lead, right.lead.lead);
}

function viewLinks(asked: LeadsQuery, counts: ReadonlyMap<View, number>): Html {
	const links = VIEW_NAMES.map(
		([view, name]) =>
			markup`<li><a href="${leadsAddress(asked, { view })}" ${view === asked.view && markup`aria-current="page"`}>${name} <b>${counts.get(view)?.toLocaleString('en-US')}</b></a></li>`,
	);
	return markup`<nav aria-label="Views"><ul class="views">${links}</ul></nav>`;
}

const MOST_OWNERS = 200;

function search(asked: LeadsQuery, all: readonly Listed[]): Html {
	const owners = [...new Set(all.flatMap(({ lead }) => lead.owner ?? []))].sort().slice(0, MOST_OWNERS);
	const inUse = new Set(all.map(({ lead }) => lead.cell));
	const cells = CELLS.filter((cell) => inUse.has(cell) || cell === asked.cell);
	const hidden = markup`<input type="hidden" name="view" value="${asked.view}" /><input type="hidden" name="sort" value="${asked.isReversed ? '-' : ''}${asked.sort}"/>`;
	const filters: Content[] = [
		markup`<label>Company<input name="company" value="${asked.company}" maxlength="200" /></label>`,
		choice('cell', 'Cell', asked.cell, paired(cells)),
		choice(
			'stage',
			'Stage',
			asked.stage,
			STAGES.map((stage) => [stage, stageText(stage)]),
		),
		choice('owner', 'Owner', asked.owner, paired(owners)),
		choice('sla', 'Answer due', asked.sla, [
			['late', 'Late'],
			['soon', 'Soon'],
			['on_time', 'On time'],
		]),
	];
	const { company, cell, stage, owner, sla } = asked;
	const isFiltered = [company, cell, stage, owner, sla].some((chosen) => chosen !== '');
	return markup`<form class="find" method="get" role="search">${hidden}<label class="words">Name, company or e-mail<input type="search" name="q" value="${asked.q}" maxlength="200" /></label><button>Search</button><details ${isFiltered && markup`open`}><summary>More filters</summary><div class="filters">${filters}<button>Filter</button></div></details></form>`;
}

const paired = (values: readonly string[]): Array<readonly [string, string]> => values.map((value) => [value, value]);

function choice(name: string, label: string, chosen: string, options: ReadonlyArray<readonly [string, string]>): Html {
	const written = options.map(
		([value, text]) => markup`<option value="${value}" ${value === chosen && markup`selected`}>${text}</option>`,
	);
	return markup`<label>${label}<select name="${name}"><option value="">Any</option>${written}</select></label>`;
}

const HEADINGS: ReadonlyArray<readonly [Sort | null, string, 'ascending' | 'descending']> = [
	['score', 'Score', 'descending'],
	['name', 'Lead', 'ascending'],
	['change', '7 days', 'descending'],
	[null, 'Why', 'ascending'],
	['last', 'Last activity', 'descending'],
	['due', 'Due', 'ascending'],
	['owner', 'Owner', 'ascending'],
];

function table(shown: readonly Listed[], asked: LeadsQuery, viewing: Viewing): Html {
	if (shown.length === 0)
		return markup`<p class="card">No lead is in this view. <a href="${leadsAddress(asked, { view: 'all' })}">Look among all</a>, or <a href="?view=all">drop the filters</a>.</p>`;
	const headings = HEADINGS.map((heading) => headingCell(heading, asked));
	return markup`<table class="leads"><caption class="hidden">Leads of the view, in the order chosen in the headings</caption><thead><tr>${headings}</tr></thead><tbody>${shown.map((entry) => row(entry, viewing))}</tbody></table>`;
}

function headingCell([sort, name, usual]: (typeof HEADINGS)[number], asked: LeadsQuery): Html {
	if (sort === null) return markup`<th scope="col">${name}</th>`;
	const isChosen = asked.sort === sort;
	const direction = asked.isReversed ? (usual === 'ascending' ? 'descending' : 'ascending') : usual;
	const address = leadsAddress(asked, { sort, isReversed: isChosen && !asked.isReversed });
	const mark = isChosen && markup` <span aria-hidden="true">${direction === 'ascending' ? '↑' : '↓'}</span>`;
	return markup`<th scope="col" ${isChosen && markup`aria-sort="${direction}"`}><a href="${address}">${name}${mark}</a></th>`;
}

function row({ lead, name, moved, due }: Listed, viewing: Viewing): Html {
	const { total, cell, label, title, company, summary, lastActivityAt, owner } = lead;
	const work: Content[] = [title, title && company && ' · ', company];
	return markup`<tr><td class="score"><b>${total === null ? '–' : wholePoints(total)}</b>${cellPill(cell, label)}</td><th scope="row" class="who"><a href="${query({ lead: lead.lead })}"><bdi>${name}</bdi></a><div class="small soft"><bdi>${work}</bdi></div></th><td class="number moved">${change(moved)}</td><td class="why"><bdi>${summary}</bdi></td><td class="last small">${agoText(lastActivityAt, viewing)}</td><td class="due">${duePill(due, viewing)}</td><td class="owner small">${owner === null ? WITH_SALES.has(lead.stage) && markup`<span class="soft">nobody</span>` : ownerText(owner)}</td></tr> `;
}

/** An address breaks before its @, if it has to. */
function ownerText(owner: string): Html {
	const at = owner.indexOf('@');
	return at < 0 ? markup`<bdi>${owner}</bdi>` : markup`<bdi>${owner.slice(0, at)}<wbr />${owner.slice(at)}</bdi>`;
}

function pageLinks(asked: LeadsQuery, page: number, pages: number): Html | null {
	if (pages === 1) return null;
	const to = (other: number, text: string): Content =>
		other >= 1 && other <= pages
			? markup`<a href="${leadsAddress(asked, { page: other })}">${text}</a>`
			: markup`<span></span>`;
	return markup`<nav class="pages" aria-label="Pages">${to(page - 1, '← Previous')}<span>Page ${page} of ${pages}</span>${to(page + 1, 'Next →')}</nav>`;
}
