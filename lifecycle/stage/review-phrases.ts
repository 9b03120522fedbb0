import type { Stage } from '../lead/row';
import type { Language, ReviewTerms } from '../settings/settings';
import type { Finding } from './review';

/** The words of the weekly review's digest in one language. */
export interface ReviewPhrases {
	readonly leads: (count: number) => string;
	readonly title: (count: number) => string;
	readonly quietTitle: string;
	readonly quiet: string;
	readonly stands: Readonly<Record<Stage, string>>;
	readonly where: (parts: string) => string;
	readonly none: string;
	readonly rested: (count: number) => string;
	readonly fixed: string;
	readonly andMore: (count: number) => string;
	readonly found: (terms: ReviewTerms) => Readonly<Record<Finding, string>>;
	readonly talk: string;
	readonly nothing: string;
}

const englishLeads = (count: number): string => `${count} ${count === 1 ? 'lead' : 'leads'}`;

const ENGLISH: ReviewPhrases = {
	leads: englishLeads,
	title: (count) => `No lead left behind: ${englishLeads(count)} fixed`,
	quietTitle: 'Every lead is on a path',
	quiet:
		'Every lead is on a path: with sales and its clock running, in nurture on a track, or out with a reason. Nothing had to be done.',
	stands: {
		new: 'new',
		nurture: 'in nurture',
		mql: 'handed over',
		accepted: 'accepted',
		opportunity: 'opportunities',
		won: 'won',
		lost: 'lost',
		recycled: 'back from sales',
		disqualified: 'disqualified',
	},
	where: (parts) => `Where the leads are: ${parts}.`,
	none: 'there is none yet',
	rested: (count) =>
		`${englishLeads(count)} back from sales rested long enough. Those whose score qualifies are handed over the next time they are scored.`,
	fixed: 'Fixed this week:',
	andMore: (count) => ` and ${count} more`,
	found: ({ fallbackOwner, daysToAccept, daysSilent, daysGone }) => ({
		no_stage: 'without a stage that exists: given one',
		no_owner: `with sales and without an owner: now with ${fallbackOwner}`,
		no_hand_off: 'with sales and never handed over: handed over now, so that the time to accept runs',
		no_acceptance: 'accepted without a date: counted from now',
		no_follow_up: `handed over and not accepted in ${daysToAccept} days: back in nurture, can be handed over again`,
		lost: 'lost and not sent back: back in nurture',
		still: 'with sales and without progress: their owners are asked',
		still_marked: 'in nurture and marked as handed over: can be handed over again',
		no_track: 'without a nurture track: given one',
		silent: `silent for ${daysSilent} days: moved to the re_engage track`,
		gone: `silent for ${daysGone} days: disqualified, and back when they do something again`,
		awake: 'given up as silent and active again: back in nurture',
	}),
	talk: 'Talk to the owners of the leads that nobody works on.',
	nothing: 'Nothing.',
};

const frenchLeads = (count: number): string => `${count} lead${count > 1 ? 's' : ''}`;
const s = (count: number): string => (count > 1 ? 's' : '');

const FRENCH: ReviewPhrases = {
	leads: frenchLeads,
	title: (count) => `Aucun lead oublié : ${frenchLeads(count)} remis en route`,
	quietTitle: 'Chaque lead suit son chemin',
	quiet:
		'Chaque lead suit son chemin : chez les commerciaux avec un délai qui court, en nurture sur un parcours, ou écarté avec une raison. Il n’y avait rien à faire.',
	stands: {
		new: 'nouveau(x)',
		nurture: 'en nurture',
		mql: 'transmis',
		accepted: 'accepté(s)',
		opportunity: 'opportunité(s)',
		won: 'gagné(s)',
		lost: 'perdu(s)',
		recycled: 'revenu(s) des commerciaux',
		disqualified: 'disqualifié(s)',
	},
	where: (parts) => `Où en sont les leads : ${parts}.`,
	none: 'il n’y en a pas encore',
	rested: (count) =>
		`${frenchLeads(count)} revenu${s(count)} des commerciaux, dont la pause est terminée. Ceux dont le score le permet seront transmis au prochain calcul.`,
	fixed: 'Remis en route cette semaine :',
	andMore: (count) => ` et ${count} autre${s(count)}`,
	found: ({ fallbackOwner, daysToAccept, daysSilent, daysGone }) => ({
		no_stage: 'sans étape valable : une étape attribuée',
		no_owner: `chez les commerciaux sans responsable : confié à ${fallbackOwner}`,
		no_hand_off: 'chez les commerciaux sans avoir été transmis : transmis maintenant, le délai de réponse court',
		no_acceptance: 'accepté sans date : compté à partir de maintenant',
		no_follow_up: `transmis et pas accepté en ${daysToAccept} jours : retour en nurture, peut être transmis à nouveau`,
		lost: 'perdu et pas renvoyé : retour en nurture',
		still: 'chez les commerciaux sans avancée : le responsable est interrogé',
		still_marked: 'en nurture et marqué comme transmis : peut être transmis à nouveau',
		no_track: 'sans parcours de nurture : un parcours attribué',
		silent: `silencieux depuis ${daysSilent} jours : passé au parcours re_engage`,
		gone: `silencieux depuis ${daysGone} jours : disqualifié, et de retour à la prochaine activité`,
		awake: 'abandonné pour silence et de nouveau actif : retour en nurture',
	}),
	talk: 'Parlez aux responsables des leads dont personne ne s’occupe.',
	nothing: 'Rien.',
};

export const REVIEW_PHRASES: Readonly<Record<Language, ReviewPhrases>> = { en: ENGLISH, fr: FRENCH };
