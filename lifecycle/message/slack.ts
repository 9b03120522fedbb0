import { DateTime } from 'luxon';
import { plainText, type Button, type Description, type Fact, type Line } from './compose';
import { cut, forSlack, isStyledBySlack, oneLine } from './limits';
import { timeText, type Reader } from './values';

/** What Slack takes at most: https://docs.slack.dev/reference/block-kit/blocks */
const LIMITS = { header: 150, section: 3000, field: 2000, button: 75, blocks: 50, notification: 3000 };
/** Blocks around the lines: header, facts, reasons, buttons, context. */
const OTHER_BLOCKS = 5;

export interface SlackMessage {
	/** What notifications and screen readers read. */
	readonly text: string;
	/** `{ blocks }` as JSON text, as n8n's Slack node takes it. */
	readonly blocks: string;
}

/**
 * A message in Slack's Block Kit, within its limits. `&`, `<` and `>` are escaped, so that nobody calls a channel or plants
 * a link by a name in a form; what Slack would style, such as `*`, is in plain text.
 *
 * @param mention whom it is for where others read it too: `<@U1>`, an address, or ''
 */
export function slackOf(description: Description, mention: string): SlackMessage {
	const { title, facts, reasons, buttons, reader } = description;
	const { labels, forPerson, more } = reader.vocabulary;
	const sections = sectionsOf(description.lines);
	const kept = sections.slice(0, LIMITS.blocks - OTHER_BLOCKS - 1);
	const blocks: unknown[] = [
		{ type: 'header', text: { type: 'plain_text', text: oneLine(title, LIMITS.header) || 'Leads', emoji: true } },
		...(facts.length > 0 ? [{ type: 'section', fields: facts.map((fact) => fieldOf(fact, reader)) }] : []),
		...(reasons.length > 0 ? [reasonsOf(labels.reasons, reasons)] : []),
		...kept,
		...(kept.length < sections.length ? [section(mrkdwn(`… ${more}`))] : []),
		...(buttons.length > 0 ? [{ type: 'actions', elements: buttons.map(buttonOf) }] : []),
		...(mention === '' ? [] : [{ type: 'context', elements: [mentionOf(mention, forPerson)] }]),
	];
	return {
		text: cut(`${title}\n${plainText({ ...description, buttons: [] })}`, LIMITS.notification, forSlack),
		blocks: JSON.stringify({ blocks }),
	};
}

/** The lines of a question, as the one text that n8n's *Send and Wait* takes. */
export function slackQuestionOf({ title, facts, lines, reader }: Description): string {
	const { colon } = reader.vocabulary;
	const said = (fact: Fact): string => `${fact.name}${colon}${factText({ ...fact, text: asCode(fact.text) }, reader)}`;
	const line = oneLine(title, 300, forSlack);
	// A star inside would end the bold.
	const head = isStyledBySlack(title) ? asCode(line) : line.includes('*') ? line : `*${line}*`;
	return [head, ...facts.map(said), ...lines.map(({ name, text }) => lineText({ name, text: asCode(text) }))].join(
		'\n',
	);
}

/** n8n sends a question as text that Slack styles; within code it styles nothing. */
const asCode = (text: string): string =>
	isStyledBySlack(text)
		? text
				.split('\n')
				.map((line) => (line.trim() === '' ? line : `\`${line.trim().replaceAll('`', '’')}\``))
				.join('\n')
		: text;

interface SlackText {
	readonly type: 'mrkdwn' | 'plain_text';
	readonly text: string;
	readonly verbatim?: true;
	readonly emoji?: false;
}

const mrkdwn = (text: string): SlackText => ({ type: 'mrkdwn', text, verbatim: true });
const plain = (text: string): SlackText => ({ type: 'plain_text', text, emoji: false });
const section = (text: SlackText) => ({ type: 'section', text });

function fieldOf(fact: Fact, reader: Reader): SlackText {
	const { name, text, at } = fact;
	if (!isStyledBySlack(text)) return mrkdwn(`*${name}*\n${factText(fact, reader)}`);
	const parts = [oneLine(text, LIMITS.field / 2), timeText(at, reader)].filter((part) => part !== '');
	return plain(`${name}\n${parts.join(', ')}`);
}

const reasonsOf = (label: string, reasons: readonly string[]) =>
	section(
		reasons.some(isStyledBySlack)
			? plain(`${label}\n${reasons.map((reason) => `• ${oneLine(reason, 600)}`).join('\n')}`)
			: mrkdwn(`*${label}*\n${reasons.map((reason) => `• ${oneLine(reason, 600, forSlack)}`).join('\n')}`),
	);

const factText = ({ text, at }: Fact, reader: Reader): string =>
	[oneLine(text, LIMITS.field / 2, forSlack), at === null ? '' : clockOf(at, reader)]
		.filter((part) => part !== '')
		.join(', ');

/** Slack shows the time on the reader's own clock; who reads elsewhere gets ours. */
const clockOf = (iso: string, reader: Reader): string =>
	`<!date^${Math.floor(DateTime.fromISO(iso).toMillis() / 1000)}^{date_short_pretty} {time}|${timeText(iso, reader)}>`;

const lineText = ({ name, text }: Line): string =>
	(name === '' ? '' : `*${cut(name, 200, forSlack)}:* `) + cut(text, LIMITS.section / 2, forSlack);

/** As many lines as a section holds, then the next one; a line that Slack would style is a section of its own. */
function sectionsOf(lines: readonly Line[]) {
	const sections: SlackText[] = [];
	for (const line of lines) {
		if (isStyledBySlack(line.text)) {
			sections.push(plain(plainLine(line)));
			continue;
		}
		const text = lineText(line);
		const last = sections.at(-1);
		if (last?.type === 'mrkdwn' && last.text.length + 1 + text.length <= LIMITS.section)
			sections[sections.length - 1] = mrkdwn(`${last.text}\n${text}`);
		else if (text.trim() !== '') sections.push(mrkdwn(text));
	}
	return sections.map(section);
}

const plainLine = ({ name, text }: Line): string =>
	(name === '' ? '' : `${cut(name, 200)}: `) + cut(text, LIMITS.section / 2);

const ACTIONS = ['first_answer', 'second_answer', 'third_answer'] as const;

/** Slack refuses two elements of one name. */
const buttonOf = ({ name, url, isFirst }: Button, index: number) => ({
	type: 'button',
	text: { type: 'plain_text', text: oneLine(name, LIMITS.button), emoji: true },
	url,
	action_id: ACTIONS[index],
	...(isFirst ? { style: 'primary' } : {}),
});

const mentionOf = (mention: string, forPerson: (person: string) => string): SlackText => {
	if (/^<@[A-Z0-9]+>$/i.test(mention)) return mrkdwn(forPerson(mention));
	return isStyledBySlack(mention)
		? plain(forPerson(cut(mention, 200)))
		: mrkdwn(forPerson(cut(mention, 200, forSlack)));
};
