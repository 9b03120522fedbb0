import { DateTime } from 'luxon';
import { plainText, type Button, type Description, type Fact, type Line } from './compose';
import { cut, forSlack, oneLine } from './limits';
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
 * a link by a name in a form.
 *
 * @param mention whom it is for where others read it too: `<@U1>`, an address, or ''
 */
export function slackOf(description: Description, mention: string): SlackMessage {
	const { title, facts, reasons, buttons, reader } = description;
	const { labels, forPerson, more } = reader.vocabulary;
	const sections = sectionsOf(description.lines.map(lineText));
	const kept = sections.slice(0, LIMITS.blocks - OTHER_BLOCKS - 1);
	const blocks: unknown[] = [
		{ type: 'header', text: { type: 'plain_text', text: oneLine(title, LIMITS.header) || 'Leads', emoji: true } },
		...(facts.length > 0 ? [{ type: 'section', fields: facts.map((fact) => fieldOf(fact, reader)) }] : []),
		...(reasons.length > 0 ? [section(`*${labels.reasons}*\n${reasons.map(reasonText).join('\n')}`)] : []),
		...kept.map(section),
		...(kept.length < sections.length ? [section(`… ${more}`)] : []),
		...(buttons.length > 0 ? [{ type: 'actions', elements: buttons.map(buttonOf) }] : []),
		...(mention === '' ? [] : [{ type: 'context', elements: [mrkdwn(forPerson(mentionText(mention)))] }]),
	];
	return {
		text: cut(`${title}\n${plainText({ ...description, buttons: [] })}`, LIMITS.notification, forSlack),
		blocks: JSON.stringify({ blocks }),
	};
}

/** The lines of a question, as the one text that n8n's *Send and Wait* takes. */
export function slackQuestionOf({ title, facts, lines, reader }: Description): string {
	const { colon } = reader.vocabulary;
	const said = (fact: Fact): string => `${fact.name}${colon}${factText(fact, reader)}`;
	return [`*${oneLine(title, 300, forSlack)}*`, ...facts.map(said), ...lines.map(lineText)].join('\n');
}

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });

const fieldOf = (fact: Fact, reader: Reader) => mrkdwn(`*${fact.name}*\n${factText(fact, reader)}`);

const factText = ({ text, at }: Fact, reader: Reader): string =>
	[oneLine(text, LIMITS.field / 2, forSlack), at === null ? '' : clockOf(at, reader)]
		.filter((part) => part !== '')
		.join(', ');

/** Slack shows the time on the reader's own clock; who reads elsewhere gets ours. */
const clockOf = (iso: string, reader: Reader): string =>
	`<!date^${Math.floor(DateTime.fromISO(iso).toMillis() / 1000)}^{date_short_pretty} {time}|${timeText(iso, reader)}>`;

const reasonText = (reason: string): string => `• ${oneLine(reason, 600, forSlack)}`;

const lineText = ({ name, text }: Line): string =>
	(name === '' ? '' : `*${cut(name, 200, forSlack)}:* `) + cut(text, LIMITS.section / 2, forSlack);

/** As many lines as a section holds, then the next one. */
function sectionsOf(lines: readonly string[]): string[] {
	const sections: string[] = [];
	for (const line of lines) {
		const last = sections.at(-1);
		if (last !== undefined && last.length + 1 + line.length <= LIMITS.section)
			sections[sections.length - 1] = `${last}\n${line}`;
		else if (line.trim() !== '') sections.push(line);
	}
	return sections;
}

const buttonOf = ({ name, url, isFirst }: Button) => ({
	type: 'button',
	text: { type: 'plain_text', text: oneLine(name, LIMITS.button), emoji: true },
	url,
	action_id: isFirst ? 'first_answer' : 'second_answer',
	...(isFirst ? { style: 'primary' } : {}),
});

const mentionText = (mention: string): string =>
	/^<@[A-Z0-9]+>$/i.test(mention) ? mention : cut(mention, 200, forSlack);
