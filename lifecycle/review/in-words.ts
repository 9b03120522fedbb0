import { stageText } from '../page/words';
import { signedPoints } from '../points';
import type { AbTest } from './ab-test';
import type { Backtest } from './backtest';
import type { Bands } from './bands';
import type { BantRow } from './bant';
import type { Comparison } from './compare';
import type { Conversion } from './conversion';
import type { DraftBacktest, Tested } from './draft-backtest';
import { counted, rounded } from './figures';
import type { MoverRow } from './history/movers';
import type { Finding } from './model-check';
import type { Roi } from './roi';
import type { SpeedRow } from './speed-to-lead';
import type { StageReview } from './stages';
import type { Preview } from './try-model';

/** What figures say, in plain sentences. */

export function conversionSentences(table: readonly Conversion[]): string[] {
	const usable = table.filter(({ verdict }) => verdict !== 'too few');
	const named = ({ name, converted, touched, ratio, lift }: Conversion): string =>
		`“${name}”: ${converted} of ${counted(touched, 'lead')} converted (${ratio} %, ${lift} times the usual)`;
	const best = [...usable].sort((one, other) => other.low - one.low).find(({ verdict }) => verdict === 'better');
	const worst = [...usable].sort((one, other) => one.high - other.high).find(({ verdict }) => verdict === 'worse');
	const few = table.length - usable.length;
	return [
		best ? `Works best: ${named(best)}.` : 'Nothing converts better than usual beyond chance.',
		...(worst ? [`Speaks against buying: ${named(worst)}.`] : []),
		...(few > 0 ? [`Rows with too few leads to say anything: ${few} of ${table.length}.`] : []),
	];
}

const percent = (share: number): string => `${rounded(share * 100, 1)} %`;

export function backtestSentences({
	leads,
	converted,
	auc,
	aucInterval,
	verdict,
	today,
	recommended,
	atCapacity,
}: Backtest): string[] {
	const basis = `${counted(leads, 'lead')} with a known outcome, ${converted} converted`;
	if (verdict === 'too few' || auc === null || aucInterval === null)
		return [
			`Too few outcomes to judge the score: ${basis}. At least 20 that converted and 20 that did not are needed.`,
		];
	const area = `AUC ${auc}, 95 % interval ${aucInterval.low} to ${aucInterval.high}`;
	const pairs = `in ${rounded(auc * 100, 0)} of 100 pairs the lead that converted had the higher score (50 is chance; ${area})`;
	const first = {
		signal: `The score works: ${pairs}.`,
		'no usable signal': `No usable signal: these leads do not show that the score tells who converts (${area}; 0.5 is chance).`,
		against: `The score is upside down: ${pairs}.`,
	}[verdict];
	return [
		first,
		`At the threshold of ${today.threshold} points, ${counted(today.leads, 'lead')} are ready. ${percent(today.precision)} of them converted, and ${percent(today.recall)} of all conversions are among them.`,
		...(recommended
			? [
					`A threshold of ${recommended.threshold} points would separate best (between ${rounded(recommended.interval.low, 1)} and ${rounded(recommended.interval.high, 1)}): ${percent(recommended.precision)} of the leads above it converted, and ${percent(recommended.recall)} of all conversions are among them.`,
				]
			: []),
		...(atCapacity
			? [`If sales takes the best ${atCapacity.leads}, ${percent(atCapacity.precision)} of them convert.`]
			: []),
	];
}

export function bandSentences({ rising, breaks, fitShare, negative, outliers }: Bands): string[] {
	const [worst] = breaks;
	return [
		rising === 'no'
			? `Higher scores do not always mean more conversions: ${worst.higher.from} to ${worst.higher.to} points convert at ${worst.higher.ratio} %, ${worst.lower.from} to ${worst.lower.to} points at ${worst.lower.ratio} %.`
			: rising === 'yes'
				? 'Every band converts at least as often as the one below it.'
				: 'Bands rise within what chance explains.',
		fitShare === null
			? 'No lead is ready for sales.'
			: fitShare > 50
				? `Fit makes up ${fitShare} % of the points of ready leads, more than half: good fit without interest reaches sales.`
				: `Fit makes up ${fitShare} % of the points of ready leads, at most half as it should.`,
		...(negative > 0 ? [`${counted(negative, 'lead')} have a score below 0.`] : []),
		...(outliers.length > 0
			? [`Far from all others: ${outliers.map(({ lead, total }) => `${lead} (${total})`).join(', ')}.`]
			: []),
	];
}

export const findingSentences = (findings: readonly Finding[]): string[] =>
	findings.length === 0
		? ['Nothing about the model needs attention.']
		: findings.map(({ message, evidence, hint }) => `${message}. ${evidence} ${hint}`);

export function comparisonSentences({ leads, changed, handOffs, auc }: Comparison): string[] {
	const { before, after, gained, lost, conversionsGained, conversionsLost } = handOffs;
	return [
		`${changed} of ${counted(leads, 'lead')} would be in another cell.`,
		`Hand-offs: ${before} before, ${after} after; ${gained} gained (${conversionsGained} converted), ${lost} lost (${conversionsLost} converted).`,
		auc === null
			? 'Too few outcomes to say which model ranks better.'
			: `Ranking: AUC ${auc.before} before, ${auc.after} after (difference ${auc.interval.low} to ${auc.interval.high}): ${auc.verdict}.`,
	];
}

const money = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

