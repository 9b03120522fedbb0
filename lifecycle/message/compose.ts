import type { Language } from '../settings/settings';
import { formLink, isLink, pageLink, type PageQuery } from './choices';
import type { AccountCrossed, FaultReport, LeadFacts, Message } from './message';
import { situationOf, type Situation } from './situation';
import { addressOf, isTime, nameOf, personOf, pointsText, timeText, valuesOf, type Reader } from './values';
import { VOCABULARIES } from './vocabulary';
import { filled, WORDINGS, type Wording } from './wording';

/** One line of a message; `name` may be empty. */
export interface Line {
	readonly name: string;
	readonly text: string;
}

/** Something to read at a glance; `at` is a time that a channel shows in its own way. */
export interface Fact {
	readonly name: string;
	readonly text: string;
	readonly at: string | null;
}

export interface Button {
	readonly name: string;
	readonly url: string;
	readonly isFirst: boolean;
}

/** A message in words, but not yet in the form of a channel. Nothing in it is escaped. */
export interface Description {
	readonly title: string;
	readonly facts: readonly Fact[];
	/** At most three. */
	readonly reasons: readonly string[];
	readonly lines: readonly Line[];
	readonly buttons: readonly Button[];
	readonly reader: Reader;
}

export interface Composing {
	readonly language: Language;
	/** IANA name. */
	readonly zone: string;
	/** Address of the form of 05, for the buttons; empty: no buttons. */
	readonly form: string;
	/** Address of the page of 18, for links to what a message is about; empty: no links. */
	readonly page: string;
	/** Who reads the message, where it is one person: the form is told. */
	readonly by: string;
	/** Wordings that differ from the ready-made ones. */
	readonly wordings: ReadonlyMap<Situation, Partial<Wording>>;
}

/** As a row of the outbox shows it: no buttons of the form, and no words but the ready-made ones. */
export const readyMade = (language: Language, zone: string, page = ''): Composing => ({
	language,
	zone: zone || 'UTC',
	form: '',
	page,
	by: '',
	wordings: new Map(),
});

const ICONS: ReadonlyMap<string, string> = new Map([
	['Hot', '🔥'],
	['Warm', '🌱'],
	['Cold', '❄️'],
]);

/** Puts a message into words. */
export function describe(message: Message, composing: Composing): Description {
	const reader: Reader = { vocabulary: VOCABULARIES[composing.language], zone: composing.zone };
	const wording = wordingOf(message, composing);
	const values = valuesOf(message, reader);
	const title = filled(wording.title, values);
	const line = (name: string, text: string): Line[] => (text === '' ? [] : [{ name, text }]);
	const { labels } = reader.vocabulary;
	return {
		title: title || untitled(message, reader),
		facts: 'about' in message ? factsOf(message, reader) : [],
		reasons: 'about' in message ? message.about.reasons.slice(0, 3) : [],
		lines: [
			...whoOf(message, reader),
			...line(labels.whyNow, filled(wording.opening, values)),
			...detailsOf(message, reader),
			...line(labels.next, filled(wording.next, values)),
		],
		buttons: buttonsOf(message, composing, reader).filter(({ url }) => url !== '' && url.length <= LONGEST_LINK),
		reader,
	};
}

/** For a message that lacks what its title says, such as a deadline that cannot be read: still whom it is about. */
function untitled(message: Message, reader: Reader): string {
	if (!('about' in message)) return message.kind;
	const { vocabulary } = reader;
	const heads: Partial<Record<Message['kind'], string>> = {
		sla_at_risk: vocabulary.labels.due,
		sla_breached: vocabulary.overdue(false),
	};
	const head = heads[message.kind];
	return (head === undefined ? '' : head + vocabulary.colon) + personOf(message.about, reader);
}

/** The ready-made wording with what the user changed of it. */
function wordingOf(message: Message, { language, wordings }: Composing): Wording {
	const situation = situationOf(message);
	const own = Object.entries(wordings.get(situation) ?? {}).filter(([, text]) => text.trim() !== '');
	return { ...WORDINGS[language][situation], ...Object.fromEntries(own) };
}

/** What was put into words without knowing its facts, such as a row of an older version: as it is. */
export const asItIs = (title: string, text: string, { language, zone }: Composing): Description => ({
	title,
	facts: [],
	reasons: [],
	lines: linesOf(text),
	buttons: [],
	reader: { vocabulary: VOCABULARIES[language], zone },
});

const linesOf = (text: string): Line[] =>
	text
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => ({ name: '', text: line }));

type AboutLead = Extract<Message, { about: LeadFacts }>;

function factsOf(message: AboutLead, reader: Reader): Fact[] {
	const { vocabulary } = reader;
	const { about } = message;
	const { labels } = vocabulary;
	const fact = (name: string, text: string, at: string | null = null): Fact => ({ name, text, at });
	const cell = [ICONS.get(about.label ?? '') ?? '', about.cell ?? '', about.label ? `(${about.label})` : ''];
	const scores = vocabulary.scores(pointsText(about.fit, reader), pointsText(about.engagement, reader));
	const hasParts = about.fit !== null && about.engagement !== null;
	const due = dueOf(message);
	return [
		...(about.cell ? [fact(labels.cell, cell.filter((part) => part !== '').join(' '))] : []),
		...(about.total === null
			? []
			: [fact(labels.score, pointsText(about.total, reader) + (hasParts ? ` (${scores})` : ''))]),
		...(isTime(due) ? [fact(labels.due, '', due)] : []),
		...(about.last ? [fact(labels.last, about.last.what, isTime(about.last.at) ? about.last.at : null)] : []),
	];
}

