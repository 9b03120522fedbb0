import { fold } from '../text';
import { attributeName } from './attributes';
import { isEmpty } from '../empty';
import { emailOf } from './values';

/** One answer of a form, in the order of the form. */
export interface Answer {
	/** The question as people read it. */
	label: string;
	value: unknown;
	/** What the vendor knows the field to be for. */
	kind?: 'email' | 'phone' | '';
}

export interface FormAnswers {
	/** The address of whoever filled the form in; '' when every address in it is somebody else's. */
	email: string;
	/** By the names of the lead's fields, else by the question. */
	named: Record<string, unknown>;
}

/** Fields for somebody else's address. */
const SOMEBODY_ELSE = new RegExp(
	`\\b(${[
		'colleagues? co-?workers? friends? invit\\w* refer\\w* managers? boss supervisor guests? team ?mates? assistants? emergency cc',
		'kolleg\\w* freund\\w* einzuladen\\w* eingeladen\\w* vorgesetzt\\w* empfohlen\\w* chef\\w*',
		'collegues? ami amie amis parrain\\w* responsable superieur\\w* companer\\w* colegas? amigos? amigas? jefe invitad\\w*',
		'collega colleghi amico amica vriend\\w* amigo indicad\\w*',
	]
		.join(' ')
		.replace(/ (?!\?)/g, '|')})\\b`,
);
/** Words that say whose address it is. */
const OWN =
	/\b(your|my|work|business|professional|contact|ihre?|deine?|meine?|geschaftlich\w*|votre|vos|ton|mon|professionnel\w*|su|tu|mi|tuo|tua|vostra|suo|sua|seu|uw|jouw)\b/;
const SECOND =
	/\b(second\w*|other|another|alternat\w*|billing|invoice|accounting|zweite\w*|andere\w*|rechnung\w*|autre|secondaire|otro|otra)\b/;

const rankOf = (label: string): number => {
	const words = fold(label);
	return SECOND.test(words) ? 2 : OWN.test(words) ? 0 : 1;
};

/**
 * The answers of a form as fields of the lead, and whose form it is. Of several addresses it is the one whose question asks
 * for “your” address, else the first; a question for a colleague's, friend's or manager's address never is, and its answer
 * stays under the question. Of two answers to one field the first counts.
 */
export function readAnswers(answers: readonly Answer[]): FormAnswers {
	const given = answers.filter(({ value }) => !isEmpty(value));
	const addresses = given
		.filter(({ value, label }) => emailOf(value) !== '' && !SOMEBODY_ELSE.test(fold(label)))
		.sort((left, right) => rankOf(left.label) - rankOf(right.label));
	const [own] = addresses;
	const named = new Map<string, unknown>(own === undefined ? [] : [['email', own.value]]);
	for (const answer of given) {
		const name = nameOf(answer);
		if (name !== '' && name !== '__proto__' && !named.has(name)) named.set(name, answer.value);
	}
	return { email: emailOf(own?.value), named: Object.fromEntries(named) };
}

function nameOf({ label, value, kind }: Answer): string {
	if (emailOf(value) === '' && kind === 'phone') return 'phone';
	const name = attributeName(label);
	// Somebody else's address is no address of the lead.
	return name === 'email' && SOMEBODY_ELSE.test(fold(label)) ? label.trim() : name;
}
