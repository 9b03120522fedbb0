import type { LeadRow } from '../lead/row';
import { formLink } from '../message/choices';
import { signedPoints } from '../points';
import type { Change } from '../review/history/changes';
import type { Reason } from '../score/reasons';
import { quarantineText } from './activity-words';
import { chanceCard } from './chance';
import { pageOf, type Page } from './document';
import { markup, mailTo, query, type Content, type Html } from './html';
import { readable, type Deed, type LeadStory } from './lead-story';
import { scorePlot, type PlotEvent } from './plot';
import {
	agoText,
	cellPill,
	cellText,
	change,
	clockText,
	counted,
	dayAndClock,
	dayName,
	dayText,
	duePill,
	points,
	sentence,
	stageText,
	wholePoints,
	zoneText,
	type Viewing,
} from './words';

export interface LeadViewing extends Viewing {
	/** Address of the form of 05; '' for no buttons. */
	readonly form: string;
	/** Of the timeline, from 1. */
	readonly page: number;
}

/** Activities of the timeline per page. */
const PER_PAGE = 100;

/** The page of one lead: how ready, why, what changed, what it did, and what to do. */
export function leadPage(story: LeadStory, viewing: LeadViewing): Page {
	const name = nameOf(story.row);
	const left: Content[] = [plotCard(story, viewing), timelineCard(story, viewing)];
	const right: Content[] = [
		weekCard(story),
		whyCard(story, viewing),
		chanceCard(story.row),
		liftCard(story),
		salesCard(story, viewing),
	];
	return pageOf(
		`${name}: ${wholePoints(story.score.total)}`,
		markup`<nav aria-label="Back"><a class="back" href="?">← All leads</a></nav>${headCard(story, viewing)}<div class="two"><div class="column">${left}</div><div class="column">${right}</div></div><p class="soft small">As of ${dayAndClock(story.score.asOf, viewing)}, by the model ${story.score.model}. ${zoneText(viewing)}</p>`,
	);
}

const nameOf = ({ name, email, lead }: LeadRow): string => name || email || lead;

// --- Who and why now -----------------------------------------------------------------------------------------------------

function headCard(story: LeadStory, viewing: LeadViewing): Html {
	const { row, score, grid, week, due } = story;
	const company = row.company ?? row.account;
	const work: Content[] = [
		row.title,
		row.title && company && ', ',
		row.account ? markup`<a href="${query({ account: row.account })}">${company}</a>` : company,
	];
	const facts: Content[] = [
		cellPill(grid.cell, grid.label),
		markup`<span>${cellText(grid.cell)}</span>`,
		markup`<span>${change(week.points)} in 7 days</span>`,
		duePill(due, viewing),
	];
	return markup`<section class="card"><div class="head"><div class="big" role="img" aria-label="Score ${wholePoints(score.total)}">${wholePoints(score.total)}</div><div><h1><bdi>${nameOf(row)}</bdi></h1><div><bdi>${work}</bdi></div><div class="facts">${facts}</div></div>${buttons(story, viewing)}</div>${whyNow(story, viewing)}${meter(story)}</section>`;
}

function buttons({ row }: LeadStory, { form }: LeadViewing): Html | null {
	if (formLink(form, row.lead) === '') return null;
	const link = (name: string, decision?: 'accepted' | 'sent_back', isFirst = false): Html =>
		markup`<a class="button ${isFirst && 'first'}" href="${formLink(form, row.lead, decision)}">${name}</a>`;
	if (row.stage === 'mql')
		return markup`<div class="buttons">${link('Accept', 'accepted', true)}${link('Send back', 'sent_back')}</div>`;
	if (row.stage === 'accepted' || row.stage === 'opportunity')
		return markup`<div class="buttons">${link('Update this lead', undefined, true)}</div>`;
	return null;
}

const LISTED = 3;

