import type { Language } from '../settings/settings';
import type { Situation } from './situation';

/**
 * What a message says, with placeholders such as `[name]`. A sentence whose placeholder has nothing to say is left out.
 */
export interface Wording {
	readonly title: string;
	/** Why the message comes now. */
	readonly opening: string;
	/** What to do next. */
	readonly next: string;
}

export type Wordings = Readonly<Record<Situation, Wording>>;

const ENGLISH: Wordings = {
	hand_off: {
		title: 'Ready for sales: [person]',
		opening: '[why]. Signal: [signal]. It came back from sales [returns] before. New since then: [new].',
		next: 'Get in touch today. Start with what they viewed: [opener]. Then accept the lead, or send it back with a reason.',
	},
	moment: {
		title: '[moment]: [person]',
		opening: '[moment] on [since], a key moment whatever the score.',
		next: 'Answer today, while it is fresh.',
	},
	demoted: {
		title: 'Cooled off: [person]',
		opening:
			'It was handed over on [since], nobody accepted it, and it fell from [before] to [now]. Last seen on [last seen].',
		next: 'Nothing to do. Marketing continues with it, and it can be handed over again once its score qualifies.',
	},
	sla_at_risk: {
		title: 'Due [due]: [person]',
		opening: 'It was [waits]. [used] have passed. It is due on [due] (policy “[policy]”).',
		next: '[first step], or send it back with a reason.',
	},
	sla_breached: {
		title: '[overdue] since [due]: [person]',
		opening: 'It was [waits]. It is [late] late. It was due on [due] (policy “[policy]”).',
		next: '[first step], or send it back with a reason.',
	},
	sla_breached_manager: {
		title: '[overdue] since [due]: [person]',
		opening: 'It was [waits]. It is [late] late. It was due on [due] (policy “[policy]”).',
		next: 'Ask [owner] what is holding it up. Give the lead to a new owner if needed, or send it back to marketing with a reason.',
	},
	no_owner: {
		title: 'Assigned to you: [person]',
		opening: 'It had no owner and is now yours ([stage]).',
		next: 'Check where it stands, then update the lead or give it to someone else.',
	},
	no_progress: {
		title: 'Still active? [person]',
		opening: 'No progress for [days] days, since [since] ([stage]).',
		next: 'Get in touch, or update the lead.',
	},
	no_progress_manager: {
		title: 'No progress: [person]',
		opening: 'No progress for [days] days, since [since] ([stage]). Its owner is [owner].',
		next: 'Ask whether it is still active. If not, send it back with a reason.',
	},
	recycled: {
		title: 'Back from sales: [person]',
		opening:
			'[returned]. In their words: [words]. It came back for the [count] time. It keeps [kept] of [previous] engagement points.',
		next: 'Put it on the track [track]. It can be handed to sales again [again], once its score qualifies.',
	},
	disqualified: {
		title: 'Disqualified: [person]',
		opening: '[returned]. In their words: [words]. It came back for the [count] time.',
		next: 'Nothing to do. It will not be handed over again. If the reason is wrong, set its stage in ll_lead_book back to nurture.',
	},
	no_follow_up: {
		title: 'No follow-up: [person]',
		opening: '[returned]. It is back in nurture and keeps its points.',
		next: 'Find out why [owner] did not accept it in time. Marketing continues with it, and it can be handed over again.',
	},
	account_crossed: {
		title: 'A company is ready: [company], [total] points',
		opening:
			'On [since] its people crossed [threshold] points together. None of them is ready alone, and none is with sales. Interest is rising: [surge].',
		next: 'Get in touch with [first]. Start with what they viewed: [opener]. Then bring in [others].',
	},
	digest: { title: '[title]', opening: '', next: '[next]' },
	fault: { title: 'To fix in [where]', opening: '', next: 'Fix these, so that leads are handled as you expect.' },
	failed_run: {
		title: '[where] fails',
		opening: 'It stopped at the step “[step]”. It has failed since [since].',
		next: 'Open the run, fix the cause and execute the workflow once. While it fails, you get one message per day.',
	},
	ask: {
		title: 'Do you take this lead? [person]',
		opening: '[why]. Signal: [signal].',
		next: 'Accept the lead, or send it back with a reason. Start with what they viewed: [opener].',
	},
	crm: {
		title: 'Follow up: [person]',
		opening: '[why]. Signal: [signal].',
		next: 'Get in touch, then accept the lead or send it back with a reason. Start with what they viewed: [opener].',
	},
};

