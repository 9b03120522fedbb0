import { readable, type LeadStory } from '../page/lead-story';
import { points } from '../page/words';
import { signedPoints } from '../points';
import { shortenedReasons } from '../score/reasons';
import { filled, MOST, nameOf, type Answer } from './answer';

const LISTED_CHANGES = 5;

/** Why a lead has its score: the reasons with their points, what changed in seven days, and what would change it. */
export function whyAnswer(story: LeadStory): Answer {
	const { row, score, grid, week, lifts, due, threshold } = story;
	const { total, fit, engagement, quality } = score;
	const reasons = shortenedReasons(score.reasons, MOST).map(({ rule, dimension, points: given, count, lastAt }) =>
		filled({ rule, dimension, points: given, count, lastAt }),
	);
	return {
		answer: sentencesOf(story),
		found: true,
		...filled({ lead: row.lead, name: row.name, title: row.title, company: row.company, owner: row.owner }),
		...{ stage: row.stage, total, fit, engagement, quality, cell: grid.cell, label: grid.label, threshold },
		...filled({ excluded: score.excluded, lastActivityAt: score.lastActivityAt, dueAt: due?.dueAt ?? null }),
		reasons,
		week: {
			points: week.points,
			changes: readable(week.changes)
				.slice(0, LISTED_CHANGES)
				.map(({ kind, rule, points: moved }) => filled({ kind, rule, points: moved })),
		},
		dropsBelow: score.dropsBelow,
		wouldLift: lifts.map(({ rule, times, points: gained, total: then }) => ({
			rule,
			times,
			points: gained,
			total: then,
		})),
		...{ model: score.model, asOf: score.asOf },
	};
}

function sentencesOf({ row, score, week, threshold }: LeadStory): string {
	const { total, fit, engagement, summary, excluded, dropsBelow } = score;
	const sentences = [
		`${nameOf(row)} has ${points(total)} points: fit ${points(fit)}, engagement ${points(engagement)}.`,
		summary === '' ? 'No rule applies.' : `${summary}.`,
		excluded === null ? '' : `Excluded by ${excluded}.`,
		`${signedPoints(week.points)} in 7 days.`,
		total < threshold ? `${points(threshold)} are needed for sales.` : '',
		dropsBelow === null ? '' : `With nothing more it falls below ${points(dropsBelow.threshold)} at ${dropsBelow.at}.`,
	];
	return sentences.filter((each) => each !== '').join(' ');
}