function whyNow({ score, grid, threshold }: LeadStory, viewing: Viewing): Html {
	const since = viewing.asOf.minus({ days: 30 }).toMillis();
	const names = (wanted: (reason: Reason) => boolean): string =>
		score.reasons
			.filter((reason) => reason.points > 0 && wanted(reason))
			.slice(0, LISTED)
			.map(({ rule }) => rule)
			.join(', ');
	const isRecent = ({ lastAt }: Reason): boolean => lastAt !== null && Date.parse(lastAt) >= since;
	const lately = names((reason) => reason.dimension === 'engagement' && isRecent(reason));
	const who = names(({ dimension }) => dimension === 'fit');
	const drop = score.dropsBelow;
	const sentences: Content[] = [
		score.excluded !== null && markup`<b>Excluded:</b> ${score.excluded}. `,
		lately !== '' && markup`<b>Why now:</b> in the last 30 days ${lately}. `,
		who !== '' && markup`<b>Why this person:</b> ${who}. `,
		drop &&
			markup`<span class="soft">With nothing more, the score falls below ${points(drop.threshold)} on <b>${dayName(drop.at, viewing)}</b>.</span>`,
		score.total < threshold &&
			markup`<span class="soft">${points(toTwo(threshold - score.total))} points are missing to ${points(threshold)}; the lead is ${grid.label.toLowerCase()}.</span>`,
	];
	return markup`<p class="say">${sentences}</p>`;
}

const toTwo = (value: number): number => Math.round(value * 100) / 100;

function meter({ score: { fit, engagement, total }, threshold }: LeadStory): Html {
	const most = Math.max(100, fit + engagement, threshold);
	const share = (value: number): string => `${((Math.max(0, value) / most) * 100).toFixed(1)}%`;
	const rest = toTwo(total - fit - engagement);
	return markup`<div class="meter" aria-hidden="true"><i class="fit" style="width:${share(fit)}"></i><i class="interest" style="width:${share(engagement)}"></i><span class="mark" style="left:${share(threshold)}"></span></div><div class="key"><span><i class="fit"></i>Fit <b>${points(fit)}</b>, who they are</span><span><i class="interest"></i>Interest <b>${points(engagement)}</b>, what they do</span>${rest !== 0 && markup`<span>Other <b>${signedPoints(rest)}</b></span>`}<span class="soft">= <b>${points(total)}</b>, ready for sales from ${points(threshold)}</span></div>`;
}

// --- The score ---------------------------------------------------------------------------------------------------------

function plotCard({ history, ahead, threshold, score, stages }: LeadStory, viewing: Viewing): Html {
	const dropsAt = score.dropsBelow?.at ?? null;
	const plot = scorePlot({ history, ahead, threshold, dropsAt, events: stages.flatMap(eventOf) }, viewing);
	return markup`<section class="card o3"><h2>Score over time</h2>${plot}</section>`;
}

function eventOf({ from, to, at }: LeadStory['stages'][number]): PlotEvent[] {
	if (from === to || !Number.isFinite(Date.parse(at))) return [];
	if (to === 'mql') return [{ at, name: 'handed over', kind: 'event' }];
	if (to === 'recycled') return [{ at, name: 'sent back', kind: 'reset' }];
	return to === 'accepted' || to === 'won' ? [{ at, name: stageText(to).toLowerCase(), kind: 'event' }] : [];
}

const KIND_TEXT: Readonly<Record<Change['kind'], string>> = {
	earned: '',
	faded: 'Faded with time',
	expired: 'no longer counts',
	capped: 'limit',
	reset: 'given up when sent back',
	rule_changed: 'rule changed',
	corrected: 'corrected',
};

