import type { DateTime } from 'luxon';
import type { Page } from '../page/document';
import type { DraftRule } from '../review/draft-rules';
import { rounded } from '../review/figures';
import { reportPage, sectionHtml } from '../review/report/report';
import type { Section } from '../review/report/sections';
import { asText } from '../text';
import type { HalfLife } from './half-life';
import type { Choice } from './keep';
import type { Training } from './train';

export interface TrainingParts {
	readonly asOf: DateTime;
	readonly training: Training;
	readonly choice: Choice;
	readonly points: readonly DraftRule[];
	readonly halfLives: readonly HalfLife[];
	/** What is said in short. */
	readonly sentences: readonly string[];
}

export interface TrainingReport {
	readonly title: string;
	readonly page: Page;
}

const percent = (share: number): number => rounded(100 * share, 1);

/** What a training found, as a page that is complete in itself: the verdict, then the figures behind it. */
export function trainingReport({
	asOf,
	training,
	points,
	halfLives,
	sentences,
	choice,
}: TrainingParts): TrainingReport {
	const title = `Learnt from deals, ${asOf.setLocale('en').toFormat('d LLLL yyyy')}`;
	const about = choice.publish ? `New model: ${training.model?.name ?? ''}` : 'No new model';
	const sections = [reliabilitySection(training), pointsSection(points), halfLifeSection(halfLives)];
	return { title, page: reportPage(title, about, sentences, sections.map(sectionHtml)) };
}

function reliabilitySection({ time }: Training): Section {
	const rows = (time?.reliability ?? []).map(({ leads, foretold, converted }) => ({
		leads,
		...{ foretold: percent(foretold), converted: percent(converted) },
	}));
	return {
		title: 'Do the forecasts come true?',
		sentences:
			rows.length === 0
				? []
				: [
						'The newest leads, from which nothing was learnt, in tenths by what was foretold. On the dashed line a forecast came true; below it too much was foretold, above it too little.',
					],
		plot: { title: 'Percent foretold and percent that converted, by tenth of the newest leads', points: rows },
		columns: ['Tenth', 'Leads', 'Foretold', 'Converted'],
		rows: rows.map(({ leads, foretold, converted }, place) => [
			...[place + 1, leads, `${foretold} %`, `${converted} %`],
		]),
		otherwise: 'There are too few leads with an outcome to measure on.',
	};
}

const pointsSection = (points: readonly DraftRule[]): Section => ({
	title: 'Points that the deals suggest',
	sentences:
		points.length === 0
			? []
			: [
					'Rules that set won and lost leads apart, weighed against each other. They score nobody: copy the ones you believe into ll_rules with “draft” in the column model, and try them with 20 Try a Model.',
				],
	columns: ['Rule', 'Points', 'How sure'],
	// How a rule names a field of the lead is of use in the table of rules alone.
	rows: points.map(({ rule, points: worth, note }) => [
		...[asText(rule).replace(/^\$lead\./, ''), Number(worth), asText(note)],
	]),
	otherwise: 'No rule sets won and lost leads apart beyond chance.',
});

const halfLifeSection = (halfLives: readonly HalfLife[]): Section => ({
	title: 'How fast interest fades',
	sentences: [],
	columns: ['What it says', 'Write into the column decay'],
	rows: halfLives.map(({ text, decay }) => [text, decay || '–']),
	otherwise: 'Not worked out.',
});
