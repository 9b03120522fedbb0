/** What Slack takes at most: https://docs.slack.dev/reference/block-kit/blocks */
const LIMITS = { header: 150, section: 3000, field: 2000, button: 75, blocks: 50, notification: 3000 };
/** Blocks around the lines: header, facts, reasons, buttons, context. */
const OTHER_BLOCKS = 5;

/**
 * Defines `slackOf(row, details, mention)`, a message in Block Kit, `{ text, blocks }`: `text` is what notifications
 * and screen readers read, `blocks` JSON text as n8n's Slack node takes it. Needs the parts of a message.
 */
export const SLACK_WORDS = String.raw`const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
	const forSlack = (character) => ENTITIES[character] ?? character;
	const mrkdwn = (text) => ({ type: 'mrkdwn', text, verbatim: true });
	const section = (text) => ({ type: 'section', text: mrkdwn(text) });
	// Slack shows the time on the reader's clock; who reads elsewhere gets ours.
	const slackTime = (iso) => '<!date^' + Math.floor(DateTime.fromISO(iso).toMillis() / 1000) + '^{date_short_pretty} {time}|' + DateTime.fromISO(iso).toFormat('d LLL yyyy HH:mm ZZZZ') + '>';
	const slackFact = ({ name, text, at }) => mrkdwn('*' + name + '*\n' + [oneLine(text, ${LIMITS.field / 2}, forSlack), at ? slackTime(at) : ''].filter((part) => part).join(', '));
	const slackLine = ({ name, text }) => (name ? '*' + cut(name, 200, forSlack) + ':* ' : '') + cut(text, ${LIMITS.section / 2}, forSlack);
	const slackSections = (lines) => lines.reduce((sections, line) => {
		const last = sections.at(-1);
		return last !== undefined && last.length + 1 + line.length <= ${LIMITS.section} ? [...sections.slice(0, -1), last + '\n' + line] : [...sections, line];
	}, []);
	const slackButton = ({ name, url, isFirst }) => ({ type: 'button', text: { type: 'plain_text', text: oneLine(name, ${LIMITS.button}), emoji: true }, url, action_id: isFirst ? 'first_answer' : 'second_answer', ...(isFirst ? { style: 'primary' } : {}) });
	const slackOf = (row, details, mention) => {
		const facts = factsOf(details).map(slackFact);
		const reasons = reasonsOf(details).map((reason) => '• ' + oneLine(reason, 600, forSlack));
		const answers = answersOf(details).map(slackButton);
		const sections = slackSections(linesOf(row, details).map(slackLine));
		const kept = sections.slice(0, ${LIMITS.blocks - OTHER_BLOCKS - 1});
		return {
			text: cut(row.title + '\n' + row.text, ${LIMITS.notification}, forSlack),
			blocks: JSON.stringify({ blocks: [
				{ type: 'header', text: { type: 'plain_text', text: oneLine(row.title, ${LIMITS.header}) || 'Leads', emoji: true } },
				...(facts.length > 0 ? [{ type: 'section', fields: facts }] : []),
				...(reasons.length > 0 ? [section('*Strongest reasons*\n' + reasons.join('\n'))] : []),
				...kept.map(section),
				...(kept.length < sections.length ? [section('… the rest is in *ll_outbox*.')] : []),
				...(answers.length > 0 ? [{ type: 'actions', elements: answers }] : []),
				...(mention ? [{ type: 'context', elements: [mrkdwn('For ' + (mention.startsWith('<@') ? mention : cut(mention, 200, forSlack)))] }] : []),
			] }),
		};
	};`;