const FRENCH: Wordings = {
	hand_off: {
		title: 'Prêt pour les commerciaux : [person]',
		opening: '[why]. Signal : [signal]. Déjà revenu des commerciaux [returns]. Nouveau depuis : [new].',
		next: 'Contactez ce lead aujourd’hui. Commencez par ce qu’il a consulté : [opener]. Acceptez-le ensuite, ou renvoyez-le avec une raison.',
	},
	moment: {
		title: '[moment] : [person]',
		opening: '[moment] le [since], un moment clé quel que soit le score.',
		next: 'Répondez aujourd’hui, tant que c’est frais.',
	},
	demoted: {
		title: 'Refroidi : [person]',
		opening:
			'Transmis le [since], personne ne l’a accepté, et il est passé de [before] à [now]. Vu en dernier le [last seen].',
		next: 'Rien à faire. Le marketing le reprend, et il pourra être transmis à nouveau si son score le permet.',
	},
	sla_at_risk: {
		title: 'À traiter avant le [due] : [person]',
		opening: 'Il a été [waits]. [used] sont passées. Échéance le [due] (règle « [policy] »).',
		next: '[first step], ou renvoyez-le avec une raison.',
	},
	sla_breached: {
		title: '[overdue] depuis le [due] : [person]',
		opening: 'Il a été [waits]. Retard : [late]. L’échéance était le [due] (règle « [policy] »).',
		next: '[first step], ou renvoyez-le avec une raison.',
	},
	sla_breached_manager: {
		title: '[overdue] depuis le [due] : [person]',
		opening: 'Il a été [waits]. Retard : [late]. L’échéance était le [due] (règle « [policy] »).',
		next: 'Demandez à [owner] ce qui bloque. Confiez le lead à un autre responsable si besoin, ou renvoyez-le au marketing avec une raison.',
	},
	no_owner: {
		title: 'Il vous est confié : [person]',
		opening: 'Il n’avait pas de responsable et vous est désormais confié ([stage]).',
		next: 'Voyez où il en est, puis mettez-le à jour ou confiez-le à quelqu’un.',
	},
	no_progress: {
		title: 'Toujours actif ? [person]',
		opening: 'Aucune avancée depuis le [since] ([stage]), soit [days] jours.',
		next: 'Contactez ce lead, ou mettez-le à jour.',
	},
	no_progress_manager: {
		title: 'Sans avancée : [person]',
		opening: 'Aucune avancée depuis le [since] ([stage]), soit [days] jours. Son responsable est [owner].',
		next: 'Demandez s’il est toujours actif. Sinon, renvoyez-le avec une raison.',
	},
	recycled: {
		title: 'Revenu des commerciaux : [person]',
		opening:
			'[returned]. Dans leurs mots : [words]. Il revient pour la [count] fois. Il garde [kept] de ses [previous] points d’engagement.',
		next: 'Mettez-le sur le parcours [track]. Il pourra être transmis à nouveau [again], si son score le permet.',
	},
	disqualified: {
		title: 'Écarté : [person]',
		opening: '[returned]. Dans leurs mots : [words]. Il revient pour la [count] fois.',
		next: 'Rien à faire. Il ne sera plus transmis. Si la raison est fausse, remettez son stage à nurture dans ll_lead_book.',
	},
	no_follow_up: {
		title: 'Sans suite : [person]',
		opening: '[returned]. Il est de retour en nurturing et garde ses points.',
		next: 'Cherchez pourquoi [owner] ne l’a pas accepté à temps. Le marketing le reprend, et il pourra être transmis à nouveau.',
	},
	account_crossed: {
		title: 'Une entreprise est prête : [company], [total] points',
		opening:
			'Le [since], ses contacts ont passé ensemble [threshold] points. Aucun n’est prêt seul, et aucun n’est chez les commerciaux. L’intérêt monte : [surge].',
		next: 'Contactez [first]. Commencez par ce qui a été consulté : [opener]. Puis associez [others].',
	},
	digest: { title: '[title]', opening: '', next: '[next]' },
	fault: {
		title: 'À corriger dans [where]',
		opening: '',
		next: 'Corrigez ces points, pour que les leads soient traités comme prévu.',
	},
	failed_run: {
		title: '[where] échoue',
		opening: 'L’exécution s’est arrêtée à l’étape « [step] ». Elle échoue depuis le [since].',
		next: 'Ouvrez l’exécution, corrigez la cause et exécutez le workflow une fois. Tant qu’il échoue, vous recevez un message par jour.',
	},
	ask: {
		title: 'Prenez-vous ce lead ? [person]',
		opening: '[why]. Signal : [signal].',
		next: 'Acceptez le lead, ou renvoyez-le avec une raison. Commencez par ce qu’il a consulté : [opener].',
	},
	crm: {
		title: 'À suivre : [person]',
		opening: '[why]. Signal : [signal].',
		next: 'Contactez ce lead, puis acceptez-le ou renvoyez-le avec une raison. Commencez par ce qu’il a consulté : [opener].',
	},
};