function weekCard({ week }: LeadStory): Html {
	const rows = readable(week.changes).map(({ kind, rule, points: moved, count }) => {
		const times = kind === 'earned' && count > 1 && markup` <span class="soft">×${count}</span>`;
		const what: Content =
			rule === ''
				? KIND_TEXT.faded
				: markup`${rule}${times}${KIND_TEXT[kind] !== '' && markup` <span class="soft small">${KIND_TEXT[kind]}</span>`}`;
		return markup`<tr><th scope="row">${what}</th><td class="number ${moved > 0 ? 'up' : 'down'}">${signedPoints(moved)}</td></tr>`;
	});
	const sum = markup`<tr class="sum"><th scope="row">From ${points(week.from.total)} to ${points(week.to.total)}</th><td class="number">${signedPoints(week.points)}</td></tr>`;
	return markup`<section class="card o1"><h2>What changed in 7 days</h2><table>${rows}${sum}</table></section>`;
}

const GROUPS: ReadonlyArray<readonly [name: string, dimensions: ReadonlyArray<Reason['dimension']>]> = [
	['Fit: who they are', ['fit']],
	['Interest: what they do', ['engagement']],
	['Quality of the data', ['quality']],
	['Other', ['adjustment', 'limit', 'other']],
];

/** Every reason of the score with its points, down to the sum. */
export function whyCard({ score }: LeadStory, viewing: Viewing): Html {
	const most = Math.max(1, ...score.reasons.map((reason) => Math.abs(reason.points)));
	const groups = GROUPS.map(([name, dimensions]) => {
		const reasons = score.reasons.filter(({ dimension }) => dimensions.includes(dimension));
		if (reasons.length === 0) return null;
		const sum = toTwo(reasons.reduce((total, reason) => total + reason.points, 0));
		const heading = markup`<tr class="group"><th scope="rowgroup" colspan="2">${name}</th><td class="number">${points(sum)}</td></tr>`;
		return markup`<tbody>${heading}${reasons.map((reason) => reasonRow(reason, most, viewing))}</tbody>`;
	});
	return markup`<section class="card o2"><h2>Why ${wholePoints(score.total)} <span class="soft small">pale: what time took</span></h2><table class="rows">${groups}<tbody><tr class="sum"><th scope="row" colspan="2">Score</th><td class="number">${points(score.total)}</td></tr></tbody></table></section>`;
}

function reasonRow(reason: Reason, most: number, viewing: Viewing): Html {
	const { rule, dimension, points: given, count, lastAt, faded = 0 } = reason;
	const width = (value: number): string => `${((Math.abs(value) / most) * 100).toFixed(1)}%`;
	const name = rule === 'Decay' && lastAt === null ? KIND_TEXT.faded : rule;
	const times = count > 1 && lastAt !== null && markup` <span class="soft">×${count}</span>`;
	const last = lastAt !== null && markup`<div class="soft small">last ${agoText(lastAt, viewing)}</div>`;
	const kind = given < 0 ? 'less' : dimension === 'fit' ? 'of-fit' : '';
	const lost = faded !== 0 && markup`<i class="lost" style="width:${width(faded)}"></i>`;
	return markup`<tr><th scope="row"><bdi>${name}</bdi>${times}${last}</th><td class="bar ${kind}" aria-hidden="true"><i style="width:${width(given + faded)}"></i>${lost}</td><td class="number">${signedPoints(given)}</td></tr>`;
}

/** What the lead could do, and the score it would then have; null where nothing would lift it. */
export function liftCard({ lifts, threshold, score }: LeadStory): Html | null {
	if (lifts.length === 0) return null;
	const rows = lifts.map(
		({ rule, times, points: gained, total }) =>
			markup`<tr><th scope="row"><bdi>${rule}</bdi>${times > 1 && markup` <span class="soft">×${times}</span>`}</th><td class="number up">${signedPoints(gained)}</td><td class="number">→ ${wholePoints(total)}${score.total < threshold && total >= threshold && markup` <b class="up">ready</b>`}</td></tr>`,
	);
	return markup`<section class="card o4"><h2>What would lift it</h2><table>${rows}</table></section>`;
}

// --- Sales, and what the lead did ------------------------------------------------------------------------------------------

