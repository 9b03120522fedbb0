import type { Stage } from '../lead/row';
import type { Language } from '../settings/settings';

interface Titled {
	readonly title: string;
	readonly message: string;
}

/** The words of the answers to a decision in one language; `who` names the lead. */
export interface AnswerPhrases {
	readonly nothingDone: string;
	readonly already: string;
	readonly refused: string;
	readonly outOfDate: (who: string, from: string, handedOver: string) => Titled;
	readonly conflicting: (who: string) => Titled;
	/** `fault` says in English what is wrong with the reason. */
	readonly reasonNeeded: (fault: string, given: string, known: string) => Titled;
	readonly unknownLead: (lead: string) => Titled;
	readonly ambiguousLead: (lead: string, leads: string) => Titled;
	readonly accepted: (who: string) => Titled;
	readonly opportunity: (who: string) => Titled;
	readonly won: (who: string) => Titled;
	readonly owner: (who: string, owned: string) => Titled;
	readonly disqualified: (who: string, returns: number) => Titled;
	/** `track` and `kept` are null where there is none. */
	readonly sentBack: (who: string, track: string | null, kept: number | null, again: string) => Titled;
	readonly owned: (owner: string | null) => string;
	readonly ownedAlready: (owned: string) => string;
	readonly nowIn: Readonly<Record<Stage, string>>;
	readonly since: (day: string) => string;
	readonly nothingTo: Readonly<Record<'accept' | 'update', string>>;
	readonly restsUntil: (day: string) => string;
	readonly waitsForScore: string;
	readonly positionAt: string;
}

const ENGLISH: AnswerPhrases = {
	nothingDone: 'No changes made.',
	already: 'Already answered',
	refused: 'Not possible',
	outOfDate: (who, from, handedOver) => ({
		title: 'Out of date',
		message: `This answer for ${who} is from ${from}, before the lead was handed over on ${handedOver}.`,
	}),
	conflicting: (who) => ({
		title: 'Conflicting answers in one call',
		message: `An earlier item of this call about ${who} rules this one out. If you still mean it, send it in a call of its own.`,
	}),
	reasonNeeded: (fault, _given, known) => ({
		title: 'Reason needed',
		message: `${fault}. Choose one of: ${known}.`,
	}),
	unknownLead: (lead) => ({
		title: 'Lead not found',
		message: `No lead “${lead}” is in the lead book. Check the e-mail address, or open the link in the hand-off message.`,
	}),
	ambiguousLead: (lead, leads) => ({
		title: 'Which lead?',
		message: `Several leads have the address “${lead}”. Name one of them: ${leads}.`,
	}),
	accepted: (who) => ({
		title: 'Accepted',
		message: `${who} is accepted. The clock for the first response has stopped. Come back here when it becomes an opportunity, or to send it back.`,
	}),
	opportunity: (who) => ({ title: 'Marked as opportunity', message: `${who} is an opportunity now.` }),
	won: (who) => ({ title: 'Won', message: `${who} is won. Well done!` }),
	owner: (who, owned) => ({ title: 'New owner', message: `${who} ${owned} now.` }),
	disqualified: (who, returns) => ({
		title: 'Disqualified',
		message: `${who} is disqualified.${
			returns > 1 ? ` It came back ${returns} times.` : ''
		} Nobody will be asked to work on it again.`,
	}),
	sentBack: (who, track, kept, again) => ({
		title: 'Sent back to marketing',
		message: `${who} goes back to marketing${track === null ? '' : `, on the track ${track}`}.${
			kept === null ? '' : ` It keeps ${kept} points of engagement.`
		} It can be handed to sales again from ${again}, once its score qualifies.`,
	}),
	owned: (owner) => (owner === null ? 'has no owner, its messages go to sales,' : `belongs to ${owner}`),
	ownedAlready: (owned) => `${owned} already`,
	nowIn: {
		new: 'is still with marketing',
		nurture: 'is still with marketing',
		mql: 'is with sales and not accepted yet',
		accepted: 'is already accepted',
		opportunity: 'is already an opportunity',
		won: 'is already won',
		lost: 'is already lost',
		recycled: 'is already back with marketing',
		disqualified: 'is already disqualified',
	},
	since: (day) => `, since ${day}`,
	nothingTo: { accept: ', so there is nothing to accept', update: ', so there is nothing to update' },
	restsUntil: (day) => ` It can be handed to sales again from ${day}, once its score qualifies.`,
	waitsForScore: ' It is handed to sales once its score qualifies.',
	positionAt: ' at ',
};

