/**
 * What the expressions that write messages begin with: people, points, times and reasons put into words, the address of
 * the form of 05 but for the lead, and what channels need to show a message well. `row` is a row of the lead book, `reasons`
 * those of its score.
 */
export const WORDS = `
	const points = (number) => (Math.round((number ?? 0) * 100) / 100).toString();
	const who = (row) => [row.name ?? row.email ?? row.lead, [row.title, row.company].filter((part) => part).join(' at ')].filter((part) => part).join(', ');
	const address = (row) => row.email && row.email !== row.name ? row.email : row.lead;
	const day = (iso) => DateTime.fromISO(iso).toFormat('d LLL yyyy HH:mm ZZZZ');
	const strongest = (reasons) => reasons.filter((reason) => reason.points > 0 && reason.dimension !== 'limit').slice(0, 3).map((reason) => reason.text).join(' · ') || 'none';
	const latest = (reasons) => reasons.filter((reason) => reason.lastAt && reason.points > 0).sort((left, right) => right.lastAt.localeCompare(left.lastAt))[0];
	const standing = (row) => 'Cell ' + row.cell + ' (' + row.label + '), ' + points(row.total) + ' points: fit ' + points(row.fit) + ', engagement ' + points(row.engagement);
	const whoLine = (row) => 'Who: ' + who(row) + ' (' + address(row) + ')';
	const reasonsLine = (reasons) => 'Strongest reasons: ' + strongest(reasons);
	const nextLine = (text) => 'What to do next: ' + text;
	const reasonsOf = (row) => JSON.parse(row.leadScore || '{}').reasons ?? [];
	const form = $execution.resumeUrl.split('/webhook-waiting')[0] + '/form/lead-feedback?lead=';
	const ICONS = { Hot: '🔥', Warm: '🌱', Cold: '❄️' };
	const seen = (reason) => reason ? { what: reason.rule, at: reason.lastAt } : undefined;
	const detailsOf = (row, reasons) => ({
		icon: ICONS[row.label], cell: row.cell, label: row.label, total: row.total, fit: row.fit, engagement: row.engagement, company: row.company, title: row.title, stage: row.stage,
		reasons: reasons.filter((reason) => reason.points > 0 && reason.dimension !== 'limit').slice(0, 3).map((reason) => reason.text),
		last: seen(latest(reasons)),
		link: form + encodeURIComponent(row.lead),
	});
`;
