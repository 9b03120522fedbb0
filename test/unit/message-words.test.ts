import { describe as described, plainText, readyMade } from '../../lifecycle/message/compose';
import { MESSAGE_KINDS, type Message } from '../../lifecycle/message/message';
import { situationOf, SITUATIONS } from '../../lifecycle/message/situation';
import { LANGUAGES, type Language } from '../../lifecycle/settings/settings';
import { valuesOf } from '../../lifecycle/message/values';
import { VOCABULARIES } from '../../lifecycle/message/vocabulary';
import { filled, placeholdersOf, WORDINGS } from '../../lifecycle/message/wording';
import { MESSAGE_CASES as cases, messageOf } from '../support/messages';

it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
	const description = described(messageOf(each), readyMade(each.language as Language, ''));
	expect(description.title).toBe(each.title);
	expect(plainText(description).split('\n')).toEqual(each.text);
});

describe.each(LANGUAGES)('times that cannot be read, in %s', (language) => {
	const TIMES = 'at handedOffAt due startedAt dueAt since returnedAt coolOffUntil crossedAt'.split(' ');
	const NUMBERS = 'elapsedMinutes remainingMinutes days'.split(' ');
	const broken = (fact: unknown, isInside = false): unknown => {
		if (Array.isArray(fact)) return fact.map((each) => broken(each, true));
		if (typeof fact !== 'object' || fact === null) return fact;
		return Object.fromEntries(
			Object.entries(fact).flatMap(([name, value]: [string, unknown]) =>
				NUMBERS.includes(name) && !isInside
					? []
					: [[name, TIMES.includes(name) ? 'soon' : broken(value, true)] as const],
			),
		);
	};

	it.each(cases.map((each) => [each.name, each] as const))('leave no hole in %s', (_name, each) => {
		const description = described(broken(messageOf(each)) as Message, readyMade(language, ''));
		const text = [description.title, plainText(description)].join('\n');
		expect(text).not.toMatch(/NaN|undefined|Invalid|soon/);
		// Such as “on ,” or “handed over on and”.
		expect(text).not.toMatch(/ (on|le|since|depuis le) ?([,.)]|and |et |with |sans |$)/m);
		expect(description.title).toMatch(/\S/);
		expect(description.title).not.toBe(messageOf(each).kind);
	});
});

it('has a case for every kind and situation', () => {
	const messages = cases.map(messageOf);
	expect(new Set(messages.map(({ kind }) => kind))).toEqual(new Set(MESSAGE_KINDS));
	expect(new Set(messages.map(situationOf))).toEqual(new Set(SITUATIONS));
});

it('knows the placeholders of each situation', () => {
	for (const message of cases.map(messageOf)) {
		const reader = { vocabulary: VOCABULARIES.en, zone: 'UTC' };
		const names = placeholdersOf(situationOf(message));
		expect([...valuesOf(message, reader).keys()].sort()).toEqual([...new Set(names)].sort());
	}
});

describe.each(LANGUAGES)('the wordings in %s', (language) => {
	it('leave no placeholder unfilled, and no sentence without an end', () => {
		for (const each of cases) {
			const { title, lines } = described(messageOf(each), readyMade(language, 'Europe/Paris'));
			for (const text of [title, ...lines.map((line) => line.text)])
				expect(text).not.toMatch(/\[[a-z ]+\]|undefined|NaN/);
		}
	});

	it('are there for every situation', () => {
		expect(Object.keys(WORDINGS[language]).sort()).toEqual([...SITUATIONS].sort());
	});
});

describe('a wording', () => {
	it.each([
		['a sentence without its fact is left out', 'Call. Start with [opener]. Bye.', { opener: '' }, 'Call. Bye.'],
		['a name that nobody knows stays', 'Call [nobody].', {}, 'Call [nobody].'],
		['a fact that ends a sentence', 'Ask [owner].', { owner: 'Ben Jr.' }, 'Ask Ben Jr.'],
		['a placeholder inside a fact is text', '[name] is here.', { name: '[owner]', owner: 'Ben' }, '[owner] is here.'],
		['a dollar in a fact is text', '[name]!', { name: '$& $1' }, '$& $1!'],
		['an address is one word', 'See acme.example, [name].', { name: 'Ben' }, 'See acme.example, Ben.'],
		['several lines', 'One.\n[name].\nTwo.', { name: '' }, 'One. Two.'],
		['nothing left', '[name]', { name: '' }, ''],
	])('%s', (_why, wording, values, expected) => {
		expect(filled(wording, new Map(Object.entries(values)))).toBe(expected);
	});
});