const FRENCH: AnswerPhrases = {
	nothingDone: 'Rien n’a été modifié.',
	already: 'Déjà répondu',
	refused: 'Impossible',
	outOfDate: (who, from, handedOver) => ({
		title: 'Réponse périmée',
		message: `Cette réponse pour ${who} date du ${from}, avant la transmission du lead le ${handedOver}.`,
	}),
	conflicting: (who) => ({
		title: 'Réponses contradictoires dans un appel',
		message: `Un élément précédent de cet appel au sujet de ${who} exclut celui-ci. Si vous le maintenez, envoyez-le dans un appel à part.`,
	}),
	reasonNeeded: (_fault, given, known) => ({
		title: 'Raison nécessaire',
		message: `${given === '' ? 'Il manque la raison' : `La raison « ${given} » n’est pas connue`}. Choisissez parmi : ${known}.`,
	}),
	unknownLead: (lead) => ({
		title: 'Lead introuvable',
		message: `Aucun lead « ${lead} » n’est dans le livre des leads. Vérifiez l’adresse e-mail, ou ouvrez le lien du message de transmission.`,
	}),
	ambiguousLead: (lead, leads) => ({
		title: 'Quel lead ?',
		message: `Plusieurs leads ont l’adresse « ${lead} ». Indiquez l’un d’eux : ${leads}.`,
	}),
	accepted: (who) => ({
		title: 'Accepté',
		message: `${who} est accepté. Le délai de première réponse est arrêté. Revenez ici quand il devient une opportunité, ou pour le renvoyer.`,
	}),
	opportunity: (who) => ({ title: 'Marqué comme opportunité', message: `${who} est maintenant une opportunité.` }),
	won: (who) => ({ title: 'Gagné', message: `${who} est gagné. Bravo !` }),
	owner: (who, owned) => ({ title: 'Nouveau responsable', message: `${who} ${owned} désormais.` }),
	disqualified: (who, returns) => ({
		title: 'Disqualifié',
		message: `${who} est disqualifié.${
			returns > 1 ? ` Il est revenu ${returns} fois.` : ''
		} Personne ne sera plus sollicité à son sujet.`,
	}),
	sentBack: (who, track, kept, again) => ({
		title: 'Renvoyé au marketing',
		message: `${who} retourne au marketing${track === null ? '' : `, sur le parcours ${track}`}.${
			kept === null ? '' : ` Il garde ${kept} points d’engagement.`
		} Il peut être transmis à nouveau à partir du ${again}, si son score le permet.`,
	}),
	owned: (owner) =>
		owner === null ? 'n’a pas de responsable, ses messages vont aux commerciaux,' : `est confié à ${owner}`,
	ownedAlready: (owned) => `${owned} déjà`,
	nowIn: {
		new: 'est encore au marketing',
		nurture: 'est encore au marketing',
		mql: 'est chez les commerciaux et pas encore accepté',
		accepted: 'est déjà accepté',
		opportunity: 'est déjà une opportunité',
		won: 'est déjà gagné',
		lost: 'est déjà perdu',
		recycled: 'est déjà revenu au marketing',
		disqualified: 'est déjà disqualifié',
	},
	since: (day) => `, depuis le ${day}`,
	nothingTo: { accept: ', il n’y a donc rien à accepter', update: ', il n’y a donc rien à modifier' },
	restsUntil: (day) => ` Il peut être transmis à nouveau à partir du ${day}, si son score le permet.`,
	waitsForScore: ' Il sera transmis aux commerciaux quand son score le permettra.',
	positionAt: ' chez ',
};

export const ANSWER_PHRASES: Readonly<Record<Language, AnswerPhrases>> = { en: ENGLISH, fr: FRENCH };
