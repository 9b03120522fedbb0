import type { Button, Description, Fact, Line } from './compose';
import { cut, forHtml, oneLine } from './limits';
import { timeText, type Reader } from './values';

/** A message in Teams may be about 28 KB: https://learn.microsoft.com/microsoftteams/limits-specifications-teams */
const LONGEST_LINE = 1500;
const LONGEST_FACT = 500;
const MOST_LINES = 10;
const LONGEST_LINK = 3000;
const TIME = 'ccc d LLL HH:mm ZZZZ';

/**
 * A message as the HTML that Teams shows, below 28 KB, with all text escaped.
 *
 * @param person whom it is for, where it is one person; ''
 */
export function teamsOf({ title, facts, reasons, lines, buttons, reader }: Description, person: string): string {
	const { labels, forPerson, more } = reader.vocabulary;
	const list = reasons.map((reason) => `<li>${oneLine(reason, 600, forHtml)}</li>`).join('');
	const kept = [...lines.slice(0, MOST_LINES).map(lineHtml), ...(lines.length > MOST_LINES ? [`… ${more}`] : [])];
	return [
		`<h3>${oneLine(title, 300, forHtml) || 'Leads'}</h3>`,
		paragraph(facts.map((fact) => factHtml(fact, reader)).join('<br>')),
		list === '' ? '' : `${paragraph(`<b>${labels.reasons}</b>`)}<ul>${list}</ul>`,
		paragraph(kept.join('<br>')),
		paragraph(buttons.map(linkHtml).join(' · ')),
		person === '' ? '' : paragraph(forPerson(oneLine(person, 200, forHtml))),
	].join('');
}

const paragraph = (html: string): string => (html === '' ? '' : `<p>${html}</p>`);

const factHtml = ({ name, text, at }: Fact, reader: Reader): string =>
	`<b>${name}:</b> ${[oneLine(text, LONGEST_FACT, forHtml), timeText(at, reader, TIME)].filter((part) => part !== '').join(', ')}`;

const lineHtml = ({ name, text }: Line): string =>
	(name === '' ? '' : `<b>${cut(name, 200, forHtml)}:</b> `) + cut(text, LONGEST_LINE, forHtml);

const linkHtml = ({ name, url }: Button): string => `<a href="${cut(url, LONGEST_LINK, forHtml)}">${name}</a>`;
