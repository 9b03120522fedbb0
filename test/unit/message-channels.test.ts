import { asItIs, describe as described, type Composing, type Description } from '../../lifecycle/message/compose';
import { pageLink } from '../../lifecycle/message/choices';
import { emailOf } from '../../lifecycle/message/email';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import { slackOf, slackQuestionOf } from '../../lifecycle/message/slack';
import { messageIn } from '../../lifecycle/message/stored';
import { taskOf } from '../../lifecycle/message/task';
import { teamsOf } from '../../lifecycle/message/teams';
import type { CrmTask, Message } from '../../lifecycle/message/message';
import { readSettings } from '../../lifecycle/settings/read-settings';
import cases from '../cases/message-channels.json';
import { MESSAGE_CASES, messageOf } from '../support/messages';

interface Text {
	readonly type: string;
	readonly text: string;
}
interface Block {
	readonly type: string;
	readonly text?: Text;
	readonly fields?: Text[];
	readonly elements?: Array<{ type: string; text: string | Text; url?: string; action_id?: string }>;
}
type Case = (typeof cases)[number];

const PAGE = 'https://n8n.example/webhook/lead-page';
const FORM = 'https://n8n.example/form/lead-feedback';
const COMPOSING: Composing = { language: 'en', zone: 'UTC', form: FORM, page: PAGE, by: '', wordings: new Map() };

/** `REPEAT:text:times` in a case stands for long text, `LINES:text:times` for a long list. */
const grown = (value: unknown): unknown =>
	JSON.parse(JSON.stringify(value), (_key, text: unknown) => {
		const [, what, part, times] = (typeof text === 'string' && /^(REPEAT|LINES):([\s\S]*):(\d+)$/.exec(text)) || [];
		if (part === undefined) return text;
		return what === 'REPEAT' ? part.repeat(Number(times)) : Array.from({ length: Number(times) }, () => grown(part));
	});

function descriptionOf({ message, about, row }: Case): Description {
	const details = row ? row.details : JSON.stringify(messageOf(grown({ message, about: about ?? {} }) as never));
	const stored = messageIn(details);
	expect(stored === undefined).toBe(row !== undefined);
	return stored ? described(stored, COMPOSING) : asItIs(row?.title ?? '', row?.text ?? '', COMPOSING);
}

function sent(description: Description, mention = '') {
	const slack = slackOf(description, mention);
	return {
		slack: { ...slack, blocks: (JSON.parse(slack.blocks) as { blocks: Block[] }).blocks },
		teams: teamsOf(description, mention),
		email: emailOf(description),
	};
}
type Slack = ReturnType<typeof sent>['slack'];

const everyText = ({ blocks }: Slack): Text[] =>
	blocks.flatMap(({ text, fields = [], elements = [] }) => [
		...(text ? [text] : []),
		...fields,
		...elements.map((element) => (typeof element.text === 'string' ? (element as unknown as Text) : element.text)),
	]);
const mrkdwnOf = (slack: Slack): string[] => [
	...everyText(slack)
		.filter(({ type }) => type === 'mrkdwn')
		.map(({ text }) => text),
	slack.text,
];

/** What is left of HTML without the tags that the messages are made of. */
const TAGS =
	/<\/?(?:!doctype html|html|head|meta|title|style|body|div|table|tr|td|h1|h3|p|strong|b|ul|li|br|a)(?: [a-z-]+="[^"<>]*")*>/g;
const outsideTags = (html: string): string => html.replace(/<style>[^<]*<\/style>/, '').replace(TAGS, '');
const wordsOf = (html: string): string =>
	outsideTags(html)
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&#39;', "'")
		.replaceAll('&amp;', '&');
const shownInSlack = (slack: Slack): string =>
	everyText(slack)
		.map(({ type, text }) =>
			type === 'mrkdwn' ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&') : text,
		)
		.join('\n');