export const roiSentences = ({ before, after, moreRevenue, revenueGrowth }: Roi): string[] => [
	`Before: ${counted(before.leads, 'lead')} gave ${before.deals} deals and ${money(before.revenue)} in revenue.`,
	`After: ${counted(after.leads, 'lead')} give ${after.deals} deals and ${money(after.revenue)} in revenue.`,
	revenueGrowth === null
		? `That is ${money(moreRevenue)} more.`
		: `That is ${moreRevenue < 0 ? `${money(-moreRevenue)} less` : `${money(moreRevenue)} more`} (${signedPoints(revenueGrowth)} %).`,
];

export function stageSentences({ stages, sla, recycled, velocity }: StageReview): string[] {
	const stuck = stages.filter((row) => row.stuck.length > 0);
	return [
		`Now: ${
			stages
				.filter(({ now }) => now > 0)
				.map(({ stage, now }) => `${now} ${stageText(stage).toLowerCase()}`)
				.join(', ') || 'no lead'
		}.`,
		sla.handOffs === 0
			? 'No hand-off has a deadline that is over.'
			: `${sla.inTime} of ${counted(sla.handOffs, 'hand-off')} were answered in time (${sla.percent} %).`,
		`${counted(recycled.leads, 'lead')} came back from sales; ${recycled.handedOverAgain} were handed over again and ${recycled.won} won.`,
		velocity.daysToWin === null
			? 'No deal is won yet.'
			: `Half of the deals were won within ${velocity.daysToWin} days of the first stage.`,
		...stuck.map((row) => `Stuck in “${stageText(row.stage)}”, longer than nine of ten: ${longest(row.stuck)}.`),
	];
}

const NAMED_STUCK = 3;

function longest(stuck: StageReview['stages'][number]['stuck']): string {
	const named = stuck.slice(0, NAMED_STUCK).map(({ lead, days }) => `${lead} (${rounded(days, 0)} days)`);
	const more = stuck.length - named.length;
	return named.join(', ') + (more > 0 ? ` and at least ${more} more` : '');
}

export function speedSentences(rows: readonly SpeedRow[]): string[] {
	const all = rows.find(({ by }) => by === 'all');
	if (all === undefined) return ['No lead was handed over.'];
	if (all.median === null) return [`None of ${counted(all.handOffs, 'hand-off')} was answered.`];
	const owners = rows.filter(({ by, median }) => by === 'owner' && median !== null);
	const slowest = [...owners].sort((one, other) => (other.median ?? 0) - (one.median ?? 0)).at(0);
	return [
		`Half of the answers came within ${inTime(all.median)}, nine of ten within ${inTime(all.p90 ?? 0)}; ${all.answered} of ${counted(all.handOffs, 'hand-off')} were answered.`,
		...(owners.length > 1 && slowest ? [`Slowest: ${slowest.name}, ${inTime(slowest.median ?? 0)}.`] : []),
	];
}

/** Minutes as people say them. */
export function inTime(minutes: number): string {
	if (minutes < 120) return `${Math.round(minutes)} minutes`;
	return minutes < 48 * 60 ? `${rounded(minutes / 60, 1)} hours` : `${rounded(minutes / 1440, 1)} days`;
}

export const previewSentences = ({
	leads,
	otherScore,
	otherCell,
	handedOver,
	takenBack,
	notHandedOver,
	moments,
}: Preview): string[] => [
	`${counted(otherScore, 'lead')} of ${leads.toLocaleString('en-US')} would get another score, ${otherCell} another cell.`,
	`${counted(handedOver, 'lead')} would be handed over at once.`,
	`${counted(takenBack, 'lead')} would be taken back from sales, ${notHandedOver} would not be handed over that are now.`,
	...(moments > 0 ? [`${counted(moments, 'key moment')} of the last days would be reported at once.`] : []),
];

export function draftBacktestSentences({ leads, converted, result }: DraftBacktest): string[] {
	const basis = `${counted(leads, 'lead')} with a known outcome, ${converted} converted`;
	if (result === null)
		return [
			`Too few outcomes to say which model ranks better: ${basis}. At least 20 that converted and 20 that did not are needed.`,
		];
	const { live, draft, interval, verdict } = result;
	const inWords = {
		better: 'The draft tells better who converts',
		worse: 'The draft tells worse who converts',
		'no difference': 'Neither model tells better who converts, as far as these leads show',
	}[verdict];
	const ready = ({ ready: each }: Tested): string =>
		`${counted(each.leads, 'lead')} ready, ${percent(each.precision)} of them converted`;
	return [
		`${inWords}: AUC ${live.auc} live, ${draft.auc} draft (difference ${interval.low} to ${interval.high}; ${basis}).`,
		`At the threshold, live: ${ready(live)}. Draft: ${ready(draft)}.`,
	];
}

export const testSentences = ({ A, B, verdict, difference, low, high, needed }: AbTest): string[] => [
	`B less A: ${signedPoints(difference)} percentage points (${low} to ${high}).`,
	`Verdict: ${verdict}. ${needed} leads per arm were planned; A has ${A.leads}, B has ${B.leads}.`,
];

export const bantSentences = (rows: readonly BantRow[]): string[] =>
	rows
		.filter(({ declared }) => declared !== 'not said')
		.map(({ element, declared, leads, ratio }) => `${element} “${declared}”: ${ratio} % of ${leads} converted.`);

export const moverSentences = (rows: readonly MoverRow[]): string[] =>
	rows.length === 0 ? ['No score moved.'] : rows.map(({ lead, from, to }) => `${lead}: ${from} → ${to}.`);
