import type { Language } from '../settings/settings';
import type { Recycled } from './message';

/** The words around the facts of a message, in one language. */
export interface Vocabulary {
	readonly language: Language;
	readonly labels: {
		readonly who: string;
		readonly whyNow: string;
		readonly owner: string;
		readonly next: string;
		readonly cell: string;
		readonly score: string;
		readonly due: string;
		readonly last: string;
		readonly reasons: string;
		readonly missingRoles: string;
		readonly accept: string;
		readonly sendBack: string;
		readonly update: string;
		readonly answer: string;
		readonly openTable: string;
		readonly openRun: string;
		readonly openLead: string;
		readonly openCompany: string;
		readonly openLeads: string;
	};
	readonly colon: string;
	readonly none: string;
	readonly more: string;
	readonly titleAt: (title: string, company: string) => string;
	readonly scores: (fit: string, engagement: string) => string;
	readonly points: (points: string) => string;
	readonly happened: (what: string, at: string) => string;
	readonly forPerson: (person: string) => string;
	readonly quoted: (words: string) => string;
	readonly and: (words: readonly string[]) => string;
	readonly scoreReached: string;
	readonly nothingNew: string;
	readonly returns: (times: number) => string;
	readonly ordinal: (count: number) => string;
	readonly stages: Readonly<Record<string, string>>;
	/** How long a lead has been with sales, said of the step that is missing. */
	readonly waits: (isAccepted: boolean, since: string) => string;
	readonly firstStep: (isAccepted: boolean) => string;
	readonly overdue: (isAgain: boolean) => string;
	readonly duration: (minutes: number, isBusinessTime: boolean) => string;
	/** So many of so many hours. */
	readonly used: (minutes: number, of: number, isBusinessTime: boolean) => string;
	readonly returned: (how: Recycled['decision'], by: string, at: string, handedOffAt: string, reason: string) => string;
	readonly from: (day: string) => string;
	readonly rightAway: string;
	readonly company: (members: number, engaged: number) => string;
	readonly surge: (recent: number, days: number, usual: number) => string;
}

const tenths = (number: number, locale: string): string =>
	number.toLocaleString(locale, { maximumFractionDigits: 1, useGrouping: false });

/** Minutes below one hour, then hours; with one decimal. */
const unitOf = (minutes: number): { length: number; name: 'minute' | 'hour' } =>
	minutes < 60 ? { length: 1, name: 'minute' } : { length: 60, name: 'hour' };

const durationIn =
	(locale: Language, unit: (name: 'minute' | 'hour', isOne: boolean, isBusinessTime: boolean) => string) =>
	(minutes: number, isBusinessTime: boolean): string => {
		const { length, name } = unitOf(minutes);
		const number = tenths(minutes / length, locale);
		return `${number} ${unit(name, number === '1', isBusinessTime)}`;
	};

const englishDuration = durationIn(
	'en',
	(name, isOne, isBusinessTime) => `${isBusinessTime ? 'business ' : ''}${name}${isOne ? '' : 's'}`,
);

const frenchDuration = durationIn('fr', (name, isOne, isBusinessTime) => {
	const plural = isOne ? '' : 's';
	return `${name === 'hour' ? 'heure' : 'minute'}${plural}${isBusinessTime ? ` ouvrée${plural}` : ''}`;
});