export const WORDINGS: Readonly<Record<Language, Wordings>> = { en: ENGLISH, fr: FRENCH };

const LEAD =
	'person, name, lead, email, title, company, country, owner, stage, cell, label, total, fit, engagement, signal, reasons, opener, last, last seen, why';
const SLA = 'since, due, waits, used, late, policy, overdue, first step';
const REMINDER = 'since, days';
const RECYCLED = 'returned, reason, words, by, since, count, kept, previous, track, again';

const OWN: Readonly<Record<Situation, string>> = {
	hand_off: 'due, returns, new',
	moment: 'moment, since',
	demoted: 'since, before, now',
	sla_at_risk: SLA,
	sla_breached: SLA,
	sla_breached_manager: SLA,
	no_owner: REMINDER,
	no_progress: REMINDER,
	no_progress_manager: REMINDER,
	recycled: RECYCLED,
	disqualified: RECYCLED,
	no_follow_up: RECYCLED,
	account_crossed: 'company, total, threshold, since, surge, first, opener, others',
	digest: 'title, next',
	fault: 'where',
	failed_run: 'where, step, since',
	ask: 'due',
	crm: 'due',
};
const WITHOUT_LEAD: ReadonlySet<Situation> = new Set<Situation>(['account_crossed', 'digest', 'fault', 'failed_run']);

/** The placeholders that a wording may hold, those of the situation first. */
export const placeholdersOf = (situation: Situation): string[] =>
	[OWN[situation], ...(WITHOUT_LEAD.has(situation) ? [] : [LEAD])].flatMap((names) => names.split(', '));

const SENTENCE = /\S.*?(?:[.!?]+(?=\s|$)|$)/gs;
const PLACEHOLDER = /\[([a-z][a-z ]*)\]/g;

/** The names of the placeholders in a wording. */
export const placeholdersIn = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name);

/**
 * A wording with its facts filled in: `Start with: [opener].` -> `Start with: Pricing page.`, or nothing where there is no
 * opener. Brackets around a name that nobody knows stay as they are.
 */
export function filled(wording: string, values: ReadonlyMap<string, string>): string {
	const sentences = wording.match(SENTENCE) ?? [];
	return sentences
		.filter((sentence) => placeholdersIn(sentence).every((name) => values.get(name) !== ''))
		.map((sentence) => sentence.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole))
		.map((sentence) => sentence.trim().replace(/\.\.$/, '.'))
		.join(' ');
}
