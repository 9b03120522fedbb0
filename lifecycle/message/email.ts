import { plainText, type Button, type Description, type Fact, type Line } from './compose';
import { cut, forHtml, oneLine } from './limits';
import { timeText, type Reader } from './values';

/** Mail servers may fold longer subjects, and phones show half of this. */
const SUBJECT = 150;
const PREHEADER = 140;
const LONGEST_TEXT = 20_000;
const TIME = 'ccc d LLL yyyy HH:mm ZZZZ';

const FONT = 'font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const FONT_SMALL = `${FONT};font-size:12px;line-height:16px;color:#5b6472`;
const FONT_TEXT = `${FONT};font-size:15px;line-height:22px;color:#1f2430`;
const TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';

/** Clients that do not know the query show the light colours, which are written on each element too. */
const DARK =
	'@media (prefers-color-scheme:dark) { .page { background:#15181d !important; } .card { background:#1f242b !important; border-color:#343b45 !important; } .text { color:#e8ebef !important; } .muted { color:#a3adba !important; } .rule { border-color:#343b45 !important; } .second { background:#1f242b !important; border-color:#7d8896 !important; color:#e8ebef !important; } }';
const NARROW =
	'@media (max-width:480px) { .fact { display:block !important; width:100% !important; } .inner { padding-left:20px !important; padding-right:20px !important; } .button { display:block !important; margin:0 0 10px !important; text-align:center !important; } }';

export interface Mail {
	/** One line: no second header gets in. */
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}

/**
 * A message as a mail. Tables and inline styles, because mail clients know little else; nothing is loaded from elsewhere, and
 * all text is escaped.
 */
export const emailOf = (description: Description): Mail => ({
	subject: oneLine(description.title, SUBJECT) || 'Leads',
	text: `${cut(plainText(description), LONGEST_TEXT)}\n`,
	html: page(description),
});

function page(description: Description): string {
	const { title, reader } = description;
	const style = `<style>${DARK} ${NARROW}</style>`;
	const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${oneLine(title, SUBJECT, forHtml)}</title>${style}`;
	const preview = `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader(description)}</div>`;
	const card = `<table class="card" ${TABLE} style="max-width:600px;background:#ffffff;border:1px solid #e1e4e8;border-radius:8px">${content(description)}</table>`;
	const body = `<table class="page" ${TABLE} style="background:#f3f4f6"><tr><td align="center" style="padding:24px 12px">${card}</td></tr></table>`;
	return `<!doctype html><html lang="${reader.vocabulary.language}"><head>${head}</head><body class="page" style="margin:0;padding:0;background:#f3f4f6">${preview}${body}</body></html>`;
}

/** What an inbox shows beside the subject: why the message comes. */
function preheader({ lines, reader }: Description): string {
	const { whyNow } = reader.vocabulary.labels;
	const line = lines.find(({ name }) => name === whyNow) ?? lines.at(0);
	return oneLine(line?.text ?? '', PREHEADER, forHtml);
}

function content({ title, facts, reasons, lines, buttons, reader }: Description): string {
	const { labels } = reader.vocabulary;
	const list = reasons.map((reason) => `<li style="margin:0 0 4px">${escaped(reason)}</li>`).join('');
	const heading = `<h1 class="text" style="margin:0;${FONT};font-size:21px;line-height:28px;font-weight:700;color:#1f2430">${escaped(oneLine(title, 300))}</h1>`;
	return [
		`<tr><td class="inner" style="padding:28px 32px 18px">${heading}</td></tr>`,
		facts.length === 0 ? '' : block(`<table ${TABLE}>${inPairs(facts.map((fact) => factCell(fact, reader)))}</table>`),
		list === ''
			? ''
			: block(
					`<div class="muted" style="${FONT_SMALL}">${labels.reasons}</div><ul class="text" style="margin:4px 0 0;padding:0 0 0 20px;${FONT_TEXT}">${list}</ul>`,
				),
		block(lines.map(paragraph).join('')),
		buttons.length === 0 ? '' : block(buttons.map(buttonHtml).join('')),
	].join('');
}

const escaped = (text: string): string => cut(text, LONGEST_TEXT, forHtml);

const block = (html: string): string => `<tr><td class="inner" style="padding:0 32px 20px">${html}</td></tr>`;

function factCell({ name, text, at }: Fact, reader: Reader): string {
	const value = [escaped(text), timeText(at, reader, TIME)].filter((part) => part !== '').join(', ');
	return `<td class="fact" width="50%" valign="top" style="padding:0 12px 14px 0"><div class="muted" style="${FONT_SMALL}">${name}</div><div class="text" style="${FONT};font-size:15px;line-height:21px;color:#1f2430;font-weight:600">${value}</div></td>`;
}

function inPairs(cells: readonly string[]): string {
	const rows: string[] = [];
	for (let index = 0; index < cells.length; index += 2) rows.push(`<tr>${cells.slice(index, index + 2).join('')}</tr>`);
	return rows.join('');
}

const paragraph = ({ name, text }: Line): string =>
	`<p class="text" style="margin:0 0 12px;${FONT_TEXT}">${name === '' ? '' : `<strong>${escaped(name)}:</strong> `}${escaped(text)}</p>`;

function buttonHtml({ name, url, isFirst }: Button): string {
	const colours = isFirst
		? 'border:1px solid #1d4ed8;background:#1d4ed8;color:#ffffff'
		: 'border:1px solid #9aa3af;background:#ffffff;color:#1f2430';
	return `<a class="button${isFirst ? '' : ' second'}" href="${escaped(url)}" style="display:inline-block;margin:0 10px 0 0;padding:11px 20px;${colours};border-radius:6px;${FONT};font-size:15px;line-height:20px;font-weight:600;text-decoration:none">${name}</a>`;
}
