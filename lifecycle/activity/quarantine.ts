import { DAY, MINUTE, SECOND } from '../time';
import { foldLead, type Activity } from './activity';
import { DUPLICATE, markDuplicates } from './duplicates';
import { agentReason, type AgentRules } from './scanners';
import { firstIndex, isInSpans, joinSpans } from './spans';
import { first, instantOf, isTrue, textOf } from './values';

/** Every threshold is a judgement, and sources differ: all of them are options. */
export interface QuarantineOptions extends AgentRules {
	/** Marks that the sending tool itself sets on machine opens and clicks. */
	providerMarks: boolean;
	headRequests: boolean;
	/**
	 * This many different links of one message within `burstSeconds` are a machine, and so are two more within a minute; 0
	 * switches the rule off.
	 */
	burstLinks: number;
	burstSeconds: number;
	/** Opens and clicks within this many seconds of delivery are a machine; 0 switches the rule off. */
	fastSeconds: number;
	/** Parts of the addresses of links that people cannot see. */
	honeypots: readonly string[];
	/** A human act releases what behaviour alone had quarantined up to this many days before; 0 switches it off. */
	releaseDays: number;
	/** Clocks differ: activities up to this many minutes ahead are not from the future. */
	futureMinutes: number;
}

export const QUARANTINE_DEFAULTS: QuarantineOptions = {
	providerMarks: true,
	userAgents: true,
	privacyOpens: true,
	headRequests: true,
	burstLinks: 3,
	burstSeconds: 5,
	fastSeconds: 5,
	honeypots: [],
	releaseDays: 7,
	futureMinutes: 5,
};

export const BURST = 'bot:burst';
export const FAST = 'bot:fast';
export const HONEYPOT = 'bot:honeypot';
export const FUTURE = 'future';
/** Before there were leads online: an empty date that became a number, or a year typed wrongly. */
export const PAST = 'past';
const EARLIEST = Date.UTC(1990, 0, 1);

/** Reasons that a later human act lifts. */
export const BEHAVIOURAL: ReadonlySet<string> = new Set([BURST, FAST]);

/** Acts that take a person: they stand for the lead's earlier clicks too. */
export const HUMAN_ACTS: ReadonlySet<string> = new Set(
	`form_submit callback_request chat_message demo_request email_reply message_reply survey_complete call_answered
	call_inbound meeting_booked meeting_attend demo_attend event_attend booth_visit webinar_question event_question
	social_message community_question`.split(/\s+/),
);

/** Types of which machines do many. A human act can be faked too, but only its user agent shows it. */
const AUTOMATED = new Set(
	'email_open email_click page_view content_view content_download form_submit video_view message_click ad_click'.split(
		' ',
	),
);

const MARKS = [
	'machineOpen',
	'machine_open',
	'sg_machine_open',
	'is_bot',
	'isBot',
	'bot',
	'prefetched',
	'is_prefetched',
];
const HONEYPOT_SPAN = MINUTE;

/** A scanner that waits between links gives itself away by their number: nobody reads as many pages in that time. */
const SWEEP_LINKS = 2;
const SWEEP_SPAN = MINUTE;

/** Activities of one message that lie further apart say nothing about each other, unless bursts may last longer. In milliseconds. */
export const EARLIEST_SCAN = 10 * MINUTE;

/**
 * Sets `quarantine` on what should not count: `duplicate`, `future`, `past`, `bot:…`. Nothing is deleted, and the same list in
 * another order gives the same result for each activity (of copies, one counts).
 *
 * Evidence in one activity (provider marks, user agents, HEAD requests) comes first, then behaviour seen over the
 * clicks that one lead made in one message. A quarantine that came with the activity stays, except that `future` ends
 * when its time has come, and that a human act of the lead within `releaseDays` releases bursts and fast clicks before
 * it; `properties.released` then keeps the reason.
 *
 * Thresholds: public vendor and practitioner pages; none is proof on its own.
 */
