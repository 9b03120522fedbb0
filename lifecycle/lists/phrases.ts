import type { Language } from '../settings/settings';
import type { ListFault } from './result';
import type { WhyOff } from './standing';

/** The words of the report in one language. */
interface ListPhrases {
	readonly title: (joined: number, left: number) => string;
	readonly quiet: string;
	readonly sentTo: (tools: readonly string[]) => string;
	readonly asFiles: (
		files: readonly string[],
		where: { readonly workflow: string; readonly execution: string },
	) => string;
	readonly joined: (track: string, count: number) => string;
	readonly left: (count: number) => string;
	readonly onTrack: (count: number) => string;
	readonly notWritten: (counts: string) => string;
	readonly why: (reason: string) => string;
	readonly fault: (fault: ListFault) => string;
	readonly next: string;
}

const leads = (count: number): string => `${count} ${count === 1 ? 'lead' : 'leads'}`;

const ENGLISH: ListPhrases = {
	title: (joined, left) => `Nurture lists: ${joined} joined a track, ${left} left one`,
	quiet: 'Nothing changed since the last run.',
	sentTo: (tools) => `Sent to ${tools.join(', ')}.`,
	asFiles: (files, { workflow, execution }) =>
		`The files are in execution ${execution} of ${workflow}: ${files.join(', ')}.`,
	joined: (track, count) => `- ${track}: ${leads(count)} joined`,
	left: (count) => `- off their track: ${leads(count)}`,
	onTrack: (count) => `On a track in all: ${count}.`,
	notWritten: (counts) => `Not written to: ${counts}.`,
	why: (reason) => reason,
	fault: (fault) =>
		fault.kind === 'not_mailed'
			? `The e-mail with the lists was not sent: ${fault.error}. The next run sends them again.`
			: `${fault.tool} refused ${fault.count} of ${leads(fault.of)}: ${fault.error}. The next run sends ${fault.count === 1 ? 'it' : 'them'} again.`,
	next: 'fix what was refused. The next run tries these leads again.',
};

const FRENCH_REASONS: Readonly<Record<WhyOff, string>> = {
	'spam complaint': 'plainte pour spam',
	'the address does not exist': 'l’adresse n’existe pas',
	unsubscribed: 'désabonné',
	'opted out': 'refuse les e-mails',
	'with sales': 'chez les commerciaux',
	won: 'gagné',
	lost: 'perdu',
	disqualified: 'disqualifié',
	'no e-mail address': 'sans adresse e-mail',
	'no track': 'sans parcours',
	'merged into another lead': 'fusionné avec un autre lead',
};

const isReason = (reason: string): reason is WhyOff => Object.hasOwn(FRENCH_REASONS, reason);

const FRENCH: ListPhrases = {
	title: (joined, left) => `Listes de nurturing : ${joined} sur un nouveau parcours, ${left} hors du leur`,
	quiet: 'Rien n’a changé depuis la dernière exécution.',
	sentTo: (tools) => `Envoyé à ${tools.join(', ')}.`,
	asFiles: (files, { workflow, execution }) =>
		`Les fichiers sont dans l’exécution ${execution} de ${workflow} : ${files.join(', ')}.`,
	joined: (track, count) => `- ${track} : ${leads(count)} de plus`,
	left: (count) => `- hors de leur parcours : ${leads(count)}`,
	onTrack: (count) => `Sur un parcours en tout : ${count}.`,
	notWritten: (counts) => `Sans e-mail : ${counts}.`,
	why: (reason) => (isReason(reason) ? FRENCH_REASONS[reason] : reason),
	fault: (fault) =>
		fault.kind === 'not_mailed'
			? `L’e-mail avec les listes n’est pas parti : ${fault.error}. La prochaine exécution les renvoie.`
			: `${fault.tool} a refusé ${fault.count} sur ${leads(fault.of)} : ${fault.error}. La prochaine exécution réessaie.`,
	next: 'corrigez ce qui a été refusé. La prochaine exécution réessaie ces leads.',
};

export const PHRASES: Readonly<Record<Language, ListPhrases>> = { en: ENGLISH, fr: FRENCH };
