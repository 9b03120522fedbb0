/** Mail servers may fold longer subjects, and phones show half of this. */
const SUBJECT = 150;
const PREHEADER = 140;

const FONT = 'font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';

/** Clients that do not know the query show the light colours, which are written on each element too. */
const DARK = `@media (prefers-color-scheme:dark) { .page { background:#15181d !important; } .card { background:#1f242b !important; border-color:#343b45 !important; } .text { color:#e8ebef !important; } .muted { color:#a3adba !important; } .rule { border-color:#343b45 !important; } .second { background:#1f242b !important; border-color:#7d8896 !important; color:#e8ebef !important; } }`;
const NARROW = `@media (max-width:480px) { .fact { display:block !important; width:100% !important; } .inner { padding-left:20px !important; padding-right:20px !important; } .button { display:block !important; margin:0 0 10px !important; text-align:center !important; } }`;

/**
 * Defines `forHtml(character)`, and `emailOf(row, details, by)`: `{ subject, html, text }`. Tables and inline styles,
 * because mail clients know little else; nothing is loaded from elsewhere. `by` is who reads it, for the links. Needs the
 * parts of a message.
 */
export const EMAIL_WORDS = String.raw`const HTML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	const forHtml = (character) => HTML[character] ?? character;
	const escaped = (text) => cut(text, 20000, forHtml);
	const mailTime = (iso) => DateTime.fromISO(iso).toFormat('ccc d LLL yyyy HH:mm ZZZZ');
	const mailFact = ({ name, text, at }) => '<td class="fact" width="50%" valign="top" style="padding:0 12px 14px 0"><div class="muted" style="${FONT};font-size:12px;line-height:16px;color:#5b6472">' + name + '</div><div class="text" style="${FONT};font-size:15px;line-height:21px;color:#1f2430;font-weight:600">' + [escaped(text), at ? mailTime(at) : ''].filter((part) => part).join(', ') + '</div></td>';
	const inPairs = (cells) => cells.reduce((rows, cell, index) => index % 2 === 0 ? [...rows, cell] : [...rows.slice(0, -1), rows.at(-1) + cell], []).map((cells) => '<tr>' + cells + '</tr>').join('');
	const mailLine = ({ name, text }) => '<p class="text" style="margin:0 0 12px;${FONT};font-size:15px;line-height:22px;color:#1f2430">' + (name ? '<strong>' + escaped(name) + ':</strong> ' : '') + escaped(text) + '</p>';
	const mailReason = (reason) => '<li style="margin:0 0 4px">' + escaped(reason) + '</li>';
	const mailButton = ({ name, url, isFirst }) => '<a class="button' + (isFirst ? '' : ' second') + '" href="' + escaped(url) + '" style="display:inline-block;margin:0 10px 0 0;padding:11px 20px;border:1px solid ' + (isFirst ? '#1d4ed8;background:#1d4ed8;color:#ffffff' : '#9aa3af;background:#ffffff;color:#1f2430') + ';border-radius:6px;${FONT};font-size:15px;line-height:20px;font-weight:600;text-decoration:none">' + name + '</a>';
	const block = (content) => '<tr><td class="inner" style="padding:0 32px 20px">' + content + '</td></tr>';
	const emailOf = (row, details, by) => {
		const facts = factsOf(details);
		const reasons = reasonsOf(details);
		const lines = linesOf(row, details);
		const answers = answersOf(details, by);
		const preheader = lines.find(({ name }) => name === 'Why now')?.text ?? lines.at(0)?.text ?? '';
		const plainFacts = facts.filter(({ name }) => !(name === 'Cell' || name === 'Score')).map(({ name, text, at }) => name + ': ' + [text, at ? mailTime(at) : ''].filter((part) => part).join(', '));
		return {
			subject: oneLine(row.title, ${SUBJECT}) || 'Leads',
			text: [tidy(row.text), ...plainFacts].join('\n') + '\n',
			html: '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>' + oneLine(row.title, ${SUBJECT}, forHtml) + '</title><style>${DARK} ${NARROW}</style></head>'
				+ '<body class="page" style="margin:0;padding:0;background:#f3f4f6"><div style="display:none;max-height:0;overflow:hidden;mso-hide:all">' + oneLine(preheader, ${PREHEADER}, forHtml) + '</div>'
				+ '<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f4f6"><tr><td align="center" style="padding:24px 12px">'
				+ '<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;border:1px solid #e1e4e8;border-radius:8px">'
				+ '<tr><td class="inner" style="padding:28px 32px 18px"><h1 class="text" style="margin:0;${FONT};font-size:21px;line-height:28px;font-weight:700;color:#1f2430">' + escaped(oneLine(row.title, 300)) + '</h1></td></tr>'
				+ (facts.length > 0 ? block('<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">' + inPairs(facts.map(mailFact)) + '</table>') : '')
				+ (reasons.length > 0 ? block('<div class="muted" style="${FONT};font-size:12px;line-height:16px;color:#5b6472">Strongest reasons</div><ul class="text" style="margin:4px 0 0;padding:0 0 0 20px;${FONT};font-size:15px;line-height:22px;color:#1f2430">' + reasons.map(mailReason).join('') + '</ul>') : '')
				+ block(lines.map(mailLine).join(''))
				+ (answers.length > 0 ? block(answers.map(mailButton).join('')) : '')
				+ '</table></td></tr></table></body></html>',
		};
	};`;