export function quarantineActivities(
	activities: readonly Activity[],
	options: QuarantineOptions,
	asOf: number,
): Activity[] {
	const latest = asOf + options.futureMinutes * MINUTE;
	const entries = markDuplicates(activities).map((activity) => entryOf(activity, latest));
	const judge = judgeWith(options);
	for (const entry of entries) {
		if (entry.reason === '') entry.reason = timeReason(entry.at, latest) || judge(entry.activity);
	}
	judgeBehaviour(entries, options);
	const released = releasedBy(entries, options);
	return entries.map((entry) => withReason(entry, released.has(entry)));
}

interface Entry {
	activity: Activity;
	at: number;
	reason: string;
}

const timeReason = (at: number, latest: number): string => (at > latest ? FUTURE : at < EARLIEST ? PAST : '');

/** A quarantine for the future ends when its time has come. */
function entryOf(activity: Activity, latest: number): Entry {
	const at = instantOf(activity.at) ?? 0;
	return { activity, at, reason: activity.quarantine === FUTURE && at <= latest ? '' : activity.quarantine };
}

function withReason({ activity, reason }: Entry, isReleased: boolean): Activity {
	if (isReleased) return { ...activity, quarantine: '', properties: { ...activity.properties, released: reason } };
	return activity.quarantine === reason ? activity : { ...activity, quarantine: reason };
}

/** The judgement of one activity by itself. User agents repeat, so each is looked at once. */
function judgeWith(options: QuarantineOptions): (activity: Activity) => string {
	const agents = new Map<string, string>();
	return ({ type, properties }) => {
		if (options.providerMarks) {
			const mark = textOf(properties.machine) || MARKS.find((name) => isTrue(properties[name]));
			if (mark) return `bot:provider:${mark}`;
		}
		if (options.headRequests && textOf(properties.method).toUpperCase() === 'HEAD') return 'bot:head-request';
		const agent = properties.userAgent;
		if (typeof agent !== 'string' || !AUTOMATED.has(type)) return '';
		if (agent.trim() === '' && type !== 'email_click') return '';
		const key = `${type === 'email_open' ? 'open' : 'click'} ${agent}`;
		const known = agents.get(key);
		if (known !== undefined) return known;
		const reason = agentReason(agent, type === 'email_open', options);
		agents.set(key, reason);
		return reason;
	};
}

/** What shows only in the clicks of one lead in one message together. */
function judgeBehaviour(entries: readonly Entry[], options: QuarantineOptions): void {
	for (const group of messagesOf(entries)) {
		const delivered = latestDelivery(group);
		const acts = group.filter(({ activity }) => activity.type !== 'email_delivered').sort((a, b) => a.at - b.at);
		markHoneypots(acts, options.honeypots);
		if (options.burstLinks > 0) {
			const span = options.burstSeconds * SECOND;
			markBursts(acts, options.burstLinks, span);
			markBursts(acts, options.burstLinks + SWEEP_LINKS, Math.max(span, SWEEP_SPAN), span);
		}
		if (options.fastSeconds > 0) markFast(acts, delivered, options.fastSeconds * SECOND);
	}
}

/** Types of which several of one message may show a machine. */
export const IN_A_MESSAGE: ReadonlySet<string> = new Set([
	'email_open',
	'email_click',
	'email_unsubscribe',
	'email_delivered',
]);

function messagesOf(entries: readonly Entry[]): Iterable<Entry[]> {
	const groups = new Map<string, Entry[]>();
	for (const entry of entries) {
		const { lead, type, properties } = entry.activity;
		if (!IN_A_MESSAGE.has(type)) continue;
		const message = textOf(first(properties.message, properties.campaign, properties.subject));
		const key = `${foldLead(lead)}\n${message}`;
		const group = groups.get(key);
		if (group) group.push(entry);
		else groups.set(key, [entry]);
	}
	return groups.values();
}

/** What is judged already gets no other reason; what a human act released counts from then on. */
const isFree = ({ reason, activity }: Entry): boolean =>
	reason === '' && !BEHAVIOURAL.has(textOf(activity.properties.released));
const isLink = ({ activity }: Entry): boolean => activity.type !== 'email_open';
const urlOf = ({ activity }: Entry): string =>
	activity.type === 'email_unsubscribe' ? 'unsubscribe' : textOf(activity.properties.url);

