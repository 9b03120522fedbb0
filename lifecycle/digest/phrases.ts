import type { Language } from '../settings/settings';
import type { Period } from './counts';

type Label =
	| 'handedOver'
	| 'accepted'
	| 'opportunities'
	| 'won'
	| 'waiting'
	| 'overdue'
	| 'back'
	| 'cooled'
	| 'crossed'
	| 'stuck'
	| 'fault';

/** The words of a digest in one language. */
export interface DigestPhrases {
	readonly labels: Readonly<Record<Label, string>>;
	readonly colon: string;
	readonly nobody: string;
	readonly noDay: string;
	readonly noReason: string;
	readonly quiet: string;
	readonly andMore: (count: number) => string;
	readonly since: (name: string, day: string, owner: string) => string;
	readonly stuck: (count: number, errors: string) => string;
	readonly tasks: (count: number) => string;
	readonly minutes: (count: number) => string;
	readonly hours: (count: number) => string;
	readonly days: (count: number) => string;
	readonly backlog: (age: string) => string;
	readonly moreFaults: (count: number) => string;
	readonly storage: (percent: number) => string;
	readonly title: Readonly<Record<Period['name'], (day: string, brief: string) => string>>;
	readonly brief: Readonly<Record<'handedOver' | 'waiting' | 'overdue' | 'back', (count: number) => string>>;
	readonly next: {
		readonly backlog: string;
		readonly overdue: (count: number) => string;
		readonly waiting: string;
		readonly faults: string;
		readonly back: string;
		readonly nothing: string;
	};
}

const ENGLISH: DigestPhrases = {
	labels: {
		handedOver: 'Handed over',
		accepted: 'Accepted',
		opportunities: 'Opportunities',
		won: 'Won',
		waiting: 'Waiting for an answer',
		overdue: 'Overdue',
		back: 'Came back from sales',
		cooled: 'Cooled off',
		crossed: 'Companies that crossed',
		stuck: 'Not delivered yet',
		fault: 'To correct',
	},
	colon: ': ',
	nobody: 'nobody',
	noDay: 'an unknown day',
	noReason: 'No reason given.',
	quiet: 'nothing new',
	andMore: (count) => ` and ${count} more`,
	since: (name, day, owner) => `${name} since ${day}, ${owner}`,
	stuck: (count, errors) => `${count}, see ll_outbox. ${errors}`,
	tasks: (count) =>
		`${count} ${count === 1 ? 'task waits' : 'tasks wait'} for a CRM, and none is connected: activate the nodes of 16 CRM sync, or write none into channels_crm in ll_settings.`,
	minutes: (count) => `${count} minutes`,
	hours: (count) => `${count} hours`,
	days: (count) => `${count} days`,
	backlog: (age) =>
		`The oldest activity that is not scored yet came ${age} ago: see whether 02 Score is published and whether its last runs ended with an error.`,
	moreFaults: (count) => `To correct: ${count} more.`,
	storage: (percent) =>
		`The Data Tables of this n8n are ${percent} % full. When they are full, nothing is stored: delete old rows or raise the limit.`,
	title: {
		daily: (day, brief) => `Leads, ${day}: ${brief}`,
		weekly: (day, brief) => `The week in leads, to ${day}: ${brief}`,
	},
	brief: {
		handedOver: (count) => `${count} handed over`,
		waiting: (count) => `${count} waiting`,
		overdue: (count) => `${count} overdue`,
		back: (count) => `${count} back`,
	},
	next: {
		backlog: 'get 02 Score to work again; no lead is handed over meanwhile.',
		overdue: (count) =>
			count === 1
				? 'start with the overdue lead; it is going cold.'
				: 'start with the overdue leads; they are going cold.',
		waiting: 'accept the leads that are waiting, or send them back.',
		faults: 'correct what is named above.',
		back: 'find out why leads came back.',
		nothing: 'nothing.',
	},
};

const plural = (count: number): string => (count === 1 ? '' : 's');

const FRENCH: DigestPhrases = {
	labels: {
		handedOver: 'Transmis',
		accepted: 'Acceptés',
		opportunities: 'Opportunités',
		won: 'Gagnés',
		waiting: 'En attente de réponse',
		overdue: 'En retard',
		back: 'Renvoyés par les commerciaux',
		cooled: 'Refroidis',
		crossed: 'Entreprises qui ont franchi le seuil',
		stuck: 'Pas encore envoyés',
		fault: 'À corriger',
	},
	colon: ' : ',
	nobody: 'personne',
	noDay: 'un jour inconnu',
	noReason: 'Aucune raison indiquée.',
	quiet: 'rien de nouveau',
	andMore: (count) => ` et ${count} autre${plural(count)}`,
	since: (name, day, owner) => `${name} depuis ${day}, ${owner}`,
	stuck: (count, errors) => `${count}, voir ll_outbox. ${errors}`,
	tasks: (count) =>
		`${count} ${count === 1 ? 'tâche attend' : 'tâches attendent'} un CRM et aucun n’est connecté : activez les nœuds de 16 CRM sync, ou écrivez none dans channels_crm de ll_settings.`,
	minutes: (count) => `${count} minutes`,
	hours: (count) => `${count} heures`,
	days: (count) => `${count} jours`,
	backlog: (age) =>
		`La plus ancienne activité qui n’est pas encore notée est arrivée il y a ${age} : vérifiez que 02 Score est publié et que ses dernières exécutions se sont bien terminées.`,
	moreFaults: (count) => `À corriger : ${count} de plus.`,
	storage: (percent) =>
		`Les Data Tables de ce n8n sont remplies à ${percent} %. Une fois pleines, plus rien n’est enregistré : supprimez d’anciennes lignes ou relevez la limite.`,
	title: {
		daily: (day, brief) => `Leads, ${day} : ${brief}`,
		weekly: (day, brief) => `La semaine des leads, jusqu’au ${day} : ${brief}`,
	},
	brief: {
		handedOver: (count) => `${count} transmis`,
		waiting: (count) => `${count} en attente`,
		overdue: (count) => `${count} en retard`,
		back: (count) => `${count} renvoyé${plural(count)}`,
	},
	next: {
		backlog: 'remettez 02 Score en marche ; d’ici là, aucun lead n’est transmis.',
		overdue: (count) =>
			count === 1
				? 'commencez par le lead en retard, il refroidit.'
				: 'commencez par les leads en retard, ils refroidissent.',
		waiting: 'acceptez les leads en attente ou renvoyez-les.',
		faults: 'corrigez ce qui est indiqué ci-dessus.',
		back: 'cherchez pourquoi des leads sont revenus.',
		nothing: 'rien.',
	},
};

export const PHRASES: Readonly<Record<Language, DigestPhrases>> = { en: ENGLISH, fr: FRENCH };