const ENGLISH: Vocabulary = {
	language: 'en',
	labels: {
		who: 'Who',
		whyNow: 'Why now',
		owner: 'Owner',
		next: 'Next step',
		cell: 'Cell',
		score: 'Score',
		due: 'Answer due',
		last: 'Last seen',
		reasons: 'Strongest reasons',
		missingRoles: 'Not met yet',
		accept: 'Accept',
		sendBack: 'Send back',
		update: 'Update this lead',
		answer: 'Answer',
		openTable: 'Open the table',
		openRun: 'Open the run',
		openLead: 'Open the lead',
		openCompany: 'Open the company',
		openLeads: 'Open all leads',
	},
	colon: ': ',
	none: 'nobody',
	more: 'The rest is in the table ll_outbox.',
	titleAt: (title, company) => [title, company].filter((part) => part !== '').join(' at '),
	scores: (fit, engagement) => `fit ${fit}, engagement ${engagement}`,
	points: (points) => `${points} points`,
	happened: (what, at) => `${what} on ${at}`,
	forPerson: (person) => `For ${person}`,
	quoted: (words) => `“${words}”`,
	and: (words) => listed(words, ' and '),
	scoreReached: 'The score reached the sales cells',
	nothingNew: 'nothing, but its cool-off is over',
	returns: (times) => (times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`),
	ordinal: (count) => (count === 1 ? 'first' : count === 2 ? 'second' : count === 3 ? 'third' : `${count}th`),
	stages: {
		new: 'new',
		nurture: 'in nurture',
		mql: 'handed over',
		accepted: 'accepted',
		opportunity: 'an opportunity',
		won: 'won',
		lost: 'lost',
		recycled: 'back from sales',
		disqualified: 'disqualified',
	},
	waits: (isAccepted, since) =>
		isAccepted ? `accepted on ${since}, with no progress since` : `handed over on ${since} and is not accepted yet`,
	firstStep: (isAccepted) =>
		isAccepted ? 'Agree on the next step, then mark it as an opportunity' : 'Get in touch now, then accept the lead',
	overdue: (isAgain) => (isAgain ? 'Still overdue' : 'Overdue'),
	duration: englishDuration,
	used: (minutes, of, isBusinessTime) =>
		`${tenths(minutes / unitOf(of).length, 'en')} of ${englishDuration(of, isBusinessTime)}`,
	returned: (how, by, at, handedOffAt, reason) => {
		const on = (time: string): string => (time === '' ? '' : ` on ${time}`);
		if (how === 'no_follow_up') return `It was handed over${on(handedOffAt)} and nobody accepted it`;
		if (how === 'lost_deal') return `The deal was lost${on(at)} and nobody sent the lead back`;
		return `${by || 'Sales'} ${how === 'lost' ? 'lost the deal' : 'sent it back'}${on(at)}${reason === '' ? '' : ` (${reason})`}`;
	},
	from: (day) => `from ${day}`,
	rightAway: 'right away',
	company: (members, engaged) => `${members} ${members === 1 ? 'person' : 'people'}, ${engaged} of them active`,
	surge: (recent, days, usual) =>
		`${recent} activities in ${days} days (usually ${usual < 1 ? 'less than one' : tenths(usual, 'en')})`,
};

const FRENCH: Vocabulary = {
	language: 'fr',
	labels: {
		who: 'Qui',
		whyNow: 'Pourquoi maintenant',
		owner: 'Responsable',
		next: 'À faire',
		cell: 'Case',
		score: 'Score',
		due: 'Réponse attendue',
		last: 'Vu en dernier',
		reasons: 'Principales raisons',
		missingRoles: 'Pas encore rencontrés',
		accept: 'Accepter',
		sendBack: 'Renvoyer',
		update: 'Mettre à jour ce lead',
		answer: 'Répondre',
		openTable: 'Ouvrir la table',
		openRun: 'Ouvrir l’exécution',
		openLead: 'Ouvrir le lead',
		openCompany: 'Ouvrir l’entreprise',
		openLeads: 'Ouvrir tous les leads',
	},
	colon: ' : ',
	none: 'personne',
	more: 'La suite est dans la table ll_outbox.',
	titleAt: (title, company) => [title, company].filter((part) => part !== '').join(' chez '),
	scores: (fit, engagement) => `fit ${fit}, engagement ${engagement}`,
	points: (points) => `${points} points`,
	happened: (what, at) => `${what} le ${at}`,
	forPerson: (person) => `Pour ${person}`,
	quoted: (words) => `« ${words} »`,
	and: (words) => listed(words, ' et '),
	scoreReached: 'Le score a atteint les cases commerciales',
	nothingNew: 'rien, mais sa pause est terminée',
	returns: (times) => (times === 1 ? 'une fois' : `${times} fois`),
	ordinal: (count) => (count === 1 ? 'première' : `${count}e`),
	stages: {
		new: 'nouveau',
		nurture: 'en nurturing',
		mql: 'transmis',
		accepted: 'accepté',
		opportunity: 'une opportunité',
		won: 'gagné',
		lost: 'perdu',
		recycled: 'revenu des commerciaux',
		disqualified: 'écarté',
	},
	waits: (isAccepted, since) =>
		isAccepted ? `accepté le ${since}, sans suite depuis` : `transmis le ${since} et n’est pas encore accepté`,
	firstStep: (isAccepted) =>
		isAccepted
			? 'Convenez de l’étape suivante, puis marquez-le comme opportunité'
			: 'Contactez ce lead maintenant, puis acceptez-le',
	overdue: (isAgain) => (isAgain ? 'Toujours en retard' : 'En retard'),
	duration: frenchDuration,
	used: (minutes, of, isBusinessTime) =>
		`${tenths(minutes / unitOf(of).length, 'fr')} sur ${frenchDuration(of, isBusinessTime)}`,
	returned: (how, by, at, handedOffAt, reason) => {
		const le = (time: string): string => (time === '' ? '' : ` le ${time}`);
		if (how === 'no_follow_up') return `Il a été transmis${le(handedOffAt)} et personne ne l’a accepté`;
		if (how === 'lost_deal') return `L’affaire a été perdue${le(at)} et personne n’a renvoyé le lead`;
		return `${by || 'Le commercial'} ${how === 'lost' ? 'a perdu l’affaire' : 'l’a renvoyé'}${le(at)}${reason === '' ? '' : ` (${reason})`}`;
	},
	from: (day) => `à partir du ${day}`,
	rightAway: 'dès maintenant',
	company: (members, engaged) =>
		`${members} ${members === 1 ? 'personne' : 'personnes'}, dont ${engaged} ${engaged < 2 ? 'active' : 'actives'}`,
	surge: (recent, days, usual) =>
		`${recent} activités en ${days} jours, contre ${usual < 1 ? 'moins d’une' : tenths(usual, 'fr')} d’habitude`,
};

const listed = (words: readonly string[], last: string): string =>
	words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')}${last}${words[words.length - 1]}`;

export const VOCABULARIES: Readonly<Record<Language, Vocabulary>> = { en: ENGLISH, fr: FRENCH };