function salesCard({ row, stages, due }: LeadStory, viewing: Viewing): Html {
	const entry = (name: string, content: Content): Content =>
		content !== null && content !== '' && markup`<dt>${name}</dt><dd>${content}</dd>`;
	const history = stages
		.filter(({ from, to }) => from !== to)
		.map(
			({ to, at, by, why }) =>
				markup`<li>${stageText(to)}, ${dayText(at, viewing)} <span class="soft small"><bdi>${why || by}</bdi></span></li>`,
		);
	const note = row.scoreAdjustmentNote === null ? '' : `: ${row.scoreAdjustmentNote}`;
	return markup`<section class="card o5"><h2>Sales</h2><dl>${[entry('Owner', row.owner === null ? 'nobody' : markup`<bdi>${row.owner}</bdi>`), entry('Stage', stageText(row.stage)), entry('Answer', duePill(due, viewing)), entry('Handed over', row.handedOffAt === null ? null : dayAndClock(row.handedOffAt, viewing)), entry('E-mail', row.email === null ? null : markup`<a href="${mailTo(row.email)}"><bdi>${row.email}</bdi></a>`), entry('Adjusted', row.scoreAdjustment ? markup`<bdi>${signedPoints(row.scoreAdjustment)}${note}</bdi>` : null), entry('Track', row.track === null ? null : sentence(row.track)), entry('Rests until', row.coolOffUntil === null ? null : dayText(row.coolOffUntil, viewing))]}</dl>${history.length > 0 && markup`<h3>History</h3><ul>${history}</ul>`}</section>`;
}

function timelineCard({ deeds, row }: LeadStory, viewing: LeadViewing): Html {
	const pages = Math.max(1, Math.ceil(deeds.length / PER_PAGE));
	const page = Math.min(viewing.page, pages);
	const days = new Map<string, Deed[]>();
	for (const deed of deeds.slice((page - 1) * PER_PAGE, page * PER_PAGE)) {
		const day = dayName(deed.at, viewing);
		const list = days.get(day);
		if (list) list.push(deed);
		else days.set(day, [deed]);
	}
	const items = Array.from(
		days,
		([day, list]) => markup`<li><h3>${day}</h3><ul>${list.map((deed) => deedItem(deed, viewing))}</ul></li>`,
	);
	const to = (other: number, text: string): Content =>
		other >= 1 && other <= pages
			? markup`<a href="${query({ lead: row.lead, page: other })}">${text}</a>`
			: markup`<span></span>`;
	const links =
		pages > 1 &&
		markup`<nav class="pages" aria-label="Pages of the timeline">${to(page - 1, '← Newer')}<span>Page ${page} of ${pages}</span>${to(page + 1, 'Older →')}</nav>`;
	return markup`<section class="card o6"><h2>Timeline <span class="soft small">${counted(deeds.length, 'activity', 'activities')}, points then and today</span></h2><ol class="days">${items}</ol>${links}</section>`;
}

function deedItem({ at, type, about, share, quarantine }: Deed, viewing: Viewing): Html {
	const what = markup`<span class="what">${sentence(type)}${about !== '' && markup` <bdi class="soft">${about}</bdi>`}</span>`;
	const time = markup`<time datetime="${at}" class="soft small">${clockText(at, viewing)}</time>`;
	if (share === null)
		return markup`<li class="left-out">${time}<div>${what}<p class="soft small">does not count: ${quarantineText(quarantine)}</p></div> <span class="soft">–</span></li>`;
	const isWorth = share.then !== 0 || share.points !== 0;
	const worth = isWorth
		? markup`<b>${signedPoints(share.then)}</b>${share.then !== share.points && markup` <span class="soft small">today ${signedPoints(share.points)}</span>`}`
		: markup`<span class="soft">0</span>`;
	const rules = share.rules.length > 0 && markup`<p class="soft small">${share.rules.join(', ')}</p>`;
	return markup`<li>${time}<div>${what}${rules}</div> <span class="number">${worth}</span></li>`;
}
