import { DateTime } from 'luxon';
import { VOCABULARIES } from '../message/vocabulary';
import { roundHalfAway, signedPoints } from '../points';
import { DAY, HOUR, MINUTE } from '../time';
import { markup, type Html } from './html';

/** When a page is made, and for whom. */
export interface Viewing {
	/** In the reader's time zone. */
	readonly asOf: DateTime;
}

/** Whole points as a score is read at a glance, with a real minus sign. */
export const wholePoints = (points: number): string => signedPoints(roundHalfAway(points)).replace('+', '');

export const points = (value: number): string => signedPoints(value).replace('+', '');

/** ▲ +12 or ▼ −3, with the direction in words for who does not see it. */
export function change(value: number): Html {
	const whole = roundHalfAway(value);
	if (whole === 0)
		return markup`<span class="soft"><span aria-hidden="true">=</span><span class="hidden">unchanged</span></span>`;
	const [name, mark] = whole > 0 ? ['up', '▲'] : ['down', '▼'];
	return markup`<span class="${name}"><span aria-hidden="true">${mark}</span> ${signedPoints(whole)}</span>`;
}

export const stageText = (stage: string): string => {
	const text = VOCABULARIES.en.stages[stage] ?? stage.replaceAll('_', ' ');
	return text.slice(0, 1).toUpperCase() + text.slice(1);
};

/** `pricing_page` as Pricing page. */
export const sentence = (name: string): string => {
	const text = name.replaceAll('_', ' ').trim();
	return text.slice(0, 1).toUpperCase() + text.slice(1);
};

export const counted = (count: number, one: string, many = `${one}s`): string =>
	`${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

const FIT_WORDS: Readonly<Record<string, string>> = {
	A: 'Fits very well',
	B: 'Fits well',
	C: 'Fits in part',
	D: 'Does not fit',
};
const INTEREST_WORDS: Readonly<Record<string, string>> = {
	'1': 'very interested',
	'2': 'interested',
	'3': 'a little interested',
	'4': 'not interested yet',
};

/** Fits well, interested; '' for what is not a cell. */
export function cellText(cell: string | null): string {
	const [fit, interest] = [FIT_WORDS[cell?.[0] ?? ''], INTEREST_WORDS[cell?.[1] ?? '']];
	return fit && interest ? `${fit}, ${interest}` : '';
}

const DOTS: Readonly<Record<string, string>> = { Hot: '●●●', Warm: '●●', Cold: '●' };

export function cellPill(cell: string | null, label: string | null): Html | null {
	if (cell === null) return null;
	const kind = label === null || !Object.hasOwn(DOTS, label) ? '' : label;
	return markup`<span class="cell ${kind.toLowerCase()}" title="${cellText(cell)}">${cell} <i aria-hidden="true">${DOTS[kind] ?? ''}</i><span class="hidden"> ${kind}</span></span>`;
}

const local = (iso: string, { asOf }: Viewing): DateTime => DateTime.fromISO(iso, { zone: asOf.zone }).setLocale('en');

export const dayText = (iso: string, viewing: Viewing): string => local(iso, viewing).toFormat('d LLL yyyy');
export const dayName = (iso: string, viewing: Viewing): string => local(iso, viewing).toFormat('ccc d LLL yyyy');
export const clockText = (iso: string, viewing: Viewing): string => local(iso, viewing).toFormat('HH:mm');
export const dayAndClock = (iso: string, viewing: Viewing): string => local(iso, viewing).toFormat('ccc d LLL, HH:mm');

/** How long ago: 5 min ago, 3 h ago, yesterday, 12 days ago. */
export function agoText(iso: string | null, viewing: Viewing): string {
	if (iso === null) return '';
	const passed = viewing.asOf.toMillis() - Date.parse(iso);
	if (passed < 0) return dayText(iso, viewing);
	if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
	if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`;
	const days = Math.floor(viewing.asOf.startOf('day').diff(local(iso, viewing).startOf('day'), 'days').days);
	if (days <= 1) return 'yesterday';
	return days < 60 ? `${days} days ago` : `on ${dayText(iso, viewing)}`;
}

export interface Due {
	readonly state: string | null;
	readonly dueAt: string | null;
}

/** When an answer is due: due in 4 h, due Mon 30 Nov, 17:00, 3 h late. */
export function dueText({ dueAt }: Due, viewing: Viewing): string {
	if (dueAt === null) return '';
	const left = Date.parse(dueAt) - viewing.asOf.toMillis();
	if (left < 0) return `${spanText(-left)} late`;
	return left < 12 * HOUR ? `due in ${spanText(left)}` : `due ${dayAndClock(dueAt, viewing)}`;
}

function spanText(span: number): string {
	if (span < HOUR) return `${Math.max(1, Math.round(span / MINUTE))} min`;
	return span < 2 * DAY ? `${Math.round(span / HOUR)} h` : `${Math.round(span / DAY)} days`;
}

export function duePill(due: Due | null, viewing: Viewing): Html | null {
	if (due === null || due.dueAt === null) return null;
	const kind = due.state === 'breached' ? 'late' : due.state === 'at_risk' ? 'soon' : '';
	return markup`<span class="pill ${kind}">${dueText(due, viewing)}</span>`;
}

/** Times: Europe/Paris. */
export const zoneText = ({ asOf }: Viewing): string => `Times: ${asOf.zoneName ?? 'UTC'}.`;