describe.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
	const { slack, teams, email } = sent(descriptionOf(each), each.audience);

	it('is within the limits of Slack', () => {
		expect(slack.blocks.length).toBeLessThanOrEqual(50);
		expect(slack.text.length).toBeLessThanOrEqual(4000);
		expect(everyText(slack).filter(({ text }) => text.trim() === '')).toEqual([]);
		for (const { type, text, fields = [], elements = [] } of slack.blocks) {
			if (text) expect(text.text.length).toBeLessThanOrEqual(type === 'header' ? 150 : 3000);
			expect(fields.length).toBeLessThanOrEqual(10);
			for (const field of fields) expect(field.text.length).toBeLessThanOrEqual(2000);
			for (const { url = '', text: label } of elements) {
				expect(url.length).toBeLessThanOrEqual(3000);
				if (typeof label !== 'string') expect(label.text.length).toBeLessThanOrEqual(75);
			}
		}
		expect(slack.blocks[0]).toMatchObject({ type: 'header', text: { type: 'plain_text' } });
	});

	it('calls and links nobody in Slack', () => {
		for (const text of mrkdwnOf(slack)) {
			expect(text.replace(/<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>|]*>/g, '')).not.toMatch(/[<>]/);
			// No escape is cut in half.
			expect(text.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
			expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
		}
		expect(
			slack.blocks
				.flatMap(({ text, fields = [] }) => [text, ...fields])
				.filter((text) => text?.type === 'mrkdwn' && !('verbatim' in text)),
		).toEqual([]);
	});

	it('brings no markup of its own into HTML', () => {
		for (const html of [teams, email.html]) {
			expect(outsideTags(html)).not.toMatch(/[<>]/);
			expect(outsideTags(html).replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
			expect(
				[...html.matchAll(/href="([^"]*)"/g)].filter(([, link]) => !link.startsWith('https://n8n.example/')),
			).toEqual([]);
			expect(html).not.toMatch(/<[^>]* (on\w+|src)=/i);
		}
		expect(teams.length).toBeLessThan(28_000);
	});

	it('has a subject of one line', () => {
		// eslint-disable-next-line no-control-regex
		expect(email.subject).not.toMatch(/[\u0000-\u001f\u2028\u2029\u202e]/);
		expect(email.subject.length).toBeLessThanOrEqual(150);
		expect(email.subject).not.toBe('');
	});

	it('shows what matters in every channel', () => {
		for (const words of each.shows) {
			expect(shownInSlack(slack)).toContain(words);
			expect(wordsOf(teams)).toContain(words);
			expect(wordsOf(email.html)).toContain(words);
			expect(`${email.subject}\n${email.text}`).toContain(words);
		}
	});
});