function dueOf(message: AboutLead): string | null {
	if ('dueAt' in message) return message.dueAt;
	return 'due' in message ? message.due : null;
}

const isForManager = (message: Message): boolean => 'to' in message && message.to === 'manager';

function whoOf(message: Message, reader: Reader): Line[] {
	const { labels } = reader.vocabulary;
	if (message.kind === 'account_crossed') return [{ name: labels.who, text: companyOf(message, reader) }];
	if (!('about' in message)) return [];
	const { about } = message;
	return [
		{ name: labels.who, text: personOf(about, reader) + addressOf(about) },
		...(isForManager(message) ? [{ name: labels.owner, text: about.owner || reader.vocabulary.none }] : []),
	];
}

function companyOf({ account }: AccountCrossed, { vocabulary }: Reader): string {
	const { name, domain, members, engaged } = account;
	return `${name}${domain && domain !== name ? ` (${domain})` : ''}, ${vocabulary.company(members, engaged)}`;
}

/** What some kinds of messages list. */
function detailsOf(message: Message, reader: Reader): Line[] {
	switch (message.kind) {
		case 'account_crossed':
			return peopleOf(message, reader);
		case 'digest':
			return message.lines.map((text) => ({ name: '', text }));
		case 'fault':
			return message.faults.map(({ message: what, hint }) => ({ name: '', text: `- ${what}. ${hint}` }));
		default:
			return [];
	}
}

function peopleOf({ account, people }: AccountCrossed, reader: Reader): Line[] {
	const { vocabulary } = reader;
	const { labels, colon } = vocabulary;
	const line = (lead: LeadFacts): string => {
		const who = [nameOf(lead), lead.title ?? ''].filter((part) => part !== '').join(', ');
		const points = lead.total === null ? '' : vocabulary.points(pointsText(lead.total, reader));
		const why = [points, lead.reasons.join(' · ')].filter((part) => part !== '').join(', ');
		return `- ${who}${addressOf(lead)}${why === '' ? '' : colon + why}`;
	};
	const missing = account.missingRoles.join(', ');
	return [
		...(people.length === 0 ? [] : [{ name: '', text: labels.reasons + colon.trimEnd() }]),
		...people.map((lead) => ({ name: '', text: line(lead) })),
		...(missing === '' ? [] : [{ name: labels.missingRoles, text: missing }]),
	];
}

/** Kinds of messages about leads that sales has; of the others there is nothing to answer. */
const ANSWERED: ReadonlySet<Message['kind']> = new Set(['hand_off', 'sla_at_risk', 'sla_breached', 'reminder']);

function buttonsOf(message: Message, composing: Composing, reader: Reader): Button[] {
	if (message.kind === 'fault') return linkOf(message, reader);
	const answers = 'about' in message && ANSWERED.has(message.kind) ? answersTo(message, composing, reader) : [];
	return [...answers, ...pageOf(message, composing, reader)];
}

/** A link to the page of what a message is about. */
function pageOf(message: Message, { page }: Composing, { vocabulary: { labels } }: Reader): Button[] {
	const to = (name: string, query: PageQuery): Button[] => [{ name, url: pageLink(page, query), isFirst: false }];
	if ('about' in message) return to(labels.openLead, { lead: message.about.lead });
	if (message.kind === 'account_crossed') return to(labels.openCompany, { account: message.account.account });
	return message.kind === 'digest' ? to(labels.openLeads, {}) : [];
}

function linkOf({ link = '', run }: FaultReport, { vocabulary: { labels } }: Reader): Button[] {
	const name = run === undefined ? labels.openTable : labels.openRun;
	return [{ name, url: isLink(link) ? link : '', isFirst: true }];
}

function answersTo(message: AboutLead, { form, by }: Composing, { vocabulary: { labels } }: Reader): Button[] {
	const { lead, stage } = message.about;
	const canAccept = stage === 'mql' && !isForManager(message);
	return canAccept
		? [
				{ name: labels.accept, url: formLink(form, lead, 'accepted', by), isFirst: true },
				{ name: labels.sendBack, url: formLink(form, lead, 'sent_back', by), isFirst: false },
			]
		: [{ name: labels.update, url: formLink(form, lead, undefined, by), isFirst: true }];
}

/** What Slack takes: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const LONGEST_LINK = 3000;

/** The message as text alone, one line a fact. */
export function plainText({ facts, reasons, lines, buttons, reader }: Description): string {
	const { labels, colon } = reader.vocabulary;
	const named = (name: string, text: string): string => (name === '' ? text : name + colon + text);
	const factText = ({ text, at }: Fact): string =>
		[text, timeText(at, reader)].filter((part) => part !== '').join(', ');
	const last = lines.slice(-1).filter(({ name }) => name === labels.next);
	const before = lines.slice(0, lines.length - last.length);
	return [
		...before.map(({ name, text }) => named(name, text)),
		...facts.map((fact) => named(fact.name, factText(fact))),
		...(reasons.length > 0 ? [named(labels.reasons, reasons.join(' · '))] : []),
		...last.map(({ name, text }) => named(name, text)),
		...buttons.map(({ name, url }) => named(name, url)),
	].join('\n');
}