function latestDelivery(group: readonly Entry[]): number | undefined {
	const times = group.filter(({ activity }) => activity.type === 'email_delivered').map(({ at }) => at);
	return times.length > 0 ? times.reduce((latest, at) => Math.max(latest, at)) : undefined;
}

function markHoneypots(acts: readonly Entry[], honeypots: readonly string[]): void {
	const parts = honeypots.map((part) => part.trim().toLowerCase()).filter((part) => part !== '');
	const isTrap = (entry: Entry): boolean =>
		isTrue(entry.activity.properties.honeypot) || parts.some((part) => urlOf(entry).toLowerCase().includes(part));
	const traps = acts.filter((entry) => isLink(entry) && isTrap(entry));
	const near = joinSpans(traps.map(({ at }) => ({ from: at - HONEYPOT_SPAN, to: at + HONEYPOT_SPAN })));
	for (const entry of acts) if (isFree(entry) && isInSpans(near, entry.at)) entry.reason = HONEYPOT;
}

/**
 * One pass with two pointers over the links in order of time. Opens inside a burst belong to it, and so does one shortly
 * before: the machine loads the pictures first.
 *
 * @param before how shortly, in milliseconds
 */
function markBursts(acts: readonly Entry[], links: number, span: number, before = span): void {
	const clicks = acts.filter((entry) => isLink(entry) && entry.reason !== DUPLICATE);
	const inWindow = new Map<string, number>();
	const found: { from: number; to: number }[] = [];
	let start = 0;
	for (const click of clicks) {
		inWindow.set(urlOf(click), (inWindow.get(urlOf(click)) ?? 0) + 1);
		while (click.at - clicks[start].at > span) forget(inWindow, urlOf(clicks[start++]));
		if (inWindow.size >= links) found.push({ from: clicks[start].at, to: click.at });
	}
	if (found.length === 0) return;
	const bursts = joinSpans(found);
	const withOpens = joinSpans(found.map(({ from, to }) => ({ from: from - before, to })));
	for (const entry of acts) {
		if (isFree(entry) && isInSpans(isLink(entry) ? bursts : withOpens, entry.at)) entry.reason = BURST;
	}
}

function forget(inWindow: Map<string, number>, url: string): void {
	const left = (inWindow.get(url) ?? 0) - 1;
	if (left > 0) inWindow.set(url, left);
	else inWindow.delete(url);
}

/** A gateway looks at the links before it lets the message in, so a click may come shortly before the delivery. */
function markFast(acts: readonly Entry[], delivered: number | undefined, span: number): void {
	for (const entry of acts) {
		if (!isFree(entry) || entry.activity.type === 'email_unsubscribe') continue;
		const { deliveredAt, sentAt } = entry.activity.properties;
		const since = delivered ?? instantOf(deliveredAt) ?? instantOf(sentAt);
		if (since === undefined) continue;
		const elapsed = entry.at - since;
		if (elapsed <= span && elapsed >= -EARLIEST_SCAN) entry.reason = FAST;
	}
}

function releasedBy(entries: readonly Entry[], { releaseDays }: QuarantineOptions): Set<Entry> {
	const released = new Set<Entry>();
	if (releaseDays <= 0) return released;
	const acts = new Map<string, number[]>();
	for (const entry of entries) {
		if (!isFree(entry) || !HUMAN_ACTS.has(entry.activity.type)) continue;
		const key = foldLead(entry.activity.lead);
		const known = acts.get(key);
		if (known) known.push(entry.at);
		else acts.set(key, [entry.at]);
	}
	for (const times of acts.values()) times.sort((a, b) => a - b);
	for (const entry of entries) {
		if (!BEHAVIOURAL.has(entry.reason)) continue;
		const times = acts.get(foldLead(entry.activity.lead)) ?? [];
		const next = times[firstIndex(times.length, (position) => times[position] > entry.at)];
		if (next !== undefined && next - entry.at <= releaseDays * DAY) released.add(entry);
	}
	return released;
}
