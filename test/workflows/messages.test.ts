import type { NodeJSON } from '@n8n/workflow-sdk';
import workflow from '../../workflows/01-capture-and-score.json';
import cases from '../cases/messages.json';
import { workedOut } from '../support/worked-out';

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
interface Told {
	readonly slack: { place: string; text: string; blocks: Block[] };
	readonly teams: { html: string };
	readonly email: { to: string; subject: string; text: string; html: string };
}

const node = (name: string): NodeJSON => workflow.nodes.find((each) => each.name === name) as unknown as NodeJSON;
const audiences = JSON.parse(node('Audiences').parameters?.jsonOutput as string) as Record<string, unknown>;

/** `REPEAT:text:times` in a case stands for long text. */
const grown = (value: unknown): unknown =>
	JSON.parse(JSON.stringify(value), (_key, text: unknown) => {
		const [, part, times] = (typeof text === 'string' && /^REPEAT:([\s\S]*):(\d+)$/.exec(text)) || [];
		return part === undefined ? text : part.repeat(Number(times));
	});

function told(row: object, details: unknown): Told {
	const stored = {
		id: 1,
		lead: 'a',
		at: '2026-03-04T12:00:00.000Z',
		status: 'new',
		channel: 'slack,teams,email',
		...(grown(row) as object),
	};
	const nodes = {
		Audiences: [audiences],
		'Held by this run': [{ ...stored, details: details === null ? null : JSON.stringify(grown(details)) }],
		'Whom to find in Slack': [{ addresses: [] }],
	};
	const { told } = workedOut(node('What each channel is told'), { nodes }) as unknown as {
		told: Array<Record<string, string>>;
	};
	const [slack, teams, email] = told;
	return {
		slack: { ...slack, blocks: (JSON.parse(slack.blocks) as { blocks: Block[] }).blocks },
		teams,
		email,
	} as unknown as Told;
}

const everyText = ({ blocks }: Told['slack']): Text[] =>
	blocks.flatMap(({ text, fields = [], elements = [] }) => [
		...(text ? [text] : []),
		...fields,
		...elements.map((element) => (typeof element.text === 'string' ? (element as unknown as Text) : element.text)),
	]);
const mrkdwnOf = (slack: Told['slack']): string[] => [
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

describe.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { row, details, shows }) => {
	const { slack, teams, email } = told(row, details);

	it('is within the limits of Slack', () => {
		expect(slack.blocks.length).toBeLessThanOrEqual(50);
		expect(slack.text.length).toBeLessThanOrEqual(40_000);
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
		for (const html of [teams.html, email.html]) {
			expect(outsideTags(html)).not.toMatch(/[<>]/);
			expect(outsideTags(html).replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
			expect(
				[...html.matchAll(/href="([^"]*)"/g)].filter(([, link]) => !link.startsWith('https://n8n.example/')),
			).toEqual([]);
			expect(html).not.toMatch(/<[^>]* (on\w+|src)=/i);
		}
		expect(teams.html.length).toBeLessThan(28_000);
	});

	it('has a subject of one line, and one recipient', () => {
		// eslint-disable-next-line no-control-regex
		expect(email.subject).not.toMatch(/[\u0000-\u001f\u2028\u2029\u202e]/);
		expect(email.subject.length).toBeLessThanOrEqual(150);
		expect(email.subject).not.toBe('');
		expect(email.to).toMatch(/^[^\s,;]+@[^\s,;]+$/);
	});

	it('shows what matters in every channel', () => {
		const inSlack = JSON.stringify(slack.blocks);
		for (const words of shows) {
			expect(inSlack).toContain(words);
			expect(wordsOf(teams.html)).toContain(words);
			expect(wordsOf(email.html)).toContain(words);
		}
	});
});

describe('a hand-off', () => {
	const [{ row, details }] = cases;
	const { slack, email } = told(row, details);

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

	it('has buttons that open the form with the lead and the decision in it', () => {
		const links = slack.blocks[4].elements?.map(({ url }) => new URL(String(url)).searchParams) ?? [];
		expect(links.map((query) => [query.get('lead'), query.get('decision')])).toEqual([
			['dana@northwind.example', 'Accept'],
			['dana@northwind.example', 'Send back to marketing'],
		]);
		expect(new Set(slack.blocks[4].elements?.map(({ action_id: id }) => id)).size).toBe(2);
	});

	it('does not say twice what the facts and buttons say', () => {
		const [, , , lines] = slack.blocks;
		expect(lines.text?.text).not.toMatch(/Cell A1|Strongest reasons|https:/);
		expect(lines.text?.text).toContain(
			'*What to do next:* get in touch today. Then accept the lead, or send it back with a reason.',
		);
	});

	it('reads in a notification, and in a mail without HTML', () => {
		expect(slack.text).toMatch(/^Ready for sales: Dana Reyes/);
		expect(email.text).toContain(
			'send it back with a reason: https://n8n.example/form/lead-feedback?lead=dana%40northwind.example',
		);
		expect(email.text).toContain('Answer due: Wed 4 Mar 2026 13:00 UTC');
		expect(email.to).toBe('ben@sales.example');
	});

	it('asks nothing of the network', () => expect(email.html).not.toMatch(/<img|<link|@import|url\(|<script/i));

	it('shows a preview of why before the text', () =>
		expect(email.html).toMatch(
			/<body[^>]*><div style="display:none[^>]*>Demo request on 4 Mar 2026 09:00 UTC\. Signal: active\.<\/div>/,
		));
});

describe('an alert to the manager', () => {
	it('has one button, because it is not the manager who accepts', () => {
		const { slack } = told(
			{ ...cases[0].row, kind: 'sla_breached', audience: 'manager' },
			{ ...cases[0].details, stage: undefined },
		);
		const labels = slack.blocks
			.find(({ type }) => type === 'actions')
			?.elements?.map(({ text }) => (text as Text).text);
		expect(labels).toEqual(['Say what became of it']);
	});
});
