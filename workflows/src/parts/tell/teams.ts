/** A message in Teams may be about 28 KB: https://learn.microsoft.com/microsoftteams/limits-specifications-teams */
const LONGEST_LINE = 2000;
const MOST_LINES = 10;

/** Defines `teamsOf(row, details, who)`, a message as the HTML that Teams shows. Needs the parts of a message and `forHtml`. */
export const TEAMS_WORDS = String.raw`const teamsTime = (iso) => DateTime.fromISO(iso).toFormat('ccc d LLL HH:mm ZZZZ');
	const teamsFact = ({ name, text, at }) => '<b>' + name + ':</b> ' + [oneLine(text, ${LONGEST_LINE}, forHtml), at ? teamsTime(at) : ''].filter((part) => part).join(', ');
	const teamsLine = ({ name, text }) => (name ? '<b>' + cut(name, 200, forHtml) + ':</b> ' : '') + cut(text, ${LONGEST_LINE}, forHtml);
	const teamsOf = (row, details, who) => [
		'<h3>' + oneLine(row.title, 300, forHtml) + '</h3>',
		'<p>' + factsOf(details).map(teamsFact).join('<br>') + '</p>',
		...(reasonsOf(details).length > 0 ? ['<p><b>Strongest reasons</b></p><ul>' + reasonsOf(details).map((reason) => '<li>' + oneLine(reason, 600, forHtml) + '</li>').join('') + '</ul>'] : []),
		'<p>' + linesOf(row, details).slice(0, ${MOST_LINES}).map(teamsLine).join('<br>') + '</p>',
		'<p>' + answersOf(details).map(({ name, url }) => '<a href="' + cut(url, 20000, forHtml) + '">' + name + '</a>').join(' · ') + '</p>',
		...(who ? ['<p>For ' + oneLine(who, 200, forHtml) + '</p>'] : []),
	].filter((part) => part !== '<p></p>').join('');`;