describe('a hand-off', () => {
	const message = messageOf(MESSAGE_CASES[0]);
	const { slack, teams, email } = sent(
		described(message, { ...COMPOSING, by: 'ben@sales.example' }),
		'ben@sales.example',
	);

	it('has its facts, reasons, buttons and owner as blocks', () => {
		expect(slack.blocks.map(({ type }) => type)).toEqual([
			'header',
			'section',
			'section',
			'section',
			'actions',
			'context',
		]);
		expect(slack.blocks[1].fields?.map(({ text }) => text)).toEqual([
			'*Cell*\n🔥 A1 (Hot)',
			'*Score*\n94 (fit 67, engagement 27)',
			'*Answer due*\n<!date^1772629200^{date_short_pretty} {time}|4 Mar 2026 13:00 UTC>',
			'*Last seen*\nDemo request, <!date^1772614800^{date_short_pretty} {time}|4 Mar 2026 09:00 UTC>',
		]);
		expect(slack.blocks[2].text?.text).toBe('*Strongest reasons*\n• Decision maker +15\n• Director +12');
		expect(slack.blocks[5].elements?.[0].text).toBe('For ben@sales.example');
	});

	it('has buttons that open the form with the lead, the decision and the reader in it', () => {
		const links = slack.blocks[4].elements?.map(({ url }) => new URL(String(url)).searchParams) ?? [];
		expect(links.map((query) => [query.get('lead'), query.get('decision'), query.get('by')])).toEqual([
			['dana@northwind.example', 'Accept', 'ben@sales.example'],
			['dana@northwind.example', 'Send back to marketing', 'ben@sales.example'],
			['dana@northwind.example', null, null],
		]);
		expect(new Set(slack.blocks[4].elements?.map(({ action_id: id }) => id)).size).toBe(3);
	});

	it('does not say twice what the facts and buttons say', () => {
		const [, , , lines] = slack.blocks;
		expect(lines.text?.text).not.toMatch(/A1|Strongest reasons|https:/);
		expect(lines.text?.text).toContain('*Next step:* Get in touch today.');
	});

	it('reads in a notification, and in a mail without HTML', () => {
		expect(slack.text).toMatch(/^Ready for sales: Dana Reyes/);
		expect(email.text).toContain(`Accept: ${FORM}?lead=dana%40northwind.example&decision=Accept`);
		expect(email.text).toContain('Answer due: 4 Mar 2026 13:00 UTC');
	});

	it('has times with their weekday, where nobody knows the reader’s clock', () => {
		expect(teams).toContain('Wed 4 Mar 13:00 UTC');
		expect(email.html).toContain('Wed 4 Mar 2026 13:00 UTC');
	});

	it('asks nothing of the network', () => expect(email.html).not.toMatch(/<img|<link|@import|url\(|<script/i));

	it('shows a preview of why before the text', () =>
		expect(email.html).toMatch(
			/<body[^>]*><div style="display:none[^>]*>Demo request on 4 Mar 2026 09:00 UTC\. Signal: active\.<\/div>/,
		));

	it('has no buttons where there is no form to open', () => {
		for (const form of ['', 'javascript:alert(1)', 'https://n8n.example/"><b>'])
			expect(described(message, { ...COMPOSING, form, page: '' }).buttons).toEqual([]);
	});

	it('says what the user writes, and the rest as it is', () => {
		const wordings = new Map([['hand_off', { title: 'Call [name] now', opening: ' ' }]] as const);
		const { title, lines } = described(message, { ...COMPOSING, wordings });
		expect(title).toBe('Call Dana Reyes now');
		expect(lines.map(({ text }) => text)).toContain('Demo request on 4 Mar 2026 09:00 UTC. Signal: active.');
	});
});

describe('an alert to the manager', () => {
	it('has no button to accept, because it is not the manager who accepts', () => {
		const each = MESSAGE_CASES.find(({ name }) => name === 'an escalation to the manager');
		const { buttons } = described(messageOf(each as never), COMPOSING);
		expect(buttons.map(({ name }) => name)).toEqual(['Update this lead', 'Open the lead']);
	});
});

describe('a lead that sales does not have', () => {
	it.each(['moment', 'demoted', 'recycled'])('has nothing to answer: %s', (kind) => {
		for (const message of MESSAGE_CASES.map(messageOf).filter((each: Message) => each.kind === kind))
			expect(described(message, { ...COMPOSING, page: '' }).buttons).toEqual([]);
	});
});

describe('what Slack would style', () => {
	const STYLES = /`|(?:^|[^\p{L}\p{N}])[*_~](?=\S)|^\s*&gt;/mu;
	it.each([
		['_Ana_ Ruiz', true],
		['*ACME* GmbH', true],
		['Ana ~Ruiz~', true],
		['`rm`', true],
		['> Ana', true],
		['ana_maria_ruiz@x.example', false],
		['2 * 3, a ~ b', false],
	])('%s is shown as it is', (name, isStyled) => {
		const about = {
			name,
			email: name,
			company: name,
			last: { what: name, at: '2026-03-04T09:00:00.000Z' },
			reasons: [name],
		};
		const description = described(messageOf({ ...MESSAGE_CASES[0], about }), COMPOSING);
		const { slack, teams, email } = sent(description, name);
		for (const shown of [shownInSlack(slack), wordsOf(teams), wordsOf(email.html), email.text])
			expect(shown).toContain(name);
		const own = /^\*[^*]+\*(?=\n)|^\*[^*]+:\*/gm;
		const marked = everyText(slack).filter(({ type }) => type === 'mrkdwn');
		expect(marked.filter(({ text }) => STYLES.test(text.replace(own, '')))).toEqual([]);
		expect(everyText(slack).some(({ type, text }) => type === 'plain_text' && text.startsWith('Who: '))).toBe(isStyled);
		const question = slackQuestionOf(
			described({ ...messageOf({ ...MESSAGE_CASES[0], about }), kind: 'ask' } as Message, COMPOSING),
		);
		for (const line of question.split('\n')) {
			const rest = line.replace(/^\*[^*]+\*$|^\*[^*]+:\* /, '').replace(/`[^`]*`/g, '');
			expect(rest).not.toMatch(STYLES);
		}
	});
});

