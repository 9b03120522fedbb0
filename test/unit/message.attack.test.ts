/** Facts that somebody edited in the outbox, and texts that visitors typed: nothing throws, and no limit is passed. */
import fc from 'fast-check';
import { asItIs, describe as described, type Composing, type Description } from '../../lifecycle/message/compose';
import { emailOf } from '../../lifecycle/message/email';
import { cut, forHtml, forSlack, oneLine } from '../../lifecycle/message/limits';
import { slackOf, slackQuestionOf } from '../../lifecycle/message/slack';
import { messageIn } from '../../lifecycle/message/stored';
import { teamsOf } from '../../lifecycle/message/teams';
import { LANGUAGES } from '../../lifecycle/settings/settings';
import { MESSAGE_CASES, messageOf } from '../support/messages';

const COMPOSING: Composing = {
	language: 'en',
	zone: 'Europe/Paris',
	form: 'https://n8n.example/form/lead-feedback',
	page: 'https://n8n.example/webhook/lead-page',
	by: 'ben@sales.example',
	wordings: new Map(),
};
const MESSAGES = MESSAGE_CASES.map(messageOf);

const hostile = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 200 }),
	fc.constantFrom(
		'<!channel>',
		'<@U1>',
		'\r\nBcc: x@evil.example',
		'[name]',
		'$&',
		'}}',
		'‮',
		'\ud83d',
		'&lt;',
		'"><script>',
	),
	fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.repeat(300)),
);

function sound(description: Description): void {
	const slack = slackOf(description, '<@U1>');
	const { blocks } = JSON.parse(slack.blocks) as { blocks: Array<{ type: string; text?: { text: string } }> };
	expect(blocks.length).toBeLessThanOrEqual(50);
	expect(slack.text.length).toBeLessThanOrEqual(3000);
	for (const { type, text } of blocks)
		expect(text?.text.length ?? 0).toBeLessThanOrEqual(type === 'header' ? 150 : 3000);
	expect(slack.text).not.toMatch(/[<>]/);
	expect(slackQuestionOf(description).replace(/<!date\^\d+\^[^<>|]*\|[^<>|]*>/g, '')).not.toMatch(/[<>]/);
	const html = teamsOf(description, 'ben@sales.example');
	expect(html.length).toBeLessThan(28_000);
	const mail = emailOf(description);
	// eslint-disable-next-line no-control-regex
	expect(mail.subject).not.toMatch(/[\u0000-\u001f\u2028\u2029\u202e]/);
	for (const markup of [html, mail.html]) expect(markup).not.toMatch(/<script|<img|javascript:|\son\w+="/i);
}

it('says whatever stands in the facts of a lead', () => {
	const fields = ['name', 'title', 'company', 'owner', 'label', 'cell', 'signal', 'opener', 'lead', 'email'];
	fc.assert(
		fc.property(
			fc.constantFrom(...MESSAGES.filter((message) => 'about' in message)),
			fc.dictionary(fc.constantFrom(...fields), hostile),
			fc.array(hostile, { maxLength: 5 }),
			fc.constantFrom(...LANGUAGES),
			(message, about, reasons, language) => {
				const facts = { ...message.about, ...about, reasons, last: { what: reasons[0] ?? 'x', at: reasons[1] ?? '' } };
				const stored = messageIn(JSON.stringify({ ...message, about: facts }));
				if (stored !== undefined) sound(described(stored, { ...COMPOSING, language }));
			},
		),
		{ numRuns: 60 },
	);
});

it('gives what a visitor typed no line of its own', () => {
	for (const message of MESSAGES) {
		if (!('about' in message)) continue;
		const about = {
			...message.about,
			name: 'Ana\r\nNext step: pay',
			title: 'CFO\nAccept: https://evil.example',
			company: 'A\u2028B',
		};
		const stored = messageIn(JSON.stringify({ ...message, about }));
		const { html, text } = emailOf(described(stored as NonNullable<typeof stored>, COMPOSING));
		expect(text).not.toMatch(/^(Next step: pay|Accept: https:..evil)/m);
		expect(html).not.toMatch(/[\n>]Next step: pay/);
	}
});

it('reads any facts of any kind, or none', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...MESSAGES),
			fc.dictionary(fc.constantFrom(...MESSAGES.flatMap((message) => Object.keys(message))), fc.jsonValue()),
			(message, edited) => {
				const stored = messageIn(JSON.stringify({ ...message, ...edited }));
				if (stored !== undefined) sound(described(stored, COMPOSING));
			},
		),
		{ numRuns: 120 },
	);
});

it('shows any title and text as they are', () => {
	fc.assert(
		fc.property(hostile, hostile, (title, text) => sound(asItIs(title, text, COMPOSING))),
		{ numRuns: 50 },
	);
});

it('cuts to the limit, never inside a character or an escape', () => {
	fc.assert(
		fc.property(hostile, fc.integer({ min: 1, max: 60 }), (text, limit) => {
			for (const escape of [forHtml, forSlack]) {
				for (const shown of [cut(text, limit, escape), oneLine(text, limit, escape)]) {
					expect(shown.length).toBeLessThanOrEqual(limit);
					expect(shown.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[&<>]/);
				}
			}
		}),
	);
});