describe('a question in Slack', () => {
	it('is one text, with nothing that calls anybody', () => {
		const message = { ...messageOf(MESSAGE_CASES[0]), kind: 'ask' } as Message;
		const text = slackQuestionOf(described(message, COMPOSING));
		expect(text).toContain('*Do you take this lead? Dana Reyes, Director of Marketing at Northwind Health*');
		expect(text).toContain('Answer due: <!date^1772629200^');
		expect(text.replace(/<!date[^>]*>/g, '')).not.toMatch(/[<>]/);
	});
});

describe('a task', () => {
	const message = { ...messageOf(MESSAGE_CASES[0]), kind: 'crm', key: 'task:dana:1' } as CrmTask;

	it('ends with its key, by which the CRM is asked whether it has it', () => {
		const task = taskOf(message, COMPOSING);
		expect(task).toMatchObject({ subject: expect.stringMatching(/^Follow up: Dana Reyes/), due: message.due });
		expect(task.text.split('\n').at(-1)).toBe('task:dana:1');
	});

	it('is due at once where nothing says when, and holds its subject within 255 characters', () => {
		const about = { ...message.about, name: 'x'.repeat(999) };
		expect(taskOf({ ...message, about, due: null }, COMPOSING)).toMatchObject({ due: message.at });
		expect(taskOf({ ...message, about }, COMPOSING).subject).toHaveLength(255);
	});
});

describe('links to the page', () => {
	const linksIn = (kind: string, page = PAGE): string[] => {
		const message = messageOf(MESSAGE_CASES.find((each) => messageOf(each).kind === kind) as never);
		const { buttons } = described(message, { ...COMPOSING, form: '', page });
		return buttons.map(({ url }) => url);
	};

	it.each([
		['hand_off', `${PAGE}?lead=dana%40northwind.example`],
		['reminder', `${PAGE}?lead=`],
		['account_crossed', `${PAGE}?account=`],
		['digest', PAGE],
		['crm', `${PAGE}?lead=`],
	])('a message of the kind %s has one', (kind, start) => {
		const [link, ...more] = linksIn(kind);
		expect(link.startsWith(start)).toBe(true);
		expect(more).toEqual([]);
	});

	it('there are none without the address, or with one that is none', () => {
		for (const page of ['', 'javascript:alert(1)', 'n8n.example/webhook/lead-page', 'https://n8n.example/"><b>'])
			for (const { kind } of MESSAGE_CASES.map(messageOf))
				expect(linksIn(kind, page).filter((link) => !link.startsWith('https://n8n.example/e'))).toEqual([]);
	});

	it.each([
		['a+b@c.example', 'a%2Bb%40c.example'],
		['a&account=b#c?d', 'a%26account%3Db%23c%3Fd'],
		['\ud800é ', '%C3%A9%20'],
	])('encode the key %s', (lead, encoded) => expect(pageLink(PAGE, { lead })).toBe(`${PAGE}?lead=${encoded}`));

	it('are in what the outbox shows and the CRM gets as a task', () => {
		const [message] = MESSAGE_CASES.map(messageOf).filter(({ kind }) => kind === 'crm');
		const { settings } = readSettings([{ name: 'page_address', value: PAGE }]);
		expect(outboxRowOf(message, settings)?.text).toContain(`Open the lead: ${PAGE}?lead=`);
		expect(outboxRowOf(message, readSettings([]).settings)?.text).not.toContain('https:');
	});

	it('there is none where nobody knows the lead', () => expect(pageLink(PAGE, { lead: '' })).toBe(''));
});
